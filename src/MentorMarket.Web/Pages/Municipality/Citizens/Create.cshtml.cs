using System.ComponentModel.DataAnnotations;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Grants;
using MentorMarket.Web.Data;
using MentorMarket.Web.Evidence;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using CitizenRow = MentorMarket.Domain.Grants.Citizen;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>A new citizen.</summary>
[For(Role.Caseworker)]
public sealed class CreateModel(ISender sender, TimeProvider time, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    private const int OldestInYears = 110;

    public sealed class Input
    {
        [Required, StringLength(120)]
        public string? Name { get; set; }

        [Required, StringLength(200)]
        public string? Address { get; set; }

        [StringLength(20)]
        public string? Phone { get; set; }

        [EmailAddress, StringLength(254)]
        public string? Email { get; set; }

        [Required, StringLength(40)]
        public string? Area { get; set; }

        [Required]
        public int? BirthYear { get; set; }

        [Required, RegularExpression("^(da|en)$")]
        public string? Language { get; set; } = "da";
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public IReadOnlyList<string> Areas { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Areas = await sender.Send(new Query(), cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var year = LocalDay.Of(time.GetUtcNow()).Year;
        if (Form.BirthYear is { } born && (born < year - OldestInYears || born > year)) ModelState.AddModelError("Form.BirthYear", L["Skriv et år mellem {0} og {1}.", year - OldestInYears, year]);
        // An area with a house number in it is an address, and would stand in the public listing.
        if (Form.Area is { } area && area.Any(char.IsAsciiDigit)) ModelState.AddModelError("Form.Area", L["Skriv en by eller en bydel uden tal: Området vises i opslaget."]);
        if (!ModelState.IsValid)
        {
            Areas = await sender.Send(new Query(), cancel);
            return Page();
        }
        var id = await sender.Send(new Command(Form), cancel);
        TempData["Success"] = L["Borgeren er oprettet. Nu kan du skrive en bevilling."].Value;
        return RedirectToPage("Details", new { id });
    }

    /// <summary>The areas that are in use.</summary>
    public sealed record Query : IQuery<IReadOnlyList<string>>;

    public sealed class QueryHandler(PortalDb db, CurrentActor current) : IRequestHandler<Query, IReadOnlyList<string>>
    {
        public async Task<IReadOnlyList<string>> Handle(Query request, CancellationToken cancel) =>
            await db.Citizens.Where(c => c.MunicipalityId == current.Required.Tenant).Select(c => c.Area).Distinct().OrderBy(a => a).Take(20).ToListAsync(cancel);
    }

    public sealed record Command(Input Form) : ICommand<Guid>;

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var form = request.Form;
            var number = await NextNumber.AfterAsync(db, tenant, "B-", db.Citizens.Where(c => c.MunicipalityId == tenant).Select(c => c.Number), cancel);
            var citizen = new CitizenRow(Guid.CreateVersion7(), tenant, number, form.Area!.Trim(), form.BirthYear!.Value, form.Language!, time.GetUtcNow());
            db.Citizens.Add(citizen);
            db.CitizenIdentities.Add(new CitizenIdentity(citizen.Id, tenant, form.Name!.Trim(), form.Phone?.Trim() ?? "", form.Email?.Trim() ?? ""));
            db.CitizenAddresses.Add(new CitizenAddress(citizen.Id, tenant, form.Address!.Trim(), false));
            evidence.Record("CitizenCreated", tenant, citizen.Id, ("number", number), ("area", citizen.Area), ("birthYear", citizen.BirthYear), ("language", citizen.Language));
            return citizen.Id;
        }
    }
}
