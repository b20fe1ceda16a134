using System.Globalization;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Domain.Tests.Invoices.Checking;

/// <summary>
/// What the ledger promises over time: what is approved is used up once, and shadow mode is as if the rule were not there.
/// </summary>
public sealed class LedgerProperties
{
    private static readonly FindingCode[] Codes = Enum.GetValues<FindingCode>();

    [Fact]
    public void Pays_in_shadow_mode_what_it_would_pay_if_the_rule_were_not_there() => RandomWorld.ForAll(
        world =>
        {
            var given = world.Given();
            foreach (var code in Codes)
            {
                AssertAbsent(world, given, [], new FindingSet(code));
            }

            return true;
        },
        times: 300);

    [Fact]
    public void Pays_in_shadow_mode_of_several_rules_what_it_would_pay_if_none_were_there() => RandomWorld.ForAll(
        world =>
        {
            var given = world.Given();
            var (corrected, approvals) = Later(world, given);
            AssertAbsent(world, given, [], world.Some(Codes, percent: 30));
            AssertAbsent(world, given, [], world.Some(Codes, percent: 80));
            AssertAbsent(world, corrected, approvals, world.Some(Codes, percent: 50));
            return true;
        },
        times: 1000);

    [Fact]
    public void Agrees_with_the_specification_when_what_was_approved_is_corrected() => RandomWorld.ForAll(
        world =>
        {
            var (entries, approvals) = Later(world, world.Given());
            AssertAbsent(world, entries, approvals, FindingSet.None);
            return true;
        },
        times: 2000);

    [Fact]
    public void Changes_nothing_when_what_was_approved_is_approved_again() => RandomWorld.ForAll(
        world =>
        {
            var (entries, approvals) = Later(world, world.Given());
            var first = Run(world, entries, approvals, FindingSet.None);
            var again = Run(world, entries, ApproveAll(world, entries, approvals, first), FindingSet.None);
            for (var line = 0; line < world.Lines.Count; line++)
            {
                Assert.Equal(Row(first, line), Row(again, line));
            }

            return true;
        },
        times: 1000);

    [Fact]
    public void Never_pays_a_delivery_for_more_than_any_of_its_registrations_had() => RandomWorld.ForAll(
        world =>
        {
            // Approved thrice over, under every id that the delivery ever had: as a broken ledger would have it.
            var (entries, approvals) = Later(world, world.Given());
            approvals = [.. approvals, .. approvals, .. approvals];
            var result = Run(world, entries, approvals, FindingSet.None);
            var paid = world.Lines.SelectMany((_, line) => result.MatchesOf(line)).GroupBy(m => m.Entry)
                .ToDictionary(m => m.Key, m => m.Sum(x => x.Minutes));
            return paid.All(p => p.Value <= Chain(entries, entries[p.Key].Id)
                .Max(e => e.Kind == EntryKind.Direct ? Minutes.Between(e.Start, e.End).Value : 0));
        });

    [Fact]
    public void Takes_nothing_back_when_a_rule_leaves_shadow_mode() => RandomWorld.ForAll(
        world =>
        {
            var (entries, approvals) = Later(world, world.Given(), world.Some(Codes, percent: 40));
            var shadow = world.Some(Codes, percent: 30);
            AssertAbsent(world, entries, approvals, shadow);
            var result = Run(world, entries, approvals, shadow);
            foreach (var line in approvals.GroupBy(a => a.Line))
            {
                var of = result.MatchesOf(line.Key).Where(m => m.IsApproved).Sum(m => m.Minutes);
                Assert.Equal(line.Sum(a => a.Minutes), of);
                Assert.True(result.Line(line.Key).PayableMinutes >= of);
            }

            return true;
        },
        times: 1500);

    // The engine with codes in shadow against the specification without them, and every øre of it explained.
    private static void AssertAbsent(
        RandomWorld world, List<DeliveredEntry> entries, List<(int Line, string Entry, int Minutes)> approvals, FindingSet shadow)
    {
        var result = Run(world, entries, approvals, shadow);
        var (expected, paidTooMuch) = NaiveCheck.RunAll(world.Grants, entries, world.Lines, approvals,
            [.. shadow.Select(c => c.ToString())]);
        Assert.Equal(expected, result.LineOrder.Select(line => Row(result, line, shadow)));
        Assert.Equal(paidTooMuch, result.LineOrder.Select(line => Money.FromOre(result.PaidTooMuchOre(line)).Kroner));
        for (var line = 0; line < world.Lines.Count; line++)
        {
            var (verdict, steps) = (result.Line(line), result.Explain(line));
            Assert.Equal(
                (verdict.PayableOre, verdict.HeldOre, verdict.RejectedOre),
                (Sum(steps, Share.Payable), Sum(steps, Share.Held), Sum(steps, Share.Rejected)));
            Assert.All(steps, step => Assert.True(step.Amount.Ore >= 0, step.Text.English));
            AssertSaysWhatIsDelivered(result, line, steps, shadow);
        }
    }

    // Without a reason is only what a registration carries; what is paid though a rule speaks against it names that rule.
    private static void AssertSaysWhatIsDelivered(CheckResult result, int line, IReadOnlyList<Step> steps, FindingSet shadow)
    {
        Assert.All(steps, step => Assert.True(step.Code is not null || (step.Share == Share.Payable && step.Minutes.Value > 0),
            step.Text.English));
        var verdict = result.Line(line);
        var payable = steps.Where(step => step.Share == Share.Payable).ToList();
        var delivered = payable.Where(step => step.Code is null).Sum(step => step.Minutes.Value);
        var lost = result.PaidTooMuchOn(line).Sum(m => m.Minutes);
        Assert.True(delivered <= result.MatchesOf(line).Where(m => !m.IsHeld).Sum(m => m.Minutes) - lost,
            $"{delivered} min are said to be delivered");
        Assert.Equal(verdict.PayableMinutes, payable.Sum(step => step.Minutes.Value));
        Assert.Equal(result.PaidTooMuchOre(line), payable.Where(step => step is { Code: not null, IsNoted: false })
            .Sum(step => step.Amount.Ore));
        Assert.All(steps.Where(step => step.IsNoted),
            step => Assert.True(step.Share == Share.Payable && (step.Codes - shadow).IsEmpty, step.Text.English));
    }

    private static CheckResult Run(
        RandomWorld world, List<DeliveredEntry> entries, List<(int Line, string Entry, int Minutes)> approvals, FindingSet shadow)
    {
        var book = RandomWorld.Book(
            world.Grants, entries.Select(e => e with { Marks = e.Marks with { Shadow = shadow } }),
                world.Lines.Select(l => l with { Marks = new Marks(l.Marks.Given, shadow) }));
        approvals.ForEach(a => book.Approve(a.Line, a.Entry, new Minutes(a.Minutes)));
        return book.Run();
    }

    // Some lines are approved, with some rules in shadow mode that day; then some entries are corrected, to the same or to other times, and
    // others answered.
    private static (List<DeliveredEntry> Entries, List<(int Line, string Entry, int Minutes)> Approvals) Later(
        RandomWorld world, List<DeliveredEntry> entries, FindingSet shadow = default)
    {
        var first = Run(world, entries, [], shadow);
        var approvals = ApproveAll(world, entries, [], first).Where(_ => world.Chance(70)).ToList();
        var later = entries.Select(e => world.Chance(20) ? e with { Receipt = world.Pick(Enum.GetValues<Receipt>()) } : e).ToList();
        for (var round = 0; round < 2; round++)
        {
            var corrected = later.Select(e => e.Supersedes).ToHashSet();
            foreach (var old in later.Where(e => !corrected.Contains(e.Id) && world.Chance(35)).ToList())
            {
                var start = old.Start.AddMinutes(world.Pick([0, 0, 15, 60 * 24 * 7, -60 * 24]));
                later.Add(old with
                {
                    Id = $"{old.Id}+",
                    Start = start,
                    End = world.Chance(15) ? start : start + (old.End - old.Start) + TimeSpan.FromMinutes(world.Pick([0, 0, 30, -15])),
                    Kind = world.Chance(10) ? EntryKind.NoShow : old.Kind,
                    GrantId = world.Chance(8) ? "elsewhere" : old.GrantId,
                    Supersedes = old.Id,
                });
            }
        }

        return (later, approvals);
    }

    // What a clerk's approval of every line keeps: the payable minutes of each delivery that no earlier one has used up.
    private static List<(int Line, string Entry, int Minutes)> ApproveAll(
        RandomWorld world, List<DeliveredEntry> entries, List<(int Line, string Entry, int Minutes)> before, CheckResult result)
    {
        var approvals = before.ToList();
        for (var line = 0; line < world.Lines.Count; line++)
        {
            foreach (var match in result.MatchesOf(line).Where(m => !m.IsHeld).GroupBy(m => m.Entry))
            {
                var chain = Chain(entries, entries[match.Key].Id).Select(e => e.Id).ToHashSet();
                var more = match.Sum(m => m.Minutes) - before.Where(a => a.Line == line && chain.Contains(a.Entry)).Sum(a => a.Minutes);
                if (more > 0)
                {
                    approvals.Add((line, entries[match.Key].Id, more));
                }
            }
        }

        return approvals;
    }

    private static List<DeliveredEntry> Chain(List<DeliveredEntry> entries, string last)
    {
        var chain = new List<DeliveredEntry>();
        for (var at = entries.Find(e => e.Id == last); at is not null; at = entries.Find(e => e.Id == at.Supersedes))
        {
            chain.Add(at);
        }

        return chain;
    }

    private static string Row(CheckResult result, int line, FindingSet shadow = default)
    {
        var verdict = result.Line(line);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Money.FromOre(result.Input.Lines.Span[line].AmountOre)},{Money.FromOre(verdict.PayableOre)},{Money.FromOre(verdict.HeldOre)},{Money.FromOre(verdict.RejectedOre)},{verdict.Codes - shadow}");
    }

    private static long Sum(IEnumerable<Step> steps, Share outcome) =>
        steps.Where(step => step.Share == outcome).Sum(step => step.Amount.Ore);
}
