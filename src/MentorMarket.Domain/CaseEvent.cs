namespace MentorMarket.Domain;

/// <summary>Something that happened to a case, to be kept as evidence in the transaction that made it happen.</summary>
/// <remarks>
/// Danish: hændelse. The payload is written as canonical JSON; its values are strings, numbers, dates and lists of these.
/// </remarks>
/// <param name="Kind">What, in the past tense.</param>
/// <param name="Chain">The organisation whose chain it belongs to: the municipality that owns the case, whoever acted.</param>
/// <param name="Subject">What it happened to.</param>
/// <param name="Payload">The facts of it.</param>
public sealed record CaseEvent(CaseEventKind Kind, Guid Chain, Guid Subject, IReadOnlyDictionary<string, object?> Payload);

/// <summary>An entity that notes what happened to it; the unit of work turns the notes into evidence on save.</summary>
public interface IRecordsEvents
{
    /// <summary>What happened since it was loaded, in order.</summary>
    IReadOnlyList<CaseEvent> Events { get; }
}
