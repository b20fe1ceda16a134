using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace MentorMarket.Web.Identity;

/// <summary>
/// Puts the name that is shown, the language and the number of organisations into the cookie, so that no page has to look them up.
/// </summary>
public sealed class PrincipalFactory(UserManager<User> users, Memberships memberships, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<User>(users, options)
{
    public const string DisplayName = "mentormarket/name";
    public const string Culture = "mentormarket/culture";
    public const string Organisations = "mentormarket/organisations";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(User user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DisplayName, user.DisplayName));
        identity.AddClaim(new Claim(Culture, user.Culture));
        identity.AddClaim(new Claim(Organisations, (await memberships.CountAsync(user.Id))
            .ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return identity;
    }
}

public static class PrincipalFacts
{
    /// <summary>Who is logged in; none for a visitor.</summary>
    public static Guid? PersonId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    /// <summary>As of the log-in, or of a minute ago.</summary>
    public static bool MayHaveSeveralOrganisations(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(PrincipalFactory.Organisations) is not "0" and not "1";

    public static string PersonName(this ClaimsPrincipal principal) => principal.FindFirstValue(PrincipalFactory.DisplayName) ?? "";
}
