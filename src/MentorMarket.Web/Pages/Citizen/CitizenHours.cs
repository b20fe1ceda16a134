using MentorMarket.Web.Pictures;

namespace MentorMarket.Web.Pages.Citizen;

/// <summary>What a citizen sees about their own support; null when the link has been closed.</summary>
public sealed record CitizenHours(Guid Link) : IQuery<CitizenHours.Model?>
{
    public sealed record Mentor(string Name, string Phone, string Provider);

    public sealed record Goal(GoalKind Kind, string Detail);

    public sealed record Contact(Guid Id, string Mentor, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Minutes, PlaceType Place,
        bool IsCorrection, Answer? Answer, string? Word);

    public sealed record Support(string Number, DateOnly StartsOn, DateOnly EndsOn, decimal HoursPerWeek, decimal? TotalHours,
        Guid GrantId, Guid AssignmentId)
    {
        public IReadOnlyList<Mentor> Mentors { get; init; } = [];
        public IReadOnlyList<Goal> Goals { get; init; } = [];
        public int ConfirmedMinutes { get; init; }

        /// <summary>As everybody else sees it: the hours of each week of the period, and no more than there are in all.</summary>
        public int GrantedMinutes => new HoursPicture(GrantedWeeks.Of(StartsOn, EndsOn, HoursPerWeek, []), TotalHours).GrantedMinutes;
    }

    public sealed record Model(string Name, string Municipality, IReadOnlyList<Support> Supports, IReadOnlyList<Contact> Waiting,
        IReadOnlyList<Contact> Answered)
    {
        /// <summary>Where a complaint goes, by the act that the newest support is given under.</summary>
        public required ComplaintRoute Complaint { get; init; }
    }

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<CitizenHours, Model?>
    {
        public async Task<Model?> Handle(CitizenHours request, CancellationToken cancel)
        {
            if (!await OpenLink.IsAsync(db, request.Link, cancel)) return null;
            var actor = current.Required;
            var name = await db.CitizenIdentities.Where(i => i.CitizenId == actor.Citizen).Select(i => i.Name).SingleOrDefaultAsync(cancel);
            var municipality = await db.Organisations.Where(o => o.Id == actor.Tenant).Select(o => o.Name).SingleAsync(cancel);
            var contacts = await (
                from e in db.TimeEntries
                where e.Kind == EntryKind.Direct && e.Minutes > 0 && !db.TimeEntries.Any(s => s.SupersedesId == e.Id)
                let newest = db.Confirmations.Where(c => c.EntryId == e.Id).OrderByDescending(c => c.RecordedAt).ThenByDescending(c => c.Id)
                    .FirstOrDefault()
                orderby e.StartsAt descending
                select new
                {
                    e.AssignmentId,
                    Shown = new Contact(
                    e.Id, e.MentorName, e.StartsAt, e.EndsAt, e.Minutes, e.Place, e.SupersedesId != null, newest == null ? null
                    : newest.Answer, newest == null ? null : newest.Word)
                })
                .ToListAsync(cancel);
            var supports = await SupportsAsync(cancel);
            return new(name ?? "", municipality,
                [.. supports.Select(s =>
                    s with { ConfirmedMinutes = contacts.Where(c => c.AssignmentId == s.AssignmentId && c.Shown.Answer == Answer.Confirmed)
                    .Sum(c => c.Shown.Minutes) })],
                [.. contacts.Where(c => c.Shown.Answer is null).Select(c => c.Shown)],
                [.. contacts.Where(c => c.Shown.Answer is not null).Select(c => c.Shown)])
            { Complaint = await ComplaintAsync(supports, cancel) };
        }

        private async Task<ComplaintRoute> ComplaintAsync(IReadOnlyList<Support> supports, CancellationToken cancel)
        {
            var basis = supports.Count == 0 ? LegalBasis.EmploymentAct : await db.Grants.Where(g => g.Id == supports[0].GrantId)
                .Select(g => g.Terms.Basis).SingleOrDefaultAsync(cancel);
            return GrantRules.On(supports.Count == 0 ? DateOnly.MaxValue : supports[0].StartsOn).Complaints[basis];
        }

        private async Task<IReadOnlyList<Support>> SupportsAsync(CancellationToken cancel)
        {
            var supports = await db.Assignments.Where(a => a.Status == AssignmentStatus.Accepted || a.Status == AssignmentStatus.Ended)
                .OrderByDescending(a => a.StartsOn)
                .Select(a => new Support(a.Number, a.StartsOn, a.LastDay, a.HoursPerWeek, a.TotalHours, a.GrantId, a.Id))
                    .ToListAsync(cancel);
            var assignments = supports.ConvertAll(s => s.AssignmentId);
            var mentors = await (
                from g in db.Agreements
                join m in db.AgreementMentors on g.Id equals m.AgreementId
                join p in db.Organisations on g.ProviderId equals p.Id
                where assignments.Contains(g.AssignmentId) && m.UntilOn == null
                    && !db.Agreements.Any(later => later.AssignmentId == g.AssignmentId && later.Version > g.Version)
                orderby m.Name
                select new { g.AssignmentId, Mentor = new Mentor(m.Name, m.Phone, p.Name) }).ToListAsync(cancel);
            var goals = await db.GrantGoals.OrderBy(g => g.Priority).Select(g => new { g.GrantId, Goal = new Goal(g.Kind, g.Detail) })
                .ToListAsync(cancel);
            return [.. supports.Select(s => s with
            {
                Mentors = [.. mentors.Where(m => m.AssignmentId == s.AssignmentId).Select(m => m.Mentor)],
                Goals = [.. goals.Where(g => g.GrantId == s.GrantId).Select(g => g.Goal)],
            })];
        }
    }
}
