using System.Text;
using MentorMarket.Exchange.Csv;

namespace MentorMarket.Web.Tests.Pages.Municipality.Invoices;

/// <summary>The list of invoices as a file that Danish Excel opens by a double click, and that runs nothing.</summary>
public sealed class ExportTests(Cluster cluster)
{
    [Fact]
    public async Task The_file_is_utf8_with_its_mark_semicolons_decimal_commas_and_crlf()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        await agreed.DeliverAsync(0, 60);
        await agreed.BillAsync("=1+1", agreed.Line(60, 400, amount: 1234.5m));
        using var finance = await app.LogInAsync(world.Gribskov[Role.Finance]);

        using var answer = await finance.GetAsync($"/{world.Gribskov.Slug}/municipality/invoices/export",
            TestContext.Current.CancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var text = Encoding.UTF8.GetString(bytes[3..]);
        Assert.EndsWith("\r\n", text);
        Assert.Equal(text.Count(c => c == '\n'), text.Split("\r\n").Length - 1);
        var rows = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("Nummer;Kommune;Leverandør;Udstedt;Beløb;Kan betales;Tilbageholdt;Afvist;Godkendt;Status", rows[0]);
        Assert.Equal(4, rows.Length - 1);
        Assert.Contains(rows, r => r.StartsWith("'=1+1;", StringComparison.Ordinal)
            && r.Contains(";1234,50;400,00;0,00;834,50;0,00;", StringComparison.Ordinal));
        Assert.All(rows, r => Assert.Equal(10, r.Split(';').Length));
    }

    [Fact]
    public async Task The_file_holds_what_the_filters_leave()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var finance = await app.LogInAsync(world.Gribskov[Role.Finance]);
        var export = $"/{world.Gribskov.Slug}/municipality/invoices/export";

        var ofNord = await finance.GetStringAsync($"{export}?provider={world.Nord.Id}", TestContext.Current.CancellationToken);
        var found = await finance.GetStringAsync($"{export}?q=ENDED", TestContext.Current.CancellationToken);
        var withFinding = await finance.GetStringAsync($"{export}?finding=E01&status=PartlyApproved",
            TestContext.Current.CancellationToken);
        var none = await finance.GetStringAsync($"{export}?finding=D04", TestContext.Current.CancellationToken);
        var foreign = await finance.GetStringAsync($"{export}?municipality={world.Hilleroed.Id}", TestContext.Current.CancellationToken);

        Assert.Equal(["F-gribskov-live"], Numbers(ofNord));
        Assert.Equal(["F-gribskov-ended"], Numbers(found));
        Assert.Equal(3, Numbers(withFinding).Length);
        Assert.Empty(Numbers(none));
        Assert.Empty(Numbers(foreign));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+45", "'+45")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("=\"x\";1", "\"'=\"\"x\"\";1\"")]
    [InlineData("a=1", "a=1")]
    public void A_cell_that_begins_like_a_formula_is_text(string value, string cell)
    {
        var file = new DanishExcel();
        file.Add(value).EndRow();

        Assert.Equal(cell + "\r\n", Encoding.UTF8.GetString(file.ToBytes())[1..]);
    }

    private static string[] Numbers(string file) =>
        [.. file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(r => r.Split(';')[0])];
}
