using System.Buffers;
using System.Globalization;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Invoices;

namespace MentorMarket.Web.Words;

/// <summary>
/// What the domain's words are called on the screen, and the colour of a status: <c>&lt;mm-tag kind="@Labels.Kind(status)"&gt;</c>.
/// </summary>
public static partial class Labels
{
    /// <summary>Labels after each other: only the first begins with a capital.</summary>
    public static string Joined(IEnumerable<string> labels) =>
        string.Join(", ", labels.Select((label, place) => place == 0 ? label : InSentence(label)));

    /// <summary>Labels after each other within a sentence.</summary>
    public static string InSentence(IEnumerable<string> labels) => string.Join(", ", labels.Select(InSentence));

    /// <summary>A label within a sentence: without its capital, unless it begins with a name or an abbreviation.</summary>
    public static string InSentence(string label)
    {
        var first = label[..(label.AsSpan().IndexOfAnyExcept(Letters) is var end and >= 0 ? end : label.Length)];
        var staysAsItIs = first.Length == 0 || Names.Contains(first) || first.Skip(1).Any(char.IsUpper);
        return staysAsItIs ? label : char.ToLower(label[0], CultureInfo.CurrentUICulture) + label[1..];
    }

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzæøåéABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅÉ");

    // "Digital Post" and "Min Plan" are names; so are languages, in English alone.
    private static readonly HashSet<string> Names = ["Digital", "Min", "Kriminalforsorgen", "Kriminalforsorgens", "Ankestyrelsen",
        "Arabic", "Danish", "English", "Ukrainian"];

    public static string Of(GrantStatus status, IStringLocalizer<SharedTexts> L) => status switch
    {
        GrantStatus.Draft => L["Kladde"],
        GrantStatus.Submitted => L["Venter på godkendelse"],
        GrantStatus.Approved => L["Godkendt"],
        GrantStatus.Published => L["Offentliggjort"],
        GrantStatus.Accepted => L["I gang hos leverandør"],
        GrantStatus.Ended => L["Afsluttet"],
        GrantStatus.Discarded => L["Opgivet"],
        GrantStatus.Refused => L["Afslået"],
    };

    public static string Kind(GrantStatus status) => status switch
    {
        GrantStatus.Draft => "none",
        GrantStatus.Submitted => "warning",
        GrantStatus.Approved or GrantStatus.Published => "info",
        GrantStatus.Accepted => "success",
        GrantStatus.Ended or GrantStatus.Discarded => "none",
        GrantStatus.Refused => "error",
    };

    public static string Of(Purpose purpose, IStringLocalizer<SharedTexts> L) => purpose switch
    {
        Purpose.Job => L["Få eller beholde et job"],
        Purpose.Education => L["Begynde på eller gennemføre en uddannelse"],
    };

    public static string Of(TargetGroup group, IStringLocalizer<SharedTexts> L) => group switch
    {
        TargetGroup.InsuredUnemployed => L["Dagpengemodtager"],
        TargetGroup.JobReady => L["Kontanthjælp, jobparat"],
        TargetGroup.ActivityReady => L["Kontanthjælp, aktivitetsparat"],
        TargetGroup.EducationAssistance => L["Uddannelseshjælp"],
        TargetGroup.SicknessBenefit => L["Sygedagpenge"],
        TargetGroup.JobClarification => L["Jobafklaringsforløb"],
        TargetGroup.ResourceCourse => L["Ressourceforløb"],
        TargetGroup.Rehabilitation => L["Revalidering"],
        TargetGroup.FlexJob => L["Fleksjob"],
        TargetGroup.DisabilityPensionWithGoal => L["Førtidspension med job- eller uddannelsesmål"],
        TargetGroup.OrdinaryEducation => L["I ordinær uddannelse"],
        TargetGroup.OrdinaryEmployment => L["I ordinært arbejde"],
        TargetGroup.NoEarlierContact => L["Uden tidligere kontakt, på vej i uddannelse"],
        TargetGroup.Prisoner => L["Indsat med job- eller uddannelsesmål"],
        TargetGroup.IntegrationAct => L["Omfattet af integrationsloven"],
        TargetGroup.SeniorJob => L["I seniorjob"],
        TargetGroup.AdultApprentice => L["Voksenlærling"],
        TargetGroup.SelfSupporting => L["Selvforsørgende"],
        TargetGroup.UnderEighteen => L["Ung under 18 år"],
        TargetGroup.Pensioner => L["Folkepensionist"],
        TargetGroup.DisabilityPensionWithoutGoal => L["Førtidspension uden job- eller uddannelsesmål"],
        TargetGroup.UndefinedCircle => L["Ubestemt kreds uden individuel aftale"],
    };

    public static string Of(GoalKind goal, IStringLocalizer<SharedTexts> L) => goal switch
    {
        GoalKind.FindJob => L["Finde et ordinært job"],
        GoalKind.KeepJob => L["Beholde sit job"],
        GoalKind.StartEducation => L["Begynde på en uddannelse"],
        GoalKind.CompleteEducation => L["Gennemføre en uddannelse"],
        GoalKind.TakePartInOffer => L["Deltage aktivt i et tilbud"],
        GoalKind.MeetSteadily => L["Møde stabilt og til tiden"],
        GoalKind.EverydayStructure => L["Struktur i hverdagen"],
        GoalKind.AuthoritiesAndTreatment => L["Kontakt med myndigheder og behandling"],
        GoalKind.Network => L["Et netværk, der støtter arbejdslivet"],
        GoalKind.Clarity => L["Afklaring af job og uddannelse"],
    };

    public static string Of(MentorTask task, IStringLocalizer<SharedTexts> L) => task switch
    {
        MentorTask.WorkTasks => L["Konkrete opgaver på arbejdet eller i undervisningen"],
        MentorTask.WorkplaceCulture => L["Kultur, uskrevne regler og kolleger"],
        MentorTask.MeetOnTime => L["Komme op, møde og være der til tiden"],
        MentorTask.PractiseTransport => L["Øve transport til arbejde eller uddannelse"],
        MentorTask.Authorities => L["Breve, aftaler og samtaler med myndigheder"],
        MentorTask.Treatment => L["Holde fast i behandling"],
        MentorTask.Economy => L["Orden i økonomien"],
        MentorTask.JobSearch => L["Jobsøgning og virksomhedsbesøg"],
        MentorTask.PersonalCoping => L["Håndtere psykiske, sociale eller familiemæssige problemer, der står i vejen"],
        MentorTask.BuildNetwork => L["Opbygge og holde fast i et netværk"],
        MentorTask.Clarify => L["Afklare muligheder og hensyn"],
        MentorTask.DailyRoutines => L["Mad, søvn og daglige rutiner"],
        MentorTask.StudyGrant => L["Fra uddannelseshjælp til SU og andet ved studiestart"],
        MentorTask.PrepareForClass => L["Forberedelse til undervisning ved siden af alt det andet"],
        MentorTask.BeIncluded => L["Blive inddraget i hverdagen på stedet"],
        MentorTask.Despondency => L["Støtte ved modløshed"],
        MentorTask.UseTheSupport => L["Forstå og bruge den støtte, andre giver"],
        MentorTask.Appearance => L["Påklædning, hygiejne og fremtræden"],
        MentorTask.LanguageOrDiagnosis => L["Sprog, kultur, en bestemt diagnose eller misbrug"],
        MentorTask.HomeAndFamily => L["Almindelig daglig livsførelse, så borgeren kan deltage"],
    };

    public static string Of(Requirement requirement, IStringLocalizer<SharedTexts> L) => requirement switch
    {
        Requirement.MentalHealth => L["Erfaring med psykisk sygdom"],
        Requirement.SubstanceAbuse => L["Erfaring med misbrug"],
        Requirement.YoungPeople => L["Erfaring med unge"],
        Requirement.WorkplaceKnowledge => L["Kendskab til arbejdspladser"],
        Requirement.EducationKnowledge => L["Kendskab til uddannelser"],
        Requirement.Arabic => L["Taler arabisk"],
        Requirement.English => L["Taler engelsk"],
        Requirement.Ukrainian => L["Taler ukrainsk"],
        Requirement.Woman => L["Kvinde"],
        Requirement.Man => L["Mand"],
        Requirement.DrivingLicence => L["Kørekort"],
        Requirement.Evenings => L["Kan mødes om aftenen"],
    };

    public static string Of(AssignmentStatus status, IStringLocalizer<SharedTexts> L) => status switch
    {
        AssignmentStatus.Published => L["Offentliggjort"],
        AssignmentStatus.Accepted => L["I gang"],
        AssignmentStatus.Withdrawn => L["Trukket tilbage"],
        AssignmentStatus.Ended => L["Afsluttet"],
    };

    /// <summary>A assignment that somebody has taken begins on its first day, and is under way from then on.</summary>
    public static string? Ahead(DateOnly? startsOn, DateOnly today, IStringLocalizer<SharedTexts> L) =>
        startsOn is { } day && day > today ? L["Begynder {0}", Show.ShortDay(day, today)].Value : null;

    public static string Kind(AssignmentStatus status) => status switch
    {
        AssignmentStatus.Published => "info",
        AssignmentStatus.Accepted => "success",
        AssignmentStatus.Withdrawn or AssignmentStatus.Ended => "none",
    };

    public static string Of(EntryKind kind, IStringLocalizer<SharedTexts> L) => kind switch
    {
        EntryKind.Direct => L["Direkte kontakt"],
        EntryKind.NoShow => L["Udeblivelse"],
        EntryKind.Transport => L["Transport"],
        EntryKind.Preparation => L["Forberedelse"],
        EntryKind.Sick => L["Mentor syg"],
        EntryKind.Training => L["Uddannelse af mentor"],
        EntryKind.Other => L["Anden tid"],
    };

    public static string Of(PlaceType place, IStringLocalizer<SharedTexts> L) => place switch
    {
        PlaceType.Home => L["I borgerens hjem"],
        PlaceType.Workplace => L["På en arbejdsplads"],
        PlaceType.School => L["På et uddannelsessted"],
        PlaceType.Office => L["På et kontor"],
        PlaceType.Outdoors => L["Ude eller på vej sammen"],
        PlaceType.Video => L["Video"],
        PlaceType.Phone => L["Telefon"],
        PlaceType.Elsewhere => L["Et andet sted"],
    };

    /// <summary>The place as the citizen reads of it.</summary>
    public static string OfOwn(PlaceType place, IStringLocalizer<SharedTexts> L) => place == PlaceType.Home ? L["Hjemme hos dig"]
        : Of(place, L);

    public static string Of(CorrectionCode code, IStringLocalizer<SharedTexts> L) => code switch
    {
        CorrectionCode.WrongTime => L["Forkert tidspunkt"],
        CorrectionCode.WrongKind => L["Forkert art"],
        CorrectionCode.WrongCase => L["Forkert forløb"],
        CorrectionCode.WrongPlace => L["Forkert stedstype"],
        CorrectionCode.Duplicate => L["Registreret to gange"],
        CorrectionCode.Other => L["Anden årsag"],
    };

    public static string Of(Answer answer, IStringLocalizer<SharedTexts> L) => answer switch
    {
        Answer.Confirmed => L["Bekræftet af borgeren"],
        Answer.Disputed => L["Borgeren siger, at det ikke passer"],
    };

    public static string Kind(Answer answer) => answer switch
    {
        Answer.Confirmed => "success",
        Answer.Disputed => "error",
    };

    public static string Of(ReceiptChannel channel, IStringLocalizer<SharedTexts> L) => channel switch
    {
        ReceiptChannel.CitizenLink => L["Borgerens eget link"],
        ReceiptChannel.AttendanceList => L["Deltagerliste"],
        ReceiptChannel.Demo => L["Opdigtet til demoen"],
    };

    public static string Of(ReceiptStrength strength, IStringLocalizer<SharedTexts> L) => strength switch
    {
        ReceiptStrength.Strong => L["Stærk kvittering"],
        ReceiptStrength.Weak => L["Svag kvittering"],
    };

    public static string Of(InvoiceStatus status, IStringLocalizer<SharedTexts> L) => status switch
    {
        InvoiceStatus.Submitted => L["Modtaget"],
        InvoiceStatus.Checked => L["Kontrolleret"],
        InvoiceStatus.PartlyApproved => L["Delvis godkendt"],
        InvoiceStatus.Approved => L["Godkendt"],
        InvoiceStatus.Returned => L["Sendt retur"],
    };

    public static string Kind(InvoiceStatus status) => status switch
    {
        InvoiceStatus.Submitted => "none",
        InvoiceStatus.Checked => "info",
        InvoiceStatus.PartlyApproved => "warning",
        InvoiceStatus.Approved => "success",
        InvoiceStatus.Returned => "error",
    };

    public static string Of(Share share, IStringLocalizer<SharedTexts> L) => share switch
    {
        Share.Payable => L["Kan betales"],
        Share.Held => L["Tilbageholdt"],
        Share.Rejected => L["Afvist"],
    };

    public static string Kind(Share share) => share switch
    {
        Share.Payable => "success",
        Share.Held => "warning",
        Share.Rejected => "error",
    };

    /// <summary>A band of <see cref="AgeBand"/> in words.</summary>
    public static string OfAge(string band, IStringLocalizer<SharedTexts> L) => band == "under 18" ? L["under 18 år"] : L["{0} år", band];
}
