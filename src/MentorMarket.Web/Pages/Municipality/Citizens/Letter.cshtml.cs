using System.Text.Json.Serialization;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Grants;
using MentorMarket.Web.Data;
using MentorMarket.Web.Evidence;
using MentorMarket.Web.Mail;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Pictures;
using MentorMarket.Web.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>The letter "you have a mentor" with the citizen's link and code. They are shown in this one answer and kept nowhere.</summary>
[For(Role.Caseworker)]
public sealed class LetterModel(ISender sender, CurrentActor current, PublicAddress address, TimeProvider time, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    private const int MonthsAfterTheSupport = 6;

    public Model Facts { get; private set; } = null!;

    /// <summary>Only in the answer to the one who issued it.</summary>
    public CitizenKey? Key { get; private set; }

    public string Link { get; private set; } = "";

    public QrPicture? Qr { get; private set; }

    public string Municipality => current.Organisation!.Name;

    public DateOnly Today => LocalDay.Of(time.GetUtcNow());

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Facts = await sender.Send(new Query(id), cancel);
        return Facts.Mentor is null ? RedirectToPage("Details", new { id }) : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        // Made here, outside the command: what a command is and answers is kept with the form's key.
        var key = CitizenKey.Issue();
        var link = Guid.CreateVersion7();
        var issued = await sender.Send(new Command(id) { Link = link, TokenHash = CitizenKey.TokenHash(key.Token), CodeHash = CitizenKey.CodeHash(key.Token, key.Code) }, cancel);
        if (issued is null) return RedirectToPage("Details", new { id });
        // A form that was sent twice is answered with the link of the first one, whose secrets nobody has.
        if (issued != link)
        {
            TempData["Warning"] = L["Brevet er allerede udstedt, og det vises kun én gang. Nåede du ikke at udskrive det, så udsted et nyt."].Value;
            return RedirectToPage(new { id });
        }
        Facts = await sender.SendAs(current.Required, new Query(id), cancel);
        Key = key;
        Link = address.Link(Request, $"/c/{key.Token}");
        Qr = new QrPicture(Link);
        Response.Headers.CacheControl = "no-store";
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken cancel)
    {
        await sender.Send(new RevokeCommand(id), cancel);
        TempData["Success"] = L["Linket er spærret. Det gamle brev virker ikke længere."].Value;
        return RedirectToPage("Details", new { id });
    }

    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    public sealed record Model(Guid Id, string Number, string Name, string Address, string Language, bool HasOpenLink)
    {
        public MentorFacts? Mentor { get; init; }
        public IReadOnlyList<(GoalKind Kind, string Detail)> Goals { get; init; } = [];
    }

    /// <summary>The newest assignment that a provider has taken.</summary>
    public sealed record MentorFacts(Guid GrantId, string Name, string Phone, string Email, string Provider, decimal HoursPerWeek, DateOnly StartsOn, DateOnly EndsOn);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = LocalDay.Of(time.GetUtcNow());
            var model = await (from c in db.Citizens
                               join i in db.CitizenIdentities on c.Id equals i.CitizenId
                               where c.Id == request.Id && c.MunicipalityId == tenant
                               select new Model(c.Id, c.Number, i.Name, i.Address, c.Language, db.CitizenLinks.Any(l => l.CitizenId == c.Id && l.RevokedAt == null && l.ExpiresOn >= today)))
                .SingleOrDefaultAsync(cancel).OrNotFound();
            evidence.Record("CitizenIdentityRead", tenant, model.Id, ("page", "letter"));
            var mentor = await (from a in db.Assignments
                                join g in db.Agreements on a.Id equals g.AssignmentId
                                join m in db.AgreementMentors on g.Id equals m.AgreementId
                                join o in db.Organisations on g.ProviderId equals o.Id
                                where a.CitizenId == model.Id
                                orderby a.EndsOn descending, g.Version descending, m.UntilOn != null
                                select new MentorFacts(a.GrantId, m.Name, m.Phone, m.Email, o.Name, g.HoursPerWeek, g.ValidFrom, g.ValidTo)).FirstOrDefaultAsync(cancel);
            if (mentor is null) return model;
            var goals = await db.GrantGoals.Where(g => g.GrantId == mentor.GrantId).OrderBy(g => g.Priority).Select(g => new { g.Kind, g.Detail }).ToListAsync(cancel);
            return model with { Mentor = mentor, Goals = goals.ConvertAll(g => (g.Kind, g.Detail)) };
        }
    }

    /// <summary>Issues a link and closes those before it; answers which link. Null when the citizen has no mentor yet.</summary>
    public sealed record Command(Guid Citizen) : ICommand<Guid?>
    {
        // These differ from click to click of the same form, so they are no part of what the form says.
        [JsonIgnore]
        public Guid Link { get; init; }

        [JsonIgnore]
        public byte[] TokenHash { get; init; } = [];

        [JsonIgnore]
        public byte[] CodeHash { get; init; } = [];
    }

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Command, Guid?>
    {
        public async Task<Guid?> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var citizen = await db.Citizens.SingleOrDefaultAsync(c => c.Id == request.Citizen && c.MunicipalityId == actor.Tenant, cancel).OrNotFound();
            var lastEnd = await db.Assignments.Where(a => a.CitizenId == citizen.Id && a.ProviderId != null).MaxAsync(a => (DateOnly?)a.EndsOn, cancel);
            if (lastEnd is not { } end || end.AddMonths(MonthsAfterTheSupport) < LocalDay.Of(now)) return null;
            await RevokeAsync(db, citizen.Id, now, cancel);
            var link = new CitizenLink(request.Link, actor.Tenant, citizen.Id, request.TokenHash, request.CodeHash, actor.Person!.Value, now, end.AddMonths(MonthsAfterTheSupport));
            db.CitizenLinks.Add(link);
            evidence.Record("CitizenLinkIssued", actor.Tenant, citizen.Id, ("link", link.Id), ("expiresOn", link.ExpiresOn));
            return link.Id;
        }
    }

    public sealed record RevokeCommand(Guid Citizen) : ICommand<Unit>;

    public sealed class RevokeHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<RevokeCommand, Unit>
    {
        public async Task<Unit> Handle(RevokeCommand request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var citizen = await db.Citizens.SingleOrDefaultAsync(c => c.Id == request.Citizen && c.MunicipalityId == tenant, cancel).OrNotFound();
            var closed = await RevokeAsync(db, citizen.Id, time.GetUtcNow(), cancel);
            if (closed > 0) evidence.Record("CitizenLinkRevoked", tenant, citizen.Id, ("links", closed));
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
