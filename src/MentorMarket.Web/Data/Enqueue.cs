namespace MentorMarket.Web.Data;

/// <summary>Asks for work, in the transaction that makes it needed: done after the commit, by any node, or not at all.</summary>
internal static class Enqueue
{
    private const string ToCheck = """
        insert into portal.jobs (id, kind, municipality_id, subject_id, run_after)
        select gen_random_uuid(), $2, i.municipality_id, i.id, now() + $3
        from portal.invoices i
        """;

    // The minutes of an assignment are shared by all invoices that bill for it.
    private const string TheOthers = """
         where i.id <> $1 and i.status <> 'Returned' and exists (
            select from portal.invoice_lines l join portal.invoice_lines mine on mine.assignment_id = l.assignment_id
            where l.invoice_id = i.id and mine.invoice_id = $1)
        """;

    /// <summary>The job, so that whoever asks can run it at once; none where the asker sees no such invoice.</summary>
    public static async Task<Guid?> CheckAsync(PortalDb db, Guid invoice, CancellationToken cancel)
    {
        await using var ask = db.Command(ToCheck + " where i.id = $1 returning id", invoice, JobKinds.CheckInvoice, TimeSpan.Zero);
        return await ask.ExecuteScalarAsync(cancel) as Guid?;
    }

    /// <summary>The other invoices on the same assignments get less, or more, now that this one is there, paid or gone.</summary>
    public static async Task ChecksOfSameAssignmentsAsync(PortalDb db, Guid invoice, CancellationToken cancel)
    {
        await using var ask = db.Command(ToCheck + TheOthers, invoice, JobKinds.CheckInvoice, TimeSpan.Zero);
        await ask.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>
    /// A grant rests or goes on: what is billed on it is looked at again. When its assignment ends, or settings are recorded, the
    /// database asks itself (<c>queue_checks_of_assignment</c>, <c>queue_checks_under_settings</c>).
    /// </summary>
    public static async Task ChecksOfGrantAsync(PortalDb db, Guid grant, CancellationToken cancel)
    {
        await using var ask = db.Command(ToCheck + """
             where i.status <> 'Returned' and exists (
                select from portal.invoice_lines l join portal.assignments a on a.id = l.assignment_id where l.invoice_id = i.id and a.grant_id = $1)
            """, grant, JobKinds.CheckInvoice, TimeSpan.Zero);
        await ask.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>
    /// What is delivered on an assignment is shared by all invoices that bill for it: what one hour gets, another may lose, in the same
    /// week or of the total.
    /// </summary>
    public static async Task ChecksOfAssignmentAsync(PortalDb db, Guid assignment, CancellationToken cancel)
    {
        await using var ask = db.Command(ToCheck
            + " where i.status <> 'Returned' and exists (select from portal.invoice_lines l where l.invoice_id = i.id and l.assignment_id = $1)",
            assignment, JobKinds.CheckInvoice, TimeSpan.Zero);
        await ask.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>
    /// An entry is new, corrected or answered. The database finds what it overlaps with: the asker may not see all of it.
    /// </summary>
    public static async Task RecheckAsync(PortalDb db, Guid entry, CancellationToken cancel)
    {
        await using var ask = db.Command("select portal.queue_rechecks($1)", entry);
        await ask.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Work on an import, for the person who asks; with nobody named the municipality does it itself.</summary>
    public static async Task ImportAsync(PortalDb db, string kind, Guid municipality, Guid import, Guid? person, TimeSpan after,
        CancellationToken cancel)
    {
        await using var ask = db.Command(
            "insert into portal.jobs (id, kind, municipality_id, subject_id, person_id, run_after) values (gen_random_uuid(), $1, $2, $3, $4, now() + $5)",
            kind, municipality, import, (object?)person ?? DBNull.Value, after);
        await ask.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>When the work on this subject that failed is tried again; nothing when none did, or only in another municipality.</summary>
    public static Task<DateTimeOffset?> NextTryAsync(this PortalDb db, Guid subject, CancellationToken cancel) =>
        NextTry(db, subject, cancel);

    private static readonly Func<PortalDb, Guid, CancellationToken, Task<DateTimeOffset?>> NextTry =
        EF.CompileAsyncQuery((PortalDb db, Guid subject, CancellationToken _) =>
        db.Jobs.Where(j => j.SubjectId == subject && j.DoneAt == null && j.LastError != null).OrderBy(j => j.RunAfter)
            .Select(j => (DateTimeOffset?)j.RunAfter).FirstOrDefault());
}
