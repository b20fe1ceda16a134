namespace MentorMarket.Web.Tests.Pages.Citizen;

/// <summary>The citizen's way in: the link, the code, five tries, and what an answer is worth.</summary>
public sealed class LinkTests(Cluster cluster)
{
    private static async Task<CitizenKey> LetterAsync(TestDatabase database)
    {
        var key = CitizenKey.Issue();
        await database.ScalarAsync("update portal.citizen_links set token_hash = $1, code_hash = $2 where id = $3",
            CitizenKey.TokenHash(key.Token), CitizenKey.CodeHash(key.Token, key.Code), database.World.Live.Link);
        return key;
    }

    private static async Task<(HttpStatusCode Status, string Location)> TryAsync(HttpClient client, CitizenKey key, string code)
    {
        var page = await client.PageAsync("/c/" + key.Token);
        var answer = await client.SendAsync("/c/" + key.Token, page.Filled("#Form_Code", ("Form.Code", code)));
        return (answer.Status, answer.Location);
    }

    [Fact]
    public async Task The_link_alone_discloses_nothing_and_the_code_opens_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var key = await LetterAsync(app.Database);
        using var citizen = app.Anonymous();

        var closed = (await citizen.PageAsync("/c/" + key.Token)).DocumentElement.OuterHtml;
        Assert.DoesNotContain(app.World.Live.Identity, closed);
        Assert.DoesNotContain(app.World.Gribskov.Slug, closed);
        Assert.DoesNotContain(app.World.Nord.Slug, closed);

        Assert.Equal((HttpStatusCode.Redirect, "/c/hours"), await TryAsync(citizen, key, key.Code.ToLowerInvariant().Replace("-", " ")));
        Assert.Contains(app.World.Live.Identity, (await citizen.PageAsync("/c/hours")).Body!.TextContent);
        Assert.Equal(1L, await app.Database.EventsAsync("CitizenLinkOpened", app.World.Gribskov.Id, app.World.Live.Citizen));
        Assert.Equal($$"""{"link":"{{app.World.Live.Link}}"}""", await app.ScalarAsync(
            "select payload from portal.evidence_payloads join portal.evidence_events using (organisation_id, sequence) where kind = 'CitizenLinkOpened'"));
        Assert.DoesNotContain(app.Log, l => l.Contains(key.Token, StringComparison.Ordinal)
            || l.Contains(key.Code, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("EmploymentAct", "sender den klagen til Ankestyrelsens Beskæftigelsesudvalg.")]
    [InlineData("IntegrationAct", "sender den klagen til Ankestyrelsen.")]
    public async Task Where_a_complaint_goes_follows_the_act_of_the_support(string basis, string said)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        await app.ScalarAsync("update portal.grants set basis = $2 where id = $1", app.World.Live.Grant, basis);
        var key = await LetterAsync(app.Database);
        using var citizen = app.Anonymous();
        await TryAsync(citizen, key, key.Code);

        Assert.Contains(said, (await citizen.PageAsync("/c/hours")).Body!.TextContent);
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_is_too_late()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var key = await LetterAsync(app.Database);
        using var citizen = app.Anonymous();

        for (var i = 0; i < 4; i++) Assert.Equal(HttpStatusCode.OK, (await TryAsync(citizen, key, "2222-2222")).Status);
        Assert.Equal("/c/closed", (await TryAsync(citizen, key, "2222-2222")).Location);
        Assert.Equal("/c/closed", (await TryAsync(citizen, key, key.Code)).Location);
        var (gribskov, live) = (app.World.Gribskov.Id, app.World.Live);
        Assert.Equal(4L, await app.Database.EventsAsync("CitizenLinkRefused", gribskov, live.Citizen));
        Assert.Equal(1L, await app.Database.EventsAsync("CitizenLinkClosed", gribskov, live.Citizen));
    }

    [Fact]
    public async Task A_session_ends_after_eight_hours_however_busy()
    {
        await using var database = await cluster.NewWorldAsync();
        var clock = new Identity.Clock();
        await using var app = new PortalApp(database, clock);
        var live = database.World.Live;
        using var citizen = await app.OpenLinkAsync(live.Link, live.Municipality.Id, live.Citizen);
        for (var i = 0; i < 19; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(25));
            Assert.Equal(HttpStatusCode.OK, (await citizen.GetAsync("/c/hours", TestContext.Current.CancellationToken)).StatusCode);
        }
        clock.Advance(TimeSpan.FromMinutes(10));

        using var answer = await citizen.GetAsync("/c/hours", TestContext.Current.CancellationToken);

        Assert.Equal("/c/closed", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_revoked_link_closes_the_open_session()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var live = app.World.Live;
        using var citizen = await app.OpenLinkAsync(live.Link, live.Municipality.Id, live.Citizen);
        await citizen.PageAsync("/c/hours");
        await app.ScalarAsync("update portal.citizen_links set revoked_at = now() where id = $1", live.Link);

        using var answer = await citizen.GetAsync("/c/hours", TestContext.Current.CancellationToken);

        Assert.Equal("/c/closed", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData(false, "Strong")]
    [InlineData(true, "Weak")]
    public async Task An_answer_from_the_mentors_device_is_weak(bool mentorIsLoggedIn, string strength)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var live = app.World.Live;
        using var citizen = mentorIsLoggedIn ? await app.LogInAsync(live.Mentor) : app.Anonymous();
        (await citizen.GetAsync($"/test-log-in?link={live.Link}&municipality={live.Municipality.Id}&citizen={live.Citizen}",
            TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var page = await citizen.PageAsync("/c/hours");

        var answer = await citizen.SendAsync("/c/hours?handler=Confirm", page.Filled($"input[value='{live.Unanswered}']"));

        Assert.Equal("/c/hours", answer.Location);
        Assert.Equal(strength, await app.ScalarAsync(
            "select strength from portal.confirmations where entry_id = $1 and answer = 'Confirmed'", live.Unanswered));
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.jobs where kind = 'RecheckEntry' and subject_id = $1",
            live.Unanswered));
    }

    [Theory]
    [InlineData(0, "Weak")]
    [InlineData(29, "Weak")]
    [InlineData(31, "Strong")]
    public async Task An_answer_from_a_browser_in_which_the_mentor_logged_in_recently_is_weak_after_the_log_out_too(int daysAgo,
        string strength)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var live = app.World.Live;
        using var browser = await app.LogInAsync(live.Mentor);
        var profile = await browser.PageAsync("/account/profile");
        Assert.Equal("/account/login",
            (await browser.SendAsync("/account/logout", profile.Filled("[name=__RequestVerificationToken]"))).Location);
        await app.ScalarAsync("update portal.known_browsers set seen_at = seen_at - $1 * interval '1 day'", daysAgo);
        (await browser.GetAsync($"/test-log-in?link={live.Link}&municipality={live.Municipality.Id}&citizen={live.Citizen}",
            TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var page = await browser.PageAsync("/c/hours");

        await browser.SendAsync("/c/hours?handler=Confirm", page.Filled($"input[value='{live.Unanswered}']"));

        Assert.Equal(strength, await app.ScalarAsync(
            "select strength from portal.confirmations where entry_id = $1 and answer = 'Confirmed'", live.Unanswered));
    }

    [Fact]
    public async Task A_citizen_who_logs_out_ends_every_copy_of_the_cookie()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var live = app.World.Live;
        using var citizen = app.Anonymous();
        using var opened = await citizen.GetAsync(
            $"/test-log-in?link={live.Link}&municipality={live.Municipality.Id}&citizen={live.Citizen}",
            TestContext.Current.CancellationToken);
        using var thief = app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        thief.DefaultRequestHeaders.Add("Cookie", opened.Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("mentormarket-citizen=", StringComparison.Ordinal)).Split(';')[0]);
        await thief.PageAsync("/c/hours");

        Assert.Equal("/c/closed",
            (await citizen.SendAsync("/c/hours?handler=LogOut", (await citizen.PageAsync("/c/hours"))
            .Filled("button.button-secondary"))).Location);

        using var late = await thief.GetAsync("/c/hours", TestContext.Current.CancellationToken);
        Assert.Equal("/c/closed", late.Headers.Location!.OriginalString);
        // Nothing about the citizen stands with it.
        Assert.Equal("|", await app.ScalarAsync(
            "select person_id || '|' || browser from (select coalesce(person_id::text, '') as person_id, browser from portal.sessions where person_id is null) s"));
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.security_events s where s::text like '%' || $1 || '%'",
            live.Citizen.ToString()));
    }

    [Fact]
    public async Task A_citizen_whose_answer_meets_a_correction_in_the_same_instant_is_told_and_not_thanked()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var live = app.World.Live;
        using var citizen = await app.OpenLinkAsync(live.Link, live.Municipality.Id, live.Citizen);
        var page = await citizen.PageAsync("/c/hours");
        await using var mentor = await app.Database.OpenAsync("mm_migrator");
        await using var transaction = await mentor.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = new Npgsql.NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 20))", mentor,
            transaction)
        { Parameters = { new() { Value = live.Municipality.Id.ToString() } } })
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // The answer has seen the contact as it was, and waits for the chain that the correction holds.
        var answer = citizen.SendAsync("/c/hours?handler=Confirm", page.Filled($"input[value='{live.Unanswered}']"));
        for (var i = 0; i < 150 && (long)(
            await app.ScalarAsync("select count(*) from pg_locks where locktype = 'advisory' and not granted"))! == 0; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        await using (var correct = new Npgsql.NpgsqlCommand("""
            insert into portal.time_entries select (jsonb_populate_record(null::portal.time_entries, to_jsonb(e)
                || jsonb_build_object('id', gen_random_uuid(), 'supersedes_id', e.id, 'correction', 'WrongTime', 'correction_reason', 'kortere'))).*
            from portal.time_entries e where e.id = $1
            """, mentor, transaction) { Parameters = { new() { Value = live.Unanswered } } })
            await correct.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await answer;

        var told = (await citizen.PageAsync("/c/hours")).QuerySelector(".mm-messages")!.TextContent;
        Assert.Contains("blev rettet, mens du svarede", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Tak", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_no_needs_a_word()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var live = app.World.Live;
        using var citizen = await app.OpenLinkAsync(live.Link, live.Municipality.Id, live.Citizen);
        var page = await citizen.PageAsync("/c/hours");

        var silent = await citizen.SendAsync("/c/hours?handler=Dispute",
            page.Filled($"details input[value='{live.Unanswered}']", ("word", " ")));
        Assert.Equal(HttpStatusCode.OK, silent.Status);
        Assert.NotNull(silent.Page.QuerySelector(".form-error"));
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.confirmations where entry_id = $1", live.Unanswered));

        await citizen.SendAsync("/c/hours?handler=Dispute",
            page.Filled($"details input[value='{live.Unanswered}']", ("word", "Vi sås ikke")));
        Assert.Equal("Vi sås ikke", await app.ScalarAsync("select word from portal.confirmations where entry_id = $1",
            live.Unanswered));
    }

    [Fact]
    public async Task A_word_that_is_too_long_is_told_and_put_back()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var live = app.World.Live;
        using var citizen = await app.OpenLinkAsync(live.Link, live.Municipality.Id, live.Citizen);
        var page = await citizen.PageAsync("/c/hours");
        var word = new string('æ', 501);

        var answer = await citizen.SendAsync("/c/hours?handler=Dispute",
            page.Filled($"details input[value='{live.Unanswered}']", ("word", word)));

        Assert.Equal("Skriv det kortere: højst 500 tegn.", answer.Page.QuerySelector(".form-error-message")!.TextContent);
        Assert.Equal(word, answer.Page.QuerySelector($"#word-{live.Unanswered}")!.TextContent);
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.confirmations where entry_id = $1", live.Unanswered));
    }
}
