namespace MentorMarket.Web.Localization;

public static class DanishClock
{
    extension(TimeProvider time)
    {
        /// <summary>The day that it is in Denmark.</summary>
        public DateOnly Today => DanishTime.DateOf(time.GetUtcNow());
    }
}
