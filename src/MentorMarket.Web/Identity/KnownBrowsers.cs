using System.Buffers.Text;
using System.Security.Cryptography;

namespace MentorMarket.Web.Identity;

/// <summary>
/// Which browsers people of the portal have logged in with. Each keeps 128 random bits after the log-out, of which only the hash
/// is stored here. In such a browser its people are not held up by what others guess from the same address; and what a citizen
/// answers in one proves less.
/// </summary>
public sealed class KnownBrowsers(SignInDb db, KnownBrowsers.Cookie cookie, TimeProvider time)
{
    /// <summary>How long after a log-in an answer of a citizen from the same browser is weak.</summary>
    public static readonly TimeSpan Recently = TimeSpan.FromDays(30);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    public sealed record Cookie(bool Https)
    {
        private readonly CookieBuilder hardened = Hardened(Https);

        public string Name => hardened.Name!;

        public CookieOptions Options(HttpContext http) => hardened.Build(http);

        private static CookieBuilder Hardened(bool https)
        {
            var builder = new CookieBuilder { MaxAge = Kept };
            IdentitySetup.Harden(builder, "mentormarket-browser", https);
            return builder;
        }
    }

    /// <summary>The hash of what this browser keeps, if it keeps anything.</summary>
    public byte[]? HashOf(HttpContext http) => InvitationToken.HashOf(http.Request.Cookies[cookie.Name]);

    public async Task<bool> IsOfAsync(HttpContext http, Guid person) =>
        HashOf(http) is { } hash && await db.KnownBrowsers.AnyAsync(b => b.TokenHash == hash && b.PersonId == person, http.RequestAborted);

    /// <summary>Whether anybody of the portal has logged in with it recently.</summary>
    public async Task<bool> IsOfSomebodyAsync(HttpContext http)
    {
        var since = time.GetUtcNow() - Recently;
        return HashOf(http) is { } hash && await db.KnownBrowsers.AnyAsync(b => b.TokenHash == hash && b.SeenAt > since,
            http.RequestAborted);
    }

    public async Task RememberAsync(HttpContext http, Guid person)
    {
        var now = time.GetUtcNow();
        var token = HashOf(http) is null ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16))
            : http.Request.Cookies[cookie.Name]!;
        await db.KnownBrowsers.Where(b => b.SeenAt < now - Kept).ExecuteDeleteAsync();
        await db.Database.ExecuteSqlAsync($"""
            insert into portal.known_browsers (token_hash, person_id, seen_at) values ({InvitationToken.HashOf(token)!}, {person}, {now})
            on conflict (token_hash, person_id) do update set seen_at = excluded.seen_at
            """);
        http.Response.Cookies.Append(cookie.Name, token, cookie.Options(http));
    }
}

public sealed class KnownBrowser
{
    public required byte[] TokenHash { get; init; }
    public Guid PersonId { get; init; }
    public DateTimeOffset SeenAt { get; init; }
}
