namespace MentorMarket.Web.Frame;

/// <summary>
/// The organisation that somebody worked in last, kept in the browser for as long as it is open: only its slug, which everybody may know.
/// </summary>
public sealed class CameFrom(Memberships memberships, CameFrom.Cookie cookie)
{
    public sealed record Cookie(bool Https);

    private CookieBuilder Builder()
    {
        var builder = new CookieBuilder();
        IdentitySetup.Harden(builder, "mentormarket-from", cookie.Https);
        return builder;
    }

    public void Remember(HttpContext http, string slug)
    {
        var builder = Builder();
        if (http.Request.Cookies[builder.Name!] != slug) http.Response.Cookies.Append(builder.Name!, slug, builder.Build(http));
    }

    /// <summary>The membership there; none when it has ended, or the browser is used by somebody else.</summary>
    public async Task<MembershipInfo?> FindAsync(HttpContext http) =>
        http.User.PersonId() is { } person && http.Request.Cookies[Builder().Name!] is { Length: > 0 and < 50 } slug
            && await memberships.FindOrganisationAsync(slug, http.RequestAborted) is { } organisation
            ? await memberships.FindAsync(person, organisation, http.RequestAborted)
            : null;
}
