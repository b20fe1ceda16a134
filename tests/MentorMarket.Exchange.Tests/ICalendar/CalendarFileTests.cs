using System.Text;
using MentorMarket.Exchange.ICalendar;

namespace MentorMarket.Exchange.Tests.ICalendar;

/// <summary>The file as RFC 5545 asks for it.</summary>
public sealed class CalendarFileTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 5, 9, TimeSpan.FromHours(1));

    private static string Written(params CalendarDay[] events) => CalendarFile.Write("MentorMarket: opfølgning", events, Now);

    private static CalendarDay Event(string summary, string day = "2026-12-31") =>
        new("grant-FollowUp-1@mentormarket", DateOnly.ParseExact(day, "yyyy-MM-dd"), summary,
            new Uri("https://portal.example/gribskov/municipality/grants/details/1"));

    private static string[] Unfolded(string file) => file.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");

    [Fact]
    public void A_day_is_a_date_without_a_time_and_ends_the_day_after() =>
        Assert.Equal(
            [
                "BEGIN:VEVENT", "CLASS:PRIVATE", "DTEND;VALUE=DATE:20270101", "DTSTAMP:20261121T070509Z", "DTSTART;VALUE=DATE:20261231",
                    "SEQUENCE:0",
                "SUMMARY:Opfølgning nr. 1: BEV-2026-0001", "TRANSP:TRANSPARENT", "UID:grant-FollowUp-1@mentormarket",
                "URL:https://portal.example/gribskov/municipality/grants/details/1", "END:VEVENT",
            ],
            Unfolded(Written(Event("Opfølgning nr. 1: BEV-2026-0001")))[9..20]);

    [Fact]
    public void An_address_is_written_in_ASCII() =>
        Assert.Contains("URL:https://portal.example/%C3%B8by?a=1;2,3",
            Unfolded(Written(Event("Opfølgning") with { Url = new Uri("https://portal.example/øby?a=1;2,3") })));

    [Fact]
    public void The_same_days_give_the_same_file() => Assert.Equal(Written(Event("Opfølgning")), Written(Event("Opfølgning")));

    [Fact]
    public void A_calendar_without_days_has_a_part_as_the_standard_wants_and_says_what_it_is_and_when_to_read_it_again() =>
        Assert.Equal(
            [
                "BEGIN:VCALENDAR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "NAME:MentorMarket: opfølgning",
                    "PRODID:-//MentorMarket//MentorMarket//DA",
                "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "VERSION:2.0", "X-PUBLISHED-TTL:PT6H", "X-WR-CALNAME:MentorMarket: opfølgning",
                "BEGIN:VTIMEZONE", "TZID:Europe/Copenhagen", "X-LIC-LOCATION:Europe/Copenhagen",
                "BEGIN:STANDARD", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "TZNAME:CET", "TZOFFSETFROM:+0200",
                    "TZOFFSETTO:+0100", "END:STANDARD",
                "BEGIN:DAYLIGHT", "DTSTART:19960331T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "TZNAME:CEST", "TZOFFSETFROM:+0100",
                    "TZOFFSETTO:+0200", "END:DAYLIGHT",
                "END:VTIMEZONE", "END:VCALENDAR", "",
            ],
            Unfolded(Written()));

    [Theory]
    [InlineData("A;B,C", "A\\;B\\,C")]
    [InlineData("C:\\sager", "C:\\\\sager")]
    [InlineData("første\r\nanden\nEND:VCALENDAR", "første\\nanden\\nEND:VCALENDAR")]
    public void What_has_a_meaning_of_its_own_is_escaped(string summary, string written) =>
        Assert.Contains("SUMMARY:" + written, Unfolded(Written(Event(summary))));

    [Theory]
    [InlineData("a", 300)]
    // Two octets and four octets: no character is cut in two.
    [InlineData("ø", 200)]
    [InlineData("x😀", 90)]
    public void No_line_is_longer_than_75_octets_and_unfolding_gives_it_back(string part, int times)
    {
        var summary = string.Concat(Enumerable.Repeat(part, times));
        var file = Written(Event(summary));

        Assert.All(file.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.Contains("SUMMARY:" + summary, Unfolded(file));
        Assert.DoesNotContain('\n', file.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.DoesNotContain('\uFFFD', file);
    }
}
