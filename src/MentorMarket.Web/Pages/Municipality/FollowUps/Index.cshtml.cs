using MentorMarket.Domain.Deadlines;
using MentorMarket.Web.Reminders;

namespace MentorMarket.Web.Pages.Municipality.FollowUps;

/// <summary>
/// What must be looked at, and by when: the dates of grants, and the duties to inform. A caseworker sees their own first, a team leader
/// everybody's. No citizen is named.
/// </summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class IndexModel(IMediator sender, CurrentActor current, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    private const int Rows = 25;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public DeadlineKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public When? When { get; set; }

    /// <summary>"mine", "all" or a person's id; nothing is what fits the role.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Who { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public Model List { get; private set; } = null!;

    public bool IsTeamLeader => current.Required.Is(Role.TeamLeader);

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q) || Kind is not null || When is not null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (this.RejectCprSearch(Q, L)) return RedirectToPage(new { Kind, When, Who, Sort });
        Who ??= IsTeamLeader ? "all" : "mine";
        Guid? person = Who == "all" ? null : Guid.TryParse(Who, out var named) ? named : current.Required.Person;
        List = await sender.Send(new Query(Q?.Trim() ?? "", Kind, When, person, Sort, Number), cancel);
        return Page();
    }

    public sealed record Query(string Q, DeadlineKind? Kind, When? When, Guid? Person, string? Sort, int Page) : IQuery<Model>;

    /// <param name="People">What waits with each caseworker, whatever the list is filtered by: for the team leader.</param>
    /// <param name="Holders">Whose list it can be.</param>
    public sealed record Model(IReadOnlyList<Row> Rows, Pager Pager, IReadOnlyList<Person> People, IReadOnlyList<Holder> Holders,
        DeadlineSettings Settings);

    public sealed record Holder(Guid Id, string Name);

    /// <param name="Subject">The grant, or the duty to inform, of which there is no grant and no number yet.</param>
    public sealed record Row(Guid Subject, string Number, string Citizen, Guid ResponsibleId, string Responsible, DeadlineStatus Due);

    public sealed record Person(Guid Id, string Name, int Overdue, int ThisWeek, int Open);

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = DanishTime.DateOf(time.GetUtcNow());
            // Only who leads them all counts with everybody's; one caseworker's list reads that one's grants.
            var isLeader = current.Required.Is(Role.TeamLeader);
            var grants = await DeadlineQueries.AllAsync(db, tenant, today, cancel, isLeader ? null : request.Person);
            var ids = grants.Select(g => g.Grant).ToList();
            var citizens = await (from grant in db.Grants
                                  join citizen in db.Citizens on grant.CitizenId equals citizen.Id
                                  where grant.MunicipalityId == tenant && ids.Contains(grant.Id)
                                  select new { grant.Id, citizen.Number }).ToDictionaryAsync(g => g.Id, g => g.Number, cancel);
            var duties = (await DeadlineQueries.InformationDutiesAsync(db, tenant, today, cancel)).ToDictionary(i => i.InformationDuty);
            var informed = await (from duty in db.InformationDuties
                                  join citizen in db.Citizens on duty.CitizenId equals citizen.Id
                                  where duty.MunicipalityId == tenant && duties.Keys.Contains(duty.Id)
                                  select new { duty.Id, citizen.Number }).ToListAsync(cancel);
            var names = await db.Memberships.Where(m => m.OrganisationId == tenant).ToDictionaryAsync(m => m.PersonId, m => m.Name, cancel);
            var all = (from g in grants
                       from due in g.Deadlines
                       select new Row(g.Grant, g.Number, citizens[g.Grant], g.Responsible, names.GetValueOrDefault(g.Responsible, ""), due))
                .Concat(from duty in informed
                        let open = duties[duty.Id]
                        select new Row(duty.Id, "", duty.Number, open.Responsible, names.GetValueOrDefault(open.Responsible, ""), open.Due))
                            .ToList();
            var people = !isLeader ? [] : all.Where(r => r.Due.IsOpen).GroupBy(r => (r.ResponsibleId, r.Responsible))
                .OrderBy(p => p.Key.Responsible, StringComparer.CurrentCulture)
                .Select(p => new Person(p.Key.ResponsibleId, p.Key.Responsible, p.Count(r => r.Due.Falls(FollowUps.When.Overdue, today)),
                    p.Count(r => r.Due.Falls(FollowUps.When.ThisWeek, today)), p.Count())).ToList();

            var found = Sorted([.. all.Where(r => Fits(r, request, today))], request.Sort);
            var pager = Pager.At(request.Page, found.Count, Rows);
            var responsible = await db.Grants.Where(g => g.MunicipalityId == tenant).Select(g => g.ResponsibleId).Distinct()
                .ToListAsync(cancel);
            var holders = responsible.Union(duties.Values.Select(i => i.Responsible)).Where(names.ContainsKey)
                .Select(id => new Holder(id, names[id])).OrderBy(h => h.Name, StringComparer.CurrentCulture).ToList();
            return new([.. found.Skip((pager.Page - 1) * Rows).Take(Rows)], pager, people, holders,
                await DeadlineQueries.SettingsAsync(db, tenant, today, cancel));
        }

        private static bool Fits(Row row, Query query, DateOnly today) =>
            (query.Person is not { } person || row.ResponsibleId == person)
            && (query.Kind is not { } kind || row.Due.Deadline.Kind == kind)
            && (query.When is { } when ? row.Due.Falls(when, today) : row.Due.IsOpen)
            && (query.Q.Length == 0 || row.Number.Contains(query.Q, StringComparison.OrdinalIgnoreCase)
                || row.Citizen.Contains(query.Q, StringComparison.OrdinalIgnoreCase));

        private static List<Row> Sorted(List<Row> rows, string? sort)
        {
            var sorted = sort switch
            {
                "grant" => rows.OrderBy(r => r.Number, StringComparer.Ordinal),
                "-grant" => rows.OrderByDescending(r => r.Number, StringComparer.Ordinal),
                "citizen" => rows.OrderBy(r => r.Citizen, StringComparer.Ordinal),
                "-citizen" => rows.OrderByDescending(r => r.Citizen, StringComparer.Ordinal),
                "kind" => rows.OrderBy(r => r.Due.Deadline.Kind),
                "-kind" => rows.OrderByDescending(r => r.Due.Deadline.Kind),
                "-due" => rows.OrderByDescending(r => r.Due.On),
                _ => rows.OrderBy(r => r.Due.On),
            };
            return [.. sorted.ThenBy(r => r.Due.On).ThenBy(r => r.Number, StringComparer.Ordinal)
                .ThenBy(r => r.Citizen, StringComparer.Ordinal)];
        }
    }
}
