using System.Globalization;
using MentorMarket.Web.Look;
using MentorMarket.Web.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace MentorMarket.Web.Tests.Look;

public sealed class ShowTests
{
    [Theory]
    [InlineData(1234.56, "1.234,56\u00a0kr.")]
    [InlineData(0, "0,00\u00a0kr.")]
    [InlineData(-350, "-350,00\u00a0kr.")]
    public void Writes_amounts_in_Danish_in_both_languages(double kroner, string expected)
    {
        foreach (var language in new[] { "da", "en" })
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            Assert.Equal(expected, Show.Money((decimal)kroner));
        }
    }

    [Theory]
    [InlineData("da", 0, "0\u00a0min.")]
    [InlineData("da", 45, "45\u00a0min.")]
    [InlineData("da", 90, "1\u00a0t. 30\u00a0min.")]
    [InlineData("da", 120, "2\u00a0t.")]
    [InlineData("da", -75, "-1\u00a0t. 15\u00a0min.")]
    [InlineData("en", 90, "1\u00a0h 30\u00a0min")]
    public void Writes_minutes_as_hours_and_minutes(string language, int minutes, string expected)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        Assert.Equal(expected, Show.Minutes(minutes));
    }

    [Theory]
    [InlineData("da", "2026-10-24T23:30:00Z", "2026-10-25T00:15:00Z", "01.30 sommertid-02.15 sommertid")]
    [InlineData("da", "2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z", "02.45 sommertid-02.15 normaltid")]
    [InlineData("en", "2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z", "02.45 summer time-02.15 winter time")]
    [InlineData("da", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "01.30 normaltid-03.30 sommertid")]
    [InlineData("da", "2026-06-01T07:30:00Z", "2026-06-01T09:30:40Z", "09.30-11.30.40")]
    [InlineData("da", "2026-06-01T21:00:00Z", "2026-06-01T22:00:00Z", "23.00-24.00")]
    [InlineData("da", "2026-06-01T21:30:00Z", "2026-06-01T23:00:00Z", "23.30-01.00 (02.06.2026)")]
    public void From_and_to_say_how_long_it_was(string language, string from, string to, string expected)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        Assert.Equal(expected, Show.Times(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture),
            DateTimeOffset.Parse(to, CultureInfo.InvariantCulture)).Replace('\u00a0', ' '));
    }

    [Theory]
    [InlineData("da", "oktober 2026", "søndag den 25. oktober 2026")]
    [InlineData("en", "October 2026", "Sunday 25 October 2026")]
    public void A_month_and_a_day_are_written_out_in_one_way(string language, string month, string day)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        Assert.Equal((month, day), (Show.Month(new(2026, 10, 1)), Show.Day(new(2026, 10, 25))));
    }

    [Theory]
    [InlineData("2026-10-25T00:15:00Z", "25.10.2026 kl. 02.15\u00a0sommertid")]
    [InlineData("2026-10-25T01:15:00Z", "25.10.2026 kl. 02.15\u00a0normaltid")]
    [InlineData("2025-01-15T12:00:00Z", "15.01.2025 kl. 13.00")]
    [InlineData("2025-07-15T22:30:00Z", "16.07.2025 kl. 00.30")]
    public void Writes_instants_by_the_clock_in_Denmark(string instant, string expected)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("da");
        Assert.Equal(expected, Show.DateTime(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(1, 1, "1")]
    [InlineData(1, 3, "1 2 3")]
    [InlineData(4, 9, "1 - 3 4 5 - 9")]
    [InlineData(9, 9, "1 - 8 9")]
    public void A_pager_shows_first_last_and_neighbours(int page, int pages, string expected) =>
        Assert.Equal(expected, string.Join(' ', new Pager(page, pages, pages * 20).Shown()
            .Select(shown => shown?.ToString(CultureInfo.InvariantCulture) ?? "-")));

    [Fact]
    public void A_link_to_another_page_keeps_search_and_sort()
    {
        var query = new QueryCollection(
            new Dictionary<string, StringValues> { ["q"] = "nord & syd", ["status"] = new[] { "a", "b" }, ["page"] = "4" });

        Assert.Equal("?q=nord%20%26%20syd&status=a&status=b&page=5", query.With(("page", "5")));
        Assert.Equal("?q=nord%20%26%20syd&status=a&status=b", query.With(("page", null)));
        Assert.Equal("?", new QueryCollection().With(("page", null)));
    }
}
