namespace MentorMarket.Web.Pages;

/// <summary>What the portal is; below an organisation's name, the way to its start page.</summary>
[AllowAnonymous]
public sealed class IndexModel(CurrentActor current) : PageModel
{
    public bool IsLoggedIn => User.PersonId() is not null;

    public IActionResult OnGet() => current.Organisation is { } organisation
        ? LocalRedirect(Request.PathBase + StartOf(organisation.Kind))
        : Page();

    private static string StartOf(OrganisationKind kind) => kind switch
    {
        OrganisationKind.Municipality => "/municipality",
        OrganisationKind.Provider => "/provider",
        OrganisationKind.AuditFirm => "/auditor",
        OrganisationKind.Platform => "/organisation/members",
    };
}
