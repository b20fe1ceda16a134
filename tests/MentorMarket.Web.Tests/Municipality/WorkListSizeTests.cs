using System.Diagnostics;
using MentorMarket.Web.Tenancy;
using MentorMarket.Web.Tests.Database;
using Xunit;
using Grants = MentorMarket.Web.Pages.Municipality.Grants;
using FollowUps = MentorMarket.Web.Pages.Municipality.FollowUps;

namespace MentorMarket.Web.Tests.Municipality;

/// <summary>The work list of a municipality with many cases.</summary>
public sealed class WorkListSizeTests(Cluster cluster, ITestOutputHelper output)
{
    private const int Many = 2000;

    private static FollowUps.IndexModel.Query Everybodys { get; } = new("", null, null, null, null, 1);

    private static Grants.IndexModel.Query Plain { get; } = new("", null, null, false, null, 1);

    [Fact]
    public async Task The_work_list_asks_the_database_as_often_for_two_thousand_grants_as_for_a_few()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var leader = database.World.Gribskov.As(Role.TeamLeader);
        // The first of all asks the database about itself too.
        await app.SendAsync(leader, Everybodys);
        var few = await CountAsync(app, leader);

        await Crowd.AddAsync(database, database.World.Live, "many", Many);

        var list = await app.SendAsync(leader, Everybodys);
        Assert.InRange(list.Pager.Total, 2 * Many, 20 * Many);
        Assert.Equal(few, await CountAsync(app, leader));
        var (worklist, plain) = (await MedianAsync(() => app.SendAsync(leader, Everybodys)), await MedianAsync(() => app.SendAsync(leader, Plain)));
        output.WriteLine($"{few} questions; {list.Pager.Total} dates of {Many} grants in {worklist.TotalMilliseconds:0} ms, {worklist / plain:0.0} times the plain list of grants ({plain.TotalMilliseconds:0} ms)");
        // Who has none of them reads none of them.
        var (caseworker, own) = (database.World.Gribskov.As(Role.Caseworker), Everybodys with { Person = database.World.Gribskov[Role.Finance] });
        Assert.Equal(0, (await app.SendAsync(caseworker, own)).Pager.Total);
        var one = await MedianAsync(() => app.SendAsync(caseworker, own));
        output.WriteLine($"one caseworker's list beside them: {one.TotalMilliseconds:0} ms, {one / plain:0.0} times the plain list");
        Assert.True(one < worklist, $"{one} against {worklist}");
        // It counts with every date of every grant, where the plain list reads 25 rows: some times as long, and never a question for each.
        Assert.True(worklist < plain * 100, $"{worklist} against {plain}");
    }

    private static async Task<int> CountAsync(PortalApp app, Actor actor)
    {
        var asked = 0;
        using var parent = new Activity("work list").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == parent.TraceId) Interlocked.Increment(ref asked);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await app.SendAsync(actor, Everybodys);
        return asked;
    }

    private static async Task<TimeSpan> MedianAsync<T>(Func<Task<T>> act)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < 7; i++)
        {
            var clock = Stopwatch.StartNew();
            await act();
            times.Add(clock.Elapsed);
        }
        return times.Order().ElementAt(3);
    }
}
