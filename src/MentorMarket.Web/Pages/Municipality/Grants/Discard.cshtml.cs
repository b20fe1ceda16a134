using MentorMarket.Domain.Grants;
using MentorMarket.Web.Data;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>Gives a draft up.</summary>
[For(Role.Caseworker)]
public sealed class DiscardModel(ISender sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public Grant Grant { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Grant = (await sender.Send(new SubmitModel.Query(id), cancel)).Grant;
        return Grant.Status == GrantStatus.Draft ? Page() : RedirectToPage("Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        await sender.Send(new Command(id), cancel);
        TempData["Success"] = L["Kladden er opgivet."].Value;
        return RedirectToPage("Details", new { id });
    }

    public sealed record Command(Guid Id) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var grant = await db.Grants.Include(g => g.Goals).SingleOrDefaultAsync(g => g.Id == request.Id && g.MunicipalityId == current.Required.Tenant, cancel).OrNotFound();
            grant.Discard();
            return default;
        }
    }
}
