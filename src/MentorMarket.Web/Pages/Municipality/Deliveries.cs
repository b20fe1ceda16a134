namespace MentorMarket.Web.Pages.Municipality;

/// <summary>An entry as the municipality sees it, with the citizen's newest answer and, if it was corrected, why.</summary>
public sealed record Delivery(
    Guid Id, Guid AssignmentId, DateOnly LocalDate, int IsoWeek, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Minutes,
        EntryKind Kind, PlaceType Place, string Mentor, Guid? Supersedes)
{
    public string Note { get; init; } = "";

    /// <summary>Why a later entry took its place; such an entry counts for nothing.</summary>
    public (CorrectionCode Code, string Reason, DateTimeOffset At)? Correction { get; init; }

    public (Answer Answer, string Word, ReceiptStrength Strength, DateTimeOffset At)? Receipt { get; init; }

    /// <summary>Somebody wrote something: the mentor, or the citizen.</summary>
    public bool HasWords => Note.Length > 0 || Correction is { Reason.Length: > 0 } || Receipt is { Word.Length: > 0 };

    /// <summary>Direct contact that still stands: what the hours of the grant are used for.</summary>
    public bool Counts => Kind == EntryKind.Direct && Correction is null;
}

/// <summary>The entries of some assignments.</summary>
internal static class Deliveries
{
    /// <summary>Newest first, corrected ones too.</summary>
    public static async Task<IReadOnlyList<Delivery>> OfAsync(PortalDb db, IReadOnlyList<Guid> assignments, CancellationToken cancel)
    {
        var entries = await db.TimeEntries.Where(e => assignments.Contains(e.AssignmentId)).OrderByDescending(e => e.StartsAt)
            .ThenByDescending(e => e.RegisteredAt)
            .Select(e => new
            {
                Shown = new Delivery(e.Id, e.AssignmentId, e.LocalDate, e.IsoWeek, e.StartsAt, e.EndsAt, e.Minutes, e.Kind, e.Place,
                    e.MentorName, e.SupersedesId),
                e.Correction,
                e.CorrectionReason,
                e.RegisteredAt,
            }).ToListAsync(cancel);
        var notes = await db.EntryNotes.Where(n => assignments.Contains(n.AssignmentId))
            .ToDictionaryAsync(n => n.EntryId, n => n.Note, cancel);
        var receipts = (await db.Confirmations.Where(c => assignments.Contains(c.AssignmentId)).OrderBy(c => c.RecordedAt)
                .Select(c => new { c.EntryId, c.Answer, c.Word, c.Strength, c.RecordedAt }).ToListAsync(cancel))
            .ToLookup(c => c.EntryId);
        var corrections = entries.Where(e => e.Shown.Supersedes is not null).ToLookup(e => e.Shown.Supersedes!.Value);
        return [.. entries.Select(e => e.Shown with
        {
            Note = notes.GetValueOrDefault(e.Shown.Id, ""),
            Correction = corrections[e.Shown.Id].FirstOrDefault() is { } by ? (by.Correction!.Value, by.CorrectionReason, by.RegisteredAt)
                : null,
            Receipt = receipts[e.Shown.Id].LastOrDefault() is { } receipt
                ? (receipt.Answer, receipt.Word, receipt.Strength, receipt.RecordedAt) : null,
        })];
    }

    /// <summary>Entries that stand and of which the citizen said last that they are not right.</summary>
    public static IQueryable<TimeEntry> Disputed(this IQueryable<TimeEntry> entries, PortalDb db) => entries.Where(e =>
        !db.TimeEntries.Any(later => later.SupersedesId == e.Id)
        && db.Confirmations.Any(c => c.EntryId == e.Id && c.Answer == Answer.Disputed
            && !db.Confirmations.Any(newer => newer.EntryId == e.Id && newer.RecordedAt > c.RecordedAt)));
}
