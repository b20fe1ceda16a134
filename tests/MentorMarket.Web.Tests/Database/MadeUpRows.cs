using MentorMarket.Cli.Generate;
using Npgsql;

namespace MentorMarket.Web.Tests.Database;

/// <summary>Fills a database as <c>infra/mentormarket generate --database</c> does, without psql.</summary>
internal static class MadeUpRows
{
    public static async Task FillAsync(TestDatabase database, int entries, int invoices, bool inDanish = false)
    {
        await using var connection = await database.OpenAsync("mm_migrator");
        foreach (var piece in new MadeUpPortal(new MadeUpYear(entries, invoices), inDanish).Pieces())
        {
            if (piece.Rows is null)
            {
                await using var command = new NpgsqlCommand(piece.Statement, connection) { CommandTimeout = 1800 };
                await command.ExecuteNonQueryAsync();
                continue;
            }
            await using var copy = await connection.BeginTextImportAsync(piece.Statement);
            foreach (var row in piece.Rows) await copy.WriteAsync(row);
        }
    }
}
