using System.Globalization;
using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Rules;
using MentorMarket.Web.Pages.Municipality.Grants;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Pages.Municipality.Settings;

/// <summary>
/// A new version of the settings, from tomorrow at the earliest, after a look at what it would have done to the invoices of the last
/// quarter. Rules that are tried out for some days only come into effect again by a second version that is written with it.
/// </summary>
[For(Role.Administrator)]
public sealed class ChangeModel(
    IMediator sender, CurrentActor current, Throttle throttle, SecurityLog log, TimeProvider time, IStringLocalizer<MunicipalityTexts> L)
    : PageModel
{
    private const decimal HighestCeiling = 10_000;

    [BindProperty]
    public SettingsForm Form { get; set; } = new();

    /// <summary>What the form would have done; null until it is asked.</summary>
    public TrySettings.Answer? Tried { get; private set; }

    /// <summary>What is decided for days that have not come.</summary>
    public IReadOnlyList<SettingsVersion> Ahead { get; private set; } = [];

    /// <summary>What of it a version from the form's first day takes the place of.</summary>
    public IReadOnlyList<SettingsVersion> Later => [.. Ahead.Where(v => v.ValidFrom >= Form.ValidFrom)];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = time.Today;
        var recorded = await sender.Send(new Query(), cancel);
        Ahead = CheckSettings.BeginningAfter(recorded, today);
        var now = CheckSettings.On(recorded, today);
        // What is tried out now and comes into effect again by a version that is there already.
        var end = now.ShadowRules.Count > 0 ? Ahead.FirstOrDefault(v => v.ShadowRules.Count == 0) : null;
        Form = new()
        {
            Seen = Newest(recorded),
            ValidFrom = today.AddDays(1),
            PriceCeiling = now.PriceCeiling,
            AcceptsWeakReceipts = now.AcceptsWeakReceipts,
            OrderReferenceAsked = now.OrderReferenceAsked,
            PersonReferenceAsked = now.PersonReferenceAsked,
            LateDays = now.LateDays,
            ShadowRules = [.. now.ShadowRules.Select(Enum.Parse<FindingCode>)],
            ShadowUntil = end?.ValidFrom.AddDays(-1),
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await CheckAsync(cancel);
        if (!ModelState.IsValid) return Page();
        // What has been decided meanwhile is asked by the command: a form that is sent twice is answered with what the first one did.
        var answer = await sender.Send(new Command(Form), cancel);
        if (answer.Outcome == Outcome.IsOlder)
        {
            ModelState.AddModelError("",
                L["Indstillingerne er ændret, siden du åbnede siden. Se version {0}, og gem igen, hvis din skal gælde efter den.",
                    answer.Version]);
            // The form is sent again by somebody who has been told.
            ModelState.Remove("Form.Seen");
            Form.Seen = answer.Version;
        }
        else if (answer.Outcome == Outcome.DropsUnsaid)
        {
            ModelState.AddModelError("Form.ReplacesLater",
                L["Sæt kryds, hvis det, der er besluttet for senere, skal bortfalde. Vælg ellers en senere dag."]);
        }
        if (!ModelState.IsValid) return Page();
        TempData["Success"] = L["Version {0} gælder fra {1}.", answer.Version, Show.Date(Form.ValidFrom)].Value;
        return RedirectToPage("Index");
    }

    /// <summary>What it would have done, from the form as it stands. Nothing is kept.</summary>
    public async Task<IActionResult> OnPostTryAsync(CancellationToken cancel)
    {
        await CheckAsync(cancel);
        if (!ModelState.IsValid) return Page();
        if (!await throttle.AllowsAsync(Throttle.SettingsTrial, $"{current.Required.Person}", null, cancel))
        {
            await log.NoteAsync(HttpContext, SecurityEvent.Throttled);
            ModelState.AddModelError("",
                L["Der er prøvet {0} gange på et kvarter. Vent lidt, og prøv igen.", Throttle.SettingsTrial.Tries]);
            return Page();
        }
        Tried = await sender.Send(new TrySettings(Form), cancel);
        return Page();
    }

    private async Task CheckAsync(CancellationToken cancel)
    {
        Ahead = CheckSettings.BeginningAfter(await sender.Send(new Query(), cancel), time.Today);
        // What is delivered, today too, is judged by the settings of its day: no version reaches back.
        if (Form.ValidFrom <= time.Today)
        {
            ModelState.AddModelError("Form.ValidFrom",
                L["Tidligst i morgen: Det, der er leveret, bliver bedømt efter det, der gjaldt."]);
        }
        GrantForm.CheckNumber(ModelState, "Form.PriceCeiling", Form.PriceCeiling, HighestCeiling, L);
        if (Form.ShadowUntil is { } until)
        {
            if (Form.ShadowRules.Count == 0)
            {
                ModelState.AddModelError("Form.ShadowUntil", L["Vælg mindst én regel, eller lad feltet stå tomt."]);
            }
            else if (until < Form.ValidFrom)
            {
                ModelState.AddModelError("Form.ShadowUntil", L["Skyggetilstanden kan ikke slutte, før den begynder."]);
            }
        }
        if (Form.ShadowRules.Exists(code => !Enum.IsDefined(code) || !CheckSettings.RulesForShadow.Contains(code)))
        {
            ModelState.AddModelError("Form.ShadowRules", L["En af reglerne kan ikke være i skyggetilstand."]);
        }
    }

    private static int Newest(IReadOnlyList<SettingsVersion> recorded) => recorded.Count == 0 ? 0 : recorded.Max(s => s.Version);

    /// <summary>The rules that can be chosen, as they stand today.</summary>
    public IEnumerable<SelectListItem> Rules
    {
        get
        {
            var inDanish = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "da";
            var rules = RuleSet.On(time.Today);
            return CheckSettings.RulesForShadow.Select(code => new SelectListItem($"{code} {rules[code].Title.In(inDanish)}", $"{code}"));
        }
    }

    public sealed record Query : IQuery<IReadOnlyList<SettingsVersion>>;

    public sealed class QueryHandler(PortalDb db, CurrentActor current) : IRequestHandler<Query, IReadOnlyList<SettingsVersion>>
    {
        public async Task<IReadOnlyList<SettingsVersion>> Handle(Query request, CancellationToken cancel) =>
            await db.MunicipalSettings.AsNoTracking().Of(current.Required).OrderBy(s => s.Version).ToListAsync(cancel);
    }

    public enum Outcome
    {
        Recorded,

        /// <summary>Something else was recorded since the form was made, and whoever sends it has not seen that.</summary>
        IsOlder,

        /// <summary>It would take the place of what is decided for later, and nobody said that it may.</summary>
        DropsUnsaid,
    }

    /// <param name="Version">The version recorded, or the newest where none was; a trial's end is recorded as the one after it.</param>
    public sealed record Answer(Outcome Outcome, int Version);

    public sealed record Command(SettingsForm Form) : ICommand<Answer>;

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Command, Answer>
    {
        public async Task<Answer> Handle(Command request, CancellationToken cancel)
        {
            var (actor, form) = (current.Required, request.Form);
            var recorded = await db.MunicipalSettings.AsNoTracking().Of(actor).ToListAsync(cancel);
            if (Newest(recorded) is var newest && newest != form.Seen) return new(Outcome.IsOlder, newest);
            var dropped = CheckSettings.BeginningAfter(recorded, time.Today).Where(v => v.ValidFrom >= form.ValidFrom)
                .Select(v => v.Version).ToList();
            if (dropped.Count > 0 && !form.ReplacesLater) return new(Outcome.DropsUnsaid, newest);
            var version = newest + 1;
            Record(version, form.ValidFrom!.Value, form.Shadow);
            if (form.ShadowUntil is { } until) Record(version + 1, until.AddDays(1), []);
            return new(Outcome.Recorded, version);

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
                    OrderReferenceAsked = form.OrderReferenceAsked,
                    PersonReferenceAsked = form.PersonReferenceAsked,
                    LateDays = form.LateDays!.Value,
                    ShadowRules = shadow,
                    RecordedBy = actor.Person,
                    RecordedAt = time.GetUtcNow(),
                };
                // The database has the invoices with lines from that day on checked again (trigger queue_checks_under_settings).
                db.MunicipalSettings.Add(row);
                evidence.Record(CaseEventKind.CheckSettingsChanged, actor.Tenant, row.Id, ("version", number), ("validFrom", from),
                    ("priceCeiling", row.PriceCeiling), ("acceptsWeakReceipts", row.AcceptsWeakReceipts),
                    ("orderReferenceAsked", row.OrderReferenceAsked), ("personReferenceAsked", row.PersonReferenceAsked),
                    ("lateDays", row.LateDays), ("shadowRules", shadow), ("drops", dropped));
            }
        }
    }
}
