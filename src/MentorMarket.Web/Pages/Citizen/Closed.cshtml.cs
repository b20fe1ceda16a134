namespace MentorMarket.Web.Pages.Citizen;

[AllowAnonymous]
public sealed class ClosedModel : PageModel;
