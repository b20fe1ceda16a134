namespace MentorMarket.Web.Data;

/// <summary>Work asked for in a transaction and done after it. It names its municipality.</summary>
public sealed class Job
{
    public Guid Id { get; init; }
    public string Kind { get; init; } = "";
    public Guid MunicipalityId { get; init; }
    public Guid SubjectId { get; init; }

    /// <summary>For whom it is done; null where the portal does it itself.</summary>
    public Guid? PersonId { get; init; }
    public DateTimeOffset RunAfter { get; init; }
    public int Tries { get; init; }
    public string? LastError { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
}
