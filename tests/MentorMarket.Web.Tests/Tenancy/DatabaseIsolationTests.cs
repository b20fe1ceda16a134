using MentorMarket.Web.Tests.Database;
using Npgsql;
using Xunit;

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
    public async Task Facts_and_evidence_are_never_changed_not_even_by_their_owner(string table)
    {
        await using var database = await cluster.NewWorldAsync();
        foreach (var statement in new[] { $"update portal.{table} set {Tables.Key(table)} = {Tables.Key(table)}", $"delete from portal.{table}" })
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
}
