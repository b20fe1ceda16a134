using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

/// <summary>The steps that several stories share: from a citizen to a letter.</summary>
internal static partial class Casework
{
    /// <summary>
    /// Stories that share a provider's only coordinator are told one after the other: in one of them every page is opened, and that of the
    /// app ends all other sessions.
    /// </summary>
    public const string OneCoordinator = "Nordmentor's coordinator";

    /// <summary>Words that only the municipality, and the provider that has the course, may read.</summary>
    public const string PurposeDetail = "Har mistet sin praktikplads på Havneværftet";
    public const string GoalDetail = "Møde tre dage om ugen hos bageren i Lindevej";
    public const string TaskDetail = "Følges med til jobsamtaler i Lindevej";

    /// <summary>Entries are registered for yesterday, so that they always lie in the past and in one month.</summary>
    public static DateOnly Today =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(),
        TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen")).DateTime);

    public static DateOnly Yesterday => Today.AddDays(-1);

    public static string Danish(this DateOnly date) => date.ToString("dd'.'MM'.'yyyy");

    /// <summary>A name that nobody else has, so that a search for it on a page finds this citizen only.</summary>
    public static string InventedName(string first) => $"{first} Opfundet-{Mark()}";

    private static int Invented;

    // Of the second of January, which the demo gives to nobody, and no number twice: a number belongs to one citizen.
    private static string InventedCpr() => $"020194-{Interlocked.Increment(ref Invented):0000}";

    /// <summary>Six signs that no other run has.</summary>
    public static string Mark() => Guid.CreateVersion7().ToString("N")[^6..];

    public static async Task<string> CreateCitizen(this Actor caseworker, string name)
    {
        await caseworker.Follow("Borgere");
        await caseworker.Follow("Opret borger");
        await caseworker.Fill("Navn", name);
        await caseworker.Fill("Adresse", "Opdigtet Allé 12, 9999 Påfundby");
        await caseworker.Fill("Telefon", "00 00 12 34");
        await caseworker.Fill("Område", "Helsinge");
        await caseworker.Fill("CPR-nummer", InventedCpr());
        await caseworker.Press("Opret borger");
        await caseworker.IsAt(name);
        return caseworker.Page.Url;
    }

    /// <summary>Fills in what the form of a grant still lacks.</summary>
    public static async Task CompleteGrant(this Actor caseworker)
    {
        await caseworker.Tick("Hvad skal støtten føre til?", "Få eller beholde et job");
        await caseworker.Tick("Støtten skal hjælpe borgeren med at", "Komme tættere på job eller uddannelse");
        await caseworker.Fill("Hvorfor er støtten afgørende for det?", PurposeDetail);
        await caseworker.Choose("Målgruppe", "Kontanthjælp, aktivitetsparat");
        await caseworker.Choose("Hovedmål", "Møde stabilt og til tiden");
        await caseworker.Field("Så konkret som muligt").First.Write(GoalDetail);
        await caseworker.Choose("Mål 2", "Finde et ordinært job");
        await caseworker.Tick("Mentorens opgaver", "Jobsøgning og virksomhedsbesøg");
        await caseworker.Tick("Mentorens opgaver", "Komme op, møde og være der til tiden");
        await caseworker.Fill("Opgaverne med egne ord", TaskDetail);
        await caseworker.Choose("Hvem er mentoren ansat af?", "Ekstern mentor eller firma");
        await caseworker.Tick("Krav til mentoren (frivilligt)", "Kørekort");
        await caseworker.Fill("Vurdering af, hvad mentoren skal kunne til netop denne opgave",
            "Kender små arbejdspladser og kan støtte roligt og fast.");
        await caseworker.Fill("Timer pr. uge", "4");
        await caseworker.Fill("Startdato", Today.AddDays(-7).Danish());
        await caseworker.Fill("Slutdato", Today.AddDays(90).Danish());
        await caseworker.Fill("Timepris", "350,00");
        await caseworker.Check("Borgeren har folkeregisteradresse i kommunen");
        await caseworker.Check("Borgeren er enig i aftalen og har et mål om job eller uddannelse");
        await caseworker.AnswerNeighbouringSchemes();
    }

    /// <summary>Fills in what the form of an extension does not take over from the grant before, and saves it.</summary>
    public static async Task CompleteExtension(this Actor caseworker, string reason, string assessment)
    {
        await caseworker.Fill("Begrundelse", reason);
        await caseworker.Fill("Ny vurdering af behovet, formålet og effekten indtil nu", assessment);
        await caseworker.Check("Borgeren har folkeregisteradresse i kommunen");
        await caseworker.Check("Borgeren er enig i aftalen og har et mål om job eller uddannelse");
        await caseworker.AnswerNeighbouringSchemes();
        await caseworker.Press("Gem kladde");
    }

    /// <summary>By the keyboard: a field above that comes or goes while the form is being filled in moves what a mouse aims at.</summary>
    private static async Task Check(this Actor caseworker, string label)
    {
        var box = caseworker.Page.GetByLabel(label);
        await box.PressAsync("Space");
        await Expect(box).ToBeCheckedAsync();
    }

    /// <summary>None is relevant: one key each.</summary>
    private static async Task AnswerNeighbouringSchemes(this Actor caseworker)
    {
        var schemes = caseworker.Page.Locator("[data-one-key] fieldset");
        await schemes.First.Locator("input").First.FocusAsync();
        for (var i = await schemes.CountAsync(); i > 0; i--) await caseworker.Page.Keyboard.PressAsync("1");
        await Expect(schemes.Locator("input[value=NotRelevant]:checked")).ToHaveCountAsync(await schemes.CountAsync());
    }

    /// <summary>On the page of an approved grant: makes the decision letter and notes that it was sent.</summary>
    public static async Task SendDecision(this Actor caseworker)
    {
        var grant = caseworker.Page.Url;
        await caseworker.Follow("Send afgørelsen, før forløbet offentliggøres");
        await caseworker.Content().Locator("a[href*='/documents/make/']").First.ClickAsync();
        await caseworker.Page.GetByRole(AriaRole.Button, new() { NameRegex = MakesADocument() }).ClickAsync();
        await caseworker.Content().Locator("a[href*='/documents/send/']").First.ClickAsync();
        await caseworker.Press("Notér sendt");
        await caseworker.Open(grant);
    }

    /// <summary>On the page of an approved extension: to the provider that has the course, and to nobody else.</summary>
    public static async Task OfferExtension(this Actor caseworker)
    {
        await caseworker.SendDecision();
        await caseworker.Follow("Offentliggør");
        await caseworker.Press("Tilbyd eller offentliggør");
        await caseworker.Sees("er tilbudt den nuværende leverandør");
    }

    /// <summary>On the page of a complete draft; gives the number of the grant.</summary>
    public static async Task<string> SubmitGrant(this Actor caseworker)
    {
        await caseworker.Follow("Send til godkendelse");
        await caseworker.Press("Send til godkendelse");
        await caseworker.IsAt("Bevilling ");
        await caseworker.Sees("Venter på godkendelse");
        var heading = await caseworker.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync();
        return heading.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1];
    }

    public static async Task ApproveGrant(this Actor leader, string number)
    {
        await leader.Follow("Bevillinger");
        await leader.Page.GetByRole(AriaRole.Searchbox).FillAsync(number);
        await leader.Press("Vis");
        await leader.Follow(number);
        await leader.Follow("Godkend eller send tilbage");
        await leader.Press("Godkend");
        await leader.IsAt($"Bevilling {number}");
    }

    /// <summary>On the page of an approved grant; gives the number under which providers find it.</summary>
    public static async Task<string> PublishGrant(this Actor caseworker)
    {
        await caseworker.Follow("Offentliggør");
        await caseworker.Press("Offentliggør");
        await caseworker.IsAt("Bevilling ");
        return (await caseworker.Content().Locator("a[href*='/municipality/assignments/details/']").First.InnerTextAsync()).Trim();
    }

    /// <summary>All of the above at once, for stories that begin with an open listing.</summary>
    public static async Task<(string CitizenPage, string GrantPage, string Number)> PublishCase(this Portal portal, Actor caseworker,
        Actor leader, string citizen)
    {
        await caseworker.LogIn(portal.Login("sagsbehandler@gribskov.example"));
        await leader.LogIn(portal.Login("teamleder@gribskov.example"));
        var citizenPage = await caseworker.CreateCitizen(citizen);
        await caseworker.Content().GetByRole(AriaRole.Link, new() { Name = "Ny bevilling" }).First.ClickAsync();
        await caseworker.CompleteGrant();
        await caseworker.Press("Gem kladde");
        await leader.ApproveGrant(await caseworker.SubmitGrant());
        await caseworker.Page.ReloadAsync();
        var grantPage = caseworker.Page.Url;
        await caseworker.SendDecision();
        return (citizenPage, grantPage, await caseworker.PublishGrant());
    }

    /// <summary>Finds the listing as a provider does.</summary>
    public static async Task OpenListing(this Actor coordinator, string number)
    {
        await coordinator.Follow("Opslag");
        await coordinator.Fill("Søg i nummer, kommune og område", number);
        await coordinator.Press("Vis");
        await coordinator.Follow(number);
        await coordinator.IsAt($"Opslag {number}");
    }

    /// <summary>From the page of the listing to the page of the course.</summary>
    public static async Task AcceptListing(this Actor coordinator, string mentor)
    {
        await coordinator.Follow("Sig ja til forløbet");
        await coordinator.Choose("Mentor", mentor);
        await coordinator.Press("Ja, vi tager forløbet");
        await coordinator.Sees("Forløbet er jeres.");
    }

    /// <summary>A mentor registers a contact from the start page.</summary>
    public static async Task RegisterTime(this Actor mentor, string number, DateOnly date, string from, string to, string kind,
        string place, string note, int? step = null)
    {
        await mentor.Content().GetByRole(AriaRole.Listitem).Filter(new() { HasText = number })
            .GetByRole(AriaRole.Link, new() { Name = "Registrér tid" }).ClickAsync();
        await mentor.IsAt("Registrér tid");
        await mentor.Fill("Dato", date.Danish());
        await mentor.Fill("Fra kl.", from);
        await mentor.Fill("Til kl.", to);
        await mentor.Tick("Hvad blev tiden brugt til?", kind);
        await mentor.Choose("Slags sted", place);
        await mentor.Fill("Notat", note);
        if (step is { } reached)
        {
            await mentor.Page.GetByRole(AriaRole.Group, new() { NameRegex = new Regex("Hvor langt er borgeren med målet: Møde stabilt") })
                .GetByRole(AriaRole.Radio, new() { Name = $"{reached}", Exact = true }).CheckAsync();
        }
    }

    /// <summary>From the citizen's page at the municipality: the letter, of which only the paper knows the link and the code.</summary>
    public static async Task<(string Link, string Code)> IssueLetter(this Actor caseworker, string citizenPage)
    {
        await caseworker.Open(citizenPage);
        await caseworker.Content().GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Udsted ") }).ClickAsync();
        await caseworker.Press("Udsted brev");
        var letter = caseworker.Page.GetByRole(AriaRole.Article);
        await Expect(letter).ToBeVisibleAsync();
        var text = await letter.InnerTextAsync();
        return (LinkInLetter().Match(text).Value, CodeInLetter().Match(text).Groups[1].Value);
    }

    /// <summary>An extension's decision is the next edition of that before it.</summary>
    [GeneratedRegex("^Lav (dokumentet|ny udgave)$")]
    private static partial Regex MakesADocument();

    [GeneratedRegex(@"https?://\S+/c/\S+")]
    private static partial Regex LinkInLetter();

    [GeneratedRegex(@"Din kode:\s*(\S+)")]
    private static partial Regex CodeInLetter();
}
