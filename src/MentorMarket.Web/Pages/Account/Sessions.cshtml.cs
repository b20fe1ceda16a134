using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

/// <summary>Where somebody is logged in, to end what they do not know; and who tried to come in as them.</summary>
[Authorize]
public sealed class SessionsModel(Sessions sessions, SignInDb db, IStringLocalizer<AccountTexts> L) : PageModel
{
    public sealed record Tried(string Kind, DateTimeOffset LastAt, int Times, string Network);

    public IReadOnlyList<Session> Open { get; private set; } = [];
    public IReadOnlyList<Tried> Tries { get; private set; } = [];

    /// <summary>The one that asks.</summary>
    public Guid? Here => HttpContext.Current(IdentityConstants.ApplicationScheme);

    public async Task<IActionResult> OnGetAsync()
    {
        if (User.PersonId() is not { } person) return Challenge();
        Open = await sessions.OpenOfAsync(person, HttpContext.RequestAborted);
        Tries = await db.Database.SqlQuery<Tried>($"""
            select kind, last_at, times, network from portal.security_events
            where person_id = {person} and last_at > now() - interval '30 days'
              and kind in ('WrongPassword', 'WrongCode', 'WrongRecoveryCode', 'AccountLocked', 'TriedWhileLocked', 'Throttled', 'EndedSessionUsed')
            order by last_at desc limit 20
            """).ToListAsync(HttpContext.RequestAborted);
        return Page();
    }

    public async Task<IActionResult> OnPostEndAsync(Guid id)
    {
        if (User.PersonId() is not { } person) return Challenge();
        if (!await sessions.EndAsync(id, person)) return NotFound();
        TempData["Success"] = L["Du er logget ud der."].Value;
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndOthersAsync()
    {
        if (User.PersonId() is not { } person) return Challenge();
        await sessions.EndAllAsync(person, except: Here);
        TempData["Success"] = L["Du er logget ud alle andre steder."].Value;
        return RedirectToPage();
    }

    public static string Say(string kind, IStringLocalizer<AccountTexts> L) => kind switch
    {
        nameof(SecurityEvent.WrongPassword) => L["Forkert adgangskode"],
        nameof(SecurityEvent.WrongCode) => L["Forkert kode fra appen"],
        nameof(SecurityEvent.WrongRecoveryCode) => L["Forkert nødkode"],
        nameof(SecurityEvent.AccountLocked) => L["Kontoen blev låst i et kvarter"],
        nameof(SecurityEvent.EndedSessionUsed) => L["Brug af en log ind, der var afsluttet"],
        _ => L["Afvist efter for mange forsøg"],
    };
}
