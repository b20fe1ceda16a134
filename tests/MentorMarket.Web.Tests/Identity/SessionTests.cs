using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Identity;

[Collection(IdentityTests.Name)]
public sealed class SessionTests(IdentityPortal portal)
{
    [Fact]
    public async Task The_cookie_is_bound_to_the_host_and_hidden_from_scripts()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using var browser = portal.NewBrowser();
        using var response = await browser.LogInAsync(user.Email!, IdentityPortal.Password);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"),
            c => c.StartsWith("__Host-mentormarket=", StringComparison.Ordinal));
        var parts = cookie.Split(';', StringSplitOptions.TrimEntries).Skip(1).Select(p => p.ToLowerInvariant()).Order().ToList();
        // No domain, no lifetime: gone when the browser closes.
        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], parts);
    }

    [Fact]
    public async Task Ends_after_half_an_hour_without_a_request()
    {
        using var browser = await LoggedInAsync(await portal.NewPersonAsync(isDemo: true));
        portal.Clock.Advance(TimeSpan.FromMinutes(31));
        await AssertOutAsync(browser);
    }

    [Fact]
    public async Task Ends_after_eight_hours_however_busy()
    {
        using var browser = await LoggedInAsync(await portal.NewPersonAsync(isDemo: true));
        for (var i = 0; i < 23; i++)
        {
            portal.Clock.Advance(TimeSpan.FromMinutes(20));
            await AssertInAsync(browser);
        }
        portal.Clock.Advance(TimeSpan.FromMinutes(21));
        await AssertOutAsync(browser);
    }

    [Fact]
    public async Task Ends_within_a_minute_when_the_password_is_changed_on_another_device_and_goes_on_there()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using var here = await LoggedInAsync(user);
        using var there = await LoggedInAsync(user);
        const string replacement = "syv blanke kedler ved havet";
        using var changed = await there.SendAsync("/account/changepassword", null, ("Form.Current", IdentityPortal.Password),
            ("Form.New", replacement), ("Form.Again", replacement));
        Assert.Equal("/account/profile", changed.Headers.Location?.OriginalString);
        portal.Clock.Advance(TimeSpan.FromSeconds(61));
        await AssertOutAsync(here);
        await AssertInAsync(there);
    }

    [Fact]
    public async Task Logging_out_is_a_post()
    {
        using var browser = await LoggedInAsync(await portal.NewPersonAsync(isDemo: true));
        (await browser.GetAsync("/account/logout")).Dispose();
        using var response = await LogOutAsync(browser);
        Assert.Equal("/account/login", response.Headers.Location?.OriginalString);
        await AssertOutAsync(browser);
    }

    [Fact]
    public async Task Logging_out_ends_every_copy_of_the_cookie_at_once()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using var browser = portal.NewBrowser();
        using var loggedIn = await browser.LogInAsync(user.Email!, IdentityPortal.Password);
        using var thief = portal.Thief(loggedIn);
        await AssertInAsync(thief);

        await LogOutAsync(browser);

        await AssertOutAsync(thief);
        Assert.Equal("EndedSessionUsed",
            await portal.SqlAsync("select kind from portal.security_events where person_id = $1 and kind like 'Ended%'", user.Id));
    }

    [Fact]
    public async Task A_cookie_without_a_session_of_its_person_is_refused_though_it_was_made_with_the_right_keys()
    {
        var (user, other) = (await portal.NewPersonAsync(isDemo: true), await portal.NewPersonAsync(isDemo: true));
        using var browser = await LoggedInAsync(user);
        await portal.SqlAsync("update portal.sessions set person_id = $2 where person_id = $1", user.Id, other.Id);
        await AssertOutAsync(browser);
    }

    [Fact]
    public async Task Somebody_sees_where_they_are_logged_in_and_ends_it_there_and_nobody_elses()
    {
        var (user, stranger) = (await portal.NewPersonAsync(isDemo: true), await portal.NewPersonAsync(isDemo: true));
        using var here = await LoggedInAsync(user);
        using var there = portal.NewBrowser();
        there.Client.DefaultRequestHeaders.UserAgent.ParseAdd(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1");
        (await there.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
        using var third = await LoggedInAsync(user);
        using var foreign = await LoggedInAsync(stranger);

        var page = await here.OpenAsync("/account/sessions");
        Assert.Equal(3, page.QuerySelectorAll("main tbody tr").Length);
        var row = page.QuerySelectorAll("main tbody tr").Single(r => r.TextContent.Contains("Safari, iPhone", StringComparison.Ordinal));
        (await PostAsync(here, page, row.QuerySelector("form")!.GetAttribute("action")!)).Dispose();
        await AssertOutAsync(there);
        await AssertInAsync(third);

        var theirs = await portal.SqlAsync("select id from portal.sessions where person_id = $1", stranger.Id);
        using var refused = await PostAsync(here, page, $"/account/sessions?handler=End&id={theirs}");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        await AssertInAsync(foreign);

        (await PostAsync(here, page, "/account/sessions?handler=EndOthers")).Dispose();
        await AssertOutAsync(third);
        await AssertInAsync(here);
        await AssertInAsync(foreign);
    }

    [Fact]
    public async Task A_new_password_ends_the_other_log_ins_at_once_and_one_by_mail_all_of_them()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using var here = await LoggedInAsync(user);
        using var there = await LoggedInAsync(user);
        const string replacement = "syv blanke kedler ved havet";
        (await there.SendAsync("/account/changepassword", null, ("Form.Current", IdentityPortal.Password), ("Form.New", replacement),
            ("Form.Again", replacement))).Dispose();
        await AssertOutAsync(here);
        await AssertInAsync(there);

        using var owner = portal.NewBrowser();
        (await owner.SendAsync(await portal.ResetLinkAsync(user), null, ("Form.New", IdentityPortal.Password),
            ("Form.Again", IdentityPortal.Password))).Dispose();
        await AssertOutAsync(there);
    }

    [Fact]
    public async Task Logging_in_on_top_of_a_log_in_leaves_the_first()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using var browser = portal.NewBrowser();
        using var loggedIn = await browser.LogInAsync(user.Email!, IdentityPortal.Password);
        using var thief = portal.Thief(loggedIn);
        // A person of the demo sets up an app, which is a log-in anew.
        var key = (await browser.OpenAsync("/account/setupfactor"))
            .QuerySelector("dl code")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        var code = IdentityPortal.CodeAt(key, portal.Clock.GetUtcNow());
        (await browser.SendAsync("/account/setupfactor", null, ("Form.Code", code))).Dispose();
        await AssertInAsync(browser);
        await AssertOutAsync(thief);
    }

    [Fact]
    public async Task Sessions_are_forgotten_after_a_day()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using (await LoggedInAsync(user)) portal.Clock.Advance(TimeSpan.FromHours(25));
        using var other = await LoggedInAsync(await portal.NewPersonAsync(isDemo: true));
        Assert.Equal(0L, await portal.SqlAsync("select count(*) from portal.sessions where person_id = $1", user.Id));
    }

    [Fact]
    public async Task The_keys_of_the_cookies_stand_in_the_database()
    {
        portal.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("x");
        Assert.True((long)(await portal.SqlAsync("select count(*) from portal.data_protection_keys where xml like '<key %'"))! >= 1);
    }

    private static async Task<HttpResponseMessage> LogOutAsync(Browser browser) =>
        await PostAsync(browser, await browser.OpenAsync("/account/profile"), "/account/logout");

    private static async Task<HttpResponseMessage> PostAsync(Browser browser, AngleSharp.Html.Dom.IHtmlDocument page, string address)
    {
        using var content = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", page.QuerySelector("form input[name=__RequestVerificationToken]")!.GetAttribute("value")!)]);
        return await browser.Client.PostAsync(address, content);
    }

    private async Task<Browser> LoggedInAsync(User user)
    {
        var browser = await portal.LoggedInAsync(user);
        await AssertInAsync(browser);
        return browser;
    }

    private static async Task AssertInAsync(Browser browser)
    {
        using var response = await browser.GetAsync("/account/profile");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task AssertOutAsync(Browser browser)
    {
        using var response = await browser.GetAsync("/account/profile");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.StartsWith("/account/login", response.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }
}
