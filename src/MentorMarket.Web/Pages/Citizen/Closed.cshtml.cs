using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace MentorMarket.Web.Pages.Citizen;

[AllowAnonymous]
public sealed class ClosedModel : PageModel;
