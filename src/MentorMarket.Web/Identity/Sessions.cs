using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Identity;

/// <summary>A log-in as the server knows it. A citizen's names no person.</summary>
public sealed class Session
{
    public Guid Id { get; init; }
    public Guid? PersonId { get; init; }

    /// <summary>The browser and the machine in two words, so that its owner knows it again; empty for a citizen.</summary>
    public required string Browser { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset SeenAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>
/// Which log-ins are open. Asked on every request, so that a log-in that was ended - here, or from another place - is over at
/// once, whoever has a copy of its cookie.
/// </summary>
public sealed class Sessions(SignInDb db, Memberships memberships, TimeProvider time)
{
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async Task<Guid> BeginAsync(Guid? person, string browser)
    {
        var now = time.GetUtcNow();
        await db.Sessions.Where(s => s.StartedAt < now - Kept).ExecuteDeleteAsync();
        var session = new Session { Id = Guid.CreateVersion7(now), PersonId = person, Browser = browser, StartedAt = now, SeenAt = now };
        db.Sessions.Add(session);
        await db.SaveChangesAsync();
        return session.Id;
    }

    /// <param name="organisation">Of the path: what the person is there is asked with the same question.</param>
    public async Task<bool> IsOpenAsync(Guid session, Guid? person, Organisation? organisation, CancellationToken cancel = default)
    {
        if (await memberships.SeenAtAsync(session, person, organisation, cancel) is not { } seen) return false;
        var now = time.GetUtcNow();
        // Not on every request: who reads should not write all the time.
        if (seen < now - SeenEvery)
        {
            await db.Sessions.Where(s => s.Id == session && s.SeenAt < now)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, now), cancel);
        }
        return true;
    }

    /// <summary>The person's open ones, the newest first. Those that have run out by themselves are open for nobody.</summary>
    public async Task<IReadOnlyList<Session>> OpenOfAsync(Guid person, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        return await db.Sessions.AsNoTracking()
            .Where(s => s.PersonId == person && s.EndedAt == null && s.StartedAt > now - IdentitySetup.AbsoluteLimit
                && s.SeenAt > now - IdentitySetup.IdleLimit - SeenEvery)
            .OrderByDescending(s => s.SeenAt).ThenBy(s => s.Id).ToListAsync(cancel);
    }

    /// <summary>Whether there was one to end.</summary>
    public async Task<bool> EndAsync(Guid session, Guid? person)
    {
        var now = time.GetUtcNow();
        return await db.Sessions.Where(s => s.Id == session && s.PersonId == person && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now)) == 1;
    }

    /// <param name="except">The one that asks for it.</param>
    public async Task<int> EndAllAsync(Guid person, Guid? except = null)
    {
        var now = time.GetUtcNow();
        return await db.Sessions.Where(s => s.PersonId == person && s.Id != except && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now));
    }
}

/// <summary>
/// Binds a log-in's cookie to its session: the id and the time of the log-in stand, encrypted, in the cookie and stay when it is renewed.
/// </summary>
public static class SessionCookie
{
    private const string SessionId = "session";
    private const string LoggedInAt = "logged-in-at";
    private const string Cookie = "mentormarket/session/cookie";

    /// <summary>The session of this request's log-in; none for a visitor.</summary>
    public static Guid? Current(this HttpContext http, string scheme) => http.Items[ItemOf(scheme)] as Guid?;

    /// <summary>How long the log-in of this request lasts when nothing more is asked for; null for whoever is not logged in.</summary>
    public static TimeSpan? TimeLeft(HttpContext http, DateTimeOffset now)
    {
        // As the cookie was read: what the policy of a page hands on of it has lost when it was issued.
        if (http.User.Identity is not { IsAuthenticated: true }
            || http.Items[Cookie] is not AuthenticationProperties { IssuedUtc: { } issued, ExpiresUtc: { } expires } properties)
        {
            return null;
        }
        // As the framework does: past the half of its time this very request renews it.
        var left = now - issued > expires - now ? IdentitySetup.IdleLimit : expires - now;
        var most = properties.Items.TryGetValue(LoggedInAt, out var since) && long.TryParse(since, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) + IdentitySetup.AbsoluteLimit - now : left;
        return left < most ? left : most;
    }

    public static async Task BeginAsync(CookieSigningInContext context)
    {
        var (http, scheme, items) = (context.HttpContext, context.Scheme.Name, context.Properties.Items);
        if (items.ContainsKey(SessionId)) return;
        var services = http.RequestServices;
        var person = PersonOf(context.Principal, scheme);
        var sessions = services.GetRequiredService<Sessions>();
        // Who logs in on top of a log-in leaves the first.
        if (http.Current(scheme) is { } before) await sessions.EndAsync(before, PersonOf(http.User, scheme));
        var id = await sessions.BeginAsync(person, person is null ? "" : BrowserName.Of(http.Request.Headers.UserAgent));
        items[SessionId] = id.ToString();
        items[LoggedInAt] = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds().ToString();
        http.Items[ItemOf(scheme)] = id;
        if (person is not { } known) return;
        await services.GetRequiredService<KnownBrowsers>().RememberAsync(http, known);
        await services.GetRequiredService<SecurityLog>().NoteAsync(http, SecurityEvent.LoggedIn, known);
    }

    /// <summary>Refuses the cookie of a log-in that was ended, or has reached the absolute limit, however busy it was.</summary>
    public static async Task<bool> IsOpenAsync(CookieValidatePrincipalContext context)
    {
        var (http, scheme, items) = (context.HttpContext, context.Scheme.Name, context.Properties.Items);
        var (services, person) = (http.RequestServices, PersonOf(context.Principal, scheme));
        if (items.TryGetValue(SessionId, out var text) && Guid.TryParse(text, out var session)
            && items.TryGetValue(LoggedInAt, out var since) && long.TryParse(since, out var seconds))
        {
            http.Items[ItemOf(scheme)] = session;
            if (services.GetRequiredService<TimeProvider>().GetUtcNow() < DateTimeOffset.FromUnixTimeSeconds(seconds)
                + IdentitySetup.AbsoluteLimit)
            {
                if (scheme == IdentityConstants.ApplicationScheme) http.Items[Cookie] = context.Properties;
                if (await services.GetRequiredService<Sessions>()
                    .IsOpenAsync(session, person, services.GetRequiredService<CurrentActor>().Organisation))
                {
                    return true;
                }
                await services.GetRequiredService<SecurityLog>().NoteAsync(http, SecurityEvent.EndedSessionUsed, person);
            }
        }
        context.RejectPrincipal();
        await http.SignOutAsync(scheme);
        return false;
    }

    public static async Task EndAsync(CookieSigningOutContext context)
    {
        var (http, scheme) = (context.HttpContext, context.Scheme.Name);
        if (http.Current(scheme) is not { } session) return;
        var person = scheme == CitizenSession.Scheme ? null : await PersonOfAsync(http, session);
        if (await http.RequestServices.GetRequiredService<Sessions>().EndAsync(session, person))
        {
            await http.RequestServices.GetRequiredService<SecurityLog>().NoteAsync(http, SecurityEvent.SessionEnded, person);
        }
        http.Items.Remove(ItemOf(scheme));
    }

    // Somebody whose account changed elsewhere is no longer the request's user when the cookie is taken away.
    private static async Task<Guid?> PersonOfAsync(HttpContext http, Guid session) =>
        http.User.PersonId() ?? await http.RequestServices.GetRequiredService<SignInDb>().Sessions.Where(s => s.Id == session)
            .Select(s => s.PersonId).SingleOrDefaultAsync();

    private static Guid? PersonOf(System.Security.Claims.ClaimsPrincipal? principal, string scheme) =>
        scheme == IdentityConstants.ApplicationScheme ? principal?.PersonId() : null;

    private static string ItemOf(string scheme) => "mentormarket/session/" + scheme;
}

/// <summary>What a browser calls itself, in two words.</summary>
public static class BrowserName
{
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("SamsungBrowser/", "Samsung Internet"),
            ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Machines =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")];

    public static string Of(string? userAgent)
    {
        var words = new[] { First(Browsers, userAgent), First(Machines, userAgent) }.Where(w => w is not null);
        return string.Join(", ", words);
    }

    private static string? First((string Mark, string Name)[] among, string? userAgent) =>
        among.Where(a => userAgent?.Contains(a.Mark, StringComparison.Ordinal) == true).Select(a => a.Name).FirstOrDefault();
}
