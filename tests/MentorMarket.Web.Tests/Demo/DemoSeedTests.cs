using System.Globalization;
using MentorMarket.Domain.Assignments;
using MentorMarket.Domain.Invoices;
using MentorMarket.Web.Demo;
using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Tests.Demo;

/// <summary>A database with the demo as it is on a Saturday in November.</summary>
public sealed class DemoDatabase(Cluster cluster) : IAsyncLifetime
{
    public static readonly DateTimeOffset Day = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    public TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await SeededAsync(cluster, Day);

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    public static async Task<TestDatabase> SeededAsync(Cluster cluster, DateTimeOffset now)
    {
        var database = await cluster.NewDatabaseAsync();
        await DemoSeed.RunAsync(database.Migrator, database.Folder, new StoppedClock(now), database.Vault(),
            TestContext.Current.CancellationToken);
        return database;
    }
}

internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}

public sealed class DemoSeedTests(Cluster cluster, DemoDatabase demo) : IClassFixture<DemoDatabase>
{
    [Fact]
    public async Task The_same_day_gives_the_same_rows()
    {
        await using var again = await DemoDatabase.SeededAsync(cluster, DemoDatabase.Day.AddHours(3));

        Assert.Equal(await FingerprintsAsync(demo.Database), await FingerprintsAsync(again));
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        var before = await FingerprintsAsync(demo.Database);
        await DemoSeed.RunAsync(demo.Database.Migrator, demo.Database.Folder, new StoppedClock(DemoDatabase.Day.AddDays(30)),
            demo.Database.Vault(), TestContext.Current.CancellationToken);

        Assert.Equal(before, await FingerprintsAsync(demo.Database));
    }

    [Fact]
    public async Task All_states_occur()
    {
        Assert.Equal(Enum.GetNames<GrantStatus>().Order(StringComparer.Ordinal),
            await ListAsync("select distinct status from portal.grants"));
        // Withdrawn has no work in it, and Submitted lasts as long as it takes the check to run.
        Assert.Equal(Enum.GetNames<AssignmentStatus>().Except(["Withdrawn"]).Order(StringComparer.Ordinal),
            await ListAsync("select distinct status from portal.assignments"));
        Assert.Equal(Enum.GetNames<InvoiceStatus>().Except(["Submitted"]).Order(StringComparer.Ordinal),
            await ListAsync("select distinct status from portal.invoices"));
        Assert.Equal(["Confirmed", "Disputed"], await ListAsync("select distinct answer from portal.confirmations"));
        Assert.Equal(["Held", "Payable", "Rejected"], await ListAsync("select distinct share from portal.line_findings"));
        foreach (var slug in (string[])["gribskov", "hilleroed", "broenderslev"])
        {
            Assert.Equal(3L, await demo.Database.ScalarAsync(
                "select count(*) from portal.listings l join portal.organisations o on o.id = l.municipality_id where o.slug = $1 and l.taken_at is null",
                slug));
            Assert.Equal(1L, await demo.Database.ScalarAsync(
                "select count(*) from portal.grants g join portal.organisations o on o.id = g.municipality_id where o.slug = $1 and g.status = 'Draft' and g.ends_on is null",
                slug));
        }
        Assert.Equal(0L, await demo.Database.ScalarAsync("select count(*) from portal.citizen_links"));
        Assert.NotEqual(0L, await demo.Database.ScalarAsync(
            "select count(*) from portal.time_entries e where e.kind = 'Direct' and e.local_date > $1 and not exists (select from portal.confirmations c where c.entry_id = e.id)",
                new DateOnly(2026, 11, 7)));
    }

    [Fact]
    public async Task A_mentor_of_two_providers_overlaps_with_oneself()
    {
        Assert.Equal(1L, await demo.Database.ScalarAsync("""
            select count(*) from portal.time_entries a join portal.time_entries b
              on a.mentor_id = b.mentor_id and a.provider_id < b.provider_id and a.starts_at < b.ends_at and b.starts_at < a.ends_at
            where a.kind = 'Direct' and b.kind = 'Direct'
            """));
    }

    [Fact]
    public async Task Every_krone_is_accounted_for()
    {
        Assert.Equal(0L, await demo.Database.ScalarAsync("select count(*) from portal.invoices where check_id is null"));
        Assert.Equal(0L, await demo.Database.ScalarAsync(
            "select count(*) from portal.checks c where c.payable + c.held + c.rejected <> c.amount"));
        Assert.Equal(0L, await demo.Database.ScalarAsync("""
            select count(*) from portal.checks c join portal.invoices i on i.id = c.invoice_id
            where c.amount <> i.amount or c.amount <> (select sum(l.amount) from portal.invoice_lines l where l.invoice_id = i.id)
               or (c.payable, c.held, c.rejected) is distinct from (select (sum(v.payable), sum(v.held), sum(v.rejected)) from portal.line_verdicts v where v.check_id = c.id)
            """));
        Assert.Equal(0L, await demo.Database.ScalarAsync("""
            select count(*) from portal.line_verdicts v
            where v.amount <> (select sum(f.amount) from portal.line_findings f where f.check_id = v.check_id and f.line_id = v.line_id)
            """));
        Assert.Equal(0L, await demo.Database.ScalarAsync(
            "select count(*) from portal.approvals a join portal.checks c on c.id = a.check_id where a.amount <> c.payable"));
        Assert.Equal(0L, await demo.Database.ScalarAsync("""
            select count(*) from (select m.entry_id, sum(m.minutes) as approved from portal.approved_minutes m group by m.entry_id) m
            join portal.time_entries e on e.id = m.entry_id where m.approved > e.minutes
            """));
    }

    /// <summary>
    /// What the sample's own answer says of each line, the portal says too. Beyond it the portal has the notice E03, and lines
    /// that are not there: the sample's repeated ones (U02), and invoices that have not been written yet on that day.
    /// </summary>
    [Fact]
    public async Task The_portal_judges_the_sample_as_the_sample_says()
    {
        var ours = await VerdictsAsync(demo.Database);
        var expected = Expected();

        Assert.InRange(ours.Count, 1000, expected.Count);
        Assert.All(ours, line => Assert.Equal(expected[line.Key], line.Value));
    }

    /// <summary>A new year, the night when summer time begins, the one when it ends, a leap day.</summary>
    [Theory]
    [InlineData("2027-01-01")]
    [InlineData("2027-03-28")]
    [InlineData("2027-10-31")]
    [InlineData("2028-02-29")]
    public async Task Any_day_gives_a_demo(string today)
    {
        await using var database = await DemoDatabase.SeededAsync(cluster, DateTimeOffset.Parse(today, CultureInfo.InvariantCulture)
            .AddHours(6));
        var ours = await VerdictsAsync(database);
        var expected = Expected();

        Assert.InRange(ours.Count, 1000, expected.Count);
        Assert.Equal([], ours.Where(line => expected[line.Key] != line.Value)
            .Select(line => $"{line.Key}: {line.Value}, not {expected[line.Key]}"));
    }

    [Fact]
    public async Task Everybody_can_log_in_with_the_password_on_the_sheet()
    {
        Assert.All(DemoPeople.Members, m => Assert.False(PasswordRules.IsCommon(DemoOrganisations.Password, m.UserName)));
        Assert.InRange(DemoOrganisations.Password.Length, 12, 64);
        var hashes = await ListAsync("select distinct password_hash from portal.users");
        var outcome = new PasswordHasher<User>().VerifyHashedPassword(new User { DisplayName = "" }, Assert.Single(hashes),
            DemoOrganisations.Password);
        Assert.NotEqual(PasswordVerificationResult.Failed, outcome);

        var sheet = await File.ReadAllTextAsync(Path.Combine(demo.Database.Folder, DemoLogins.FileName),
            TestContext.Current.CancellationToken);
        Assert.Contains(DemoOrganisations.Password, sheet, StringComparison.Ordinal);
        Assert.All(await ListAsync("select user_name from portal.users where is_demo"),
            name => Assert.Contains(name, sheet, StringComparison.Ordinal));
        Assert.Contains("flyttet 47 uger frem", sheet, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-01-05")]
    [InlineData("2026-03-29")]
    [InlineData("2026-07-01")]
    [InlineData("2028-10-29")]
    public void Time_of_day_and_day_of_week_survive_the_move(string today)
    {
        var clock = new DemoClock(new StoppedClock(DateTimeOffset.Parse(today, CultureInfo.InvariantCulture).AddHours(11)));
        var summer = clock.Moved(new DateTimeOffset(2025, 7, 1, 9, 15, 0, TimeSpan.FromHours(2)));
        var winter = clock.Moved(new DateTimeOffset(2025, 12, 16, 9, 15, 0, TimeSpan.FromHours(1)));
        foreach (var (moved, day) in (ReadOnlySpan<(DateTimeOffset, DayOfWeek)>)[(summer, DayOfWeek.Tuesday), (winter, DayOfWeek.Tuesday)])
        {
            var local = DanishTime.ToLocal(moved);
            Assert.Equal(new TimeSpan(9, 15, 0), local.TimeOfDay);
            Assert.Equal(day, local.DayOfWeek);
        }
        Assert.InRange(clock.Today.DayNumber - clock.DateOf(winter).DayNumber, 6, 12);
    }

    private static Dictionary<string, string> Expected() =>
        File.ReadLines(Path.Combine(Source.Root, "tests/MentorMarket.Exchange.Tests/Samples/year-2025/expected-findings.csv")).Skip(1)
            .Select(l => l.Split(',')).DistinctBy(f => string.Join(',', f[..3]))
                .ToDictionary(f => string.Join(',', f[..3]), f => string.Join(',', f[3..]), StringComparer.Ordinal);

    private static async Task<Dictionary<string, string>> VerdictsAsync(TestDatabase database)
    {
        var ours = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var connection = await database.OpenAsync("mm_migrator"))
        await using (var command = new NpgsqlCommand("""
            select concat_ws(',', i.number, l.line_no, o.slug), concat_ws(',', v.amount, v.payable, v.held, v.rejected, array_to_string(array_remove(v.codes, 'E03'), '|'))
            from portal.line_verdicts v join portal.invoice_lines l on l.id = v.line_id join portal.invoices i on i.check_id = v.check_id
            join portal.organisations o on o.id = i.provider_id
            """, connection))
        await using (var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken)) ours.Add(reader.GetString(0), reader.GetString(1));
        }
        return ours;
    }

    private async Task<List<string>> ListAsync(string sql)
    {
        await using var connection = await demo.Database.OpenAsync("mm_migrator");
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var list = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) list.Add(reader.GetString(0));
        return [.. list.Order(StringComparer.Ordinal)];
    }

    // Of every table; the salt of the password and the times at which evidence was written are those of the run.
    private static async Task<List<string>> FingerprintsAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync("mm_migrator");
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand(
            "select tablename from pg_tables where schemaname = 'portal' and tablename <> all (array['migrations', 'evidence_events']) order by 1",
            connection))
        await using (var reader = await list.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken)) tables.Add(reader.GetString(0));
        }
        var prints = new List<string>();
        foreach (var table in tables)
        {
            await using var print = new NpgsqlCommand(
                $"select md5(coalesce(string_agg(r, '/' order by r collate \"C\"), '')) from (select (to_jsonb(t) - 'password_hash' - 'cipher')::text as r from portal.{table} t) x",
                connection);
            prints.Add($"{table} {await print.ExecuteScalarAsync(TestContext.Current.CancellationToken)}");
        }
        return prints;
    }
}
