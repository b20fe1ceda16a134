using System.Text.Json.Serialization;
using MentorMarket.Domain.Documents;
using MentorMarket.Web.Documents;
using MentorMarket.Web.Documents.Pdf;
using MentorMarket.Web.Mail;
using MentorMarket.Web.Pages.Municipality.Documents;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>The letter "you have a mentor" with the citizen's link and code. They are shown in this one answer and kept nowhere.</summary>
[For(Role.Caseworker)]
public sealed class LetterModel(IMediator sender, PublicAddress address, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    private const int MonthsAfterTheSupport = 6;

    public Model Facts { get; private set; } = null!;

    /// <summary>The letter with its link and code: only in the answer to the one who issued it.</summary>
    public SheetView? Issued { get; private set; }

    /// <summary>The grant that the letter is about, when the page is opened from its documents; else the newest that runs.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Grant { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Facts = await sender.Send(new Query(id, Grant), cancel);
        if (Facts.HasMentor) return Page();
        TempData["Warning"] = L["Leverandøren har ikke navngivet en mentor endnu, så der er ikke noget at skrive."].Value;
        return RedirectToPage("Details", new { id });
    }

    /// <param name="pdf">The same letter as a file, in the same one answer.</param>
    public async Task<IActionResult> OnPostAsync(Guid id, bool pdf, CancellationToken cancel)
    {
        // Made here, outside the command: what a command is and answers is kept with the form's key.
        var key = CitizenKey.Issue();
        var link = Guid.CreateVersion7();
        var issued = await sender.Send(new Command(id,
            Grant)
        { Link = link, TokenHash = CitizenKey.TokenHash(key.Token), CodeHash = CitizenKey.CodeHash(key.Token, key.Code) },
            cancel);
        if (issued is null) return RedirectToPage("Details", new { id });
        // A form that was sent twice is answered with the link of the first one, whose secrets nobody has.
        if (issued != link)
        {
            TempData[
                "Warning"] =
                L["Brevet er allerede udstedt, og det vises kun én gang. Nåede du ikke at udskrive det, så udsted et nyt."].Value;
            return RedirectToPage(new { id, grant = Grant });
        }
        Facts = await sender.Send(new Query(id, Grant), cancel);
        var (sheet, secrets) = (Facts.Newest!.Sheet, new LetterKey(address.Link(Request, $"/c/{key.Token}"), key.Code));
        Response.Headers.CacheControl = "no-store";
        if (pdf)
        {
            return File(SheetPdf.Of(sheet, secrets), "application/pdf",
                DocumentFile.Name(DocumentKind.MentorLetter, Facts.Newest.Version, Facts.Newest.GrantNumber, "pdf"));
        }
        Issued = new SheetView(sheet, secrets);
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken cancel)
    {
        await sender.Send(new RevokeCommand(id), cancel);
        TempData["Success"] = L["Linket er spærret. Det gamle brev virker ikke længere."].Value;
        return RedirectToPage("Details", new { id });
    }

    public sealed record Query(Guid Id, Guid? Grant = null) : IDisclosingQuery<Model>;

    /// <param name="Newest">The newest letter that was issued, of the grant that was asked for, without its link and code.</param>
    public sealed record Model(Guid Id, string Number, bool HasOpenLink, bool HasMentor, Letter? Newest);

    public sealed record Letter(Guid Id, Guid Grant, string GrantNumber, int Version, DateTimeOffset MadeAt, Sheet Sheet);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = DanishTime.DateOf(time.GetUtcNow());
            var citizen = await db.Citizens.Where(c => c.Id == request.Id && c.MunicipalityId == tenant)
                .Select(c => new
                {
                    c.Id,
                    c.Number,
                    HasOpenLink = db.CitizenLinks.Any(l => l.CitizenId == c.Id && l.RevokedAt == null && l.ExpiresOn >= today)
                }).SingleOrDefaultAsync(cancel).OrNotFound();
            evidence.Record(CaseEventKind.CitizenIdentityRead, tenant, citizen.Id, ("page", "letter"));
            var newest = await db.Documents.Where(d => d.CitizenId == citizen.Id && d.Kind == DocumentKind.MentorLetter
                && (request.Grant == null || d.GrantId == request.Grant)).OrderByDescending(d => d.MadeAt)
                .Select(d => new
                {
                    d.Id,
                    d.GrantId,
                    Number = db.Grants.Where(g => g.Id == d.GrantId).Select(g => g.Number).First(),
                    d.Version,
                    d.MadeAt,
                    d.Content
                }).FirstOrDefaultAsync(cancel);
            return new(citizen.Id, citizen.Number, citizen.HasOpenLink,
                await LetterGrant.OfAsync(db, citizen.Id, request.Grant, today, cancel) is not null,
                newest is null ? null : new(newest.Id, newest.GrantId, newest.Number, newest.Version, newest.MadeAt,
                    Sheet.FromJson(newest.Content)));
        }
    }

    /// <summary>
    /// Issues a link, closes those before it and keeps the letter without them; answers which link. Null when the citizen has no mentor
    /// yet.
    /// </summary>
    public sealed record Command(Guid Citizen, Guid? Grant = null) : ICommand<Guid?>
    {
        // These differ from click to click of the same form, so they are no part of what the form says.
        [JsonIgnore]
        public Guid Link { get; init; }

        [JsonIgnore]
        public byte[] TokenHash { get; init; } = [];

        [JsonIgnore]
        public byte[] CodeHash { get; init; } = [];
    }

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time,
        IStringLocalizer<SharedTexts> texts) : IRequestHandler<Command, Guid?>
    {
        public async Task<Guid?> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var citizen = await db.Citizens.SingleOrDefaultAsync(c => c.Id == request.Citizen && c.MunicipalityId == actor.Tenant, cancel)
                .OrNotFound();
            var lastEnd = await db.Assignments.Where(a => a.CitizenId == citizen.Id && a.ProviderId != null)
                .MaxAsync(a => (DateOnly?)a.EndsOn, cancel);
            if (lastEnd is not { } end || Months.After(end, MonthsAfterTheSupport) < DanishTime.DateOf(now)) return null;
            if (await LetterGrant.OfAsync(db, citizen.Id, request.Grant, DanishTime.DateOf(now), cancel) is not { } grant) return null;
            await DocumentQueries.MakeAsync(db, actor, current.Organisation!.Name, grant, DocumentKind.MentorLetter, now, texts, cancel,
                isNewLetter: true);
            await RevokeAsync(db, citizen.Id, now, cancel);
            var link = new CitizenLink(request.Link, actor.Tenant, citizen.Id, request.TokenHash, request.CodeHash, actor.Person!.Value,
                now, Months.After(end, MonthsAfterTheSupport));
            db.CitizenLinks.Add(link);
            evidence.Record(CaseEventKind.CitizenLinkIssued, actor.Tenant, citizen.Id, ("link", link.Id), ("expiresOn", link.ExpiresOn));
            return link.Id;
        }
    }

    public sealed record RevokeCommand(Guid Citizen) : ICommand<Unit>;

    public sealed class RevokeHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<RevokeCommand, Unit>
    {
        public async Task<Unit> Handle(RevokeCommand request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var citizen = await db.Citizens.SingleOrDefaultAsync(c => c.Id == request.Citizen && c.MunicipalityId == tenant, cancel)
                .OrNotFound();
            var closed = await RevokeAsync(db, citizen.Id, time.GetUtcNow(), cancel);
            if (closed > 0) evidence.Record(CaseEventKind.CitizenLinkRevoked, tenant, citizen.Id, ("links", closed));
            return default;
        }
    }

    private static async Task<int> RevokeAsync(PortalDb db, Guid citizen, DateTimeOffset now, CancellationToken cancel)
    {
        var open = await db.CitizenLinks.Where(l => l.CitizenId == citizen && l.RevokedAt == null).ToListAsync(cancel);
        foreach (var link in open) link.Revoke(now);
        return open.Count;
    }
}
