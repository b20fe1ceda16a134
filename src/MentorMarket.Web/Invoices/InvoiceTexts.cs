namespace MentorMarket.Web.Invoices;

/// <summary>What is said of a line whose grant is missing or not in force.</summary>
public static class InvoiceTexts
{
    public static string Of(MissingGrant missing, IStringLocalizer<SharedTexts> L) => missing switch
    {
        MissingGrant.Unknown => L["Linjens forløb er ikke et, som leverandøren har i kommunen."],
        MissingGrant.OfAnotherProvider => L["Linjens forløb er en anden leverandørs."],
        MissingGrant.InAnotherMunicipality => L["Linjens forløb er leverandørens, men i en anden kommune."],
        MissingGrant.UnderAnotherAct => L["Linjen nævner en registrering, der er leveret efter en anden lov end bevillingens."],
    };

    /// <summary>Which decision is missing, or what is missing of one that there is.</summary>
    public static string Of(DecisionBehind decision, string assignment, IStringLocalizer<SharedTexts> L) => decision switch
    {
        { DecidedAt: null } => L["Der mangler en afgørelse: Bevillingen bag forløbet {0} er ikke godkendt.", assignment],
        { DecidedAt: { } at, IsSent: false } =>
            L["Afgørelsen om bevillingen bag forløbet {0} er fra {1}, men den er ikke noteret sendt til borgeren.", assignment,
            Show.Date(DanishTime.DateOf(at))],
        { DecidedAt: { } at } =>
            L["Afgørelsen om bevillingen bag forløbet {0} er fra {1} og noteret sendt til borgeren. Den næste kontrol regner med den.",
            assignment, Show.Date(DanishTime.DateOf(at))],
    };
}
