using MentorMarket.Web.Identity;

namespace MentorMarket.Web.Tests.Identity;

[Collection(IdentityTests.Name)]
public sealed class InvitationTests(IdentityPortal portal)
{
    [Fact]
    public async Task Makes_a_new_person_a_member_with_its_roles_and_leaves_an_event()
    {
        var (organisation, token, email) = await InviteAsync();
        using var browser = portal.NewBrowser();
        using var response = await browser.SendAsync($"/account/acceptinvitation?token={token}", "Register",
            ("Form.Name", "Ny Medarbejder"), ("Form.Password", IdentityPortal.Password), ("Form.Again", IdentityPortal.Password));
        Assert.StartsWith("/account/login", response.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal("Finance", await portal.SqlAsync("select roles[1] from portal.memberships where organisation_id = $1 and email = $2",
            organisation.Id, email));
        Assert.Equal("InvitationAccepted", await portal.SqlAsync("select kind from portal.evidence_events where organisation_id = $1",
            organisation.Id));
        var again = await browser.OpenAsync($"/account/acceptinvitation?token={token}");
        Assert.Contains("kan ikke bruges", again.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eight_at_the_same_time_make_one_member()
    {
        var (organisation, token, _) = await InviteAsync();
        var accepted = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => portal.WithAsync((Invitations invitations) =>
            invitations.AcceptAsNewAsync(token, $"Nummer {i}", IdentityPortal.Password, "da-DK"))));
        Assert.Equal(1, accepted.Count(a => a.Accepted is not null));
        Assert.Equal(1L, await portal.SqlAsync("select count(*) from portal.memberships where organisation_id = $1", organisation.Id));
    }

    [Fact]
    public async Task A_refused_password_does_not_use_it_up()
    {
        var (_, token, _) = await InviteAsync();
        var (result, _) = await portal.WithAsync((Invitations i) => i.AcceptAsNewAsync(token, "Ny", "Sommerferie2026", "da-DK"));
        Assert.False(result.Succeeded);
        Assert.NotNull(await portal.WithAsync((Invitations i) => i.FindAsync(token)));
    }

    [Fact]
    public async Task The_password_that_was_chosen_with_it_is_kept_to_the_last_mark()
    {
        const string password = "fire \u2019gule\u2019 cykler i sta\u030Aby";
        var (_, token, email) = await InviteAsync();
        using var browser = portal.NewBrowser();

        using var registered = await browser.SendAsync("/account/acceptinvitation?token=" + token, "Register", ("Form.Name", "Ny"),
            ("Form.Password", password), ("Form.Again", password));

        Assert.StartsWith("/account/login", registered.Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var loggedIn = await browser.LogInAsync(email, password);
        Assert.StartsWith("/account/setupfactor", loggedIn.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expires_after_72_hours()
    {
        var (_, token, _) = await InviteAsync();
        portal.Clock.Advance(TimeSpan.FromHours(72) + TimeSpan.FromSeconds(1));
        Assert.Null(await portal.WithAsync((Invitations i) => i.FindAsync(token)));
        Assert.Null((await portal.WithAsync((Invitations i) =>
            i.AcceptAsNewAsync(token, "Ny", IdentityPortal.Password, "da-DK"))).Accepted);
    }

    [Fact]
    public async Task Is_refused_when_revoked()
    {
        var (organisation, token, _) = await InviteAsync();
        await portal.SqlAsync("update portal.invitations set revoked_at = now() where organisation_id = $1", organisation.Id);
        Assert.Null((await portal.WithAsync((Invitations i) =>
            i.AcceptAsNewAsync(token, "Ny", IdentityPortal.Password, "da-DK"))).Accepted);
    }

    [Fact]
    public async Task Somebody_else_cannot_use_it_and_does_not_use_it_up()
    {
        var (_, token, _) = await InviteAsync();
        var other = await portal.NewPersonAsync();
        Assert.Null(await portal.WithAsync((Invitations i) => i.AcceptAsync(token, other)));
        Assert.NotNull(await portal.WithAsync((Invitations i) => i.FindAsync(token)));
    }

    [Fact]
    public async Task A_person_who_is_there_already_logs_in_and_joins_and_keeps_the_roles_they_had()
    {
        var person = await portal.NewPersonAsync(isDemo: true);
        var (organisation, token, _) = await InviteAsync(person.Email!);
        await portal.NewMembershipAsync(organisation, person, Role.Administrator);
        using var browser = portal.NewBrowser();
        var link = $"/account/acceptinvitation?token={token}";
        using var logIn = await browser.LogInAsync(person.Email!, IdentityPortal.Password, link);
        Assert.Equal(link, logIn.Headers.Location?.OriginalString);
        using var joined = await browser.SendAsync(link, "Join");
        Assert.Equal($"/{organisation.Slug}/", joined.Headers.Location?.OriginalString);
        Assert.Equal("Administrator,Finance", await portal.SqlAsync(
            "select string_agg(r, ',' order by r) from portal.memberships, unnest(roles) r where organisation_id = $1", organisation.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("not base64 url at all!")]
    public async Task A_made_up_link_is_closed(string token)
    {
        using var browser = portal.NewBrowser();
        using var response = await browser.GetAsync("/account/acceptinvitation?token=" + Uri.EscapeDataString(token));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("kan ikke bruges", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_found_does_not_count_and_opens_from_an_address_that_guessed_too_much()
    {
        var (organisation, token, _) = await InviteAsync();
        using var browser = portal.NewBrowser("203.0.113.61");
        for (var i = 0; i < Throttle.Invitation.Tries + 5; i++)
        {
            Assert.Contains(organisation.Name, (await browser.OpenAsync("/account/acceptinvitation?token=" + token)).Body!.TextContent,
                StringComparison.Ordinal);
        }
        for (var i = 0; i < Throttle.Invitation.Tries; i++)
        {
            await portal.WithAsync((Throttle throttle) => throttle.AllowsAsync(Throttle.Invitation, "", IPAddress.Parse("203.0.113.61")));
        }

        var guessed = (await browser.OpenAsync("/account/acceptinvitation?token=AAAAAAAAAAAAAAAAAAAAAA")).Body!.TextContent;

        Assert.Contains("der er prøvet mange forkerte links herfra", guessed, StringComparison.Ordinal);
        Assert.NotNull((await browser.OpenAsync("/account/acceptinvitation?token=" + token)).QuerySelector("input[name='Form.Password']"));
    }

    [Theory]
    [InlineData("used_at = now()", "Den er brugt.")]
    [InlineData("revoked_at = now()", "Den er trukket tilbage")]
    [InlineData("expires_at = '2020-01-01'", "Den er mere end tre døgn gammel.")]
    [InlineData("token_hash = '\\x00'", "Linket findes ikke.")]
    public async Task The_reason_why_a_link_cannot_be_used_is_the_true_one(string change, string said)
    {
        var (organisation, token, _) = await InviteAsync();
        await portal.SqlAsync(
            $"update portal.invitations set {change.Replace("x00", "x" + Convert.ToHexString(organisation.Id.ToByteArray()), StringComparison.Ordinal)} where organisation_id = $1",
            organisation.Id);
        using var browser = portal.NewBrowser();
        Assert.Contains(said, (await browser.OpenAsync("/account/acceptinvitation?token=" + token)).QuerySelector("main")!.TextContent,
            StringComparison.Ordinal);
    }

    private async Task<(Organisation Organisation, string Token, string Email)> InviteAsync(string? to = null)
    {
        var organisation = await portal.NewOrganisationAsync();
        var inviter = await portal.NewPersonAsync();
        var email = to ?? Unique.Address();
        var (token, hash) = InvitationToken.New();
        await portal.SqlAsync(
            "insert into portal.invitations (id, organisation_id, email, name, roles, token_hash, invited_by, expires_at) values ($1, $2, $3, 'Ny', '{Finance}', $4, $5, $6)",
            Guid.CreateVersion7(), organisation.Id, email, hash, inviter.Id, portal.Clock.GetUtcNow() + InvitationToken.GoodFor);
        return (organisation, token, email);
    }
}
