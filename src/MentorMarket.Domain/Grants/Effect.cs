namespace MentorMarket.Domain.Grants;

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

/// <summary>A group's outcomes, or that it is too small to show.</summary>
/// <param name="Group">Which; empty for all together.</param>
/// <param name="Citizens">How many, or null when that is not shown.</param>
/// <param name="Results">How many of each result, with the unknown; empty when not shown.</param>
/// <param name="IsHiddenForAnother">Not small itself: shown, it would give a small one away by a difference.</param>
public sealed record EffectRow(string Group, int? Citizens, IReadOnlyDictionary<OutcomeResult, int> Results, bool IsHiddenForAnother = false)
{
    /// <summary>Whether numbers are shown.</summary>
    public bool IsShown => Citizens is not null;

    /// <summary>The share of a result in percent of everybody in the group, the unknown too; null when not shown.</summary>
    public decimal? Percent(OutcomeResult result) => Citizens is { } all ? Math.Round(100m * Results.GetValueOrDefault(result) / all, MidpointRounding.AwayFromZero) : null;
}

/// <summary>Outcomes by group, with no group shown that is so small that persons could be told from it.</summary>
/// <remarks>
/// Danish: effekt. It counts and compares nothing: there is no control group, and those who got one kind of mentor differ from
/// those who got another.
/// </remarks>
public sealed record EffectTable(IReadOnlyList<EffectRow> Rows, EffectRow All)
{
    /// <summary>The table of some cases, with groups under <paramref name="smallest"/> citizens hidden.</summary>
    /// <remarks>
    /// The total is shown, so what is hidden can be worked out together as total less what is shown: if that is fewer citizens than
    /// <paramref name="smallest"/>, or one group alone, the smallest shown group is hidden as well, until it is not.
    /// </remarks>
    public static EffectTable Of(IEnumerable<EffectCase> cases, int smallest)
    {
        var people = cases.GroupBy(c => c.Citizen).Select(c => c.Last()).ToList();
        var groups = people.GroupBy(c => c.Group).Select(g => Count(g.Key, [.. g])).OrderBy(g => g.Group, StringComparer.Ordinal).ToList();
        var all = Count("", people);
        if (all.Citizens < smallest) return new([.. groups.Select(g => Hide(g, false))], Hide(all, false));

        var hidden = groups.Where(g => g.Citizens < smallest).ToList();
        var shown = groups.Except(hidden).ToList();
        var others = new List<EffectRow>();
        while (hidden.Count > 0 && shown.Count > 0 && (hidden.Count + others.Count == 1 || hidden.Concat(others).Sum(g => g.Citizens!.Value) < smallest))
        {
            var next = shown.MinBy(g => g.Citizens)!;
            shown.Remove(next);
            others.Add(next);
        }
        return new([.. groups.Select(g => hidden.Contains(g) ? Hide(g, false) : others.Contains(g) ? Hide(g, true) : g)], all);
    }

    private static EffectRow Count(string group, List<EffectCase> cases) =>
        new(group, cases.Count, cases.GroupBy(c => c.Result ?? OutcomeResult.Unknown).ToDictionary(r => r.Key, r => r.Count()));

    private static EffectRow Hide(EffectRow row, bool forAnother) => new(row.Group, null, new Dictionary<OutcomeResult, int>(), forAnother);
}
