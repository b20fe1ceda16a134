namespace MentorMarket.Web.Words;

/// <summary>The words of how a assignment goes on and ends.</summary>
public static partial class Labels
{
    public static string Of(EndCorrection correction, IStringLocalizer<SharedTexts> L) => correction switch
    {
        EndCorrection.WrongDay => L["Forkert dag"],
        EndCorrection.WrongReason => L["Forkert grund"],
        EndCorrection.WrongText => L["Forkert tekst"],
        EndCorrection.TakenBack => L["Støtten går videre alligevel"],
    };

    public static string Of(RefusalGround ground, IStringLocalizer<SharedTexts> L) => ground switch
    {
        RefusalGround.NoJobOrEducationGoal => L["Der er ikke et mål om job eller uddannelse"],
        RefusalGround.ExcludedGroup => L["Borgeren hører ikke til en gruppe, der kan få mentorstøtte"],
        RefusalGround.NotDecisive => L["Støtte fra en mentor er ikke afgørende for at få eller beholde job, uddannelse eller tilbud"],
        RefusalGround.OtherCover => L["Behovet dækkes af en anden ordning"],
        RefusalGround.OrdinaryDuty => L["Behovet skal arbejdspladsen eller uddannelsesstedet selv dække"],
        RefusalGround.NoRight => L["Betingelserne for det særlige forløb er ikke opfyldt, eller retten er brugt"],
        RefusalGround.NotResident => L["Borgeren bor ikke i kommunen"],
        RefusalGround.NoAgreement => L["Borgeren ønsker ikke støtten"],
    };

    public static string Of(EndReason reason, IStringLocalizer<SharedTexts> L) => reason switch
    {
        EndReason.GoalReached => L["Målet er nået, eller perioden er gået som aftalt"],
        EndReason.CitizensWish => L["Borgerens ønske"],
        EndReason.Moved => L["Borgeren er flyttet"],
        EndReason.NoContact => L["Der kan ikke opnås kontakt"],
        EndReason.ProviderCouldNot => L["Leverandøren kunne ikke levere"],
        EndReason.Other => L["Andet"],
    };

    public static string Of(OutcomeStage stage, IStringLocalizer<SharedTexts> L) => stage switch
    {
        OutcomeStage.AtEnd => L["Ved afslutningen"],
        OutcomeStage.After3Months => L["3 måneder efter"],
        OutcomeStage.After6Months => L["6 måneder efter"],
    };

    public static string Of(OutcomeResult result, IStringLocalizer<SharedTexts> L) => result switch
    {
        OutcomeResult.Job => L["I job"],
        OutcomeResult.Education => L["I uddannelse"],
        OutcomeResult.Closer => L["Tættere på job eller uddannelse"],
        OutcomeResult.None => L["Ingen ændring"],
        OutcomeResult.Unknown => L["Vides ikke"],
    };

    public static string Of(GoalResult result, IStringLocalizer<SharedTexts> L) => result switch
    {
        GoalResult.Reached => L["Nået"],
        GoalResult.Partly => L["Delvist nået"],
        GoalResult.Not => L["Ikke nået"],
    };

    public static string Of(EntryAct act, IStringLocalizer<SharedTexts> L) => act switch
    {
        EntryAct.EmploymentAct => L["Lov om en aktiv beskæftigelsesindsats"],
        EntryAct.IntegrationAct => L["Integrationsloven"],
        EntryAct.OtherAct => L["En anden lov, fx serviceloven"],
    };
}
