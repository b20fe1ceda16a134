using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

/// <summary>A municipality brings five hundred grants along in a file, with seven mistakes in it.</summary>
public sealed class ImportJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    private const int Rows = 500;
    private const float WaitMilliseconds = 120_000;

    /// <summary>The row as the file numbers it, the column, and what somebody typed there.</summary>
    private static readonly ImportFile.Mistake[] Mistakes =
    [
        new(12, "CPR", "010185-123", "ti cifre"),
        new(57, "Start", "31.02.2026", "ikke en dato"),
        new(101, "Timer pr. uge", "2.5", "Brug komma"),
        new(188, "Målgruppe", "Folkepensionist", ""),
        new(233, "Slut", Casework.Today.AddMonths(9).Danish(), "6 måneder"),
        new(320, "Formål", "Hygge i hverdagen", "ikke en af mulighederne"),
        new(444, "Kvalifikationer", "", "vejl. kap. 5"),
    ];

    private readonly string _mark = Casework.Mark();

    [Fact]
    public async Task Of_five_hundred_grants_the_seven_mistakes_are_listed_and_the_mended_file_comes_in_whole()
    {
        var caseworker = await Enter("caseworker");
        await caseworker.LogIn(Portal.Login("sagsbehandler@gribskov.example"));
        await caseworker.Follow("Indlæsning");
        await caseworker.Follow("Læg en fil op");
        await Look.At(caseworker.Page, "import-upload");
        await Upload(caseworker, "med fejl.csv", Mistakes.Length);
        await caseworker.Sees("****");
        await Expect(caseworker.Field("Kolonne B, Borger, er")).ToHaveValueAsync("Name");
        await Look.At(caseworker.Page, "import-columns");
        await caseworker.Press("Prøv filen af");

        await SeesAfterWaiting(caseworker, "7 fejl: intet er indlæst");
        var listed = caseworker.Content().Locator("tbody tr");
        await Expect(listed).ToHaveCountAsync(Mistakes.Length);
        for (var i = 0; i < Mistakes.Length; i++)
        {
            await Expect(listed.Nth(i).Locator("td").Nth(0)).ToContainTextAsync(Mistakes[i].Row.ToString(CultureInfo.InvariantCulture));
            await Expect(listed.Nth(i).Locator("td").Nth(1)).ToContainTextAsync(Mistakes[i].Column);
            await Expect(listed.Nth(i).Locator("td").Nth(2)).ToContainTextAsync(Mistakes[i].Said);
        }
        await caseworker.SeesNot("010185-123");
        await Look.At(caseworker.Page, "import-mistakes");
        var download = await caseworker.Page.RunAndWaitForDownloadAsync(() => caseworker.Follow("Hent listen (CSV)"));
        Assert.Equal(Mistakes.Length + 1,
            (await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).Length);
        await NobodyIsThere(caseworker);

        await caseworker.Open("/gribskov/municipality/imports/upload");
        await Upload(caseworker, "rettet.csv", 0);
        await caseworker.Sees("Valgene er dem, kommunen brugte sidst");
        await caseworker.Press("Prøv filen af");
        await SeesAfterWaiting(caseworker, "Ingen problemer i 500 rækker");
        await Look.At(caseworker.Page, "import-ready");
        await NobodyIsThere(caseworker);
        await caseworker.Page.GoBackAsync();
        await caseworker.Press("Indlæs 500 rækker");
        await SeesAfterWaiting(caseworker, "Filen er indlæst");
        await Expect(caseworker.Fact("Nye borgere")).ToHaveTextAsync("500");
        await Expect(caseworker.Fact("Nye bevillinger")).ToHaveTextAsync("500");
        await Look.At(caseworker.Page, "import-result");

        await caseworker.Press("Send alle til godkendelse");
        await caseworker.Sees("500 bevillinger er sendt til godkendelse.");
        await Expect(caseworker.Fact("Heraf stadig kladder")).ToHaveTextAsync("0");
        await caseworker.Open($"/gribskov/municipality/citizens?q={_mark}");
        await Expect(caseworker.Content().Locator("tbody tr").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_columns_are_described_and_the_template_has_them()
    {
        var caseworker = await Enter("caseworker");
        await caseworker.LogIn(Portal.Login("sagsbehandler@gribskov.example"));
        await caseworker.Open("/gribskov/municipality/imports");
        await Look.At(caseworker.Page, "import-list");
        await caseworker.Open("/gribskov/municipality/imports/columns");
        await Look.At(caseworker.Page, "import-described");
        var download = await caseworker.Page.RunAndWaitForDownloadAsync(() => caseworker.Follow("Hent skabelonen (CSV)"));
        var template = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.StartsWith("CPR-nummer;Navn;Adresse;", template.TrimStart('\uFEFF'), StringComparison.Ordinal);

        // The template itself has nothing below its header.
        await caseworker.Open("/gribskov/municipality/imports/upload");
        await caseworker.Page.Locator("input[type=file]")
            .SetInputFilesAsync(new FilePayload
            {
                Name = "skabelon.csv",
                MimeType = "text/csv",
                Buffer = Encoding.UTF8.GetBytes(template)
            });
        await caseworker.Press("Videre til kolonnerne");
        await caseworker.Sees("Filen er tom.");
        await Look.At(caseworker.Page, "import-empty-file");
    }

    private Task Upload(Actor caseworker, string name, int mistakes) =>
        caseworker.UploadFile(name, ImportFile.Of(_mark, Rows, [.. Mistakes.Take(mistakes)]));

    private async Task NobodyIsThere(Actor caseworker)
    {
        await caseworker.Open($"/gribskov/municipality/citizens?q={_mark}");
        await Expect(caseworker.Content().Locator("tbody tr")).ToHaveCountAsync(0);
    }

    private static Task SeesAfterWaiting(Actor caseworker, string text) =>
        Expect(caseworker.Content()).ToContainTextAsync(text, new() { UseInnerText = true, Timeout = WaitMilliseconds });
}
