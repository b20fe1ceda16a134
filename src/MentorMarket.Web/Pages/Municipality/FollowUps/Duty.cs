using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.FollowUps;
using MentorMarket.Web.Data;
using MentorMarket.Web.Evidence;
using MentorMarket.Web.Granting;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tenancy;

namespace MentorMarket.Web.Pages.Municipality.FollowUps;

/// <summary>Which date of a grant a page is about. The grant itself stands in the path, and nowhere else.</summary>
public sealed class DutyKey
{
    /// <summary>Without a kind, the first date that fits.</summary>
    public ClockKind? Kind { get; set; }

    public int? Sequence { get; set; }

    public bool Is(Clock clock) => Kind is null || (clock.Kind == Kind && clock.Sequence == (Sequence ?? clock.Sequence));
}

/// <summary>One date of a grant, as the pages that write about it show it.</summary>
public sealed record Duty(CaseClocks Case, DueClock Due)
{
    /// <summary>The date that a page was asked to show; null where nothing of the kind can be done about it now.</summary>
    public sealed record Query(Guid Grant, DutyKey Key, ClockAct Act) : IDisclosingQuery<Duty?>;

    public sealed class QueryHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Query, Duty?>
    {
        public async Task<Duty?> Handle(Query request, CancellationToken cancel)
        {
            var it = await CaseClocks.OfAsync(db, current.Required.Tenant, request.Grant, LocalDay.Of(time.GetUtcNow()), cancel);
            if (it.Clocks.FirstOrDefault(c => request.Key.Is(c.Clock) && c.Takes(request.Act, it.LastDay)) is not { } due) return null;
            if (it.HasWords) evidence.RecordReading("follow-up", current.Required.Tenant, it.Grant);
            return new(it, due);
        }
    }

    /// <summary>The date that a form was sent about, however it stands by now: what was sent twice has been written already.</summary>
    public sealed record Sent(Guid Grant, DutyKey Key, ClockAct Act) : IQuery<Duty>;

    public sealed class SentHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Sent, Duty>
    {
        public async Task<Duty> Handle(Sent request, CancellationToken cancel)
        {
            var it = await CaseClocks.OfAsync(db, current.Required.Tenant, request.Grant, LocalDay.Of(time.GetUtcNow()), cancel);
            return new(it, it.Clocks.FirstOrDefault(c => request.Key.Is(c.Clock) && Clocks.Takes(c.Clock.Kind, request.Act)) ?? throw new RowNotFoundException());
        }
    }

    /// <summary>To write about it: the grant's own row is held, so that of two who write at once the second sees what the first wrote.</summary>
    internal static async Task<Duty> HeldAsync(PortalDb db, Guid tenant, Guid grant, ClockKind kind, int sequence, DateOnly today, CancellationToken cancel)
    {
        await GrantBook.HoldAsync(db, grant, cancel);
        var it = await CaseClocks.OfAsync(db, tenant, grant, today, cancel);
        return new(it, it.Clocks.FirstOrDefault(c => c.Clock.Kind == kind && c.Clock.Sequence == sequence) ?? throw new RowNotFoundException());
    }
}
