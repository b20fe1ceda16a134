using System.Globalization;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Domain.Tests.Invoices.Checking;

/// <summary>Step 1: what is found of an entry. 2 March 2026 is a Monday.</summary>
public sealed class EntryFindingTests
{
    [Theory]
    [InlineData(EntryKind.Direct, "")]
    [InlineData(EntryKind.NoShow, "D03")]
    [InlineData(EntryKind.Transport, "D03")]
    [InlineData(EntryKind.Preparation, "D03")]
    [InlineData(EntryKind.Sick, "D03")]
    [InlineData(EntryKind.Training, "D03")]
    [InlineData(EntryKind.Other, "D03")]
    public void Only_direct_contact_is_paid(EntryKind kind, string codes)
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 60, kind: kind);

        Assert.Equal(codes, world.Result.FindingsOf(0).ToString());
        Assert.Equal(kind == EntryKind.Direct ? 60 : 0, world.Result.AllowedMinutesOf(0));
    }

    [Theory]
    [InlineData("2025-12-31 23:59", "G01")]
    [InlineData("2026-01-01 00:00", "")]
    [InlineData("2026-06-30 23:59", "")]
    [InlineData("2026-07-01 00:00", "G01")]
    public void The_date_in_Denmark_lies_within_the_grant(string start, string codes) =>
        Assert.Equal(codes, new World().Grant().Entry("a", start, 30).Result.FindingsOf(0).ToString());

    [Theory]
    [InlineData(0, "D08")]
    [InlineData(-30, "D08")]
    [InlineData(1, "")]
    [InlineData(720, "")]
    [InlineData(720.02, "D08")]
    public void An_entry_has_a_plausible_length(double minutes, string codes) =>
        Assert.Equal(codes, new World().Grant().Entry("a", "2026-03-02 08:00", minutes).Result.FindingsOf(0).ToString());

    [Theory]
    [InlineData(-5, "")]
    [InlineData(-5.02, "D08")]
    [InlineData(14 * 24 * 60, "")]
    [InlineData((14 * 24 * 60) + 0.02, "D06")]
    public void An_entry_is_registered_after_it_ended_and_within_fourteen_days(double minutesAfter, string codes) =>
        Assert.Equal(codes, new World().Grant()
            .Entry("a", "2026-03-02 08:00", 60, registeredAfterMinutes: minutesAfter).Result.FindingsOf(0).ToString());

    /// <summary>Where one entry has another number of days, each has its own.</summary>
    [Theory]
    [InlineData(1, 24 * 60, "")]
    [InlineData(1, (24 * 60) + 0.02, "D06")]
    [InlineData(90, 90 * 24 * 60, "")]
    [InlineData(90, (90 * 24 * 60) + 0.02, "D06")]
    public void An_entry_is_late_after_its_own_days(int lateDays, double minutesAfter, string codes)
    {
        var result = new World().Grant().Entry("a", "2026-03-02 08:00", 60, registeredAfterMinutes: minutesAfter, lateDays: lateDays)
            .Entry("b", "2026-03-03 08:00", 60, registeredAfterMinutes: 15 * 24 * 60).Result;

        Assert.Equal((codes, "D06"), (result.FindingsOf(0).ToString(), result.FindingsOf(1).ToString()));
    }

    [Theory]
    [InlineData(Receipt.Confirmed, "")]
    [InlineData(Receipt.None, "E01")]
    [InlineData(Receipt.Disputed, "E02")]
    public void An_entry_waits_for_its_receipt(Receipt confirmation, string codes) =>
        Assert.Equal(codes, new World().Grant().Entry("a", "2026-03-02 08:00", 60, confirmation).Result.HoldingCodesOf(0).ToString());

    [Theory]
    [InlineData("m1", "")]
    [InlineData("m3", "G05")]
    public void The_mentor_is_one_the_grant_names(string mentor, string codes) =>
        Assert.Equal(codes, new World().Grant(mentors: ["m1", "m2"]).Entry("a", "2026-03-02 08:00", 60, mentor: mentor).Result.FindingsOf(0)
            .ToString());

    [Fact]
    public void A_grant_that_is_not_in_force_holds_its_entries() =>
        Assert.Equal("0.00 400.00 0.00 G06", new World().Grant(isInForce: false).Entry("a", "2026-03-02 08:00", 60).Line(60).Verdict());

    [Fact]
    public void Times_that_only_touch_do_not_overlap()
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 60).Entry("b", "2026-03-02 11:00", 60);

        Assert.Equal(["", ""], [world.Result.FindingsOf(0).ToString(), world.Result.FindingsOf(1).ToString()]);
    }

    [Fact]
    public void A_long_entry_overlaps_every_entry_inside_it()
    {
        var world = new World().Grant(perWeek: 40)
            .Entry("long", "2026-03-02 08:00", 480)
            .Entry("b", "2026-03-02 09:00", 30)
            .Entry("c", "2026-03-02 12:00", 30)
            .Entry("d", "2026-03-02 16:00", 30);

        Assert.Equal(["D04|D05", "D04|D05", "D04|D05", ""], Enumerable.Range(0, 4).Select(i => world.Result.FindingsOf(i).ToString()));
    }

    [Theory]
    [InlineData]
    [InlineData("1925-03-02 10:00", "2226-03-02 10:00")]
    public void Contacts_are_compared_to_the_tick_however_far_apart_others_are(params string[] others)
    {
        var (ten, tick) = (World.At("2026-03-02 10:00"), TimeSpan.FromTicks(1));
        var world = new World().Grant(perWeek: 1)
            .Entry("a", ten, ten.AddHours(1))
            .Entry("b", ten.AddHours(1), ten.AddHours(2))
            .Entry("d", ten.AddDays(7), ten.AddDays(7).AddHours(1))
            .Entry("c", ten.AddDays(7) + tick, ten.AddDays(7).AddHours(1))
            .Entry("e", ten.AddDays(7).AddHours(1) - tick, ten.AddDays(7).AddHours(3), mentor: "m2")
            .Entry("f", ten.AddDays(8), ten.AddDays(8) + (2 * tick))
            .Entry("g", ten.AddDays(8) + tick, ten.AddDays(8) + (3 * tick))
            .Entry("h", ten.AddDays(8) + (3 * tick), ten.AddDays(8) + (4 * tick));
        foreach (var other in others) world.Entry(other, other, 60);

        string[] expected = ["", "", "D04|D05", "D04|D05", "D05", "D04|D05", "D04|D05", ""];
        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(i => world.Result.FindingsOf(i).ToString()));
        // The first by a tick, whatever its id.
        Assert.Equal((60, 0), (world.Result.AllowedMinutesOf(2), world.Result.AllowedMinutesOf(3)));
    }

    [Fact]
    public void The_same_citizen_id_in_two_municipalities_is_two_citizens()
    {
        var world = new World().Grant("G").Grant("H", municipality: "hilleroed").Grant("I", provider: "syd")
            .Entry("a", "2026-03-02 10:00", 60, grant: "G", mentor: "m1")
            .Entry("b", "2026-03-02 10:00", 60, grant: "H", mentor: "m2")
            .Entry("c", "2026-03-02 10:30", 60, grant: "I", mentor: "m3");

        Assert.Equal(["D05", "", "D05"], Enumerable.Range(0, 3).Select(i => world.Result.FindingsOf(i).ToString()));
    }

    [Fact]
    public void An_entry_of_an_unknown_grant_counts_for_its_mentors_overlaps_only()
    {
        var world = new World().Grant()
            .Entry("a", "2026-03-02 10:00", 60)
            .Entry("b", "2026-03-02 10:30", 60, Receipt.None, grant: "unknown")
            .Line(60);

        Assert.Equal("0.00 400.00 0.00 D04", world.Verdict());
        Assert.Equal("D04", world.Result.FindingsOf(1).ToString());
    }

    [Fact]
    public void Neither_a_no_show_nor_a_superseded_entry_overlaps()
    {
        var world = new World().Grant()
            .Entry("a", "2026-03-02 10:00", 60)
            .Entry("b", "2026-03-02 10:30", 60, kind: EntryKind.NoShow)
            .Entry("c", "2026-03-02 10:30", 60)
            .Entry("d", "2026-03-03 10:30", 60, supersedes: "c")
            .Line(60, entry: "a");

        Assert.Equal("400.00 0.00 0.00", world.Verdict());
    }

    [Fact]
    public void A_chain_of_corrections_counts_by_its_last()
    {
        var world = new World().Grant()
            .Entry("a", "2026-03-02 10:00", 60)
            .Entry("b", "2026-03-02 10:00", 50, supersedes: "a")
            .Entry("c", "2026-03-02 10:00", 40, supersedes: "b")
            .Line(60);

        Assert.Equal("266.67 0.00 133.33 D02", world.Verdict());
    }

    [Fact]
    public void The_total_of_the_grant_is_used_in_order_after_the_week()
    {
        var world = new World().Grant(perWeek: 1, inAll: 1.5m)
            .Entry("a", "2026-03-02 10:00", 90)
            .Entry("b", "2026-03-09 10:00", 60)
            .Line(150);

        Assert.Equal("600.00 0.00 400.00 G02|G03", world.Verdict());
        Assert.Equal([60, 30], [world.Result.AllowedMinutesOf(0), world.Result.AllowedMinutesOf(1)]);
        Assert.Equal([(FindingCode.G02, 30), (FindingCode.G03, 30)], world.Result.CutsOf(0).Select(c => (c.Code, c.Minutes)));
    }

    [Theory]
    [InlineData("2026-03-29 01:00:00+01:00", "2026-03-29 04:00:00+02:00", 120)]
    [InlineData("2026-10-25 01:00:00+02:00", "2026-10-25 04:00:00+01:00", 240)]
    public void Minutes_are_those_that_passed_on_the_nights_when_the_clock_changes(string start, string end, int minutes)
    {
        var world = new World().Grant(perWeek: 40, to: "2026-12-31").Entry("a", Instant(start), Instant(end));

        Assert.Equal(minutes, world.Result.AllowedMinutesOf(0));
    }

    [Fact]
    public void A_week_is_that_of_the_start_in_Denmark_from_Monday_to_Sunday()
    {
        // 22:30 UTC on Sunday 29 March is 00:30 on Monday in Denmark, where summer time began that night.
        var world = new World().Grant(perWeek: 1)
            .Entry("sunday", Instant("2026-03-29 21:00:00+00:00"), Instant("2026-03-29 22:00:00+00:00"))
            .Entry("monday", Instant("2026-03-29 22:30:00+00:00"), Instant("2026-03-29 23:30:00+00:00"));

        Assert.Equal([60, 60], [world.Result.AllowedMinutesOf(0), world.Result.AllowedMinutesOf(1)]);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
