using MentorMarket.Web.Identity;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Pages.Organisation.Members;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Identity;

[Collection(IdentityTests.Name)]
public sealed class MembersTests(IdentityPortal portal)
{
    [Fact]
    public async Task An_administrator_invites_by_a_letter_that_names_nobody_and_its_link_works()
    {
        var (organisation, administrator, _) = await portal.OrganisationWithAdministratorAsync();
        using var browser = await portal.LoggedInAsync(administrator);
        var email = Unique.Address();
        using var sent = await browser.SendAsync($"/{organisation.Slug}/organisation/members/invite", null,
            ("Form.Name", "Bodil Opdigtet"), ("Form.Email", email), ("Form.Roles", "Finance"), ("Form.Roles", "TeamLeader"));
        Assert.Equal($"/{organisation.Slug}/organisation/members", sent.Headers.Location?.OriginalString);

        var letter = await LetterToAsync(email);
        Assert.DoesNotContain("Bodil", letter, StringComparison.Ordinal);
        Assert.DoesNotContain(organisation.Name, letter, StringComparison.Ordinal);
        using var stranger = portal.NewBrowser();
        var page = await stranger.OpenAsync(PathIn(letter, "/account/acceptinvitation"));
        Assert.NotNull(page.QuerySelector("input[name='Form.Password']"));
        var list = await browser.OpenAsync($"/{organisation.Slug}/organisation/members");
        Assert.Contains("Bodil Opdigtet", list.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Teamleder eller faglig konsulent, økonomi", list.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_invites_once()
    {
        var (organisation, administrator, _) = await portal.OrganisationWithAdministratorAsync();
        var email = Unique.Address();
        using var browser = await portal.LoggedInAsync(administrator);
        var path = $"/{organisation.Slug}/organisation/members/invite";
        var page = await browser.OpenAsync(path);
        var fields = page.QuerySelector("form.mm-form")!.QuerySelectorAll("input[type=hidden]")
            .OfType<AngleSharp.Html.Dom.IHtmlInputElement>()
            .Select(i => new KeyValuePair<string, string>(i.Name!, i.Value))
            .Concat([new("Form.Name", "Bodil Opdigtet"), new("Form.Email", email), new("Form.Roles", "Finance")]).ToList();
        for (var i = 0; i < 2; i++)
        {
            using var content = new FormUrlEncodedContent(fields);
            using var sent = await browser.Client.PostAsync(path, content);
            Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        }
        Assert.Single(await portal.LettersToAsync(email));
        Assert.Equal(1L, await portal.SqlAsync("select count(*) from portal.invitations where organisation_id = $1", organisation.Id));
    }

    [Fact]
    public async Task A_role_of_another_kind_of_organisation_is_refused()
    {
        var (organisation, administrator, _) = await portal.OrganisationWithAdministratorAsync();
        using var browser = await portal.LoggedInAsync(administrator);
        using var sent = await browser.SendAsync($"/{organisation.Slug}/organisation/members/invite", null,
            ("Form.Name", "Bodil Opdigtet"), ("Form.Email", "bodil@eksempel.dk"), ("Form.Roles", "Operator"));
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        Assert.Single(new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await sent.Content.ReadAsStringAsync())
            .QuerySelectorAll(".mm-errors"));
        Assert.Equal(0L, await portal.SqlAsync("select count(*) from portal.invitations where organisation_id = $1", organisation.Id));
    }

    [Fact]
    public async Task Nobody_but_an_administrator_gets_in()
    {
        var (organisation, _, _) = await portal.OrganisationWithAdministratorAsync();
        var caseworker = await portal.NewPersonAsync(isDemo: true);
        await portal.NewMembershipAsync(organisation, caseworker, Role.Caseworker);
        using var browser = await portal.LoggedInAsync(caseworker);
        using var response = await browser.GetAsync($"/{organisation.Slug}/organisation/members");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task The_members_are_sorted_and_shown_twenty_five_a_page()
    {
        var (organisation, administrator, _) = await portal.OrganisationWithAdministratorAsync();
        await portal.SqlAsync("""
            with persons as (
                insert into portal.users (id, user_name, normalized_user_name, email, normalized_email, display_name)
                select id, id::text, id::text, id::text, id::text, id::text from (select gen_random_uuid() as id from generate_series(1, 27)) fresh
                returning id),
            numbered as (select id, row_number() over () as n from persons)
            insert into portal.memberships (id, organisation_id, person_id, name, email, roles, ended_at)
            select gen_random_uuid(), $1, id, 'Zeb ' || to_char(n, 'FM00'), '0' || to_char(99 - n, 'FM00') || '@eksempel.dk', array['Caseworker'], case when n = 7 then now() end
            from numbered
            """, organisation.Id);
        using var browser = await portal.LoggedInAsync(administrator);
        async Task<List<string>> NamesAsync(string query) =>
            [.. (await browser.OpenAsync($"/{organisation.Slug}/organisation/members{query}"))
                .QuerySelectorAll("main tbody tr td:first-child").Select(c => c.TextContent.Trim())];

        Assert.Equal(25, (await NamesAsync("")).Count);
        Assert.Equal("Zeb 07", (await NamesAsync("?page=100000000"))[^1]);
        Assert.Equal(3, (await NamesAsync("?page=2")).Count);
        Assert.Equal("Zeb 27", (await NamesAsync("?sort=-name"))[0]);
        Assert.Equal("Zeb 27", (await NamesAsync("?sort=email"))[0]);
        Assert.Equal("Zeb 07", (await NamesAsync("?sort=-status"))[0]);
    }

    [Fact]
    public async Task Another_organisations_member_is_not_found()
    {
        var (organisation, administrator, _) = await portal.OrganisationWithAdministratorAsync();
        var (_, _, foreign) = await portal.OrganisationWithAdministratorAsync();
        using var browser = await portal.LoggedInAsync(administrator);
        foreach (var page in new[] { "edit", "end" })
        {
            using var response = await browser.GetAsync($"/{organisation.Slug}/organisation/members/{page}/{foreign}");
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task Ending_a_membership_shuts_the_person_out_with_the_next_request()
    {
        var (organisation, administrator, _) = await portal.OrganisationWithAdministratorAsync();
        var second = await portal.NewPersonAsync(isDemo: true);
        var membership = await portal.NewMembershipAsync(organisation, second, Role.Administrator);
        using var theirs = await portal.LoggedInAsync(second);
        using var browser = await portal.LoggedInAsync(administrator);
        using var before = await theirs.GetAsync($"/{organisation.Slug}/organisation/members");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        (await browser.SendAsync($"/{organisation.Slug}/organisation/members/end/{membership}", null)).Dispose();
        using var after = await theirs.GetAsync($"/{organisation.Slug}/organisation/members");
        Assert.Equal(HttpStatusCode.Forbidden, after.StatusCode);
        Assert.Equal("MembershipEnded", await portal.SqlAsync("select kind from portal.evidence_events where organisation_id = $1",
            organisation.Id));
    }

    [Fact]
    public async Task Nobody_takes_the_administrator_role_from_themselves()
    {
        var (organisation, administrator, membership) = await portal.OrganisationWithAdministratorAsync();
        await portal.NewMembershipAsync(organisation, await portal.NewPersonAsync(), Role.Administrator);
        var actor = IdentityPortal.ActorOf(organisation, administrator);
        var version = await portal.VersionAsync(membership);
        var edit = await Assert.ThrowsAsync<RuleViolation>(() =>
            portal.SendAsync(actor, new EditModel.Command(membership, "x", null, [Role.Finance], version)));
        var end = await Assert.ThrowsAsync<RuleViolation>(() => portal.SendAsync(actor, new EndModel.Command(membership)));
        Assert.Equal([Rule.OwnAdministratorRole, Rule.OwnAdministratorRole], [edit.Rule, end.Rule]);
    }

    [Fact]
    public async Task So_many_invitations_a_day_and_no_more()
    {
        var (organisation, administrator, _) = await portal.OrganisationWithAdministratorAsync();
        for (var i = 0; i < Throttle.InvitationLetters.Tries; i++)
        {
            Assert.True(await portal.WithAsync((Throttle throttle) =>
                throttle.AllowsAsync(Throttle.InvitationLetters, organisation.Id.ToString(), null)));
        }
        using var browser = await portal.LoggedInAsync(administrator);
        var email = Unique.Address();

        using var refused = await browser.SendAsync($"/{organisation.Slug}/organisation/members/invite", null,
            ("Form.Name", "Bodil Opdigtet"), ("Form.Email", email), ("Form.Roles", "Finance"));

        Assert.Contains("I har sendt 100 invitationer det seneste døgn.", await refused.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
        Assert.Empty(await portal.LettersToAsync(email));
        Assert.Equal(0L, await portal.SqlAsync("select count(*) from portal.invitations where organisation_id = $1", organisation.Id));
    }

    [Fact]
    public async Task Roles_are_explained_where_they_are_given_and_the_pages_say_where_they_are()
    {
        var (organisation, administrator, membership) = await portal.OrganisationWithAdministratorAsync();
        using var browser = await portal.LoggedInAsync(administrator);
        foreach (var page in new[] { "invite", $"edit/{membership}" })
        {
            var shown = await browser.OpenAsync($"/{organisation.Slug}/organisation/members/{page}");
            Assert.Contains("kan vise CPR-numre", shown.QuerySelector("main details")!.TextContent, StringComparison.Ordinal);
            Assert.Equal($"/{organisation.Slug}/organisation/members", shown.QuerySelector("nav.breadcrumbs a")!.GetAttribute("href"));
        }
    }

    [Fact]
    public async Task The_pages_of_ones_own_account_keep_the_menu_of_the_organisation_one_comes_from()
    {
        var (organisation, administrator, membership) = await portal.OrganisationWithAdministratorAsync();
        using var browser = await portal.LoggedInAsync(administrator);
        Assert.Empty((await browser.OpenAsync("/account/profile")).QuerySelectorAll("nav .mainmenu a"));
        await browser.OpenAsync($"/{organisation.Slug}/organisation/members");

        var profile = await browser.OpenAsync("/account/profile");

        Assert.Contains($"/{organisation.Slug}/organisation/members", profile.QuerySelectorAll("nav .mainmenu a")
            .Select(a => a.GetAttribute("href")));
        Assert.Equal(organisation.Name, profile.QuerySelector(".mm-organisation")!.TextContent);
        Assert.Equal($"/{organisation.Slug}", profile.QuerySelector(".mm-brand")!.GetAttribute("href"));
        // Who is in one organisation only has none to change to.
        Assert.Empty(profile.QuerySelectorAll("a[href='/account/organisations']"));
        await portal.SqlAsync("update portal.memberships set ended_at = now() where id = $1", membership);
        Assert.Empty((await browser.OpenAsync("/account/profile")).QuerySelectorAll("nav .mainmenu a"));
    }

    [Fact]
    public async Task Who_is_in_several_organisations_changes_between_them_from_every_page()
    {
        var (organisation, administrator, _) = await portal.OrganisationWithAdministratorAsync();
        await portal.NewMembershipAsync(await portal.NewOrganisationAsync(), administrator, Role.Finance);
        using var browser = await portal.LoggedInAsync(administrator);
        Assert.NotEmpty((await browser.OpenAsync($"/{organisation.Slug}/organisation/members"))
            .QuerySelectorAll("a[href='/account/organisations']"));
    }

    [Fact]
    public async Task Whoever_saves_on_top_of_somebody_elses_change_is_told()
    {
        var (organisation, administrator, _) = await portal.OrganisationWithAdministratorAsync();
        var member = await portal.NewMembershipAsync(organisation, await portal.NewPersonAsync(), Role.Finance);
        var shown = await portal.VersionAsync(member);
        await portal.SendAsync(IdentityPortal.ActorOf(organisation, administrator),
            new EditModel.Command(member, "Først", null, [Role.Finance], shown));

        var late = await Assert.ThrowsAsync<RuleViolation>(() => portal.SendAsync(IdentityPortal.ActorOf(organisation, administrator),
            new EditModel.Command(member, "Sidst", null, [Role.Finance], shown)));

        Assert.Equal((Rule.ConcurrentChange, "Først"),
            (late.Rule, await portal.SqlAsync("select name from portal.memberships where id = $1", member)));
    }

    [Fact]
    public async Task Two_administrators_who_remove_each_other_at_the_same_time_leave_one()
    {
        for (var round = 0; round < 5; round++)
        {
            var (organisation, first, firstMembership) = await portal.OrganisationWithAdministratorAsync();
            var second = await portal.NewPersonAsync(isDemo: true);
            var secondMembership = await portal.NewMembershipAsync(organisation, second, Role.Administrator);
            var version = await portal.VersionAsync(firstMembership);
            var refused = await Task.WhenAll(
                RefusalAsync(IdentityPortal.ActorOf(organisation, first), new EndModel.Command(secondMembership)),
                RefusalAsync(IdentityPortal.ActorOf(organisation, second),
                    new EditModel.Command(firstMembership, "x", null, [Role.Finance], version)));
            Assert.Single(refused, r => r == Rule.LastAdministrator);
            Assert.Equal(1L, await portal.SqlAsync(
                "select count(*) from portal.memberships where organisation_id = $1 and 'Administrator' = any (roles) and ended_at is null",
                    organisation.Id));
        }
    }

    [Fact]
    public async Task The_request_for_a_new_password_notes_the_address_and_looks_up_nobody()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        var unknown = Unique.Address();
        await using var quiet = new QuietPortal(portal);
        foreach (var email in new[] { user.Email!, unknown })
        {
            using var browser = quiet.NewBrowser();
            using var response = await browser.SendAsync("/account/forgotpassword", null, ("Form.Email", email));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(1L, await portal.SqlAsync("select count(*) from portal.password_letters where email = $1", email));
            Assert.Empty(await portal.LettersToAsync(email));
        }

        await quiet.Services.GetRequiredService<PasswordLetters>().RunAsync(TestContext.Current.CancellationToken);

        Assert.Single(await portal.LettersToAsync(user.Email!));
        Assert.Empty(await portal.LettersToAsync(unknown));
        Assert.Equal(0L, await portal.SqlAsync("select count(*) from portal.password_letters where email in ($1, $2)", user.Email!,
            unknown));
    }

    [Fact]
    public async Task A_letter_that_cannot_be_written_is_tried_again_until_its_hour_is_over()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        await using var quiet = new QuietPortal(portal, new NoMail());
        var letters = quiet.Services.GetRequiredService<PasswordLetters>();
        await letters.AskAsync(user.Email!, "https://localhost/account/resetpassword", TestContext.Current.CancellationToken);
        await letters.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(true, await portal.SqlAsync("select run_after > now() from portal.password_letters where email = $1", user.Email!));

        await portal.SqlAsync(
            "update portal.password_letters set run_after = now() - interval '1 second', asked_at = now() - interval '2 hours' where email = $1",
            user.Email!);
        await letters.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0L, await portal.SqlAsync("select count(*) from portal.password_letters where email = $1", user.Email!));
    }

    private sealed class NoMail : MentorMarket.Web.Mail.IMail
    {
        public Task SendAsync(MentorMarket.Web.Mail.Letter letter, CancellationToken cancel = default) =>
            throw new IOException("The disk is full.");
    }

    [Fact]
    public async Task A_new_password_comes_by_mail_and_an_unknown_address_gets_the_same_answer_and_no_mail()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        var unknown = Unique.Address();
        var answers = new List<string>();
        foreach (var email in new[] { user.Email!, unknown })
        {
            using var browser = portal.NewBrowser();
            using var response = await browser.SendAsync("/account/forgotpassword", null, ("Form.Email", email));
            answers.Add(new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync())
                .QuerySelector("main")!.TextContent);
        }
        Assert.Equal(answers[0], answers[1]);
        var link = PathIn(await LetterToAsync(user.Email!), "/account/resetpassword");
        Assert.Empty(await portal.LettersToAsync(unknown));

        const string replacement = "syv blanke kedler ved havet";
        using var owner = portal.NewBrowser();
        using var changed = await owner.SendAsync(link, null, ("Form.New", replacement), ("Form.Again", replacement));
        Assert.Equal("/account/login", changed.Headers.Location?.OriginalString);
        using var again = await owner.SendAsync(link, null, ("Form.New", replacement + "!"), ("Form.Again", replacement + "!"));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using var loggedIn = await owner.LogInAsync(user.Email!, replacement);
        Assert.Equal(HttpStatusCode.Found, loggedIn.StatusCode);
    }

    private async Task<Rule?> RefusalAsync<T>(Actor actor, ICommand<T> command)
    {
        try
        {
            await portal.SendAsync(actor, command);
            return null;
        }
        catch (RuleViolation violation)
        {
            return violation.Rule;
        }
    }

    // The letter leaves after the answer, so it may take a moment.
    private async Task<string> LetterToAsync(string email)
    {
        await portal.Services.GetRequiredService<PasswordLetters>().RunAsync(TestContext.Current.CancellationToken);
        return (await portal.LettersToAsync(email))[0];
    }

    private static string PathIn(string letter, string path)
    {
        var start = letter.IndexOf("https://localhost" + path, StringComparison.Ordinal);
        Assert.True(start >= 0, letter);
        return letter[start..].Split('\r', '\n', ' ')[0]["https://localhost".Length..];
    }
}
