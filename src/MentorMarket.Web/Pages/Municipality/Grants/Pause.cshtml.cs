using System.ComponentModel.DataAnnotations;
using MentorMarket.Domain;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Grants;
using MentorMarket.Web.Binding;
using MentorMarket.Web.Data;
using MentorMarket.Web.Granting;
using MentorMarket.Web.Jobs;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Rule = MentorMarket.Domain.Rule;

namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>Lets the support rest for some days, and takes it up again.</summary>
[For(Role.Caseworker)]
public sealed class PauseModel(ISender sender, TimeProvider time, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required]
        public DateOnly? From { get; set; }

        public DateOnly? To { get; set; }

        [Required, StringLength(500), NoCpr]
        public string? Reason { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public Model Case { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Case = await sender.Send(new Query(id), cancel);
        Form.From = LocalDay.Of(time.GetUtcNow());
        return Case.Course.LastDay is null ? RedirectToPage("Details", new { id }) : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (Form.To < Form.From) ModelState.AddModelError("Form.To", L["Den sidste dag ligger før den første."]);
        if (!ModelState.IsValid)
        {
            Case = await sender.Send(new Query(id), cancel);
            return Page();
        }
        await sender.Send(new Command(id, Form.From!.Value, Form.To, Form.Reason!), cancel);
        TempData["Success"] = L["Støtten er sat på pause. Kontakt i pausen kan noteres, men bliver ikke betalt."].Value;
        return RedirectToPage("Details", new { id });
    }

    public async Task<IActionResult> OnPostResumeAsync(Guid id, Guid pause, DateOnly? on, CancellationToken cancel)
    {
        if (on is not { } day)
        {
            // A grant that is not there is not found, whatever was sent with it.
            await sender.Send(new Query(id), cancel);
            TempData["Error"] = L["Skriv den dag, støtten begynder igen."].Value;
            return RedirectToPage(new { id });
        }
        await sender.Send(new Resume(id, pause, day), cancel);
        TempData["Success"] = L["Støtten er genoptaget fra {0}.", Look.Show.Date(day)].Value;
        return RedirectToPage("Details", new { id });
    }

    public sealed record Query(Guid Id) : IQuery<Model>;

    public sealed record Model(Grant Grant, GrantCourse Course, DateOnly Today);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var grant = await db.Grants.AsNoTracking().Include(g => g.Goals).SingleOrDefaultAsync(g => g.Id == request.Id && g.MunicipalityId == current.Required.Tenant, cancel).OrNotFound();
            return new(grant, await GrantCourse.OfAsync(db, grant, cancel), LocalDay.Of(time.GetUtcNow()));
        }
    }

    public sealed record Command(Guid Id, DateOnly From, DateOnly? To, string Reason) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            // The lock puts two pauses of one grant in a row: the second sees the first.
            await GrantBook.HoldAsync(db, request.Id, cancel);
            var grant = await db.Grants.SingleOrDefaultAsync(g => g.Id == request.Id && g.MunicipalityId == actor.Tenant, cancel).OrNotFound();
            var course = await GrantCourse.OfAsync(db, grant, cancel);
            if (course.LastDay is not { } last) throw new RuleViolation(Rule.GrantIsNotRunning);
            if (request.From < grant.StartsOn || request.From > last || request.To > last || new Pauses(course.PauseRows).Meets(request.From, request.To)) throw new RuleViolation(Rule.PauseDoesNotFit);
            db.GrantPauses.Add(new GrantPause(grant, request.From, request.To, request.Reason, actor.Person!.Value, time.GetUtcNow()));
            await Ask.ToCheckGrantAsync(db, grant.Id, cancel);
            return default;
        }
    }

    public sealed record Resume(Guid Id, Guid Pause, DateOnly On) : ICommand<Unit>;

    public sealed class ResumeHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Resume, Unit>
    {
        public async Task<Unit> Handle(Resume request, CancellationToken cancel)
        {
            var actor = current.Required;
            await GrantBook.HoldAsync(db, request.Id, cancel);
            var pause = await db.GrantPauses.AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Pause && p.GrantId == request.Id && p.MunicipalityId == actor.Tenant, cancel).OrNotFound();
            if (await db.GrantPauses.AnyAsync(p => p.ResumesId == pause.Id, cancel)) throw new RuleViolation(Rule.PauseIsOver);
            db.GrantPauses.Add(pause.Resume(request.On, pause.Reason, actor.Person!.Value, time.GetUtcNow()));
            await Ask.ToCheckGrantAsync(db, request.Id, cancel);
            return default;
        }
    }
}
