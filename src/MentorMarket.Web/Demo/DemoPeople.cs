namespace MentorMarket.Web.Demo;

internal sealed record DemoOrganisation(OrganisationKind Kind, string Slug, string Name)
{
    public Guid Id { get; } = Named.Id("organisation", Slug);
}

/// <summary>A person of the demo in an organisation. Another membership of the same person has the same user name.</summary>
/// <param name="Sample">The mentor's name in the sample year, if any.</param>
internal sealed record DemoMember(DemoOrganisation Organisation, string UserName, string Name, Role[] Roles, string Sample = "")
{
    public Guid Person { get; } = Named.Id("person", UserName);
    public string Phone => $"00 00 {Named.Number(90, UserName, "a") + 10} {Named.Number(90, UserName, "b") + 10}";
}

/// <summary>Organisations and persons of the demo; every person is plainly invented.</summary>
internal static class DemoPeople
{
    public static readonly IReadOnlyList<DemoOrganisation> Organisations =
    [
        new(OrganisationKind.Municipality, "gribskov", "Gribskov Kommune (demo)"),
        new(OrganisationKind.Municipality, "hilleroed", "Hillerød Kommune (demo)"),
        new(OrganisationKind.Municipality, "broenderslev", "Brønderslev Kommune (demo)"),
        new(OrganisationKind.Provider, "nordmentor", "Nordmentor (demo)"),
        new(OrganisationKind.Provider, "stoettepunkt", "Støttepunkt (demo)"),
        new(OrganisationKind.Provider, "vejviser", "Vejviser (demo)"),
        new(OrganisationKind.AuditFirm, "revision-nord", "Revision Nord (demo)"),
        new(OrganisationKind.Platform, "platform", "MentorMarket (demo)"),
    ];

    private static readonly string[] MentorNames =
    [
        "Anna Eksempel", "Bo Prøvesen", "Clara Demosen", "David Testrup", "Ellen Opdigt", "Frede Påfund", "Gry Mønster", "Hans Skabelon",
        "Ida Eksempel", "Jens Prøvesen", "Karen Demosen", "Lars Testrup", "Mona Opdigt", "Niels Påfund", "Olga Mønster", "Per Skabelon",
        "Rita Eksempel", "Sune Prøvesen", "Tove Demosen", "Ulrik Testrup", "Vera Opdigt", "Walter Påfund", "Yrsa Mønster", "Åge Skabelon",
    ];

    public static readonly IReadOnlyList<DemoMember> Members = [.. All()];

    /// <summary>Works for two providers, so that the choice of organisation and overlaps across providers can be seen.</summary>
    public static DemoMember MentorOfTwo =>
        Members.First(m => m.Organisation.Slug == "nordmentor" && m.UserName.EndsWith("@vejviser.example", StringComparison.Ordinal));

    public static DemoOrganisation Organisation(string slug) => Organisations.Single(o => o.Slug == slug);

    public static DemoMember Member(string userName) => Members.First(m => m.UserName == userName);

    public static DemoMember Mentor(string sample) => Members.Single(m => m.Sample == sample);

    private static IEnumerable<DemoMember> All()
    {
        foreach (var municipality in Organisations.Where(o => o.Kind == OrganisationKind.Municipality))
        {
            var place = municipality.Name.Split(' ')[0];
            yield return new(municipality, $"sagsbehandler@{municipality.Slug}.example", $"Demo Sagsbehandler {place}", [Role.Caseworker]);
            yield return new(municipality, $"sagsbehandler2@{municipality.Slug}.example", $"Demo Sagsbehandler To {place}",
                [Role.Caseworker]);
            yield return new(municipality, $"teamleder@{municipality.Slug}.example", $"Demo Teamleder {place}", [Role.TeamLeader]);
            yield return new(municipality, $"oekonomi@{municipality.Slug}.example", $"Demo Økonomi {place}", [Role.Finance]);
            yield return new(municipality, $"administrator@{municipality.Slug}.example", $"Demo Administrator {place}",
                [Role.Administrator]);
        }
        var providers = Organisations.Where(o => o.Kind == OrganisationKind.Provider).ToList();
        for (var p = 0; p < providers.Count; p++)
        {
            var provider = providers[p];
            yield return new(provider, $"koordinator@{provider.Slug}.example", $"Demo Koordinator {provider.Name.Split(' ')[0]}",
                [Role.Coordinator, Role.Administrator]);
            for (var m = 0; m < 8; m++)
            {
                yield return new(provider, $"mentor{m + 1}@{provider.Slug}.example", MentorNames[(p * 8) + m], [Role.Mentor],
                    $"{provider.Slug[..4]}-m00{m}");
            }
        }
        yield return new(Organisation("nordmentor"), "mentor8@vejviser.example", MentorNames[23], [Role.Mentor]);
        yield return new(Organisation("revision-nord"), "revisor@revision-nord.example", "Demo Revisor", [Role.Auditor]);
        yield return new(Organisation("revision-nord"), "administrator@revision-nord.example", "Demo Administrator Revision",
            [Role.Administrator]);
        yield return new(Organisation("platform"), "drift@platform.example", "Demo Drift", [Role.Operator, Role.Administrator]);
    }
}
