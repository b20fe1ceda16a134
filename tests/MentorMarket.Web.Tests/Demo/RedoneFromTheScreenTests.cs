using MentorMarket.Web.Demo;

namespace MentorMarket.Web.Tests.Demo;

/// <summary>Every line can be redone with pen and paper from its page alone.</summary>
public sealed class RedoneFromTheScreenTests(DemoDatabase demo, ITestOutputHelper output) : IClassFixture<DemoDatabase>
{
    /// <summary>The provider and the auditor read the same page without what is not theirs to know: it is enough for them too.</summary>
    [Theory]
    [InlineData("municipality", 1000)]
    [InlineData("provider", 1000)]
    [InlineData("auditor", 300)]
    public async Task Every_line_of_the_year_comes_out_the_same_from_the_page(string folder, int atLeast)
    {
        await using var app = new PortalApp(demo.Database, new StoppedClock(DemoDatabase.Day));
        // The database asks its own clock whether an engagement is open.
        await demo.Database.ScalarAsync("update portal.engagements set opens_on = current_date - 1, expires_on = current_date + 1");
        var (lines, wrong) = (0, new List<string>());
        foreach (var (person, slug, invoices) in await ReadersAsync(folder))
        {
            using var reader = await app.LogInAsync(DemoPeople.Member(person).Person);
            foreach (var invoice in invoices)
            {
                var page = new InvoiceOnScreen(await reader.PageAsync($"/{slug}/{folder}/invoices/details/{invoice}"));
                var redone = PenAndPaper.Redo(page);
                lines += page.Lines.Count;
                wrong.AddRange(page.Lines.Where(l => redone[l.Number] != l.Verdict)
                    .Select(l => $"{page.Number} line {l.Number}: by hand {redone[l.Number]}, the check {l.Verdict}"));
            }
        }

        output.WriteLine($"{lines - wrong.Count} of {lines} lines");
        Assert.True(lines >= atLeast, $"Only {lines} lines.");
        Assert.True(wrong.Count == 0, $"{lines - wrong.Count} of {lines} lines. {string.Join(Environment.NewLine, wrong.Take(40))}");
    }

    private async Task<List<(string Person, string Slug, List<Guid> Invoices)>> ReadersAsync(string folder)
    {
        var readers = new List<(string, string, List<Guid>)>();
        foreach (var slug in folder switch
        {
            "municipality" => new[] { "gribskov", "hilleroed", "broenderslev" },
            "provider" => [
            "nordmentor", "stoettepunkt", "vejviser"],
            _ => ["revision-nord"]
        })
            readers.Add(folder switch
            {
                "municipality" => ($"oekonomi@{slug}.example", slug,
                    await InvoicesAsync("i.municipality_id = (select id from portal.organisations where slug = $1)", slug)),
                "provider" => ($"koordinator@{slug}.example", slug,
                    await InvoicesAsync("i.provider_id = (select id from portal.organisations where slug = $1)", slug)),
                _ => ($"revisor@{slug}.example", slug,
                    await InvoicesAsync(
                    "exists (select from portal.engagements e where e.auditor_id = (select id from portal.organisations where slug = $1) and e.municipality_id = i.municipality_id and i.issued_on between e.period_from and e.period_to)",
                    slug)),
            });
        return readers;
    }

    private async Task<List<Guid>> InvoicesAsync(string where, string slug)
    {
        await using var connection = await demo.Database.OpenAsync("mm_migrator");
        await using var command =
            new NpgsqlCommand($"select i.id from portal.invoices i where {where} and i.status <> 'Returned' order by i.number", connection);
        command.Parameters.Add(new() { Value = slug });
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) ids.Add(reader.GetGuid(0));
        return ids;
    }
}
