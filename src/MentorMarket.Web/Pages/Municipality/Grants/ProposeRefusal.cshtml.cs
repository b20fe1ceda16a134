namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>The caseworker proposes to refuse a draft that cannot be met; the team leader decides.</summary>
[For(Role.Caseworker)]
public sealed class ProposeRefusalModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public RefusalForm Form { get; set; } = new();

    public Grant Grant { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        (Grant, Form) = RefusalForm.Of(await sender.Send(new EditModel.Query(id), cancel));
        return Grant.Status == GrantStatus.Draft ? Page() : RedirectToPage("Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!Form.Check(ModelState, L))
        {
            Grant = (await sender.Send(new EditModel.Query(id), cancel)).Grant;
            return Page();
        }
        await sender.Send(new RefuseModel.Command(id, Form.Grounds, Form.Reason!, Form.Version, IsProposal: true), cancel);
        TempData["Success"] = L["Indstillingen til afslag er sendt til teamlederen."].Value;
        return RedirectToPage("Details", new { id });
    }
}
