namespace MentorMarket.Web.Pages.Municipality.Standard;

/// <summary>
/// A new version of the service standard, from a day that has not passed. What was decided by an older one stays as it was.
/// </summary>
[For(Role.TeamLeader, Role.Administrator)]
public sealed class ChangeModel(IMediator sender, TimeProvider time, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    private const int MostMonths = 24;

    public sealed class Input
    {
        [Required]
        public DateOnly? ValidFrom { get; set; }

        public List<LevelRow> Levels { get; set; } = [];

        [Between(1, MostMonths)]
        public int? LoneParentMonths { get; set; }

        [Between(1, MostMonths)]
        public int? ReleasedMonths { get; set; }

        [Required, Between(1, 6)]
        public int? LongestExtension { get; set; }

        [Required, Between(1, 26)]
        public int? FollowUpWeeks { get; set; }

        [Required, Between(1, 90)]
        public int? EffectDays { get; set; }

        [Required, Between(3, 50)]
        public int? SmallestGroup { get; set; }

        [Required, Between(1, 30)]
        public int? InformationDays { get; set; } = new GrantSettings().InformationDays;

        [Required, Between(1, 26)]
        public int? PauseReviewWeeks { get; set; } = new GrantSettings().PauseReviewWeeks;

        public decimal? UsualRate { get; set; }

        internal GrantSettings Settings()
        {
            var levels = new List<ServiceLevel>();
            foreach (var row in Levels)
            {
                levels.Add(new(levels.Count + 1, levels.Count == 0 ? 0 : levels[^1].To ?? 0, row.To,
                    new(row.Danish!.Trim(), row.English!.Trim()), row.Months));
            }
            return new()
            {
                Levels = levels,
                OwnProgrammes = [.. new[] { (Programme.LoneParent, LoneParentMonths), (
                    Programme.ReleasedFromPrison, ReleasedMonths) }.Where(c => c.Item2 is not null)
                    .Select(c => new OwnProgramme(c.Item1, c.Item2!.Value))],
                LongestExtensionInMonths = LongestExtension!.Value,
                FollowUpWeeks = FollowUpWeeks!.Value,
                EffectDaysBeforeEnd = EffectDays!.Value,
                SmallestGroupShown = SmallestGroup!.Value,
                InformationDays = InformationDays!.Value,
                PauseReviewWeeks = PauseReviewWeeks!.Value,
                UsualRate = UsualRate,
            };
        }
    }

    /// <summary>A level; it begins where the one before ends.</summary>
    public sealed class LevelRow
    {
        public decimal? To { get; set; }

        [Between(1, 6)]
        public int? Months { get; set; }

        [Required, StringLength(500)]
        public string? Danish { get; set; }

        [Required, StringLength(500)]
        public string? English { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var settings = await sender.Send(new Query(), cancel);
        Form = new()
        {
            ValidFrom = time.Today,
            Levels = [.. settings.Levels.Select(l =>
                new LevelRow { To = l.To, Months = l.Months, Danish = l.Description.Danish, English = l.Description.English })],
            LoneParentMonths = settings.OwnProgrammes.FirstOrDefault(c => c.Programme == Programme.LoneParent)?.Months,
            ReleasedMonths = settings.OwnProgrammes.FirstOrDefault(c => c.Programme == Programme.ReleasedFromPrison)?.Months,
            LongestExtension = settings.LongestExtensionInMonths,
            FollowUpWeeks = settings.FollowUpWeeks,
            EffectDays = settings.EffectDaysBeforeEnd,
            SmallestGroup = settings.SmallestGroupShown,
            InformationDays = settings.InformationDays,
            PauseReviewWeeks = settings.PauseReviewWeeks,
            UsualRate = settings.UsualRate,
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Check();
        if (!ModelState.IsValid) return Page();
        var version = await sender.Send(new Command(Form), cancel);
        TempData["Success"] = L["Version {0} gælder fra {1}.", version, Show.Date(Form.ValidFrom)].Value;
        return RedirectToPage("Index");
    }

    private void Check()
    {
        // What was decided was decided by the standard of its day: no version reaches back.
        if (Form.ValidFrom < time.Today)
        {
            ModelState.AddModelError("Form.ValidFrom",
                L["Datoen kan ikke ligge før i dag: Det, der er afgjort, er afgjort efter den standard, der gjaldt."]);
        }
        if (Form.Levels.Count is < 1 or > 6) ModelState.AddModelError("", L["Der skal være mellem et og seks niveauer."]);
        for (var i = 0; i < Form.Levels.Count; i++)
        {
            var (row, isLast) = (Form.Levels[i], i == Form.Levels.Count - 1);
            if (isLast && row.To is not null)
            {
                ModelState.AddModelError($"Form.Levels[{i}].To", L["Det sidste niveau har ingen øvre grænse."]);
            }
            if (!isLast && (row.To is not { } to || to <= (i == 0 ? 0 : Form.Levels[i - 1].To ?? 0)))
            {
                ModelState.AddModelError($"Form.Levels[{i}].To", L["Skriv et timetal, der er højere end niveauet før."]);
            }
        }
        if (Form.UsualRate is <= 0 or > 10000)
        {
            ModelState.AddModelError("Form.UsualRate", L["Skriv et tal over 0 og højst {0}.", Show.Number(10000)]);
        }
    }

    public sealed record Query : IQuery<GrantSettings>;

    public sealed class QueryHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, GrantSettings>
    {
        public Task<GrantSettings> Handle(Query request, CancellationToken cancel) =>
            GrantQueries.SettingsAsync(db, current.Required.Tenant, time.Today, cancel);
    }

    public sealed record Command(Input Form) : ICommand<int>;

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Command, int>
    {
        public async Task<int> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var version = 1 + (await db.GrantSettings.Of(actor).MaxAsync(s => (int?)s.Version, cancel)
                ?? 0);
            var row = new GrantSettingsVersion
            {
                Id = Guid.CreateVersion7(),
                MunicipalityId = actor.Tenant,
                Version = version,
                ValidFrom = request.Form.ValidFrom!.Value,
                Settings = request.Form.Settings() with { Version = $"municipal.{version}" },
                RecordedBy = actor.Person,
                RecordedAt = time.GetUtcNow(),
            };
            db.GrantSettings.Add(row);
            evidence.Record(CaseEventKind.ServiceStandardChanged, actor.Tenant, row.Id, ("version", version), ("validFrom", row.ValidFrom),
                ("levels", row.Settings.Levels.Select(l => $"{l.Number} {l.From}-{l.To} {l.Months} {l.Description.Danish}").ToList()),
                ("ownProgrammes", row.Settings.OwnProgrammes.Select(c => $"{c.Programme} {c.Months}").ToList()),
                    ("longestExtension", row.Settings.LongestExtensionInMonths),
                ("followUpWeeks", row.Settings.FollowUpWeeks), ("effectDays", row.Settings.EffectDaysBeforeEnd),
                    ("smallestGroup", row.Settings.SmallestGroupShown), ("informDays", row.Settings.InformationDays),
                    ("pauseReviewWeeks", row.Settings.PauseReviewWeeks),
                ("usualRate", row.Settings.UsualRate));
            return version;
        }
    }
}
