using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Tests.Identity;

/// <summary>Changes of an account stand on the chain of each organisation that relies on it.</summary>
[Collection(IdentityTests.Name)]
public sealed class AccountEventTests(IdentityPortal portal)
{
    [Fact]
    public async Task A_new_password_and_a_new_name_are_events_in_every_organisation_and_refused_ones_are_not()
    {
        var user = await portal.NewPersonAsync(isDemo: true);
        var (here, there, past) = (await portal.NewOrganisationAsync(), await portal.NewOrganisationAsync(),
            await portal.NewOrganisationAsync());
        var membership = await portal.NewMembershipAsync(here, user, Role.Finance);
        await portal.NewMembershipAsync(there, user, Role.Caseworker);
        await portal.SqlAsync("update portal.memberships set ended_at = now() where id = $1",
            await portal.NewMembershipAsync(past, user, Role.Caseworker));
        using var browser = portal.NewBrowser();
        (await browser.LogInAsync(user.Email!, IdentityPortal.Password)).Dispose();

        using var tooShort = await browser.SendAsync("/account/changepassword", null, ("Form.Current", IdentityPortal.Password),
            ("Form.New", "kort"), ("Form.Again", "kort"));
        Assert.Equal(HttpStatusCode.OK, tooShort.StatusCode);
        Assert.Equal("", await KindsAsync(here));
        using var changed = await browser.SendAsync("/account/changepassword", null,
            ("Form.Current", IdentityPortal.Password), ("Form.New", "syv grå heste på torvet"), ("Form.Again", "syv grå heste på torvet"));
        Assert.Equal(HttpStatusCode.Found, changed.StatusCode);
        using var renamed = await browser.SendAsync("/account/profile", null, ("Form.Name", "Nyt Navn"), ("Form.Culture", "da-DK"));
        Assert.Equal(HttpStatusCode.Found, renamed.StatusCode);

        Assert.Equal("PasswordChanged ProfileChanged", await KindsAsync(here));
        Assert.Equal("PasswordChanged ProfileChanged", await KindsAsync(there));
        // The membership that this test ended itself, by hand.
        Assert.Equal("ChangedByHand", await KindsAsync(past));
        Assert.Equal(2L, await portal.SqlAsync(
            "select count(*) from portal.evidence_events where organisation_id = $1 and subject_id = $2 and actor_id = $3", here.Id,
            membership, user.Id));
    }

    [Fact]
    public async Task A_change_that_fails_after_all_leaves_neither_change_nor_event()
    {
        var user = await portal.NewPersonAsync();
        var here = await portal.NewOrganisationAsync();
        await portal.NewMembershipAsync(here, user, Role.Finance);

        await Assert.ThrowsAsync<InvalidOperationException>(() => portal.WithAsync<IServiceProvider, int>(async services =>
        {
            var (users, events) = ((UserManager<User>)services.GetService(typeof(UserManager<User>))!,
                (AccountEvents)services.GetService(typeof(AccountEvents))!);
            var loaded = (await users.FindByIdAsync(user.Id.ToString()))!;
            await events.ChangeAsync(loaded, CaseEventKind.SecondFactorSet, async () =>
            {
                await users.SetTwoFactorEnabledAsync(loaded, true);
                throw new InvalidOperationException("the machine stops here");
            });
            return 0;
        }));

        Assert.Equal(("", false),
            (await KindsAsync(here), await portal.SqlAsync("select two_factor_enabled from portal.users where id = $1", user.Id)));
    }

    private async Task<object?> KindsAsync(Organisation organisation) =>
        await portal.SqlAsync(
            "select coalesce(string_agg(kind, ' ' order by sequence), '') from portal.evidence_events where organisation_id = $1",
            organisation.Id);
}
