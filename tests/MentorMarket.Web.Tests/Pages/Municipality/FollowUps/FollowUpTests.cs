using MentorMarket.Domain.Deadlines;
using MentorMarket.Domain.Outcomes;
using MentorMarket.Web.Pages.Municipality.FollowUps;
using MentorMarket.Web.Pages.Municipality.Grants.Support;

namespace MentorMarket.Web.Tests.Pages.Municipality.FollowUps;

/// <summary>The dates of grants on the work list: what waits, what is written about it, and who follows it up.</summary>
public sealed class FollowUpTests(Cluster cluster)
{
    private const string List = "/gribskov/municipality/followups";

    private static FollowUpContent Content(World world, PurposeStanding? purpose = PurposeStanding.Yes, string words = "",
        string note = "") => new(world.Today, purpose, true, words, note);

    private static Task<object?> StateAsync(TestDatabase database, Guid grant) =>
        database.ScalarAsync(
            "select string_agg(concat_ws(' ', kind, sequence, result, done_on, postponed_until, purpose_still_there, note, reason, citizen_words), '; ' order by recorded_at) from portal.follow_ups where grant_id = $1 and recorded_at > now() - interval '1 hour'",
            grant);

    private static async Task<string> RowsAsync(HttpClient client, string query) =>
        string.Join("; ", (await client.PageAsync(List + query)).QuerySelectorAll("main table")[^1].QuerySelectorAll("tbody tr")
            .Select(r => string.Join(" | ", r.QuerySelectorAll("td").Take(3)
                .Select(c => System.Text.RegularExpressions.Regex.Replace(c.TextContent.Trim(), "\\s+", " ",
                System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))))));

    [Fact]
    public async Task The_work_list_shows_what_is_overdue_in_words_and_what_comes_and_names_no_citizen()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var client = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var overdue = await RowsAsync(client, "?When=Overdue");
        var all = await client.PageAsync(List);

        Assert.Contains("Overskredet", overdue);
        Assert.Contains("Udbytte ved slut", overdue);
        Assert.Contains("G-ended", overdue);
        Assert.DoesNotContain("G-live", overdue);
        Assert.Contains("G-runout", await RowsAsync(client, "?When=ThisWeek"));
        Assert.Contains("Effekt vurderes med borgeren", await RowsAsync(client, "?When=NotHeld"));
        Assert.Contains("G-live", all.DocumentElement.TextContent);
        Assert.DoesNotContain("-identity-", all.DocumentElement.OuterHtml);
        Assert.Equal(await RowsAsync(client, "?sort=due"), await RowsAsync(client, ""));
        Assert.NotEqual(await RowsAsync(client, "?sort=-due"), await RowsAsync(client, ""));
        Assert.DoesNotContain("G-ended", await RowsAsync(client, "?Q=g-live&Kind=EffectWithCitizen"));
        Assert.Contains("Intet passer til søgningen", (await client.PageAsync(List + "?Q=findes-ikke")).DocumentElement.TextContent);
        Assert.Contains("Der venter ingen opfølgning",
            (await (await app.LogInAsync(world.Gribskov[Role.Caseworker]))
            .PageAsync(List + $"?Who={world.Gribskov[Role.Finance]}")).DocumentElement.TextContent);
    }

    [Fact]
    public async Task The_team_leader_sees_everybodys_with_how_many_are_overdue()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        await app.SendAsync(world.Gribskov.As(Role.TeamLeader),
            new HandOverModel.Command(world.Gribskov[Role.Caseworker], world.Gribskov[Role.Caseworker], []));
        using var client = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);

        var page = await client.PageAsync(List);

        var person = page.QuerySelector("main table tbody tr")!;
        Assert.Contains(world.Gribskov.Canary, person.QuerySelector("td")!.TextContent);
        Assert.Equal(["1", "1"], person.QuerySelectorAll("td.mm-right").Take(2).Select(c => c.TextContent));
        Assert.Contains("G-ended", await RowsAsync(client, ""));
    }

    [Fact]
    public async Task A_follow_up_is_written_with_the_state_of_the_purpose_and_stands_in_the_case()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (world, live) = (app.World, app.World.Live);
        using var client = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var path = $"{List}/handle/{live.Grant}?Kind=EffectWithCitizen&Sequence=1";
        var page = await client.PageAsync(path);

        var silent = await client.SendAsync(path, page.Filled("#Form_DoneOn", ("Form.DoneOn", world.Today.ToString("dd-MM-yyyy", null)),
            ("Form.Purpose", "Adjusted"), ("Form.WithCitizen", "true"), ("Form.Note", "")));
        Assert.Equal(HttpStatusCode.OK, silent.Status);
        Assert.Contains("Skriv, hvad borgeren selv siger om effekten.", silent.Page.DocumentElement.TextContent);
        var future = await client.SendAsync(path,
            page.Filled("#Form_DoneOn", ("Form.DoneOn", world.Today.AddDays(1).ToString("dd-MM-yyyy", null)), ("Form.Purpose", "Yes"),
            ("Form.WithCitizen", "true"), ("Form.CitizenWords", "Godt")));
        Assert.Contains("Dagen kan ikke ligge i fremtiden.", future.Page.DocumentElement.TextContent);
        Assert.Equal(DBNull.Value, await StateAsync(app.Database, live.Grant));

        var done = await client.SendAsync(path, page.Filled("#Form_DoneOn", ("Form.DoneOn", world.Today.ToString("dd-MM-yyyy", null)),
            ("Form.Purpose", "Adjusted"), ("Form.WithCitizen", "true"), ("Form.Note", "En time mindre"),
            ("Form.CitizenWords", "Jeg møder selv nu")));

        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        Assert.Equal($"EffectWithCitizen 1 Done {world.Today:yyyy-MM-dd} Adjusted En time mindre Jeg møder selv nu",
            ((string)(await StateAsync(app.Database, live.Grant))!).Replace("  ", " ", StringComparison.Ordinal));
        Assert.Equal(1, await app.Database.EventsAsync("FollowUpDone", world.Gribskov.Id, live.Grant));
        var details = (await client.PageAsync($"/gribskov/municipality/grants/details/{live.Grant}")).QuerySelector("#clocks")!.TextContent;
        Assert.Contains("Jeg møder selv nu", details);
        Assert.Contains("En time mindre", details);
    }

    [Fact]
    public async Task Postponed_needs_a_day_before_the_end_and_both_days_are_shown()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (world, live) = (app.World, app.World.Live);
        using var client = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var path = $"{List}/postpone/{live.Grant}?Kind=EffectWithCitizen&Sequence=1";
        var page = await client.PageAsync(path);

        foreach (var (day, reason,
            says) in new[] { (live.EndsOn.AddDays(1), "Syg", "Den nye dag kan ikke ligge efter støttens slutdato"), (
            world.Today, "Syg", "Den nye dag skal ligge efter i dag."), (live.EndsOn, "", "Begrundelse") })
        {
            var refused = await client.SendAsync(path,
                page.Filled("#Form_Until", ("Form.Until", day.ToString("dd-MM-yyyy", null)), ("Form.Reason", reason)));
            Assert.Equal(HttpStatusCode.OK, refused.Status);
            Assert.Contains(says, refused.Page.DocumentElement.TextContent);
        }
        Assert.Equal(DBNull.Value, await StateAsync(app.Database, live.Grant));
        await client.SendAsync(path, page.Filled("#Form_Until", ("Form.Until", live.EndsOn.ToString("dd-MM-yyyy", null)),
            ("Form.Reason", "Syg")));

        Assert.Contains($"udsat fra {live.EndsOn.AddDays(-14):dd.MM.yyyy}", await RowsAsync(client, "?Kind=EffectWithCitizen"));
        Assert.Equal(Rule.FollowUpCannotWait,
            (await Assert.ThrowsAsync<RuleViolation>(() =>
            app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new PostponeModel.Command(live.Grant, DeadlineKind.PeriodEnds, 1, live.EndsOn, "Syg")))).Rule);
        Assert.Equal(1, await app.Database.EventsAsync("FollowUpPostponed", world.Gribskov.Id, live.Grant));
    }

    [Fact]
    public async Task What_was_written_is_taken_back_by_a_later_row_and_waits_again()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (world, live) = (app.World, app.World.Live);
        var caseworker = world.Gribskov.As(Role.Caseworker);
        await app.SendAsync(caseworker,
            new HandleModel.Command(live.Grant, DeadlineKind.EffectWithCitizen, 1, Content(world, words: "Godt")));
        Assert.Equal(Rule.FollowUpIsHandled,
            (await Assert.ThrowsAsync<RuleViolation>(() =>
            app.SendAsync(caseworker,
            new HandleModel.Command(live.Grant, DeadlineKind.EffectWithCitizen, 1, Content(world, words: "Igen"))))).Rule);

        await app.SendAsync(caseworker, new UndoModel.Command(live.Grant, DeadlineKind.EffectWithCitizen, 1, "Forkert sag"));

        Assert.Equal(2L, await app.ScalarAsync(
            "select count(*) from portal.follow_ups where grant_id = $1 and kind = 'EffectWithCitizen'", live.Grant));
        var it = await app.SendAsync(caseworker, new GrantDeadlines.Query(live.Grant));
        Assert.True(it.Deadlines.Single(c => c.Deadline.Kind == DeadlineKind.EffectWithCitizen).IsOpen);
        Assert.Equal(["Forkert sag", ""], it.History.Where(h => h.FollowUp.Kind == DeadlineKind.EffectWithCitizen)
            .Select(h => h.FollowUp.Reason));
        await app.SendAsync(caseworker,
            new HandleModel.Command(live.Grant, DeadlineKind.EffectWithCitizen, 1, Content(world, words: "Nu er det rigtigt")));
        Assert.Equal(Rule.FollowUpIsNotHandled,
            (await Assert.ThrowsAsync<RuleViolation>(() =>
            app.SendAsync(caseworker, new UndoModel.Command(live.Grant, DeadlineKind.PeriodEnds, 1, "Intet")))).Rule);
    }

    [Fact]
    public async Task Of_two_who_write_at_once_one_is_told_that_the_other_was_there()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (world, live) = (app.World, app.World.Live);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            try
            {
                await app.SendAsync(world.Gribskov.As(i % 2 == 0 ? Role.Caseworker : Role.TeamLeader),
                    new HandleModel.Command(live.Grant, DeadlineKind.EffectWithCitizen, 1, Content(world, words: $"Nr. {i}")));
                return "written";
            }
            catch (RuleViolation violation)
            {
                return violation.Rule.ToString();
            }
        }));

        Assert.Equal(["FollowUpIsHandled 5", "written 1"], answers.GroupBy(a => a).Select(a => $"{a.Key} {a.Count()}").Order());
        Assert.Equal(1L, await app.ScalarAsync(
            "select count(*) from portal.follow_ups where grant_id = $1 and kind = 'EffectWithCitizen'", live.Grant));
    }

    [Fact]
    public async Task An_outcome_is_not_written_here_but_on_its_own_page()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var client = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var links = (await client.PageAsync(List + "?When=Overdue")).QuerySelectorAll("main table a").Select(a => a.GetAttribute("href"));

        Assert.Contains($"/gribskov/municipality/outcomes/record/{world.Ended.Grant}?stage=AtEnd", links);
        Assert.Equal(Rule.FollowUpIsIncomplete,
            (await Assert.ThrowsAsync<RuleViolation>(() =>
            app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new HandleModel.Command(world.Ended.Grant, DeadlineKind.Outcome, 1, Content(world))))).Rule);
    }

    [Fact]
    public async Task An_outcome_recorded_on_its_own_page_waits_no_longer()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);
        using var client = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        Assert.Contains("G-ended", await RowsAsync(client, "?When=Overdue&Kind=Outcome"));

        await app.SendAsync(caseworker, new RecordOutcomeModel.Command(world.Ended.Grant, OutcomeStage.AtEnd, new OutcomeForm
        {
            Result = OutcomeResult.Closer,
            Goals = [new() { Goal = world.Ended.Goal, Result = GoalResult.Partly }],
        }));

        Assert.DoesNotContain("G-ended", (await client.PageAsync(List + "?When=Overdue&Kind=Outcome")).Body!.TextContent);
    }

    [Fact]
    public async Task A_pause_moves_what_falls_in_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var starts = world.Today.AddDays(-20);
        await app.ScalarAsync("alter table portal.assignments disable trigger user");
        await app.ScalarAsync("update portal.grants set starts_on = $2, ends_on = $3 where id = $1", world.Live.Grant, starts,
            starts.AddDays(220));
        await app.ScalarAsync("update portal.assignments set starts_on = $2, ends_on = $3 where id = $1", world.Live.Assignment,
            starts, starts.AddDays(220));
        using var client = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        // The first is written in the world already.
        var due = starts.AddDays(2 * 13 * 7);
        Assert.Contains(Web.Words.Show.Date(due), await RowsAsync(client, "?Q=g-live&Kind=FollowUp"));

        await app.ScalarAsync(
            "insert into portal.grant_pauses (id, grant_id, municipality_id, from_on, to_on, reason, recorded_by, recorded_at) values (gen_random_uuid(), $1, $2, $3, $4, 'ferie', $5, now())",
            world.Live.Grant, world.Gribskov.Id, due.AddDays(-3), due.AddDays(10), world.Gribskov[Role.Caseworker]);

        var rows = await RowsAsync(client, "?Q=g-live&Kind=FollowUp");
        Assert.DoesNotContain(Web.Words.Show.Date(due), rows);
        Assert.Contains(Web.Words.Show.Date(due.AddDays(11)), rows);
    }

    [Fact]
    public async Task The_future_cannot_be_ticked_off()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (world, live) = (app.World, app.World.Live);
        var starts = world.Today.AddDays(-20);
        await app.ScalarAsync("alter table portal.assignments disable trigger user");
        await app.ScalarAsync("update portal.grants set starts_on = $2, ends_on = $3 where id = $1", live.Grant, starts,
            starts.AddDays(220));
        await app.ScalarAsync("update portal.assignments set starts_on = $2, ends_on = $3 where id = $1", live.Assignment, starts,
            starts.AddDays(220));
        using var client = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        // Due after 26 weeks; what counts is what was held in the last six and a half of them.
        var opens = starts.AddDays(182 - 46);

        var row = (await client.PageAsync(List + "?Q=g-live&Kind=FollowUp")).QuerySelectorAll("main table")[^1].QuerySelector("tbody tr")!;
        Assert.Contains($"Kan noteres fra {Web.Words.Show.Date(opens)}", row.TextContent);
        Assert.Null(row.QuerySelector("a[href*='handle']"));
        Assert.NotNull(row.QuerySelector("a[href*='postpone']"));
        // Somebody who sends the form of another date.
        var path = $"{List}/handle/{live.Grant}?Kind=FollowUp&Sequence=2";
        var other = await client.PageAsync($"{List}/postpone/{live.Grant}?Kind=FollowUp&Sequence=2");
        var early = await client.SendAsync(path, other.Filled("#Form_Until", ("Form.DoneOn", world.Today.ToString("dd-MM-yyyy", null)),
            ("Form.Purpose", "Yes")));
        Assert.Contains($"tidligst fra {Web.Words.Show.Date(opens)}", early.Page.QuerySelector("#Form_DoneOn-error")!.TextContent);
        Assert.Equal(Rule.FollowUpIsTooEarly,
            (await Assert.ThrowsAsync<RuleViolation>(() =>
            app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new HandleModel.Command(live.Grant, DeadlineKind.FollowUp, 2, Content(world))))).Rule);
        Assert.Equal(DBNull.Value, await StateAsync(app.Database, live.Grant));
    }

    [Fact]
    public async Task An_open_pause_comes_up_for_review_and_again_four_weeks_later()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (world, live) = (app.World, app.World.Live);
        var since = world.Today.AddDays(-30);
        await app.ScalarAsync(
            "insert into portal.grant_pauses (id, grant_id, municipality_id, from_on, to_on, reason, recorded_by, recorded_at) values (gen_random_uuid(), $1, $2, $3, null, 'indlagt', $4, now() - interval '1 minute')",
            live.Grant, world.Gribskov.Id, since, world.Gribskov[Role.Caseworker]);
        using var client = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        Assert.Equal($"{Web.Words.Show.Date(since.AddDays(28))} Overskredet", (await RowsAsync(client, "?Kind=PauseReview"))
            .Split(" | ")[0]);
        var path = $"{List}/handle/{live.Grant}?Kind=PauseReview&Sequence=1";

        var silent = await client.SendAsync(path, (await client.PageAsync(path)).Filled("#Form_DoneOn", ("Form.Purpose", "Yes")));
        Assert.Contains("Skriv, hvorfor pausen fortsætter, og hvad der er aftalt.", silent.Page.DocumentElement.TextContent);
        var done = await client.SendAsync(path, (await client.PageAsync(path))
            .Filled("#Form_DoneOn", ("Form.Purpose", "Yes"), ("Form.Note", "Stadig indlagt")));

        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        Assert.Equal(Web.Words.Show.Date(world.Today.AddDays(28)), (await RowsAsync(client, "?Kind=PauseReview")).Split(" | ")[0]);
        var pause = await app.ScalarAsync("select id from portal.grant_pauses where grant_id = $1 and to_on is null", live.Grant);
        await app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new Web.Pages.Municipality.Grants.Support.PauseModel.Resume(live.Grant, (Guid)pause!, world.Today, "Kommet tilbage"));
        Assert.Contains("Intet passer til søgningen", (await client.PageAsync(List + "?Kind=PauseReview")).Body!.TextContent);
    }

    [Fact]
    public async Task Cases_move_to_another_caseworker_one_or_all_and_only_to_one_who_is_there()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var (leader, from, to) = (world.Gribskov.As(Role.TeamLeader), world.Gribskov[Role.Caseworker], world.Gribskov[Role.Finance]);
        await Assert.ThrowsAsync<RowNotFoundException>(() =>
            app.SendAsync(leader, new HandOverModel.Command(from, to, [world.Live.Grant])));
        await Assert.ThrowsAsync<RowNotFoundException>(() =>
            app.SendAsync(leader, new HandOverModel.Command(from, world.Hilleroed[Role.Caseworker], [world.Live.Grant])));
        await app.ScalarAsync("update portal.memberships set roles = array['Caseworker', 'Finance'] where person_id = $1", to);

        Assert.Equal(1, await app.SendAsync(leader, new HandOverModel.Command(from, to, [world.Live.Grant, world.ElsewhereLive.Grant])));
        Assert.Equal(to, await app.ScalarAsync("select responsible_id from portal.grants where id = $1", world.Live.Grant));
        Assert.Equal(from, await app.ScalarAsync("select created_by from portal.grants where id = $1", world.Live.Grant));
        Assert.Equal(1, await app.Database.EventsAsync("GrantHandedOver", world.Gribskov.Id, world.Live.Grant));
        using var client = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        var path = $"{List}/handover?From={from}";
        var sent = await client.SendAsync(path, (await client.PageAsync(path)).Filled("#Form_To", ("Form.To", to.ToString())));

        Assert.Equal(HttpStatusCode.Redirect, sent.Status);
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.grants where responsible_id = $1", from));
        Assert.Equal(0L, await app.ScalarAsync(
            "select count(*) from portal.grants where responsible_id = $1 and municipality_id = $2", to, world.Hilleroed.Id));
    }
}
