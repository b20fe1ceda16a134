namespace MentorMarket.Web.Tests.Database;

public sealed class MigratorTests(Cluster cluster)
{
    private static readonly (string, string) Next = ("501_more", "create table portal.more (id uuid primary key)");

    [Fact]
    public async Task A_file_runs_once_whoever_starts_at_the_same_time()
    {
        await using var database = await cluster.NewDatabaseAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrator.RunAsync(database.Migrator, [.. Migrator.Files(), Next])));

        Assert.Equal(1L, await database.ScalarAsync("select count(*) from portal.migrations where name = '501_more'"));
    }

    [Fact]
    public async Task A_file_that_was_edited_after_it_ran_stops_the_start()
    {
        await using var database = await cluster.NewDatabaseAsync();
        var (name, sql) = Migrator.Files().First();

        var refused = await Assert.ThrowsAsync<CannotStartException>(() =>
            Migrator.RunAsync(database.Migrator, [(name, sql + " "), .. Migrator.Files().Skip(1), Next]));

        Assert.StartsWith($"Migration {name} has changed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync("select count(*) from portal.migrations where name = '501_more'"));
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_and_is_tried_again()
    {
        await using var database = await cluster.NewDatabaseAsync();
        var wrong = (Next.Item1, $"{Next.Item2}; select 1 / 0");

        await Assert.ThrowsAsync<PostgresException>(() => Migrator.RunAsync(database.Migrator, [.. Migrator.Files(), wrong]));
        Assert.Equal(DBNull.Value, await database.ScalarAsync("select to_regclass('portal.more')::text"));
        await Migrator.RunAsync(database.Migrator, [.. Migrator.Files(), Next]);

        Assert.Equal("portal.more", await database.ScalarAsync("select to_regclass('portal.more')::text"));
    }

    [Fact]
    public async Task A_database_that_other_files_made_is_left_as_it_is()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await database.ScalarAsync("update portal.migrations set name = '0001_foundation' where name = $1", Migrator.Files().First().Name);

        var refused = await Assert.ThrowsAsync<CannotStartException>(() =>
            Migrator.RunAsync(database.Migrator, [.. Migrator.Files(), Next]));

        Assert.Contains("infra/run --fresh", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Later_steps_come_after_the_schema_as_it_stands()
    {
        string[] steps = [.. Migrator.Files().Select(f => f.Name), Next.Item1];

        // The schema has two digits, each step after it three.
        Assert.Equal("40_who_sees_what", steps.Last(name => name[2] == '_'));
        Assert.All(steps.SkipWhile(name => name != "40_who_sees_what").Skip(1),
            name => Assert.True(string.CompareOrdinal("40_who_sees_what", name) < 0 && name[3] == '_', name));
    }
}
