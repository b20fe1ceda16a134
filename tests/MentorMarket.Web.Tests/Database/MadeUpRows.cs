using MentorMarket.Cli.Generate;

namespace MentorMarket.Web.Tests.Database;

/// <summary>Fills a database as <c>infra/mentormarket generate --database</c> does, without psql.</summary>
internal static class MadeUpRows
{
    public static async Task FillAsync(TestDatabase database, int entries, int invoices, bool inDanish = false)
    {
        // A table of a million rows is checked against its keys at the end of its copy.
        await using var connection =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Migrator) { CommandTimeout = 1800 }.ConnectionString);
        await connection.OpenAsync();
        foreach (var piece in new MadeUpPortal(new MadeUpYear(entries, invoices), inDanish).Pieces())
        {
            if (piece.Rows is null)
            {
                await using var command = new NpgsqlCommand(piece.Statement, connection);
                await command.ExecuteNonQueryAsync();
                continue;
            }
            await using var copy = await connection.BeginTextImportAsync(piece.Statement);
            foreach (var row in piece.Rows) await copy.WriteAsync(row);
        }
    }
}
