using System.Globalization;
using MentorMarket.Domain.Documents;

namespace MentorMarket.Web.Documents;

/// <summary>From whom, to whom, and about which grant.</summary>
/// <param name="Language">The citizen's.</param>
public sealed record Letterhead(string Municipality, string Citizen, string Address, string Language, string Grant, DateOnly Date);

/// <summary>Writes the documents of a grant, in the citizen's language whatever the caseworker reads the portal in.</summary>
public static class Letters
{
    public static Sheet Write(DocumentKind kind, Letterhead head, GrantFacts facts, IStringLocalizer<SharedTexts> L)
    {
        facts = facts.For(kind);
        var reader = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(head.Language == "en" ? "en" : "da-DK");
        try
        {
            var (title, blocks) = kind switch
            {
                DocumentKind.DecisionLetter => Decision(head, facts, L),
                DocumentKind.Agreement => Agreement(head, facts, L),
                DocumentKind.MinPlan => MinPlan(facts, L),
                DocumentKind.MentorLetter => Mentor(head, facts, L),
                DocumentKind.Refusal => Refusal(head, facts, L),
                DocumentKind.Pause => Pause(head, facts, L),
                DocumentKind.End => End(head, facts, L),
            };
            return new(title, head.Language == "en" ? "en" : "da", head.Municipality,
                [head.Citizen, .. head.Address.Split([", ", "\n"], StringSplitOptions.RemoveEmptyEntries)],
                head.Date, kind == DocumentKind.Refusal ? L["Sag {0}", head.Grant] : L["Bevilling {0}", head.Grant], blocks);
        }
        finally
        {
            CultureInfo.CurrentUICulture = reader;
        }
    }

    // A decision states what is granted, why, and under which law, and how to complain. Source: Forvaltningsloven §§ 22, 24 and 25; LAB §
    // 204.
    private static (string, Block[]) Decision(Letterhead head, GrantFacts facts, IStringLocalizer<SharedTexts> L) => (Title(facts.Kind, L),
    [
        new Paragraph(Opening(facts.Kind, L)),
        new Heading(L["Det har du fået bevilget"]),
        new Facts(
        [
            new(L["Formål"], facts.Say(LetterFact.Purpose, L)),
            new(L["Dine mål"], facts.Say(LetterFact.Goals, L)),
            new(L["Mentorens opgaver"], facts.Say(LetterFact.Tasks, L)),
            new(L["Timer"], facts.Say(LetterFact.Hours, L)),
            new(L["Periode"], facts.Say(LetterFact.Period, L)),
        ]),
        new Heading(L["Derfor har du fået bevillingen"]),
        .. facts.Reason.Length > 0 ? new Block[] { new Paragraph(facts.Reason) } : [],
        .. facts.Say(LetterFact.Change, L).Select(said => new Paragraph(said)),
        new Paragraph(L["Du hører til denne gruppe i loven: {0}.", string.Join(' ', facts.Say(LetterFact.TargetGroup, L))]),
        new Heading(L["De regler, afgørelsen bygger på"]),
        new Paragraph(Basis(facts, head.Date, L)),
        new Paragraph(
            L["Når du får at vide, hvem din mentor er, får du en aftale om støtten. Ændrer kommunen bevillingen, får du en ny afgørelse."]),
        new Heading(L["Hvis du er uenig"]),
        new Paragraph(Complaint(facts, head, L)),
        new Paragraph(L["Venlig hilsen"] + "\n" + head.Municipality),
    ]);

    // Exactly the six things that the municipality's own standard asks of the agreement. Source: service standard, "Aftale om
    // mentorstøtten".
    private static (string, Block[]) Agreement(Letterhead head, GrantFacts facts, IStringLocalizer<SharedTexts> L) =>
        (L["Aftale om mentorstøtte"],
    [
        new Paragraph(L["Aftalen er mellem {0} og {1}.", head.Citizen, head.Municipality]),
        new Facts(
        [
            new(L["1. Målet med støtten"], facts.Say(LetterFact.Goals, L)),
            new(L["2. Mentorens navn og kontaktdata"], [.. facts.Say(LetterFact.Mentor, L), .. facts.Say(LetterFact.MentorContact, L)]),
            new(L["3. Det skal mentoren hjælpe med"], facts.Say(LetterFact.Tasks, L)),
            new(L["4. Varighed"], facts.Say(LetterFact.Period, L)),
            new(L["5. Timetal"], facts.Say(LetterFact.Hours, L)),
            new(L["6. Klagevejledning"], [Complaint(facts, head, L)]),
        ]),
        new Signatures(L["Dato"], [head.Citizen, head.Municipality]),
    ]);

    // Source: guidance ch. 6: the purpose, the mentor's name and contact, the tasks, the duration and the hours.
    private static (string, Block[]) MinPlan(GrantFacts facts, IStringLocalizer<SharedTexts> L) => (L["Mentorstøtte i Min Plan"],
    [
        new Paragraph(L["Det her står om mentorstøtten i din Min Plan. Ændrer støtten sig, står det også der, og du får et nyt ark."]),
        new Facts(
        [
            new(L["Formål"], [.. facts.Say(LetterFact.Purpose, L), .. facts.Say(LetterFact.Reason, L).Where(line => line.Length > 0)]),
            new(L["Mentorens navn"], facts.Say(LetterFact.Mentor, L)),
            new(L["Mentorens kontaktdata"], facts.Say(LetterFact.MentorContact, L)),
            new(L["Mentorens opgaver"], facts.Say(LetterFact.Tasks, L)),
            new(L["Varighed"], facts.Say(LetterFact.Period, L)),
            new(L["Timetal"], facts.Say(LetterFact.Hours, L)),
        ]),
    ]);

    private static (string, Block[]) Mentor(Letterhead head, GrantFacts facts, IStringLocalizer<SharedTexts> L) =>
        (L["Du har fået en mentor"],
    [
        new Paragraph(L["Kommunen har bevilget dig en mentor. Her står, hvem det er, og hvad I skal nå."]),
        new Facts(
        [
            new(L["Din mentor"], [.. facts.Say(LetterFact.Mentor, L), .. facts.Say(LetterFact.MentorContact, L)]),
            new(L["Dine mål"], facts.Say(LetterFact.Goals, L)),
            new(L["Timer"], facts.Say(LetterFact.Hours, L)),
            new(L["Periode"], facts.Say(LetterFact.Period, L)),
        ]),
        new Heading(L["Sig til, når I har været sammen"]),
        new Paragraph(
            L["Hver gang du har været sammen med din mentor, skriver mentoren tiden op. Du bestemmer, om det passer. Åbn adressen her, eller scan billedet med telefonen, og skriv koden:"]),
        new KeyPlace(L["Din kode:"], L["QR-kode med adressen"], L["Her stod linket og koden i det brev, der blev sendt. De er ikke gemt."]),
        new Paragraph(
            L["Pas på koden. Giv den ikke til din mentor eller andre. Mister du brevet, så ring til kommunen, og du får et nyt."]),
        new Heading(L["Hvis du er uenig"]),
        new Paragraph(Complaint(facts, head, L)),
        new Paragraph(L["Venlig hilsen"] + "\n" + head.Municipality),
    ]);

    // A refusal says what is not met, by which rules, and how to complain. Source: Forvaltningsloven §§ 22, 24 and 25; LAB § 204.
    private static (string, Block[]) Refusal(Letterhead head, GrantFacts facts, IStringLocalizer<SharedTexts> L) =>
        (RefusalTitle(facts.Kind, L),
    [
        new Paragraph(RefusalOpening(facts.Kind, L)),
        .. facts.HeldUntil is { } until && until >= head.Date
            ? new Block[] { new Paragraph(L["Den bevilling, du har nu, gælder til og med {0}.", Show.Date(until)]) } : [],
        new Heading(L["Derfor får du afslag"]),
        new Points([.. facts.RefusalGrounds.Select(g =>
            $"{DecisionWords.ToCitizen(g, L)} ({LegalSource.Of(GrantRules.SourceOf(g, facts.Basis))}).")]),
        new Paragraph(facts.RefusalReason),
        .. facts.Say(LetterFact.TargetGroup, L).Select(group => new Paragraph(L["Du hører til denne gruppe i loven: {0}.", group])),
        .. Ending(head, facts, L),
    ]);

    private static (string, Block[]) Pause(Letterhead head, GrantFacts facts, IStringLocalizer<SharedTexts> L) =>
        (PauseTitle(facts, head.Date, L),
    [
        new Paragraph(PauseOpening(facts, head.Date, L)),
        .. facts.PausesInPeriod.SelectMany(pause => new Block[]
        {
            new Heading(GrantFacts.SayPause(pause, L)),
            new Facts(
            [
                .. Line(L["Hvorfor"], pause.Reason),
                .. Line(L["Det har vi vurderet"], pause.Assessment),
                .. Line(L["Derfor går støtten videre"], pause.ResumeReason),
            ]),
        }),
        .. facts.Cancelled.SelectMany(pause => new Block[]
        {
            new Heading(L["Aflyst: {0}", GrantFacts.SayPause(pause, L)]),
            new Facts([.. Line(L["Derfor går støtten videre"], pause.ResumeReason)]),
        }),
        .. Ending(head, facts, L),
    ]);

    // Support that ends before its time takes something from the citizen: a decision as much as the grant was. Source: LAB § 204;
    // Forvaltningsloven §§ 22, 24 and 25.
    private static (string, Block[]) End(Letterhead head, GrantFacts facts, IStringLocalizer<SharedTexts> L) =>
        facts.End is { IsTakenBack: false } end && end.On < facts.EndsOn
        ? (L["Din mentorstøtte slutter"],
        [
            new Paragraph(
                L["Kommunen har besluttet, at din støtte fra en mentor slutter, før perioden er gået. Her kan du læse hvornår og hvorfor, og hvordan du kan klage."]),
            new Facts(
            [
                new(L["Sidste dag med støtte"], [Show.Date(end.On)]),
                new(L["Støtten var bevilget"], facts.StartsOn is { } from
                    && facts.EndsOn is { } to ? [L["Fra {0} til og med {1}", Show.Date(from), Show.Date(to)]] : []),
                new(L["Tid med din mentor"],
                    [L["{0} er registreret til og med {1}.", Show.Minutes(facts.DeliveredMinutes), Show.Date(head.Date)]]),
            ]),
            new Heading(L["Derfor slutter støtten"]),
            .. new[] { DecisionWords.ToCitizen(end.Reason, L), end.Text, end.Assessment }.Where(said => said.Length > 0)
                .Select(said => new Paragraph(said)),
            .. Ending(head, facts, L),
        ])
        : (L["Din mentorstøtte går videre"],
        [
            new Paragraph(facts.EndsOn is { } last
                ? L["Kommunen har tidligere skrevet, at din støtte fra en mentor slutter. Det gælder ikke længere: Støtten går videre til og med {0}.",
                Show.Date(last)] : ""),
            .. Ending(head, facts, L),
        ]);

    private static IEnumerable<LabelledFact> Line(string label, string said) => said.Length > 0 ? [new(label, [said])] : [];

    private static Block[] Ending(Letterhead head, GrantFacts facts, IStringLocalizer<SharedTexts> L) =>
    [
        new Heading(L["De regler, afgørelsen bygger på"]),
        new Paragraph(Basis(facts, head.Date, L)),
        new Heading(L["Hvis du er uenig"]),
        new Paragraph(Complaint(facts, head, L)),
        new Paragraph(L["Venlig hilsen"] + "\n" + head.Municipality),
    ];

    private static string PauseTitle(GrantFacts facts, DateOnly today, IStringLocalizer<SharedTexts> L) =>
        facts.Pauses.Count == 0 ? L["Pausen i din mentorstøtte er aflyst"] : GoesOnFrom(facts, today) is null
            ? L["Pause i din mentorstøtte"] : L["Din mentorstøtte går videre"];

    private static string PauseOpening(GrantFacts facts, DateOnly today, IStringLocalizer<SharedTexts> L)
    {
        if (facts.Pauses.Count == 0)
        {
            return facts.LastDay is { } last
                ? L["Kommunen har tidligere skrevet, at din støtte fra en mentor holder pause. Det gælder ikke længere: Pausen er aflyst. Din støtte gælder til og med {0}.",
                Show.Date(last)] : L["Pausen er aflyst"];
        }
        return GoesOnFrom(facts, today) is not { } from
            ? L["Din støtte fra en mentor holder pause. Din bevilling slutter samme dag som før: Den bliver ikke længere af pausen."]
            : from <= today
                ? L["Din støtte er genoptaget fra {0}. Din bevilling slutter samme dag som før: Den bliver ikke længere af pausen.",
                Show.Date(from)]
            : L["Din støtte går videre fra {0}. Din bevilling slutter samme dag som før: Den bliver ikke længere af pausen.",
                Show.Date(from)];
    }

    // The first day after the last pause, where it was resumed or is over; null while it holds, or where no support is left after it.
    private static DateOnly? GoesOnFrom(GrantFacts facts, DateOnly today) =>
        facts.Pauses[^1] is { To: { } to } pause && to < facts.LastDay && (pause.ResumeReason.Length > 0 || to < today) ? to.AddDays(1)
            : null;

    private static string RefusalTitle(GrantKind kind, IStringLocalizer<SharedTexts> L) => kind switch
    {
        GrantKind.New => L["Afslag på mentorstøtte"],
        GrantKind.Extension => L["Din mentorstøtte bliver ikke forlænget"],
        GrantKind.Change => L["Din mentorstøtte bliver ikke ændret"],
    };

    private static string RefusalOpening(GrantKind kind, IStringLocalizer<SharedTexts> L) => kind switch
    {
        GrantKind.New =>
            L["Kommunen har besluttet, at du ikke får støtte fra en mentor. Her kan du læse hvorfor, og hvordan du kan klage."],
        GrantKind.Extension => L[
            "Kommunen har besluttet, at din støtte fra en mentor ikke bliver forlænget. Her kan du læse hvorfor, og hvordan du kan klage."],
        GrantKind.Change =>
            L["Kommunen har besluttet, at din støtte fra en mentor ikke bliver ændret. Her kan du læse hvorfor, og hvordan du kan klage."],
    };

    private static string Title(GrantKind kind, IStringLocalizer<SharedTexts> L) => kind switch
    {
        GrantKind.New => L["Du har fået bevilget mentorstøtte"],
        GrantKind.Extension => L["Din mentorstøtte er forlænget"],
        GrantKind.Change => L["Din mentorstøtte er ændret"],
    };

    private static string Opening(GrantKind kind, IStringLocalizer<SharedTexts> L) => kind switch
    {
        GrantKind.New =>
            L["Kommunen har besluttet at give dig støtte fra en mentor. Her kan du læse, hvad du har fået bevilget, hvorfor, og hvordan du kan klage."],
        GrantKind.Extension => L[
            "Kommunen har besluttet, at du fortsat får støtte fra en mentor. Her kan du læse, hvad du har fået bevilget, hvorfor, og hvordan du kan klage."],
        GrantKind.Change =>
            L["Kommunen har besluttet at ændre din støtte fra en mentor. Her kan du læse, hvad der gælder nu, hvorfor, og hvordan du kan klage."],
    };

    // The rules of the day of the decision, also in a letter that is written later.
    private static string Basis(GrantFacts facts, DateOnly on, IStringLocalizer<SharedTexts> L) => facts.Basis switch
    {
        LegalBasis.EmploymentAct =>
            L["Kapitel 26 (§§ 167-171) i lov om en aktiv beskæftigelsesindsats og kapitel 17 i bekendtgørelse om en aktiv beskæftigelsesindsats, som de gælder den {0}.",
            Show.Date(facts.DecidedOn ?? on)],
        LegalBasis.IntegrationAct => L["Integrationslovens § 23 d, som den gælder den {0}.", Show.Date(facts.DecidedOn ?? on)],
    };

    private static string Complaint(GrantFacts facts, Letterhead head, IStringLocalizer<SharedTexts> L)
    {
        var route = GrantRules.On(facts.DecidedOn ?? head.Date).Complaints[facts.Basis];
        var isDanish = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "da";
        return L[
            "Er du uenig i kommunens afgørelse, kan du klage til {0} ({1}). Skriv eller ring til kommunen inden {2} uger efter, at du har fået brevet. Kommunen ser på afgørelsen igen og sender klagen videre, hvis den ikke ændres.",
            route.To.In(isDanish), route.Source.In(isDanish), Weeks(route.Weeks, L)];
    }

    private static string Weeks(int weeks, IStringLocalizer<SharedTexts> L) => weeks == 4 ? L["fire"] : Show.Number(weeks);
}
