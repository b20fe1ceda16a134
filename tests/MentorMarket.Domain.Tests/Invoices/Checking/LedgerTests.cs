using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices.Checking;
using static MentorMarket.Domain.Rules.FindingCode;

namespace MentorMarket.Domain.Tests.Invoices.Checking;

/// <summary>The ledger's laws in examples that a clerk could read.</summary>
public sealed class LedgerTests
{
    [Theory]
    [InlineData(G02, "2026-03-02 10:00", Receipt.Confirmed, "800.00 0.00 0.00 G02", "0.00 0.00 800.00 U01")]
    [InlineData(G03, "2026-03-02 10:00", Receipt.Confirmed, "800.00 0.00 0.00 G03", "0.00 0.00 800.00 U01")]
    [InlineData(G01, "2026-07-02 10:00", Receipt.Confirmed, "800.00 0.00 0.00 G01", "0.00 0.00 800.00 U01")]
    [InlineData(G02, "2026-03-02 10:00", Receipt.None, "0.00 800.00 0.00 E01|G02", "0.00 0.00 800.00 U01")]
    [InlineData(U01, "2026-03-02 10:00", Receipt.None, "0.00 800.00 0.00 E01", "0.00 0.00 800.00 D02|U01")]
    public void Uses_up_once_what_a_rule_in_shadow_mode_lets_through(FindingCode code, string at, Receipt confirmation, string first,
        string second)
    {
        var shadow = new FindingSet(code);
        var world = new World().Grant(perWeek: code == G02 ? 1 : 10, inAll: code == G03 ? 1 : null)
            .Entry("a", at, 120, confirmation, shadow: shadow)
            .Line(120, entry: "a", number: 1, shadow: shadow).Line(120, entry: "a", number: 2, shadow: shadow);

        Assert.Equal([first, second], [world.Verdict(0), world.Verdict(1)]);
    }

    [Theory]
    [InlineData(EntryKind.Direct, 60, 30, "200.00 0.00 0.00", "200.00 0.00 200.00 D02|U01")]
    [InlineData(EntryKind.Direct, 60, 60, "400.00 0.00 0.00", "0.00 0.00 400.00 D02|U01")]
    [InlineData(EntryKind.Direct, 180, 120, "800.00 0.00 0.00", "0.00 0.00 400.00 G02|U01")]
    [InlineData(EntryKind.NoShow, 60, 60, "0.00 0.00 400.00 D03", "0.00 0.00 400.00 D03")]
    public void Passes_minutes_on_to_the_next_reason_where_that_they_are_used_up_is_only_noted(EntryKind kind, int delivered, int billed,
        string first, string second)
    {
        var shadow = new FindingSet(U01);
        var world = new World().Grant(perWeek: 2).Entry("a", "2026-03-02 10:00", delivered, kind: kind, shadow: shadow)
            .Line(billed, entry: "a", number: 1, shadow: shadow).Line(60, entry: "a", number: 2, shadow: shadow);

        Assert.Equal((first, second), (world.Verdict(0), world.Verdict(1)));
    }

    [Theory]
    [InlineData(60, "0.00 0.00 400.00 D03")]
    [InlineData(45, "0.00 0.00 400.00 D03|U01")]
    public void Takes_nothing_back_of_time_that_was_no_direct_contact_when_that_is_no_longer_only_noted(int corrected, string another)
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 60, kind: EntryKind.NoShow)
            .Entry("b", "2026-03-02 10:00", corrected, kind: EntryKind.NoShow, supersedes: "a").Line(60).Line(60, entry: "b")
                .Approve(0, "a", 60);

        Assert.Equal(["400.00 0.00 0.00", another], [world.Verdict(0), world.Verdict(1)]);
        Assert.Equal(40000, world.Result.PaidTooMuchOre(0));
        Assert.All(world.Result.PaidTooMuchOn(0), m => Assert.Equal(D03, m.Code));
        Assert.Equal(40000, world.Result.Explain(0).Where(s => s.Share == Share.Payable && s.Code == D03).Sum(s => s.Amount.Ore));
    }

    [Fact]
    public void Takes_nothing_back_of_a_line_that_was_approved_while_it_was_only_noted_that_it_is_billed_already()
    {
        var world = new World().Grant(perWeek: 10).Entry("a", "2026-03-02 10:00", 60).Entry("b", "2026-03-03 10:00", 60)
            .Line(60, entry: "a", number: 1).Line(90, entry: "b", number: 1).Approve(0, "a", 60).Approve(1, "b", 60);

        Assert.Equal(["400.00 0.00 0.00", "400.00 0.00 200.00 U02"], [world.Verdict(0), world.Verdict(1)]);
        Assert.Equal([(0L, 0), (40000L, 60)],
            [(world.Result.PaidTooMuchOre(0), world.Result.PaidTooMuchOn(0).Count),
            (world.Result.PaidTooMuchOre(1), world.Result.PaidTooMuchOn(1).Sum(m => m.Minutes))]);
        Assert.Equal(60000, world.Result.Explain(1).Sum(s => s.Amount.Ore));
    }

    /// <summary>What was billed above minutes times rate was approved with the minutes, where that is only noted.</summary>
    [Theory]
    [InlineData(60, "450.00 0.00 0.00 F02|P05")]
    [InlineData(30, "250.00 200.00 0.00 F02|P05")]
    public void Takes_nothing_back_of_a_line_that_lacks_a_reference_after_it_was_approved(int approved, string verdict)
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 60)
            .Line(60, amount: 450, given: new FindingSet(F02), shadow: new FindingSet(P05)).Approve(0, "a", approved);

        Assert.Equal(verdict, world.Verdict());
        Assert.Equal(0, world.Result.PaidTooMuchOre(0));
        Assert.Equal(45000, world.Result.Explain(0).Sum(s => s.Amount.Ore));
    }

    [Theory]
    [InlineData(EntryKind.NoShow, "400.00 0.00 0.00 D03")]
    [InlineData(EntryKind.Direct, "400.00 0.00 0.00")]
    public void Pays_time_of_any_kind_where_it_is_only_noted_that_it_is_no_direct_contact(EntryKind kind, string verdict) =>
        Assert.Equal(verdict, new World().Grant().Entry("a", "2026-03-02 10:00", 60, kind: kind, shadow: new FindingSet(D03)).Line(60)
            .Verdict());

    [Theory]
    [InlineData(60, "2026-03-02 10:00")]
    [InlineData(90, "2026-03-02 10:00")]
    [InlineData(30, "2026-03-02 10:00")]
    [InlineData(0, "2026-03-02 10:00")]
    [InlineData(60, "2026-03-10 10:00")]
    public void Pays_a_corrected_delivery_no_more_than_was_approved_and_is_left(int minutes, string at)
    {
        // The line bills three hours; one was approved, and then corrected. Approved twice over, as no ledger should have it.
        var world = new World().Grant(perWeek: 10)
            .Entry("a", "2026-03-02 10:00", 60).Entry("b", at, minutes, supersedes: "a")
            .Line(180).Approve(0, "a", 60).Approve(0, "b", 60);

        Assert.Equal(Math.Max(60, minutes), world.Result.Line(0).PayableMinutes);
    }

    [Fact]
    public void Counts_approved_minutes_in_the_week_of_the_last_correction()
    {
        var world = new World().Grant(perWeek: 1)
            .Entry("a", "2026-03-02 10:00", 60).Entry("b", "2026-03-10 10:00", 60, supersedes: "a")
            .Entry("c", "2026-03-03 10:00", 60).Entry("d", "2026-03-11 10:00", 60)
            .Line(60, entry: "a", number: 1).Line(60, entry: "c", number: 2).Line(60, entry: "d", number: 3)
            .Approve(0, "a", 60);

        Assert.Equal(["400.00 0.00 0.00", "400.00 0.00 0.00", "0.00 0.00 400.00 G02"],
            [world.Verdict(0), world.Verdict(1), world.Verdict(2)]);
    }

    [Fact]
    public void Lets_another_line_have_nothing_of_a_delivery_that_was_approved_under_an_earlier_id()
    {
        var world = new World().Grant(perWeek: 10)
            .Entry("a", "2026-03-02 10:00", 60).Entry("b", "2026-03-02 10:00", 60, supersedes: "a")
            .Line(60, entry: "a", number: 1).Line(60, entry: "b", number: 2)
            .Approve(0, "a", 60);

        Assert.Equal(["400.00 0.00 0.00", "0.00 0.00 400.00 U01"], [world.Verdict(0), world.Verdict(1)]);
    }

    [Fact]
    public void Adds_up_the_minutes_over_a_week_also_when_they_are_more_than_an_int_holds()
    {
        var world = new World().Grant(from: "0001-01-01", to: "9999-12-31");
        for (var i = 0; i < 14; i++)
        {
            var start = new DateTimeOffset(2026, 3, 2, 10, i, 0, TimeSpan.Zero);
            world.Entry($"a{i:00}", start, start.AddYears(300), registeredAfterMinutes: 60);
        }

        // Two hours are allowed; all the rest of what is billed is over the week.
        Assert.Equal("0.00 800.00 400.00 D04|D05|D08|G02", world.Line(180).Verdict());
    }

    [Fact]
    public void Has_no_total_where_none_is_granted_however_many_minutes_are_delivered()
    {
        var book = new CheckBook().Add(new GrantTerms(
            "G", "m", "p", "c", new Period(World.Day("2026-01-01"), World.Day("9999-12-31")), new Minutes(int.MaxValue), null,
                new Money(400), null, []));
        for (var i = 0; i < 14; i++)
        {
            var start = new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero).AddDays(7 * i);
            book.Add(new DeliveredEntry($"a{i:00}", "G", $"m{i}", start, start.AddYears(300), EntryKind.Direct, Receipt.Confirmed,
                start.AddYears(300)));
        }

        book.Add(new BilledLine("F1", 1, "p", "m", World.Day("2026-04-01"), "G", "a13",
            new Period(World.Day("2026-01-01"), World.Day("2026-12-31")), new Minutes(60), new Money(400), new Money(400)));
        var result = book.Run();

        Assert.Equal(40000, result.Line(0).HeldOre);
        Assert.False(result.Line(0).Codes.Contains(G03));
    }

    [Theory]
    [InlineData("\uFFEE", "\U0001F600")]
    [InlineData("a", "b")]
    [InlineData("F1", "F10")]
    [InlineData("\uD7FF", "\uE000")]
    [InlineData("\u00e9", "\U0001F600")]
    public void Judges_invoices_in_the_order_of_their_code_points(string first, string second)
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 60).Line(60, invoice: second, number: 1)
            .Line(60, invoice: first, number: 1);

        Assert.Equal([1, 0], world.Result.LineOrder);
        Assert.True(CodePointOrder.Instance.Compare(first, second) < 0);
    }

    [Fact]
    public void Takes_the_same_name_for_the_same_however_its_letters_were_typed()
    {
        var world = new World().Grant("bevilling \u00e5").Entry("a", "2026-03-02 10:00", 60, grant: "bevilling a\u030a")
            .Line(60, grant: "bevilling a\u030a", invoice: "\u00e9", number: 1)
                .Line(60, grant: "bevilling \u00e5", invoice: "e\u0301", number: 1);

        Assert.Equal(["400.00 0.00 0.00", "0.00 0.00 400.00 U02"], [world.Verdict(0), world.Verdict(1)]);
    }

    [Theory]
    [InlineData(60, "2026-03-02 10:00", EntryKind.Direct, null, 0, 0)]
    [InlineData(5, "2026-03-02 10:00", EntryKind.Direct, D02, 55, 36667)]
    [InlineData(0, "2026-03-02 10:00", EntryKind.Direct, D01, 60, 40000)]
    [InlineData(60, "2026-07-02 10:00", EntryKind.Direct, G01, 60, 40000)]
    [InlineData(60, "2026-03-02 10:00", EntryKind.NoShow, D03, 60, 40000)]
    [InlineData(60, "2026-03-10 10:00", EntryKind.Direct, G02, 30, 20000)]
    public void Says_what_was_paid_too_much_when_an_approved_delivery_is_corrected(int minutes, string at, EntryKind kind,
        FindingCode? code, int tooMany, int ore)
    {
        var world = new World().Grant(perWeek: 1.5m)
            .Entry("a", "2026-03-02 10:00", 60).Entry("b", at, minutes, kind: kind, supersedes: "a").Entry("c", "2026-03-09 10:00", 60)
            .Line(60, entry: "a").Line(60, entry: "c").Approve(0, "a", 60).Approve(1, "c", 60);

        Assert.StartsWith("400.00 0.00 0.00", world.Verdict(0), StringComparison.Ordinal);
        Assert.Equal(ore, world.Result.PaidTooMuchOre(0));
        Assert.Equal(code is { } why ? [(why, tooMany)] : [], world.Result.PaidTooMuchOn(0).Select(m => (m.Code, m.Minutes)));
        Assert.Equal(ore, world.Result.Explain(0).Where(s => s.Share == Share.Payable && s.Code is not null).Sum(s => s.Amount.Ore));
        Assert.Equal(40000, world.Result.Explain(0).Sum(s => s.Amount.Ore));
        Assert.Equal(0, world.Result.PaidTooMuchOre(1));
    }

    [Fact]
    public void Takes_no_dispute_and_nothing_delivered_later_for_paid_too_much()
    {
        var world = new World().Grant(perWeek: 1)
            .Entry("a", "2026-03-02 10:00", 60, Receipt.Disputed).Entry("b", "2026-03-03 10:00", 60)
            .Line(60, entry: "a").Line(60, entry: "b").Approve(0, "a", 60);

        Assert.Equal(("400.00 0.00 0.00 E02", 0L), (world.Verdict(0), world.Result.PaidTooMuchOre(0)));
        Assert.Equal("0.00 0.00 400.00 G02", world.Verdict(1));
    }

    [Fact]
    public void Says_what_is_paid_though_nothing_was_delivered_for_it_in_a_step_of_its_own()
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 60).Line(100, amount: 700, shadow: new FindingSet(D02, P05));

        Assert.Equal("700.00 0.00 0.00 D02|P05", world.Verdict());
        Assert.Equal(
            [
                "- 60 400.00: 60 min × 400,00 kr./t = 400,00 kr.",
                "D02 40 266.67: Faktureret mere end leveret: 40 min. 40 min × 400,00 kr./t = 266,67 kr. Reglen prøves i skyggetilstand og ændrer ikke betalingen.",
                "P05 0 33.33: 100 min × 400,00 kr./t = 666,67 kr. Linjen fakturerer 700,00 kr., altså 33,33 kr. for meget. Reglen prøves i skyggetilstand og ændrer ikke betalingen.",
            ],
            world.Result.Explain(0).Select(Noted));
    }

    [Fact]
    public void Says_what_waits_though_nothing_was_delivered_for_it_by_the_name_of_its_rule()
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 60)
            .Line(90, given: new FindingSet(K01), shadow: new FindingSet(D02));

        Assert.Equal("0.00 600.00 0.00 D02|K01", world.Verdict());
        Assert.Equal(
            "Faktureret mere end leveret: 30 min. Reglen prøves i skyggetilstand og ændrer ikke betalingen. 30 min × 400,00 kr./t = 200,00 kr. (K01)",
            world.Result.Explain(0)[^1].Text.Danish);
    }

    /// <summary>An hour is approved and then corrected, where it is only noted what nothing covers.</summary>
    [Theory]
    [InlineData(D02, null, 30, EntryKind.Direct, "2026-03-02 10:00", 0, "D02 30 200.00")]
    [InlineData(D02, "b", 30, EntryKind.Direct, "2026-03-02 10:00", 0, "D02 30 200.00")]
    [InlineData(D01, null, 0, EntryKind.Direct, "2026-03-02 10:00", 0, "D01 60 400.00")]
    [InlineData(D01, "a", 0, EntryKind.Direct, "2026-03-02 10:00", 0, "D01 60 400.00")]
    [InlineData(D01, null, 60, EntryKind.NoShow, "2026-03-02 10:00", 0, "D01 60 400.00")]
    [InlineData(D01, "b", 45, EntryKind.NoShow, "2026-03-02 10:00", 300, "D01 15 100.00")]
    [InlineData(D02, "b", 45, EntryKind.Direct, "2026-07-02 10:00", 300, "D02 15 100.00")]
    [InlineData(D01, null, 45, EntryKind.Direct, "2026-07-02 10:00", 0, "D01 60 400.00")]
    [InlineData(D02, null, 0, EntryKind.Direct, "2026-03-02 10:00", 400, "")]
    [InlineData(D01, null, 30, EntryKind.Direct, "2026-03-02 10:00", 200, "")]
    public void Takes_nothing_for_paid_too_much_that_it_would_pay_without_an_approval(
        FindingCode shadow, string? named, int corrected, EntryKind kind, string at, int tooMuch, string noted)
    {
        var rules = new FindingSet(shadow);
        World Corrected() => new World().Grant(perWeek: 10).Entry("a", "2026-03-02 10:00", 60)
            .Entry("b", at, corrected, kind: kind, supersedes: "a", shadow: rules).Line(60, entry: named, shadow: rules);
        var world = Corrected().Approve(0, "a", 60);

        Assert.StartsWith("400.00 0.00 0.00", world.Verdict(), StringComparison.Ordinal);
        Assert.Equal(tooMuch * 100, world.Result.PaidTooMuchOre(0));
        Assert.Equal(Corrected().Result.Line(0).RejectedOre, world.Result.PaidTooMuchOre(0));
        Assert.Equal(noted, string.Join('+', world.Result.Explain(0).Where(s => s.IsNoted)
            .Select(s => $"{s.Code} {s.Minutes.Value} {s.Amount}")));
    }

    [Fact]
    public void Takes_it_for_paid_twice_and_not_for_uncovered_when_a_delivery_shrinks_to_what_another_line_was_paid_for()
    {
        var shadow = new FindingSet(D02);
        World Corrected() => new World().Grant(perWeek: 10).Entry("a", "2026-03-02 10:00", 120)
            .Entry("b", "2026-03-02 10:00", 60, supersedes: "a", shadow: shadow)
            .Line(60, number: 1, shadow: shadow).Line(60, number: 2, shadow: shadow);
        var world = Corrected().Approve(0, "a", 60).Approve(1, "a", 60);

        Assert.Equal(["400.00 0.00 0.00", "0.00 0.00 400.00 U01"], [Corrected().Verdict(0), Corrected().Verdict(1)]);
        Assert.Equal([(U01, 60)], world.Result.PaidTooMuchOn(1).Select(m => (m.Code, m.Minutes)));
        Assert.Equal([0L, 40000L], [world.Result.PaidTooMuchOre(0), world.Result.PaidTooMuchOre(1)]);
    }

    [Theory]
    [InlineData(0, 50000, "P05 100.00")]
    [InlineData(30, 20000, "")]
    public void Takes_what_was_billed_above_minutes_times_rate_for_paid_too_much_with_the_last_of_the_minutes(int corrected, int ore,
        string excess)
    {
        var world = new World().Grant().Entry("a", "2026-03-02 10:00", 60).Entry("b", "2026-03-02 10:00", corrected, supersedes: "a")
            .Line(60, amount: 500, shadow: new FindingSet(P05)).Approve(0, "a", 60);

        Assert.Equal(50000, world.Result.Line(0).PayableOre);
        Assert.Equal(ore, world.Result.PaidTooMuchOre(0));
        var tooMuch = world.Result.Explain(0).Where(s => s is { Share: Share.Payable, Code: not null, IsNoted: false }).ToList();
        Assert.Equal(ore, tooMuch.Sum(s => s.Amount.Ore));
        Assert.Equal(excess, string.Join('+', tooMuch.Where(s => s.Code == P05).Select(s => $"{s.Code} {s.Amount}")));
    }

    private static string Noted(Step step) =>
        $"{(step.Code is { } code ? code.ToString() : "-")} {step.Minutes.Value} {step.Amount}: {step.Text.Danish}";
}
