using MentorMarket.Web.Tenancy;
using MentorMarket.Web.Tests.Database;
using static MentorMarket.Web.Tests.Database.World;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>Every route of the portal and who may come there. A route that is missing here fails the tests, and so does a row without a route.</summary>
public static class Matrix
{
    private static readonly OrganisationKind[] Everywhere = [OrganisationKind.Municipality, OrganisationKind.Provider, OrganisationKind.AuditFirm];

    public static IReadOnlyList<Route> Routes { get; } =
    [
        Open("health/live"),
        Open("health/ready"),
        Open("account/language"),
        Open("accessibility"),
        Open("error/{status:int?}"),

        Open("account/login", ""),
        Open("account/logout", ""),
        Open("account/acceptinvitation", "Join", "Register"),
        Open("account/forgotpassword", ""),
        Open("account/resetpassword", ""),
        Open("account/recoverycode", ""),
        Open("account/setupfactor", ""),
        Open("account/twofactor", ""),
        Person("account/changepassword", ""),
        Person("account/organisations"),
        Person("account/profile", ""),
        Person("account/secondfactor", "Codes", "Reset", "Off"),

        Organisation("organisation/members"),
        Organisation("organisation/members/invite", posts: ["", "Revoke"]),
        Organisation("organisation/members/edit/{id:guid}", Members, ""),
        Organisation("organisation/members/end/{id:guid}", Members, ""),
    ];

    private static Route Open(string path, params string[] posts) => new(path, Door.Open, [], [], null, posts);

    private static Route Person(string path, params string[] posts) => new(path, Door.Person, [], [], null, posts);

    private static Route Organisation(string path, Func<World, Party, (Guid[], Guid[])>? ids = null, params string[] posts) =>
        new(path, Door.Member, Everywhere, [Role.Administrator], ids, posts);

    // Whoever is an administrator sees its own organisation's members.
    private static (Guid[] Own, Guid[] Foreign) Members(World w, Party home) =>
        ([.. home.People.Keys.Select(r => home.Memberships[r])], [.. w.Parties.Where(p => p != home).SelectMany(p => p.People.Keys.Select(r => p.Memberships[r]))]);
}
