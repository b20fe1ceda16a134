using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>Shows the CPR number in this one answer, for a reason that is kept.</summary>
[For(Role.Caseworker)]
public sealed class ShowCprModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required]
        public CprReason? Reason { get; set; }

        [StringLength(200)]
        public string? Words { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public Model Citizen { get; private set; } = null!;

    /// <summary>Only in the answer to the one who gave a reason.</summary>
    public string? Cpr { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Citizen = await sender.Send(new Query(id), cancel);
        return Citizen.HasCpr ? Page() : RedirectToPage("Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Citizen = await sender.Send(new Query(id), cancel);
        if (Form.Reason == CprReason.Other && string.IsNullOrWhiteSpace(Form.Words))
        {
            ModelState.AddModelError("Form.Words", L["Skriv, hvad du skal bruge nummeret til."]);
        }
        // The reason is kept where the number may not be.
        if (ModelState.IsValid && await this.CprLimitReachedAsync(L) is { } told) ModelState.AddModelError("", told);
        if (!ModelState.IsValid) return Page();
        Cpr = (await sender.Send(new Ask(id, Form.Reason!.Value, Form.Words?.Trim() ?? ""), cancel))?.Written();
        if (Cpr is null)
        {
            ModelState.AddModelError("",
                L["Nummeret kan ikke læses. Driften har fået besked. Kender du nummeret, så skriv det igen under Ret."]);
        }
        Response.Headers.CacheControl = "no-store";
        return Page();
    }

    public sealed record Query(Guid Id) : IQuery<Model>;

    public sealed record Model(Guid Id, string Number, bool HasCpr);

    public sealed class QueryHandler(PortalDb db, CurrentActor current) : IRequestHandler<Query, Model>
    {
        public Task<Model> Handle(Query request, CancellationToken cancel) =>
            db.Citizens.Where(c => c.Id == request.Id && c.MunicipalityId == current.Required.Tenant)
                .Select(c => new Model(c.Id, c.Number, db.CitizenCprs.Any(n => n.CitizenId == c.Id))).SingleOrDefaultAsync(cancel)
                    .OrNotFound();
    }

    /// <summary>A query and not a command: the outcome of a command is kept with its form, and this one may be kept nowhere.</summary>
    public sealed record Ask(Guid Citizen, CprReason Reason, string Words) : IDisclosingQuery<CprNumber?>;

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, CprRows cprs) : IRequestHandler<Ask, CprNumber?>
    {
        public async Task<CprNumber?> Handle(Ask request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var row = await db.CitizenCprs.SingleOrDefaultAsync(c => c.CitizenId == request.Citizen && c.MunicipalityId == tenant, cancel)
                .OrNotFound();
            if (cprs.Open(row) is not { } cpr) return null;
            evidence.Record(CaseEventKind.CprShown, tenant, row.CitizenId, ("reason", request.Reason.ToString()), ("words", request.Words));
            return cpr;
        }
    }
}
