namespace MentorMarket.Web.Data;

/// <summary>Thrown where a row is not there for the actor: absent or somebody else's, which is the same thing.</summary>
public sealed class RowNotFoundException() : Exception("No such row for this actor.");

public static class RowQueries
{
    /// <summary>The only row, or 404.</summary>
    public static async Task<T> OrNotFound<T>(this Task<T?> row)
        where T : class => await row ?? throw new RowNotFoundException();
}
