using MentorMarket.Web.Identity;

namespace MentorMarket.Web.Tests.Identity;

/// <summary>Who came in, who tried to and who was refused: each leaves a row and a line, and neither says what was typed.</summary>
[Collection(IdentityTests.Name)]
public sealed class SecurityLogTests(IdentityPortal portal)
{
    [Fact]
    public async Task A_log_in_a_log_out_and_every_wrong_try_leave_a_trace_with_a_line_in_the_log()
    {
        var (user, organisation) = (await portal.NewPersonAsync(isDemo: true), await portal.NewOrganisationAsync());
        await portal.NewMembershipAsync(organisation, user, Role.Caseworker);
        using var browser = portal.NewBrowser("192.0.2.77");
        (await browser.LogInAsync(user.Email!, "the secret that was typed")).Dispose();
        (await browser.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
        var page = await browser.OpenAsync("/account/profile");
        using var content = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", page.QuerySelector("form input[name=__RequestVerificationToken]")!.GetAttribute("value")!)]);
        (await browser.Client.PostAsync("/account/logout", content)).Dispose();

        Assert.Equal(
            "LoggedIn Person 192.0.2.0/24 account/login, SessionEnded Person 192.0.2.0/24 account/logout, WrongPassword Person 192.0.2.0/24 account/login",
            await portal.SqlAsync(
            "select string_agg(concat_ws(' ', kind, actor, network, lower(route)), ', ' order by kind) from portal.security_events where person_id = $1",
                user.Id));
        foreach (var kind in new[] { "LoggedIn", "SessionEnded", "WrongPassword" })
        {
            Assert.Single(portal.Log, line => line.Contains($"{kind}: Person {user.Id}", StringComparison.Ordinal)
                && line.Contains("192.0.2.0/24", StringComparison.Ordinal));
        }
        Assert.DoesNotContain(portal.Log, line => line.Contains("192.0.2.77", StringComparison.Ordinal)
            || line.Contains("secret that was typed", StringComparison.Ordinal)
            || line.Contains(user.Email!, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_unknown_address_a_throttled_try_and_a_wrong_code_leave_one_too()
    {
        var from = Guid.CreateVersion7().ToByteArray();
        var network = $"2001:db8:{from[14]:x2}{from[15]:x2}::";
        using var browser = portal.NewBrowser(network + "1");
        var nobody = Unique.Address();
        for (var i = 0; i < 6; i++) (await browser.LogInAsync(nobody, "wrong wrong wrong")).Dispose();
        (await browser.SendAsync("/account/forgotpassword", null, ("Form.Email", nobody))).Dispose();
        (await browser.GetAsync("/account/acceptinvitation?token=AAAAAAAAAAAAAAAAAAAAAA")).Dispose();
        (await browser.GetAsync("/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics")).Dispose();

        var expected = System.Net.IPAddress.Parse(network).ToString();
        Assert.Equal("PasswordLetterAsked 1, Throttled 1, UnknownAddress 1, UnknownAddress 1, WrongPassword 5", await portal.SqlAsync(
            "select string_agg(kind || ' ' || times, ', ' order by kind, route) from portal.security_events where network = $1 and person_id is null",
                expected + "/48"));

        var user = await portal.NewPersonAsync();
        using var theirs = portal.NewBrowser();
        using (var step = await theirs.LogInAsync(user.Email!, IdentityPortal.Password))
        {
            Assert.True(step.Headers.Location?.OriginalString == "/account/setupfactor",
                $"{step.StatusCode} {step.Headers.Location} {await step.Content.ReadAsStringAsync()}");
        }
        (await theirs.SendAsync("/account/setupfactor", null, ("Form.Code", "000000"))).Dispose();
        Assert.Equal("WrongCode", await portal.SqlAsync("select kind from portal.security_events where person_id = $1", user.Id));
    }

    [Fact]
    public async Task A_page_that_is_refused_within_an_organisation_leaves_one_with_the_route_and_not_the_address()
    {
        var (user, organisation) = (await portal.NewPersonAsync(isDemo: true), await portal.NewOrganisationAsync());
        await portal.NewMembershipAsync(organisation, user, Role.Finance);
        using var browser = portal.NewBrowser();
        (await browser.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
        var id = Guid.CreateVersion7();
        Assert.Equal(HttpStatusCode.Forbidden,
            (await browser.GetAsync($"/{organisation.Slug}/municipality/citizens/details/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound,
            (await browser.GetAsync($"/{organisation.Slug}/municipality/invoices/details/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/{organisation.Slug}/0101900001")).StatusCode);

        Assert.Equal(
            "Forbidden municipality/citizens/details/{id:guid} 1, NotFound  1, NotFound municipality/invoices/details/{id:guid} 1",
            await portal.SqlAsync(
            "select string_agg(kind || ' ' || lower(route) || ' ' || times, ', ' order by kind, route) from portal.security_events where organisation_id = $1 and person_id = $2",
                organisation.Id, user.Id));
        Assert.Equal(0L, await portal.SqlAsync("select count(*) from portal.security_events s where s::text like '%0101900001%'"));
    }

    [Fact]
    public async Task A_thousand_times_the_same_is_one_row_with_a_count_and_a_handful_of_lines()
    {
        var (user, organisation) = (await portal.NewPersonAsync(isDemo: true), await portal.NewOrganisationAsync());
        using var scanner = portal.NewBrowser("198.51.100.50");
        (await scanner.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
        for (var i = 0; i < 200; i++) (await scanner.GetAsync($"/{organisation.Slug}/wp-admin/{i}")).Dispose();

        // Two, if the hour changed on the way.
        Assert.InRange((long)(await portal.SqlAsync("select count(*) from portal.security_events where organisation_id = $1",
            organisation.Id))!, 1, 2);
        Assert.Equal(200L, await portal.SqlAsync("select sum(times) from portal.security_events where organisation_id = $1",
            organisation.Id));
        Assert.InRange(portal.Log.Count(line => line.Contains(organisation.Id.ToString(), StringComparison.Ordinal)), 10, 30);
    }

    [Fact]
    public async Task No_login_of_the_portal_changes_a_trace_and_half_a_year_later_it_is_gone()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using (var browser = portal.NewBrowser()) (await browser.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
        foreach (var sql in new[] { "delete from portal.security_events", "update portal.security_events set times = 1",
            "insert into portal.security_events (id) values (gen_random_uuid())" })
        {
            await using var command = portal.SignIn.CreateCommand(sql);
            Assert.Equal("42501", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
                command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken))).SqlState);
        }
        await portal.SqlAsync("update portal.security_events set hour = now() - interval '7 months' where person_id = $1", user.Id);
        using (var other = portal.NewBrowser())
        {
            (await other.LogInAsync((await portal.NewPersonAsync(isDemo: true)).Email!, IdentityPortal.Password)).Dispose();
        }
        Assert.Equal(0L, await portal.SqlAsync("select count(*) from portal.security_events where person_id = $1", user.Id));
    }

    [Theory]
    [InlineData("192.0.2.77", "192.0.2.0/24")]
    [InlineData("::ffff:192.0.2.77", "192.0.2.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    public void Of_an_address_only_the_network_is_kept(string address, string network) =>
        Assert.Equal(network, SecurityLog.NetworkOf(IPAddress.Parse(address)));
}
