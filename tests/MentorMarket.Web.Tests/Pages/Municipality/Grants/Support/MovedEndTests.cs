using MentorMarket.Domain.Deadlines;
using MentorMarket.Domain.Outcomes;
using MentorMarket.Web.Pages.Municipality.FollowUps;
using MentorMarket.Web.Pages.Municipality.Grants.Support;
using MentorMarket.Web.Tests.Demo;
using MentorMarket.Web.Words;

namespace MentorMarket.Web.Tests.Pages.Municipality.Grants.Support;

/// <summary>
/// What an end that moves or is taken back meets: other courses, outcomes judged at it, and whoever writes in the same moment.
/// </summary>
public sealed class MovedEndTests(Cluster cluster)
{
    private static async Task<Rule> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RuleViolation>(act)).Rule;

    private static async Task<OutcomeForm> OutcomeAsync(TestDatabase database, Guid grant) => new()
    {
        Result = OutcomeResult.Job,
        WithCitizen = true,
        Goals = [new() { Goal = (Guid)(await database.ScalarAsync("select id from portal.grant_goals where grant_id = $1", grant))!,
            Result = GoalResult.Reached }],
    };

    private static async Task<Guid> EndedAsync(PortalApp app, Agreed agreed, DateOnly on)
    {
        await app.SendAsync(agreed.Municipality.As(Role.Caseworker),
            new EndModel.Command(agreed.Grant, on, EndReason.NoContact, "Svarer ikke", "Talt med borgeren",
            await OutcomeAsync(app.Database, agreed.Grant)));
        return (Guid)(await app.ScalarAsync(
            "select id from portal.grant_ends e where grant_id = $1 and not exists (select from portal.grant_ends x where x.supersedes_id = e.id)",
            agreed.Grant))!;
    }

    private static async Task<string[]> OutcomesAsync(PortalApp app, Agreed agreed) =>
        [.. (await app.SendAsync(agreed.Municipality.As(Role.Caseworker), new GrantDeadlines.Query(agreed.Grant))).Deadlines.Where(c =>
            DeadlineRules.IsOutcome(c.Deadline.Kind))
            .Select(c => $"{c.Deadline.Kind} {(c.Standing == DeadlineStanding.Done ? "done" : "waits")}")];

    private static async Task<OutcomeStage[]> ShownAsync(PortalApp app, Agreed agreed) =>
        [.. (await app.SendAsync(agreed.Municipality.As(Role.Caseworker), new SupportView.Query(agreed.Grant))).Progress.Outcomes.Select(
            o => o.Stage)];

    private static DateTimeOffset Noon(DateOnly day) => new(day.ToDateTime(new(11, 0)), TimeSpan.Zero);

    [Fact]
    public async Task Support_goes_on_over_no_other_course_of_the_citizen()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var caseworker = agreed.Municipality.As(Role.Caseworker);
        var end = await EndedAsync(app, agreed, agreed.Monday.AddDays(1));
        var (grant, assignment, from) = (Guid.CreateVersion7(), Guid.CreateVersion7(), agreed.Monday.AddDays(10));
        await Crowd.RunAsync(app.Database, $$"""
            set session_replication_role = replica;
            insert into portal.grants select (jsonb_populate_record(g, '{"id": "{{grant}}", "number": "G-VED-SIDEN", "status": "Published", "starts_on": "{{from:yyyy-MM-dd}}"}')).* from portal.grants g where g.id = '{{agreed.Grant}}';
            insert into portal.assignments ({{Crowd.AssignmentColumns}}) select {{Crowd.AssignmentColumns}} from (
                select (jsonb_populate_record(a, '{"id": "{{assignment}}", "grant_id": "{{grant}}", "number": "MF-VED-SIDEN", "status": "Published", "starts_on": "{{from:yyyy-MM-dd}}",
                    "ended_on": null, "provider_id": null, "accepted_by": null, "accepted_at": null}')).* from portal.assignments a where a.id = '{{agreed.Assignment}}') beside
            """);
        using var browser = await app.LogInAsync(agreed.Municipality[Role.Caseworker]);
        var path = $"/gribskov/municipality/grants/correctend/{agreed.Grant}";
        (string, string)[] later = [("Form.Correction", "WrongDay"), ("Form.Words", "Tastet forkert"), ("Form.Reason", "NoContact")];

        // On the market it is shown; with a provider it is in the way.
        Assert.Contains("G-VED-SIDEN", (await browser.PageAsync(path)).QuerySelector("main .alert")!.TextContent);
        await Crowd.RunAsync(app.Database, $"""
            set session_replication_role = replica;
            update portal.grants set status = 'Accepted' where id = '{grant}';
            update portal.assignments set status = 'Accepted', provider_id = '{app.World.Vest.Id}', accepted_by = '{app.World.Vest[Role.Coordinator]}', accepted_at = now() where id = '{assignment}'
            """);
        var back = await browser.SendAsync(path, (await browser.PageAsync(path))
            .Filled("#Form_Words", ("Form.Correction", "TakenBack"), ("Form.Words", "Borgeren er vendt tilbage")));
        Assert.Contains("G-VED-SIDEN", back.Page.QuerySelector("#Form_Correction-error")!.TextContent);
        var over = await browser.SendAsync(path, (await browser.PageAsync(path))
            .Filled("#Form_Words", [.. later, ("Form.On", Show.Date(from))]));
        Assert.Contains("G-VED-SIDEN", over.Page.QuerySelector("#Form_On-error")!.TextContent);
        Assert.Equal(Rule.EndMeetsAnotherGrant,
            await RefusedAsync(() => app.SendAsync(caseworker, new CorrectEndModel.TakeBack(agreed.Grant, end, "Ord"))));
        Assert.Equal(Rule.EndMeetsAnotherGrant,
            await RefusedAsync(() =>
            app.SendAsync(caseworker, new CorrectEndModel.Command(agreed.Grant, end, EndCorrection.WrongDay, "Ord", from, EndReason.Moved,
            "", "x"))));

        // Until the day before it.
        Assert.Equal(HttpStatusCode.Redirect,
            (await browser.SendAsync(path, (await browser.PageAsync(path))
            .Filled("#Form_Words", [.. later, ("Form.On", Show.Date(from.AddDays(-1)))]))).Status);
        Assert.Equal(from.AddDays(-1), await app.ScalarAsync("select ended_on from portal.assignments where id = $1",
            agreed.Assignment));
    }

    [Fact]
    public async Task Nothing_that_was_judged_at_an_end_counts_when_that_is_taken_back()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var caseworker = agreed.Municipality.As(Role.Caseworker);
        await Crowd.RunAsync(app.Database, $"""
            set session_replication_role = replica;
            update portal.grants set ends_on = ends_on + 120 where id = '{agreed.Grant}';
            update portal.assignments set ends_on = ends_on + 120 where id = '{agreed.Assignment}'
            """);
        var end = await EndedAsync(app, agreed, agreed.Monday.AddDays(1));
        await app.SendAsync(caseworker,
            new RecordOutcomeModel.Command(agreed.Grant, OutcomeStage.AtEnd, await OutcomeAsync(app.Database, agreed.Grant)));
        var after = Outcome.DueOn(OutcomeStage.After3Months, agreed.Monday.AddDays(1));
        await using var then = new PortalApp(app.Database, new StoppedClock(Noon(after)));
        await then.SendAsync(caseworker,
            new RecordOutcomeModel.Command(agreed.Grant, OutcomeStage.After3Months, await OutcomeAsync(app.Database, agreed.Grant)));
        Assert.Equal(["Outcome done", "OutcomeAfter3Months done", "OutcomeAfter6Months waits"], await OutcomesAsync(then, agreed));
        Assert.Equal([OutcomeStage.AtEnd, OutcomeStage.After3Months], await ShownAsync(then, agreed));

        await using var later = new PortalApp(app.Database, new StoppedClock(Noon(after.AddDays(5))));
        await later.SendAsync(caseworker, new CorrectEndModel.TakeBack(agreed.Grant, end, "Borgeren er vendt tilbage"));

        Assert.Equal(["Outcome waits", "OutcomeAfter3Months waits", "OutcomeAfter6Months waits"], await OutcomesAsync(later, agreed));
        Assert.Empty(await ShownAsync(later, agreed));
        await using var last = new PortalApp(app.Database, new StoppedClock(Noon(after.AddDays(7))));
        await EndedAsync(last, agreed, after.AddDays(6));
        Assert.Equal(["Outcome done", "OutcomeAfter3Months waits", "OutcomeAfter6Months waits"], await OutcomesAsync(last, agreed));
        Assert.Equal([OutcomeStage.AtEnd], await ShownAsync(last, agreed));
    }

    [Fact]
    public async Task The_effect_counts_no_outcome_of_an_end_that_was_taken_back()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (world, over) = (app.World, app.World.RunOut);
        await Crowd.AddAsync(app.Database, over, "back", 40);
        await Crowd.CameAsync(app.Database, over, "back", "Job", 1, 40);
        await Crowd.RunAsync(app.Database, $"""
            set session_replication_role = replica;
            update portal.assignments set status = 'Withdrawn' where id in ('{over.Assignment}', '{world.Ended.Assignment}');
            drop index portal.grant_ends_superseded_once;
            insert into portal.grant_ends
            select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'grant_id', md5('gback' || n), 'supersedes_id', e.id, 'correction', 'TakenBack', 'correction_text', 'Ord', 'recorded_at', now()))).*
            from portal.grant_ends e, generate_series(1, 12) n where e.grant_id = '{over.Grant}'
            """);
        using var browser = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);

        var page = await browser.PageAsync($"/gribskov/municipality/effect?By=MentorKind&Year={over.EndsOn.Year}");

        Assert.Contains("For 12 af 40 borgere er udbyttet ikke noteret.", page.Body!.TextContent);
    }

    [Fact]
    public async Task A_change_accepted_while_an_end_is_taken_back_is_not_overwritten()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var caseworker = agreed.Municipality.As(Role.Caseworker);
        var end = await EndedAsync(app, agreed, agreed.Monday.AddDays(20));
        foreach (var request in (IRequest<Unit>[])[new CorrectEndModel.TakeBack(agreed.Grant, end, "Ord"),
            new CorrectEndModel.Command(agreed.Grant, end, EndCorrection.WrongDay, "Ord", agreed.Monday.AddDays(30), EndReason.Moved, "",
            "x")])
        {
            // The pauses are read after the links and the assignment: held there, it has read one state and will write over another.
            await using var connection = await app.Database.OpenAsync("mm_migrator");
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            async Task RunAsync(string sql)
            {
                await using var command = new NpgsqlCommand(sql, connection, transaction);
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
            await RunAsync("lock table portal.grant_pauses in access exclusive mode");
            var correcting = app.SendAsync(caseworker, request);
            while (!(bool)(await app.ScalarAsync(
                "select exists (select from pg_locks where relation = 'portal.grant_pauses'::regclass and not granted)"))!
                && !correcting.IsCompleted)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
            await RunAsync($"update portal.assignments set ended_on = ended_on - 1 where id = '{agreed.Assignment}'");
            await transaction.CommitAsync(TestContext.Current.CancellationToken);

            Assert.Equal(Rule.ConcurrentChange, await RefusedAsync(() => correcting));
        }
        Assert.Equal(agreed.Monday.AddDays(18), await app.ScalarAsync("select ended_on from portal.assignments where id = $1",
            agreed.Assignment));
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.grant_ends where grant_id = $1", agreed.Grant));
    }
}
