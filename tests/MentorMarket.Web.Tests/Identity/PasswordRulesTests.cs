using System.Buffers.Binary;
using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.Identity;
using Xunit;

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
    [InlineData("fire gule cykler i regnen")]
    [InlineData("kgpznwrvbtdh")]
    [InlineData("uvejrsskyer over havnen")]
    [InlineData("7f3c9a1be2d4")]
    public void Accepts_long_ones_without_composition_rules(string password) => Assert.False(PasswordRules.IsCommon(password, "dorte.prip@eksempel.dk"));

    [Fact]
    public async Task Refuses_eleven_characters_and_a_common_one_when_an_account_is_made()
    {
        foreach (var (password, code) in new[] { ("kgpznwrvbtd", "PasswordTooShort"), ("Sommerferie2026", PasswordRules.TooCommon) })
        {
            var user = new User { DisplayName = "x", UserName = $"p{Guid.CreateVersion7():N}@eksempel.dk", Email = $"p{Guid.CreateVersion7():N}@eksempel.dk" };
            var result = await portal.WithAsync((UserManager<User> users) => users.CreateAsync(user, password));
            Assert.Equal([code], result.Errors.Select(e => e.Code));
        }
    }

    [Fact]
    public async Task Hashes_with_at_least_210_000_iterations()
    {
        var user = await portal.NewPersonAsync();
        var hash = Convert.FromBase64String((string)(await portal.SqlAsync("select password_hash from portal.users where id = $1", user.Id))!);
        // Format marker, function, iterations, length of the salt: all big-endian.
        Assert.Equal(1, hash[0]);
        Assert.True(BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)) >= 210_000);
    }
}
