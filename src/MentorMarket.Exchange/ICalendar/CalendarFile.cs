using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace MentorMarket.Exchange.ICalendar;

/// <summary>Something that lasts a whole day.</summary>
/// <param name="Uid">The same each time the calendar is read, so that a moved day moves the event.</param>
/// <param name="On">The day.</param>
/// <param name="Summary">What the calendar shows.</param>
/// <param name="Url">Where to go.</param>
public sealed record CalendarDay(string Uid, DateOnly On, string Summary, Uri Url);

/// <summary>A calendar that others subscribe to. Days are dates without a time zone.</summary>
/// <remarks>Danish: kalenderfil. Source: RFC 5545; RFC 7986 for the name and how often to read it again.</remarks>
public static class CalendarFile
{
    /// <summary>The media type it is served as.</summary>
    public const string MediaType = "text/calendar; charset=utf-8";

    // The first New Year after which clocks in the European Union change on the days they still do.
    private static readonly DateTime SameRulesSince = new(1997, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>The whole calendar.</summary>
    /// <param name="name">What the reader's list of calendars calls it.</param>
    /// <param name="days">The days.</param>
    /// <param name="now">When it was written.</param>
    public static string Write(string name, IEnumerable<CalendarDay> days, DateTimeOffset now)
    {
        var calendar = new Calendar { ProductId = "-//MentorMarket//MentorMarket//DA", Scale = "GREGORIAN", Method = "PUBLISH" };
        calendar.AddProperty("NAME", name);
        calendar.AddProperty("X-WR-CALNAME", name);
        var readAgain = new CalendarProperty("REFRESH-INTERVAL", "PT6H");
        readAgain.AddParameter("VALUE", "DURATION");
        calendar.AddProperty(readAgain);
        calendar.AddProperty("X-PUBLISHED-TTL", "PT6H");
        calendar.Events.AddRange(days.Select(day => Event(day, now)));
        // The standard allows no calendar with nothing in it: the time zone is a part that no reader shows.
        if (calendar.Events.Count == 0)
        {
            calendar.AddTimeZone(VTimeZone.FromDateTimeZone("Europe/Copenhagen", SameRulesSince, includeHistoricalData: false));
        }
        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    private static CalendarEvent Event(CalendarDay day, DateTimeOffset now) => new()
    {
        Uid = day.Uid,
        DtStamp = new CalDateTime(now.UtcDateTime, CalDateTime.UtcTzId),
        DtStart = new CalDateTime(day.On),
        DtEnd = new CalDateTime(day.On.AddDays(1)),
        Summary = day.Summary,
        // An address is written in ASCII.
        Url = new Uri(day.Url.AbsoluteUri),
        // The day is not taken, and whoever sees the calendar sees no more than that.
        Transparency = TransparencyType.Transparent,
        Class = "PRIVATE",
    };
}
