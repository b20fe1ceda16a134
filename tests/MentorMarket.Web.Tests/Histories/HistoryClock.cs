namespace MentorMarket.Web.Tests.Histories;

/// <summary>A clock that the history moves.</summary>
internal sealed class HistoryClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    public override DateTimeOffset GetUtcNow() => Now;
}
