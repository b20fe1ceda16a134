using static MentorMarket.Web.Tests.Database.World;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>Who may come to a route.</summary>
public enum Door
{
    /// <summary>Anybody, also without a login.</summary>
    Open,

    /// <summary>Anybody who is logged in.</summary>
    Person,

    /// <summary>Members of the path's organisation with one of the roles (any, where none is named).</summary>
    Member,

    /// <summary>A citizen's session.</summary>
    Citizen,
}

/// <summary>One row of the matrix.</summary>
/// <param name="Path">The route as the portal has it, in small letters, without the organisation and without <c>/index</c>.</param>
/// <param name="Ids">For a route with an id: the rows that somebody of this organisation finds, and those that are not there for
/// them.</param>
/// <param name="Posts">The names of the handlers that take a form ("" for the only one).</param>
public sealed record Route(string Path, Door Door, OrganisationKind[] Kinds, Role[] Roles,
    Func<World, Party, (string[] Own, string[] Foreign)>? Ids = null, string[]? Posts = null)
{
    public override string ToString() => Path;

    /// <summary>An organisation whose page it is.</summary>
    public Party Home(World w) => new[] { w.Gribskov, w.Nord, w.Revision, w.Platform }.First(p => Kinds.Contains(p.Kind));

    public string Filled(string ids) => Path.IndexOf('{', StringComparison.Ordinal) is var at and >= 0 ? Path[..at] + ids : Path;

    /// <summary>Ids of nothing.</summary>
    public string MadeUp() => Filled(string.Join('/', Path.Where(c => c == '{').Select(_ => Guid.CreateVersion7())));
}
