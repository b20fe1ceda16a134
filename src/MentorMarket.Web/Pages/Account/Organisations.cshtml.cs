namespace MentorMarket.Web.Pages.Account;

[Authorize]
public sealed class OrganisationsModel(Memberships memberships) : PageModel
{
    public IReadOnlyList<MembershipInfo> All { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (User.PersonId() is not { } person) return Challenge();
        All = await memberships.ListAsync(person, HttpContext.RequestAborted);
        return Page();
    }
}
