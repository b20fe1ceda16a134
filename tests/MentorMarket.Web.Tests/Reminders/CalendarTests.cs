using System.Text.RegularExpressions;
using MentorMarket.Web.Identity;

namespace MentorMarket.Web.Tests.Reminders;

/// <summary>The secret calendar address: what it tells, and what it does not.</summary>
public sealed partial class CalendarTests(Cluster cluster)
{
    private const string Page = "/gribskov/municipality/followups/reminders";

    [GeneratedRegex("/calendar/[A-Za-z0-9_-]{22}\\.ics", RegexOptions.None, 1000)]
    private static partial Regex Address();

    private static async Task<string> MakeAsync(PortalApp app, Guid person)
    {
        using var client = await app.LogInAsync(person);
        var made = await client.SendAsync($"{Page}?handler=Make", (await client.PageAsync(Page)).Filled("[data-again]"));
        Assert.Equal(HttpStatusCode.OK, made.Status);
        return Address().Match(made.Page.DocumentElement.TextContent).Value;
    }

    private static async Task<(HttpStatusCode Status, string Text, HttpResponseMessage Answer)> ReadAsync(PortalApp app, string address)
    {
        using var client = app.Anonymous();
        var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer);
    }

    [Fact]
    public async Task The_address_gives_the_persons_dates_without_a_login_and_names_nobody()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var address = await MakeAsync(app, world.Gribskov[Role.Caseworker]);

        var (status, text, answer) = await ReadAsync(app, address);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("text/calendar; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("private, no-store",
            string.Join(", ", answer.Headers.GetValues("Cache-Control").SelectMany(v => v.Split(", ")).Order().Reverse()));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        var lines = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        Assert.Contains($"UID:{world.Live.Grant}-EffectWithCitizen-1@mentormarket", lines);
        Assert.Contains($"DTSTART;VALUE=DATE:{world.Live.EndsOn.AddDays(-14):yyyyMMdd}", lines);
        Assert.Contains("SUMMARY:Effekt vurderes med borgeren: G-live", lines);
        Assert.Contains(lines, l => l.StartsWith("URL:http://localhost/gribskov/municipality/grants/details/", StringComparison.Ordinal));
        // A duty to inform has no number, and nothing tells whose it is.
        Assert.Contains($"UID:{world.Open.InformationDuty}-InformationDuty-1@mentormarket", lines);
        Assert.Contains("SUMMARY:Borger orienteres om sin ret", lines);
        Assert.Contains($"URL:http://localhost/gribskov/municipality/information-duties/details/{world.Open.InformationDuty}", lines);
        Assert.DoesNotContain("B-open", text);
        // Of the caseworker's own cases; nothing that is done, nothing of others, no name and no number of a citizen.
        Assert.DoesNotContain(lines, l => l.Contains("-FollowUp-1@", StringComparison.Ordinal)
            && l.Contains(world.Live.Grant.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain("CANARY-", text);
        Assert.DoesNotContain("B-live", text);
        Assert.DoesNotContain("hilleroed", text);
        Assert.IsType<DateTime>(await app.ScalarAsync(
            "select last_used_at from portal.calendar_feeds where revoked_at is null and municipality_id = $1", world.Gribskov.Id));
    }

    [Fact]
    public async Task Only_the_hash_is_kept_and_the_address_reaches_no_log()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var address = await MakeAsync(app, app.World.Gribskov[Role.Caseworker]);
        await ReadAsync(app, address);
        var token = address.Split('/')[^1].Split('.')[0];

        Assert.Empty(await app.Database.TablesWithAsync(token));
        Assert.Equal(["calendar_feeds"], await app.Database.TablesWithAsync(Convert.ToHexString(InvitationToken.HashOf(token)!)));
        Assert.DoesNotContain(app.Log, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_is_wrong_renewed_closed_or_of_somebody_who_has_left_tells_nothing()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var person = world.Gribskov[Role.Caseworker];
        var first = await MakeAsync(app, person);
        var second = await MakeAsync(app, person);
        var unknown = await ReadAsync(app, "/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics");
        var renewed = await ReadAsync(app, first);
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(app, second)).Status);
        using (var client = await app.LogInAsync(person))
        {
            await client.SendAsync($"{Page}?handler=Revoke", (await client.PageAsync(Page)).Filled("[data-confirm^=Luk]"));
        }
        var closed = await ReadAsync(app, second);
        var third = await MakeAsync(app, person);
        await app.ScalarAsync("update portal.memberships set ended_at = now() where person_id = $1", person);
        var left = await ReadAsync(app, third);

        Assert.All(new[] { unknown, renewed, closed, left }, a => Assert.Equal((HttpStatusCode.NotFound, ""), (a.Status, a.Text)));
        Assert.All(new[] { "/calendar/short.ics", "/calendar/AAAAAAAAAAAAAAAAAAAAAA", "/gribskov" + third },
            path => Assert.Equal(HttpStatusCode.NotFound, ReadAsync(app, path).Result.Status));
        Assert.Equal(1L, await app.ScalarAsync(
            "select count(*) from portal.calendar_feeds where person_id = $1 and revoked_at is null", person));
        Assert.Equal(1, await app.Database.EventsAsync("CalendarAddressRevoked", world.Gribskov.Id));
    }

    [Fact]
    public async Task An_address_that_somebody_has_does_not_count_against_its_neighbours_and_is_not_stopped_by_who_guesses()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var address = await MakeAsync(app, app.World.Gribskov[Role.Caseworker]);
        using var client = app.Anonymous();
        await client.GetAsync("/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics", TestContext.Current.CancellationToken);
        await app.ScalarAsync(
            "insert into portal.sign_in_attempts (id, bucket) select gen_random_uuid(), bucket from portal.sign_in_attempts, generate_series(1, 300)");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await ReadAsync(app, "/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics")).Status);

        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(app, address)).Status);

        // Of one calendar alone there is a limit: to make it costs more than to ask.
        for (var i = 1; i < MentorMarket.Web.Reminders.CalendarAddress.OfOne.Tries; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await ReadAsync(app, address)).Status);
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await ReadAsync(app, address)).Status);
    }

    [Theory]
    [InlineData("update portal.memberships set roles = array['Administrator'] where person_id = $1",
        "update portal.memberships set roles = array['TeamLeader'] where person_id = $1")]
    [InlineData("update portal.users set lockout_end = now() + interval '5 minutes' where id = $1",
        "update portal.users set lockout_end = now() - interval '1 minute' where id = $1")]
    public async Task An_address_stops_while_its_owner_lacks_the_role_or_is_locked_out(string stop, string goOn)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var person = app.World.Gribskov[Role.Caseworker];
        var address = await MakeAsync(app, person);

        await app.ScalarAsync(stop, person);
        var stopped = await ReadAsync(app, address);
        Assert.Equal((HttpStatusCode.NotFound, ""), (stopped.Status, stopped.Text));

        await app.ScalarAsync(goOn, person);
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(app, address)).Status);
    }

    [Fact]
    public async Task Who_asks_too_often_waits()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var client = app.Anonymous();
        await client.GetAsync("/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics", TestContext.Current.CancellationToken);
        await app.ScalarAsync(
            "insert into portal.sign_in_attempts (id, bucket) select gen_random_uuid(), bucket from portal.sign_in_attempts, generate_series(1, 300) where bucket <> $1",
            System.Security.Cryptography.SHA256.HashData("bucket"u8));

        Assert.Equal(HttpStatusCode.TooManyRequests, (await ReadAsync(app, "/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics")).Status);
    }
}
