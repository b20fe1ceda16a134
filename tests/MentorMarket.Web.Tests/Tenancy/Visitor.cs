using static MentorMarket.Web.Tests.Database.World;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>Somebody at the database: the login and the context that a unit of work would set.</summary>
public sealed record Visitor(string Name, string Login, Party? Tenant, Guid? Person = null, Case? Citizen = null)
{
    public override string ToString() => Name;

    /// <summary>
    /// Every kind of actor in its own organisation, in a foreign one, with a foreign citizen, and with no context at all.
    /// </summary>
    public static IReadOnlyList<Visitor> All(World w) =>
    [
        new("finance clerk of Gribskov", "mm_municipality", w.Gribskov, w.Gribskov[Role.Finance]),
        new("caseworker of Gribskov", "mm_municipality", w.Gribskov, w.Gribskov[Role.Caseworker]),
        new("finance clerk of Hillerød", "mm_municipality", w.Hilleroed, w.Hilleroed[Role.Finance]),
        new("municipality's login in a provider", "mm_municipality", w.Nord, w.Nord[Role.Coordinator]),
        new("caseworker of Gribskov in Hillerød", "mm_municipality", w.Hilleroed, w.Gribskov[Role.Caseworker]),
        new("nobody as municipality", "mm_municipality", null),
        new("coordinator of Nord", "mm_provider", w.Nord, w.Nord[Role.Coordinator]),
        new("mentor of Nord", "mm_provider", w.Nord, w.Nord[Role.Mentor]),
        new("coordinator of Syd", "mm_provider", w.Syd, w.Syd[Role.Coordinator]),
        new("coordinator of Vest", "mm_provider", w.Vest, w.Vest[Role.Coordinator]),
        new("provider's login in a municipality", "mm_provider", w.Gribskov, w.Gribskov[Role.Caseworker]),
        new("nobody as provider", "mm_provider", null),
        new("auditor of Gribskov", "mm_auditor", w.Revision, w.Revision[Role.Auditor]),
        new("auditor with expired and unopened engagements", "mm_auditor", w.LateRevision, w.LateRevision[Role.Auditor]),
        new("auditor of Hillerød with notes", "mm_auditor", w.NotesRevision, w.NotesRevision[Role.Auditor]),
        new("auditor's login in a municipality", "mm_auditor", w.Gribskov, w.Gribskov[Role.Caseworker]),
        new("nobody as auditor", "mm_auditor", null),
        new("citizen with support", "mm_citizen", w.Gribskov, null, w.Live),
        new("citizen whose support is published", "mm_citizen", w.Gribskov, null, w.Open),
        new("citizen of Hillerød", "mm_citizen", w.Hilleroed, null, w.ElsewhereLive),
        new("citizen of Gribskov in Hillerød", "mm_citizen", w.Hilleroed, null, w.Live),
        new("nobody as citizen", "mm_citizen", null),
        new("administrator of Gribskov", "mm_platform", w.Gribskov, w.Gribskov[Role.Administrator]),
        new("first person of Nord", "mm_platform", w.Nord, w.Nord.FirstPerson),
        new("nobody as platform", "mm_platform", null),
        new("operator", "mm_operator", w.Platform, w.Platform[Role.Operator]),
        new("administrator of Gribskov as operator", "mm_operator", w.Gribskov, w.Gribskov[Role.Administrator]),
        new("administrator of Gribskov at the platform", "mm_operator", w.Platform, w.Gribskov[Role.Administrator]),
        new("operator in Gribskov", "mm_operator", w.Gribskov, w.Platform[Role.Operator]),
        new("nobody as operator", "mm_operator", null),
        new("checker of Gribskov", "mm_checker", w.Gribskov),
        new("checker of Hillerød", "mm_checker", w.Hilleroed),
        new("nobody as checker", "mm_checker", null),
        new("sign-in", "mm_signin", null),
    ];
}
