using System.Text.Json.Serialization;
using MentorMarket.Web.Secrets;
using CitizenRow = MentorMarket.Domain.Citizens.Citizen;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>Corrects what is known about a citizen. Whoever saves on top of somebody else's correction is shown it first.</summary>
[For(Role.Caseworker)]
public sealed class EditModel(IMediator sender, CurrentActor current, Vault vault, TimeProvider time,
    IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public CitizenForm Form { get; set; } = new();

    public Model Stored { get; private set; } = null!;

    /// <summary>Set when somebody else saved meanwhile.</summary>
    public HistoryEvent? Meanwhile { get; private set; }

    /// <summary>Whom the typed number belongs to already.</summary>
    public Known? Known { get; private set; }

    public async Task OnGetAsync(Guid id, CancellationToken cancel)
    {
        Stored = await sender.Send(new Query(id), cancel);
        Form = Stored.Form();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Stored = await sender.Send(new Query(id), cancel);
        var cpr = Form.Check(ModelState, Stored.Cpr is not null, mustHaveCpr: false, time.GetUtcNow(), L);
        if (ModelState.IsValid && cpr is not null && await this.CprLimitReachedAsync(L) is { } told)
        {
            ModelState.AddModelError("Form.Cpr", told);
        }
        if (!ModelState.IsValid) return Page();
        var lookup = cpr is { } typed ? vault.LookUp(typed, current.Required.Tenant) : null;
        try
        {
            Known = await sender.Send(new Command(id, Form, lookup) { Cpr = cpr }, cancel);
        }
        catch (CprIsKnownException)
        {
            Known = await sender.Send(new FindByCpr(lookup!, "register"), cancel);
        }
        catch (RuleViolation violation) when (violation.Rule == Rule.ConcurrentChange)
        {
            Stored = await sender.Send(new Query(id), cancel);
            Meanwhile = Stored.LastChange;
            Form.Version = Stored.Version;
            ModelState.Remove("Form.Version");
            ModelState.AddModelError("", L["Borgeren er ikke gemt, for en anden har rettet imens. Det, du har skrevet, står her endnu."]);
            return Page();
        }
        if (Known is not null)
        {
            ModelState.AddModelError("Form.Cpr", L["Nummeret er allerede registreret på en borger i kommunen."]);
            return Page();
        }
        TempData["Success"] = L["Borgerens oplysninger er gemt."].Value;
        return RedirectToPage("Details", new { id });
    }

    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    public sealed record Model(Guid Id, string Number, string Area, int BirthYear, string Language, int Version, string Name,
        string Address, bool IsProtected, string Phone, string Email)
    {
        public MaskedCpr? Cpr { get; init; }
        public IReadOnlyList<string> Areas { get; init; } = [];
        public HistoryEvent? LastChange { get; init; }

        public CitizenForm Form() => new()
        {
            Name = Name,
            Address = Address,
            IsProtected = IsProtected,
            Phone = Phone,
            Email = Email,
            Area = Area,
            BirthYear = BirthYear,
            Language = Language,
            Version = Version,
        };
    }

    public sealed class QueryHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, CprRows cprs) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var model = await (from c in db.Citizens
                               join i in db.CitizenIdentities on c.Id equals i.CitizenId
                               join a in db.CitizenAddresses on c.Id equals a.CitizenId
                               where c.Id == request.Id && c.MunicipalityId == tenant
                               select new Model(c.Id, c.Number, c.Area, c.BirthYear, c.Language, c.Version, i.Name, a.Address,
                                   a.IsProtected, i.Phone, i.Email)).SingleOrDefaultAsync(cancel).OrNotFound();
            evidence.Record(CaseEventKind.CitizenIdentityRead, tenant, model.Id, ("page", "edit"));
            var history = await History.OfAsync(db, tenant, [model.Id], cancel);
            return model with
            {
                Cpr = await cprs.MaskedAsync(tenant, model.Id, cancel),
                Areas = await AreasInUse.OfAsync(db, tenant, cancel),
                LastChange = history.FirstOrDefault(h => h.Kind == CaseEventKind.CitizenCorrected),
            };
        }
    }

    /// <summary>Answers whom the number belongs to already, and changes nothing then.</summary>
    public sealed record Command(Guid Id, CitizenForm Form, byte[]? Lookup) : ICommand<Known?>
    {
        [JsonIgnore]
        public CprNumber? Cpr { get; init; }
    }

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, CprRows cprs, Vault vault)
        : IRequestHandler<Command, Known?>
    {
        public async Task<Known?> Handle(Command request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var form = request.Form;
            var citizen = await db.Citizens.SingleOrDefaultAsync(c => c.Id == request.Id && c.MunicipalityId == tenant, cancel)
                .OrNotFound();
            var identity = await db.CitizenIdentities.SingleAsync(i => i.CitizenId == citizen.Id, cancel);
            var address = await db.CitizenAddresses.SingleAsync(a => a.CitizenId == citizen.Id, cancel);
            // A protected address is not repeated in the evidence, nor the one it was before it was protected or is after.
            var hides = address.IsProtected || form.IsProtected;
            string Told((string Name, string Value) said) => hides && said.Name == "address" ? "protected" : said.Value;
            var before = Shown(citizen, identity, address);

            if (request.Cpr is { } cpr && await cprs.FindAsync(tenant, request.Lookup!, "correct", cancel) is { } known
                && known.Id != citizen.Id)
            {
                return known;
            }
            var stored = await db.CitizenCprs.SingleOrDefaultAsync(c => c.CitizenId == citizen.Id, cancel);
            var born = request.Cpr?.BornOn.Year ?? (stored is null ? form.BirthYear ?? citizen.BirthYear : citizen.BirthYear);
            citizen.Correct(form.Area!.Trim(), born, form.Language!, form.Version);
            identity.Correct(form.Name!.Trim(), form.Phone?.Trim() ?? "", form.Email?.Trim() ?? "");
            address.Correct(form.Address!.Trim(), form.IsProtected);
            var hasNewCpr = request.Cpr is { } number && Keep(number, request.Lookup!, citizen, stored);

            var after = Shown(citizen, identity, address);
            var changed = before.Zip(after).Where(c => c.First.Value != c.Second.Value)
                .ToDictionary(c => c.First.Name,
                    object? (c) => new Dictionary<string, object?>(StringComparer.Ordinal)
                    { ["from"] = Told(c.First), ["to"] = Told(c.Second) }, StringComparer.Ordinal);
            evidence.Record(CaseEventKind.CitizenCorrected, tenant, citizen.Id, ("changed", changed), ("cpr", hasNewCpr));
            await cprs.SaveAsync(cancel);
            return null;
        }

        private bool Keep(CprNumber cpr, byte[] lookup, CitizenRow citizen, CitizenCpr? stored)
        {
            // A row that cannot be read is written anew, though it may be found by the same number.
            if (stored is not null && stored.Lookup.AsSpan().SequenceEqual(lookup) && vault.Read(stored) is not null) return false;
            var secret = vault.Seal(cpr, citizen.MunicipalityId, citizen.Id);
            if (stored is null) db.CitizenCprs.Add(new CitizenCpr(citizen.Id, citizen.MunicipalityId, secret.KeyId, secret.Cipher, lookup));
            else stored.Replace(secret.KeyId, secret.Cipher, lookup);
            return true;
        }

        // What a correction is remembered by.
        private static (string Name, string Value)[] Shown(CitizenRow c, CitizenIdentity i, CitizenAddress a) =>
        [
            ("name", i.Name), ("address", a.Address), ("protected", a.IsProtected ? "yes" : "no"), ("phone", i.Phone), ("email", i.Email),
            ("area", c.Area), ("birthYear", c.BirthYear.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("language", c.Language),
        ];
    }
}
