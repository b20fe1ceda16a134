namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>What the database gives and refuses by itself, without EF and without the portal.</summary>
public sealed class DatabaseIsolationTests(Cluster cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task Everybody_sees_and_changes_exactly_what_is_promised()
    {
        await using var database = await cluster.NewWorldAsync();
        var suite = await IsolationSuite.PrepareAsync(database);

        var violations = await suite.ViolationsAsync();

        output.WriteLine($"{suite.Visitors.Count} visitors, {suite.TableNames.Count} tables, {suite.Count} questions");
        Assert.True(violations.Count == 0, string.Join(Environment.NewLine, violations));
    }

    [Theory]
    [InlineData("agreements")]
    [InlineData("time_entries")]
    [InlineData("confirmations")]
    [InlineData("approvals")]
    [InlineData("evidence_events")]
    [InlineData("agreement_mentors")]
    [InlineData("municipal_settings")]
    [InlineData("goal_steps")]
    [InlineData("invoice_lines")]
    [InlineData("checks")]
    [InlineData("line_verdicts")]
    [InlineData("line_findings")]
    [InlineData("line_matches")]
    [InlineData("approved_minutes")]
    [InlineData("follow_ups")]
    public async Task Facts_and_evidence_are_never_changed_not_even_by_their_owner(string table)
    {
        await using var database = await cluster.NewWorldAsync();
        foreach (var statement in new[] { $"update portal.{table} set {Tables.Key(table)} = {Tables.Key(table)}",
            $"delete from portal.{table}" })
            foreach (var role in new[] { "replica", "origin" })
            {
                // As a replica, ordinary triggers would stay silent.
                var error = await Assert.ThrowsAsync<PostgresException>(async () =>
                {
                    await using var administrator = new NpgsqlConnection(database.Administrator);
                    await administrator.OpenAsync();
                    await using var command = new NpgsqlCommand($"set session_replication_role = {role}; {statement}", administrator);
                    await command.ExecuteNonQueryAsync();
                });
                Assert.Equal("MM001", error.SqlState);
            }
    }

    [Fact]
    public async Task Only_what_has_served_its_time_is_forgotten()
    {
        await using var database = await cluster.NewWorldAsync();
        var (gribskov, live) = (database.World.Gribskov.Id, database.World.Live);
        foreach (var (key, days) in new[] { ("a-form-of-last-week-1", 8), ("a-form-of-yesterday-1", 1) })
        {
            await database.ScalarAsync(
                "insert into portal.once_keys (key, organisation_id, request_hash, used_at) values ($1, $2, '\\x00', now() - $3 * interval '1 day')",
                key, gribskov, days);
        }
        foreach (var (subject, done) in new[] { (live.Entry, "40 days"), (live.Unanswered, "3 days") })
        {
            await database.ScalarAsync(
                "insert into portal.jobs (id, kind, municipality_id, subject_id, done_at) values (gen_random_uuid(), 'RecheckEntry', $1, $2, now() - $3::interval)",
                gribskov, subject, done);
        }

        await using (var checker = await database.OpenAsync("mm_checker"))
        await using (var forget = new NpgsqlCommand("select portal.delete_old_keys_and_jobs()", checker))
        {
            await forget.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("a-form-of-yesterday-1",
            await database.ScalarAsync("select string_agg(key, ' ') from portal.once_keys where key like 'a-form-%'"));
        Assert.Equal(0L, await database.ScalarAsync("select count(*) from portal.jobs where subject_id = $1", live.Entry));
        Assert.Equal(1L, await database.ScalarAsync("select count(*) from portal.jobs where subject_id = $1", live.Unanswered));
        Assert.Equal(1L, await database.ScalarAsync("select count(*) from portal.jobs where id = $1", live.Job));
    }
}
