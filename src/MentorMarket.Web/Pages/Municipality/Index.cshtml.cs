using MentorMarket.Domain.Deadlines;
using MentorMarket.Domain.Documents;
using MentorMarket.Domain.Invoices;
using MentorMarket.Web.Documents;
using MentorMarket.Web.Invoices;
using MentorMarket.Web.Pages.Municipality.FollowUps;
using MentorMarket.Web.Pages.Municipality.Grants;
using MentorMarket.Web.Pages.Municipality.InformationDuties;
using MentorMarket.Web.Reminders;

namespace MentorMarket.Web.Pages.Municipality;

/// <summary>What waits for whoever logs in, by role. Numbers only: no citizen is named here.</summary>
public sealed class IndexModel(IMediator sender, CurrentActor current) : PageModel
{
    private const int Shown = 5;
    private const int ShownInFull = 50;
    private const int EndingWithinDays = 28;

    public IReadOnlyList<Section> Sections { get; private set; } = [];

    public Actor Actor => current.Required;

    public async Task OnGetAsync(CancellationToken cancel) => Sections = await sender.Send(new Query(), cancel);

    public sealed record Query : IQuery<IReadOnlyList<Section>>;

    /// <summary>One kind of thing that waits: how many, and the first few.</summary>
    public sealed record Section(Waiting Kind, int Count, IReadOnlyList<Item> Items, decimal? Amount = null);

    public sealed record Item(Guid Id, string Number, string Note, DateOnly? On = null, bool IsInformationDuty = false);

    public enum Waiting
    {
        FollowUpOverdue,
        FollowUpThisWeek,
        ForApproval,
        SentBack,
        Drafts,
        Approved,
        Published,
        Ending,
        NotSent,
        Disputed,
        InformationDuties,
        InvoicesToDecide,
        InvoicesWithMore,
        InvoicesHeld,
    }

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time, IStringLocalizer<SharedTexts> L)
        : IRequestHandler<Query, IReadOnlyList<Section>>
    {
        private readonly Guid tenant = current.Required.Tenant;

        public async Task<IReadOnlyList<Section>> Handle(Query request, CancellationToken cancel)
        {
            var today = DanishTime.DateOf(time.GetUtcNow());
            var grants = db.Grants.Where(g => g.MunicipalityId == tenant);
            var sections = new List<Section>();
            if (current.Required.Is(Role.Caseworker, Role.TeamLeader)) sections.AddRange(await FollowUpsAsync(today, cancel));
            if (current.Required.Is(Role.TeamLeader))
            {
                sections.Add(await GrantsAsync(Waiting.ForApproval, grants.Where(g => g.Status == GrantStatus.Submitted), cancel));
            }
            if (current.Required.Is(Role.Caseworker, Role.TeamLeader)) sections.Add(await NotSentAsync(grants, today, cancel));
            if (current.Required.Is(Role.Caseworker))
            {
                sections.Add(await GrantsAsync(Waiting.SentBack, grants.Where(g => g.Status == GrantStatus.Draft && g.DecidedAt != null),
                    cancel));
                sections.Add(await GrantsAsync(Waiting.Drafts, grants.Where(g => g.Status == GrantStatus.Draft && g.DecidedAt == null),
                    cancel));
                sections.Add(await GrantsAsync(Waiting.Approved, grants.Where(g => g.Status == GrantStatus.Approved), cancel));
                sections.Add(await GrantsAsync(Waiting.Published, grants.Shown(db, GrantStatus.Published, today), cancel));
                sections.Add(await DisputedAsync(cancel));
                sections.Add(await InformationDutiesAsync(today, cancel));
                sections.Add(await EndingAsync(today, cancel));
            }
            if (current.Required.Is(Role.Finance)) sections.AddRange(await InvoicesAsync(cancel));
            return sections;
        }

        // A team leader sees everybody's, a caseworker their own: as the work list does.
        private async Task<IReadOnlyList<Section>> FollowUpsAsync(DateOnly today, CancellationToken cancel)
        {
            var own = current.Required.Is(Role.TeamLeader) ? null : current.Required.Person;
            var duties = (await DeadlineQueries.InformationDutiesAsync(db, tenant, today, cancel))
                .Where(i => own is null || i.Responsible == own).ToDictionary(i => i.InformationDuty, i => i.Due);
            var citizens = await (from duty in db.InformationDuties
                                  join citizen in db.Citizens on duty.CitizenId equals citizen.Id
                                  where duty.MunicipalityId == tenant && duties.Keys.Contains(duty.Id)
                                  select new { duty.Id, citizen.Number }).ToListAsync(cancel);
            var mine = (await DeadlineQueries.AllAsync(db, tenant, today, cancel, own))
                .SelectMany(g => g.Deadlines.Select(due => (Id: g.Grant, g.Number, Due: due)))
                .Concat(citizens.Select(c => (c.Id, c.Number, Due: duties[c.Id])))
                .OrderBy(c => c.Due.On).ThenBy(c => c.Number, StringComparer.Ordinal).ToList();
            Section Of(Waiting kind, When when)
            {
                var there = mine.Where(c => c.Due.Falls(when, today)).ToList();
                return new(kind, there.Count,
                    [.. there.Take(Shown).Select(c => new Item(c.Id, c.Number, DeadlineLabels.Of(c.Due.Deadline, L), c.Due.On,
                    c.Due.Deadline.Kind == DeadlineKind.InformationDuty))]);
            }
            return [Of(Waiting.FollowUpOverdue, When.Overdue), Of(Waiting.FollowUpThisWeek, When.ThisWeek)];
        }

        private async Task<Section> GrantsAsync(Waiting kind, IQueryable<Grant> grants, CancellationToken cancel) => new(
            kind, await grants.CountAsync(cancel),
            await (from grant in grants
                   join citizen in db.Citizens on grant.CitizenId equals citizen.Id
                   orderby grant.CreatedAt descending
                   select new Item(grant.Id, grant.Number, citizen.Number, grant.Terms.StartsOn)).Take(Shown).ToListAsync(cancel));

        // A decision holds for the citizen when it has been told: the portal sends nothing itself, so somebody must note it. The oldest
        // first.
        private async Task<Section> NotSentAsync(IQueryable<Grant> grants, DateOnly today, CancellationToken cancel)
        {
            var sent = db.Documents.Where(d => db.DocumentDispatches.Any(s => s.DocumentId == d.Id));
            var (refusals, pauses, ends) = (grants.Untold(db, DocumentKind.Refusal, today), grants.Untold(db, DocumentKind.Pause, today),
                grants.Untold(db, DocumentKind.End, today));
            var unsent = grants.Where(g =>
                ((g.Status == GrantStatus.Approved || g.Status == GrantStatus.Published || g.Status == GrantStatus.Accepted)
                    && g.Terms.EndsOn >= today
                    && !sent.Any(d => d.GrantId == g.Id && d.Kind == DocumentKind.DecisionLetter))
                || refusals.Any(u => u.Id == g.Id) || pauses.Any(u => u.Id == g.Id) || ends.Any(u => u.Id == g.Id));
            return new(Waiting.NotSent, await unsent.CountAsync(cancel),
                await unsent.OrderBy(g => g.DecidedAt).Take(ShownInFull).Select(g => new Item(g.Id, g.Number,
                    db.Citizens.Where(c => c.Id == g.CitizenId).Select(c => c.Number).First(), g.Terms.StartsOn)).ToListAsync(cancel));
        }

        private async Task<Section> DisputedAsync(CancellationToken cancel)
        {
            var disputed = db.TimeEntries.Where(e => e.MunicipalityId == tenant).Disputed(db);
            return new(Waiting.Disputed, await disputed.CountAsync(cancel),
                await (from entry in disputed
                       join assignment in db.Assignments on entry.AssignmentId equals assignment.Id
                       orderby entry.StartsAt descending
                       select new Item(assignment.Id, assignment.Number, entry.MentorName, entry.LocalDate)).Take(ShownInFull)
                           .ToListAsync(cancel));
        }

        private async Task<Section> InformationDutiesAsync(DateOnly today, CancellationToken cancel)
        {
            var waiting = await InformationDutyList.OfAsync(db, tenant, today, cancel);
            var open = waiting.Where(i => i.State is InformationState.Open or InformationState.Overdue).OrderBy(i => i.DueOn).ToList();
            return new(Waiting.InformationDuties, open.Count, [.. open.Take(Shown).Select(i => new Item(i.Id, i.Citizen, "", i.DueOn))]);
        }

        private async Task<Section> EndingAsync(DateOnly today, CancellationToken cancel)
        {
            var last = today.AddDays(EndingWithinDays);
            var ending = db.Assignments.Where(a => a.MunicipalityId == tenant).Live(today).Where(a => a.LastDay <= last);
            return new(Waiting.Ending, await ending.CountAsync(cancel),
                await ending.OrderBy(a => a.LastDay).Take(Shown)
                    .Select(a => new Item(a.Id, a.Number, db.Organisations.Where(o => o.Id == a.ProviderId).Select(o => o.Name).First(),
                        a.LastDay)).ToListAsync(cancel));
        }

        private async Task<IReadOnlyList<Section>> InvoicesAsync(CancellationToken cancel)
        {
            var checkedNow = from invoice in db.Invoices
                             join provider in db.Organisations on invoice.ProviderId equals provider.Id
                             join check in db.Checks on invoice.CheckId equals check.Id
                             where invoice.MunicipalityId == tenant
                                 && (invoice.Status == InvoiceStatus.Checked || invoice.Status == InvoiceStatus.PartlyApproved)
                             select new
                             {
                                 invoice.Id,
                                 invoice.Number,
                                 invoice.Status,
                                 invoice.IssuedOn,
                                 provider.Name,
                                 check.Payable,
                                 check.Held
                             };
            var toDecide = checkedNow.Where(i => i.Status == InvoiceStatus.Checked);
            var waiting = db.Invoices.Where(i => i.MunicipalityId == tenant).Waiting(db);
            var held = checkedNow.Where(i => waiting.Any(w => w.Id == i.Id));
            // A later check may free what was held, or leave nothing to wait for.
            var more = from invoice in db.Invoices
                       join provider in db.Organisations on invoice.ProviderId equals provider.Id
                       join check in db.Checks on invoice.CheckId equals check.Id
                       let approved = db.Approvals.Where(a => a.InvoiceId == invoice.Id).Sum(a => a.Amount)
                       where invoice.MunicipalityId == tenant
                           && (invoice.Status == InvoiceStatus.PartlyApproved || invoice.Status == InvoiceStatus.Approved)
                           && (check.Payable > approved || (check.Held == 0 && invoice.Status == InvoiceStatus.PartlyApproved))
                       select new
                       {
                           invoice.Id,
                           invoice.Number,
                           invoice.IssuedOn,
                           provider.Name,
                           Amount = check.Payable > approved ? check.Payable - approved : 0
                       };
            return
            [
                new(Waiting.InvoicesToDecide, await toDecide.CountAsync(cancel),
                    await toDecide.OrderBy(i => i.IssuedOn).Take(Shown).Select(i => new Item(i.Id, i.Number, i.Name, i.IssuedOn))
                        .ToListAsync(cancel),
                    await toDecide.SumAsync(i => i.Payable, cancel)),
                new(Waiting.InvoicesWithMore, await more.CountAsync(cancel),
                    await more.OrderBy(i => i.IssuedOn).Take(ShownInFull).Select(i => new Item(i.Id, i.Number, i.Name, i.IssuedOn))
                        .ToListAsync(cancel),
                    await more.SumAsync(i => i.Amount, cancel)),
                new(Waiting.InvoicesHeld, await held.CountAsync(cancel),
                    await held.OrderByDescending(i => i.Held).Take(Shown).Select(i => new Item(i.Id, i.Number, i.Name, i.IssuedOn))
                        .ToListAsync(cancel),
                    await held.SumAsync(i => i.Held, cancel)),
            ];
        }
    }
}
