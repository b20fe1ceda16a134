using System.Security.Cryptography;
using System.Text;
using MentorMarket.Web.Commands;

namespace MentorMarket.Web.Tests.Database;

/// <summary>
/// The server of the tests checks each password as any server does, but after one round of hashing and not after 4,096. A test run
/// opens some twenty thousand connections, and the rounds were a quarter of all its work.
/// </summary>
internal static class QuickLogIns
{
    /// <summary>For the roles of these connection strings, where their passwords are kept otherwise.</summary>
    public static async Task SetAsync(NpgsqlConnection administrator, params IEnumerable<string> connections)
    {
        var slow = new HashSet<string>(StringComparer.Ordinal);
        await using (var look = new NpgsqlCommand(
            "select rolname from pg_authid where rolcanlogin and rolpassword not like 'SCRAM-SHA-256$1:%'", administrator))
        await using (var found = await look.ExecuteReaderAsync())
        {
            while (await found.ReadAsync()) slow.Add(found.GetString(0));
        }
        if (slow.Count == 0) return;
        // Whoever sets up at the same time alters the same roles.
        await using (var turn = new NpgsqlCommand($"select pg_advisory_lock({DatabaseSetup.SetupLock})", administrator))
        {
            await turn.ExecuteNonQueryAsync();
        }
        foreach (var login in connections.Select(c => new NpgsqlConnectionStringBuilder(c)).Where(l => slow.Remove(l.Username!)))
        {
            await using var set = new NpgsqlCommand($"alter role {login.Username} password '{Secret(login.Password!)}'", administrator);
            await set.ExecuteNonQueryAsync();
        }
        await using var done = new NpgsqlCommand($"select pg_advisory_unlock({DatabaseSetup.SetupLock})", administrator);
        await done.ExecuteNonQueryAsync();
    }

    /// <summary>What PostgreSQL keeps of a password (RFC 5803), made with one round.</summary>
    private static string Secret(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var salted = HMACSHA256.HashData(Encoding.UTF8.GetBytes(password), (byte[])[.. salt, 0, 0, 0, 1]);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, (byte[])[.. "Client Key"u8]));
        var server = HMACSHA256.HashData(salted, (byte[])[.. "Server Key"u8]);
        return $"SCRAM-SHA-256$1:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }
}
