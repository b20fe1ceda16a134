using static MentorMarket.Web.Tests.Database.World;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>Somebody with a browser, and the words that must never come to it.</summary>
public sealed record Principal(string Name, HttpClient Browser, Party? Home, Role? Role, Case? Citizen, string[] Forbidden) : IDisposable
{
    public override string ToString() => Name;

    public void Dispose() => Browser.Dispose();

    /// <summary>Nobody, each role of each organisation, and citizens of both municipalities.</summary>
    public static async Task<IReadOnlyList<Principal>> AllAsync(PortalApp app, World w)
    {
        var all = new List<Principal> { new("anonymous", app.Anonymous(), null, null, null, ["CANARY-"]) };
        foreach (var party in w.Parties)
        {
            foreach (var (role, person) in party.People)
            {
                all.Add(new($"{role} of {party.Slug}", await app.LogInAsync(person), party, role, null, ForbiddenTo(w, party)));
            }
        }
        foreach (var c in new[] { w.Live, w.Ended, w.ElsewhereLive })
        {
            all.Add(new($"citizen {c.Name} of {c.Municipality.Slug}", await app.OpenLinkAsync(c.Link, c.Municipality.Id, c.Citizen), null,
                null, c,
                [.. w.Cases.Where(o => o != c).Select(o => o.Identity + "-")
                    .Concat(w.Parties.Where(p => p.Kind == OrganisationKind.Municipality && p != c.Municipality).Select(p => p.Canary))]));
        }
        return all;
    }

    private static string[] ForbiddenTo(World w, Party home) => home.Kind switch
    {
        OrganisationKind.Municipality =>
            [.. w.Parties.Where(p => p.Kind == OrganisationKind.Municipality && p != home).Select(p => p.Canary)],
        // Who the citizen is, only while it works with them; what other providers write, never.
        OrganisationKind.Provider =>
        [
            .. w.Cases.Where(c => c.Provider != home || (c != w.Live && c != w.ElsewhereLive)).Select(c => c.Identity),
            .. w.Parties.Where(p => p.Kind == OrganisationKind.Provider && p != home).Select(p => p.Canary),
        ],
        OrganisationKind.AuditFirm =>
            [.. w.Cases.Select(c => c.Identity), .. w.Parties.Where(p => p.Kind == OrganisationKind.Municipality && !Audits(w, home, p))
            .Select(p => p.Canary)],
        OrganisationKind.Platform => [.. w.Parties.Where(p => p != home).Select(p => p.Canary)],
    };

    private static bool Audits(World w, Party auditor, Party municipality) =>
        (auditor == w.Revision && municipality == w.Gribskov) || (auditor == w.NotesRevision && municipality == w.Hilleroed);
}
