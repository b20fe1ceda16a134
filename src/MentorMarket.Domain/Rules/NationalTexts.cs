using static MentorMarket.Domain.Rules.FindingCode;

namespace MentorMarket.Domain.Rules;

/// <summary>The words of each code. A set whose words differ in more than the authority's name gets texts of its own.</summary>
internal static class NationalTexts
{
    private static readonly Wording Guidance7 = new(
        "Vejledning om mentorstøtte, afsnit 7 (timer med direkte kontakt; redegørelse for det faktiske timeforbrug)",
        "National guidance on mentor support, section 7 (hours of direct contact; account of actual hours)");

    private static readonly Wording Guidance7Excluded = new(
        "Vejledning om mentorstøtte, afsnit 7 (transport, forberedelse, sygdom, uddannelse og overhead betales ikke)",
        "National guidance on mentor support, section 7 (transport, preparation, sickness, training and overhead are not paid)");

    private static readonly Wording Receipt = new(
        "Fokusrevision 2019: levering skal kvitteres (deltagerliste eller anden kvittering)",
        "Focus audit 2019: delivery is receipted (attendance list or another receipt)");

    private static readonly Wording GrantHours = Of(Paragraphs.Hours, "timer om ugen fastsættes i bevillingen",
        "the grant sets the hours per week");

    private static readonly Wording GrantPeriod = Of(Paragraphs.Period, "bevilling for en periode på højst 6 måneder ad gangen",
        "a grant runs for at most 6 months at a time");

    private static readonly Wording Decision = Of("LAB § 204, vejl. kap. 6", "støtte er en afgørelse, der sendes til borgeren",
        "support is a decision that is sent to the citizen");

    private static readonly Wording Agreement = Of("LAB § 168", "og den indgåede aftale med leverandøren",
        "and the agreement with the provider");

    private static readonly Wording EInvoice = new(
        "Lov om offentlige betalinger § 1 og bekendtgørelse om elektronisk afregning § 3",
        "Act on public payments § 1 and order on electronic settlement § 3");

    private static readonly Wording Accounts = new(
        "Budget- og regnskabssystem for kommuner, funktion 5.68.90",
        "Budget and accounting system for municipalities, function 5.68.90");

    private static readonly Wording Bookkeeping = new(
        "Bogføringsloven § 9 (hvert bilag bogføres én gang)",
        "Bookkeeping act § 9 (each voucher is booked once)");

    public static FindingRule Rule(FindingCode code, Period inForce, string authority, string authorityEnglish)
    {
        var (titleDanish, titleEnglish, danish, english, source) = Texts(code);
        return new FindingRule(
            code,
            RuleSet.EffectOf(code),
            new Wording(titleDanish, titleEnglish),
            new Wording(Named(danish, authority), Named(english, authorityEnglish)),
            source,
            inForce);
    }

    private static Wording Of(string source, string danish, string english) =>
        new($"{Paragraphs.In(source, true)} ({danish})", $"{Paragraphs.In(source, false)} ({english})");

    private static string Named(string text, string authority)
    {
        var named = text.Replace("{authority}", authority, StringComparison.Ordinal);
        return char.ToUpperInvariant(named[0]) + named[1..];
    }

    private static (string TitleDanish, string TitleEnglish, string Danish, string English, Wording Source) Texts(FindingCode code) =>
        code switch
        {
            D01 => ("Ingen levering", "No delivery",
                "Der er ingen registreret levering i direkte kontakt bag linjen.",
                "No delivery in direct contact is registered behind the line.", Guidance7),
            D02 => ("Faktureret mere end leveret", "Billed more than delivered",
                "Linjen fakturerer flere minutter, end der er registreret som leveret.",
                "The line bills more minutes than are registered as delivered.", Guidance7),
            D03 => ("Ikke direkte kontakt", "Not direct contact",
                "{authority} betaler kun for timer med direkte kontakt; udeblivelse, transport, forberedelse, sygdom og uddannelse betales ikke.",
                "{authority} pays only for hours of direct contact; no-show, transport, preparation, sickness and training are not paid.",
                    Guidance7Excluded),
            D04 => ("Mentor har to ting samtidig", "Mentor in two places",
                "Registreringen overlapper i tid med en anden registrering af samme mentor; beløbet tilbageholdes, til det er afklaret.",
                "The entry overlaps in time with another entry of the same mentor; the amount is held until that is settled.", Guidance7),
            D05 => ("Borger har to ting samtidig", "Citizen in two places",
                "Registreringen overlapper i tid med en anden registrering for samme borger; beløbet tilbageholdes, til det er afklaret.",
                "The entry overlaps in time with another entry of the same citizen; the amount is held until that is settled.", Guidance7),
            D06 => ("Registreret sent", "Registered late",
                "Tiden er registreret mere end 14 døgn efter, at den sluttede, eller det antal, kommunen har besluttet. Det ændrer ikke betalingen.",
                "The time was registered more than 14 times 24 hours, or what the municipality decided, after it ended. That does not change the payment.",
                    Guidance7),
            D07 => ("Ændret efter kvittering", "Changed after confirmation",
                "Registreringen er ændret, efter at borgeren kvitterede; den tilbageholdes, til borgeren kvitterer igen.",
                "The entry was changed after the citizen confirmed it; it is held until confirmed anew.", Receipt),
            D08 => ("Usandsynligt tidspunkt", "Implausible times",
                "Registreringen slutter, før den begynder, er længere end 12 timer, eller slutter, efter at den blev registreret.",
                "The entry ends before it starts, is longer than 12 hours, or ends after it was registered.", Guidance7),
            E01 => ("Ikke kvitteret", "Not receipted",
                "Hverken borgeren eller en anden godkendt kvittering bekræfter leveringen endnu; beløbet tilbageholdes.",
                "Neither the citizen nor another accepted receipt confirms the delivery yet; the amount is held.", Receipt),
            E02 => ("Borgeren er uenig", "Disputed by the citizen",
                "Borgeren har sagt, at det ikke passer; beløbet tilbageholdes, til {authority} har afklaret det.",
                "The citizen says it is not right; the amount is held until {authority} has settled it.", Receipt),
            E03 => ("Intet trin på et mål", "No step on a goal",
                "Mentoren har ikke angivet et trin på noget mål for registreringen. Det ændrer ikke betalingen.",
                "The mentor has given no step on any goal for the entry. That does not change the payment.", Guidance7),
            F01 => ("EAN-nummer mangler", "EAN number missing",
                "Fakturaen mangler modtagerens EAN-nummer og går retur.",
                "The invoice lacks the receiver's EAN number and is returned.", EInvoice),
            F02 => ("Ordrereference mangler", "Order reference missing",
                "Fakturaen mangler ordrereference og går retur.",
                "The invoice lacks an order reference and is returned.", EInvoice),
            F03 => ("Personreference mangler", "Person reference missing",
                "Fakturaen mangler personreference og går retur.",
                "The invoice lacks a person reference and is returned.", EInvoice),
            F04 => ("Kontostreng mangler", "Account string missing",
                "Fakturaen mangler kontostreng og går retur.",
                "The invoice lacks an account string and is returned.", EInvoice),
            G01 => ("Uden for bevillingens periode", "Outside the grant's period",
                "Leveringen ligger uden for den periode, {authority} har bevilget.",
                "The delivery lies outside the period that {authority} granted.", GrantPeriod),
            G02 => ("Over bevillingens timer i ugen", "Over the week's hours",
                "Der er leveret flere minutter i ugen, end {authority} har bevilget.",
                "More minutes were delivered in the week than {authority} granted.", GrantHours),
            G03 => ("Over bevillingens timer i alt", "Over the hours in all",
                "Der er leveret flere minutter i alt, end {authority} har bevilget.",
                "More minutes were delivered in all than {authority} granted.", GrantHours),
            G04 => ("Ingen bevilling", "No grant",
                "Linjen nævner ingen bevilling, som {authority} har givet til denne leverandør.",
                "The line names no grant that {authority} gave to this provider.", Agreement),
            G05 => ("Mentor ikke i bevillingen", "Mentor not in the grant",
                "Bevillingen nævner bestemte mentorer, og denne er ikke en af dem; beløbet tilbageholdes.",
                "The grant names its mentors and this is none of them; the amount is held.", Agreement),
            G06 => ("Bevilling ikke i kraft", "Grant not in force",
                "Bevillingen er ikke godkendt, eller afgørelsen er ikke sendt; beløbet tilbageholdes.",
                "The grant is not approved, or the decision is not sent; the amount is held.", Decision),
            K01 => ("Ukendt kontering", "Unknown account code",
                "Konteringen findes ikke i {authority}s kontoplan; beløbet tilbageholdes.",
                "The account code is not in the chart of accounts; the amount is held.", Accounts),
            K02 => ("Forkert kontering", "Wrong account code",
                "Konteringen passer ikke til målgruppen og leveringsdatoen; beløbet tilbageholdes.",
                "The account code does not fit the target group and the date of delivery; the amount is held.", Accounts),
            K03 => ("Refusion på række uden refusion", "Refund on a row without refund",
                "Der er sat statsrefusion på en række uden refusion; beløbet tilbageholdes.",
                "State refund is set on an account row without refund; the amount is held.", Accounts),
            P01 => ("Timepris over den aftalte", "Rate above the agreed",
                "Linjens timepris er højere end den aftalte; der betales efter aftalen.",
                "The line's rate is above the agreed one; the agreed rate is paid.", Agreement),
            P02 => ("Timepris over prisloftet", "Rate above the price ceiling",
                "Prisloftet er lavere end både linjens og aftalens timepris; der betales efter prisloftet.",
                "The price ceiling is below both the line's and the agreed rate; the ceiling is paid.", Agreement),
            P04 => ("Beløb uden timer", "Amount without hours",
                "{authority} betaler ikke transport, gebyrer, uddannelse eller overhead; kun timer med direkte kontakt.",
                "{authority} does not pay transport, fees, training or overhead; only hours of direct contact.", Guidance7Excluded),
            P05 => ("Beløbet stemmer ikke", "Amount does not add up",
                "Beløbet er ikke minutter gange timepris.",
                "The amount is not minutes times rate.", Bookkeeping),
            U01 => ("Timerne er allerede faktureret", "Hours already billed",
                "En tidligere fakturalinje har allerede taget de samme minutter.",
                "An earlier invoice line already took the same minutes.", Bookkeeping),
            U02 => ("Samme fakturalinje to gange", "Same invoice line twice",
                "Leverandøren har allerede faktureret samme fakturanummer og linjenummer.",
                "The provider already billed the same invoice number and line number.", Bookkeeping),
        };
}
