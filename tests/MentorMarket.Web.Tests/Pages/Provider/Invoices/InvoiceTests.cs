using System.Globalization;
using MentorMarket.Web.Pages.Provider.Invoices;
using MentorMarket.Web.Tests.Identity;

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

    [Fact]
    public async Task A_reference_that_the_municipality_asks_for_is_told_at_the_field_from_its_day_and_not_the_day_before()
    {
        var clock = new Clock();
        await using var app = await PortalApp.OpenAsync(cluster, clock);
        var agreed = await Agreed.CreateAsync(app, 20, 400);
        clock.Advance(new DateTimeOffset(agreed.Monday.ToDateTime(new TimeOnly(6, 0)), TimeSpan.Zero) - clock.GetUtcNow());
        const string change = "/gribskov/municipality/settings/change";
        using (var administrator = await app.LogInAsync(app.World.Gribskov[Role.Administrator]))
        {
            var settings = (await administrator.PageAsync(change)).Filled("#Form_ValidFrom",
                ("Form.ValidFrom", agreed.Monday.AddDays(1).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)),
                ("Form.OrderReferenceAsked", "true"), ("Form.PersonReferenceAsked", "true"));
            Assert.Equal(HttpStatusCode.Found, (await administrator.SendAsync(change, settings)).Status);
        }
        clock.Advance(TimeSpan.FromDays(3));
        using var coordinator = await app.LogInAsync(agreed.Provider[Role.Coordinator]);
        var path = $"/{agreed.Provider.Slug}/provider/invoices/create?municipality={agreed.Municipality.Id}"
            + $"&month={agreed.Monday.AddDays(1):yyyy-MM}&typed=true";
        async Task<AngleSharp.Html.Dom.IHtmlDocument?> RefusedAsync(string number, int day, string order = "", string person = "",
            Guid? entry = null)
        {
            var on = agreed.Monday.AddDays(day).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);
            var form = (await coordinator.PageAsync(path)).Filled("#Form_Number", ("Form.Number", number),
                ("Form.OrderReference", order), ("Form.PersonReference", person), ("Form.Lines[0].Reference", agreed.Number),
                ("Form.Lines[0].Entry", entry?.ToString() ?? ""), ("Form.Lines[0].From", on), ("Form.Lines[0].To", on),
                ("Form.Lines[0].Minutes", "60"), ("Form.Lines[0].Rate", "400"));
            var answer = await coordinator.SendAsync(path, form);
            var isThere = await app.ScalarAsync("select count(*) from portal.invoices where number = $1", number) is 1L;
            Assert.Equal(isThere, answer.Status == HttpStatusCode.Redirect);
            return isThere ? null : answer.Page;
        }

        var neither = (await RefusedAsync("R-1", 1, order: " "))!;
        var oneOfThem = (await RefusedAsync("R-2", 1, order: "R-17"))!;

        Assert.Contains("Kommunen kræver et ordrenummer", neither.QuerySelector("#Form_OrderReference-error")!.TextContent);
        Assert.Contains("Kommunen kræver en personreference", neither.QuerySelector("#Form_PersonReference-error")!.TextContent);
        Assert.Null(oneOfThem.QuerySelector("#Form_OrderReference-error"));
        Assert.NotNull(oneOfThem.QuerySelector("#Form_PersonReference-error"));
        Assert.Equal("R-17", oneOfThem.QuerySelector("#Form_OrderReference")!.GetAttribute("value"));
        Assert.Null(await RefusedAsync("R-3", 1, "R-17", "P-17"));
        Assert.Null(await RefusedAsync("R-4", 0));
        // The day of what the line names, and the day that stands on it: on either the reference may be asked for.
        var (before, after) = (await agreed.DeliverAsync(0, 60), await agreed.DeliverAsync(1, 60));
        Assert.NotNull(await RefusedAsync("R-5", 0, entry: after));
        Assert.NotNull(await RefusedAsync("R-6", 1, entry: before));
        Assert.Null(await RefusedAsync("R-7", 0, entry: before));
        // The form says so before anything is sent.
        Assert.Equal("true", (await coordinator.PageAsync(path)).QuerySelector("#Form_OrderReference")!.GetAttribute("aria-required"));
        Assert.Null((await coordinator.PageAsync(path.Replace($"month={agreed.Monday.AddDays(1):yyyy-MM}", "month=2020-01",
            StringComparison.Ordinal))).QuerySelector("#Form_OrderReference")!.GetAttribute("aria-required"));
    }

    [Fact]
    public async Task A_provider_is_told_what_a_municipality_asks_for_that_it_has_an_assignment_with_and_no_other()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        await Agreed.CreateAsync(app, 20, 400, provider: world.Vest);
        await app.ScalarAsync("""
            insert into portal.municipal_settings (id, municipality_id, version, valid_from, order_reference_asked, recorded_at)
            select gen_random_uuid(), id, 9, $1, true, now() from portal.organisations where kind = 'Municipality'
            """, world.Today.AddYears(-1));
        async Task<string> AskedAsync(World.Party provider, World.Party municipality) =>
            (await app.SendAsync(provider.As(Role.Coordinator), new InvoiceChoices(municipality.Id, world.Today))).Asked.ToString();

        Assert.Equal(("F02", ""), (await AskedAsync(world.Vest, world.Gribskov), await AskedAsync(world.Vest, world.Hilleroed)));
        Assert.Equal(("F02", "F02"), (await AskedAsync(world.Nord, world.Gribskov), await AskedAsync(world.Nord, world.Hilleroed)));
    }
}
