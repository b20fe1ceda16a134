namespace MentorMarket.Web.Data;

/// <summary>
/// Facts about a delivery pass each other freely; a check or an approval, which reads them all, goes alone. Whoever writes a fact
/// takes the turn before looking at the clock: what a check has read is then never younger than what it has not.
/// </summary>
internal static class FactTurns
{
    /// <summary>
    /// Nothing on the invoice's assignments is registered, corrected, answered or approved until this transaction ends, and what
    /// is on its way is waited for: all of what is read next is from one moment.
    /// </summary>
    public static Task HoldFactsAsync(this PortalDb db, Guid invoice, CancellationToken cancel) =>
        RunAsync(db, "select portal.lock_facts_of_invoice($1)", invoice, cancel);

    /// <summary>Waits until no check or approval reads what is delivered on the assignment, and keeps the next one waiting.</summary>
    public static Task TakeTurnOfFactsAsync(this PortalDb db, Guid assignment, CancellationToken cancel) =>
        RunAsync(db, "select portal.lock_facts_shared($1)", assignment, cancel);

    private static async Task RunAsync(PortalDb db, string sql, Guid id, CancellationToken cancel)
    {
        await using var command = db.Command(sql, id);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
