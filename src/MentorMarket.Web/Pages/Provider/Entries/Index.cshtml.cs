using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Pages.Provider.Entries;

/// <summary>All registered time; a mentor sees their own.</summary>
[For(Role.Coordinator, Role.Mentor)]
public sealed class IndexModel(IMediator sender, CurrentActor current, IStringLocalizer<SharedTexts> S, IStringLocalizer<ProviderTexts> L)
    : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public Guid? Assignment { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Mentor { get; set; }

    /// <summary>A month as <c>2026-03</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Month { get; set; }

    [BindProperty(SupportsGet = true)]
    public EntryKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    public Model Time { get; private set; } = null!;

    public bool IsMentor => current.Required.Is(Role.Mentor);

    public bool IsFiltered => Assignment is not null || Mentor is not null || Month is not null || Kind is not null || State is not null;

    public async Task OnGetAsync([FromQuery(Name = "page")] int? pageNumber, CancellationToken cancel) =>
        Time = await sender.Send(new Query(Assignment, Mentor, Month, Kind, State, Sort, pageNumber ?? 1), cancel);

    public IEnumerable<SelectListItem> Assignments => Time.Assignments.Select(a => new SelectListItem(a.Name, a.Id.ToString()))
        .Prepend(new(L["Alle"], ""));

    public IEnumerable<SelectListItem> Mentors => Time.Mentors.Select(m => new SelectListItem(m.Name, m.Id.ToString()))
        .Prepend(new(L["Alle"], ""));

    public IEnumerable<SelectListItem> Months =>
        Time.Months.Select(m => new SelectListItem(Show.Month(m), m.ToString("yyyy-MM", CultureInfo.InvariantCulture)))
        .Prepend(new(L["Alle"], ""));

    public IEnumerable<SelectListItem> Kinds => Enum.GetValues<EntryKind>().Select(k => new SelectListItem(Labels.Of(k, S), k.ToString()))
        .Prepend(new(L["Alle"], ""));

    public IEnumerable<SelectListItem> States =>
        [new(L["Alle"], ""), new(L["Ikke kvitteret"], "unconfirmed"), new(L["Kvitteret"], "confirmed"), new(L["Passer ikke"], "disputed"),
            new(L["Rettet siden"], "superseded")];

    public sealed record Query(Guid? Assignment, Guid? Mentor, string? Month, EntryKind? Kind, string? State, string? Sort,
        int Page) : IDisclosingQuery<Model>;

    public sealed record Choice(Guid Id, string Name);

    public sealed record Model(IReadOnlyList<EntryRow> Rows, Pager Pager, IReadOnlyList<Choice> Assignments, IReadOnlyList<Choice> Mentors,
        IReadOnlyList<DateOnly> Months);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var actor = current.Required;
            var own = db.TimeEntries.Where(e => e.ProviderId == actor.Tenant);
            if (!actor.Is(Role.Coordinator)) own = own.Where(e => e.MentorId == actor.Person);
            var used = await own.Select(e => e.AssignmentId).Distinct()
                .Join(db.Assignments, id => id, a => a.Id, (_, a) => new Choice(a.Id, a.Number)).ToListAsync(cancel);
            var mentors = await own.Select(e => new { e.MentorId, e.MentorName }).Distinct().ToListAsync(cancel);
            var months = await own.Select(e => new { e.LocalDate.Year, e.LocalDate.Month }).Distinct().ToListAsync(cancel);

            var chosen = Chosen(own, request);
            var pager = Pager.At(request.Page, await chosen.CountAsync(cancel), PageSize);
            var sorted = request.Sort == "date" ? chosen.OrderBy(e => e.StartsAt).ThenBy(e => e.Id)
                : chosen.OrderByDescending(e => e.StartsAt).ThenBy(e => e.Id);
            var rows = await EntryRow.ListAsync(db, sorted.Skip((pager.Page - 1) * PageSize).Take(PageSize), cancel);
            EntryRow.Tell(evidence, "time", rows);
            return new(
                request.Sort == "date" ? [.. rows.Reverse()] : rows,
                pager,
                [.. used.OrderBy(a => a.Name, StringComparer.CurrentCulture)],
                [.. mentors.DistinctBy(m => m.MentorId).Select(m => new Choice(m.MentorId, m.MentorName))
                    .OrderBy(m => m.Name, StringComparer.CurrentCulture)],
                [.. months.Select(m => new DateOnly(m.Year, m.Month, 1)).OrderDescending()]);
        }

        private IQueryable<TimeEntry> Chosen(IQueryable<TimeEntry> entries, Query request)
        {
            if (request.Assignment is { } assignment) entries = entries.Where(e => e.AssignmentId == assignment);
            if (request.Mentor is { } mentor) entries = entries.Where(e => e.MentorId == mentor);
            if (request.Kind is { } kind) entries = entries.Where(e => e.Kind == kind);
            if (DanishTimeParser.ReadMonth(request.Month) is { } first)
            {
                var next = first.AddMonths(1);
                entries = entries.Where(e => e.LocalDate >= first && e.LocalDate < next);
            }
            return request.State switch
            {
                "superseded" => entries.Where(e => db.TimeEntries.Any(s => s.SupersedesId == e.Id)),
                "unconfirmed" => entries.Where(e => e.Kind == EntryKind.Direct && e.Minutes > 0
                    && !db.TimeEntries.Any(s => s.SupersedesId == e.Id) && !db.Confirmations.Any(c => c.EntryId == e.Id)),
                "confirmed" => WithAnswer(entries, Answer.Confirmed),
                "disputed" => WithAnswer(entries, Answer.Disputed),
                _ => entries,
            };
        }

        private IQueryable<TimeEntry> WithAnswer(IQueryable<TimeEntry> entries, Answer answer) =>
            entries.Where(e => !db.TimeEntries.Any(s => s.SupersedesId == e.Id)
                && db.Confirmations.Where(c => c.EntryId == e.Id).OrderByDescending(c => c.RecordedAt).ThenByDescending(c => c.Id)
                    .Select(c => (Answer?)c.Answer).FirstOrDefault() == answer);
    }
}
