using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Outcomes;
using MentorMarket.Web.Pages.Municipality.Grants.Support;
using MentorMarket.Web.Pages.Provider.Assignments;
using MentorMarket.Web.Pages.Provider.Entries;

namespace MentorMarket.Web.Tests.Pages.Municipality.Invoices;

/// <summary>What a pause, an end, another mentor and another act do to the money.</summary>
public sealed class AssignmentCheckTests(Cluster cluster)
{
    private static async Task<Rule> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RuleViolation>(act)).Rule;

    private static async Task<OutcomeForm> OutcomeAsync(TestDatabase database, Guid grant, OutcomeResult result = OutcomeResult.Job) =>
        new()
        {
            Result = result,
            WithCitizen = true,
            Goals = [new() { Goal = (Guid)(await database.ScalarAsync("select id from portal.grant_goals where grant_id = $1", grant))!,
            Result = GoalResult.Reached }],
        };

    [Fact]
    public async Task Contact_in_a_pause_is_recorded_and_not_paid_until_the_pause_is_taken_back()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var caseworker = agreed.Municipality.As(Role.Caseworker);
        var monday = await agreed.DeliverAsync(0, 60);
        await agreed.DeliverAsync(2, 60);
        await app.SendAsync(caseworker,
            new PauseModel.Command(agreed.Grant, agreed.Monday, agreed.Monday, "Indlagt", "Formålet er det samme"));

        var named = await agreed.BillAsync("p1", agreed.Line(60, 400, entry: monday));
        var byDays = await agreed.BillAsync("p2", agreed.Line(120, 400));

        Assert.Equal(["0.00 0.00 400.00 G01"], await agreed.VerdictsAsync(named));
        Assert.Equal(["400.00 0.00 400.00 D02"], await agreed.VerdictsAsync(byDays));
        using var finance = await app.LogInAsync(agreed.Municipality[Role.Finance]);
        Assert.Contains("Støtten var på pause den dag",
            (await finance.PageAsync($"/gribskov/municipality/invoices/details/{byDays}")).Body!.TextContent);

        var pause = (Guid)(await app.ScalarAsync("select id from portal.grant_pauses where grant_id = $1", agreed.Grant))!;
        await app.SendAsync(caseworker, new PauseModel.Resume(agreed.Grant, pause, agreed.Monday, "Udskrevet"));
        await agreed.CheckAsync(named);

        Assert.Equal(["400.00 0.00 0.00"], await agreed.VerdictsAsync(named));
        Assert.Equal((1L, 1L), (await app.Database.EventsAsync("GrantPaused", agreed.Municipality.Id, agreed.Grant),
            await app.Database.EventsAsync("GrantResumed", agreed.Municipality.Id, agreed.Grant)));
    }

    [Fact]
    public async Task Two_pauses_of_the_same_days_are_refused()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var caseworker = agreed.Municipality.As(Role.Caseworker);
        await app.SendAsync(caseworker, new PauseModel.Command(agreed.Grant, agreed.Monday, null, "Indlagt", "Formålet er det samme"));

        Assert.Equal(Rule.PauseDoesNotFit,
            await RefusedAsync(() =>
            app.SendAsync(caseworker,
            new PauseModel.Command(agreed.Grant, agreed.Monday.AddDays(30), null, "Igen", "Formålet er det samme"))));
        Assert.Equal(Rule.PauseDoesNotFit,
            await RefusedAsync(() =>
            app.SendAsync(caseworker, new PauseModel.Command(agreed.Grant, agreed.Monday.AddDays(-30), agreed.Monday.AddDays(-20), "Før",
            "Formålet er det samme"))));
    }

    [Fact]
    public async Task Support_that_ends_early_pays_nothing_after_its_last_day_and_the_outcome_stands()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var caseworker = agreed.Municipality.As(Role.Caseworker);
        var before = await agreed.DeliverAsync(0, 60);
        var after = await agreed.DeliverAsync(2, 60);
        await app.SendAsync(caseworker, new EndModel.Command(agreed.Grant, agreed.Monday.AddDays(1), EndReason.GoalReached, "I job",
            "Borgeren klarer sig selv", await OutcomeAsync(app.Database, agreed.Grant)));

        var invoice = await agreed.BillAsync("e1", agreed.Line(60, 400, entry: before), agreed.Line(60, 400, entry: after));

        Assert.Equal(["400.00 0.00 0.00", "0.00 0.00 400.00 G01"], await agreed.VerdictsAsync(invoice));
        Assert.Equal("Ended", await app.ScalarAsync("select status from portal.assignments where id = $1", agreed.Assignment));
        Assert.Equal("Ended", await app.ScalarAsync("select status from portal.grants where id = $1", agreed.Grant));
        Assert.Equal("AtEnd Job Reached",
            await app.ScalarAsync(
            "select concat_ws(' ', o.stage, o.result, g.result) from portal.outcomes o join portal.goal_outcomes g on g.outcome_id = o.id where o.grant_id = $1",
            agreed.Grant));
        Assert.Equal(Rule.GrantHasEnded,
            await RefusedAsync(async () =>
            await app.SendAsync(caseworker,
            new EndModel.Command(agreed.Grant, agreed.Monday, EndReason.Moved, "", "Flyttet",
            await OutcomeAsync(app.Database, agreed.Grant)))));
        using var provider = await app.LogInAsync(agreed.Provider[Role.Coordinator]);
        Assert.DoesNotContain("Prøve Borgersen",
            (await provider.PageAsync($"/{agreed.Provider.Slug}/provider/assignments/details/{agreed.Assignment}")).Body!.TextContent);
    }

    [Fact]
    public async Task Support_that_ends_on_a_day_to_come_runs_until_then()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);

        await app.SendAsync(caseworker, new EndModel.Command(world.Live.Grant, world.Today.AddDays(5), EndReason.CitizensWish, "",
            "Borgeren vil selv", await OutcomeAsync(app.Database, world.Live.Grant)));

        using var provider = await app.LogInAsync(world.Nord[Role.Coordinator]);
        Assert.Contains(world.Live.Identity,
            (await provider.PageAsync($"/{world.Nord.Slug}/provider/assignments/details/{world.Live.Assignment}")).Body!.TextContent);
        Assert.Equal(world.Today.AddDays(5),
            await app.ScalarAsync("select valid_to from portal.agreements where assignment_id = $1 and version = 2",
            world.Live.Assignment));
    }

    [Fact]
    public async Task An_outcome_is_recorded_when_it_is_due_and_a_later_one_corrects_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);
        // Over since yesterday.
        var grant = world.RunOut.Grant;

        Assert.Equal(Rule.OutcomeIsTooEarly,
            await RefusedAsync(async () =>
            await app.SendAsync(caseworker,
            new RecordOutcomeModel.Command(grant, OutcomeStage.After3Months, await OutcomeAsync(app.Database, grant)))));
        await app.SendAsync(caseworker,
            new RecordOutcomeModel.Command(grant, OutcomeStage.AtEnd, await OutcomeAsync(app.Database, grant, OutcomeResult.Closer)));
        await app.SendAsync(caseworker,
            new RecordOutcomeModel.Command(grant, OutcomeStage.AtEnd, await OutcomeAsync(app.Database, grant, OutcomeResult.Education)));

        using var browser = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var page = (await browser.PageAsync($"/gribskov/municipality/grants/details/{grant}")).QuerySelector("main")!.TextContent;
        Assert.Contains("I uddannelse", page);
        Assert.DoesNotContain("Tættere på job eller uddannelse", page);
        Assert.Equal(3L, await app.ScalarAsync("select count(*) from portal.outcomes where grant_id = $1", grant));
        var effect = (await browser.PageAsync("/gribskov/municipality/effect")).QuerySelector("main")!.TextContent;
        Assert.Contains("færre end 5", effect);
        Assert.Contains("ingen kontrolgruppe", effect);
        using var file = await browser.GetAsync("/gribskov/municipality/effect?handler=Export", TestContext.Current.CancellationToken);
        Assert.Contains("færre end 5", await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_new_mentor_takes_over_and_what_the_earlier_one_delivered_stays_payable()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        // Another mentor of the same provider.
        var other = world.Nord[Role.Coordinator];
        await app.ScalarAsync("update portal.memberships set roles = array['Coordinator', 'Mentor'] where person_id = $1", other);
        var before = await agreed.DeliverAsync(0, 60);
        var tooEarly = await agreed.DeliverAsync(1, 60, by: other);
        var late = await agreed.DeliverAsync(3, 60);
        var theirs = await agreed.DeliverAsync(4, 60, by: other);
        var coordinator = world.Nord.As(Role.Coordinator);

        await app.SendAsync(coordinator, new ChangeMentorModel.Command(agreed.Assignment, other, agreed.Monday.AddDays(3), "Barsel"));

        Assert.Equal(Rule.MentorIsNamedAlready,
            await RefusedAsync(() =>
            app.SendAsync(coordinator, new ChangeMentorModel.Command(agreed.Assignment, other, agreed.Monday.AddDays(3), "Igen"))));
        var invoice = await agreed.BillAsync("m1", agreed.Line(60, 400, entry: before), agreed.Line(60, 400, entry: tooEarly),
            agreed.Line(60, 400, entry: late), agreed.Line(60, 400, entry: theirs));
        Assert.Equal(["400.00 0.00 0.00", "0.00 400.00 0.00 G05", "0.00 400.00 0.00 G05", "400.00 0.00 0.00"],
            await agreed.VerdictsAsync(invoice));
        Assert.Equal("2 4.00 400.00",
            await app.ScalarAsync(
            "select concat_ws(' ', version, hours_per_week, rate) from portal.agreements where assignment_id = $1 order by version desc limit 1",
            agreed.Assignment));
        var start = new DateTimeOffset(world.Today.AddDays(-1).ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero);
        Assert.Equal(Rule.MentorHasHandedOver, await RefusedAsync(() => app.SendAsync(world.Nord.As(Role.Mentor),
            new RegisterModel.Command(agreed.Assignment, start, start.AddHours(1), EntryKind.Direct, PlaceType.Home, "", []))));
        Assert.Equal(1L, await app.Database.EventsAsync("MentorChanged", world.Gribskov.Id, agreed.Assignment));
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        Assert.Contains("Ny mentor", (await caseworker.PageAsync($"/gribskov/municipality/grants/details/{agreed.Grant}"))
            .QuerySelector("main")!.TextContent);
    }

    [Fact]
    public async Task A_new_mentor_begins_on_a_day_that_later_versions_keep_and_registers_nothing_before_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var (first, other, coordinator) = (world.Nord[Role.Mentor], world.Nord[Role.Coordinator], world.Nord.As(Role.Coordinator));
        await app.ScalarAsync("update portal.memberships set roles = array['Coordinator', 'Mentor'] where person_id = $1", other);
        Task ChangeAsync(Guid mentor, DateOnly from) =>
            app.SendAsync(coordinator, new ChangeMentorModel.Command(agreed.Assignment, mentor, from, "Barsel"));
        Task<object?> DaysAsync(Guid mentor) => app.ScalarAsync("""
            select concat_ws(' ', g.version, coalesce(m.from_on::text, '-'), coalesce(m.until_on::text, '-'))
            from portal.agreement_mentors m join portal.agreements g on g.id = m.agreement_id where g.assignment_id = $1 and m.mentor_id = $2 order by g.version desc limit 1
            """, agreed.Assignment, mentor);
        var (took, back) = (world.Today.AddDays(-20), world.Today.AddDays(-10));

        Assert.Equal(Rule.MentorCannotBeginThen, await RefusedAsync(() => ChangeAsync(other, world.Today.AddDays(-32))));
        Assert.Equal(Rule.MentorCannotBeginThen, await RefusedAsync(() => ChangeAsync(other, agreed.Monday.AddDays(81))));
        await ChangeAsync(other, took);
        Assert.Equal(Rule.MentorCannotBeginThen, await RefusedAsync(() => ChangeAsync(first, took)));
        using var browser = await app.LogInAsync(other);
        var path = $"/{world.Nord.Slug}/provider/entries/register?assignment={agreed.Assignment}";
        (string, string)[] typed = [("Form.Date", MentorMarket.Web.Words.Show.Date(took.AddDays(-1))), ("Form.From", "14.05"),
            ("Form.To", "15.05"), ("Form.Place", "Home")];
        await browser.SendAsync(path, (await browser.PageAsync(path)).Filled("#Form_Date", typed));
        Assert.Contains("Du tager forløbet over på en senere dag", (await browser.PageAsync(path)).Body!.TextContent);
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.time_entries where mentor_id = $1", other));

        Assert.Equal($"2 {took:yyyy-MM-dd} -", await DaysAsync(other));
        await ChangeAsync(first, back);
        Assert.Equal(("3 - -", $"3 {took:yyyy-MM-dd} {back.AddDays(-1):yyyy-MM-dd}"),
            ((string)(await DaysAsync(first))!, (string)(await DaysAsync(other))!));
        await app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new EndModel.Command(agreed.Grant, world.Today, EndReason.Moved, "", "Flyttet",
                await OutcomeAsync(app.Database, agreed.Grant)));
        Assert.Equal($"4 {took:yyyy-MM-dd} {back.AddDays(-1):yyyy-MM-dd}", await DaysAsync(other));
    }

    [Fact]
    public async Task Who_has_handed_over_registers_what_was_forgotten_for_a_month_and_sees_their_own_time_alone()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var other = world.Nord[Role.Coordinator];
        await app.ScalarAsync("update portal.memberships set roles = array['Coordinator', 'Mentor'] where person_id = $1", other);
        await app.ScalarAsync("update portal.grants set purpose_text = 'Formålets ord', task_text = 'Opgavens ord' where id = $1",
            agreed.Grant);
        await app.ScalarAsync("update portal.grant_goals set detail = 'Målets ord' where grant_id = $1", agreed.Grant);
        var own = await agreed.DeliverAsync(0, 60);
        var theirs = await agreed.DeliverAsync(27, 60, by: other);
        using var mentor = await app.LogInAsync(world.Nord[Role.Mentor]);
        var details = $"/{world.Nord.Slug}/provider/assignments/details/{agreed.Assignment}";
        var register = $"/{world.Nord.Slug}/provider/entries/register?assignment={agreed.Assignment}";
        var page = (await mentor.PageAsync(details)).QuerySelector("main")!.InnerHtml;
        Assert.All(["Prøve Borgersen", "Formålets ord", "Opgavens ord", "Målets ord", own.ToString(), theirs.ToString()],
            said => Assert.Contains(said, page));
        var known = (await mentor.PageAsync(register)).Body!.TextContent;
        Assert.All(["Prøve Borgersen", "Målets ord"], said => Assert.Contains(said, known));

        await app.SendAsync(world.Nord.As(Role.Coordinator),
            new ChangeMentorModel.Command(agreed.Assignment, other, agreed.Monday.AddDays(27), "Barsel"));

        page = (await mentor.PageAsync(details)).QuerySelector("main")!.InnerHtml;
        Assert.Contains("Din egen tid kan stadig ses", page);
        Assert.Contains(own.ToString(), page);
        Assert.All(["Prøve Borgersen", "Formålets ord", "Opgavens ord", "Målets ord", theirs.ToString()],
            hidden => Assert.DoesNotContain(hidden, page));
        var form = await mentor.PageAsync(register);
        Assert.NotNull(form.QuerySelector("#Form_Date"));
        Assert.All(["Prøve Borgersen", "Målets ord"], hidden => Assert.DoesNotContain(hidden, form.Body!.TextContent));
        var start = new DateTimeOffset(agreed.Monday.AddDays(26).ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero);
        RegisterModel.Command Forgotten(int hour) => new(agreed.Assignment, start.AddHours(hour), start.AddHours(hour + 1),
            EntryKind.Direct, PlaceType.Home, "", []);
        await app.SendAsync(world.Nord.As(Role.Mentor), Forgotten(0));

        await app.ScalarAsync("alter table portal.agreement_mentors disable trigger user");
        await app.ScalarAsync(
            "update portal.agreement_mentors set until_on = until_on - 60 where until_on is not null and mentor_id = $1",
            world.Nord[Role.Mentor]);
        using (var gone = await mentor.GetAsync(register, TestContext.Current.CancellationToken))
        {
            Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.StatusCode);
        }
        Assert.Equal(Rule.MentorHasHandedOver, await RefusedAsync(() => app.SendAsync(world.Nord.As(Role.Mentor), Forgotten(-24 * 70))));
    }

    [Fact]
    public async Task Time_under_another_act_is_not_paid_by_the_grant()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var here = await agreed.DeliverAsync(0, 60, act: "EmploymentAct");
        var there = await agreed.DeliverAsync(2, 60, act: "OtherAct");

        var named = await agreed.BillAsync("a1", agreed.Line(60, 400, entry: here), agreed.Line(60, 400, entry: there));
        var byDays = await agreed.BillAsync("a2", agreed.Line(60, 400, from: 2, to: 2));

        Assert.Equal(["400.00 0.00 0.00", "0.00 0.00 400.00 G04"], await agreed.VerdictsAsync(named));
        Assert.Equal(["0.00 0.00 400.00 D01"], await agreed.VerdictsAsync(byDays));
    }

    [Fact]
    public async Task The_mentor_is_asked_for_the_act_where_one_person_gives_both_and_warned_in_a_pause()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var mentor = await app.LogInAsync(world.Nord[Role.Mentor]);
        var path = $"/{world.Nord.Slug}/provider/entries/register";
        Assert.Null((await mentor.PageAsync(path)).QuerySelector("[name='Form.Act']"));
        await app.ScalarAsync("update portal.grants set same_person_gives_both = true where id = $1", world.Live.Grant);
        await app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new PauseModel.Command(world.Live.Grant, world.Today.AddDays(-2), null, "Indlagt", "Formålet er det samme"));
        var page = await mentor.PageAsync(path);
        Assert.Contains("Støtten er på pause", page.Body!.TextContent);
        (string, string)[] typed = [("Form.Date", MentorMarket.Web.Words.Show.Date(world.Today.AddDays(-1))), ("Form.From", "14.05"),
            ("Form.To", "15.05"), ("Form.Place", "Home")];

        var without = await mentor.SendAsync(path, page.Filled("#Form_Date", typed));
        Assert.Contains("Vælg, hvilken lov det var efter", without.Page.Body!.TextContent);
        var sent = await mentor.SendAsync(path, (await mentor.PageAsync(path)).Filled("#Form_Date", [.. typed, ("Form.Act", "OtherAct")]));

        var told = (await mentor.PageAsync(sent.Location)).Body!.TextContent;
        Assert.Contains("bliver ikke betalt af den", told);
        Assert.Contains("på pause den dag", told);
        Assert.Equal("OtherAct", await app.ScalarAsync("select act from portal.time_entries where act is not null"));
    }
}
