using MentorMarket.Web.Demo;
using MentorMarket.Web.Tests.Database;
using MentorMarket.Web.Tests.Provider;
using Npgsql;
using Xunit;

namespace MentorMarket.Web.Tests.Demo;

/// <summary>Every line can be redone with pen and paper from its page alone.</summary>
public sealed class RedoneFromTheScreenTests(DemoDatabase demo, ITestOutputHelper output) : IClassFixture<DemoDatabase>
{
    [Fact]
    public async Task Every_line_of_the_year_comes_out_the_same_from_the_finance_page()
    {
        await using var app = new PortalApp(demo.Database, new StoppedClock(DemoDatabase.Day));
        var (lines, wrong) = (0, new List<string>());
        foreach (var slug in new[] { "gribskov", "hilleroed", "broenderslev" })
        {
            using var finance = await app.LogInAsync(DemoPeople.Member($"oekonomi@{slug}.example").Person);
            foreach (var invoice in await InvoicesAsync(slug))
            {
                var page = new InvoiceOnScreen(await finance.PageAsync($"/{slug}/municipality/invoices/details/{invoice}"));
                var redone = PenAndPaper.Redo(page);
                if (page.Number is "F00102-2506") await File.WriteAllTextAsync("/tmp/w/" + page.Number + ".html", await finance.GetStringAsync($"/{slug}/municipality/invoices/details/{invoice}"));
                lines += page.Lines.Count;
                wrong.AddRange(page.Lines.Where(l => redone[l.Number] != l.Verdict).Select(l => $"{page.Number} line {l.Number}: by hand {redone[l.Number]}, the check {l.Verdict}"));
            }
        }

        output.WriteLine($"{lines - wrong.Count} of {lines} lines");
        Assert.InRange(lines, 1000, 1289);
        Assert.True(wrong.Count == 0, $"{lines - wrong.Count} of {lines} lines. {string.Join(Environment.NewLine, wrong.Take(40))}");
    }

    private async Task<List<Guid>> InvoicesAsync(string municipality)
    {
        await using var connection = await demo.Database.OpenAsync("mm_migrator");
        await using var command = new NpgsqlCommand("""
            select i.id from portal.invoices i join portal.organisations o on o.id = i.municipality_id where o.slug = $1 and i.status <> 'Returned' order by i.number
            """, connection);
        command.Parameters.Add(new() { Value = municipality });
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) ids.Add(reader.GetGuid(0));
        return ids;
    }
}
