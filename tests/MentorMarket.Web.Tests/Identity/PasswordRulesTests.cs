using System.Buffers.Binary;
using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Tests.Identity;

[Collection(IdentityTests.Name)]
public sealed class PasswordRulesTests(IdentityPortal portal)
{
    [Theory]
    [InlineData("password1234")]
    [InlineData("P@ssw0rd2026!")]
    [InlineData("Sommerferie2026")]
    [InlineData("velkommen12345")]
    [InlineData("hemmeligkode1")]
    [InlineData("123456789012")]
    [InlineData("qwertyuiop12")]
    [InlineData("abcdefghijkl")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("xk7qpmxk7qpm")]
    [InlineData("mentormarket!x9")]
    [InlineData("dorte.prip-9wz")]
    public void Refuses_what_is_guessed_first(string password) => Assert.True(PasswordRules.IsCommon(password, "dorte.prip@eksempel.dk"));

    [Theory]
    [InlineData("nordmentor2026")]
    [InlineData("Nordmentor1234")]
    [InlineData("N0rdm3nt0r!!2026")]
    [InlineData("2026nordmentor!")]
    [InlineData("StøttepunktBrøndby1")]
    [InlineData("stoettepunkt2026")]
    [InlineData("stottepunkt-nord-1")]
    [InlineData("Bodil_Opdigtet7")]
    [InlineData("bodilopdigtet2026")]
    [InlineData("nordmentorsommer26")]
    public void Refuses_a_word_of_the_persons_own_with_little_around_it(string password) =>
        Assert.True(PasswordRules.IsOwn(password, ["Bodil Opdigtet", "bo@nordmentor.example", "Nordmentor (demo)", "Støttepunkt Nord"]));

    [Theory]
    [InlineData("Helsinge2026!")]
    [InlineData("Brøndby1964IF")]
    [InlineData("broendby-1964")]
    [InlineData("Gribskov2026!")]
    [InlineData("h1ller0d-2026")]
    public void Refuses_a_danish_town_with_little_around_it(string password) =>
        Assert.True(PasswordRules.IsCommon(password, "dorte.prip@eksempel.dk"));

    [Theory]
    [InlineData("nordmentor og tre gule heste")]
    [InlineData("fire gule cykler i regnen")]
    [InlineData("xq7!rt-bodil-92kz")]
    public void Accepts_an_own_word_with_enough_beside_it(string password) =>
        Assert.False(PasswordRules.IsOwn(password, ["Bodil Opdigtet", "Nordmentor (demo)"]));

    [Theory]
    [InlineData("fra helsinge til månen")]
    [InlineData("kgpznw-brøndby-rvbtdh")]
    public void Accepts_a_town_with_enough_beside_it(string password) =>
        Assert.False(PasswordRules.IsCommon(password, "dorte.prip@eksempel.dk"));

    [Fact]
    public async Task The_organisation_that_invites_somebody_counts_as_theirs()
    {
        var (organisation, inviter) = (await portal.NewOrganisationAsync(), await portal.NewPersonAsync());
        await portal.SqlAsync("update portal.organisations set name = 'Kvistholm Kommune' where id = $1", organisation.Id);
        var (email, (token, hash)) = (Unique.Address(), InvitationToken.New());
        await portal.SqlAsync(
            "insert into portal.invitations (id, organisation_id, email, name, roles, token_hash, invited_by, expires_at) values ($1, $2, $3, 'Ny', '{Finance}', $4, $5, $6)",
            Guid.CreateVersion7(), organisation.Id, email, hash, inviter.Id, portal.Clock.GetUtcNow() + InvitationToken.GoodFor);

        var (refused, _) = await portal.WithAsync((Invitations i) => i.AcceptAsNewAsync(token, "Ny Person", "Kvistholm-2026", "da-DK"));

        Assert.Equal([PasswordRules.TooCommon], refused.Errors.Select(e => e.Code));
    }

    [Theory]
    [InlineData("fire gule cykler i regnen")]
    [InlineData("kgpznwrvbtdh")]
    [InlineData("uvejrsskyer over havnen")]
    [InlineData("7f3c9a1be2d4")]
    public void Accepts_long_ones_without_composition_rules(string password) =>
        Assert.False(PasswordRules.IsCommon(password, "dorte.prip@eksempel.dk"));

    [Fact]
    public async Task Refuses_eleven_characters_and_a_common_one_when_an_account_is_made()
    {
        foreach (var (password, code) in new[] { ("kgpznwrvbtd", "PasswordTooShort"), ("Sommerferie2026", PasswordRules.TooCommon) })
        {
            var user = new User { DisplayName = "x", UserName = Unique.Address(), Email = Unique.Address() };
            var result = await portal.WithAsync((UserManager<User> users) => users.CreateAsync(user, password));
            Assert.Equal([code], result.Errors.Select(e => e.Code));
        }
    }

    [Fact]
    public async Task Hashes_with_at_least_210_000_iterations()
    {
        var user = await portal.NewPersonAsync();
        var hash = Convert.FromBase64String(
            (string)(await portal.SqlAsync("select password_hash from portal.users where id = $1", user.Id))!);
        // Format marker, function, iterations, length of the salt: all big-endian.
        Assert.Equal(1, hash[0]);
        Assert.True(BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)) >= 210_000);
    }
}
