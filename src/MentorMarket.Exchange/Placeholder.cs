namespace MentorMarket.Exchange; internal static class Placeholder;
