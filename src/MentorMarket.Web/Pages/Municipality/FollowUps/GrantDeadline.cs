using MentorMarket.Domain.Deadlines;

namespace MentorMarket.Web.Pages.Municipality.FollowUps;

/// <summary>Which date of a grant a page is about. The grant itself stands in the path, and nowhere else.</summary>
public sealed class DeadlineRef
{
    /// <summary>Without a kind, the first date that fits.</summary>
    public DeadlineKind? Kind { get; set; }

    public int? Sequence { get; set; }

    public bool Is(Deadline deadline) => Kind is null || (deadline.Kind == Kind && deadline.Sequence == (Sequence ?? deadline.Sequence));
}

/// <summary>One date of a grant, as the pages that write about it show it.</summary>
public sealed record GrantDeadline(GrantDeadlines Case, DeadlineStatus Due)
{
    /// <summary>The date that a page was asked to show; null where nothing of the kind can be done about it now.</summary>
    public sealed record Query(Guid Grant, DeadlineRef Key, DeadlineAct Act) : IDisclosingQuery<GrantDeadline?>;

    public sealed class QueryHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Query, GrantDeadline?>
    {
        public async Task<GrantDeadline?> Handle(Query request, CancellationToken cancel)
        {
            var it = await GrantDeadlines.OfAsync(db, current.Required.Tenant, request.Grant, DanishTime.DateOf(time.GetUtcNow()), cancel);
            if (it.Deadlines.FirstOrDefault(c => request.Key.Is(c.Deadline) && c.Takes(request.Act, it.LastDay)) is not { } due)
            {
                return null;
            }
            if (it.HasWords) evidence.RecordReading("follow-up", current.Required.Tenant, it.Grant);
            return new(it, due);
        }
    }

    /// <summary>The date that a form was sent about, however it stands by now: what was sent twice has been written already.</summary>
    public sealed record Sent(Guid Grant, DeadlineRef Key, DeadlineAct Act) : IQuery<GrantDeadline>;

    public sealed class SentHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Sent, GrantDeadline>
    {
        public async Task<GrantDeadline> Handle(Sent request, CancellationToken cancel)
        {
            var it = await GrantDeadlines.OfAsync(db, current.Required.Tenant, request.Grant, DanishTime.DateOf(time.GetUtcNow()), cancel);
            return new(it, it.Deadlines.FirstOrDefault(c => request.Key.Is(c.Deadline)
                && DeadlineRules.Takes(c.Deadline.Kind, request.Act)) ?? throw new RowNotFoundException());
        }
    }

    /// <summary>
    /// To write about it: the grant's own row is held, so that of two who write at once the second sees what the first wrote.
    /// </summary>
    internal static async Task<GrantDeadline> HeldAsync(PortalDb db, Guid tenant, Guid grant, DeadlineKind kind, int sequence,
        DateOnly today, CancellationToken cancel)
    {
        await GrantQueries.HoldAsync(db, grant, cancel);
        var it = await GrantDeadlines.OfAsync(db, tenant, grant, today, cancel);
        return new(it, it.Deadlines.FirstOrDefault(c => c.Deadline.Kind == kind && c.Deadline.Sequence == sequence)
            ?? throw new RowNotFoundException());
    }
}
