using MentorMarket.Domain.Assignments;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Grants;
using MentorMarket.Web.Data;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>Puts an approved grant on the market, after showing exactly what everybody there will see.</summary>
[For(Role.Caseworker)]
public sealed class PublishModel(ISender sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public Model Preview { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Preview = await sender.Send(new Query(id), cancel);
        return Preview.Listing is null ? RedirectToPage("Details", new { id }) : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        var number = await sender.Send(new Command(id), cancel);
        TempData["Success"] = L["Forløb {0} er slået op.", number].Value;
        return RedirectToPage("Details", new { id });
    }

    public sealed record Query(Guid Id) : IQuery<Model>;

    /// <param name="Listing">What would be published; null when the grant is not approved or its period is over.</param>
    public sealed record Model(Guid Id, string Number, Listing? Listing, decimal? PriceCeiling);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var today = LocalDay.Of(now);
            var grant = await db.Grants.AsNoTracking().Include(g => g.Goals).SingleOrDefaultAsync(g => g.Id == request.Id && g.MunicipalityId == actor.Tenant, cancel).OrNotFound();
            var citizen = await db.Citizens.AsNoTracking().SingleAsync(c => c.Id == grant.CitizenId, cancel);
            var ceiling = await Ceiling.OnAsync(db, actor.Tenant, today, cancel);
            if (grant.Status != GrantStatus.Approved || grant.EndsOn < today) return new(grant.Id, grant.Number, null, ceiling);
            // Made the same way as the real one, of rows that are not saved.
            var assignment = Assignment.Publish(grant, "", ceiling, actor.Person!.Value, now, today);
            return new(grant.Id, grant.Number, Listing.Of(assignment, grant, citizen), ceiling);
        }
    }

    public sealed record Command(Guid Id) : ICommand<string>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, string>
    {
        public async Task<string> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var today = LocalDay.Of(now);
            var grant = await db.Grants.Include(g => g.Goals).SingleOrDefaultAsync(g => g.Id == request.Id && g.MunicipalityId == actor.Tenant, cancel).OrNotFound();
            var citizen = await db.Citizens.SingleAsync(c => c.Id == grant.CitizenId, cancel);
            var ceiling = await Ceiling.OnAsync(db, actor.Tenant, today, cancel);
            var number = await NextNumber.AfterAsync(db, actor.Tenant, $"MF-{today.Year}-", db.Assignments.Where(a => a.MunicipalityId == actor.Tenant).Select(a => a.Number), cancel);
            var assignment = Assignment.Publish(grant, number, ceiling, actor.Person!.Value, now, today);
            db.Assignments.Add(assignment);
            db.Listings.Add(Listing.Of(assignment, grant, citizen));
            return number;
        }
    }
}
