using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices.Checking;
using static MentorMarket.Domain.Rules.FindingCode;

namespace MentorMarket.Domain.Tests.Invoices.Checking;

/// <summary>Step 2: what becomes of a line.</summary>
public sealed class LineFindingTests
{
    [Theory]
    [InlineData("syd", "gribskov", "G")]
    [InlineData("nord", "hilleroed", "G")]
    [InlineData("nord", "gribskov", "unknown")]
    public void Rejects_a_line_without_a_grant_of_its_own(string provider, string municipality, string grant)
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 60)
            .Line(60, grant: grant, provider: provider, municipality: municipality);

        Assert.Equal("0.00 0.00 400.00 G04", world.Verdict());
    }

    [Fact]
    public void Rejects_a_number_that_the_provider_already_used_and_lets_another_provider_use_it()
    {
        var world = new World().Grant().Grant("H", provider: "syd", citizen: "c2")
            .Entry("a", "2026-03-02 10:00", 60).Entry("b", "2026-03-03 10:00", 60, grant: "H")
            .Line(60, number: 1).Line(60, number: 1).Line(60, grant: "H", provider: "syd", number: 1);

        Assert.Equal(
            ["400.00 0.00 0.00", "0.00 0.00 400.00 U02", "400.00 0.00 0.00"],
            [world.Verdict(0), world.Verdict(1), world.Verdict(2)]);
    }

    [Theory]
    [InlineData("a", EntryKind.NoShow, 60, "0.00 0.00 400.00 D03")]
    [InlineData("a", EntryKind.NoShow, 45, "0.00 0.00 400.00 D01|D03")]
    [InlineData("a", EntryKind.Direct, 45, "300.00 0.00 100.00 D02")]
    [InlineData("a", EntryKind.Direct, 0, "0.00 0.00 400.00 D01")]
    [InlineData("nothing", EntryKind.Direct, 60, "0.00 0.00 400.00 D01")]
    public void Says_why_a_named_entry_does_not_cover_the_line(string named, EntryKind kind, int minutes, string verdict) =>
        Assert.Equal(verdict, new World().Grant().Entry("a", "2026-03-02 10:00", minutes, kind: kind).Line(60, entry: named).Verdict());

    [Fact]
    public void Says_that_a_named_entry_lies_outside_the_grant_up_to_its_own_minutes() =>
        Assert.Equal("0.00 0.00 400.00 D02|G01", new World().Grant().Entry("a", "2026-07-02 10:00", 45).Line(60, entry: "a").Verdict());

    [Fact]
    public void Does_not_take_an_entry_of_another_grant()
    {
        var world = new World().Grant().Grant("H", citizen: "c2").Entry("a", "2026-03-02 10:00", 60, grant: "H").Line(60, entry: "a");

        Assert.Equal("0.00 0.00 400.00 D01", world.Verdict());
    }

    [Fact]
    public void Counts_both_the_first_and_the_last_day_of_a_line()
    {
        var world = new World().Grant(perWeek: 10)
            .Entry("before", "2026-03-01 10:00", 60).Entry("first", "2026-03-02 00:00", 60)
            .Entry("last", "2026-03-04 23:30", 60).Entry("after", "2026-03-05 10:00", 60)
            .Line(240, from: "2026-03-02", to: "2026-03-04");

        Assert.Equal("800.00 0.00 800.00 D02", world.Verdict());
    }

    [Fact]
    public void Attributes_minutes_to_earlier_lines_before_the_week()
    {
        var world = new World().Grant(perWeek: 1).Entry("a", "2026-03-02 10:00", 90)
            .Line(30, number: 1).Line(100, rate: 60, number: 2);

        Assert.Equal("30.00 0.00 70.00 D02|G02|U01", world.Verdict(1));
        Assert.Equal([(U01, 30), (G02, 30), (D02, 10)], world.Result.CutsOf(1).Select(c => (c.Code, c.Minutes)));
    }

    [Fact]
    public void Judges_lines_by_date_then_number_then_line_whatever_their_order()
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 60)
            .Line(60, invoice: "F1", number: 1, issued: "2026-04-02")
            .Line(60, invoice: "F2", number: 1)
            .Line(60, invoice: "F10", number: 10)
            .Line(60, invoice: "F10", number: 9);

        Assert.Equal([3, 2, 1, 0], world.Result.LineOrder);
        Assert.Equal("400.00 0.00 0.00", world.Verdict(3));
    }

    [Theory]
    [InlineData(400, 400, "400.00 0.00 0.00")]
    [InlineData(450, 400, "400.00 0.00 50.00 P01")]
    [InlineData(400, 390, "390.00 0.00 10.00 P02")]
    [InlineData(390, 390, "390.00 0.00 0.00")]
    [InlineData(380, 390, "380.00 0.00 0.00")]
    [InlineData(450, 420, "400.00 0.00 50.00 P01")]
    public void Pays_the_least_of_the_lines_rate_the_agreed_rate_and_the_ceiling(int rate, int ceiling, string verdict)
    {
        var entry = (World world) => world.Entry("a", "2026-03-02 10:00", 60);

        Assert.Equal(verdict, entry(new World().Grant(rate: 400, ceiling: ceiling)).Line(60, rate: rate).Verdict());
        Assert.Equal(verdict, entry(new World().Grant(rate: 400)).Line(60, rate: rate, ceiling: ceiling).Verdict());
    }

    [Theory]
    [InlineData(0, "0.00 0.00 0.00")]
    [InlineData(1, "0.00 0.00 0.01 P04")]
    public void Lets_a_line_of_nothing_pass_and_rejects_an_amount_without_minutes(int ore, string verdict) =>
        Assert.Equal(verdict, new World().Grant().Line(0, rate: 0, amount: ore / 100m).Verdict());

    [Theory]
    [InlineData(399.99, "399.99 0.00 0.00 P05")]
    [InlineData(400.01, "400.00 0.00 0.01 P05")]
    public void Notes_an_amount_that_is_not_minutes_times_rate(double amount, string verdict) =>
        Assert.Equal(verdict, new World().Grant().Entry("a", "2026-03-02 10:00", 60).Line(60, amount: (decimal)amount).Verdict());

    [Fact]
    public void Loses_no_ore_between_payable_and_held()
    {
        // 20 and 10 minutes at 387,35: 129,12 + 64,56 would be 193,68, and 30 minutes are 193,68 (193,675 rounded).
        var world = new World().Grant(rate: 387.35m)
            .Entry("a", "2026-03-02 10:00", 20).Entry("b", "2026-03-03 10:00", 10, Receipt.None)
            .Line(30, rate: 387.35m);

        Assert.Equal("129.12 64.56 0.00 E01", world.Verdict());
    }

    [Theory]
    [InlineData(D04)]
    [InlineData(D05)]
    [InlineData(D07)]
    [InlineData(E03)]
    public void Takes_what_the_caller_knows_of_an_entry(FindingCode code)
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 60, given: new FindingSet(code)).Line(60);

        Assert.Equal(code == E03 ? "400.00 0.00 0.00 E03" : $"0.00 400.00 0.00 {code}", world.Verdict());
    }

    [Theory]
    [InlineData(K01)]
    [InlineData(K02)]
    [InlineData(K03)]
    [InlineData(F01)]
    [InlineData(F02)]
    [InlineData(F03)]
    [InlineData(F04)]
    public void Holds_the_whole_line_for_what_the_caller_knows_of_it(FindingCode code)
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 60).Line(90, given: new FindingSet(code));

        Assert.Equal($"0.00 400.00 200.00 {new FindingSet(code, D02)}", world.Verdict());
    }

    [Theory]
    [InlineData(E01, "400.00 0.00 0.00 E01")]
    [InlineData(G05, "400.00 0.00 0.00 G05")]
    public void Shows_a_holding_rule_in_shadow_mode_without_holding(FindingCode code, string verdict)
    {
        var world = new World().Grant(mentors: code == G05 ? ["m9"] : [])
            .Entry("a", "2026-03-02 10:00", 60, code == E01 ? Receipt.None : Receipt.Confirmed, shadow: new FindingSet(code))
            .Line(60);

        Assert.Equal(verdict, world.Verdict());
    }

    [Theory]
    [InlineData(D02, 150, 400, 1000, "1000.00 0.00 0.00 D02")]
    [InlineData(P01, 120, 450, 900, "900.00 0.00 0.00 P01")]
    [InlineData(P05, 120, 400, 810, "810.00 0.00 0.00 P05")]
    [InlineData(P04, 0, 0, 350, "350.00 0.00 0.00 P04|P05")]
    public void Shows_a_rejecting_rule_in_shadow_mode_without_rejecting(FindingCode code, int minutes, int rate, int amount, string verdict)
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 120).Line(minutes, rate, amount, shadow: new FindingSet(code, P05));

        Assert.Equal(verdict, world.Verdict());
    }

    [Fact]
    public void A_line_that_bills_less_says_which_part_of_the_difference_in_price_it_is()
    {
        var world = new World().Grant(rate: 400, ceiling: 380).Entry("a", "2026-03-02 10:00", 60).Line(60, rate: 412.50m, amount: 402.50m);

        Assert.Equal("380.00 0.00 22.50 P01|P02|P05", world.Verdict());
        Assert.Equal(
            [
                "60 min × 412,50 kr./t = 412,50 kr. Linjen fakturerer 402,50 kr., altså 10,00 kr. mindre.",
                "60 min × 412,50 kr./t mod 400,00 kr./t: 12,50 kr.",
                "60 min × 400,00 kr./t mod 380,00 kr./t: 20,00 kr. Heraf 10,00 kr.: mere fakturerer linjen ikke.",
            ],
            world.Result.Explain(0).Where(step => step.Code is not null).Select(step => step.Text.Danish));
    }

    [Fact]
    public void A_held_hour_of_the_night_when_the_clock_changes_says_which_time_it_was()
    {
        var world = new World().Grant(from: "2026-10-01", to: "2026-12-31")
            .Entry("night", new DateTimeOffset(2026, 10, 25, 0, 45, 0, TimeSpan.Zero),
                new DateTimeOffset(2026, 10, 25, 1, 15, 0, TimeSpan.Zero), Receipt.None)
            .Line(30, from: "2026-10-01", to: "2026-10-31", issued: "2026-11-01");

        var step = Assert.Single(world.Result.Explain(0));
        Assert.StartsWith("25.10.2026 02.45 sommertid-02.15 normaltid: 30 min", step.Text.Danish, StringComparison.Ordinal);
        Assert.StartsWith("25.10.2026 02.45 summer time-02.15 winter time: 30 min", step.Text.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-06-01 22:00", 120, "01.06.2026 22.00-24.00: 120 min")]
    [InlineData("2026-06-01 23:30", 90, "01.06.2026 23.30-01.00 (02.06.2026): 90 min")]
    public void A_held_hour_that_ends_at_midnight_or_later_says_so(string start, int minutes, string text)
    {
        var world = new World().Grant(rate: 400, perWeek: 4).Entry("late", start, minutes, Receipt.None)
            .Line(minutes, from: "2026-06-01", to: "2026-06-01");

        Assert.StartsWith(text, Assert.Single(world.Result.Explain(0)).Text.Danish, StringComparison.Ordinal);
    }

    [Fact]
    public void Explains_a_line_so_that_it_can_be_redone_by_hand()
    {
        var world = new World().Grant(perWeek: 2, rate: 400)
            .Entry("mon", "2026-03-02 10:00", 60, Receipt.None)
            .Entry("wed", "2026-03-04 10:00", 90)
            .Line(150, rate: 450);

        Assert.Equal("600.00 200.00 325.00 E01|G02|P01", world.Verdict());
        Assert.Equal(
            [
                "Payable  600.00: 90 min × 400,00 kr./t = 600,00 kr.",
                "Held E01 200.00: 02.03.2026 10.00-11.00: 30 min × 400,00 kr./t = 200,00 kr. (E01)",
                "Rejected G02 225.00: Over bevillingens timer i ugen: 30 min. Ugen 2026-W10: bevilget 120 min, leveret 150 min, heraf inden for bevillingen 120 min. 30 min × 450,00 kr./t = 225,00 kr.",
                "Rejected P01 100.00: 120 min × 450,00 kr./t mod 400,00 kr./t: 100,00 kr.",
            ],
            world.Result.Explain(0).Select(step => $"{step.Share} {step.Code} {step.Amount}: {step.Text.Danish}"));
    }
}
