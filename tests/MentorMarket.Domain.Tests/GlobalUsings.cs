global using MentorMarket.Domain.Grants;
global using MentorMarket.Domain.Rules;
global using MentorMarket.Domain.Values;
global using Xunit;
