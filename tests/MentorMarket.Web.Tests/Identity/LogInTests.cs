using System.Net;
using MentorMarket.Web.Identity;
using MentorMarket.Web.Tenancy;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MentorMarket.Web.Tests.Identity;

[Collection(IdentityTests.Name)]
public sealed class LogInTests(IdentityPortal portal)
{
    [Fact]
    public async Task A_wrong_password_and_an_unknown_person_get_the_same_answer_after_one_comparison_each()
    {
        var user = await portal.NewPersonAsync();
        var hasher = portal.Services.GetRequiredService<CountingHasher>();
        var answers = new List<string>();
        foreach (var email in new[] { user.Email!, $"nobody-{Guid.CreateVersion7():N}@eksempel.dk" })
        {
            using var browser = portal.NewBrowser();
            var before = hasher.Comparisons;
            using var response = await browser.LogInAsync(email, "not the right password");
            Assert.Equal(1, hasher.Comparisons - before);
            var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync());
            answers.Add(Assert.Single(page.QuerySelectorAll(".mm-errors")).TextContent.Trim());
            Assert.False(response.Headers.Contains("Set-Cookie") && response.Headers.GetValues("Set-Cookie").Any(c => c.StartsWith("__Host-mentormarket=", StringComparison.Ordinal)));
        }
        Assert.Equal(answers[0], answers[1]);
        Assert.NotEmpty(answers[0]);
    }

    [Fact]
    public async Task A_person_of_the_demo_comes_straight_to_their_only_organisation()
    {
        var (user, organisation) = (await portal.NewPersonAsync(isDemo: true), await portal.NewOrganisationAsync());
        await portal.NewMembershipAsync(organisation, user, Role.Administrator);
        using var browser = portal.NewBrowser();
        using var response = await browser.LogInAsync(user.Email!, IdentityPortal.Password);
        Assert.Equal($"/{organisation.Slug}/", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Anybody_else_without_a_second_factor_is_not_logged_in_but_sent_to_set_one_up()
    {
        var user = await portal.NewPersonAsync();
        using var browser = portal.NewBrowser();
        using var response = await browser.LogInAsync(user.Email!, IdentityPortal.Password);
        Assert.StartsWith("/account/setupfactor", response.Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var closed = await browser.GetAsync("/account/profile");
        Assert.Equal("/account/login?returnUrl=%2Faccount%2Fprofile", closed.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example")]
    public async Task Never_goes_to_another_host(string returnUrl)
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using var browser = portal.NewBrowser();
        using var response = await browser.LogInAsync(user.Email!, IdentityPortal.Password, returnUrl);
        Assert.Equal(AfterLogIn.ChoosePath, response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Goes_back_to_the_page_that_asked_for_the_log_in()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using var browser = portal.NewBrowser();
        using var response = await browser.LogInAsync(user.Email!, IdentityPortal.Password, "/account/profile");
        Assert.Equal("/account/profile", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Stops_somebody_who_guesses_from_one_place_before_the_account_is_locked()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using var browser = portal.NewBrowser();
        for (var i = 0; i < Throttle.PasswordForAccount.Tries; i++)
            (await browser.LogInAsync(user.Email!, "wrong wrong wrong")).Dispose();
        using var right = await browser.LogInAsync(user.Email!, IdentityPortal.Password);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Contains("for mange gange", await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await portal.SqlAsync("select lockout_end from portal.users where id = $1 and lockout_end is not null", user.Id));

        portal.Clock.Advance(Throttle.PasswordForAccount.Within + TimeSpan.FromSeconds(1));
        using var later = await browser.LogInAsync(user.Email!, IdentityPortal.Password);
        Assert.Equal(HttpStatusCode.Found, later.StatusCode);
    }

    [Fact]
    public async Task Lets_exactly_as_many_through_as_the_limit_when_all_come_at_once()
    {
        var account = Guid.CreateVersion7().ToString();
        var allowed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            portal.WithAsync((Throttle throttle) => throttle.AllowsAsync(Throttle.PasswordForAccount, account, null))));
        Assert.Equal(Throttle.PasswordForAccount.Tries, allowed.Count(a => a));
    }

    [Fact]
    public async Task Keeps_only_hashes_of_attempts_and_those_for_a_day()
    {
        var account = $"{Guid.CreateVersion7():N}@eksempel.dk";
        await portal.WithAsync((Throttle throttle) => throttle.AllowsAsync(Throttle.PasswordForAccount, account, IPAddress.Loopback));
        Assert.Equal(32, await portal.SqlAsync("select min(length(bucket)) from portal.sign_in_attempts"));
        portal.Clock.Advance(TimeSpan.FromHours(25));
        await portal.WithAsync((Throttle throttle) => throttle.AllowsAsync(Throttle.PasswordForAccount, account, IPAddress.Loopback));
        Assert.Equal(1L, await portal.SqlAsync("select count(*) from portal.sign_in_attempts"));
    }

    [Fact]
    public async Task Locks_the_account_after_ten_wrong_passwords_from_different_places()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using var browser = portal.NewBrowser();
        for (var i = 0; i < 10; i++)
        {
            if (i % 4 == 0) portal.Clock.Advance(TimeSpan.FromMinutes(16));
            (await browser.LogInAsync(user.Email!, "wrong wrong wrong")).Dispose();
        }
        portal.Clock.Advance(TimeSpan.FromMinutes(16));
        using var right = await browser.LogInAsync(user.Email!, IdentityPortal.Password);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.True(await portal.WithAsync(async (UserManager<User> users) => await users.IsLockedOutAsync((await users.FindByIdAsync(user.Id.ToString()))!)));
    }
}
