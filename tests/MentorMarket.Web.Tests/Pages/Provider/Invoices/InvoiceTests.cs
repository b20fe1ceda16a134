namespace MentorMarket.Web.Tests.Pages.Provider.Invoices;

public sealed class InvoiceTests(Cluster cluster)
{
    private static string Create(World world) =>
        $"/{world.Nord.Slug}/provider/invoices/create?municipality={world.Gribskov.Id}&month={world.Live.StartsOn.AddDays(2):yyyy-MM}";

    [Fact]
    public async Task The_months_invoice_is_made_of_the_entries_received_once_and_checked_at_once()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var coordinator = await app.LogInAsync(world.Nord[Role.Coordinator]);
        var page = await coordinator.PageAsync(Create(world));
        var form = page.Filled("#Form_Number", ("Form.Number", "2026-17"));
        var again = page.Filled("#Form_Number", ("Form.Number", "2026-17"));

        var answer = await coordinator.SendAsync(Create(world), form);
        var twice = await coordinator.SendAsync(Create(world), again);

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal(answer.Location, twice.Location);
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.invoices where number = '2026-17'"));
        Assert.Equal(2L, await app.ScalarAsync(
            "select count(*) from portal.invoice_lines l join portal.invoices i on i.id = l.invoice_id where i.number = '2026-17' and l.entry_id is not null and l.amount = 350"));
        Assert.Equal("Checked", await app.ScalarAsync("select status from portal.invoices where number = '2026-17'"));
        Assert.Equal(0L, await app.ScalarAsync(
            "select count(*) from portal.jobs j join portal.invoices i on i.id = j.subject_id where i.number = '2026-17' and j.done_at is null"));
        Assert.Contains("2026-17", (await coordinator.PageAsync(answer.Location)).Body!.TextContent);
        await coordinator.PageAsync(answer.Location.Replace("receipt", "details", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_number_that_is_used_is_told_at_the_field_and_nothing_typed_is_lost()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var coordinator = await app.LogInAsync(world.Nord[Role.Coordinator]);
        var page = await coordinator.PageAsync(Create(world));

        var answer = await coordinator.SendAsync(Create(world),
            page.Filled("#Form_Number", ("Form.Number", $"F-{world.Gribskov.Slug}-live"), ("Form.Lines[0].Text", "Min egen tekst")));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.NotNull(answer.Page.QuerySelector("#Form_Number-error"));
        Assert.Contains("Min egen tekst", answer.Page.DocumentElement.OuterHtml);
    }

    [Fact]
    public async Task A_line_is_added_and_nothing_typed_is_lost()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var coordinator = await app.LogInAsync(world.Nord[Role.Coordinator]);
        var page = await coordinator.PageAsync(Create(world));

        var answer = await coordinator.SendAsync(Create(world) + "&handler=AddLine",
            page.Filled("#Form_Number", ("Form.Number", "halvt"), ("Form.Lines[0].Amount", "12.5")));

        Assert.Equal(3, answer.Page.QuerySelectorAll(".mm-edit tbody tr").Length);
        Assert.Contains("12.5", answer.Page.DocumentElement.OuterHtml);
        Assert.Null(answer.Page.QuerySelector(".form-error"));
        // The blank line is no line, and the amount that is not there is minutes times the rate.
        Assert.Contains("2 linjer, 700,00", answer.Page.Body!.TextContent);
    }

    /// <summary>The form of typed lines with this many, as the browser would send it after that many presses on the button.</summary>
    private static async Task<FormUrlEncodedContent> LinesAsync(HttpClient coordinator, World world, int count)
    {
        var page = await coordinator.PageAsync(Create(world) + "&typed=true");
        var day = world.Live.StartsOn.AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return page.Filled("#Form_Number",
        [
            ("Form.Number", "lang"),
            .. Enumerable.Range(0, count).SelectMany(i => new[]
            {
                ("Reference", "A-live"), ("Entry", ""), ("From", day), ("To", day), ("Minutes", "60"), ("Rate", "350"), ("Amount", ""),
                    ("Text", $"Linje nummer {i + 1}"),
            }.Select(f => ($"Form.Lines[{i}].{f.Item1}", f.Item2))),
        ]);
    }

    [Fact]
    public async Task An_invoice_of_two_hundred_typed_lines_is_received_whole()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var coordinator = await app.LogInAsync(app.World.Nord[Role.Coordinator]);

        var answer = await coordinator.SendAsync(Create(app.World) + "&typed=true",
            await LinesAsync(coordinator, app.World, 200));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal(200L, await app.ScalarAsync(
            "select count(*) from portal.invoice_lines l join portal.invoices i on i.id = l.invoice_id where i.number = 'lang'"));
    }

    [Fact]
    public async Task More_lines_than_an_invoice_may_have_are_told_and_nothing_typed_is_lost()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var coordinator = await app.LogInAsync(app.World.Nord[Role.Coordinator]);

        var answer = await coordinator.SendAsync(Create(app.World) + "&typed=true",
            await LinesAsync(coordinator, app.World, 501));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("højst have 500 linjer", answer.Page.QuerySelector(".mm-errors")!.TextContent);
        Assert.Contains("Linje nummer 501", answer.Page.DocumentElement.OuterHtml);
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.invoices where number = 'lang'"));
    }

    [Fact]
    public async Task A_refusal_leads_back_to_the_page_with_what_was_asked_for_there()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var coordinator = await app.LogInAsync(world.Nord[Role.Coordinator]);
        var page = await coordinator.PageAsync(Create(world));
        await coordinator.SendAsync(Create(world), page.Filled("#Form_Number", ("Form.Number", "en")));

        var other = await coordinator.SendAsync(Create(world), page.Filled("#Form_Number", ("Form.Number", "to")));

        Assert.Equal(Create(world), other.Location);
        Assert.Contains("allerede sendt", (await coordinator.PageAsync(other.Location)).QuerySelector(".mm-messages")!.TextContent);
    }
}
