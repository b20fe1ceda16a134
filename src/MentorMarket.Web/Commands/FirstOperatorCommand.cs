using System.Globalization;
using System.Security.Cryptography;
using MentorMarket.Web.Secrets;
using Npgsql;

namespace MentorMarket.Web.Commands;

/// <summary>
/// <c>MentorMarket.Web first-operator</c>: a link with which somebody becomes the portal's first operator, in a file that only its owner
/// reads, as long as there is none. Who reads that folder has the keys of everything anyway.
/// </summary>
public static class FirstOperatorCommand
{
    public const string FileName = "first-operator.txt";

    /// <summary>At a start a link that still works is left as it is; asked for by hand, a new one takes its place.</summary>
    public const string IfNeeded = "--if-needed";

    public static async Task<int> RunAsync(string[] args)
    {
        var folder = Environment.GetEnvironmentVariable("MENTORMARKET_DATA");
        if (args is not ([] or [IfNeeded]) || string.IsNullOrEmpty(folder)
            || !File.Exists(Path.Combine(folder, "migrator-connection")))
        {
            await Console.Error.WriteLineAsync(
                $"Set MENTORMARKET_DATA to the folder that the 'database' command wrote. {IfNeeded} leaves a link that still works.");
            return 2;
        }
        var settings = new ConfigurationBuilder().AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
        var port = Environment.GetEnvironmentVariable("PORT") is { Length: > 0 } set ? set : "5080";
        var start = settings["Portal:Address"] is { Length: > 0 } address ? address.TrimEnd('/')
            : $"http://localhost:{port}";
        var migrator = await File.ReadAllTextAsync(Path.Combine(folder, "migrator-connection"));
        var told = await EnsureAsync(migrator, folder, start, TimeProvider.System, isNew: args.Length == 0);
        if (told is null && args.Length == 0)
        {
            await Console.Error.WriteLineAsync(
                "There is an operator. They invite others under Medarbejdere in the portal; a forgotten password is asked for where one logs in.");
            return 1;
        }
        if (told is not null) await Console.Error.WriteLineAsync(told);
        return 0;
    }

    /// <summary>What to tell whoever starts the portal; null where there is an operator.</summary>
    /// <param name="start">What the portal's addresses begin with.</param>
    /// <param name="isNew">Whether a link that works is replaced.</param>
    public static async Task<string?> EnsureAsync(string migrator, string folder, string start, TimeProvider time, bool isNew)
    {
        var (file, now) = (Path.Combine(folder, FileName), time.GetUtcNow());
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(migrator) { Pooling = false }.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        // Two nodes that start together make one platform and one link.
        await AskAsync(connection, "lock table portal.organisations in exclusive mode");
        var platform = await PlatformAsync(connection, now);
        if (await AskAsync(connection, """
            select exists (select from portal.memberships m join portal.users u on u.id = m.person_id
                where m.organisation_id = $1 and m.ended_at is null and 'Operator' = any (m.roles) and not u.is_demo)
            """, platform) is true)
        {
            await RevokeAsync(connection, platform, now);
            await transaction.CommitAsync();
            File.Delete(file);
            return null;
        }
        await EndDemoAsync(connection, platform, now);
        // The link in the file, and no other: another node may have made its own, or this one ended between file and commit.
        var until = await AskAsync(connection, """
            select expires_at from portal.invitations
            where token_hash = $1 and invited_by is null and used_at is null and revoked_at is null and expires_at > $2
            """, HashIn(file), now) as DateTime?;
        if (isNew || until is null)
        {
            until = (now + InvitationToken.GoodFor).UtcDateTime;
            var token = await InviteAsync(connection, platform, now);
            await SecretFile.WriteAsync(file, string.Create(CultureInfo.InvariantCulture, $"""
                Whoever opens this address becomes the portal's first operator. It works once, until {until:yyyy-MM-dd HH:mm} UTC.

                {start}/account/acceptinvitation{QueryString.Create("token", token)}

                """));
        }
        await transaction.CommitAsync();
        return string.Create(CultureInfo.InvariantCulture,
            $"Nobody can enter yet: the link for the first operator is in {file}, until {until:yyyy-MM-dd HH:mm} UTC.");
    }

    private static async Task<Guid> PlatformAsync(NpgsqlConnection connection, DateTimeOffset now)
    {
        if (await AskAsync(connection, "select id from portal.organisations where kind = 'Platform'") is Guid there) return there;
        var id = Guid.CreateVersion7(now);
        await AskAsync(connection,
            "insert into portal.organisations (id, kind, slug, name, created_at) values ($1, 'Platform', 'platform', 'MentorMarket', $2)",
            id, now);
        await NoteAsync(connection, CaseEventKind.OrganisationOpened, id, id, ("kind", nameof(OrganisationKind.Platform)));
        return id;
    }

    private static async Task<string> InviteAsync(NpgsqlConnection connection, Guid platform, DateTimeOffset now)
    {
        await RevokeAsync(connection, platform, now);
        var (id, (token, hash)) = (Guid.CreateVersion7(now), InvitationToken.New());
        var roles = new[] { nameof(Role.Operator), nameof(Role.Administrator) };
        // Without an address: whoever takes it says their own.
        await AskAsync(connection, """
            insert into portal.invitations (id, organisation_id, email, name, roles, token_hash, from_operator, invited_at, expires_at)
            values ($1, $2, '', '', $3, $4, true, $5, $6)
            """, id, platform, roles, hash, now, now + InvitationToken.GoodFor);
        await NoteAsync(connection, CaseEventKind.PersonInvited, platform, id, ("roles", string.Join(' ', roles)));
        return token;
    }

    private static async Task RevokeAsync(NpgsqlConnection connection, Guid platform, DateTimeOffset now)
    {
        while (await AskAsync(connection, """
            update portal.invitations set revoked_at = $2 where id = (select id from portal.invitations
                where organisation_id = $1 and invited_by is null and used_at is null and revoked_at is null limit 1) returning id
            """, platform, now) is Guid older)
        {
            await NoteAsync(connection, CaseEventKind.InvitationRevoked, platform, older);
        }
    }

    // The password of the demo's people is printed. Where one of them operated the portal, and the demo is over, they do so no more.
    private static async Task EndDemoAsync(NpgsqlConnection connection, Guid platform, DateTimeOffset now)
    {
        while (await AskAsync(connection, """
            update portal.memberships set ended_at = $2 where id = (select m.id from portal.memberships m join portal.users u on u.id = m.person_id
                where m.organisation_id = $1 and m.ended_at is null and u.is_demo limit 1) returning id
            """, platform, now) is Guid ended)
        {
            await NoteAsync(connection, CaseEventKind.MembershipEnded, platform, ended, ("demo", true));
        }
    }

    private static byte[] HashIn(string file)
    {
        const string before = "token=";
        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        var at = text.IndexOf(before, StringComparison.Ordinal);
        return at < 0 ? [] : InvitationToken.HashOf(text[(at + before.Length)..].Split('\n')[0].Trim()) ?? [];
    }

    private static async Task NoteAsync(NpgsqlConnection connection, CaseEventKind kind, Guid chain, Guid subject,
        params (string Name, object? Value)[] payload) =>
        await AskAsync(connection, "select portal.append_event($1, $2, $3, $4, $5)", chain, kind.ToString(), subject,
            CanonicalJson.Of(payload.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal)), RandomNumberGenerator.GetBytes(16));

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync();
    }
}
