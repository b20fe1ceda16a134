using System.Globalization;
using System.Text.Json.Serialization;
using MentorMarket.Web.Mail;

namespace MentorMarket.Web.Pages.Municipality.FollowUps;

/// <summary>How a person is reminded: the mail of the morning, and a secret address for their own calendar.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class RemindersModel(IMediator sender, PublicAddress address, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public Model Now { get; private set; } = null!;

    /// <summary>Only in the answer to the one who made it.</summary>
    public string Link { get; private set; } = "";

    [BindProperty]
    public bool DailyMail { get; set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Now = await sender.Send(new Query(), cancel);
        DailyMail = Now.DailyMail;
    }

    public async Task<IActionResult> OnPostMailAsync(CancellationToken cancel)
    {
        await sender.Send(new MailCommand(DailyMail), cancel);
        TempData["Success"] = DailyMail ? L["Du får en mail om morgenen, når noget venter."].Value
            : L["Du får ikke længere mail om morgenen."].Value;
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostMakeAsync(CancellationToken cancel)
    {
        // Made here, outside the command: what a command is and answers is kept with the form's key.
        var (token, hash) = InvitationToken.New();
        var feed = Guid.CreateVersion7();
        var culture = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "da";
        var made = await sender.Send(new MakeCommand { Feed = feed, TokenHash = hash, Culture = culture }, cancel);
        // A form that was sent twice is answered with the address of the first one, which nobody has.
        if (made != feed)
        {
            TempData[
                "Warning"] = L["Adressen er allerede lavet, og den vises kun én gang. Nåede du ikke at kopiere den, så lav en ny."].Value;
            return RedirectToPage();
        }
        Now = await sender.Send(new Query(), cancel);
        DailyMail = Now.DailyMail;
        Link = address.Link(Request, $"/calendar/{token}.ics");
        Response.Headers.CacheControl = "no-store";
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(CancellationToken cancel)
    {
        await sender.Send(new RevokeCommand(), cancel);
        TempData["Success"] = L["Kalenderadressen er lukket og virker ikke længere."].Value;
        return RedirectToPage();
    }

    public sealed record Query : IQuery<Model>;

    public sealed record Model(bool DailyMail, DateTimeOffset? MadeAt, DateTimeOffset? LastUsedAt);

    public sealed class QueryHandler(PortalDb db, CurrentActor current) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var me = current.Required;
            var feed = await db.CalendarFeeds.Where(f => f.MunicipalityId == me.Tenant && f.PersonId == me.Person && f.RevokedAt == null)
                .Select(f => new { f.CreatedAt, f.LastUsedAt }).SingleOrDefaultAsync(cancel);
            var isOff = await db.MailChoices.AnyAsync(c => c.MunicipalityId == me.Tenant && c.PersonId == me.Person && !c.DailyMail,
                cancel);
            return new(!isOff, feed?.CreatedAt, feed?.LastUsedAt);
        }
    }

    public sealed record MailCommand(bool DailyMail) : ICommand<Unit>;

    public sealed class MailHandler(PortalDb db, CurrentActor current, EvidenceLog evidence) : IRequestHandler<MailCommand, Unit>
    {
        public async Task<Unit> Handle(MailCommand request, CancellationToken cancel)
        {
            var me = current.Required;
            await using var set = db.Command("""
                insert into portal.mail_choices (municipality_id, person_id, daily_mail) values ($1, $2, $3)
                on conflict (municipality_id, person_id) do update set daily_mail = excluded.daily_mail
                """, me.Tenant, me.Person!.Value, request.DailyMail);
            await set.ExecuteNonQueryAsync(cancel);
            evidence.Record(CaseEventKind.DailyMailChosen, me.Tenant, me.Person.Value, ("dailyMail", request.DailyMail));
            return default;
        }
    }

    /// <summary>Makes an address and closes the one before it; answers which.</summary>
    public sealed record MakeCommand : ICommand<Guid>
    {
        // These differ from click to click of the same form, so they are no part of what the form says.
        [JsonIgnore]
        public Guid Feed { get; init; }

        [JsonIgnore]
        public byte[] TokenHash { get; init; } = [];

        [JsonIgnore]
        public string Culture { get; init; } = "da";
    }

    public sealed class MakeHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<MakeCommand, Guid>
    {
        public async Task<Guid> Handle(MakeCommand request, CancellationToken cancel)
        {
            var (me, now) = (current.Required, time.GetUtcNow());
            await RevokeAsync(db, me, now, cancel);
            db.CalendarFeeds.Add(new CalendarFeed
            {
                Id = request.Feed,
                MunicipalityId = me.Tenant,
                PersonId = me.Person!.Value,
                TokenHash = request.TokenHash,
                Culture = request.Culture,
                CreatedAt = now,
            });
            evidence.Record(CaseEventKind.CalendarAddressMade, me.Tenant, request.Feed);
            return request.Feed;
        }
    }

    public sealed record RevokeCommand : ICommand<Unit>;

    public sealed class RevokeHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<RevokeCommand, Unit>
    {
        public async Task<Unit> Handle(RevokeCommand request, CancellationToken cancel)
        {
            var me = current.Required;
            if (await RevokeAsync(db, me, time.GetUtcNow(), cancel))
            {
                evidence.Record(CaseEventKind.CalendarAddressRevoked, me.Tenant, me.Person!.Value);
            }
            return default;
        }
    }

    // At once, and before the new one is added: only one is open at a time.
    private static async Task<bool> RevokeAsync(PortalDb db, Actor me, DateTimeOffset now, CancellationToken cancel) =>
        await db.CalendarFeeds.Where(f => f.MunicipalityId == me.Tenant && f.PersonId == me.Person && f.RevokedAt == null)
            .ExecuteUpdateAsync(f => f.SetProperty(x => x.RevokedAt, now), cancel) > 0;
}
