using System.Globalization;
using MentorMarket.Web.Pages.Municipality.Invoices;
using MentorMarket.Web.Pages.Provider.Invoices;

namespace MentorMarket.Web.Tests.Pages.Municipality.Invoices;

/// <summary>What was paid and should not have been is found in the lists, with its amount, by finance and auditor alike.</summary>
public sealed class PaidTooMuchTests(Cluster cluster)
{
    private static async Task<Guid> ApprovedAsync(PortalApp app, Agreed agreed, string number, TypedLine line)
    {
        var invoice = await agreed.BillAsync(number, line);
        var check = (Guid)(await app.ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!;
        await app.SendAsync(agreed.Municipality.As(Role.Finance), new ApproveModel.Command(invoice, check, ""));
        return invoice;
    }

    [Fact]
    public async Task A_list_from_a_day_without_its_year_begins_on_the_latest_that_has_been()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var finance = await app.LogInAsync(world.Gribskov[Role.Finance]);
        var list = $"/{world.Gribskov.Slug}/municipality/invoices";

        Assert.NotEmpty((await finance.PageAsync($"{list}?From={world.Today.AddDays(1):dd.MM}")).QuerySelectorAll(".mm-invoices"));
        Assert.Empty((await finance.PageAsync($"{list}?From={world.Today.AddDays(1):dd.MM.yyyy}")).QuerySelectorAll(".mm-invoices"));
    }

    [Fact]
    public async Task The_lists_find_the_invoices_of_which_something_was_paid_too_much_and_say_how_much()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 10, rate: 400);
        await agreed.ShadowAsync("D01");
        var shortened = await ApprovedAsync(app, agreed, "M-1",
            agreed.Line(60, 400, entry: await agreed.DeliverAsync(0, 60)));
        await ApprovedAsync(app, agreed, "M-2", agreed.Line(60, 400, entry: await agreed.DeliverAsync(1, 60)));
        var never = await ApprovedAsync(app, agreed, "M-3", agreed.Line(15, 400, from: 5, to: 6));
        // An hour that was half an hour, and what nothing covers no longer only noted.
        await agreed.DeliverAsync(0, 30,
            corrects: (Guid)(await app.ScalarAsync("select entry_id from portal.invoice_lines where invoice_id = $1", shortened))!);
        await agreed.ShadowAsync();
        foreach (var invoice in new[] { shortened, never }) await agreed.CheckAsync(invoice);
        Assert.Equal(["0.00 0.00 100.00 D01"], await agreed.VerdictsAsync(never));

        using var finance = await app.LogInAsync(world.Gribskov[Role.Finance]);
        using var auditor = await app.LogInAsync(world.Revision[Role.Auditor]);
        foreach (var (reader, list) in new[] { (finance, $"/{world.Gribskov.Slug}/municipality/invoices"), (
            auditor, $"/{world.Revision.Slug}/auditor/invoices") })
        {
            var page = await reader.PageAsync($"{list}?PaidTooMuch=true&sort=-toomuch");
            var amounts = page.QuerySelectorAll(".mm-invoices td[data-title='Betalt for meget']").Select(c => c.TextContent.Trim());
            Assert.Equal(["200,00", "100,00", "300,00"], amounts);
            Assert.Equal(["M-1", "M-3"], page.QuerySelectorAll(".mm-invoices td[data-title='Nummer'] a").Select(a => a.TextContent.Trim()));
            Assert.NotNull(page.QuerySelector("select[name='PaidTooMuch'] option[value='true'][selected]"));
            // Among all of them too, where the others have nothing.
            Assert.Contains("300,00", (await reader.PageAsync(list)).QuerySelectorAll(".mm-invoices td[data-title='Betalt for meget']")
                .Select(c => c.TextContent.Trim()));
        }

        Assert.Equal([["M-1", "200,00"], ["M-3", "100,00"]],
            await ColumnsAsync(finance, $"/{world.Gribskov.Slug}/municipality/invoices/export?PaidTooMuch=true", "Nummer",
            "Betalt for meget"));
        Assert.Equal(
            [["M-1", "200,00", "200,00"], ["M-3", "0,00", "100,00"]],
            await ColumnsAsync(auditor, $"/{world.Revision.Slug}/auditor/invoices/export?PaidTooMuch=true", "Faktura", "Betalt for meget",
                "Fakturaen i alt betalt for meget"));
        // The invoice's own page says the same.
        Assert.Contains("Betalt for meget: 100,00",
            WebUtility.HtmlDecode(await finance.GetStringAsync($"/{world.Gribskov.Slug}/municipality/invoices/details/{never}",
            TestContext.Current.CancellationToken)));
    }

    private static async Task<string[][]> ColumnsAsync(HttpClient reader, string file, params string[] columns)
    {
        var rows = (await reader.GetStringAsync(file, TestContext.Current.CancellationToken)).TrimStart('\uFEFF')
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(r => !r.StartsWith("sep=", StringComparison.Ordinal)).Select(r => r.Split(';')).ToList();
        return [.. rows.Skip(1).Select(r => columns.Select(c => r[Array.IndexOf(rows[0], c)]).ToArray())
            .OrderBy(r => r[0], StringComparer.Ordinal)];
    }

    [Fact]
    public async Task An_auditor_is_told_why_a_line_has_no_grant_and_not_what_the_provider_wrote()
    {
        const string reason = "Linjens forløb er en anden leverandørs.";
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 10, rate: 400);
        var another = (string)(await app.ScalarAsync("select number from portal.assignments where id = $1", world.Ended.Assignment))!;
        var theirs = await agreed.BillAsync("M-4", agreed.Line(60, 400) with { Reference = another });
        var nobodys = await agreed.BillAsync("M-5", agreed.Line(60, 400) with { Reference = "Forkert 17" });

        using var auditor = await app.LogInAsync(world.Revision[Role.Auditor]);
        var details = $"/{world.Revision.Slug}/auditor/invoices/details";
        var told = WebUtility.HtmlDecode(await auditor.GetStringAsync($"{details}/{theirs}", TestContext.Current.CancellationToken));
        Assert.Contains(reason, told);
        Assert.DoesNotContain(another, told);
        var unknown = WebUtility.HtmlDecode(await auditor.GetStringAsync($"{details}/{nobodys}", TestContext.Current.CancellationToken));
        Assert.DoesNotContain(reason, unknown);
        Assert.DoesNotContain("Forkert 17", unknown);
    }

    [Fact]
    public async Task A_grant_that_is_not_in_force_says_which_decision_is_missing_and_that_it_is_not_noted_sent()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 10, rate: 400);
        await Crowd.RunAsync(app.Database,
            $"set session_replication_role = replica; update portal.grants set decided_at = null where id = '{agreed.Grant}'");
        await agreed.DeliverAsync(0, 60);
        var invoice = await agreed.BillAsync("M-6", agreed.Line(60, 400));
        Assert.Equal(["0.00 400.00 0.00 G06"], await agreed.VerdictsAsync(invoice));
        using var finance = await app.LogInAsync(world.Gribskov[Role.Finance]);
        using var coordinator = await app.LogInAsync(world.Nord[Role.Coordinator]);
        using var auditor = await app.LogInAsync(world.Revision[Role.Auditor]);
        async Task AssertSaysAsync(string text)
        {
            foreach (var (reader, page) in new[]
            {
                (finance, $"/{world.Gribskov.Slug}/municipality/invoices/details/{invoice}"),
                    (coordinator, $"/{world.Nord.Slug}/provider/invoices/details/{invoice}"),
                (auditor, $"/{world.Revision.Slug}/auditor/invoices/details/{invoice}"),
            })
                Assert.Contains(text, WebUtility.HtmlDecode(await reader.GetStringAsync(page, TestContext.Current.CancellationToken)));
        }

        await AssertSaysAsync($"Der mangler en afgørelse: Bevillingen bag forløbet {agreed.Number} er ikke godkendt.");
        await Crowd.RunAsync(app.Database,
            $"set session_replication_role = replica; update portal.grants set decided_at = '2026-03-05 12:00Z' where id = '{agreed.Grant}'");
        await AssertSaysAsync(
            $"Afgørelsen om bevillingen bag forløbet {agreed.Number} er fra 05.03.2026, men den er ikke noteret sendt til borgeren.");
        var document = Guid.CreateVersion7();
        var caseworker = world.Gribskov[Role.Caseworker];
        await Crowd.RunAsync(app.Database, string.Create(CultureInfo.InvariantCulture, $$"""
            insert into portal.documents (id, municipality_id, citizen_id, grant_id, kind, version, language, facts, content, changes, made_by, made_at)
            values ('{{document}}', '{{world.Gribskov.Id}}', '{{agreed.Citizen}}', '{{agreed.Grant}}', 'DecisionLetter', 1, 'da', '{}', '{}', '{}', '{{caseworker}}', '2026-03-05 13:00Z');
            insert into portal.document_dispatches (id, document_id, municipality_id, channel, sent_on, recorded_by, recorded_at)
            values (gen_random_uuid(), '{{document}}', '{{world.Gribskov.Id}}', 'DigitalPost', '2026-03-05', '{{caseworker}}', '2026-03-05 14:00Z')
            """));
        await AssertSaysAsync($"Afgørelsen om bevillingen bag forløbet {agreed.Number} er fra 05.03.2026 og noteret sendt til borgeren.");
    }
}
