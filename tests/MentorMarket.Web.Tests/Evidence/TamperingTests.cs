using System.Security.Cryptography;
using MentorMarket.Web.Commands;
using MentorMarket.Web.Evidence;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MentorMarket.Web.Tests.Evidence;

/// <summary>Whoever owns the database can change it. What they change shows: in the chain, or against what was noted outside it.</summary>
public sealed class TamperingTests(Cluster cluster)
{
    // Makes the chain hang together again from an event on, as the owner could.
    private const string Rehash = """
        create function pg_temp.rehash(which uuid) returns void language plpgsql as $$
        declare e record; before bytea := decode(repeat('00', 32), 'hex'); fresh bytea;
        begin
            for e in select * from portal.evidence_events where organisation_id = which order by sequence loop
                fresh := sha256(before || convert_to(concat_ws('|', 'v1', which, e.sequence, to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                    e.kind, e.subject_id, coalesce(e.actor_id::text, '-'), e.actor_role, coalesce(e.acting_organisation_id::text, '-'), encode(e.payload_hash, 'hex')), 'UTF8'));
                update portal.evidence_events set previous_hash = before, hash = fresh where organisation_id = which and sequence = e.sequence;
                before := fresh;
            end loop;
        end $$;
        """;

    private const string OtherWords =
        "update portal.evidence_payloads set payload = '{\"æ\":\"x\"}' where organisation_id = $chain and sequence = 3;";
    private const string HashOfWords =
        "update portal.evidence_events e set payload_hash = sha256(p.salt || convert_to(p.payload, 'UTF8')) from portal.evidence_payloads p where p.organisation_id = e.organisation_id and p.sequence = e.sequence and e.organisation_id = $chain and e.sequence = 3;";
    private const string Again = "select pg_temp.rehash($chain);";

    private static string Without(string which) =>
        $"delete from portal.evidence_payloads where organisation_id = $chain and sequence {which}; delete from portal.evidence_events where organisation_id = $chain and sequence {which};";

    private static string Swapped(string table) =>
        $"update portal.{table} set sequence = -sequence where organisation_id = $chain and sequence in (3, 4); update portal.{table} set sequence = case sequence when -3 then 4 else 3 end where organisation_id = $chain and sequence < 0;";

    private const string Unchecked =
        "alter table portal.evidence_events drop constraint evidence_events_sequence_check; alter table portal.evidence_payloads drop constraint evidence_payloads_organisation_id_sequence_fkey;";

    /// <summary>Each way to tamper, and whether the chain alone shows it.</summary>
    public static TheoryData<string, string, bool> Ways => new()
    {
        { "other words", OtherWords, true },
        { "other words and their hash", OtherWords + HashOfWords, true },
        { "the first event deleted", Without("= 1"), true },
        { "one in the middle deleted", Without("= 3"), true },
        { "two swapped", Unchecked + Swapped("evidence_events") + Swapped("evidence_payloads"), true },
        { "backdated",
            "update portal.evidence_events set occurred_at = occurred_at - interval '1 year' where organisation_id = $chain and sequence = 3;",
            true },
        { "backdated and hashed anew",
            "update portal.evidence_events set occurred_at = occurred_at - interval '1 year' where organisation_id = $chain and sequence = 3;"
            + Again, true },
        { "another actor",
            "update portal.evidence_events set actor_id = gen_random_uuid() where organisation_id = $chain and sequence = 3;", true },
        { "another role", "update portal.evidence_events set actor_role = 'municipality' where organisation_id = $chain and sequence = 3;",
            true },
        { "the chains of two houses swapped", Unchecked + """
            alter table portal.evidence_events drop constraint evidence_events_pkey cascade; alter table portal.evidence_payloads drop constraint evidence_payloads_pkey;
            update portal.evidence_events set organisation_id = case organisation_id when $chain then $other else $chain end where organisation_id in ($chain, $other);
            update portal.evidence_payloads set organisation_id = case organisation_id when $chain then $other else $chain end where organisation_id in ($chain, $other);
            """, true },
        { "other words, all hashed anew", OtherWords + HashOfWords + Again, false },
        { "the last event deleted", Without("= 6"), false },
        { "the end cut off", Without("> 2"), false },
        { "one in the middle deleted, the rest renumbered and hashed anew", Unchecked + Without(
            "= 3") + "update portal.evidence_events set sequence = sequence - 1 where organisation_id = $chain and sequence > 3; update portal.evidence_payloads set sequence = sequence - 1 where organisation_id = $chain and sequence > 3;"
            + Again, false },
        { "the whole chain deleted", Without("> 0"), false },
        { "an event that never happened",
            "set session authorization mm_migrator; select portal.append_event($chain, 'Tested', gen_random_uuid(), '{}', decode(repeat('00', 16), 'hex'));",
            false },
        { "words and salt erased", "delete from portal.evidence_payloads where organisation_id = $chain and sequence = 3;", true },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_way_to_tamper_is_found_against_what_was_noted_outside(string way, string sql, bool showsAlone)
    {
        await using var database = await cluster.NewWorldAsync();
        var (chain, other) = (database.World.Gribskov.Id, database.World.Hilleroed.Id);
        await FillAsync(database, chain);
        await FillAsync(database, other);
        var noted = await NoteAsync(database, chain);
        Assert.Empty(await ChainVerifier.FaultsAsync(database, chain, noted, nothingSince: true));

        await using (var owner = new NpgsqlConnection(database.Administrator))
        {
            await owner.OpenAsync(TestContext.Current.CancellationToken);
            await RunAsync(owner, Rehash
                + "alter table portal.evidence_events disable trigger user; alter table portal.evidence_payloads disable trigger user;");
            await RunAsync(owner, sql.Replace("$chain", $"'{chain}'::uuid", StringComparison.Ordinal)
                .Replace("$other", $"'{other}'::uuid", StringComparison.Ordinal));
        }

        Assert.NotEmpty(await ChainVerifier.FaultsAsync(database, chain, noted, nothingSince: true));
        Assert.True(showsAlone == (await ChainVerifier.FaultsAsync(database, chain)).Count > 0, way);
    }

    [Fact]
    public async Task What_an_event_said_is_erased_with_an_event_that_says_who_and_why()
    {
        await using var database = await cluster.NewWorldAsync();
        var chain = database.World.Gribskov.Id;
        await FillAsync(database, chain);
        var noted = await NoteAsync(database, chain);

        var telling = await EraseCommand.EraseAsync(database.Migrator, "gribskov", 3, "Prøve \"DPO\" Person", "GDPR art. 17");

        Assert.Equal(7, telling);
        Assert.Equal("""{"kind":"Tested","sequence":3,"who":"Prøve \"DPO\" Person","why":"GDPR art. 17"}""",
            await database.ScalarAsync("select payload from portal.evidence_payloads where organisation_id = $1 and sequence = 7", chain));
        Assert.Equal(0L, await database.ScalarAsync(
            "select count(*) from portal.evidence_payloads where organisation_id = $1 and sequence = 3", chain));
        Assert.Empty(await ChainVerifier.FaultsAsync(database, chain, noted));
        // Erased once is erased, and what tells of it stays.
        foreach (var number in new[] { 3L, 7L, 99L })
        {
            Assert.Equal("22023", (await Assert.ThrowsAsync<PostgresException>(() =>
                EraseCommand.EraseAsync(database.Migrator, "gribskov", number, "x", "y"))).SqlState);
        }
        foreach (var (who, why) in new[] { ("", "y"), ("x", " ") })
        {
            Assert.Equal("22023", (await Assert.ThrowsAsync<PostgresException>(() =>
                EraseCommand.EraseAsync(database.Migrator, "gribskov", 4, who, why))).SqlState);
        }
    }

    [Theory]
    [InlineData("Prøve 050662-0613", "GDPR art. 17")]
    [InlineData("Prøve", "om 050662 og de sidste fire cifre er 0613")]
    public async Task Who_asks_for_an_erasure_and_why_stay_and_hold_no_cpr_number(string who, string why)
    {
        await using var database = await cluster.NewWorldAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => EraseCommand.EraseAsync(database.Migrator, "gribskov", 1, who, why));
    }

    [Fact]
    public async Task One_login_that_wrote_what_nobody_can_read_stops_no_erasure()
    {
        await using var database = await cluster.NewWorldAsync();
        var chain = database.World.Gribskov.Id;
        await using var owner = await database.OpenAsync("mm_migrator");
        // As such a payload would stand there from before it was refused.
        await RunAsync(owner, "alter table portal.evidence_payloads drop constraint if exists evidence_payloads_object");
        foreach (var payload in new[] { "no object", "{\"sequence\":\"x\"}" })
        {
            await database.ScalarAsync("select portal.append_event($1, 'Tested', $1, $2, $3)", chain, payload, new byte[16]);
        }

        await EraseCommand.EraseAsync(database.Migrator, "gribskov", 1, "Prøve", "GDPR art. 17");

        Assert.Equal(0L, await database.ScalarAsync(
            "select count(*) from portal.evidence_payloads where organisation_id = $1 and sequence = 1", chain));
    }

    [Theory]
    [InlineData("Tested|00000000-0000-0000-0000-000000000000", "{}", "23514")]
    [InlineData("", "{}", "23514")]
    [InlineData("Tested", "[]", "23514")]
    [InlineData("Tested", "null", "23514")]
    [InlineData("Tested", "not json", "22P02")]
    public async Task An_events_name_is_a_word_and_what_it_says_an_object(string kind, string payload, string state)
    {
        await using var database = await cluster.NewWorldAsync();
        var chain = database.World.Gribskov.Id;

        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            database.ScalarAsync("select portal.append_event($1, $2, $1, $3, $4)", chain, kind, payload, new byte[16]));

        Assert.Equal(state, refused.SqlState);
    }

    [Theory]
    [InlineData("delete from portal.evidence_payloads where sequence = 3")]
    [InlineData("update portal.evidence_payloads set payload = '' where sequence = 3")]
    [InlineData("update portal.evidence_payloads set salt = salt where sequence = 3")]
    [InlineData("truncate portal.evidence_payloads")]
    public async Task Nobody_else_erases_what_an_event_said_not_even_the_owner(string sql)
    {
        await using var database = await cluster.NewWorldAsync();
        await FillAsync(database, database.World.Gribskov.Id);
        foreach (var role in new[] { "origin", "replica" })
        {
            await using var owner = new NpgsqlConnection(database.Administrator);
            await owner.OpenAsync(TestContext.Current.CancellationToken);
            Assert.Equal("MM001", (await Assert.ThrowsAsync<PostgresException>(() =>
                RunAsync(owner, $"set session_replication_role = {role}; {sql}"))).SqlState);
        }
    }

    [Theory]
    [InlineData("citizens", "update portal.citizens set birth_year = 1980, area = 'x' where id = $live_citizen", "area birth_year")]
    [InlineData("citizen_identities", "update portal.citizen_identities set name = 'x' where citizen_id = $live_citizen", "name")]
    [InlineData("citizen_addresses", "update portal.citizen_addresses set is_protected = true where citizen_id = $live_citizen",
        "is_protected")]
    [InlineData("citizen_cprs", "update portal.citizen_cprs set lookup = decode(repeat('11', 32), 'hex') where citizen_id = $live_citizen",
        "lookup")]
    [InlineData("grants", "update portal.grants set hours_per_week = 9 where id = $live_grant", "hours_per_week")]
    [InlineData("grant_goals", "update portal.grant_goals set detail = 'x' where id = $live_goal", "detail")]
    [InlineData("assignments", "update portal.assignments set rate = 900 where id = $live_assignment", "rate")]
    [InlineData("invoices", "update portal.invoices set amount = 900 where id = $live_invoice", "amount")]
    [InlineData("memberships", "update portal.memberships set roles = '{Administrator}' where id = $membership", "roles")]
    [InlineData("engagements", "update portal.engagements set expires_on = '2099-01-01' where id = $engagement", "expires_on")]
    [InlineData("deputies", "update portal.deputies set revoked_at = null where municipality_id = $chain", "revoked_at")]
    [InlineData("entry_notes", "update portal.entry_notes set note = 'x' where entry_id = $live_entry", "note")]
    [InlineData("entry_notes", "delete from portal.entry_notes where entry_id = $live_entry",
        "assignment_id entry_id municipality_id note provider_id")]
    public async Task What_the_owner_changes_by_hand_is_told_to_the_chain(string table, string sql, string columns)
    {
        await using var database = await cluster.NewWorldAsync();
        var (w, live) = (database.World, database.World.Live);
        foreach (var (word, id) in new[]
        {
            ("$live_citizen", live.Citizen), ("$live_grant", live.Grant), ("$live_goal", live.Goal), ("$live_assignment", live.Assignment),
                ("$live_invoice", live.Invoice), ("$live_entry", live.Entry),
            ("$membership", w.Gribskov.Memberships[Role.Caseworker]), ("$engagement", w.Engagement), ("$chain", w.Gribskov.Id),
        })
            sql = sql.Replace(word, $"'{id}'", StringComparison.Ordinal);
        var noted = await NoteAsync(database, w.Gribskov.Id);

        foreach (var role in new[] { "origin", "replica" })
        {
            await using var owner = new NpgsqlConnection(database.Administrator);
            await owner.OpenAsync(TestContext.Current.CancellationToken);
            await RunAsync(owner, $"set session_replication_role = {role}; {sql}");
            // The second time it says the same, so nothing is changed and nothing told.
            Assert.Equal(1L, await database.ScalarAsync("select count(*) from portal.evidence_events where kind = 'ChangedByHand'"));
        }

        Assert.Equal(
            $$"""{"columns":["{{columns.Replace(" ", "\", \"", StringComparison.Ordinal)}}"],"table":"{{table}}","what":"{{sql[..6]}}"}""",
            await database.ScalarAsync(
            "select p.payload from portal.evidence_events e join portal.evidence_payloads p using (organisation_id, sequence) where e.kind = 'ChangedByHand' and e.organisation_id = $1",
                w.Gribskov.Id));
        Assert.Empty(await ChainVerifier.FaultsAsync(database, w.Gribskov.Id, noted));
    }

    [Fact]
    public async Task Every_row_changed_by_hand_is_told_and_nothing_is_emptied()
    {
        await using var database = await cluster.NewWorldAsync();

        await database.ScalarAsync("update portal.grants set hours_per_week = hours_per_week + 1");

        Assert.Equal(await database.ScalarAsync("select count(*) from portal.grants"),
            await database.ScalarAsync("select count(*) from portal.evidence_events where kind = 'ChangedByHand'"));
        foreach (var party in new[] { database.World.Gribskov, database.World.Hilleroed })
        {
            Assert.Empty(await ChainVerifier.FaultsAsync(database, party.Id));
        }
        Assert.Equal("MM001", (await Assert.ThrowsAsync<PostgresException>(() =>
            database.ScalarAsync("truncate portal.entry_notes"))).SqlState);
    }

    [Fact]
    public async Task Where_every_chain_stands_is_written_down_once_a_day()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var sources = database.Sources();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MENTORMARKET_DATA", database.Folder)]).Build();
        using var anchors = new Anchors(sources, configuration, TimeProvider.System, NullLogger<Anchors>.Instance);

        var path = await anchors.WriteAsync(TestContext.Current.CancellationToken);
        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        await FillAsync(database, database.World.Nord.Id);
        Assert.Equal(path, await anchors.WriteAsync(TestContext.Current.CancellationToken));

        Assert.Equal(lines, await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(database.World.Parties.Select(p => p.Id).Order(), lines.Select(l => Guid.Parse(l.Split(' ')[0])).Order());
        var nord = lines.Single(l => l.StartsWith(database.World.Nord.Id.ToString(), StringComparison.Ordinal)).Split(' ');
        Assert.Empty(await ChainVerifier.FaultsAsync(database, database.World.Nord.Id,
            new(long.Parse(nord[1], System.Globalization.CultureInfo.InvariantCulture), nord[2])));
    }

    [Fact]
    public async Task Of_two_nodes_on_one_folder_one_writes_the_file_and_only_its_root_is_logged()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var sources = database.Sources();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MENTORMARKET_DATA", database.Folder)]).Build();
        var log = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var logging = LoggerFactory.Create(b => b.AddProvider(new PortalApp.Recorder(log)));
        using var one = new Anchors(sources, configuration, TimeProvider.System, logging.CreateLogger<Anchors>());
        using var other = new Anchors(sources, configuration, TimeProvider.System, logging.CreateLogger<Anchors>());
        // Both have looked for the file before either can read where the chains stand.
        await using var somebody = await database.OpenAsync("mm_migrator");
        await using var transaction = await somebody.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await RunAsync(somebody, "lock table portal.evidence_events in access exclusive mode");
        var writes = new[] { one.WriteAsync(TestContext.Current.CancellationToken), other.WriteAsync(
            TestContext.Current.CancellationToken) };
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        var paths = await Task.WhenAll(writes);

        Assert.Equal(paths[0], paths[1]);
        Assert.Equal([paths[0]], Directory.GetFiles(Path.GetDirectoryName(paths[0])!));
        Assert.Single(log, l => l.Contains(" root ", StringComparison.Ordinal));
    }

    // With the event of the world that makes six.
    private static async Task FillAsync(TestDatabase database, Guid chain)
    {
        for (var i = 0; i < 5; i++)
        {
            await database.ScalarAsync("select portal.append_event($1, 'Tested', $2, $3, $4)", chain, Guid.CreateVersion7(),
                $$"""{"æ":"{{i}}"}""", RandomNumberGenerator.GetBytes(16));
        }
    }

    private static async Task<Noted> NoteAsync(TestDatabase database, Guid chain)
    {
        await using var sources = database.Sources();
        var head = (await Anchors.HeadsAsync(sources[ActorKind.Checker], TestContext.Current.CancellationToken))
            .Single(h => h.Organisation == chain);
        return new(head.Count, head.Hash);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
