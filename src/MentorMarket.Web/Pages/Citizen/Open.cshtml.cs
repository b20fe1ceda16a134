using Microsoft.AspNetCore.Authentication;

namespace MentorMarket.Web.Pages.Citizen;

/// <summary>The link from the municipality's letter. Alone it discloses nothing: it asks for the code that stands beside it.</summary>
[AllowAnonymous]
public sealed class OpenModel(IServiceScopeFactory scopes, IStringLocalizer<CitizenTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required, StringLength(20)]
        [MayHoldCpr("a code")]
        public string? Code { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public async Task<IActionResult> OnPostAsync(string token)
    {
        if (!ModelState.IsValid) return Page();
        // Nobody is known yet, so the function that compares the hashes is asked without a municipality. A started try
        // is counted whatever the visitor does: it cannot be cancelled by hanging up.
        var nobody = new Actor(ActorKind.Citizen, Guid.Empty);
        var opened = await scopes.SendAs(nobody, new Command(CitizenKey.TokenHash(token), CitizenKey.CodeHash(token, Form.Code!)),
            CancellationToken.None);
        switch (opened)
        {
            case { Outcome: LinkOutcome.Open, Link: { } link, Municipality: { } municipality, Citizen: { } citizen }:
                await HttpContext.SignInAsync(CitizenSession.Scheme, CitizenSession.Principal(link, municipality, citizen));
                return LocalRedirect("/c/hours");
            case { Outcome: LinkOutcome.Closed }:
                return LocalRedirect("/c/closed");
            default:
                ModelState.AddModelError("Form.Code", L["Koden passer ikke. Se efter i brevet fra kommunen, og prøv igen."]);
                return Page();
        }
    }

    public enum LinkOutcome
    {
        Open,
        Wrong,
        Closed,
    }

    public sealed record Opened(LinkOutcome Outcome, Guid? Link, Guid? Municipality, Guid? Citizen);

    /// <summary>Hashes only, so that the link and the code reach neither the database nor anything that keeps commands.</summary>
    public sealed record Command(byte[] Token, byte[] Code) : ICommand<Opened>;

    public sealed class Handler(PortalDb db) : IRequestHandler<Command, Opened>
    {
        public async Task<Opened> Handle(Command request, CancellationToken cancel)
        {
            await using var open = db.Command("select outcome, link_id, municipality_id, citizen_id from portal.open_citizen_link($1, $2)",
                request.Token, request.Code);
            await using var reader = await open.ExecuteReaderAsync(cancel);
            await reader.ReadAsync(cancel);
            Guid? Id(int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);
            return new(Enum.Parse<LinkOutcome>(reader.GetString(0)), Id(1), Id(2), Id(3));
        }
    }
}
