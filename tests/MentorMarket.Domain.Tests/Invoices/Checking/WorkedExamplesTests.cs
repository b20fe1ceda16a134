using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Domain.Tests.Invoices.Checking;

/// <summary>The worked examples of the specification, in its words. 2 March 2026 is a Monday.</summary>
public sealed class WorkedExamplesTests
{
    [Fact]
    public void Rejects_what_is_over_the_hours_of_the_week()
    {
        var world = new World().Grant(perWeek: 2, rate: 400)
            .Entry("mon", "2026-03-02 10:00", 60)
            .Entry("wed", "2026-03-04 10:00", 90)
            .Line(150);

        Assert.Equal("800.00 0.00 200.00 G02", world.Verdict());
        Assert.Equal([60, 60], [world.Result.AllowedMinutesOf(0), world.Result.AllowedMinutesOf(1)]);
    }

    [Fact]
    public void Rejects_what_is_billed_over_what_the_named_entry_delivered()
    {
        var world = new World().Grant(rate: 350).Entry("a", "2026-03-02 10:00", 45).Line(60, rate: 350, entry: "a");

        Assert.Equal("262.50 0.00 87.50 D02", world.Verdict());
    }

    [Fact]
    public void Pays_at_the_ceiling_where_it_is_below_both_rates()
    {
        var world = new World().Grant(rate: 400, ceiling: 380).Entry("a", "2026-03-02 10:00", 60).Line(60, rate: 450);

        Assert.Equal("380.00 0.00 70.00 P01|P02", world.Verdict());
    }

    [Fact]
    public void Lets_a_confirmed_hour_come_before_an_earlier_unconfirmed_one()
    {
        var world = Example4(Receipt.None);

        Assert.Equal("0.00 200.00 200.00 E01|G02", world.Verdict(0));
        Assert.Equal("600.00 0.00 0.00", world.Verdict(1));
    }

    [Fact]
    public void Pays_in_order_once_the_earlier_hour_is_confirmed()
    {
        var world = Example4(Receipt.Confirmed);

        Assert.Equal("400.00 0.00 0.00", world.Verdict(0));
        Assert.Equal("400.00 0.00 200.00 G02", world.Verdict(1));
    }

    [Fact]
    public void Keeps_what_was_approved_before_the_earlier_hour_was_confirmed()
    {
        var world = Example4(Receipt.Confirmed).Approve(1, "wed", 90);

        Assert.Equal("200.00 0.00 200.00 G02", world.Verdict(0));
        Assert.Equal("600.00 0.00 0.00", world.Verdict(1));
    }

    [Fact]
    public void Rejects_the_second_line_that_bills_the_same_entry()
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 60).Line(60, entry: "a").Line(60, entry: "a");

        Assert.Equal("400.00 0.00 0.00", world.Verdict(0));
        Assert.Equal("0.00 0.00 400.00 U01", world.Verdict(1));
    }

    [Fact]
    public void Rejects_what_is_over_minutes_times_rate_and_an_amount_without_minutes()
    {
        var world = new World().Grant(rate: 350).Entry("a", "2026-03-02 10:00", 60)
            .Line(60, rate: 350, amount: 360)
            .Line(0, rate: 0, amount: 350);

        Assert.Equal("350.00 0.00 10.00 P05", world.Verdict(0));
        Assert.Equal("0.00 0.00 350.00 P04", world.Verdict(1));
    }

    [Fact]
    public void Knows_only_the_correction_of_a_corrected_entry()
    {
        var world = new World().Grant()
            .Entry("first", "2026-03-02 10:00", 60)
            .Entry("correction", "2026-03-02 10:00", 45, supersedes: "first")
            .Line(60, entry: "first")
            .Line(60, entry: "correction");

        Assert.Equal("0.00 0.00 400.00 D01", world.Verdict(0));
        Assert.Equal("300.00 0.00 100.00 D02", world.Verdict(1));
    }

    [Fact]
    public void Holds_both_hours_of_a_mentor_in_two_municipalities_at_once()
    {
        var world = new World()
            .Grant("G", municipality: "gribskov", citizen: "c1")
            .Grant("H", municipality: "hilleroed", citizen: "c1")
            .Entry("a", "2026-03-02 10:00", 60, grant: "G")
            .Entry("b", "2026-03-02 10:30", 60, grant: "H")
            .Line(60, grant: "G", entry: "a")
            .Line(60, grant: "H", entry: "b", municipality: "hilleroed");

        Assert.Equal("0.00 400.00 0.00 D04", world.Verdict(0));
        Assert.Equal("0.00 400.00 0.00 D04", world.Verdict(1));
    }

    private static World Example4(Receipt monday) => new World().Grant(perWeek: 2, rate: 400)
        .Entry("mon", "2026-03-02 10:00", 60, monday)
        .Entry("wed", "2026-03-04 10:00", 90)
        .Line(60, entry: "mon")
        .Line(90, entry: "wed");
}
