using MentorMarket.Web.Tests.Database;
using Xunit;

namespace MentorMarket.Web.Tests.Jobs;

/// <summary>What becomes of jobs that cannot be done.</summary>
public sealed class WorkerTests(Cluster cluster)
{
    [Fact]
    public async Task A_job_that_cannot_be_done_is_kept_with_its_reason_and_stops_no_other()
    {
        await using var database = await cluster.NewWorldAsync();
        var gribskov = database.World.Gribskov.Id;
        var (unknown, failing, tired) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var (id, kind, tries) in new[] { (unknown, "FromTheFuture", 0), (failing, "RecheckEntry", 0), (tired, "RecheckEntry", 20) })
            await database.ScalarAsync("insert into portal.jobs (id, kind, municipality_id, subject_id, run_after, tries) values ($1, $2, $3, gen_random_uuid(), now() - interval '1 day', $4)", id, kind, gribskov, tries);
        await using var app = new PortalApp(database, runsJobs: true);
        using var client = app.Anonymous();

        for (var i = 0; i < 100 && await database.ScalarAsync("select done_at from portal.jobs where id = $1", database.World.Live.Job) is null or DBNull; i++)
            await Task.Delay(200, TestContext.Current.CancellationToken);

        Assert.Equal("FromTheFuture 1 unknown kind", await StateAsync(database, unknown));
        Assert.Equal("RecheckEntry 1 RowNotFoundException", await StateAsync(database, failing));
        Assert.Equal("RecheckEntry 21 RowNotFoundException", await StateAsync(database, tired));
        Assert.Equal(true, await database.ScalarAsync("select run_after > now() + interval '23 hours' from portal.jobs where id = $1", tired));
        Assert.Equal(true, await database.ScalarAsync("select run_after < now() + interval '2 minutes' from portal.jobs where id = $1", failing));
        Assert.IsType<DateTime>(await database.ScalarAsync("select done_at from portal.jobs where id = $1", database.World.Live.Job));
        Assert.Contains(app.Log, l => l.Contains($"Job {failing} of kind RecheckEntry", StringComparison.Ordinal));
        Assert.Contains(app.Log, l => l.Contains($"Job {unknown} is of kind FromTheFuture", StringComparison.Ordinal));
    }

    private static async Task<object?> StateAsync(TestDatabase database, Guid job) =>
        await database.ScalarAsync("select concat_ws(' ', kind, tries, last_error) from portal.jobs where id = $1 and done_at is null", job);
}
