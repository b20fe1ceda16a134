global using MentorMarket.Domain.Values;
