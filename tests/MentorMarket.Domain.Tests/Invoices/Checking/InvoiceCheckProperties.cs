using System.Globalization;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Domain.Tests.Invoices.Checking;

public sealed class InvoiceCheckProperties
{
    [Fact]
    public void Agrees_with_the_specification_written_down_once_more() => RandomWorld.ForAll(
        world =>
        {
            var result = world.Book().Run();
            var rows = result.LineOrder.Select(line => Row(result, line)).ToList();
            Assert.Equal(NaiveCheck.Run(world.Grants, world.Entries, world.Lines), rows);
            return true;
        },
        times: 3000);

    [Fact]
    public void Splits_every_amount_without_losing_an_ore() => RandomWorld.ForAll(world =>
    {
        var result = world.Book().Run();
        return world.Lines.Select((line, i) => (line, verdict: result.Line(i))).All(pair =>
            pair.verdict is { PayableOre: >= 0, HeldOre: >= 0, RejectedOre: >= 0 }
            && pair.verdict.PayableOre + pair.verdict.HeldOre + pair.verdict.RejectedOre == pair.line.Amount.Ore);
    });

    [Fact]
    public void Explains_every_ore() => RandomWorld.ForAll(world =>
    {
        var result = world.Book().Run();
        for (var i = 0; i < world.Lines.Count; i++)
        {
            var steps = result.Explain(i);
            var verdict = result.Line(i);
            Assert.Equal(verdict.PayableOre, Sum(steps, Share.Payable));
            Assert.Equal(verdict.HeldOre, Sum(steps, Share.Held));
            Assert.Equal(verdict.RejectedOre, Sum(steps, Share.Rejected));
            Assert.All(steps, step => Assert.True(step.Amount.Ore >= 0, step.Text.English));
            Assert.All(steps, step => Assert.True(step.Code is not null || step.Share == Share.Payable, step.Text.English));
            Assert.All(steps, step => Assert.NotEqual("", step.Text.Danish));
            Assert.True((new FindingSet([.. steps.SelectMany(s => s.Codes)]) - verdict.Codes).IsEmpty);
        }

        return true;
    });

    [Fact]
    public void Does_not_depend_on_the_order_of_the_input() => RandomWorld.ForAll(world =>
    {
        var shuffled = RandomWorld.Book(world.Shuffled(world.Grants), world.Shuffled(world.Entries), world.Lines).Run();
        var result = world.Book().Run();
        return result.LineOrder.Select(line => Row(result, line)).SequenceEqual(shuffled.LineOrder.Select(line => Row(shuffled, line)));
    });

    [Fact]
    public void Never_allows_clean_entries_less_after_a_confirmation() => RandomWorld.ForAll(world =>
    {
        var waiting = world.Entries.FindIndex(e => e.Receipt == Receipt.None);
        if (waiting < 0)
        {
            return true;
        }

        var confirmed = world.Entries.ToList();
        confirmed[waiting] = confirmed[waiting] with { Receipt = Receipt.Confirmed };
        var before = AllowedClean(world, world.Entries);
        var after = AllowedClean(world, confirmed);
        return before.Zip(after).All(pair => pair.Second >= pair.First);
    });

    [Fact]
    public void Never_takes_more_than_an_entry_delivered_or_a_week_allows() => RandomWorld.ForAll(world =>
    {
        var result = world.Book().Run();
        var taken = new int[world.Entries.Count];
        for (var line = 0; line < world.Lines.Count; line++)
        {
            foreach (var match in result.MatchesOf(line))
            {
                taken[match.Entry] += match.Minutes;
            }
        }

        var entries = world.Entries;
        return Enumerable.Range(0, entries.Count).All(i => taken[i] <= result.AllowedMinutesOf(i)
                && taken[i] <= (entries[i].Kind == EntryKind.Direct ? Minutes.Between(entries[i].Start, entries[i].End).Value : 0))
            && world.Grants.All(grant => Enumerable.Range(0, entries.Count)
                .Where(i => entries[i].GrantId == grant.Id)
                .GroupBy(i => DanishTime.IsoWeek(DanishTime.DateOf(entries[i].Start)))
                .All(week => week.Sum(i => taken[i]) <= grant.PerWeek.Value));
    });

    [Fact]
    public void Accounts_for_every_minute_of_a_line_that_is_judged_by_its_minutes() => RandomWorld.ForAll(world =>
    {
        var result = world.Book().Run();
        return world.Lines.Select((line, i) => (line, i)).All(pair =>
            result.Line(pair.i).Codes.Intersects(new FindingSet(FindingCode.U02, FindingCode.G04, FindingCode.P04))
            || result.MatchesOf(pair.i).Sum(m => m.Minutes) + result.CutsOf(pair.i).Sum(c => c.Minutes) == pair.line.Minutes.Value);
    });

    [Fact]
    public void Keeps_paying_what_was_approved_whatever_is_found_later() => RandomWorld.ForAll(world =>
    {
        var first = world.Book().Run();
        var book = RandomWorld.Book(world.Grants, world.Entries.Select(e => e with { Receipt = Receipt.Disputed }), world.Lines);
        var approved = new int[world.Lines.Count];
        for (var line = 0; line < world.Lines.Count; line++)
        {
            foreach (var match in first.MatchesOf(line).Where(m => !m.IsHeld))
            {
                book.Approve(line, world.Entries[match.Entry].Id, new Minutes(match.Minutes));
                approved[line] += match.Minutes;
            }
        }

        var second = book.Run();
        return Enumerable.Range(0, approved.Length).All(line =>
            second.Line(line).PayableMinutes == approved[line] && second.Line(line).PayableOre == first.Line(line).PayableOre);
    });

    private static string Row(CheckResult result, int line)
    {
        var verdict = result.Line(line);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Money.FromOre(result.Input.Lines.Span[line].AmountOre)},{Money.FromOre(verdict.PayableOre)},{Money.FromOre(verdict.HeldOre)},{Money.FromOre(verdict.RejectedOre)},{verdict.Codes}");
    }

    private static long Sum(IEnumerable<Step> steps, Share outcome) =>
        steps.Where(step => step.Share == outcome).Sum(step => step.Amount.Ore);

    // The minutes that the unheld entries of each grant are allowed in all.
    private static List<int> AllowedClean(RandomWorld world, List<DeliveredEntry> entries)
    {
        var result = RandomWorld.Book(world.Grants, entries, []).Run();
        return [.. world.Grants.Select(grant => Enumerable.Range(0, entries.Count)
            .Where(i => entries[i].GrantId == grant.Id && result.HoldingCodesOf(i).IsEmpty)
            .Sum(result.AllowedMinutesOf))];
    }
}
