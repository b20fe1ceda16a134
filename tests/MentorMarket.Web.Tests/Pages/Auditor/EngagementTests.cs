using System.Globalization;
using MentorMarket.Web.Pages.Municipality.Engagements;

namespace MentorMarket.Web.Tests.Pages.Auditor;

/// <summary>An auditor sees the invoices of a period while the municipality lets it, no citizen in them, and never unseen.</summary>
public sealed class EngagementTests(Cluster cluster)
{
    private static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da-DK");

    private static async Task<string[]> NumbersAsync(PortalApp app, World.Party firm)
    {
        using var auditor = await app.LogInAsync(firm[Role.Auditor]);
        var file = await auditor.GetStringAsync($"/{firm.Slug}/auditor/invoices/export", TestContext.Current.CancellationToken);
        return [.. file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(r => r.Split(';')[2]).Distinct()];
    }

    [Fact]
    public async Task Opened_on_the_page_it_shows_the_invoices_of_the_period_until_it_is_revoked()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var administrator = await app.LogInAsync(world.Hilleroed[Role.Administrator]);
        Assert.Empty(await NumbersAsync(app, world.Revision)
            .ContinueWith(n => n.Result.Where(x => x.Contains("hilleroed", StringComparison.Ordinal)),
            TestContext.Current.CancellationToken));
        var open = $"/{world.Hilleroed.Slug}/municipality/engagements/open";
        (string, string)[] typed =
        [
            ("Form.Auditor", world.Revision.Id.ToString()), ("Form.From", world.Today.AddDays(-70).ToString("dd.MM.yyyy", Danish)),
                ("Form.To", world.Today.ToString("dd.MM.yyyy", Danish)),
            ("Form.OpensOn", world.Today.ToString("dd.MM.yyyy", Danish)),
                ("Form.ExpiresOn", world.Today.AddDays(10).ToString("dd.MM.yyyy", Danish)), ("Form.SeesNotes", "false"),
        ];
        var answer = await administrator.SendAsync(open, (await administrator.PageAsync(open)).Filled("[name='Form.Auditor']", typed));
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        var id = (Guid)(await app.ScalarAsync(
            "select id from portal.engagements where auditor_id = $1 and municipality_id = $2 and revoked_at is null", world.Revision.Id,
            world.Hilleroed.Id))!;

        Assert.Equal(["F-gribskov-live", "F-hilleroed-live"], (await NumbersAsync(app, world.Revision)).Order());
        var revoke = $"/{world.Hilleroed.Slug}/municipality/engagements/revoke/{id}";
        await administrator.SendAsync(revoke, (await administrator.PageAsync(revoke)).Filled("[name=__once]"));

        Assert.Equal(["F-gribskov-live"], await NumbersAsync(app, world.Revision));
        var again = await Assert.ThrowsAsync<MentorMarket.Domain.RuleViolation>(() =>
            app.SendAsync(world.Hilleroed.As(Role.Administrator), new RevokeModel.Command(id)));
        Assert.Equal(MentorMarket.Domain.Rule.EngagementIsRevoked, again.Rule);
        Assert.Equal((1L, 1L), (await app.Database.EventsAsync("EngagementOpened", world.Hilleroed.Id, id),
            await app.Database.EventsAsync("EngagementRevoked", world.Hilleroed.Id, id)));
    }

    [Fact]
    public async Task Dates_that_cannot_be_are_told_at_the_field()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var administrator = await app.LogInAsync(world.Gribskov[Role.Administrator]);
        var open = $"/{world.Gribskov.Slug}/municipality/engagements/open";
        (string, string)[] typed =
        [
            ("Form.Auditor", world.Gribskov.Id.ToString()), ("Form.From", "01.05.2026"), ("Form.To", "30.04.2026"),
                ("Form.OpensOn", "01.02.2026"), ("Form.ExpiresOn", "01.01.2026"), ("Form.SeesNotes", "false"),
        ];

        var answer = await administrator.SendAsync(open, (await administrator.PageAsync(open)).Filled("[name='Form.Auditor']", typed));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        foreach (var field in new[] { "Auditor", "To", "ExpiresOn" }) Assert.NotNull(answer.Page.QuerySelector($"#Form_{field}-error"));
        Assert.Contains("30.04.2026", answer.Page.DocumentElement.OuterHtml);
    }

    [Fact]
    public async Task Only_an_administrator_opens_one_and_only_their_own_municipalitys_is_revoked()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var clerk = await app.LogInAsync(world.Gribskov[Role.Finance]);
        using var refused = await clerk.GetAsync($"/{world.Gribskov.Slug}/municipality/engagements/open",
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        await Assert.ThrowsAsync<RowNotFoundException>(() =>
            app.SendAsync(world.Hilleroed.As(Role.Administrator), new RevokeModel.Command(world.Engagement)));

        Assert.Equal(["F-gribskov-live"], await NumbersAsync(app, world.Revision));
    }

    [Fact]
    public async Task Expired_revoked_or_not_yet_open_shows_nothing()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var late = await app.LogInAsync(world.LateRevision[Role.Auditor]);
        using var auditor = await app.LogInAsync(world.Revision[Role.Auditor]);

        Assert.Empty(await NumbersAsync(app, world.LateRevision));
        foreach (var (client, firm, invoice) in new[]
        {
            (late, world.LateRevision, world.Live.Invoice), (late, world.LateRevision, world.ElsewhereLive.Invoice),
            (auditor, world.Revision, world.ElsewhereLive.Invoice), (auditor, world.Revision, world.Ended.Invoice),
        })
        {
            using var answer = await client.GetAsync($"/{firm.Slug}/auditor/invoices/details/{invoice}",
                TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        await late.PageAsync($"/{world.LateRevision.Slug}/auditor");
        await late.PageAsync($"/{world.LateRevision.Slug}/auditor/invoices");
        Assert.Equal(0L, await app.ScalarAsync(
            "select count(*) from portal.evidence_events where acting_organisation_id = $1 and organisation_id <> $1",
            world.LateRevision.Id));
    }

    [Fact]
    public async Task Every_read_leaves_an_event_on_the_municipalitys_chain()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var auditor = await app.LogInAsync(world.Revision[Role.Auditor]);
        var root = $"/{world.Revision.Slug}/auditor";

        await auditor.PageAsync(root);
        await auditor.PageAsync($"{root}/invoices?finding=D04");
        await auditor.PageAsync($"{root}/invoices/details/{world.Live.Invoice}");
        await auditor.GetStringAsync($"{root}/invoices/export", TestContext.Current.CancellationToken);

        foreach (var (kind, subject) in new[]
        {
            ("AuditorReadOverview", world.Engagement), ("AuditorReadInvoices", world.Engagement),
                ("AuditorReadInvoice", world.Live.Invoice), ("AuditorDownloadedInvoices", world.Engagement),
        })
        {
            Assert.Equal(1L, await app.Database.EventsAsync(kind, world.Gribskov.Id, subject));
            Assert.Equal(0L, await app.Database.EventsAsync(kind, world.Hilleroed.Id));
        }
    }

    [Fact]
    public async Task Nothing_an_auditor_is_sent_names_a_citizen_or_holds_what_anybody_wrote_about_one()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        // The second firm's engagement lets it see notes; the invoices still hold none.
        foreach (var (firm, municipality,
            seen) in new[] { (world.Revision, world.Gribskov, world.Live), (world.NotesRevision, world.Hilleroed, world.ElsewhereLive) })
        {
            using var auditor = await app.LogInAsync(firm[Role.Auditor]);
            var root = $"/{firm.Slug}/auditor";
            foreach (var path in new[] { root, $"{root}/invoices", $"{root}/invoices?finding=E01",
                $"{root}/invoices/details/{seen.Invoice}", $"{root}/invoices/export" })
            {
                var text = WebUtility.HtmlDecode(await auditor.GetStringAsync(path, TestContext.Current.CancellationToken));
                foreach (var secret in new[] { "-identity-", "-note", "-word", "-goal-", "-purpose-", "-decision", "@borger.example",
                    $"B-{seen.Name}", seen.Citizen.ToString() })
                    Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{path} holds {secret}");
            }
            Assert.Contains($"F-{municipality.Slug}-live",
                await auditor.GetStringAsync($"{root}/invoices", TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Notes_and_what_the_provider_typed_are_read_where_the_engagement_says_so_and_nowhere_else()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var with = await app.LogInAsync(world.NotesRevision[Role.Auditor]);
        using var without = await app.LogInAsync(world.Revision[Role.Auditor]);
        var (seen, hidden) = (world.ElsewhereLive, world.Live);
        var notes = $"/{world.NotesRevision.Slug}/auditor/invoices/notes/{seen.Invoice}";

        var details = await with.PageAsync($"/{world.NotesRevision.Slug}/auditor/invoices/details/{seen.Invoice}");
        Assert.Equal(notes, details.QuerySelectorAll("a").Select(a => a.GetAttribute("href"))
            .Single(h => h?.Contains("/notes/", StringComparison.Ordinal) == true));
        Assert.Contains($"{seen.Provider!.Canary}-{seen.Municipality.Canary}-line", details.Body!.TextContent);
        Assert.Contains($"{seen.Provider.Canary}-{seen.Municipality.Canary}-order", details.Body.TextContent);
        Assert.Contains($"{seen.Identity}-note", (await with.PageAsync(notes)).Body!.TextContent);
        Assert.Equal(1L, await app.Database.EventsAsync("AuditorReadNotes", world.Hilleroed.Id, seen.Invoice));

        var closed = await without.PageAsync($"/{world.Revision.Slug}/auditor/invoices/details/{hidden.Invoice}");
        Assert.DoesNotContain("/notes/", closed.DocumentElement.OuterHtml);
        foreach (var typed in new[] { "-line", "-order" }) Assert.DoesNotContain(typed, closed.Body!.TextContent);
        using var refused = await without.GetAsync($"/{world.Revision.Slug}/auditor/invoices/notes/{hidden.Invoice}",
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);

        await app.ScalarAsync("update portal.engagements set period_to = $2 where id = $1", world.NotesEngagement,
            world.Today.AddDays(-80));
        using var outside = await with.GetAsync(notes, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
    }

    [Fact]
    public async Task The_overview_and_the_file_agree_with_the_data()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var overview = await app.SendAsync(world.Revision.As(Role.Auditor), new Web.Pages.Auditor.IndexModel.Query());
        var open = Assert.Single(overview.Engagements, e => e.Sums is not null);
        Assert.Equal(new(1, 0, 700, 350, 350, 0, 350, 0), open.Sums);
        Assert.Equal(("E01", 1, 350m), Assert.Single(open.Findings.Select(f => (f.Rule.Code.ToString(), f.Lines, f.Amount))));

        using var auditor = await app.LogInAsync(world.Revision[Role.Auditor]);
        var bytes = await auditor.GetByteArrayAsync($"/{world.Revision.Slug}/auditor/invoices/export",
            TestContext.Current.CancellationToken);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var rows = System.Text.Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, rows.Length);
        Assert.Contains(";700,00;350,00;350,00;0,00;E01;", rows[1]);
        Assert.Single((await auditor.GetStringAsync($"/{world.Revision.Slug}/auditor/invoices/export?finding=D04",
            TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }
}
