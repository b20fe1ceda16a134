namespace MentorMarket.Web.Pages.Municipality.Grants.Decisions;

/// <summary>
/// What the citizen does not meet, and why: proposed of a draft by the caseworker, decided of what waits by the team leader.
/// </summary>
public abstract class RefusalPage(bool isProposal, IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public RefusalForm Form { get; set; } = new();

    public Grant Grant { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        var view = await sender.Send(new GrantView.Query(id), cancel);
        Grant = view.Grant;
        // With what was proposed, if anything was.
        Form = new() { Version = view.Version, Grounds = Grant.RefusalGrounds, Reason = Grant.RefusalReason };
        return Grant.Status == (isProposal ? GrantStatus.Draft : GrantStatus.Submitted) ? Page()
            : RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!Form.Check(ModelState, L))
        {
            Grant = (await sender.Send(new GrantView.Query(id), cancel)).Grant;
            return Page();
        }
        await sender.Send(new RefuseGrant(id, Form.Grounds, Form.Reason!, Form.Version, isProposal), cancel);
        TempData["Success"] = isProposal
            ? L["Indstillingen til afslag er sendt til teamlederen."].Value
            : L["Der er givet afslag. Lav afslaget med klagevejledning, send det med sikker post, og notér det."].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }
}
