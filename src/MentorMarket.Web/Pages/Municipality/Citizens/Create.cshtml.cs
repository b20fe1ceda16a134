using System.Text.Json.Serialization;
using MentorMarket.Web.Secrets;
using CitizenRow = MentorMarket.Domain.Citizens.Citizen;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>A new citizen.</summary>
[For(Role.Caseworker)]
public sealed class CreateModel(IMediator sender, CurrentActor current, Vault vault, TimeProvider time,
    IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public CitizenForm Form { get; set; } = new();

    public IReadOnlyList<string> Areas { get; private set; } = [];

    /// <summary>Whom the typed number belongs to already.</summary>
    public Known? Known { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => Areas = await sender.Send(new AreasInUse(), cancel);

    /// <summary>The empty page with the number that was searched for in vain: posted, so that it stands in no address.</summary>
    public async Task OnPostWithAsync(CancellationToken cancel)
    {
        Form = new() { Cpr = Form.Cpr };
        ModelState.Clear();
        Areas = await sender.Send(new AreasInUse(), cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var cpr = Form.Check(ModelState, hasCpr: false, mustHaveCpr: true, time.GetUtcNow(), L);
        if (ModelState.IsValid && await this.CprLimitReachedAsync(L) is { } told) ModelState.AddModelError("Form.Cpr", told);
        if (ModelState.IsValid)
        {
            var lookup = vault.LookUp(cpr!.Value, current.Required.Tenant);
            try
            {
                var created = await sender.Send(new Command(Form, lookup) { Cpr = cpr.Value }, cancel);
                if (created.Known is null)
                {
                    TempData["Success"] = L["Borgeren er oprettet. Nu kan du skrive en bevilling."].Value;
                    return RedirectToPage("Details", new { id = created.Id });
                }
                Known = created.Known;
            }
            catch (CprIsKnownException)
            {
                Known = await sender.Send(new FindByCpr(lookup, "register"), cancel);
            }
            ModelState.AddModelError("Form.Cpr", L["Nummeret er allerede registreret på en borger i kommunen."]);
        }
        Areas = await sender.Send(new AreasInUse(), cancel);
        return Page();
    }

    /// <summary>The number itself is no part of what is remembered of the form; the keyed look-up stands for it.</summary>
    public sealed record Command(CitizenForm Form, byte[] Lookup) : ICommand<Created>
    {
        [JsonIgnore]
        public CprNumber Cpr { get; init; }
    }

    /// <summary>The new citizen, or the one who has the number already.</summary>
    public sealed record Created(Guid Id, Known? Known = null);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, CprRows cprs, Vault vault, TimeProvider time)
        : IRequestHandler<Command, Created>
    {
        public async Task<Created> Handle(Command request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var form = request.Form;
            if (await cprs.FindAsync(tenant, request.Lookup, "register", cancel) is { } known) return new(known.Id, known);

            var number = await NextNumber.AfterAsync(db, tenant, "B-", db.Citizens.Where(c => c.MunicipalityId == tenant)
                .Select(c => c.Number), cancel);
            var citizen = new CitizenRow(Guid.CreateVersion7(), tenant, number, form.Area!.Trim(), request.Cpr.BornOn.Year, form.Language!,
                time.GetUtcNow());
            var secret = vault.Seal(request.Cpr, tenant, citizen.Id);
            db.Citizens.Add(citizen);
            db.CitizenIdentities.Add(new CitizenIdentity(citizen.Id, tenant, form.Name!.Trim(), form.Phone?.Trim() ?? "",
                form.Email?.Trim() ?? ""));
            db.CitizenAddresses.Add(new CitizenAddress(citizen.Id, tenant, form.Address!.Trim(), form.IsProtected));
            db.CitizenCprs.Add(new CitizenCpr(citizen.Id, tenant, secret.KeyId, secret.Cipher, request.Lookup));
            evidence.Record(CaseEventKind.CitizenCreated, tenant, citizen.Id, ("number", number), ("area", citizen.Area),
                ("birthYear", citizen.BirthYear), ("language", citizen.Language), ("protected", form.IsProtected));
            await cprs.SaveAsync(cancel);
            return new(citizen.Id);
        }
    }
}
