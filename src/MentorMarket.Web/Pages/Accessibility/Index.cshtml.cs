namespace MentorMarket.Web.Pages.Accessibility;

/// <summary>
/// Danish: tilgængelighedserklæring. Source: lov nr. 692 af 08/06/2018 om tilgængelighed af offentlige organers websteder og
/// mobilapplikationer.
/// </summary>
[AllowAnonymous]
public sealed class IndexModel : PageModel;
