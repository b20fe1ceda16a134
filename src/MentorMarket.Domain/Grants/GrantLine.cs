namespace MentorMarket.Domain.Grants;

/// <summary>A grant, as much of it as says what it follows.</summary>
/// <remarks>Danish: led i et forløb af bevillinger.</remarks>
/// <param name="Id">The grant.</param>
/// <param name="FollowsId">What it extends or changes.</param>
/// <param name="Course">Its course.</param>
/// <param name="StartsOn">Its first day.</param>
/// <param name="EndsOn">Its last day.</param>
public sealed record GrantLink(Guid Id, Guid? FollowsId, Course Course, DateOnly? StartsOn, DateOnly? EndsOn)
{
    /// <summary>What it is to the grant before it.</summary>
    public GrantKind Kind { get; init; }
}

/// <summary>Grants that follow each other, each back to the first: when support began, and when a right was first used.</summary>
/// <remarks>A grant only ever follows one that was there before it, so that every line comes to an end.</remarks>
public sealed class GrantLine(IEnumerable<GrantLink> grants)
{
    private readonly Dictionary<Guid, GrantLink> links = grants.ToDictionary(g => g.Id);

    /// <summary>The grant itself and, from it backwards, those that it extends or changes.</summary>
    public IReadOnlyList<GrantLink> Back(Guid grant)
    {
        var line = new List<GrantLink>();
        for (Guid? next = grant; next is { } id && links.TryGetValue(id, out var link); next = link.FollowsId) line.Add(link);
        return line;
    }

    /// <summary>The first day of the first of them: since then the citizen has had support.</summary>
    public DateOnly? SupportBegan(Guid grant) => Back(grant).LastOrDefault(g => g.StartsOn is not null)?.StartsOn;

    /// <summary>The first day under the course of this grant, over those before it that have the same: the clock of a right runs from there.</summary>
    public DateOnly? CourseBegan(Guid grant)
    {
        var line = Back(grant);
        return line.TakeWhile(g => g.Course == line[0].Course && g.StartsOn is not null).LastOrDefault()?.StartsOn;
    }

    /// <summary>The first day of the first extension among the grant and those before it: what the municipality extends by is counted from there.</summary>
    public DateOnly? ExtensionsBegan(Guid grant) => Back(grant).LastOrDefault(g => g.Kind == GrantKind.Extension && g.StartsOn is not null)?.StartsOn;

    /// <summary>What a grant that follows this one is judged by; null while this one has no period.</summary>
    public Predecessor? Before(Guid grant) =>
        links.GetValueOrDefault(grant) is { StartsOn: { } from, EndsOn: { } to } before && CourseBegan(grant) is { } began ? new(new(from, to), before.Course, began) { ExtensionsBeganOn = ExtensionsBegan(grant) } : null;
}
