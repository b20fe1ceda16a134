namespace MentorMarket.Web.Pages.Provider.Entries;

/// <summary>A registration as lists show it, with the citizen's newest answer and whether it was corrected since.</summary>
public sealed record EntryRow(
    Guid Id, Guid AssignmentId, string Number, Guid MentorId, string MentorName, DateTimeOffset StartsAt, DateTimeOffset EndsAt,
        int Minutes, DateOnly LocalDate, int IsoWeek,
    EntryKind Kind, PlaceType Place, DateTimeOffset RegisteredAt, CorrectionCode? Correction, string CorrectionReason, bool IsSuperseded,
        Answer? Answer, Guid MunicipalityId)
{
    /// <summary>Whether it is direct contact that nobody has corrected: what the check counts.</summary>
    public bool Counts => Kind == EntryKind.Direct && !IsSuperseded;

    /// <summary>What the mentor wrote, while the assignment is live.</summary>
    public string? Note { get; init; }

    public static IQueryable<EntryRow> From(PortalDb db, IQueryable<TimeEntry> entries) =>
        from e in entries
        join a in db.Assignments on e.AssignmentId equals a.Id
        select new EntryRow(e.Id, e.AssignmentId, a.Number, e.MentorId, e.MentorName, e.StartsAt, e.EndsAt, e.Minutes, e.LocalDate,
            e.IsoWeek,
            e.Kind, e.Place, e.RegisteredAt, e.Correction, e.CorrectionReason,
            db.TimeEntries.Any(s => s.SupersedesId == e.Id),
            db.Confirmations.Where(c => c.EntryId == e.Id).OrderByDescending(c => c.RecordedAt).ThenByDescending(c => c.Id)
                .Select(c => (Answer?)c.Answer).FirstOrDefault(), e.MunicipalityId);

    private bool HasWords => Note is { Length: > 0 } || CorrectionReason.Length > 0;

    /// <summary>Whose words a page shows is told the municipality of each assignment.</summary>
    public static void Tell(EvidenceLog evidence, string page, IEnumerable<EntryRow> shown)
    {
        foreach (var assignments in shown.Where(r => r.HasWords).Select(r => (r.MunicipalityId, r.AssignmentId)).Distinct()
            .GroupBy(c => c.MunicipalityId, c => c.AssignmentId))
        {
            if (assignments.Count() == 1) evidence.RecordReading(page, assignments.Key, assignments.Single());
            else evidence.RecordReading(page, assignments.Key, assignments.Key, [.. assignments]);
        }
    }

    /// <summary>Newest first, with notes.</summary>
    public static async Task<IReadOnlyList<EntryRow>> ListAsync(PortalDb db, IQueryable<TimeEntry> entries, CancellationToken cancel)
    {
        var rows = await From(db, entries.OrderByDescending(e => e.StartsAt)).ToListAsync(cancel);
        var ids = rows.Select(r => r.Id).ToList();
        var notes = await db.EntryNotes.Where(n => ids.Contains(n.EntryId)).ToDictionaryAsync(n => n.EntryId, n => n.Note, cancel);
        return [.. rows.OrderByDescending(r => r.StartsAt).Select(r => r with { Note = notes.GetValueOrDefault(r.Id) })];
    }
}
