using System.Text;
using AngleSharp.Html.Dom;

namespace MentorMarket.Web.Tests.Importing;

/// <summary>What is taken in as a file to import, and under which name.</summary>
public sealed class UploadTests(Cluster cluster)
{
    [Fact]
    public async Task A_file_without_a_row_of_headers_is_refused_and_nothing_of_it_is_stored()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var browser = await app.LogInAsync(app.World.Gribskov[Role.Caseworker]);
        var before = await app.ScalarAsync("select count(*) from portal.imports");
        var rows = Encoding.UTF8.GetString(ImportTests.FileOf(3, app.Database).ToBytes());

        var refused = await UploadAsync(browser, "borgere.csv",
            Encoding.UTF8.GetBytes(rows[(rows.IndexOf('\n', StringComparison.Ordinal) + 1)..]));

        Assert.Equal(HttpStatusCode.OK, refused.Status);
        Assert.Contains("Den første række skal være kolonnenavne", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("010185", refused.Text, StringComparison.Ordinal);
        Assert.Equal(before, await app.ScalarAsync("select count(*) from portal.imports"));
        Assert.Empty(await app.Database.TablesWithAsync("Opfundet Prøvesen"));

        // The same with its headers comes in, and a number in the file's name does not.
        Assert.Equal(HttpStatusCode.Redirect,
            (await UploadAsync(browser, "liste 2026 010185-0001.csv", Encoding.UTF8.GetBytes(rows))).Status);
        Assert.Empty(await app.Database.TablesWithAsync("010185-0001"));
        Assert.Equal("liste **** ******-****.csv",
            await app.ScalarAsync("select file_name from portal.imports order by created_at desc limit 1"));
    }

    [Fact]
    public async Task The_name_of_a_file_holds_no_cpr_number_of_any_script_and_is_cut_between_characters()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var browser = await app.LogInAsync(app.World.Gribskov[Role.Caseworker]);
        var file = ImportTests.FileOf(1, app.Database).ToBytes();

        foreach (var (name, kept) in new[]
        {
            ("liste \uFF10\uFF15\uFF10\uFF16\uFF16\uFF12-\uFF10\uFF16\uFF11\uFF13.csv", "liste ******-****.csv"),
            ("\u0660\u0665\u0660\u0666\u0666\u0662\u0660\u0666\u0661\u0663.csv", "**********.csv"),
            (new string('x', 99) + "\uD83D\uDE00.csv", new string('x', 99)),
        })
        {
            Assert.Equal((name, HttpStatusCode.Redirect), (name, (await UploadAsync(browser, name, file)).Status));
            Assert.Equal(kept, await app.ScalarAsync("select file_name from portal.imports order by created_at desc limit 1"));
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> UploadAsync(HttpClient browser, string name, byte[] file)
    {
        const string path = "/gribskov/municipality/imports/upload";
        var page = await browser.PageAsync(path);
        using var form = new MultipartFormDataContent();
        foreach (var hidden in page.QuerySelector("#Attached")!.Closest("form")!.QuerySelectorAll("input[type=hidden]")
            .OfType<IHtmlInputElement>())
        {
            form.Add(new StringContent(hidden.Value), hidden.Name!);
        }
        form.Add(new ByteArrayContent(file), "Attached", name);
        using var answer = await browser.PostAsync(path, form, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
