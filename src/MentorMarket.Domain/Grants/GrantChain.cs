namespace MentorMarket.Domain.Grants;

/// <summary>A grant, as much of it as says what it follows.</summary>
/// <remarks>Danish: led i et forløb af bevillinger.</remarks>
/// <param name="Id">The grant.</param>
/// <param name="FollowsId">What it extends or changes.</param>
/// <param name="Programme">Its programme.</param>
/// <param name="StartsOn">Its first day.</param>
/// <param name="EndsOn">Its last day.</param>
public sealed record ChainLink(Guid Id, Guid? FollowsId, Programme Programme, DateOnly? StartsOn, DateOnly? EndsOn)
{
    /// <summary>What it is to the grant before it.</summary>
    public GrantKind Kind { get; init; }
}

/// <summary>Grants that follow each other, each back to the first: when support began, and when a right was first used.</summary>
/// <remarks>A grant only ever follows one that was there before it, so that every line comes to an end.</remarks>
public sealed class GrantChain(IEnumerable<ChainLink> grants)
{
    private readonly Dictionary<Guid, ChainLink> links = grants.ToDictionary(g => g.Id);

    /// <summary>The grant itself and, from it backwards, those that it extends or changes.</summary>
    public IReadOnlyList<ChainLink> Back(Guid grant)
    {
        var line = new List<ChainLink>();
        for (Guid? next = grant; next is { } id && links.TryGetValue(id, out var link); next = link.FollowsId) line.Add(link);
        return line;
    }

    /// <summary>The first day of the first of them: since then the citizen has had support.</summary>
    public DateOnly? SupportBegan(Guid grant) => Back(grant).LastOrDefault(g => g.StartsOn is not null)?.StartsOn;

    /// <summary>
    /// The first day under the programme of this grant, over those before it that have the same: the clock of a right runs from there.
    /// </summary>
    public DateOnly? ProgrammeBegan(Guid grant)
    {
        var line = Back(grant);
        return line.TakeWhile(g => g.Programme == line[0].Programme && g.StartsOn is not null).LastOrDefault()?.StartsOn;
    }

    /// <summary>
    /// The first day of the first extension among the grant and those before it: what the municipality extends by is counted from there.
    /// </summary>
    public DateOnly? ExtensionsBegan(Guid grant) => Back(grant)
        .LastOrDefault(g => g.Kind == GrantKind.Extension && g.StartsOn is not null)?.StartsOn;

    /// <summary>What a grant that follows this one is judged by; null while this one has no period.</summary>
    public Predecessor? Before(Guid grant) =>
        links.GetValueOrDefault(grant) is { StartsOn: { } from, EndsOn: { } to } before && ProgrammeBegan(grant) is { } began
            ? new(new(from, to), before.Programme, began) { ExtensionsBeganOn = ExtensionsBegan(grant) } : null;
}
