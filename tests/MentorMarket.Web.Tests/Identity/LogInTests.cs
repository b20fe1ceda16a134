using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

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
        foreach (var email in new[] { user.Email!, Unique.Address() })
        {
            using var browser = portal.NewBrowser();
            var before = hasher.Comparisons;
            using var response = await browser.LogInAsync(email, "not the right password");
            Assert.Equal(1, hasher.Comparisons - before);
            var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync());
            answers.Add(Assert.Single(page.QuerySelectorAll(".mm-errors")).TextContent.Trim());
            Assert.False(response.Headers.Contains("Set-Cookie") && response.Headers.GetValues("Set-Cookie")
                .Any(c => c.StartsWith("__Host-mentormarket=", StringComparison.Ordinal)));
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
        {
            (await browser.LogInAsync(user.Email!, "wrong wrong wrong")).Dispose();
        }
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
        var account = Unique.Address();
        await portal.WithAsync((Throttle throttle) => throttle.AllowsAsync(Throttle.PasswordForAccount, account, IPAddress.Loopback));
        Assert.Equal(32, await portal.SqlAsync("select min(length(bucket)) from portal.sign_in_attempts"));
        portal.Clock.Advance(TimeSpan.FromHours(25));
        await portal.WithAsync((Throttle throttle) => throttle.AllowsAsync(Throttle.PasswordForAccount, account, IPAddress.Loopback));
        Assert.Equal(1L, await portal.SqlAsync("select count(*) from portal.sign_in_attempts"));
    }

    [Fact]
    public async Task Locks_the_account_after_ten_wrong_passwords_from_different_places_and_tells_the_organisations()
    {
        var (user, organisation) = (await portal.NewPersonAsync(isDemo: true), await portal.NewOrganisationAsync());
        await portal.NewMembershipAsync(organisation, user, Role.Finance);
        for (var i = 0; i < 10; i++)
        {
            using var browser = portal.NewBrowser($"192.0.{i / 4}.7");
            (await browser.LogInAsync(user.Email!, "wrong wrong wrong")).Dispose();
        }
        using var elsewhere = portal.NewBrowser("192.0.9.9");
        using var right = await elsewhere.LogInAsync(user.Email!, IdentityPortal.Password);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.True(await IsLockedAsync(user));
        Assert.Equal("AccountLocked, by nobody", await portal.SqlAsync(
            "select kind || ', by ' || coalesce(actor_id::text, 'nobody') from portal.evidence_events where organisation_id = $1",
                organisation.Id));
        Assert.Equal(portal.Clock.GetUtcNow().UtcDateTime.AddMinutes(15),
            (DateTime)(await portal.SqlAsync("select lockout_end from portal.users where id = $1", user.Id))!, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task One_place_alone_never_locks_an_account_however_long_it_goes_on()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using var guesser = portal.NewBrowser("198.51.100.1");
        for (var window = 0; window < 5; window++)
        {
            for (var i = 0; i < 7; i++) (await guesser.LogInAsync(user.Email!, "wrong wrong wrong")).Dispose();
            Assert.False(await IsLockedAsync(user));
            portal.Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1));
        }
        using var owner = portal.NewBrowser("198.51.100.2");
        using var right = await owner.LogInAsync(user.Email!, IdentityPortal.Password);
        Assert.Equal(HttpStatusCode.Found, right.StatusCode);
    }

    [Fact]
    public async Task A_hundred_and_three_right_log_ins_from_one_address_all_come_in()
    {
        const string townHall = "203.0.113.10";
        var user = await portal.NewPersonAsync(isDemo: true);
        for (var i = 0; i < 103; i++)
        {
            // A browser each, as colleagues have.
            using var browser = portal.NewBrowser(townHall);
            using var response = await browser.LogInAsync(user.Email!, IdentityPortal.Password);
            Assert.True(response.StatusCode == HttpStatusCode.Found, $"the log-in number {i + 1}");
        }
    }

    [Fact]
    public async Task After_a_hundred_wrong_ones_from_an_address_a_colleague_there_still_comes_in_and_the_guesser_is_slowed_down()
    {
        const string townHall = "203.0.113.20";
        await FillAsync(townHall);
        using var guesser = portal.NewBrowser(townHall);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        (await guesser.LogInAsync(Unique.Address(), "wrong wrong wrong")).Dispose();
        Assert.True(clock.Elapsed >= SlowLane.Pause, $"a wrong one took {clock.Elapsed}");

        var colleague = await portal.NewPersonAsync(isDemo: true);
        using var browser = portal.NewBrowser(townHall);
        using var response = await browser.LogInAsync(colleague.Email!, IdentityPortal.Password);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task Who_has_logged_in_with_a_browser_before_is_not_held_up_by_who_guesses_their_password_at_the_same_address()
    {
        const string townHall = "203.0.113.30";
        var user = await portal.NewPersonAsync(isDemo: true);
        using var owner = portal.NewBrowser(townHall);
        (await owner.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
        await LogOutAsync(owner);
        using var guesser = portal.NewBrowser(townHall);
        for (var i = 0; i < Throttle.PasswordForAccount.Tries + 1; i++)
        {
            (await guesser.LogInAsync(user.Email!, "wrong wrong wrong")).Dispose();
        }

        using var right = await owner.LogInAsync(user.Email!, IdentityPortal.Password);

        Assert.Equal(HttpStatusCode.Found, right.StatusCode);
        // In a browser of its own nobody guesses without end either.
        await LogOutAsync(owner);
        for (var i = 0; i < Throttle.PasswordForAccount.Tries; i++) (await owner.LogInAsync(user.Email!, "wrong wrong wrong")).Dispose();
        using var late = await owner.LogInAsync(user.Email!, IdentityPortal.Password);
        Assert.Contains("for mange gange", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_tries_many_passwords_from_one_address_keeps_nobody_else_from_logging_in_nor_a_probe_from_its_answer()
    {
        const string guessers = "203.0.113.40";
        const int tries = 100;
        await FillAsync(guessers);
        var user = await portal.NewPersonAsync(isDemo: true);
        using var guesser = portal.NewBrowser(guessers);
        var hidden = (await guesser.OpenAsync("/account/login")).QuerySelector("form.mm-form")!.QuerySelectorAll("input[type=hidden]")
            .OfType<AngleSharp.Html.Dom.IHtmlInputElement>().Select(i => new KeyValuePair<string, string>(i.Name!, i.Value)).ToList();
        // Somebody's turn that does not end: all others stand in line behind it.
        var first = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(guessers) } };
        using var turn = await portal.Services.GetRequiredService<SlowLane>().EnterAsync(first);
        using var givenUp = new CancellationTokenSource();

        var waiting = Enumerable.Range(0, tries).Select(_ => guesser.Client.PostAsync("/account/login",
            new FormUrlEncodedContent([.. hidden, new("Form.Email", Unique.Address()), new("Form.Password", "wrong wrong wrong")]),
                givenUp.Token)).ToList();
        await Task.WhenAny(waiting);

        using var elsewhere = portal.NewBrowser("203.0.113.41");
        using var live = await elsewhere.GetAsync("/health/live");
        using var right = await elsewhere.LogInAsync(user.Email!, IdentityPortal.Password);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Found), (live.StatusCode, right.StatusCode));
        // Only so many stand in the line; the others are answered without it, and then there is room for a page there too.
        while (waiting.Count(t => t.IsCompleted) < tries - (SlowLane.Longest - 1)) await Task.WhenAny(waiting.Where(t => !t.IsCompleted));
        await guesser.OpenAsync("/account/login");
        Assert.Equal(SlowLane.Longest - 1, waiting.Count(t => !t.IsCompleted));

        await givenUp.CancelAsync();
        foreach (var one in waiting)
        {
            await ((Task)one).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    [Fact]
    public async Task A_new_password_by_mail_begins_anew_wherever_the_old_one_was_tried()
    {
        const string replacement = "syv blanke kedler ved havet";
        var user = await portal.NewPersonAsync(isDemo: true);
        using var known = portal.NewBrowser("198.51.100.11");
        (await known.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
        await LogOutAsync(known);
        using var stranger = portal.NewBrowser("198.51.100.12");
        foreach (var browser in new[] { known, stranger })
        {
            for (var i = 0; i < Throttle.PasswordForAccount.Tries; i++)
            {
                (await browser.LogInAsync(user.Email!, "wrong wrong wrong")).Dispose();
            }
            using var refused = await browser.LogInAsync(user.Email!, IdentityPortal.Password);
            Assert.Contains("vælg en ny adgangskode", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        // On the telephone, where the mail is read.
        using var telephone = portal.NewBrowser("198.51.100.13");
        using var changed = await telephone.SendAsync(await portal.ResetLinkAsync(user), null, ("Form.New", replacement),
            ("Form.Again", replacement));
        Assert.Equal("/account/login", changed.Headers.Location?.OriginalString);

        foreach (var browser in new[] { telephone, stranger, known })
        {
            using var right = await browser.LogInAsync(user.Email!, replacement);
            Assert.Equal(HttpStatusCode.Found, right.StatusCode);
        }
    }

    [Fact]
    public async Task Blanks_after_the_address_are_no_further_tries_in_a_browser_that_is_known()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        using var known = portal.NewBrowser("198.51.100.14");
        (await known.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();
        await LogOutAsync(known);
        for (var i = 0; i < Throttle.PasswordForAccount.Tries; i++) (await known.LogInAsync(user.Email!, "wrong wrong wrong")).Dispose();

        using var refused = await known.LogInAsync(user.Email + " ", IdentityPortal.Password);

        Assert.Contains("for mange gange", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_with_marks_that_names_are_written_without_opens_the_account_however_it_was_set()
    {
        const string older = "to\u00B4heste pa\u030A torvet";
        const string newer = "fire \u2019gule\u2019 cykler i sta\u030Aby";
        var user = await portal.NewPersonAsync(isDemo: true, password: older);
        using var browser = portal.NewBrowser();
        using var loggedIn = await browser.LogInAsync(user.Email!, older);
        Assert.Equal(HttpStatusCode.Found, loggedIn.StatusCode);

        using var changed = await browser.SendAsync("/account/changepassword", null, ("Form.Current", older), ("Form.New", newer),
            ("Form.Again", newer));
        Assert.Equal("/account/profile", changed.Headers.Location?.OriginalString);
        using var elsewhere = portal.NewBrowser();
        using var withNewer = await elsewhere.LogInAsync(user.Email!, newer);
        Assert.Equal(HttpStatusCode.Found, withNewer.StatusCode);

        using var reset = await browser.SendAsync(await portal.ResetLinkAsync(user), null, ("Form.New", older), ("Form.Again", older));
        Assert.Equal("/account/login", reset.Headers.Location?.OriginalString);
        using var withReset = await portal.LoggedInAsync(user, password: older);
    }

    private static async Task LogOutAsync(Browser browser)
    {
        var page = await browser.OpenAsync("/account/profile");
        var token = page.QuerySelector("form[action='/account/logout'] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        (await browser.Client.PostAsync("/account/logout", content)).Dispose();
    }

    // As many wrong ones as count, without comparing a hundred passwords.
    private async Task FillAsync(string address)
    {
        for (var i = 0; i < Throttle.PasswordFromAddress.Tries; i++)
        {
            Assert.True(await portal.WithAsync((Throttle throttle) =>
                throttle.AllowsAsync(Throttle.PasswordFromAddress, "", IPAddress.Parse(address))));
        }
    }

    private Task<bool> IsLockedAsync(User user) =>
        portal.WithAsync(async (UserManager<User> users) => await users.IsLockedOutAsync((await users.FindByIdAsync(user.Id.ToString()))!));
}
