namespace MentorMarket.Web.Data;

/// <summary>A person's secret calendar address in a municipality; the address itself is shown once and kept nowhere.</summary>
public sealed class CalendarFeed
{
    public Guid Id { get; init; }
    public Guid MunicipalityId { get; init; }
    public Guid PersonId { get; init; }
    public byte[] TokenHash { get; init; } = [];

    /// <summary>The language that its owner read the portal in.</summary>
    public string Culture { get; init; } = "da";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>Whether a person wants a mail in the morning when something waits. No row: yes.</summary>
public sealed class MailChoice
{
    public Guid MunicipalityId { get; init; }
    public Guid PersonId { get; init; }
    public bool DailyMail { get; set; }
}
