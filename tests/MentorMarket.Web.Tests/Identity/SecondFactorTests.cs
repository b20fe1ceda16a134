using System.Globalization;
using System.Net;
using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.Identity;
using Xunit;

namespace MentorMarket.Web.Tests.Identity;

[Collection(IdentityTests.Name)]
public sealed class SecondFactorTests(IdentityPortal portal)
{
    [Theory]
    // RFC 6238, appendix B, cut to six digits.
    [InlineData(59, 287082)]
    [InlineData(1111111109, 081804)]
    [InlineData(20000000000, 353130)]
    public void Computes_the_codes_of_the_standard(long seconds, int code) =>
        Assert.Equal(code, Totp.CodeAt("12345678901234567890"u8, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Fact]
    public async Task Is_set_up_at_the_first_log_in_and_asked_for_at_the_next()
    {
        var user = await portal.NewPersonAsync();
        var (key, recovery) = await SetUpAsync(user);
        Assert.Equal(10, recovery.Count);

        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        using var browser = portal.NewBrowser();
        using var first = await browser.LogInAsync(user.Email!, IdentityPortal.Password);
        Assert.StartsWith("/account/twofactor", first.Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var wrong = await browser.SendAsync("/account/twofactor", null, ("Form.Code", "000000"));
        Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        using var right = await browser.SendAsync("/account/twofactor", null, ("Form.Code", CodeNow(key)));
        Assert.Equal(AfterLogIn.ChoosePath, right.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Never_accepts_a_code_twice_not_even_at_the_same_time()
    {
        var user = await portal.NewPersonAsync();
        var (key, _) = await SetUpAsync(user);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        var code = CodeNow(key);
        var accepted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => VerifyAsync(user, code)));
        Assert.Equal(1, accepted.Count(a => a));
        Assert.False(await VerifyAsync(user, code));
        // The store saves whole users; that must not put the step back.
        await portal.WithAsync(async (UserManager<User> users) =>
        {
            var loaded = (await users.FindByIdAsync(user.Id.ToString()))!;
            loaded.DisplayName = "Ny Prøve";
            return await users.UpdateAsync(loaded);
        });
        Assert.False(await VerifyAsync(user, code));
    }

    [Fact]
    public async Task Refuses_a_code_that_is_two_steps_old()
    {
        var user = await portal.NewPersonAsync();
        var (key, _) = await SetUpAsync(user);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        var code = CodeNow(key);
        portal.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.False(await VerifyAsync(user, code));
    }

    [Fact]
    public async Task A_recovery_code_counts_once_and_neither_it_nor_the_key_stands_in_the_database()
    {
        var user = await portal.NewPersonAsync();
        var (key, recovery) = await SetUpAsync(user);
        var stored = (string)(await portal.SqlAsync("select string_agg(value, ' ') from portal.user_tokens where user_id = $1", user.Id))!;
        Assert.DoesNotContain(key, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(recovery, code => stored.Contains(code, StringComparison.Ordinal));

        foreach (var isRight in new[] { true, false })
        {
            using var browser = portal.NewBrowser();
            (await browser.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
            using var response = await browser.SendAsync("/account/recoverycode", null, ("Form.Code", recovery[0]));
            Assert.Equal(isRight ? HttpStatusCode.Found : HttpStatusCode.OK, response.StatusCode);
        }
        Assert.Equal(9, await portal.WithAsync(async (UserManager<User> users) => await users.CountRecoveryCodesAsync((await users.FindByIdAsync(user.Id.ToString()))!)));
    }

    [Fact]
    public async Task Changing_the_phone_leaves_nobody_logged_in_without_a_second_factor()
    {
        var user = await portal.NewPersonAsync();
        using var browser = portal.NewBrowser();
        var (key, _) = await SetUpAsync(user, browser);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        using var reset = await browser.SendAsync("/account/secondfactor", "Reset", ("Form.Password", IdentityPortal.Password), ("Form.Code", CodeNow(key)));
        Assert.Equal("/account/setupfactor", reset.Headers.Location?.OriginalString);
        using var closed = await browser.GetAsync("/account/profile");
        Assert.Equal(HttpStatusCode.Found, closed.StatusCode);
        var page = await browser.OpenAsync("/account/setupfactor");
        Assert.NotEqual(key, KeyOn(page));
    }

    private async Task<(string Key, List<string> Recovery)> SetUpAsync(User user, Browser? browser = null)
    {
        using var own = browser is null ? portal.NewBrowser() : null;
        browser ??= own!;
        (await browser.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
        var page = await browser.OpenAsync("/account/setupfactor");
        Assert.NotNull(page.QuerySelector("svg path"));
        Assert.Empty(page.QuerySelectorAll("[style]"));
        var key = KeyOn(page);
        using var done = await browser.SendAsync("/account/setupfactor", null, ("Form.Code", CodeNow(key)));
        var codes = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await done.Content.ReadAsStringAsync()).QuerySelectorAll("main code").Select(c => c.TextContent).ToList();
        using var open = await browser.GetAsync("/account/profile");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        return (key, codes);
    }

    private Task<bool> VerifyAsync(User user, string code) => portal.WithAsync(async (UserManager<User> users) =>
        await users.VerifyTwoFactorTokenAsync((await users.FindByIdAsync(user.Id.ToString()))!, Totp.Name, code));

    private string CodeNow(string key) =>
        Totp.CodeAt(Base32.Decode(key), Totp.StepAt(portal.Clock.GetUtcNow())).ToString("000000", CultureInfo.InvariantCulture);

    private static string KeyOn(AngleSharp.Html.Dom.IHtmlDocument page) => page.QuerySelector("dl code")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
}
