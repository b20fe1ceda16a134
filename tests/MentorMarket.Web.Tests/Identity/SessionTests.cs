using System.Net;
using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

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
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"), c => c.StartsWith("__Host-mentormarket=", StringComparison.Ordinal));
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
        using var changed = await there.SendAsync("/account/changepassword", null, ("Form.Current", IdentityPortal.Password), ("Form.New", replacement), ("Form.Again", replacement));
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
        var page = await browser.OpenAsync("/account/profile");
        var token = page.QuerySelector("form[action='/account/logout'] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var response = await browser.Client.PostAsync("/account/logout", content);
        Assert.Equal("/account/login", response.Headers.Location?.OriginalString);
        await AssertOutAsync(browser);
    }

    [Fact]
    public async Task The_keys_of_the_cookies_stand_in_the_database()
    {
        portal.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("x");
        Assert.True((long)(await portal.SqlAsync("select count(*) from portal.data_protection_keys where xml like '<key %'"))! >= 1);
    }

    private async Task<Browser> LoggedInAsync(User user)
    {
        var browser = portal.NewBrowser();
        using var response = await browser.LogInAsync(user.Email!, IdentityPortal.Password);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
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
