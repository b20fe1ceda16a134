namespace MentorMarket.Domain.Invoices;

/// <summary>
/// What a check found of one registration that its lines can be redone from: one that they took minutes of, another of the
/// same week, or, where the agreement has a total, any of the assignment.
/// </summary>
/// <remarks>Danish: registrering i kontrollen. Source: revisionssporet; a reader counts the week and the total again from these.</remarks>
public sealed class CheckedEntry
{
    public Guid CheckId { get; init; }
    public Guid EntryId { get; init; }
    public Guid MunicipalityId { get; init; }
    public Guid ProviderId { get; init; }

    /// <summary>Everything found of it, by itself and against its neighbours, sorted.</summary>
    public List<string> Codes { get; init; } = [];

    /// <summary>Those of the codes that make it wait, and so give way to the ones that do not.</summary>
    public List<string> Holds { get; init; } = [];

    /// <summary>Minutes approved for payment before, on whatever line.</summary>
    public int Approved { get; init; }

    /// <summary>Minutes that the grant allows, approved ones included.</summary>
    public int Allowed { get; init; }
    public int OverWeek { get; init; }
    public int OverTotal { get; init; }
}

/// <summary>Minutes that a line, of this invoice or another, had of a registration in that check.</summary>
/// <remarks>Danish: brug af en registrering. Source: bogføringsloven § 9 (an hour is paid once).</remarks>
public sealed class CheckedUse
{
    public Guid CheckId { get; init; }
    public Guid EntryId { get; init; }
    public Guid LineId { get; init; }
    public Guid MunicipalityId { get; init; }
    public Guid ProviderId { get; init; }
    public int Minutes { get; init; }

    /// <summary>Minutes approved for payment on that line before: they come first, whatever the order of the lines.</summary>
    public int Approved { get; init; }

    /// <summary>The line comes before those of the invoice that was checked.</summary>
    public bool IsBefore { get; init; }
}
