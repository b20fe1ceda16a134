using MentorMarket.Domain.Grants;
using MentorMarket.Web.Pages.Municipality.Citizens;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Look;

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
