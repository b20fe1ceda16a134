namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>A draft that goes on after a grant, beginning with its terms: what the pages that extend and change have in common.</summary>
public abstract class FollowPage(GrantKind kind, IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public GrantForm Form { get; set; } = new();

    public GrantFormView View { get; private set; } = null!;

    /// <summary>The grant that the draft goes on after.</summary>
    public Grant Earlier => View.Grant!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        View = await sender.Send(new GrantFormView.Query(kind, id), cancel);
        return Earlier.IsDecided ? Page() : RedirectToPage("Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!Form.Check(ModelState, L))
        {
            View = await sender.Send(new GrantFormView.Query(kind, id), cancel) with { Form = Form };
            return Earlier.IsDecided ? Page() : RedirectToPage("Details", new { id });
        }
        var draft = await sender.Send(new FollowGrant(id, kind, Form), cancel);
        TempData["Success"] = L["Kladden er gemt."].Value;
        return RedirectToPage("Details", new { id = draft });
    }

    /// <summary>What would be missing if it were saved as it stands: the page asks while it is being written. Nothing is kept.</summary>
    public async Task<IActionResult> OnPostMissingAsync(Guid id, CancellationToken cancel)
    {
        View = await sender.Send(new GrantFormView.Query(kind, id), cancel) with { Form = Form };
        return Earlier.IsDecided ? Partial("_Missing", View.Missing) : NotFound();
    }
}
