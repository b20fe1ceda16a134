using System.Globalization;
using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Rules;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Pages.Municipality.Settings;

/// <summary>
/// A new version of the settings, from a day that has not passed, after a look at what it would have done to the invoices of the last
/// quarter. Rules that are tried out for some days only come into effect again by a second version that is written with it.
/// </summary>
[For(Role.Administrator)]
public sealed class ChangeModel(IMediator sender, TimeProvider time, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    private const decimal HighestCeiling = 10_000;

    [BindProperty]
    public SettingsForm Form { get; set; } = new();

    public IReadOnlyList<SettingsVersion> Recorded { get; private set; } = [];

    /// <summary>What the form would have done; null until it is asked.</summary>
    public TrySettings.Answer? Tried { get; private set; }

    /// <summary>What is decided for a later day than the form's first.</summary>
    public IReadOnlyList<SettingsVersion> Later => Form.ValidFrom is { } from ? CheckSettings.HoldingAfter(Recorded, from) : [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Recorded = await sender.Send(new Query(), cancel);
        var today = time.Today;
        var now = CheckSettings.On(Recorded, today);
        Form = new()
        {
            ValidFrom = today,
            PriceCeiling = now.PriceCeiling,
            AcceptsWeakReceipts = now.AcceptsWeakReceipts,
            ShadowRules = [.. now.ShadowRules.Select(Enum.Parse<FindingCode>)],
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await CheckAsync(cancel);
        if (Later.Count > 0 && !Form.ReplacesLater)
        {
            ModelState.AddModelError("Form.ReplacesLater",
                L["Sæt kryds, hvis det, der er besluttet for senere, skal falde væk. Vælg ellers en senere dag."]);
        }
        if (!ModelState.IsValid) return Page();
        await sender.Send(new Command(Form), cancel);
        TempData["Success"] = L["Indstillingerne gælder fra {0}. Fakturaer med leveringer fra den dag kontrolleres igen.",
            Show.Date(Form.ValidFrom)].Value;
        return RedirectToPage("Index");
    }

    /// <summary>What it would have done, from the form as it stands. Nothing is kept.</summary>
    public async Task<IActionResult> OnPostTryAsync(CancellationToken cancel)
    {
        await CheckAsync(cancel);
        if (ModelState.IsValid) Tried = await sender.Send(new TrySettings(Form), cancel);
        return Page();
    }

    private async Task CheckAsync(CancellationToken cancel)
    {
        Recorded = await sender.Send(new Query(), cancel);
        // What is paid is paid by the settings of its day: no version reaches back.
        if (Form.ValidFrom < time.Today)
        {
            ModelState.AddModelError("Form.ValidFrom",
                L["Datoen kan ikke ligge før i dag: Det, der er leveret, bliver bedømt efter det, der gjaldt."]);
        }
        if (Form.PriceCeiling is { } ceiling && (ceiling is <= 0 or > HighestCeiling || decimal.Round(ceiling, 2) != ceiling))
        {
            ModelState.AddModelError("Form.PriceCeiling", L["Skriv et beløb over 0 og højst {0}, med højst to decimaler.",
                Show.Number(HighestCeiling)]);
        }
        if (Form.ShadowUntil is { } until)
        {
            if (Form.ShadowRules.Count == 0)
            {
                ModelState.AddModelError("Form.ShadowUntil", L["Vælg mindst én regel, eller lad datoen stå tom."]);
            }
            else if (until < Form.ValidFrom)
            {
                ModelState.AddModelError("Form.ShadowUntil", L["Skyggetilstanden skal slutte, efter at den begynder."]);
            }
            else if (until == DateOnly.MaxValue)
            {
                ModelState.AddModelError("Form.ShadowUntil", L["Lad datoen stå tom, hvis den ikke skal slutte."]);
            }
        }
        if (Form.ShadowRules.Exists(code => !CheckSettings.MayBeShadow.Contains(code)))
        {
            ModelState.AddModelError("Form.ShadowRules", L["En af reglerne kan ikke være i skyggetilstand."]);
        }
    }

    /// <summary>The rules that can be chosen, as they stand today.</summary>
    public IEnumerable<SelectListItem> Rules
    {
        get
        {
            var inDanish = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "da";
            var rules = RuleSet.On(time.Today);
            return CheckSettings.MayBeShadow.Select(code => new SelectListItem($"{code} {rules[code].Title.In(inDanish)}", $"{code}"));
        }
    }

    public sealed record Query : IQuery<IReadOnlyList<SettingsVersion>>;

    public sealed class QueryHandler(PortalDb db, CurrentActor current) : IRequestHandler<Query, IReadOnlyList<SettingsVersion>>
    {
        public async Task<IReadOnlyList<SettingsVersion>> Handle(Query request, CancellationToken cancel) =>
            await db.MunicipalSettings.AsNoTracking().Of(current.Required).OrderBy(s => s.Version).ToListAsync(cancel);
    }

    public sealed record Command(SettingsForm Form) : ICommand<int>;

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Command, int>
    {
        public async Task<int> Handle(Command request, CancellationToken cancel)
        {
            var (actor, form) = (current.Required, request.Form);
            var version = 1 + (await db.MunicipalSettings.Of(actor).MaxAsync(s => (int?)s.Version, cancel) ?? 0);
            Record(version, form.ValidFrom!.Value, form.Shadow);
            if (form.ShadowUntil is { } until) Record(++version, until.AddDays(1), []);
            return version;

            void Record(int number, DateOnly from, List<string> shadow)
            {
                var row = new SettingsVersion
                {
                    Id = Guid.CreateVersion7(),
                    MunicipalityId = actor.Tenant,
                    Version = number,
                    ValidFrom = from,
                    PriceCeiling = form.PriceCeiling,
                    AcceptsWeakReceipts = form.AcceptsWeakReceipts,
                    ShadowRules = shadow,
                    RecordedBy = actor.Person,
                    RecordedAt = time.GetUtcNow(),
                };
                db.MunicipalSettings.Add(row);
                evidence.Record(CaseEventKind.CheckSettingsChanged, actor.Tenant, row.Id, ("version", number), ("validFrom", from),
                    ("priceCeiling", row.PriceCeiling), ("acceptsWeakReceipts", row.AcceptsWeakReceipts), ("shadowRules", shadow));
            }
        }
    }
}
