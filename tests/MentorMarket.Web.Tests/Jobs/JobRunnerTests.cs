using MentorMarket.Web.Invoices;
using MentorMarket.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MentorMarket.Web.Tests.Jobs;

/// <summary>A page that shows what came of a job runs it at once, as the worker would.</summary>
public sealed class JobRunnerTests(Cluster cluster)
{
    [Fact]
    public async Task A_check_that_is_run_now_is_run_as_the_checker_and_closes_its_own_job_and_no_other()
    {
        await using var database = await cluster.NewWorldAsync();
        Actor? ran = null;
        await using var app = new PortalApp(database, with: Does(actor => ran = actor));
        var live = database.World.Live;
        var other = Guid.CreateVersion7();
        await database.ScalarAsync("insert into portal.jobs (id, kind, municipality_id, subject_id) values ($1, 'CheckInvoice', $2, $3)",
            other, live.Municipality.Id, live.Invoice);

        Assert.True(await app.Services.GetRequiredService<JobRunner>().RunNowAsync(live.Job));

        Assert.Equal((ActorKind.Checker, live.Municipality.Id), (ran!.Kind, ran.Tenant));
        Assert.Equal(other, await database.ScalarAsync("select id from portal.jobs where subject_id = $1 and done_at is null",
            live.Invoice));
    }

    [Fact]
    public async Task A_check_that_cannot_run_now_is_said_to_be_undone_and_waits_for_the_worker_with_its_reason()
    {
        await using var app = await PortalApp.OpenAsync(cluster, with: Does(_ => throw new InvalidOperationException("It does not go.")));

        Assert.False(await app.Services.GetRequiredService<JobRunner>().RunNowAsync(app.World.Live.Job));

        Assert.Equal("1 InvalidOperationException True", await app.ScalarAsync(
            "select concat_ws(' ', tries, last_error, case when run_after > now() + interval '20 seconds' then 'True' end) from portal.jobs where id = $1 and done_at is null",
            app.World.Live.Job));
    }

    [Fact]
    public async Task What_another_node_is_at_is_waited_for_and_not_done_twice()
    {
        await using var database = await cluster.NewWorldAsync();
        var runs = 0;
        await using var app = new PortalApp(database, with: Does(_ => runs++));
        var job = database.World.Live.Job;
        await database.ScalarAsync("update portal.jobs set tries = 1, run_after = now() + interval '30 seconds' where id = $1", job);

        var waiting = app.Services.GetRequiredService<JobRunner>().RunNowAsync(job);
        Assert.NotSame(waiting, await Task.WhenAny(waiting,
            Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken)));
        await database.ScalarAsync("update portal.jobs set done_at = now() where id = $1", job);

        Assert.True(await waiting);
        Assert.Equal(0, runs);
    }

    [Fact]
    public async Task A_clerk_is_told_when_the_check_cannot_run_now()
    {
        await using var app = await PortalApp.OpenAsync(cluster, with: Does(_ => throw new InvalidOperationException("It does not go.")));
        var world = app.World;
        using var finance = await app.LogInAsync(world.Gribskov[Role.Finance]);
        var details = $"/{world.Gribskov.Slug}/municipality/invoices/details/{world.Live.Invoice}";

        var again = await finance.SendAsync(details + "?handler=Check", (await finance.PageAsync(details))
            .Filled("form[action*='Check' i] input"));

        Assert.Contains("kunne ikke køre lige nu", (await finance.PageAsync(again.Location)).Body!.TextContent, StringComparison.Ordinal);
    }

    private static Action<IServiceCollection> Does(Action<Actor> check) => services =>
        services.Replace(ServiceDescriptor.Scoped<IRequestHandler<CheckInvoice, Unit>>(p =>
            new ChecksSo(p.GetRequiredService<CurrentActor>(), check)));

    private sealed class ChecksSo(CurrentActor current, Action<Actor> check) : IRequestHandler<CheckInvoice, Unit>
    {
        public Task<Unit> Handle(CheckInvoice request, CancellationToken cancel)
        {
            check(current.Required);
            return Unit.Task;
        }
    }
}
