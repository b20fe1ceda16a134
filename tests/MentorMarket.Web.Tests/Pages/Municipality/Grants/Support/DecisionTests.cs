using MentorMarket.Domain.Deadlines;
using MentorMarket.Domain.Outcomes;
using MentorMarket.Web.Pages.Municipality.FollowUps;
using MentorMarket.Web.Pages.Municipality.Grants.Support;
using MentorMarket.Web.Words;

namespace MentorMarket.Web.Tests.Pages.Municipality.Grants.Support;

/// <summary>
/// What a municipality decides beside granting: pauses, ends and their corrections, refusals, and to whom a course is offered.
/// </summary>
public sealed class DecisionTests(Cluster cluster)
{
    private static async Task<Rule> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RuleViolation>(act)).Rule;

    private static async Task<OutcomeForm> OutcomeAsync(TestDatabase database, Guid grant) => new()
    {
        Result = OutcomeResult.Job,
        WithCitizen = true,
        Goals = [new() { Goal = (Guid)(await database.ScalarAsync("select id from portal.grant_goals where grant_id = $1", grant))!,
            Result = GoalResult.Reached }],
    };

    private static async Task<Guid> EndedAsync(PortalApp app, Actor caseworker, Guid grant, DateOnly on)
    {
        await app.SendAsync(caseworker, new EndModel.Command(grant, on, EndReason.NoContact, "Svarer ikke", "Talt med borgeren",
            await OutcomeAsync(app.Database, grant)));
        return await NewestEndAsync(app.Database, grant);
    }

    private static async Task<Guid> NewestEndAsync(TestDatabase database, Guid grant) =>
        (Guid)(await database.ScalarAsync(
            "select id from portal.grant_ends e where grant_id = $1 and not exists (select from portal.grant_ends x where x.supersedes_id = e.id)",
            grant))!;

    [Fact]
    public async Task A_pause_and_its_end_each_give_their_reason_and_the_pause_a_new_assessment()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        await app.ScalarAsync("alter table portal.grant_pauses disable trigger user");
        await app.ScalarAsync("delete from portal.grant_pauses where grant_id = $1", world.Live.Grant);
        var path = $"/gribskov/municipality/grants/pause/{world.Live.Grant}";

        var without = await caseworker.SendAsync(path, (await caseworker.PageAsync(path))
            .Filled("#Form_Reason", ("Form.Reason", "Indlagt")));
        Assert.Contains("Feltet skal udfyldes.", without.Page.QuerySelector("#Form_Assessment-error")!.TextContent);
        var paused = await caseworker.SendAsync(path, (await caseworker.PageAsync(path))
            .Filled("#Form_Reason", ("Form.Reason", "Indlagt"), ("Form.Assessment", "Formålet er det samme")));
        Assert.Equal(HttpStatusCode.Redirect, paused.Status);

        var resume = path + "?handler=Resume";
        var silent = await caseworker.SendAsync(resume, (await caseworker.PageAsync(path)).Filled("#Again_Reason"));
        Assert.NotNull(silent.Page.QuerySelector("#Again_Reason-error"));
        Assert.Equal(HttpStatusCode.Redirect,
            (await caseworker.SendAsync(resume, (await caseworker.PageAsync(path))
            .Filled("#Again_Reason", ("Again.Reason", "Udskrevet igen")))).Status);

        Assert.Equal(["Indlagt|Formålet er det samme", "Udskrevet igen|"],
            await RowsAsync(app.Database,
            "select reason || '|' || assessment from portal.grant_pauses where grant_id = $1 order by recorded_at", world.Live.Grant));
        var timeline = (await caseworker.PageAsync($"/gribskov/municipality/citizens/timeline/{world.Live.Citizen}")).Body!.TextContent;
        Assert.All(["Indlagt. Formålet er det samme", "Udskrevet igen"], said => Assert.Contains(said, timeline));
        Assert.Contains("Sat på pause",
            (await caseworker.PageAsync($"/gribskov/municipality/grants/details/{world.Live.Grant}")).Body!.TextContent);
        Assert.Contains("Formålet er det samme", await PayloadAsync(app.Database, "GrantPaused", world.Live.Grant));
    }

    [Fact]
    public async Task An_end_is_asked_for_the_assessment_it_rests_on_and_shows_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var path = $"/gribskov/municipality/grants/end/{world.Live.Grant}";
        (string, string)[] typed = [("Ending.Reason", "CitizensWish"), ("Form.Goals[0].Result", "Partly"), ("Form.Result", "Closer")];

        var without = await caseworker.SendAsync(path, (await caseworker.PageAsync(path)).Filled("#Ending_Text", typed));
        Assert.NotNull(without.Page.QuerySelector("#Ending_Assessment-error"));
        Assert.Equal(HttpStatusCode.Redirect,
            (await caseworker.SendAsync(path, (await caseworker.PageAsync(path))
            .Filled("#Ending_Text", [.. typed, ("Ending.Assessment", "Borgeren klarer resten selv")]))).Status);

        Assert.Contains("Borgeren klarer resten selv",
            (await caseworker.PageAsync($"/gribskov/municipality/grants/details/{world.Live.Grant}")).Body!.TextContent);
        Assert.Contains("Borgerens ønske. Borgeren klarer resten selv",
            (await caseworker.PageAsync($"/gribskov/municipality/citizens/timeline/{world.Live.Citizen}")).Body!.TextContent);
        Assert.Contains("Borgeren klarer resten selv", await PayloadAsync(app.Database, "GrantEnded", world.Live.Grant));
    }

    [Fact]
    public async Task A_recorded_end_is_corrected_by_a_later_row_and_what_is_billed_is_checked_again()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var caseworker = agreed.Municipality.As(Role.Caseworker);
        var (before, after) = (await agreed.DeliverAsync(0, 60), await agreed.DeliverAsync(2, 60));
        var first = await EndedAsync(app, caseworker, agreed.Grant, agreed.Monday.AddDays(1));
        var invoice = await agreed.BillAsync("e1", agreed.Line(60, 400, entry: before), agreed.Line(60, 400, entry: after));
        Assert.Equal(["400.00 0.00 0.00", "0.00 0.00 400.00 G01"], await agreed.VerdictsAsync(invoice));
        using var browser = await app.LogInAsync(agreed.Municipality[Role.Caseworker]);
        var path = $"/gribskov/municipality/grants/correctend/{agreed.Grant}";

        var later = Show.Date(agreed.Monday.AddDays(3));
        (string, string)[] typed = [("Form.Correction", "WrongDay"), ("Form.On", later), ("Form.Reason", "NoContact")];
        var silent = await browser.SendAsync(path, (await browser.PageAsync(path)).Filled("#Form_Words", typed));
        Assert.NotNull(silent.Page.QuerySelector("#Form_Words-error"));
        var outside = await browser.SendAsync(path, (await browser.PageAsync(path))
            .Filled("#Form_Words", ("Form.Correction", "WrongDay"), ("Form.Words", "Tastet forkert"),
            ("Form.On", Show.Date(agreed.Monday.AddDays(81))), ("Form.Reason", "NoContact")));
        Assert.NotNull(outside.Page.QuerySelector("#Form_On-error"));
        var jobs = (long)(await app.ScalarAsync("select count(*) from portal.jobs where subject_id = $1", invoice))!;
        Assert.Equal(HttpStatusCode.Redirect,
            (await browser.SendAsync(path, (await browser.PageAsync(path))
            .Filled("#Form_Words", [.. typed, ("Form.Words", "Tastet forkert")]))).Status);

        Assert.Equal(jobs + 1, await app.ScalarAsync("select count(*) from portal.jobs where subject_id = $1", invoice));
        await agreed.CheckAsync(invoice);
        Assert.Equal(["400.00 0.00 0.00", "400.00 0.00 0.00"], await agreed.VerdictsAsync(invoice));
        Assert.Equal([$"{agreed.Monday.AddDays(1):yyyy-MM-dd} -", $"{agreed.Monday.AddDays(3):yyyy-MM-dd} WrongDay"],
            await RowsAsync(app.Database,
                "select concat_ws(' ', ended_on, coalesce(correction, '-')) from portal.grant_ends where grant_id = $1 order by recorded_at",
                agreed.Grant));
        Assert.Equal(agreed.Monday.AddDays(3),
            await app.ScalarAsync("select valid_to from portal.agreements where assignment_id = $1 order by version desc limit 1",
            agreed.Assignment));
        var shown = (await browser.PageAsync($"/gribskov/municipality/grants/details/{agreed.Grant}")).Body!.TextContent;
        Assert.All(["Forkert dag: Tastet forkert", later, Show.Date(agreed.Monday.AddDays(1)), "Det stod der før", "Afslutning rettet"],
            said => Assert.Contains(said, shown));

        // Earlier than it was at first, and only on top of what was read.
        Assert.Equal(Rule.ConcurrentChange,
            await RefusedAsync(() =>
            app.SendAsync(caseworker, new CorrectEndModel.Command(agreed.Grant, first, EndCorrection.WrongText, "To samtidig",
            agreed.Monday, EndReason.Moved, "", "x"))));
        await app.SendAsync(caseworker, new CorrectEndModel.Command(agreed.Grant, await NewestEndAsync(app.Database, agreed.Grant),
            EndCorrection.WrongDay, "En dag før", agreed.Monday, EndReason.Moved, "", "Flyttet"));
        await agreed.CheckAsync(invoice);
        Assert.Equal(["400.00 0.00 0.00", "0.00 0.00 400.00 G01"], await agreed.VerdictsAsync(invoice));
    }

    [Fact]
    public async Task An_end_that_is_taken_back_gives_the_course_back_and_asks_for_its_outcome_again()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var caseworker = agreed.Municipality.As(Role.Caseworker);
        var end = await EndedAsync(app, caseworker, agreed.Grant, agreed.Monday.AddDays(1));
        using var provider = await app.LogInAsync(agreed.Provider[Role.Coordinator]);
        var course = $"/{agreed.Provider.Slug}/provider/assignments/details/{agreed.Assignment}";
        Assert.DoesNotContain("Prøve Borgersen", (await provider.PageAsync(course)).Body!.TextContent);
        using var browser = await app.LogInAsync(agreed.Municipality[Role.Caseworker]);
        var path = $"/gribskov/municipality/grants/correctend/{agreed.Grant}";

        var sent = await browser.SendAsync(path, (await browser.PageAsync(path))
            .Filled("#Form_Words", ("Form.Correction", "TakenBack"), ("Form.Words", "Borgeren er vendt tilbage")));

        Assert.Equal(HttpStatusCode.Redirect, sent.Status);
        Assert.Contains("Prøve Borgersen", (await provider.PageAsync(course)).Body!.TextContent);
        Assert.Equal("Accepted Accepted",
            await app.ScalarAsync(
            "select concat_ws(' ', g.status, a.status, a.ended_on) from portal.grants g join portal.assignments a on a.grant_id = g.id where g.id = $1",
            agreed.Grant));
        Assert.Equal(agreed.Monday.AddDays(80),
            await app.ScalarAsync("select valid_to from portal.agreements where assignment_id = $1 order by version desc limit 1",
            agreed.Assignment));
        Assert.Equal(1L, await app.Database.EventsAsync("GrantEndTakenBack", agreed.Municipality.Id, agreed.Grant));
        Assert.True((await app.SendAsync(caseworker, new GrantDeadlines.Query(agreed.Grant))).Deadlines.Single(c =>
            c.Deadline.Kind == DeadlineKind.Outcome).IsOpen);
        Assert.Equal(Rule.EndCannotBeTakenBack,
            await RefusedAsync(async () =>
            await app.SendAsync(caseworker, new CorrectEndModel.TakeBack(agreed.Grant, await NewestEndAsync(app.Database, agreed.Grant),
            "Igen"))));
        Assert.Equal(Rule.ConcurrentChange,
            await RefusedAsync(() => app.SendAsync(caseworker, new CorrectEndModel.TakeBack(agreed.Grant, end, "Gammel side"))));

        await EndedAsync(app, caseworker, agreed.Grant, agreed.Monday.AddDays(2));
        Assert.Equal(3L, await app.ScalarAsync("select count(*) from portal.grant_ends where grant_id = $1", agreed.Grant));
        var shown = (await browser.PageAsync($"/gribskov/municipality/grants/details/{agreed.Grant}")).Body!.TextContent;
        Assert.All(["Støtten går videre alligevel: Borgeren er vendt tilbage", "Afslutning taget tilbage"],
            said => Assert.Contains(said, shown));
    }

    [Fact]
    public async Task Nobody_writes_an_end_over_another_nor_a_first_one_twice()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var end = await EndedAsync(app, agreed.Municipality.As(Role.Caseworker), agreed.Grant, agreed.Monday);
        async Task<string?> TriedAsync(string sql) =>
            (await Assert.ThrowsAsync<PostgresException>(() => app.ScalarAsync(sql, end))).SqlState;

        Assert.NotNull(await TriedAsync("update portal.grant_ends set text = 'andet' where id = $1"));
        Assert.Equal(PostgresErrorCodes.UniqueViolation,
            await TriedAsync(
            "insert into portal.grant_ends (id, grant_id, municipality_id, ended_on, reason, text, recorded_by, recorded_at) select gen_random_uuid(), grant_id, municipality_id, ended_on, reason, text, recorded_by, recorded_at from portal.grant_ends where id = $1"));
        Assert.Equal(PostgresErrorCodes.CheckViolation,
            await TriedAsync(
            "insert into portal.grant_ends (id, grant_id, municipality_id, ended_on, reason, text, recorded_by, recorded_at, supersedes_id, correction) select gen_random_uuid(), grant_id, municipality_id, ended_on, reason, text, recorded_by, recorded_at, id, 'WrongDay' from portal.grant_ends where id = $1"));
    }

    private static async Task<string[]> RowsAsync(TestDatabase database, string sql, Guid id)
    {
        await using var connection = await database.OpenAsync("mm_migrator");
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return [.. rows];
    }

    private static async Task<string> PayloadAsync(TestDatabase database, string kind, Guid subject) => (string)(await database.ScalarAsync(
        "select p.payload from portal.evidence_events e join portal.evidence_payloads p on p.organisation_id = e.organisation_id and p.sequence = e.sequence where e.kind = $1 and e.subject_id = $2 order by e.sequence desc limit 1",
            kind, subject))!;
}
