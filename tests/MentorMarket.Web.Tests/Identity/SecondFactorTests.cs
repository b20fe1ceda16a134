using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Tests.Identity;

[Collection(IdentityTests.Name)]
public sealed class SecondFactorTests(IdentityPortal portal)
{
    [Theory]
    // RFC 6238, appendix B, cut to six digits.
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(20000000000, "353130")]
    public void Knows_the_codes_of_the_standard_and_the_step_of_each(long seconds, string code)
    {
        var key = OtpNet.Base32Encoding.ToString("12345678901234567890"u8.ToArray());
        foreach (var off in new[] { -30, 0, 30 })
        {
            Assert.Equal(seconds / 30, Totp.StepOf(key, code, DateTimeOffset.FromUnixTimeSeconds(seconds + off), around: 1));
        }
        Assert.Null(Totp.StepOf(key, code, DateTimeOffset.FromUnixTimeSeconds(seconds + 60), around: 1));
        Assert.Null(Totp.StepOf(key, code[..5], DateTimeOffset.FromUnixTimeSeconds(seconds), around: 1));
    }

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
        Assert.Equal(9, await portal.WithAsync(async (UserManager<User> users) =>
            await users.CountRecoveryCodesAsync((await users.FindByIdAsync(user.Id.ToString()))!)));
    }

    [Fact]
    public async Task Changing_the_phone_leaves_nobody_logged_in_without_a_second_factor()
    {
        var user = await portal.NewPersonAsync();
        using var browser = portal.NewBrowser();
        var (key, _) = await SetUpAsync(user, browser);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        using var reset = await browser.SendAsync("/account/secondfactor", "Reset", ("Form.Password", IdentityPortal.Password),
            ("Form.Code", CodeNow(key)));
        Assert.Equal("/account/setupfactor", reset.Headers.Location?.OriginalString);
        using var closed = await browser.GetAsync("/account/profile");
        Assert.Equal(HttpStatusCode.Found, closed.StatusCode);
        var page = await browser.OpenAsync("/account/setupfactor");
        Assert.NotEqual(key, KeyOn(page));
    }

    [Fact]
    public async Task Recovery_codes_are_hashed_as_slowly_as_passwords()
    {
        var user = await portal.NewPersonAsync();
        await SetUpAsync(user);
        var stored = ((string)(await portal.SqlAsync("select value from portal.user_tokens where user_id = $1 and name = 'RecoveryCodes'",
            user.Id))!).Split(';');
        Assert.Equal(10, stored.Length);
        Assert.All(stored, code =>
        {
            var hash = Convert.FromBase64String(code);
            Assert.Equal(1, hash[0]);
            Assert.True(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)) >= 210_000);
        });
    }

    [Fact]
    public async Task Opening_the_page_changes_nothing_and_shows_the_same_key_until_the_app_has_it()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using var browser = portal.NewBrowser();
        (await browser.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
        const string everything =
            "select md5(string_agg(u::text, '')) || coalesce((select md5(string_agg(t::text, '')) from portal.user_tokens t where t.user_id = $1), '') from portal.users u where id = $1";
        var before = await portal.SqlAsync(everything, user.Id);

        var first = KeyOn(await browser.OpenAsync("/account/setupfactor"));
        var again = KeyOn(await browser.OpenAsync("/account/setupfactor"));

        Assert.Equal(before, await portal.SqlAsync(everything, user.Id));
        Assert.Equal(first, again);
        using var done = await browser.SendAsync("/account/setupfactor", null, ("Form.Code", CodeNow(first)));
        Assert.Equal(10, new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await done.Content.ReadAsStringAsync())
            .QuerySelectorAll("main code").Length);
        // Somebody else at the same browser is shown another key.
        using var other = portal.NewBrowser();
        var second = await portal.NewPersonAsync(isDemo: true);
        (await other.LogInAsync(second.Email!, IdentityPortal.Password)).Dispose();
        Assert.NotEqual(first, KeyOn(await other.OpenAsync("/account/setupfactor")));
    }

    [Theory]
    [InlineData(-7, "cirka 7 minutter bagud")]
    [InlineData(12, "cirka 12 minutter foran")]
    [InlineData(45, "Se efter, at det er koden for MentorMarket")]
    public async Task Whose_phone_has_a_wrong_clock_is_told_so(int minutesOff, string said)
    {
        var user = await portal.NewPersonAsync();
        var (key, _) = await SetUpAsync(user);
        portal.Clock.Advance(TimeSpan.FromMinutes(50));
        using var browser = portal.NewBrowser();
        (await browser.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
        var code = IdentityPortal.CodeAt(key, portal.Clock.GetUtcNow().AddMinutes(minutesOff));

        using var refused = await browser.SendAsync("/account/twofactor", null, ("Form.Code", code));

        Assert.Contains(said, WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        using var right = await browser.SendAsync("/account/twofactor", null, ("Form.Code", CodeNow(key)));
        Assert.Equal(HttpStatusCode.Found, right.StatusCode);
    }

    [Fact]
    public async Task A_code_that_is_used_is_told_to_be_and_a_wrong_one_is_not_told_to_be_used()
    {
        var user = await portal.NewPersonAsync();
        var (key, _) = await SetUpAsync(user);
        using var browser = portal.NewBrowser();
        (await browser.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();

        using var used = await browser.SendAsync("/account/twofactor", null, ("Form.Code", CodeNow(key)));

        Assert.Contains("Koden er brugt. Vent på den næste i appen.", WebUtility.HtmlDecode(await used.Content.ReadAsStringAsync()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_wrong_codes_lock_the_account_and_that_stands_in_the_organisations_chain()
    {
        var (user, organisation) = (await portal.NewPersonAsync(), await portal.NewOrganisationAsync());
        await portal.NewMembershipAsync(organisation, user, MentorMarket.Web.Actors.Role.Finance);
        await SetUpAsync(user);
        using var browser = portal.NewBrowser();
        (await browser.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
        for (var i = 0; i < 11; i++) (await browser.SendAsync("/account/twofactor", null, ("Form.Code", "abcdef"))).Dispose();

        Assert.Equal("SecondFactorSet AccountLocked",
            await portal.SqlAsync("select string_agg(kind, ' ' order by sequence) from portal.evidence_events where organisation_id = $1",
            organisation.Id));
        Assert.Equal("AccountLocked 1, TriedWhileLocked 1, WrongCode 10", await portal.SqlAsync(
            "select string_agg(kind || ' ' || times, ', ' order by kind) from portal.security_events where person_id = $1 and kind not in ('LoggedIn', 'SessionEnded')",
                user.Id));
    }

    [Fact]
    public async Task Many_wrong_codes_at_once_count_each()
    {
        var user = await portal.NewPersonAsync();
        var (key, _) = await SetUpAsync(user);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        using var browser = portal.NewBrowser();
        (await browser.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30)
            .Select(_ => browser.SendAsync("/account/twofactor", null, ("Form.Code", "abcdef"))));

        foreach (var answer in answers) answer.Dispose();
        Assert.True((int)(await portal.SqlAsync(
            "select sum(times)::int from portal.security_events where person_id = $1 and kind = 'WrongCode'", user.Id))! <= 10);
        using var late = await browser.SendAsync("/account/twofactor", null, ("Form.Code", CodeNow(key)));
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
    }

    [Fact]
    public async Task A_code_of_a_minute_to_come_that_somebody_guessed_opens_nothing_when_that_comes()
    {
        var user = await portal.NewPersonAsync();
        var (key, _) = await SetUpAsync(user);
        portal.Clock.Advance(TimeSpan.FromMinutes(50));
        using var browser = portal.NewBrowser();
        (await browser.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
        var guessed = IdentityPortal.CodeAt(key, portal.Clock.GetUtcNow().AddMinutes(6));
        using var told = await browser.SendAsync("/account/twofactor", null, ("Form.Code", guessed));
        Assert.Contains("cirka 6 minutter foran", WebUtility.HtmlDecode(await told.Content.ReadAsStringAsync()), StringComparison.Ordinal);

        portal.Clock.Advance(TimeSpan.FromMinutes(6));

        using var again = await browser.SendAsync("/account/twofactor", null, ("Form.Code", guessed));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        using var next = await browser.SendAsync("/account/twofactor", null, ("Form.Code", CodeNow(key)));
        Assert.Equal(HttpStatusCode.Found, next.StatusCode);
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
        var codes = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await done.Content.ReadAsStringAsync())
            .QuerySelectorAll("main code").Select(c => c.TextContent).ToList();
        using var open = await browser.GetAsync("/account/profile");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        return (key, codes);
    }

    private Task<bool> VerifyAsync(User user, string code) => portal.WithAsync(async (UserManager<User> users) =>
        await users.VerifyTwoFactorTokenAsync((await users.FindByIdAsync(user.Id.ToString()))!, Totp.Name, code));

    private string CodeNow(string key) =>
        IdentityPortal.CodeAt(key, portal.Clock.GetUtcNow());

    private static string KeyOn(AngleSharp.Html.Dom.IHtmlDocument page) =>
        page.QuerySelector("dl code")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
}
