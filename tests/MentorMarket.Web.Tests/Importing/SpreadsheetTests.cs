using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Dom;
using MentorMarket.Domain.Importing;
using MentorMarket.Exchange.Tables;
using MentorMarket.Web.Importing;
using MentorMarket.Web.Pages.Municipality.Imports;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Importing;

/// <summary>Files as people have them: with a title, failed formulas, one error among many warnings, and saved by other programs.</summary>
public sealed class SpreadsheetTests(Cluster cluster)
{
    private const string Upload = "/gribskov/municipality/imports/upload";

    private static readonly string[] Columns =
    [
        "CPR-nummer", "Navn", "Område", "Adresse", "Navne- og adressebeskyttelse", "Telefon", "Mailadresse", "Sprog", "Målgruppe",
            "Timer pr. uge", "Startdato", "Timepris", "Bor i kommunen",
    ];

    [Fact]
    public async Task A_cell_that_failed_or_has_no_value_is_an_error_at_that_cell_whatever_its_column()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var flow = new ImportFlow(app, app.World.Gribskov);
        string[] good = [GrantFile.Cpr(1), "Opfundet Prøvesen", "Helsinge", "Findesvej 1", "ja"];
        var rows = new List<string> { Row(1, [.. Columns.Select(Text)]) };
        for (var i = 0; i < Columns.Length; i++)
        {
            var cpr = GrantFile.Cpr(i + 1);
            var at = i;
            rows.Add(Row((2 * i) + 2,
                [.. Columns.Select((_, c) => c == at ? "t=\"e\"><v>#N/A</v>" : c == 0 ? Text(cpr) : c < good.Length ? Text(good[c])
                : "")]));
            rows.Add(Row((2 * i) + 3,
                [.. Columns.Select((_, c) => c == at ? "><f>VLOOKUP(A3,Ark2!A:B,2,0)</f>" : c == 0 ? Text(cpr) : c < good.Length
                ? Text(good[c]) : "")]));
        }

        var id = await flow.TryOutAsync(Workbook(("Ark1", rows)));

        var found = (await flow.ProblemsAsync(id))
            .Where(p => p.Fault is nameof(ImportFault.CellError) or nameof(ImportFault.CellWithoutValue)).ToList();
        Assert.Equal(
            Columns.SelectMany((column, i) =>
                new[] { ((2 * i) + 2, column, nameof(ImportFault.CellError)), (
                (2 * i) + 3, column, nameof(ImportFault.CellWithoutValue)) }),
            found.Select(p => (p.Row, p.Header, p.Fault)));
        Assert.All(found, p => Assert.Equal(ImportSeverity.Error, p.Severity));
        Assert.Equal(Domain.Rule.ImportHasErrors, (await Assert.ThrowsAsync<Domain.RuleViolation>(() => flow.RunAsync(id))).Rule);
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.imported_rows where import_id = $1", id));

        // What a text file says of a failed formula is the same error, never an address.
        var csv = await flow.TryOutAsync(
            Encoding.UTF8.GetBytes(
            $"CPR-nummer;Navn;Område;Adresse;Beskyttet\n{GrantFile.Cpr(50)};Opfundet Prøvesen;Helsinge;#I/T;#N/A\n"));
        Assert.Equal([("D", nameof(ImportFault.CellError)), ("E", nameof(ImportFault.CellError))], (await flow.ProblemsAsync(csv))
            .Select(p => (p.Letter, p.Fault)));
    }

    [Fact]
    public async Task A_title_above_the_names_and_a_sheet_of_guidance_are_passed_over_and_another_row_can_be_chosen()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var browser = await app.LogInAsync(app.World.Gribskov[Role.Caseworker]);
        var file = Workbook(
            ("Vejledning", [Row(1, Text("Sådan udfyldes arket"))]),
            ("Borgere", [Row(1, Text("Bevillinger 2026")), "<row r=\"2\"/>", Row(3, Text("CPR-nummer"), Text("Navn"), Text("Område")),
                Row(4, Text(GrantFile.Cpr(7)), Text("Titel Over"), Text("Helsinge"))]),
            ("Andre", [Row(1, Text("CPR-nummer"), Text("Navn")), Row(2, Text(GrantFile.Cpr(8)), Text("Anden Ark"))]));

        var (status, location, _) = await UploadAsync(browser, "liste.xlsx", file);

        Assert.Equal(HttpStatusCode.Redirect, status);
        var map = await browser.PageAsync(location);
        Assert.Equal(["A CPR-nummer", "B Navn", "C Område"], map.QuerySelectorAll("tbody tr")
            .Select(r => string.Join(' ', r.QuerySelector("td")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal("3 Borgere 1",
            await app.ScalarAsync(
            "select concat_ws(' ', header_row, sheet, rows_total) from portal.imports order by id desc limit 1"));
        var places = (IHtmlSelectElement)map.QuerySelector("#Place")!;
        Assert.Equal("3|Borgere", places.Value);
        Assert.Equal(["1|Vejledning", "1|Borgere", "3|Borgere", "1|Andre"], places.Options.Select(o => o.Value).Where(v => v.Length > 0));
        Assert.DoesNotContain(places.Options, o => o.TextContent.Contains("Titel Over", StringComparison.Ordinal));

        // Another sheet; then a row with nothing below it, which is refused and changes nothing.
        Assert.Equal(location, (await browser.SendAsync(location + "?handler=Table", map.Filled("#Place", ("Place", "1|Andre")))).Location);
        Assert.Equal("1 Andre 1",
            await app.ScalarAsync(
            "select concat_ws(' ', header_row, sheet, rows_total) from portal.imports order by id desc limit 1"));
        foreach (var bad in new[] { "1|Vejledning", "4|Borgere", "2|Findes ikke", "", "x" })
        {
            var refused = await browser.SendAsync(location + "?handler=Table", (await browser.PageAsync(location))
                .Filled("#Place", ("Place", bad)));
            Assert.Equal(HttpStatusCode.OK, refused.Status);
            Assert.Contains("Der er ingen rækker under de kolonnenavne.", refused.Page.Body!.TextContent, StringComparison.Ordinal);
        }
        Assert.Equal("1 Andre 1",
            await app.ScalarAsync(
            "select concat_ws(' ', header_row, sheet, rows_total) from portal.imports order by id desc limit 1"));
        Assert.Equal(1, await app.Database.EventsAsync("ImportTableChosen", app.World.Gribskov.Id));
    }

    [Fact]
    public async Task A_file_whose_names_are_below_a_title_comes_in_from_there()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var gribskov = app.World.Gribskov;
        var flow = new ImportFlow(app, gribskov);
        var file = Encoding.UTF8.GetBytes(
            $"sep=;\nBorgere fra det gamle system\n;;\nCPR-nummer;Navn;Område\n{GrantFile.Cpr(3)};Opfundet Prøvesen;Helsinge\n");
        var words = app.Services.GetRequiredService<ImportWords>();
        var place = words.HeaderIn(Table.Look(file).Sheets)!.Value;
        Assert.Equal(4, place.Row);
        var table = Table.Read(file, headerRow: place.Row).Table!;
        var id = await app.SendAsync(gribskov.As(Role.Caseworker),
            new UploadModel.Command("liste.csv", file, "", table.Headers, table.Rows.Count, table.HeaderRow));
        await app.SendAsync(gribskov.As(Role.Caseworker),
            new MapModel.Command(id, [.. words.Guess(table.Headers).Select(f => f?.ToString() ?? "")]));
        await flow.WorkAsync(JobKinds.CheckImport, id);

        Assert.Empty(await flow.ProblemsAsync(id));
        await flow.RunAsync(id);
        Assert.Equal(5, await app.ScalarAsync("select row from portal.imported_rows where import_id = $1", id));
    }

    [Fact]
    public async Task Errors_stand_before_warnings_and_can_be_seen_alone()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var flow = new ImportFlow(app, app.World.Gribskov);
        var file = new GrantFile(30, app.World.Today.AddDays(14));
        foreach (var column in new[] { "CPR-nummer", "Navn", "Adresse", "Beskyttet", "E-mail", "Sprog" })
        {
            for (var row = 3; row < 31; row++) file[row, column] = file[2, column];
        }
        file[31, "Timer pr. uge"] = "to";

        var id = await flow.TryOutAsync(file.ToBytes());

        var first = await flow.SeeAsync(id);
        Assert.Equal((1, 28 * 29 / 2), (first.Errors, first.Warnings));
        Assert.Equal((31, nameof(ImportFault.NotANumber)), (first.Problems[0].Row, first.Problems[0].Fault));
        Assert.Equal(ImportSeverity.Warning, first.Problems[1].Severity);
        using var browser = await app.LogInAsync(app.World.Gribskov[Role.Caseworker]);
        var page = $"/gribskov/municipality/imports/check/{id}";
        Assert.Single((await browser.PageAsync(page + "?Only=Error")).QuerySelectorAll("tbody tr"));
        Assert.Equal(25, (await browser.PageAsync(page + "?Only=Warning")).QuerySelectorAll("tbody tr").Length);
        Assert.Contains("Har fejl", (await browser.PageAsync(page)).QuerySelector(".mm-head .badge-error")!.TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_error_is_kept_however_many_warnings_come_before_it()
    {
        var findings = new ImportFindings();
        for (var row = 2; row < 2 * ImportFindings.MostKept; row++) findings.Add(row, ImportField.StartsOn, ImportFault.OverlapsRow, "1");
        findings.Add(9, ImportField.IsProtected, ImportFault.CellError);

        var kept = findings.Kept(new Dictionary<ImportField, int>()).ToList();

        Assert.Equal(ImportFindings.MostKept, kept.Count);
        Assert.Equal((9, ImportFault.CellError), (kept[0].Row, kept[0].Fault));
    }

    [Fact]
    public async Task What_was_tried_out_well_is_ready_and_the_result_has_names_and_a_next_step()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var gribskov = app.World.Gribskov;
        var flow = new ImportFlow(app, gribskov);
        using var browser = await app.LogInAsync(gribskov[Role.Caseworker]);
        var id = await flow.TryOutAsync(new GrantFile(1200, app.World.Today.AddDays(14)).ToBytes());

        var check = await browser.PageAsync($"/gribskov/municipality/imports/check/{id}");
        Assert.Equal("Klar til at blive indlæst", check.QuerySelector(".mm-head .mm-tag")!.TextContent.Trim());
        Assert.NotNull(check.QuerySelector(".mm-head .badge-info"));
        Assert.Contains("Ingen problemer i 1.200 rækker", check.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("1.200", (await browser.PageAsync("/gribskov/municipality/imports")).QuerySelector("tbody")!.TextContent,
            StringComparison.Ordinal);

        await flow.RunAsync(id);
        var before = await app.Database.EventsAsync("CitizenListRead", gribskov.Id, id);
        var result = await browser.PageAsync($"/gribskov/municipality/imports/result/{id}");
        Assert.Contains("Opfundet Prøvesen 0", result.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Næste skridt", result.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("1.200", result.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(before + 1, await app.Database.EventsAsync("CitizenListRead", gribskov.Id, id));
    }

    [Theory]
    [InlineData("content.xml", ".ods")]
    [InlineData("Index/Document.iwa", "Numbers")]
    [InlineData("xl/workbook.bin", ".xlsb")]
    [InlineData("", "webside")]
    public async Task A_file_of_another_program_is_refused_with_how_to_save_it(string part, string word)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var browser = await app.LogInAsync(app.World.Gribskov[Role.Caseworker]);
        var file = part.Length == 0 ? "<html><table><tr><td>CPR</td></tr></table></html>"u8.ToArray()
            : Parts((part, "x"), ("mimetype", "x"));

        var (status, _, text) = await UploadAsync(browser, "liste.xls", file);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(word, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dump_gives_no_digest_that_a_file_of_one_row_could_be_tried_out_against()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var gribskov = app.World.Gribskov;
        using var browser = await app.LogInAsync(gribskov[Role.Caseworker]);
        var flow = new ImportFlow(app, gribskov);
        // Everything in the file but the number can be read in the dump: the attacker makes it again and tries the numbers.
        var cpr = GrantFile.Cpr(4321);
        var file = Encoding.UTF8.GetBytes($"CPR;Navn;Område;Adresse\n{cpr};Opfundet Dumpesen;Helsinge;Findesvej 7\n");
        var (_, location, _) = await UploadAsync(browser, "en.csv", file);
        var id = Guid.Parse(location[(location.LastIndexOf('/') + 1)..]);
        await flow.CheckAsync(id, file);
        await flow.RunAsync(id);
        Assert.Empty(await app.Database.TablesWithAsync(cpr));
        Assert.Equal(["citizen_identities"], await app.Database.TablesWithAsync("Opfundet Dumpesen"));

        var command = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new UploadModel.Command("en.csv", file, "",
            ["CPR", "Navn", "Område", "Adresse"], 1));
        byte[][] plain = [file, command, Encoding.ASCII.GetBytes(Convert.ToBase64String(file)), Encoding.ASCII.GetBytes(cpr),
            Encoding.ASCII.GetBytes($"{cpr[..6]}-{cpr[6..]}"),
            Encoding.UTF8.GetBytes(string.Join('\n', Encoding.UTF8.GetString(file).Split('\n')[1..]))];
        foreach (var bytes in plain)
        {
            foreach (var digest in (byte[][])[SHA256.HashData(bytes), SHA384.HashData(bytes), SHA512.HashData(bytes),
                SHA256.HashData(SHA256.HashData(bytes))])
                foreach (var written in (string[])[Convert.ToHexStringLower(digest), Convert.ToHexStringLower(digest.AsSpan(0, 16)),
                    Convert.ToBase64String(digest)])
                {
                    Assert.Empty(await app.Database.TablesWithAsync(written));
                    Assert.DoesNotContain(app.Log, line => line.Contains(written, StringComparison.OrdinalIgnoreCase));
                }
        }

        // With the key file it can still be told which file it was.
        Assert.Equal(["evidence_payloads"],
            await app.Database.TablesWithAsync(Convert.ToHexStringLower(app.Database.Vault().Mark(file, gribskov.Id))));
    }

    private static async Task<(HttpStatusCode Status, string Location, string Text)> UploadAsync(HttpClient browser, string name,
        byte[] file)
    {
        var page = await browser.PageAsync(Upload);
        using var form = new MultipartFormDataContent();
        foreach (var hidden in page.QuerySelector("#Attached")!.Closest("form")!.QuerySelectorAll("input[type=hidden]")
            .OfType<IHtmlInputElement>())
        {
            form.Add(new StringContent(hidden.Value), hidden.Name!);
        }
        form.Add(new ByteArrayContent(file), "Attached", name);
        using var answer = await browser.PostAsync(Upload, form, TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Headers.Location?.ToString() ?? "",
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private static string Text(string text) => $"t=\"inlineStr\"><is><t>{text}</t></is>";

    private static string Row(int number, params string[] cells) =>
        $"<row r=\"{number}\">{string.Concat(cells.Select((cell, i) => cell.Length == 0 ? "" : $"<c r=\"{Table.Letter(i)}{number.ToString(CultureInfo.InvariantCulture)}\" {cell}</c>"))}</row>";

    private static byte[] Workbook(params (string Name, List<string> Rows)[] sheets) => Parts(
    [
        ("xl/workbook.xml",
            $"<workbook xmlns:r=\"r\"><sheets>{string.Concat(sheets.Select((s, i) => $"<sheet name=\"{s.Name}\" r:id=\"r{i}\"/>"))}</sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels",
            $"<Relationships>{string.Concat(sheets.Select((_, i) => $"<Relationship Id=\"r{i}\" Type=\"x/worksheet\" Target=\"worksheets/{i}.xml\"/>"))}</Relationships>"),
        .. sheets.Select((s, i) => ($"xl/worksheets/{i}.xml", $"<worksheet><sheetData>{string.Concat(s.Rows)}</sheetData></worksheet>")),
    ]);

    private static byte[] Parts(params (string Name, string Content)[] parts)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open(), new UTF8Encoding(false));
                writer.Write(content);
            }
        }
        return file.ToArray();
    }
}
