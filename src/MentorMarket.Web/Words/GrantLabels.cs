using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Words;

/// <summary>The words of a grant on the screen.</summary>
public static partial class Labels
{
    public static string Of(GrantKind kind, IStringLocalizer<SharedTexts> L) => kind switch
    {
        GrantKind.New => L["Ny bevilling"],
        GrantKind.Extension => L["Forlængelse"],
        GrantKind.Change => L["Ændring"],
    };

    public static string Of(Programme programme, IStringLocalizer<SharedTexts> L) => programme switch
    {
        Programme.Ordinary => L["Almindelig mentorstøtte"],
        Programme.DischargeCoordinator => L["Udskrivningskoordinator"],
        Programme.EducationTransition => L["Overgang til uddannelse"],
        Programme.LoneParent => L["Enlig forsørger på vej i uddannelse"],
        Programme.ReleasedFromPrison => L["Løsladt, udslusningskoordinator"],
    };

    public static string Of(MentorKind kind, IStringLocalizer<SharedTexts> L) => kind switch
    {
        MentorKind.External => L["Ekstern mentor eller firma"],
        MentorKind.CompanyEmployee => L["Medarbejder i virksomheden (frikøb)"],
        MentorKind.InstitutionEmployee => L["Medarbejder på uddannelsesstedet (frikøb)"],
        MentorKind.Municipal => L["Ansat i kommunen"],
    };

    public static string Of(LegalBasis basis, IStringLocalizer<SharedTexts> L) => basis switch
    {
        LegalBasis.EmploymentAct => L["Lov om en aktiv beskæftigelsesindsats §§ 167-171"],
        LegalBasis.IntegrationAct => L["Integrationsloven § 23 d"],
    };

    public static string Of(Aim aim, IStringLocalizer<SharedTexts> L) => aim switch
    {
        Aim.KeepOrFurther => L["Bevare eller fremme tilknytningen til arbejdsmarkedet"],
        Aim.Closer => L["Komme tættere på job eller uddannelse"],
        Aim.TakePart => L["Deltage aktivt i et tilbud, der fører mod job"],
    };

    public static string Of(ProblemTag problem, IStringLocalizer<SharedTexts> L) => problem switch
    {
        ProblemTag.PhysicalTrouble => L["Fysiske gener, der ofte fører til sygemelding"],
        ProblemTag.WeakNetwork => L["Svagt, uddannelsesfjernt eller arbejdsfjernt netværk"],
        ProblemTag.DayAndNight => L["Døgnrytme, der ikke passer til faste tider"],
        ProblemTag.Abuse => L["Misbrug"],
        ProblemTag.GroupsWithoutNorms => L["Tilknytning til grupper uden normer for lovlig selvforsørgelse"],
        ProblemTag.LittleJobExperience => L["Ingen eller kun lidt erfaring med job"],
        ProblemTag.Psychological => L["Psykiske problemer, også social angst"],
        ProblemTag.LanguageAndCulture => L["Sprog og kultur"],
        ProblemTag.Health => L["Helbred"],
    };

    public static string Of(ContentType content, IStringLocalizer<SharedTexts> L) => content switch
    {
        ContentType.Professional => L["Fagligt"],
        ContentType.Personal => L["Personligt"],
        ContentType.Practical => L["Praktisk"],
        ContentType.Clarifying => L["Afklarende"],
    };

    public static string Of(NeighbouringScheme check, IStringLocalizer<SharedTexts> L) => check switch
    {
        NeighbouringScheme.EducationSupport => L["Uddannelsesstedets elevcoach eller SPS"],
        NeighbouringScheme.EmployersDuty => L["Det, en arbejdsgiver ellers gør for sine ansatte"],
        NeighbouringScheme.PrisonMentor => L["Kriminalforsorgens egen mentor"],
        NeighbouringScheme.ContactPersonUnder25 => L["Kontaktperson for unge under 25 (kan selv være mentor)"],
        NeighbouringScheme.PersonalAssistance => L["Personlig assistance i erhverv"],
        NeighbouringScheme.SocialPedagogical => L["Socialpædagogisk støtte (serviceloven § 85)"],
        NeighbouringScheme.CitizenManagedAssistance => L["Borgerstyret personlig assistance, BPA (serviceloven § 96)"],
        NeighbouringScheme.SpecialTreatment => L["Særlig behandlingsmæssig bistand (serviceloven § 102)"],
        NeighbouringScheme.HousingSupport => L["Bostøtte"],
        NeighbouringScheme.ContactSupport => L["Støttekontaktperson"],
        NeighbouringScheme.CoordinatingCaseworker => L["Koordinerende sagsbehandler"],
    };

    public static string Of(SchemeAnswer answer, IStringLocalizer<SharedTexts> L) => answer switch
    {
        SchemeAnswer.NotRelevant => L["Ikke relevant"],
        SchemeAnswer.Beside => L["Ved siden af"],
        SchemeAnswer.Covers => L["Dækker behovet"],
    };

    /// <summary>The target groups to choose among: those with rights first, those that cannot be granted last and named so.</summary>
    public static IReadOnlyList<SelectListItem> TargetGroups(IStringLocalizer<SharedTexts> L)
    {
        var groups = new Dictionary<Access, SelectListGroup>
        {
            [Access.HasRights] = new() { Name = L["Målgrupper i LAB § 6"] },
            [Access.MayBeGranted] = new() { Name = L["Andre, der kan få mentorstøtte"] },
            [Access.Excluded] = new() { Name = L["Kan ikke få mentorstøtte"] },
        };
        return [.. Enum.GetValues<TargetGroup>().OrderBy(Order)
            .Select(g => new SelectListItem(Of(g, L), g.ToString()) { Group = groups[Target.AccessOf(g)] })];

        static int Order(TargetGroup group) =>
            Target.AccessOf(group) switch { Access.HasRights => 0, Access.MayBeGranted => 1, Access.Excluded => 2 };
    }

    /// <summary>The tasks to choose among, under the content they belong to.</summary>
    public static IReadOnlyList<SelectListItem> Tasks(IStringLocalizer<SharedTexts> L)
    {
        var groups = Enum.GetValues<ContentType>().ToDictionary(c => c, c => new SelectListGroup { Name = Of(c, L) });
        return [.. Enum.GetValues<MentorTask>().OrderBy(t => Content.Of(t))
            .Select(t => new SelectListItem(Of(t, L), t.ToString()) { Group = groups[Content.Of(t)] })];
    }
}
