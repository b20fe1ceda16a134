using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace MentorMarket.Web.Identity;

/// <summary>Puts the name that is shown and the language into the cookie, so that no page has to look them up.</summary>
public sealed class PrincipalFactory(UserManager<User> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<User>(users, options)
{
    public const string DisplayName = "mentormarket/name";
    public const string Culture = "mentormarket/culture";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(User user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DisplayName, user.DisplayName));
        identity.AddClaim(new Claim(Culture, user.Culture));
        return identity;
    }
}

public static class PrincipalFacts
{
    /// <summary>Who is logged in; none for a visitor.</summary>
    public static Guid? PersonId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    public static string PersonName(this ClaimsPrincipal principal) => principal.FindFirstValue(PrincipalFactory.DisplayName) ?? "";
}
