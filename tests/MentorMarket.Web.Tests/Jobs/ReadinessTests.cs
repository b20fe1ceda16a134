using MentorMarket.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Jobs;

/// <summary>A worker that stands still is told to whoever probes the portal, and one that is busy is not.</summary>
public sealed class ReadinessTests(Cluster cluster)
{
    [Fact]
    public async Task Readiness_says_when_the_worker_stands_still_while_work_is_due()
    {
        await using var database = await cluster.NewWorldAsync();
        await database.ScalarAsync("update portal.jobs set done_at = now()");
        await using var app = new PortalApp(database);
        using var probe = app.Anonymous();
        var rounds = app.Services.GetRequiredService<WorkerRounds>();

        rounds.Ended(TimeProvider.System.GetUtcNow().AddMinutes(-2));
        Assert.Equal("ready", await probe.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));

        await database.ScalarAsync(
            "insert into portal.jobs (id, kind, municipality_id, subject_id, run_after) values (gen_random_uuid(), 'CheckInvoice', $1, gen_random_uuid(), now() - interval '2 minutes')",
            database.World.Gribskov.Id);
        using var stands = await probe.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, stands.StatusCode);
        Assert.StartsWith("not ready\nthe worker takes no jobs",
            await stands.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        rounds.Ended(TimeProvider.System.GetUtcNow());
        Assert.Equal("ready", await probe.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_worker_with_all_its_places_taken_does_not_stand_still()
    {
        await using var database = await cluster.NewWorldAsync();
        await database.ScalarAsync("update portal.jobs set done_at = now()");
        foreach (var municipality in new[] { database.World.Gribskov.Id, database.World.Hilleroed.Id })
        {
            for (var i = 0; i < 3; i++)
            {
                await database.ScalarAsync(
                    "insert into portal.jobs (id, kind, municipality_id, subject_id, run_after) values (gen_random_uuid(), 'CheckInvoice', $1, gen_random_uuid(), now() - interval '2 minutes')",
                    municipality);
            }
        }
        using var began = new SemaphoreSlim(0);
        using var mayEnd = new SemaphoreSlim(0);
        await using var app = new PortalApp(database, runsJobs: true, with: WorkerTests.Does(async (_, _, cancel) =>
        {
            began.Release();
            await mayEnd.WaitAsync(cancel);
        }));
        using var probe = app.Anonymous();
        var rounds = app.Services.GetRequiredService<WorkerRounds>();
        for (var i = 0; i < 4; i++) Assert.True(await began.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));

        var longAgo = TimeProvider.System.GetUtcNow().AddMinutes(-2);
        rounds.Ended(longAgo);
        for (var i = 0; rounds.LastEndedAt == longAgo; i++)
        {
            Assert.True(i < 300, "No round within half a minute.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal("ready", await probe.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
        Assert.Equal(0, began.CurrentCount);
        mayEnd.Release(6);
    }
}
