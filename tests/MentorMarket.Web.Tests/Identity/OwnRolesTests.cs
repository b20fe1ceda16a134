using MentorMarket.Web.Pages.Organisation.Members;

namespace MentorMarket.Web.Tests.Identity;

/// <summary>Nobody gives themselves more than they have without somebody else being asked, or told.</summary>
[Collection(IdentityTests.Name)]
public sealed class OwnRolesTests(IdentityPortal portal)
{
    [Fact]
    public async Task Where_there_is_another_administrator_nobody_gives_themselves_roles()
    {
        var (organisation, administrator, membership) = await portal.OrganisationWithAdministratorAsync();
        var other = await portal.NewPersonAsync();
        var second = await portal.NewMembershipAsync(organisation, other, Role.Administrator);

        var refused = await Assert.ThrowsAsync<RuleViolation>(async () =>
            await portal.SendAsync(IdentityPortal.ActorOf(organisation, administrator),
                new EditModel.Command(membership, "x", null, [Role.Caseworker, Role.Administrator],
                await portal.VersionAsync(membership))));

        Assert.Equal((Rule.OwnRoles, "Administrator"),
            (refused.Rule, await portal.SqlAsync("select array_to_string(roles, ' ') from portal.memberships where id = $1", membership)));
        // The other one may, and what one has already may be kept.
        await portal.SendAsync(IdentityPortal.ActorOf(organisation, other),
            new EditModel.Command(membership, "x", null, [Role.Caseworker, Role.Administrator], await portal.VersionAsync(membership)));
        await portal.SendAsync(IdentityPortal.ActorOf(organisation, administrator),
            new EditModel.Command(membership, "y", null, [Role.Administrator], await portal.VersionAsync(membership)));
        Assert.Equal("MemberChanged MemberChanged",
            await portal.SqlAsync("select string_agg(kind, ' ') from portal.evidence_events where organisation_id = $1", organisation.Id));
        Assert.NotEqual(membership, second);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_only_administrator_may_and_the_team_leaders_are_told_or_where_there_are_none_everybody(bool hasLeader)
    {
        var (organisation, administrator, membership) = await portal.OrganisationWithAdministratorAsync();
        var (leader, clerk, gone) = (await portal.NewPersonAsync(), await portal.NewPersonAsync(), await portal.NewPersonAsync());
        await portal.NewMembershipAsync(organisation, leader, hasLeader ? Role.TeamLeader : Role.Caseworker);
        await portal.NewMembershipAsync(organisation, clerk, Role.Finance);
        await portal.SqlAsync("update portal.memberships set ended_at = now() where id = $1",
            await portal.NewMembershipAsync(organisation, gone, Role.TeamLeader));

        using var browser = await portal.LoggedInAsync(administrator);

        using var saved = await browser.SendAsync(Edit(organisation, membership), null, ("Form.Name", "x"), ("Form.Roles", "Caseworker"),
            ("Form.Roles", "Administrator"));

        Assert.Equal($"/{organisation.Slug}/organisation/members", saved.Headers.Location?.OriginalString);
        Assert.Single(await portal.LettersToAsync(leader.Email!));
        Assert.Equal(hasLeader ? 0 : 1, (await portal.LettersToAsync(clerk.Email!)).Count);
        Assert.Empty(await portal.LettersToAsync(gone.Email!));
        Assert.Empty(await portal.LettersToAsync(administrator.Email!));
        Assert.Equal($$"""{"roles":"Caseworker","told":{{(hasLeader ? 1 : 2)}}}""", await portal.SqlAsync(
            "select payload from portal.evidence_payloads join portal.evidence_events using (organisation_id, sequence) where organisation_id = $1 and kind = 'OwnRolesGiven'",
                organisation.Id));
    }

    [Fact]
    public async Task Nobody_is_told_of_roles_that_were_not_given_after_all()
    {
        var (organisation, administrator, membership) = await portal.OrganisationWithAdministratorAsync();
        var leader = await portal.NewPersonAsync();
        await portal.NewMembershipAsync(organisation, leader, Role.TeamLeader);
        using var browser = await portal.LoggedInAsync(administrator);
        var form = await FilledAsync(browser, Edit(organisation, membership));
        // In the moment in which it is saved somebody else saves too, and is first.
        await using var somebody = await portal.OpenAsync();
        await using var transaction = await somebody.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var change = new Npgsql.NpgsqlCommand("update portal.memberships set phone = '11111111' where id = $1", somebody,
            transaction)
        { Parameters = { new() { Value = membership } } })
            await change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        using var content = new FormUrlEncodedContent(form);
        var saving = browser.Client.PostAsync(Edit(organisation, membership), content, TestContext.Current.CancellationToken);
        for (var i = 0; !saving.IsCompleted
            && !true.Equals(await portal.SqlAsync("select count(*) > 0 from pg_locks where not granted")); i++)
        {
            Assert.True(i < 300, "It did not come to the row.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        using var refused = await saving;

        Assert.Equal("Administrator", await portal.SqlAsync("select array_to_string(roles, ' ') from portal.memberships where id = $1",
            membership));
        Assert.Empty(await portal.LettersToAsync(leader.Email!));
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_tells_once()
    {
        var (organisation, administrator, membership) = await portal.OrganisationWithAdministratorAsync();
        var leader = await portal.NewPersonAsync();
        await portal.NewMembershipAsync(organisation, leader, Role.TeamLeader);
        using var browser = await portal.LoggedInAsync(administrator);
        var form = await FilledAsync(browser, Edit(organisation, membership));

        for (var i = 0; i < 2; i++)
        {
            using var content = new FormUrlEncodedContent(form);
            using var sent = await browser.Client.PostAsync(Edit(organisation, membership), content, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        }

        Assert.Single(await portal.LettersToAsync(leader.Email!));
    }

    private static string Edit(Organisation organisation, Guid membership) =>
        $"/{organisation.Slug}/organisation/members/edit/{membership}";

    private static async Task<List<KeyValuePair<string, string>>> FilledAsync(Browser browser, string path) =>
    [
        .. (await browser.OpenAsync(path)).QuerySelector("form.mm-form")!.QuerySelectorAll("input[type=hidden]")
            .OfType<AngleSharp.Html.Dom.IHtmlInputElement>().Select(i => new KeyValuePair<string, string>(i.Name!, i.Value)),
        new("Form.Name", "x"), new("Form.Roles", "Caseworker"), new("Form.Roles", "Administrator"),
    ];
}
