using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Npgsql;
using Xunit;

namespace MentorMarket.Web.Tests.Database;

/// <summary>
/// What PostgreSQL does for each list of the portal with a million time entries and 300,000 invoices of fifty municipalities.
/// The plans are those of the statements that the pages send, as the login that sends them, told by the server itself
/// (<c>auto_explain</c>). Takes some minutes: <c>infra/test --all</c>.
/// </summary>
public sealed partial class ListPlanTests(Cluster cluster)
{
    // Of these PostgreSQL may read every row: it is as fast as an index.
    private const int FewRows = 10_000;

    private static readonly (string Who, string Path, string[] Variants)[] Lists =
    [
        ("Municipality", "municipality", [""]),
        ("Municipality", "municipality/assignments", ["", "?sort=number", "?sort=ends", "?status=Accepted", "?q=O12"]),
        ("Municipality", "municipality/citizens", ["", "?sort=number", "?q=O12"]),
        ("Municipality", "municipality/grants", ["", "?sort=number", "?status=Accepted", "?q=O12"]),
        ("Municipality", "municipality/followups", ["", "?sort=due"]),
        ("Municipality", "municipality/informs", [""]),
        ("Municipality", "municipality/imports", [""]),
        ("Municipality", "municipality/invoices", ["", "?sort=number", "?sort=-amount", "?sort=held", "?sort=toomuch", "?status=Checked", "?finding=G02", "?waiting=true", "?q=O12"]),
        ("Provider", "provider", [""]),
        ("Provider", "provider/assignments", ["", "?sort=number", "?q=O12"]),
        ("Provider", "provider/entries", ["", "?sort=start", "?month=2025-05", "?kind=NoShow"]),
        ("Provider", "provider/invoices", ["", "?sort=number", "?status=Checked", "?q=O12"]),
        ("Provider", "provider/listings", [""]),
        ("Auditor", "auditor", [""]),
        ("Auditor", "auditor/invoices", ["", "?sort=number", "?sort=-amount", "?status=Checked", "?finding=G02"]),
    ];

    [Fact]
    public async Task No_list_reads_a_big_table_from_end_to_end()
    {
        if (Environment.GetEnvironmentVariable("MENTORMARKET_TEST_ALL") != "1") Assert.Skip("infra/test --all");
        await using var database = await cluster.NewDatabaseAsync();
        await MadeUpRows.FillAsync(database, entries: 1_000_000, invoices: 300_000);
        await AddAuditorAsync(database);
        await ExplainAllAsync(database);
        await using var app = new PortalApp(database);

        var big = await BigTablesAsync(database);
        Assert.Superset(new HashSet<string> { "time_entries", "confirmations", "invoices", "invoice_lines", "checks", "line_verdicts", "line_matches", "grants", "assignments" }, big);
        // The test itself: a statement that must read everything is told.
        Assert.Contains("time_entries", await ReadWholeAsync(database, big, () => database.ScalarAsync("select sum(minutes) from portal.time_entries")));

        var found = new List<string>();
        foreach (var people in Lists.GroupBy(list => list.Who))
        {
            var (slug, person) = await SomebodyAsync(database, people.Key);
            using var browser = await app.LogInAsync(person);
            foreach (var (_, path, variants) in people)
                foreach (var variant in variants)
                {
                    var whole = await ReadWholeAsync(database, big, async () =>
                    {
                        using var answer = await browser.GetAsync($"/{slug}/{path}{variant}");
                        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}{variant}: {answer.StatusCode}");
                    });
                    found.AddRange(whole.Select(table => $"{path}{variant} reads all of {table}"));
                }
        }
        Assert.Empty(found);
    }

    private static async Task AddAuditorAsync(TestDatabase database) => await database.ScalarAsync("""
        insert into portal.organisations (id, kind, slug, name) values ('0a000000-0000-8000-8000-000000000001', 'AuditFirm', 'opdigtet-revision', 'Opdigtet Revision');
        insert into portal.users (id, user_name, normalized_user_name, email, normalized_email, display_name, is_demo)
        values ('0a000000-0000-8000-8000-000000000002', 'revisor@opdigtet.example', 'REVISOR@OPDIGTET.EXAMPLE', 'revisor@opdigtet.example', 'REVISOR@OPDIGTET.EXAMPLE', 'Opdigtet Revisor', true);
        insert into portal.memberships (id, organisation_id, person_id, name, email, roles)
        values ('0a000000-0000-8000-8000-000000000003', '0a000000-0000-8000-8000-000000000001', '0a000000-0000-8000-8000-000000000002', 'Opdigtet Revisor', 'revisor@opdigtet.example', '{Auditor}');
        insert into portal.engagements (id, auditor_id, municipality_id, period_from, period_to, opens_on, expires_on, granted_at)
        select '0a000000-0000-8000-8000-000000000004', '0a000000-0000-8000-8000-000000000001', id, '2025-01-01', '2025-12-31', '2025-01-01', '2099-12-31', now()
        from portal.organisations where slug = 'opdigtet-kommune-7'
        """);

    private static async Task ExplainAllAsync(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync();
        foreach (var setting in (string[])["session_preload_libraries = auto_explain", "auto_explain.log_min_duration = 0", "auto_explain.log_nested_statements = on"])
        {
            await using var command = new NpgsqlCommand($"alter database \"{database.Name}\" set {setting}", connection);
            await command.ExecuteNonQueryAsync();
        }
        NpgsqlConnection.ClearAllPools();
    }

    private static async Task<HashSet<string>> BigTablesAsync(TestDatabase database) =>
        [.. ((string)(await database.ScalarAsync($"select string_agg(relname, ' ') from pg_class where relnamespace = 'portal'::regnamespace and relkind = 'r' and reltuples > {FewRows}"))!).Split(' ')];

    private static async Task<(string Slug, Guid Person)> SomebodyAsync(TestDatabase database, string who)
    {
        var found = (string)(await database.ScalarAsync("""
            select o.slug || ' ' || m.person_id from portal.memberships m join portal.organisations o on o.id = m.organisation_id
            where o.kind = case $1 when 'Auditor' then 'AuditFirm' else $1 end order by o.slug, m.person_id limit 1
            """, who))!;
        return (found.Split(' ')[0], Guid.Parse(found.Split(' ')[1]));
    }

    /// <summary>The big tables that any statement read from end to end while this was done.</summary>
    private static async Task<List<string>> ReadWholeAsync(TestDatabase database, HashSet<string> big, Func<Task> done)
    {
        await using var administrator = new NpgsqlConnection(database.Administrator);
        await administrator.OpenAsync();
        var from = await LogSizeAsync(administrator);
        await done();
        // The log is written by another process: it is complete when a statement that came later stands in it.
        var mark = Guid.CreateVersion7().ToString();
        await database.ScalarAsync($"select '{mark}'");
        var (log, waited) = ("", Stopwatch.StartNew());
        while (!log.Contains(mark, StringComparison.Ordinal))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), "The server's log does not go on.");
            await using var read = new NpgsqlCommand("select convert_from(pg_read_binary_file(pg_current_logfile(), $1, 1000000000), 'UTF8')", administrator) { Parameters = { new() { Value = from } } };
            log = (string)(await read.ExecuteScalarAsync())!;
        }
        return [.. WholeTable().Matches(log).Select(match => match.Groups[1].Value).Where(big.Contains).Distinct()];
    }

    private static async Task<long> LogSizeAsync(NpgsqlConnection administrator)
    {
        await using var size = new NpgsqlCommand("select size from pg_stat_file(pg_current_logfile())", administrator);
        return Convert.ToInt64(await size.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Seq Scan on (\w+)")]
    private static partial Regex WholeTable();
}
