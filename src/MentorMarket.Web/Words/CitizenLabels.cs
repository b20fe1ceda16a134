namespace MentorMarket.Web.Words;

/// <summary>What somebody needs to see a CPR number for.</summary>
public enum CprReason
{
    /// <summary>To find the citizen in another system of the municipality.</summary>
    OtherSystem,
    /// <summary>To send secure post.</summary>
    SecurePost,
    /// <summary>To be sure who the citizen is.</summary>
    Identify,
    /// <summary>To see whether the number is right.</summary>
    Verify,
    /// <summary>Something else, in words.</summary>
    Other,
}

/// <summary>What a moment in the citizen's case is about: the filter of the timeline.</summary>
public enum TimelineKind
{
    /// <summary>Grants and their decisions, assignments.</summary>
    Decision,
    /// <summary>Agreements and the mentors named in them.</summary>
    Agreement,
    /// <summary>Time entries with their receipts.</summary>
    Contact,
    /// <summary>Letters, links and documents.</summary>
    Letter,
    /// <summary>The duty to inform.</summary>
    InformationDuty,
    /// <summary>What invoices came to.</summary>
    Money,
    /// <summary>Who has seen who the citizen is.</summary>
    Access,
}

/// <summary>What is chosen about a citizen, in words.</summary>
public static partial class Labels
{
    public static string Of(CprReason reason, IStringLocalizer<SharedTexts> L) => reason switch
    {
        CprReason.OtherSystem => L["Finde borgeren i et andet af kommunens systemer"],
        CprReason.SecurePost => L["Sende sikker post"],
        CprReason.Identify => L["Være sikker på, hvem borgeren er"],
        CprReason.Verify => L["Se efter, om nummeret er rigtigt"],
        CprReason.Other => L["Andet"],
    };

    public static string Of(TimelineKind kind, IStringLocalizer<SharedTexts> L) => kind switch
    {
        TimelineKind.Decision => L["Afgørelse"],
        TimelineKind.Agreement => L["Aftale"],
        TimelineKind.Contact => L["Kontakt"],
        TimelineKind.Letter => L["Brev"],
        TimelineKind.InformationDuty => L["Orientering"],
        TimelineKind.Money => L["Faktura"],
        TimelineKind.Access => L["Visning af oplysninger"],
    };

    public static string Kind(TimelineKind kind) => kind switch
    {
        TimelineKind.Decision => "success",
        TimelineKind.Agreement or TimelineKind.Letter or TimelineKind.InformationDuty => "info",
        TimelineKind.Access => "warning",
        TimelineKind.Contact or TimelineKind.Money => "none",
    };

    public static string Of(InformationCause cause, IStringLocalizer<SharedTexts> L) => cause switch
    {
        InformationCause.DischargeNotice => L["Udskrivningsvarsel fra regionen"],
        InformationCause.Admission => L["Optagelse på uddannelse"],
        InformationCause.DiscoveredLater => L["I uddannelse, opdaget senere"],
        InformationCause.DropoutWarning => L["Frafaldstruet"],
        InformationCause.OwnEnquiry => L["Egen henvendelse"],
    };

    public static string Of(InformationStepKind step, IStringLocalizer<SharedTexts> L) => step switch
    {
        InformationStepKind.Told => L["Orienteret"],
        InformationStepKind.NotReached => L["Forsøgt, ikke truffet"],
        InformationStepKind.Wants => L["Ønsker støtte"],
        InformationStepKind.DoesNotWant => L["Ønsker ikke støtte"],
        InformationStepKind.GivenUp => L["Kunne ikke træffes; afsluttet"],
    };

    public static string Of(InformationWay way, IStringLocalizer<SharedTexts> L) => way switch
    {
        InformationWay.Meeting => L["Ved et møde"],
        InformationWay.Phone => L["På telefon"],
        InformationWay.SecurePost => L["Med sikker post"],
        InformationWay.ThroughOthers => L["Gennem sygehus eller uddannelsessted"],
    };

    public static string Of(InformationState state, IStringLocalizer<SharedTexts> L) => state switch
    {
        InformationState.Open => L["Skal orienteres"],
        InformationState.Overdue => L["Fristen er overskredet"],
        InformationState.Told => L["Orienteret, afventer svar"],
        InformationState.Answered => L["Besvaret"],
    };

    public static string Kind(InformationState state) => state switch
    {
        InformationState.Open => "warning",
        InformationState.Overdue => "error",
        InformationState.Told => "info",
        InformationState.Answered => "success",
    };
}
