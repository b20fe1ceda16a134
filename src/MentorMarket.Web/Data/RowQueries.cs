namespace MentorMarket.Web.Data;

/// <summary>Thrown where a row is not there for the actor: absent or somebody else's, which is the same thing.</summary>
public sealed class RowNotFoundException() : Exception("No such row for this actor.");

/// <summary>
/// How one row is found. The database's policies decide what an actor may see; a query still says itself whose rows it wants, so
/// that it reads no others on its way, and so that a mistake in a policy is not everybody's data.
/// </summary>
public static class RowQueries
{
    /// <summary>The rows that belong to the actor's own organisation.</summary>
    public static IQueryable<T> Of<T>(this IQueryable<T> rows, Actor actor)
        where T : class => actor.Kind switch
        {
            ActorKind.Municipality or ActorKind.Checker => rows.Where(row => EF.Property<Guid>(row, "MunicipalityId") == actor.Tenant),
            ActorKind.Provider => rows.Where(row => EF.Property<Guid>(row, "ProviderId") == actor.Tenant),
            _ => throw new InvalidOperationException($"{actor.Kind} has no rows of its own."),
        };

    /// <summary>The people of the actor's own organisation, whatever it is.</summary>
    public static IQueryable<Membership> Of(this IQueryable<Membership> members, Actor actor) =>
        members.Where(member => member.OrganisationId == actor.Tenant);

    /// <summary>The invitations to the actor's own organisation.</summary>
    public static IQueryable<Invitation> Of(this IQueryable<Invitation> invitations, Actor actor) =>
        invitations.Where(invitation => invitation.OrganisationId == actor.Tenant);

    /// <summary>The row with that id, or 404.</summary>
    public static Task<T> GetAsync<T>(this IQueryable<T> rows, Guid id, CancellationToken cancel)
        where T : class => rows.SingleOrDefaultAsync(row => EF.Property<Guid>(row, "Id") == id, cancel).OrNotFound();

    /// <summary>The only row, or 404.</summary>
    public static async Task<T> OrNotFound<T>(this Task<T?> row)
        where T : class => await row ?? throw new RowNotFoundException();

    /// <summary>
    /// Holds the row until the unit of work ends; others wait for it. Call it before the row is read: what was read first may have
    /// changed during the wait.
    /// </summary>
    public static async Task LockAsync<T>(this PortalDb db, Guid id, CancellationToken cancel)
        where T : class
    {
        var table = db.Model.FindEntityType(typeof(T))!.GetSchemaQualifiedTableName();
        await using var hold = db.Command($"select 1 from {table} where id = $1 for update", id);
        await hold.ExecuteNonQueryAsync(cancel);
    }
}
