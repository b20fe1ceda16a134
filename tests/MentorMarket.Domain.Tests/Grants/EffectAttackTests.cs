using MentorMarket.Domain.Outcomes;

namespace MentorMarket.Domain.Tests.Grants;

/// <summary>Somebody who has all that the page of effect shows, in every division, and tries to work out what it does not show.</summary>
public sealed class EffectAttackTests
{
    private const int Smallest = 5;

    // One number that is not shown: of which division, row and column; the last column is the row's total.
    private sealed record Hidden(EffectBy By, int Row, int Column);

    // Hidden numbers that add up to a known one; a hidden total of a row counts against the cells of its row.
    private sealed record Sum(Dictionary<Hidden, int> Parts, int Known);

    [Fact]
    public void No_subtraction_over_every_division_gives_a_hidden_number_back()
    {
        var (random, shown, hiddenSmall) = (new Random(20261122), 0, 0);
        for (var run = 0; run < 400; run++)
        {
            var people = People(random);
            var tables = Enum.GetValues<EffectBy>()
                .ToDictionary(by => by, by => EffectTable.Of(people.Select(p => new EffectCase(p.Id, p.Groups[(int)by], p.Result)),
                Smallest));
            Assert.All(tables.Values, t => Assert.Equal(tables[EffectBy.Age].All.Cells, t.All.Cells));
            if (!tables[EffectBy.Age].All.IsShown) continue;

            var sums = tables.SelectMany(t => Sums(t.Key, t.Value)).ToList();
            var known = Solved(sums);
            Assert.True(known.Count == 0, $"run {run}: {string.Join(", ", known)}");
            foreach (var (by, table) in tables)
            {
                foreach (var (row, r) in table.Rows.Select((row, r) => (row, r)).Where(x => x.row.IsShown))
                {
                    for (var c = 0; c < row.Cells.Count; c++)
                    {
                        if (row.Cells[c] is { } cell)
                        {
                            Assert.True(cell >= Smallest, $"run {run}: shows {cell}");
                            shown++;
                            continue;
                        }
                        var really = people.Count(p => p.Groups[(int)by] == row.Group && table.Columns[c].Results.Contains(p.Result));
                        if (really >= Smallest) continue;
                        hiddenSmall++;
                        // No sum that it is part of leaves fewer than the smallest: such a rest would say that it is small.
                        Assert.All(sums.Where(s => s.Parts.ContainsKey(new(by, r, c))),
                            s => Assert.True(s.Known >= Smallest, $"run {run}: a rest of {s.Known}"));
                    }
                }
            }
        }
        // It is no art to hide everything.
        Assert.True(shown > 3000 && hiddenSmall > 1000, $"{shown} shown, {hiddenSmall} small ones hidden");
    }

    [Fact]
    public void The_attack_finds_what_a_table_without_care_gives_away()
    {
        Hidden a = new(EffectBy.Age, 0, 0), b = new(EffectBy.Age, 0, 1), c = new(EffectBy.Age, 1, 0);

        Assert.Equal([a], Solved([new(new() { [a] = 1 }, 3)]));
        Assert.Equal([a, b], Solved([new(new() { [a] = 1, [b] = 1 }, 7), new(new() { [b] = 1 }, 4)]));
        Assert.Empty(Solved([new(new() { [a] = 1, [b] = 1 }, 7), new(new() { [a] = 1, [c] = 1 }, 9)]));
    }

    private sealed record Person(Guid Id, string[] Groups, OutcomeResult? Result);

    private static List<Person> People(Random random)
    {
        var (ages, groups, kinds) = (random.Next(1, 5), random.Next(1, 7), random.Next(1, 4));
        return [.. Enumerable.Range(0, random.Next(3, 160)).Select(_ => new Person(Guid.CreateVersion7(),
            // Skewed, so that some are small.
            [Named('a', ages), Named('g', groups), Named('k', kinds)], random.Next(7) is var r && r < 5
                ? (OutcomeResult)Math.Min(r, random.Next(5)) : null))];

        string Named(char kind, int of) => $"{kind}{Math.Min(random.Next(of), random.Next(of))}";
    }

    private static IEnumerable<Sum> Sums(EffectBy by, EffectTable table)
    {
        var total = table.Columns.Count;
        for (var c = 0; c < total; c++)
        {
            yield return new(table.Rows.Select((row, r) => (row, r)).Where(x => x.row.Cells[c] is null)
                .ToDictionary(x => new Hidden(by, x.r, c), _ => 1),
                table.All.Cells[c]!.Value - table.Rows.Sum(row => row.Cells[c] ?? 0));
        }
        for (var r = 0; r < table.Rows.Count; r++)
        {
            var row = table.Rows[r];
            var parts = row.Cells.Select((cell, c) => (cell, c)).Where(x => x.cell is null)
                .ToDictionary(x => new Hidden(by, r, x.c), _ => 1);
            if (!row.IsShown) parts[new(by, r, total)] = -1;
            // A hidden row's sum says nothing in itself.
            yield return new(parts, row.IsShown ? row.Citizens!.Value - row.Cells.Sum(c => c ?? 0) : 0);
        }
        yield return new(table.Rows.Select((row, r) => (row, r)).Where(x => !x.row.IsShown)
            .ToDictionary(x => new Hidden(by, x.r, total), _ => 1),
            table.All.Citizens!.Value - table.Rows.Sum(row => row.Citizens ?? 0));
    }

    // Gauss: whatever some sum of sums, with any factors, leaves alone on its line is known.
    private static List<Hidden> Solved(IReadOnlyList<Sum> sums)
    {
        var unknown = sums.SelectMany(s => s.Parts.Keys).Distinct().ToList();
        var lines = sums.Where(s => s.Parts.Count > 0).Select(s => unknown.Select(u => (double)s.Parts.GetValueOrDefault(u)).ToArray())
            .ToList();
        var done = 0;
        for (var column = 0; column < unknown.Count; column++)
        {
            var pivot = lines.FindIndex(done, line => Math.Abs(line[column]) > 1e-9);
            if (pivot < 0) continue;
            (lines[done], lines[pivot]) = (lines[pivot], lines[done]);
            var scale = lines[done][column];
            lines[done] = [.. lines[done].Select(x => x / scale)];
            for (var i = 0; i < lines.Count; i++)
            {
                var factor = lines[i][column];
                if (i == done || Math.Abs(factor) < 1e-9) continue;
                for (var j = 0; j < unknown.Count; j++) lines[i][j] -= factor * lines[done][j];
            }
            done++;
        }
        return [.. lines.Take(done).Where(line => line.Count(x => Math.Abs(x) > 1e-9) == 1)
            .Select(line => unknown[Array.FindIndex(line, x => Math.Abs(x) > 1e-9)])];
    }
}
