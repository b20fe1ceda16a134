using System.Text.RegularExpressions;
using MentorMarket.Web.Pages.Municipality.Citizens;
using MentorMarket.Web.Words;

namespace MentorMarket.Web.Tests.Pages.Municipality.Citizens;

/// <summary>The municipality's citizens: created, found, and given the letter that nobody else can give.</summary>
public sealed partial class CitizenTests(Cluster cluster)
{
    [GeneratedRegex("/c/([A-Za-z0-9_-]{22})")]
    private static partial Regex TokenInThePage();

    [GeneratedRegex(@"\b[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}\b")]
    private static partial Regex CodeInThePage();

    private static string Letter(World world) => $"/{world.Gribskov.Slug}/municipality/citizens/letter/{world.Live.Citizen}";

    private static async Task<(string Token, string Code)> IssueAsync(HttpClient caseworker, World world)
    {
        var answer = await caseworker.SendAsync(Letter(world), (await caseworker.PageAsync(Letter(world))).Filled("[name=__once]"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var page = answer.Page.Body!.TextContent;
        return (TokenInThePage().Match(page).Groups[1].Value, CodeInThePage().Match(page).Value);
    }

    private static async Task<string> OpenAsync(PortalApp app, (string Token, string Code) key)
    {
        using var citizen = app.Anonymous();
        var path = "/c/" + key.Token;
        var answer = await citizen.SendAsync(path, (await citizen.PageAsync(path)).Filled("#Form_Code", ("Form.Code", key.Code)));
        return answer.Location;
    }

    [Fact]
    public async Task A_new_citizen_is_found_by_name_and_by_number()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var create = $"/{world.Gribskov.Slug}/municipality/citizens/create";
        var answer = await caseworker.SendAsync(create, (await caseworker.PageAsync(create)).Filled("#Form_Name",
            ("Form.Name", "Prøvine Æbleskov"), ("Form.Address", "Prøvevej 12"), ("Form.Area", "Prøveby"), ("Form.Cpr", "010188-0007"),
                ("Form.Language", "da")));
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        var number = (string)(await app.ScalarAsync(
            "select c.number from portal.citizens c join portal.citizen_identities i on i.citizen_id = c.id where i.name = 'Prøvine Æbleskov'"))!;

        var list = $"/{world.Gribskov.Slug}/municipality/citizens";
        foreach (var asked in new[] { "æbleSKOV", number })
        {
            var rows = (await caseworker.PageAsync($"{list}?q={Uri.EscapeDataString(asked)}")).QuerySelectorAll("tbody tr");
            Assert.Contains("Prøvine Æbleskov", Assert.Single(rows).TextContent);
        }
        foreach (var asked in new[] { "%", "_", @"\" })
        {
            Assert.Empty((await caseworker.PageAsync($"{list}?q={Uri.EscapeDataString(asked)}")).QuerySelectorAll("tbody tr"));
        }
        Assert.Equal(1L, await app.ScalarAsync(
            "select count(*) from portal.evidence_events where kind = 'CitizenCreated' and organisation_id = $1", world.Gribskov.Id));
    }

    [Fact]
    public async Task Reading_names_leaves_an_event_that_says_whose()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);

        await app.SendAsync(caseworker, new IndexModel.Query("B-live", "", null, 1));
        await app.SendAsync(caseworker, new DetailsModel.Query(world.Live.Citizen));

        Assert.Equal(1L, await app.Database.EventsAsync("CitizenListRead", world.Gribskov.Id));
        Assert.Equal(1L, await app.Database.EventsAsync("CitizenIdentityRead", world.Gribskov.Id, world.Live.Citizen));
        var payload = (string)(await app.ScalarAsync("""
            select p.payload from portal.evidence_events e join portal.evidence_payloads p on p.organisation_id = e.organisation_id and p.sequence = e.sequence
            where e.kind = 'CitizenListRead' and e.organisation_id = $1
            """, world.Gribskov.Id))!;
        Assert.Contains("B-live", payload);
        Assert.DoesNotContain("B-open", payload);
        Assert.DoesNotContain(world.Live.Identity, payload);
    }

    [Fact]
    public async Task Neither_link_nor_code_of_the_letter_is_kept_anywhere()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var key = await IssueAsync(caseworker, world);

        Assert.NotEqual(("", ""), key);
        Assert.Equal("/c/hours", await OpenAsync(app, key));
        Assert.Empty(await app.Database.TablesWithAsync(key.Token));
        Assert.Empty(await app.Database.TablesWithAsync(key.Code));
        Assert.Empty(await app.Database.TablesWithAsync(key.Code.Replace("-", "", StringComparison.Ordinal)));
        Assert.Contains("citizen_identities", await app.Database.TablesWithAsync(world.Live.Identity));
        Assert.DoesNotContain(app.Log, l => l.Contains(key.Token, StringComparison.Ordinal)
            || l.Contains(key.Code, StringComparison.Ordinal));
        Assert.Equal(1L, await app.Database.EventsAsync("CitizenLinkIssued", world.Gribskov.Id, world.Live.Citizen));
    }

    [Fact]
    public async Task A_new_letter_closes_the_one_before_and_revoking_closes_it_for_good()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var first = await IssueAsync(caseworker, world);
        var second = await IssueAsync(caseworker, world);

        Assert.NotEqual("/c/hours", await OpenAsync(app, first));
        Assert.Equal("/c/hours", await OpenAsync(app, second));
        await caseworker.SendAsync(Letter(world) + "?handler=Revoke", (await caseworker.PageAsync(Letter(world))).Filled("[name=__once]"));

        Assert.NotEqual("/c/hours", await OpenAsync(app, second));
        Assert.Equal(0L, await app.ScalarAsync(
            "select count(*) from portal.citizen_links where citizen_id = $1 and revoked_at is null", world.Live.Citizen));
        Assert.Equal(1L, await app.Database.EventsAsync("CitizenLinkRevoked", world.Gribskov.Id, world.Live.Citizen));
    }

    [Fact]
    public async Task A_letter_sent_twice_by_a_double_click_leaves_one_link_that_works()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var page = await caseworker.PageAsync(Letter(world));

        await Task.WhenAll(caseworker.SendAsync(Letter(world), page.Filled("[name=__once]")),
            caseworker.SendAsync(Letter(world), page.Filled("[name=__once]")));

        Assert.Equal(1L, await app.ScalarAsync(
            "select count(*) from portal.citizen_links where citizen_id = $1 and revoked_at is null", world.Live.Citizen));
        Assert.Equal(1L, await app.Database.EventsAsync("CitizenLinkIssued", world.Gribskov.Id, world.Live.Citizen));
    }

    [Fact]
    public async Task Only_a_caseworker_issues_a_letter()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        foreach (var (party, role) in new[]
        {
            (world.Gribskov, Role.TeamLeader), (world.Gribskov, Role.Finance), (world.Gribskov, Role.Administrator),
                (world.Nord, Role.Coordinator), (world.Nord, Role.Mentor), (world.Hilleroed, Role.Caseworker),
        })
        {
            using var other = await app.LogInAsync(party[role]);
            using var own = await other.GetAsync($"/{party.Slug}/municipality/citizens/letter/{world.Live.Citizen}",
                TestContext.Current.CancellationToken);
            using var there = await other.GetAsync(Letter(world), TestContext.Current.CancellationToken);
            Assert.NotEqual(HttpStatusCode.OK, own.StatusCode);
            Assert.NotEqual(HttpStatusCode.OK, there.StatusCode);
            await other.SendAsync(Letter(world), (await caseworker.PageAsync(Letter(world))).Filled("[name=__once]"));
        }

        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.citizen_links where citizen_id = $1", world.Live.Citizen));
    }

    [Fact]
    public async Task A_letters_form_sent_again_says_kindly_that_a_new_one_can_be_issued()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var page = await caseworker.PageAsync(Letter(world));
        var first = await caseworker.SendAsync(Letter(world), page.Filled("[name=__once]"));
        var second = await caseworker.SendAsync(Letter(world), page.Filled("[name=__once]"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (first.Status, second.Status));
        Assert.Contains("udsted et nyt", (await caseworker.PageAsync(second.Location)).QuerySelector(".mm-messages")!.TextContent);
        var key = await IssueAsync(caseworker, world);
        Assert.Equal("/c/hours", await OpenAsync(app, key));
    }

    [Fact]
    public async Task The_letter_as_a_PDF_has_the_link_and_the_code_in_the_same_one_answer()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        using var answer = await caseworker.PostAsync(Letter(world), (await caseworker.PageAsync(Letter(world)))
            .Filled("[name=__once]", ("pdf", "true")), TestContext.Current.CancellationToken);
        var text = Web.Tests.Documents.PdfText.Of(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Text;

        Assert.Equal(("application/pdf", true), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.NoStore));
        var key = (Token: TokenInThePage().Match(text).Groups[1].Value, Code: CodeInThePage().Match(text).Value);
        Assert.Equal("/c/hours", await OpenAsync(app, key));
        Assert.Contains(world.Live.Identity, text);
        Assert.Empty(await app.Database.TablesWithAsync(key.Token));
        Assert.Empty(await app.Database.TablesWithAsync(key.Code));
    }

    [Fact]
    public async Task An_issued_letter_can_be_read_again_without_link_and_code_and_a_new_one_is_a_new_edition()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        await IssueAsync(caseworker, world);
        var key = await IssueAsync(caseworker, world);

        var link = (await caseworker.PageAsync(Letter(world))).QuerySelector("main a[href*='documents/details']")!.GetAttribute("href")!;
        var read = await caseworker.PageAsync(link);

        var letter = read.QuerySelector("article")!.TextContent;
        Assert.Contains("Du har fået en mentor", letter);
        Assert.Contains($"Mentor {world.Nord.Canary}", letter);
        Assert.Contains("De er ikke gemt", letter);
        Assert.DoesNotContain(key.Code, letter);
        Assert.Equal(new[] { "Link" },
            await app.ScalarAsync(
            "select changes from portal.documents where citizen_id = $1 and kind = 'MentorLetter' and version = 2", world.Live.Citizen));
        Assert.Equal(2L, await app.ScalarAsync(
            "select count(*) from portal.documents where citizen_id = $1 and kind = 'MentorLetter'", world.Live.Citizen));
    }

    [Fact]
    public async Task A_support_that_ended_early_is_shown_to_the_citizen_until_its_last_day()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var key = await IssueAsync(caseworker, world);
        await app.ScalarAsync("update portal.assignments set ended_on = $2 where id = $1", world.Live.Assignment,
            world.Today.AddDays(3));
        using var citizen = app.Anonymous();
        var path = "/c/" + key.Token;
        await citizen.SendAsync(path, (await citizen.PageAsync(path)).Filled("#Form_Code", ("Form.Code", key.Code)));

        var hours = (await citizen.PageAsync("/c/hours")).Body!.TextContent;

        Assert.Contains(Show.Period(world.Live.StartsOn, world.Today.AddDays(3)), hours);
        Assert.DoesNotContain(Show.Date(world.Live.EndsOn), hours);
    }

    // The change ends before what it changes: the letter is about what was taken last, and an ended one is only written about when asked
    // for.
    [Fact]
    public async Task The_letter_is_about_what_was_taken_last_or_the_grant_it_is_asked_for_from()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var (old, change) = (world.Ended, world.Live);
        foreach (var table in new[] { "grants", "assignments", "agreements" })
        {
            await app.ScalarAsync($"alter table portal.{table} disable trigger user");
        }
        await app.ScalarAsync("""
            with g as (update portal.grants set citizen_id = $1 where citizen_id = $2), a as (update portal.assignments set citizen_id = $1 where citizen_id = $2)
            update portal.agreements set citizen_id = $1 where citizen_id = $2
            """, change.Citizen, old.Citizen);
        async Task<object?> LastAsync() =>
            await app.ScalarAsync(
            "select grant_id from portal.documents where citizen_id = $1 and kind = 'MentorLetter' order by made_at desc limit 1",
            change.Citizen);
        async Task IssueFromAsync(string path) =>
            Assert.Equal(HttpStatusCode.OK,
            (await caseworker.SendAsync(path, (await caseworker.PageAsync(path)).Filled("[name=__once]"))).Status);
        await app.ScalarAsync(
            "update portal.assignments set status = 'Accepted', ended_on = null, ends_on = $2, accepted_at = now() - interval '9 days' where id = $1",
            old.Assignment, world.Today.AddDays(200));
        await app.ScalarAsync("update portal.assignments set accepted_at = now() - interval '2 days' where id = $1",
            change.Assignment);
        await IssueFromAsync(Letter(world));
        Assert.Equal(change.Grant, await LastAsync());

        // Taken last, and ended before its time.
        await app.ScalarAsync(
            "update portal.assignments set status = 'Ended', ended_on = $2, accepted_at = now() - interval '1 day' where id = $1",
            old.Assignment, world.Today.AddDays(-1));
        await IssueFromAsync(Letter(world));
        Assert.Equal(change.Grant, await LastAsync());

        var documents = await caseworker.PageAsync($"/{world.Gribskov.Slug}/municipality/documents/{old.Grant}");
        await IssueFromAsync(documents.QuerySelector("main a[href*='citizens/letter']")!.GetAttribute("href")!);
        Assert.Equal(old.Grant, await LastAsync());

        await app.ScalarAsync("update portal.assignments set status = 'Ended', ended_on = $2 where id = $1", change.Assignment,
            world.Today.AddDays(-1));
        await IssueFromAsync(Letter(world));
        Assert.Equal(old.Grant, await LastAsync());
    }
}
