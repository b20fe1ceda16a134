using System.Globalization;
using MentorMarket.Web.Pages.Provider.Entries;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Tests.Pages.Provider.Entries;

/// <summary>The two nights of the year, and times that cannot be.</summary>
public sealed class EntryFormTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static ((DateTimeOffset Start, DateTimeOffset End)? Times, ModelStateDictionary State) Read(DateOnly date, string from,
        string to, ClockNight? fromNight = null, ClockNight? toNight = null)
    {
        var services = new ServiceCollection().AddLogging().AddLocalization(o => o.ResourcesPath = "Resources").BuildServiceProvider();
        var state = new ModelStateDictionary();
        var form = new EntryForm
        {
            Date = date,
            From = TimeOnly.Parse(from, CultureInfo.InvariantCulture),
            To = ClockEnd.Of(TimeOnly.Parse(to == "24:00" ? "00:00" : to, CultureInfo.InvariantCulture)),
            FromNight = fromNight,
            ToNight = toNight
        };
        return (form.Times(state, Now, services.GetRequiredService<IStringLocalizer<ProviderTexts>>()), state);
    }

    [Fact]
    public void A_time_that_the_clock_jumps_over_is_an_error_at_its_field()
    {
        var (times, state) = Read(new(2026, 3, 29), "02:30", "04:00");

        Assert.Null(times);
        Assert.Equal(["Form.From"], state.Keys);
    }

    [Fact]
    public void Across_the_jump_an_hour_is_missing()
    {
        var (times, _) = Read(new(2026, 3, 29), "01:30", "03:30");

        Assert.Equal(TimeSpan.FromHours(1), times!.Value.End - times.Value.Start);
    }

    [Fact]
    public void A_time_that_comes_twice_asks_which()
    {
        var (times, state) = Read(new(2026, 10, 25), "02:30", "04:00");

        Assert.Null(times);
        Assert.Equal(["Form.FromNight"], state.Keys);
    }

    [Theory]
    [InlineData(ClockNight.Summer, 150)]
    [InlineData(ClockNight.Winter, 90)]
    public void The_answer_decides_how_long_it_was(ClockNight night, int minutes)
    {
        var (times, state) = Read(new(2026, 10, 25), "02:30", "04:00", night);

        Assert.True(state.IsValid);
        Assert.Equal(minutes, (times!.Value.End - times.Value.Start).TotalMinutes);
    }

    [Theory]
    [InlineData("2026-10-20", "14:00", "14:00", "Form.To")]
    [InlineData("2026-10-20", "14:00", "13:00", "Form.To")]
    [InlineData("2026-10-20", "06:00", "19:00", "Form.To")]
    [InlineData("2026-11-02", "09:00", "10:00", "Form.Date")]
    [InlineData("2026-11-01", "13:06", "14:00", "Form.From")]
    [InlineData("2026-11-01", "12:00", "13:06", "Form.To")]
    public void Impossible_times_are_refused_at_the_field(string date, string from, string to, string field)
    {
        var (times, state) = Read(DateOnly.Parse(date, CultureInfo.InvariantCulture), from, to);

        Assert.Null(times);
        Assert.Equal([field], state.Keys);
    }

    [Theory]
    [InlineData("2026-10-20", 120)]
    [InlineData("2026-03-28", 120)]
    [InlineData("2026-10-24", 120)]
    public void A_contact_may_last_until_midnight(string date, int minutes)
    {
        var (times, state) = Read(DateOnly.Parse(date, CultureInfo.InvariantCulture), "22:00", "24:00");

        Assert.True(state.IsValid);
        Assert.Equal(minutes, (times!.Value.End - times.Value.Start).TotalMinutes);
    }

    [Fact]
    public void Clocks_may_differ_by_five_minutes()
    {
        var (times, _) = Read(new(2026, 11, 1), "12:00", "13:05");

        Assert.NotNull(times);
    }
}
