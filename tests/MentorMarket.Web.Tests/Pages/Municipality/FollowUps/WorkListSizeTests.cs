using System.Diagnostics;

namespace MentorMarket.Web.Tests.Pages.Municipality.FollowUps;

/// <summary>The work list of a municipality with many cases.</summary>
public sealed class WorkListSizeTests(Cluster cluster)
{
    private const int Many = 2000;

    private static Web.Pages.Municipality.FollowUps.IndexModel.Query Everybodys { get; } = new("", null, null, null, null, 1);

    [Fact]
    public async Task The_work_list_asks_the_database_as_often_for_two_thousand_grants_as_for_a_few()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var leader = app.World.Gribskov.As(Role.TeamLeader);
        // The first of all asks the database about itself too.
        await app.SendAsync(leader, Everybodys);
        var few = await CountAsync(app, leader);

        await Crowd.AddAsync(app.Database, app.World.Live, "many", Many);

        var list = await app.SendAsync(leader, Everybodys);
        Assert.InRange(list.Pager.Total, 2 * Many, 20 * Many);
        Assert.Equal(few, await CountAsync(app, leader));
        // Who has none of them reads none of them.
        var (caseworker, own) = (app.World.Gribskov.As(Role.Caseworker),
            Everybodys with { Person = app.World.Gribskov[Role.Finance] });
        Assert.Equal(0, (await app.SendAsync(caseworker, own)).Pager.Total);
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
}
