namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>A draft with other hours, goals or tasks, that takes over from a grant before its end.</summary>
[For(Role.Caseworker)]
public sealed class ChangeModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public GrantForm Form { get; set; } = new();

    public ExtendModel.Model Earlier { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await sender.Send(new ExtendModel.Query(id, GrantKind.Change), cancel) is not { } earlier) return RedirectToPage("Details", new { id });
        (Earlier, Form) = (earlier, earlier.Begins);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!Form.Check(ModelState, L))
        {
            if (await sender.Send(new ExtendModel.Query(id, GrantKind.Change), cancel) is not { } earlier) return RedirectToPage("Details", new { id });
            Earlier = earlier;
            return Page();
        }
        var draft = await sender.Send(new ExtendModel.Command(id, GrantKind.Change, Form), cancel);
        TempData["Success"] = L["Kladden er gemt."].Value;
        return RedirectToPage("Details", new { id = draft });
    }

    /// <summary>What would be missing if it were saved as it stands: the page asks while it is being written. Nothing is kept.</summary>
    public async Task<IActionResult> OnPostMissingAsync(Guid id, CancellationToken cancel) =>
        await sender.Send(new ExtendModel.Query(id, GrantKind.Change), cancel) is { } earlier ? Partial("_Missing", Form.Missing(earlier.Kind, earlier.Context)) : NotFound();
}
