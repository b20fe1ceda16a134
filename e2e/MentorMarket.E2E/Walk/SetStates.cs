using System.Text.RegularExpressions;
using MentorMarket.E2E.Journeys;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Walk;

/// <summary>
/// States of pages that the demo does not have: each is made by the people who make it in life, and gives the address to look at.
/// </summary>
internal static partial class SetStates
{
    public const string Reason = "Borgeren er tæt på målet og skal have støtte, til det holder";
    public const string Reassessment = "Målet er det samme. Støtten er stadig afgørende.";

    private const string Municipality = "broenderslev";

    private static readonly ImportFile.Mistake[] Mistakes =
    [
        new(2, "CPR", "010185-123", ""), new(3, "Start", "31.02.2026", ""), new(3, "Timer pr. uge", "2.5", ""),
            new(4, "Formål", "Hygge i hverdagen", ""), new(5, "Kvalifikationer", "", ""),
    ];

    public static IReadOnlyList<string> InTheFile { get; } = ["bevillinger med fejl.csv", .. Mistakes.Select(mistake => mistake.Typed)
        .Where(typed => typed.Length > 0), .. ImportFile.Words];

    private static string Code = "";
    private static IReadOnlyList<string> Recovery = [];

    // ---- files

    public static async Task<string> UploadWithMistakes(Making making)
    {
        await making.Reader.Open($"/{Municipality}/municipality/imports/upload");
        await making.Reader.UploadFile("bevillinger med fejl.csv", ImportFile.Of(Casework.Mark(), 6, Mistakes));
        return making.Reader.Page.Url;
    }

    public static Task<string> CheckWithMistakes(Making making) => Check(making, "fejl: intet er indlæst", Mistakes);

    public static Task<string> CheckWithoutMistakes(Making making) => Check(making, "Ingen problemer i 6 rækker");

    public static async Task<string> Imported(Making making)
    {
        await making.Reader.Open(await CheckWithoutMistakes(making));
        await making.Reader.Press("Indlæs 6 rækker");
        await making.Reader.Sees("Filen er indlæst");
        await Expect(making.Reader.Fact("Nye bevillinger")).ToHaveTextAsync("6");
        return making.Reader.Page.Url;
    }

    private static async Task<string> Check(Making making, string said, params ImportFile.Mistake[] mistakes)
    {
        await making.Reader.Open($"/{Municipality}/municipality/imports/upload");
        await making.Reader.UploadFile("bevillinger.csv", ImportFile.Of(Casework.Mark(), 6, mistakes));
        await making.Reader.Press("Prøv filen af");
        await Expect(making.Reader.Content()).ToContainTextAsync(said, new() { UseInnerText = true, Timeout = 60_000 });
        return making.Reader.Page.Url;
    }

    // ---- money

    public static async Task<string> ApprovedInvoice(Making making)
    {
        await making.Reader.Open(await Stop.FindAsync(making.Reader, Municipality, "municipality/invoices?status=Checked",
            "/invoices/details/", "/invoices/approve/"));
        await making.Reader.Page.Locator(Stop.MainButton).ClickAsync();
        await making.Reader.IsAt("Faktura ");
        return making.Reader.Page.Url;
    }

    public static async Task<string> TypedInvoice(Making making)
    {
        await making.Reader.Open("/stoettepunkt/provider/invoices/create");
        await making.Reader.Page.Locator("main select").First.SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await making.Reader.Press("Skriv linjerne selv");
        await Expect(making.Reader.Field("Fakturanummer")).ToBeVisibleAsync();
        return making.Reader.Page.Url;
    }

    // ---- an engagement that says notes: the demo's do not

    public static async Task<string> LetTheAuditorReadNotes(Making making)
    {
        var administrator = await making.Enter("administrator");
        await administrator.LogIn(making.Portal.Login("administrator@hilleroed.example"));
        await administrator.Open("/hilleroed/municipality/engagements/open");
        await administrator.Field("Revisionsfirma").SelectOptionAsync(new SelectOptionValue { Label = "Revision Nord (demo)" });
        foreach (var (field, date) in ((string, string)[])[("Udstedt fra", "01.01.2020"), ("Udstedt til og med", "31.12.2040"),
            ("Adgangen åbner", "01.01.2020"), ("Adgangen udløber efter", "31.12.2040")])
            await administrator.Field(field).FillAsync(date);
        await administrator.Page.GetByLabel("Revisoren må også læse mentorernes notater").CheckAsync(new() { Force = true });
        await administrator.Press("Åbn adgangen");
        return await Stop.FindAsync(making.Reader, "revision-nord", "auditor", "/invoices?municipality=", "/invoices/details/",
            "/invoices/notes/");
    }

    // ---- an extension that is offered to the provider of the course, and to nobody else

    public static async Task<string> OfferToTheProvider(Making making)
    {
        await making.Reader.Open("/stoettepunkt/provider/assignments?sort=-ends");
        // Not where the caseworker walks at the same time and would find what is on its way here.
        foreach (var (slug, name) in ((string, string)[])[("hilleroed", "Hillerød"), ("gribskov", "Gribskov")])
        {
            if (await OfferOneOf(making, slug, name) is { } listing) return listing;
        }
        throw new InvalidOperationException("No course of this provider can be extended.");
    }

    private static async Task<string?> OfferOneOf(Making making, string municipality, string name)
    {
        var (caseworker, leader) = (await making.Enter("caseworker"), await making.Enter("team leader"));
        await caseworker.LogIn(making.Portal.Login($"sagsbehandler@{municipality}.example"));
        await leader.LogIn(making.Portal.Login($"teamleder@{municipality}.example"));
        foreach (var number in await making.Reader.Content().GetByRole(AriaRole.Row).Filter(new() { HasText = name })
            .GetByRole(AriaRole.Link).AllInnerTextsAsync())
        {
            string form;
            try
            {
                form = await Stop.FindAsync(caseworker, municipality, $"municipality/assignments?q={number.Trim()}",
                    "/assignments/details/", "/grants/details/", "/grants/extend/");
            }
            catch (InvalidOperationException)
            {
                // Ended, or extended already.
                continue;
            }
            await caseworker.Open(form);
            await caseworker.CompleteExtension(Reason, Reassessment);
            await leader.ApproveGrant(await caseworker.SubmitGrant());
            await caseworker.Page.ReloadAsync();
            await caseworker.OfferExtension();
            return await Stop.FindAsync(making.Reader, "stoettepunkt", "provider", "/listings/details/");
        }
        return null;
    }

    // ---- letters

    public static async Task<string> Invitation(Making making)
    {
        var administrator = await making.Enter("administrator");
        await administrator.LogIn(making.Portal.Login($"administrator@{Municipality}.example"));
        await administrator.Open($"/{Municipality}/organisation/members/invite");
        await administrator.Fill("Navn", "Nana Opfundet");
        await administrator.Fill("Mailadresse", $"ny-{Casework.Mark()}@broenderslev.example");
        await administrator.Page.GetByLabel("Sagsbehandler", new() { Exact = true }).CheckAsync();
        await administrator.Press("Send invitation");
        await administrator.Sees("Invitationen er sendt til");
        foreach (var letter in making.Portal.Letters.Reverse())
        {
            if (InvitationLink().Match(await File.ReadAllTextAsync(letter.FullName)) is { Success: true } link) return link.Value;
        }
        throw new InvalidOperationException("There is no letter with an invitation.");
    }

    public static async Task<string> LetterOfACitizen(Making making)
    {
        var caseworker = await making.Enter("caseworker");
        await caseworker.LogIn(making.Portal.Login($"sagsbehandler@{Municipality}.example"));
        var letter = await Stop.FindAsync(caseworker, Municipality, "municipality/grants?status=Accepted&sort=ends", "/grants/details/",
            "/citizens/details/", "/citizens/letter/");
        (var link, Code) = await caseworker.IssueLetter(letter.Replace("/letter/", "/details/", StringComparison.Ordinal).Split('?')[0]);
        return link;
    }

    public static async Task<string> CodeOfACitizen(Making making)
    {
        await making.Reader.Open(await LetterOfACitizen(making));
        await making.Reader.Fill("Kode", Code);
        await making.Reader.Press("Videre");
        await making.Reader.IsAt("Hej ");
        return making.Reader.Page.Url;
    }

    // ---- the second step of the log-in

    public static async Task<string> WaitAtTheSecondStep(Making making)
    {
        var login = making.Portal.Login("sagsbehandler2@hilleroed.example");
        await making.Reader.Open("/account/setupfactor?returnUrl=/account/profile");
        var key = await making.Reader.Fact("Nøgle").InnerTextAsync();
        await making.Reader.Fill("Kode fra appen", Authenticator.CodeOf(key, Authenticator.StepNow()));
        await making.Reader.Press("Bekræft");
        await making.Reader.IsAt("Gem dine nødkoder");
        Recovery = await making.Reader.Content().Locator("code").AllInnerTextsAsync();
        await making.Reader.LogOut();
        await making.Reader.LogInByHand(login);
        await making.Reader.IsAt("Kode fra din app");
        return making.Reader.Page.Url;
    }

    public static async Task<string> PassTheSecondStep(Making making)
    {
        await making.Reader.Open("/account/recoverycode");
        await making.Reader.Fill("Nødkode", Recovery[0]);
        await making.Reader.Press("Log ind");
        await making.Reader.IsAt("Overblik");
        return "/account/secondfactor";
    }

    public static async Task<string> StopTheSecondStep(Making making)
    {
        await making.Reader.Open("/account/secondfactor");
        await making.Reader.Fill("Adgangskode", making.Portal.Login("sagsbehandler2@hilleroed.example").Password);
        await making.Reader.Fill("Kode fra appen eller nødkode", Recovery[1]);
        await making.Reader.Press("Stop med at bruge appen");
        await making.Reader.Sees("Godkendelsesappen bruges ikke længere.");
        return "/account/secondfactor";
    }

    [GeneratedRegex(@"https?://\S+/account/acceptinvitation\?token=\S+")]
    private static partial Regex InvitationLink();
}
