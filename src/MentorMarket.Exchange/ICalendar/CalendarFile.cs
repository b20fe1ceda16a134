using System.Globalization;
using System.Text;

namespace MentorMarket.Exchange.ICalendar;

/// <summary>Something that lasts a whole day.</summary>
/// <param name="Uid">The same each time the calendar is read, so that a moved day moves the event.</param>
/// <param name="On">The day.</param>
/// <param name="Summary">What the calendar shows.</param>
/// <param name="Url">Where to go.</param>
public sealed record CalendarEvent(string Uid, DateOnly On, string Summary, Uri Url);

/// <summary>Writes iCalendar (RFC 5545): lines end in CRLF and are folded at 75 octets, days are dates without a time zone.</summary>
/// <remarks>Danish: kalenderfil. Source: RFC 5545; RFC 7986 for the name and how often to read it again.</remarks>
public static class CalendarFile
{
    /// <summary>The media type it is served as.</summary>
    public const string MediaType = "text/calendar; charset=utf-8";

    private const int LongestLine = 75;

    // The standard allows no calendar with nothing in it: the time zone is a part that no reader shows.
    private static readonly string[] TimeZone =
    [
        "BEGIN:VTIMEZONE", "TZID:Europe/Copenhagen",
        "BEGIN:STANDARD", "DTSTART:19961027T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:19960331T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
        "END:VTIMEZONE",
    ];

    /// <summary>The whole calendar.</summary>
    /// <param name="name">What the reader's list of calendars calls it.</param>
    /// <param name="events">The days.</param>
    /// <param name="now">When it was written.</param>
    public static string Write(string name, IEnumerable<CalendarEvent> events, DateTimeOffset now)
    {
        var text = new StringBuilder();
        void Line(string property, string value) => Fold(text, $"{property}:{value}");
        Line("BEGIN", "VCALENDAR");
        Line("VERSION", "2.0");
        Line("PRODID", "-//MentorMarket//MentorMarket//DA");
        Line("CALSCALE", "GREGORIAN");
        Line("METHOD", "PUBLISH");
        Line("NAME", Escape(name));
        Line("X-WR-CALNAME", Escape(name));
        Line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
        Line("X-PUBLISHED-TTL", "PT6H");
        var isEmpty = true;
        foreach (var day in events)
        {
            isEmpty = false;
            Line("BEGIN", "VEVENT");
            Line("UID", Escape(day.Uid));
            Line("DTSTAMP", now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
            Line("DTSTART;VALUE=DATE", Date(day.On));
            Line("DTEND;VALUE=DATE", Date(day.On.AddDays(1)));
            Line("SUMMARY", Escape(day.Summary));
            Line("URL", day.Url.AbsoluteUri);
            // The day is not taken, and whoever sees the calendar sees no more than that.
            Line("TRANSP", "TRANSPARENT");
            Line("CLASS", "PRIVATE");
            Line("END", "VEVENT");
        }
        if (isEmpty)
            foreach (var line in TimeZone) Fold(text, line);
        Line("END", "VCALENDAR");
        return text.ToString();
    }

    private static string Date(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text.ReplaceLineEndings("\n")
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    // Octets and not characters are counted, and no character is cut in two; a folded line goes on after a space.
    private static void Fold(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                text.Append("\r\n ");
                octets = 1;
            }
            text.Append(rune);
            octets += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }
}
