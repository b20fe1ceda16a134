using MentorMarket.Web.Pages.Municipality.Standard;
using Deputies = MentorMarket.Web.Pages.Municipality.Deputies.IndexModel;
using Preview = MentorMarket.Web.Pages.Municipality.Rules.IndexModel;

namespace MentorMarket.Web.Tests.Pages.Municipality.Standard;

/// <summary>The municipality's own frame: the service standard by date, deputies, and the preview of another rule set.</summary>
public sealed class StandardTests(Cluster cluster)
{
    private static ChangeModel.Input Input(DateOnly from, int levelFourMonths = 3) => new()
    {
        ValidFrom = from,
        Levels = [.. new GrantSettings().Levels.Select(l =>
            new ChangeModel.LevelRow { To = l.To, Months = l.Months is null ? null : levelFourMonths, Danish = l.Description.Danish,
            English = l.Description.English })],
        LongestExtension = 4,
        FollowUpWeeks = 8,
        EffectDays = 21,
        SmallestGroup = 6,
        PauseReviewWeeks = 2,
        UsualRate = 375,
    };

    [Fact]
    public async Task Of_those_who_change_it_at_the_same_time_each_saves_a_version_or_is_told_that_another_was_there()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var before = (long)(await app.ScalarAsync("select count(*) from portal.grant_settings where municipality_id = $1",
            world.Gribskov.Id))!;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await app.SendAsync(world.Gribskov.As(Role.TeamLeader), new ChangeModel.Command(Input(world.Today)));
                return true;
            }
            catch (RuleViolation violation)
            {
                Assert.Equal(Rule.ConcurrentChange, violation.Rule);
                return false;
            }
        }));

        Assert.Contains(true, outcomes);
        Assert.Equal(before + outcomes.Count(saved => saved),
            await app.ScalarAsync("select count(*) from portal.grant_settings where municipality_id = $1", world.Gribskov.Id));
    }

    [Fact]
    public async Task A_new_version_is_in_force_from_its_day_and_the_old_ones_stay()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var leader = world.Gribskov.As(Role.TeamLeader);

        Assert.Equal(2, await app.SendAsync(leader, new ChangeModel.Command(Input(world.Today))));
        Assert.Equal(3, await app.SendAsync(leader, new ChangeModel.Command(Input(world.Today.AddDays(30), 2))));

        var shown = await app.SendAsync(leader, new IndexModel.Query());
        Assert.Equal(("municipal.2", 8, 21, 375m), (shown.InForce.Version, shown.InForce.FollowUpWeeks, shown.InForce.EffectDaysBeforeEnd,
            shown.InForce.UsualRate));
        // A version from before there was such a setting has the standard one.
        Assert.Equal((2, 4), (shown.InForce.PauseReviewWeeks,
            (await app.SendAsync(world.Hilleroed.As(Role.TeamLeader), new IndexModel.Query())).InForce.PauseReviewWeeks));
        Assert.Equal([true, false, false], shown.Versions.Select(v => v.IsAhead));
        Assert.Equal(2, await app.Database.EventsAsync("ServiceStandardChanged", world.Gribskov.Id));
        Assert.Equal("municipal.1", (await app.SendAsync(world.Hilleroed.As(Role.TeamLeader), new IndexModel.Query())).InForce.Version);
    }

    [Fact]
    public async Task What_was_decided_by_the_earlier_levels_stands_and_what_is_written_now_is_held_against_the_new_ones()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var (caseworker, leader) = (world.Gribskov.As(Role.Caseworker), world.Gribskov.As(Role.TeamLeader));
        var form = Grants.GrantTests.Complete(world);
        form.HoursPerWeek = 6;
        var decided = await app.SendAsync(caseworker,
            new MentorMarket.Web.Pages.Municipality.Grants.CreateModel.Command(world.Draft.Citizen, form));
        await app.SendAsync(caseworker, new MentorMarket.Web.Pages.Municipality.Grants.Decisions.SubmitModel.Command(decided));
        await app.SendAsync(leader, new MentorMarket.Web.Pages.Municipality.Grants.Decisions.ApproveModel.Command(decided, true, "",
            await app.Database.VersionAsync("grants", decided)));
        var version = await app.ScalarAsync("select rules_version from portal.grants where id = $1", decided);

        var number = await app.SendAsync(leader, new ChangeModel.Command(Input(world.Today, 2)));

        Assert.Equal(("Approved", version), (await app.ScalarAsync("select status from portal.grants where id = $1", decided),
            await app.ScalarAsync("select rules_version from portal.grants where id = $1", decided)));
        var written = await app.SendAsync(caseworker,
            new MentorMarket.Web.Pages.Municipality.Grants.CreateModel.Command(world.Draft.Citizen, form));
        var context = (await app.SendAsync(caseworker, new MentorMarket.Web.Pages.Municipality.Grants.GrantView.Query(written))).Context;
        Assert.Equal($"municipal.{number}", context.Settings.Version);
        Assert.Equal([(Demand.LevelPeriod, (decimal?)2)], form.Terms().Shortfalls(GrantKind.New, context).Select(s => (s.Demand, s.Limit)));
        Assert.Equal(Rule.GrantIsIncomplete,
            (await Assert.ThrowsAsync<RuleViolation>(() =>
            app.SendAsync(caseworker, new MentorMarket.Web.Pages.Municipality.Grants.Decisions.SubmitModel.Command(written)))).Rule);
    }

    [Fact]
    public async Task The_page_says_which_criteria_bind_and_which_guide()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var leader = await app.LogInAsync(app.World.Gribskov[Role.TeamLeader]);

        var page = await leader.PageAsync("/gribskov/municipality/standard");

        var binding = page.QuerySelectorAll("main li").Select(li => li.TextContent.Trim()).ToList();
        Assert.Equal(["Hvilket af servicestandardens formål", "At borgeren bor i kommunen",
            "At borgeren er enig og har et mål om job eller uddannelse"], binding);
        Assert.Contains("Et særligt forløb, som standarden ikke har, kan ikke vælges.", page.Body!.TextContent);
        Assert.Contains("Med en begrundelse kan afviges", page.Body.TextContent);
        Assert.DoesNotContain("De vejleder og kan fraviges", page.Body.TextContent);
    }

    [Fact]
    public async Task No_version_reaches_back_and_the_levels_must_rise()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var leader = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        var path = $"/{world.Gribskov.Slug}/municipality/standard/change";

        var form = (await leader.PageAsync(path)).Filled("[name='Form.ValidFrom']",
            ("Form.ValidFrom", world.Today.AddDays(-1).ToString("dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture)),
                ("Form.Levels[1].To", "1,5"));
        var answer = (await leader.SendAsync(path, form)).Page.Body!.TextContent;

        Assert.Contains("Datoen kan ikke ligge før i dag", answer);
        Assert.Contains("højere end niveauet før", answer);
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.grant_settings where municipality_id = $1",
            world.Gribskov.Id));
    }

    [Fact]
    public async Task A_deputy_decides_in_the_leaders_place_on_those_days_only_and_never_over_the_own_grant()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var (leader, caseworker) = (world.Gribskov[Role.TeamLeader], world.Gribskov[Role.Caseworker]);
        var page = $"/{world.Gribskov.Slug}/municipality/grants/approve/{world.Draft.Grant}";
        async Task<HttpStatusCode> OpensAsync()
        {
            using var browser = await app.LogInAsync(caseworker);
            using var answer = await browser.GetAsync(page, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await OpensAsync());
        var ahead = await app.SendAsync(world.Gribskov.As(Role.TeamLeader),
            new Deputies.Appoint(leader, caseworker, world.Today.AddDays(1), world.Today.AddDays(9)));
        Assert.Equal(HttpStatusCode.Forbidden, await OpensAsync());
        var now = await app.SendAsync(world.Gribskov.As(Role.TeamLeader),
            new Deputies.Appoint(leader, caseworker, world.Today, world.Today));
        Assert.NotEqual(HttpStatusCode.Forbidden, await OpensAsync());
        await app.SendAsync(world.Gribskov.As(Role.Administrator), new Deputies.Revoke(now));
        Assert.Equal(HttpStatusCode.Forbidden, await OpensAsync());

        var deputy = world.Gribskov.As(Role.Caseworker) with { Roles = [Role.Caseworker, Role.TeamLeader], DeputyFor = leader };
        Assert.Equal(Rule.DeputyAppointsNobody,
            (await Assert.ThrowsAsync<RuleViolation>(() => app.SendAsync(deputy, new Deputies.Revoke(ahead)))).Rule);
        Assert.Equal(Rule.DeputyIsOver,
            (await Assert.ThrowsAsync<RuleViolation>(() =>
            app.SendAsync(world.Gribskov.As(Role.TeamLeader), new Deputies.Revoke(now)))).Rule);
        await Assert.ThrowsAsync<RowNotFoundException>(() =>
            app.SendAsync(world.Hilleroed.As(Role.TeamLeader), new Deputies.Revoke(ahead)));
        Assert.Equal(2, await app.Database.EventsAsync("DeputyAppointed", world.Gribskov.Id));
    }

    [Fact]
    public async Task Only_members_of_the_municipality_are_deputies()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var leader = world.Gribskov.As(Role.TeamLeader);

        foreach (var stranger in new[] { world.Hilleroed[Role.Caseworker], world.Nord[Role.Coordinator], world.Gribskov[Role.Finance] })
        {
            await Assert.ThrowsAsync<RowNotFoundException>(() =>
                app.SendAsync(leader, new Deputies.Appoint(leader.Person!.Value, stranger, world.Today, world.Today)));
        }
        await Assert.ThrowsAsync<RowNotFoundException>(() =>
            app.SendAsync(world.Gribskov.As(Role.Administrator),
            new Deputies.Appoint(world.Gribskov[Role.Caseworker], world.Gribskov[Role.TeamLeader], world.Today, world.Today)));
        Assert.Equal(Rule.DeputyAppointsNobody,
            (await Assert.ThrowsAsync<RuleViolation>(() =>
            app.SendAsync(leader, new Deputies.Appoint(leader.Person!.Value, leader.Person.Value, world.Today, world.Today)))).Rule);
    }

    [Fact]
    public async Task What_a_deputy_decides_names_the_leader()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var form = Grants.GrantTests.Complete(world);
        var grant = await app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new Web.Pages.Municipality.Grants.CreateModel.Command(world.Draft.Citizen, form));
        await app.SendAsync(world.Gribskov.As(Role.Caseworker), new Web.Pages.Municipality.Grants.Decisions.SubmitModel.Command(grant));
        var deputy = world.Gribskov.As(Role.Finance) with
        {
            Roles = [Role.Caseworker, Role.TeamLeader],
            DeputyFor = world.Gribskov[
            Role.TeamLeader]
        };

        await app.SendAsync(deputy,
            new Web.Pages.Municipality.Grants.Decisions.ApproveModel.Command(grant, true, "",
            await app.Database.VersionAsync("grants", grant)));

        Assert.Equal(world.Gribskov[Role.TeamLeader],
            await app.ScalarAsync("select decided_for from portal.grants where id = $1", grant));
        Assert.Equal(world.Gribskov[Role.Finance], await app.ScalarAsync("select decided_by from portal.grants where id = $1", grant));
    }

    [Fact]
    public async Task The_preview_shows_which_open_grants_another_rule_set_breaks_and_saves_nothing()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);
        var form = Grants.GrantTests.Complete(world);
        var grant = await app.SendAsync(caseworker, new Web.Pages.Municipality.Grants.CreateModel.Command(world.Draft.Citizen, form));
        var announced = GrantRules.All.Single(r => r.IsAnnounced);

        var same = await app.SendAsync(caseworker, new Preview.Query(announced, 1));
        var stricter = await app.SendAsync(caseworker,
            new Preview.Query(announced with { LongestPeriodInMonths = 1, MostHoursPerWeek = 1 }, 1));

        Assert.DoesNotContain(same.Rows, r => r.Id == grant);
        Assert.Equal([Demand.MostHours, Demand.Period], Assert.Single(stricter.Rows, r => r.Id == grant).Broken.Select(b => b.Demand));
        Assert.True(stricter.Looked >= stricter.Pager.Total);
        using var browser = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        var page = await browser.PageAsync($"/{world.Gribskov.Slug}/municipality/rules?set={announced.Version}&months=1&hours=1");
        Assert.Contains("ville ikke holde", page.Body!.TextContent);
    }
}
