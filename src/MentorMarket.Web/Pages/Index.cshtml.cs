namespace MentorMarket.Web.Pages;

/// <summary>What the portal is; below an organisation's name, the way to its start page.</summary>
[AllowAnonymous]
public sealed class IndexModel(CurrentActor current, Memberships memberships) : PageModel
{
    public bool IsLoggedIn => User.PersonId() is not null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => current.Organisation is { } organisation
        ? LocalRedirect(Request.PathBase + StartOf(organisation.Kind, await IsAdministratorAloneAsync(organisation, cancel)))
        : Page();

    // Who lets in the operator's own people need not be an operator.
    private async Task<bool> IsAdministratorAloneAsync(Actors.Organisation organisation, CancellationToken cancel) =>
        organisation.Kind == OrganisationKind.Platform && User.PersonId() is { } person
            && await memberships.FindAsync(person, organisation, cancel) is { } member && !member.Roles.Contains(Role.Operator);

    private static string StartOf(OrganisationKind kind, bool isAdministratorAlone) => kind switch
    {
        OrganisationKind.Municipality => "/municipality",
        OrganisationKind.Provider => "/provider",
        OrganisationKind.AuditFirm => "/auditor",
        OrganisationKind.Platform => isAdministratorAlone ? "/organisation/members" : "/operator",
    };
}
