namespace MentorMarket.Domain.Outcomes;

/// <summary>What effect is divided by.</summary>
/// <remarks>Danish: opdeling. Source: municipalities' wish: effect by age, group and kind of mentor.</remarks>
public enum EffectBy
{
    /// <summary>Age band when the support ended.</summary>
    Age,
    /// <summary>Target group.</summary>
    TargetGroup,
    /// <summary>Kind of mentor.</summary>
    MentorKind,
}

/// <summary>A citizen whose support ended, and what was recorded of it at a stage.</summary>
/// <param name="Citizen">Counted once, whatever the number of grants.</param>
/// <param name="Group">The group by which the table divides.</param>
/// <param name="Result">What was recorded, or null when nothing was.</param>
public readonly record struct EffectCase(Guid Citizen, string Group, OutcomeResult? Result);

/// <summary>Results that are counted together; null among them is that nothing was recorded.</summary>
/// <remarks>Danish: kolonne.</remarks>
public sealed record EffectColumn(IReadOnlyList<OutcomeResult?> Results)
{
    /// <summary>In a job or an education, and nothing else.</summary>
    public bool IsReached => Results.All(r => r is OutcomeResult.Job or OutcomeResult.Education);
}

/// <summary>A group's outcomes, or that it is too small to show.</summary>
/// <param name="Group">Which; empty for all together.</param>
/// <param name="Citizens">How many, or null when that is not shown.</param>
/// <param name="Cells">How many in each column of the table, null where that is not shown.</param>
/// <param name="IsHiddenForAnother">Not small itself: shown, it would give a small one away by a difference.</param>
public sealed record EffectRow(string Group, int? Citizens, IReadOnlyList<int?> Cells, bool IsHiddenForAnother = false)
{
    /// <summary>Whether numbers are shown.</summary>
    public bool IsShown => Citizens is not null;
}

/// <summary>Outcomes by group, with neither a group nor a result shown that is so small that persons could be told from it.</summary>
/// <remarks>
/// Danish: effekt. It counts and compares nothing: there is no control group, and those who got one kind of mentor differ from
/// those who got another.
/// </remarks>
public sealed record EffectTable(IReadOnlyList<EffectColumn> Columns, IReadOnlyList<EffectRow> Rows, EffectRow All, int Missing)
{
    private static readonly OutcomeResult?[] ShownResults = [OutcomeResult.Job, OutcomeResult.Education, OutcomeResult.Closer,
        OutcomeResult.None, OutcomeResult.Unknown, null];

    /// <summary>
    /// The table of some cases, with groups under <paramref name="smallest"/> citizens hidden, and results under
    /// <paramref name="smallest"/> of a group.
    /// </summary>
    /// <remarks>
    /// The total is shown, so what is hidden can be worked out together as total less what is shown: if that is fewer citizens than
    /// <paramref name="smallest"/>, or one group alone, the smallest shown group is hidden as well, until it is not. Of all together
    /// every result that is shown has enough citizens: those that have too few are counted as one. So every division of the same
    /// citizens shows the same totals and can be looked at alone. What is hidden in it so that no difference tells, is
    /// <see cref="EffectCells"/>.
    /// </remarks>
    public static EffectTable Of(IEnumerable<EffectCase> cases, int smallest)
    {
        var people = cases.GroupBy(c => c.Citizen).Select(c => c.Last()).ToList();
        var columns = Columned(people, smallest);
        var groups = people.GroupBy(c => c.Group).Select(g => Count(g.Key, [.. g], columns)).OrderBy(g => g.Group, StringComparer.Ordinal)
            .ToList();
        var all = Count("", people, columns);
        var missing = people.Count(c => c.Result is null);
        if (all.Citizens < smallest) return new(columns, [.. groups.Select(g => Hide(g, false))], Hide(all, false), missing);

        var hidden = groups.Where(g => g.Citizens < smallest).ToList();
        var shown = groups.Except(hidden).ToList();
        var others = new List<EffectRow>();
        while (hidden.Count > 0 && shown.Count > 0
            && (hidden.Count + others.Count == 1 || hidden.Concat(others).Sum(g => g.Citizens!.Value) < smallest))
        {
            var next = shown.MinBy(g => g.Citizens)!;
            shown.Remove(next);
            others.Add(next);
        }
        var safe = EffectCells.Shown([.. groups.Select(g => g.Cells.Select(c => c!.Value).ToArray())], [.. groups.Select(shown.Contains)],
            smallest);
        return new(columns, [.. groups.Select((g, row) => hidden.Contains(g) ? Hide(g, false) : others.Contains(g) ? Hide(g, true)
            : g with { Cells = [.. g.Cells.Select((cell, column) => safe[row, column] ? cell : null)] })], all, missing);
    }

    /// <summary>How many of a row were in a job or an education, of everybody in it; null where that is not shown.</summary>
    public Proportion? Reached(EffectRow row)
    {
        var columns = Columns.Select((column, i) => (column, Cell: row.Cells[i]))
            .Where(c => c.column.Results.Any(r => r is OutcomeResult.Job or OutcomeResult.Education)).ToList();
        return row.Citizens is { } citizens && columns.TrueForAll(c => c.column.IsReached && c.Cell is not null)
            ? new(columns.Sum(c => c.Cell!.Value), citizens) : null;
    }

    // Job and education together before either goes with the rest: that is what the support is for.
    private static List<EffectColumn> Columned(List<EffectCase> people, int smallest)
    {
        int CountOf(IEnumerable<OutcomeResult?> results) => people.Count(p => results.Contains(p.Result));
        var columns = ShownResults.Select(r => new List<OutcomeResult?> { r }).ToList();
        if (CountOf(columns[0]) < smallest || CountOf(columns[1]) < smallest)
        {
            columns[0].AddRange(columns[1]);
            columns.RemoveAt(1);
        }
        var few = columns.FindAll(c => CountOf(c) < smallest);
        columns.RemoveAll(few.Contains);
        // What nobody came to is no column.
        few.RemoveAll(c => CountOf(c) == 0);
        if (few.Count == 0) return [.. columns.Select(c => new EffectColumn(c))];
        while (columns.Count > 0 && CountOf(few.SelectMany(c => c)) < smallest)
        {
            var next = columns.OrderBy(c => new EffectColumn(c).IsReached).ThenBy(CountOf).First();
            columns.Remove(next);
            few.Add(next);
        }
        return [.. columns.Select(c => new EffectColumn(c)),
            new EffectColumn([.. few.SelectMany(c => c).OrderBy(r => Array.IndexOf(ShownResults, r))])];
    }

    private static EffectRow Count(string group, List<EffectCase> cases, List<EffectColumn> columns) =>
        new(group, cases.Count, [.. columns.Select(column => (int?)cases.Count(c => column.Results.Contains(c.Result)))]);

    private static EffectRow Hide(EffectRow row, bool forAnother) =>
        new(row.Group, null, [.. row.Cells.Select(_ => (int?)null)], forAnother);
}
