using MentorMarket.Domain.Grants;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Look;

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
    Inform,
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
        TimelineKind.Inform => L["Orientering"],
        TimelineKind.Money => L["Faktura"],
        TimelineKind.Access => L["Opslag af oplysninger"],
    };

    public static string Kind(TimelineKind kind) => kind switch
    {
        TimelineKind.Decision => "success",
        TimelineKind.Agreement or TimelineKind.Letter or TimelineKind.Inform => "info",
        TimelineKind.Access => "warning",
        TimelineKind.Contact or TimelineKind.Money => "none",
    };

    public static string Of(InformCause cause, IStringLocalizer<SharedTexts> L) => cause switch
    {
        InformCause.DischargeNotice => L["Udskrivningsvarsel fra regionen"],
        InformCause.Admission => L["Optagelse på uddannelse"],
        InformCause.DiscoveredLater => L["I uddannelse, opdaget senere"],
        InformCause.DropoutWarning => L["Frafaldstruet"],
        InformCause.OwnEnquiry => L["Egen henvendelse"],
    };

    public static string Of(InformStepKind step, IStringLocalizer<SharedTexts> L) => step switch
    {
        InformStepKind.Told => L["Orienteret"],
        InformStepKind.NotReached => L["Forsøgt, ikke truffet"],
        InformStepKind.Wants => L["Ønsker støtte"],
        InformStepKind.DoesNotWant => L["Ønsker ikke støtte"],
        InformStepKind.GivenUp => L["Kunne ikke træffes; afsluttet"],
    };

    public static string Of(InformWay way, IStringLocalizer<SharedTexts> L) => way switch
    {
        InformWay.Meeting => L["Ved et møde"],
        InformWay.Phone => L["På telefon"],
        InformWay.SecurePost => L["Med sikker post"],
        InformWay.ThroughOthers => L["Gennem sygehus eller uddannelsessted"],
    };

    public static string Of(InformState state, IStringLocalizer<SharedTexts> L) => state switch
    {
        InformState.Open => L["Skal orienteres"],
        InformState.Overdue => L["Fristen er overskredet"],
        InformState.Told => L["Orienteret, afventer svar"],
        InformState.Answered => L["Besvaret"],
    };

    public static string Kind(InformState state) => state switch
    {
        InformState.Open => "warning",
        InformState.Overdue => "error",
        InformState.Told => "info",
        InformState.Answered => "success",
    };
}
