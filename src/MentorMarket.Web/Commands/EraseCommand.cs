using System.Globalization;
using Npgsql;

namespace MentorMarket.Web.Commands;

/// <summary>
/// <c>MentorMarket.Web erase-evidence ORGANISATION NUMBER WHO WHY</c>: erases what one event said, with its salt. The event itself
/// stays, the chain stays verifiable, and who asked for it and why is an event of its own.
/// </summary>
public static class EraseCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var folder = Environment.GetEnvironmentVariable("MENTORMARKET_DATA");
        if (args is not [var slug, var number, var who, var why]
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || string.IsNullOrEmpty(folder) || !File.Exists(Path.Combine(folder, "migrator-connection")))
        {
            await Console.Error.WriteLineAsync(
                "Set MENTORMARKET_DATA to the folder that the 'database' command wrote, and give: the organisation as in the address, the event's number, who asks for it, and why.");
            return 2;
        }
        try
        {
            var noted = await EraseAsync(await File.ReadAllTextAsync(Path.Combine(folder, "migrator-connection")), slug, sequence, who,
                why);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"Erased what event {sequence} of {slug} said. Event {noted} says who asked for it and why."));
            return 0;
        }
        catch (ArgumentException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidParameterValue)
        {
            await Console.Error.WriteLineAsync(e.MessageText);
            return 1;
        }
    }

    /// <summary>As the role that owns the schema; answers the number of the event that tells of it.</summary>
    /// <exception cref="ArgumentException">A CPR number stands in what is kept for good.</exception>
    public static async Task<long> EraseAsync(string migrator, string slug, long number, string who, string why)
    {
        if (CprNumber.IsIn(who) || CprNumber.IsIn(why))
        {
            throw new ArgumentException("Who asks for it, and why, stay for good: no CPR number may stand there.");
        }
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(migrator) { Pooling = false }.ConnectionString);
        // Any other way to erase it is refused by the database (trigger require_erasure_event).
        await using var erase = source.CreateCommand(
            "select portal.erase_payload((select o.id from portal.organisations o where o.slug = $1), $2, $3, $4)");
        foreach (var value in new object[] { slug, number, who, why }) erase.Parameters.Add(new() { Value = value });
        return (long)(await erase.ExecuteScalarAsync())!;
    }
}
