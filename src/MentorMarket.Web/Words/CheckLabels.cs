using MentorMarket.Domain.Rules;

namespace MentorMarket.Web.Words;

/// <summary>
/// What the check's findings mean for whoever reads them: why a line has no grant, and who must act before what is held moves.
/// </summary>
public static partial class Labels
{
    /// <summary>Who must act before what waits for a finding is paid, as the municipality reads it; nothing for what never holds.</summary>
    public static string WhoActs(FindingCode code, IStringLocalizer<SharedTexts> L) => code switch
    {
        FindingCode.E01 =>
            L["Borgeren skal kvittere med linket i kommunens brev. Har borgeren intet brev eller intet link, der virker, sender sagsbehandleren et nyt."],
        FindingCode.E02 =>
            L["Sagsbehandleren afklarer med borgeren, hvad der ikke passer. Er registreringen forkert, retter mentoren den; ellers kan borgeren ændre sit svar."],
        FindingCode.D04 =>
            L["Mentorens leverandør finder den registrering, der er forkert, og retter den. Ligger den hos en anden leverandør, må mentoren rette den der."],
        FindingCode.D05 =>
            L["Leverandørerne finder den registrering, der er forkert, og retter den. Sagsbehandleren kan se begge på borgerens forløb."],
        FindingCode.D07 => L["Borgeren skal kvittere igen for den rettede tid."],
        FindingCode.D08 => L["Mentoren skal rette tidspunktet, hvis det er forkert."],
        FindingCode.G05 =>
            L["Nogen i kommunen skal tage stilling: Må mentoren komme, sætter leverandøren mentoren på forløbet fra den dag, og fakturaen kontrolleres igen; ellers betales tiden ikke."],
        FindingCode.G06 => L["Teamlederen skal godkende bevillingen, og afgørelsen skal noteres sendt."],
        FindingCode.K01 or FindingCode.K02 or FindingCode.K03 => L["Kommunens økonomi skal rette konteringen."],
        FindingCode.F01 or FindingCode.F02 or FindingCode.F03 or FindingCode.F04 =>
            L["Fakturaen skal sendes retur, og leverandøren sender en ny med det, der mangler."],
        FindingCode.D01 or FindingCode.D02 or FindingCode.D03 or FindingCode.D06 or FindingCode.E03 or FindingCode.G01 or FindingCode.G02
            or FindingCode.G03 or FindingCode.G04
            or FindingCode.P01 or FindingCode.P02 or FindingCode.P04 or FindingCode.P05 or FindingCode.U01 or FindingCode.U02 => "",
    };
}
