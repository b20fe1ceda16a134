using System.Text.RegularExpressions;
using MentorMarket.Web.Pages.Municipality.Grants;
using MentorMarket.Web.Pages.Municipality.Grants.Decisions;
using MentorMarket.Web.Pages.Municipality.Grants.Market;
using MentorMarket.Web.Tests.Tenancy;

namespace MentorMarket.Web.Tests.Pages.Municipality.Grants;

/// <summary>A grant's way from the caseworker over the team leader to the market.</summary>
public sealed class GrantTests(Cluster cluster)
{
    internal static GrantForm Complete(World world) => new()
    {
        Purpose = Purpose.Job,
        PurposeText = "Ord-om-formål",
        TargetGroup = TargetGroup.JobReady,
        Goals = [new() { Kind = GoalKind.FindJob, Detail = "Ord-om-mål" }],
        Tasks = [MentorTask.MeetOnTime],
        TaskText = "Ord-om-opgaver",
        Qualifications = "Ord-om-kvalifikationer",
        HoursPerWeek = 3,
        TotalHours = 60,
        StartsOn = world.Today.AddDays(7),
        EndsOn = world.Today.AddDays(90),
        Rate = 350,
        Aim = Aim.KeepOrFurther,
        ResidesHere = true,
        IsAgreed = true,
        MentorKind = MentorKind.External,
        NeighbouringSchemes = Enum.GetValues<NeighbouringScheme>()
            .ToDictionary(check => check, _ => (SchemeAnswer?)SchemeAnswer.NotRelevant),
    };

    internal static async Task<string?> StatusAsync(TestDatabase database, Guid grant) =>
        (string?)await database.ScalarAsync("select status from portal.grants where id = $1", grant);

    internal static async Task<Rule> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RuleViolation>(act)).Rule;

    [Fact]
    public async Task From_draft_to_the_market_without_a_word_that_identifies()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var (caseworker, teamLeader) = (world.Gribskov.As(Role.Caseworker), world.Gribskov.As(Role.TeamLeader));

        var grant = await app.SendAsync(caseworker, new CreateModel.Command(world.Draft.Citizen, Complete(world)));
        Assert.Equal("Draft", await StatusAsync(app.Database, grant));
        await app.SendAsync(caseworker, new SubmitModel.Command(grant));
        Assert.Equal("Submitted", await StatusAsync(app.Database, grant));
        await app.SendAsync(teamLeader,
            new ApproveModel.Command(grant, true, "Ord-om-afgørelsen", await app.Database.VersionAsync("grants", grant)));
        Assert.Equal("Approved", await StatusAsync(app.Database, grant));
        await app.SendDecisionAsync(caseworker, grant);
        var number = await app.SendAsync(caseworker, new PublishModel.Command(grant));

        Assert.Equal("Published", await StatusAsync(app.Database, grant));
        var listing = (string)(await app.ScalarAsync(
            "select l::text from portal.listings l where number = $1 and municipality_id = $2", number, world.Gribskov.Id))!;
        using var coordinator = await app.LogInAsync(world.Vest[Role.Coordinator]);
        var id = await app.ScalarAsync("select id from portal.listings where number = $1 and municipality_id = $2", number,
            world.Gribskov.Id);
        var page = await coordinator.GetStringAsync($"/{world.Vest.Slug}/provider/listings/details/{id}",
            TestContext.Current.CancellationToken);
        Assert.Contains(number, page);
        foreach (var text in new[] { listing, WebUtility.HtmlDecode(page) })
        {
            // By chance the digits of a year stand in an id.
            Assert.DoesNotContain("1990", Regex.Replace(text, "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", RegexOptions.None,
                TimeSpan.FromSeconds(5)));
            Assert.DoesNotContain(world.Draft.Identity, text);
            Assert.DoesNotContain("Ord-om-", text);
            Assert.DoesNotContain(world.Draft.Citizen.ToString(), text);
            Assert.DoesNotContain(grant.ToString(), text);
        }
    }

    [Fact]
    public async Task Neither_who_wrote_it_nor_who_sent_it_in_approves_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var author = world.Gribskov.As(Role.Caseworker) with { Roles = [Role.Caseworker, Role.TeamLeader] };
        var sender = world.Gribskov.As(Role.Finance) with { Roles = [Role.Caseworker, Role.TeamLeader] };
        var grant = await app.SendAsync(author, new CreateModel.Command(world.Draft.Citizen, Complete(world)));
        await app.SendAsync(sender, new SubmitModel.Command(grant));

        Assert.Equal(Rule.ApproverIsTheAuthor,
            await RefusedAsync(async () =>
            await app.SendAsync(author, new ApproveModel.Command(grant, true, "", await app.Database.VersionAsync("grants", grant)))));
        Assert.Equal(Rule.ApproverIsTheAuthor,
            await RefusedAsync(async () =>
            await app.SendAsync(sender, new ApproveModel.Command(grant, true, "", await app.Database.VersionAsync("grants", grant)))));
        Assert.Equal("Submitted", await StatusAsync(app.Database, grant));
        await app.SendAsync(world.Gribskov.As(Role.TeamLeader),
            new ApproveModel.Command(grant, true, "", await app.Database.VersionAsync("grants", grant)));

        Assert.Equal("Approved", await StatusAsync(app.Database, grant));
    }

    [Fact]
    public async Task The_main_goal_stays_the_main_goal_however_the_rows_come_back()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);
        var form = Complete(world);
        form.Goals = [new() { Kind = GoalKind.FindJob, Detail = "Først" }, new() { Kind = GoalKind.Network, Detail = "" }];
        var grant = await app.SendAsync(caseworker, new CreateModel.Command(world.Draft.Citizen, form));
        // The main goal's row is written again and so stands last in the table.
        await app.ScalarAsync("update portal.grant_goals set detail = detail where grant_id = $1 and priority = 1", grant);

        form.Version = await app.Database.VersionAsync("grants", grant);
        await app.SendAsync(caseworker, new EditModel.Command(grant, form));

        Assert.Equal("1 FindJob Først, 2 Network ",
            await app.ScalarAsync(
            "select string_agg(priority || ' ' || kind || ' ' || detail, ', ' order by priority) from portal.grant_goals where grant_id = $1",
            grant));
    }

    [Fact]
    public void No_answer_stands_for_several_schemes_and_nothing_is_answered_beforehand()
    {
        var form = new GrantForm
        {
            NeighbouringSchemes = { [NeighbouringScheme.HousingSupport] = SchemeAnswer.NotRelevant, [
            NeighbouringScheme.ContactSupport] = SchemeAnswer.Beside, [NeighbouringScheme.SpecialTreatment] = null }
        };

        Assert.Empty(new GrantForm().Terms().SchemeAnswers);
        Assert.Null(new GrantForm().Terms().MentorKind);
        Assert.Equal([(NeighbouringScheme.HousingSupport, SchemeAnswer.NotRelevant),
            (NeighbouringScheme.ContactSupport, SchemeAnswer.Beside)],
            form.Terms().SchemeAnswers.Select(b => (b.Key, b.Value)));
    }

    [Fact]
    public async Task Another_grant_in_the_same_period_is_shown_where_it_is_sent_in_and_approved()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);
        var first = await app.SendAsync(caseworker, new CreateModel.Command(world.Draft.Citizen, Complete(world)));
        var second = await app.SendAsync(caseworker, new CreateModel.Command(world.Draft.Citizen, Complete(world)));
        await app.SendAsync(caseworker, new SubmitModel.Command(second));
        using var leader = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);

        foreach (var page in new[] { "details", "approve" })
        {
            var shown = await leader.PageAsync($"/gribskov/municipality/grants/{page}/{second}");
            Assert.Contains("Borgeren har en anden bevilling i samme periode", shown.Body!.TextContent);
            Assert.Contains(shown.QuerySelectorAll("a"), a => a.GetAttribute("href") == $"/gribskov/municipality/grants/details/{first}");
        }
    }

    [Fact]
    public async Task A_right_is_counted_over_every_grant_of_the_same_discharge()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);
        GrantForm Discharge(int from, int to)
        {
            var form = Complete(world);
            (form.Programme, form.DischargeOn, form.OpeningMeetingOn) = (Programme.DischargeCoordinator, world.Today.AddDays(20),
                world.Today.AddDays(7));
            (form.StartsOn, form.EndsOn) = (world.Today.AddDays(from), world.Today.AddDays(to));
            return form;
        }
        var first = await app.SendAsync(caseworker, new CreateModel.Command(world.Draft.Citizen, Discharge(7, 90)));
        await app.SendAsync(caseworker, new SubmitModel.Command(first));
        await app.SendAsync(world.Gribskov.As(Role.TeamLeader),
            new ApproveModel.Command(first, true, "", await app.Database.VersionAsync("grants", first)));

        var again = await app.SendAsync(caseworker, new CreateModel.Command(world.Draft.Citizen, Discharge(91, 220)));

        Assert.Equal(Rule.GrantIsIncomplete, await RefusedAsync(() => app.SendAsync(caseworker, new SubmitModel.Command(again))));
    }

    [Fact]
    public async Task What_is_approved_is_what_was_read()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var (caseworker, teamLeader) = (world.Gribskov.As(Role.Caseworker), world.Gribskov.As(Role.TeamLeader));
        var grant = await app.SendAsync(caseworker, new CreateModel.Command(world.Draft.Citizen, Complete(world)));
        await app.SendAsync(caseworker, new SubmitModel.Command(grant));
        using var browser = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        var path = $"/{world.Gribskov.Slug}/municipality/grants/approve/{grant}";
        var page = await browser.PageAsync(path);
        var shown = await app.Database.VersionAsync("grants", grant);
        await app.SendAsync(teamLeader, new ApproveModel.Command(grant, false, "Sæt prisen op", shown));
        var dearer = Complete(world);
        (dearer.Rate, dearer.Version) = (900, await app.Database.VersionAsync("grants", grant));
        await app.SendAsync(caseworker, new EditModel.Command(grant, dearer));
        await app.SendAsync(caseworker, new SubmitModel.Command(grant));

        await browser.SendAsync(path, page.Filled("#Form_Comment"));

        Assert.Equal("Submitted", await StatusAsync(app.Database, grant));
        Assert.Equal(Rule.ConcurrentChange,
            await RefusedAsync(() => app.SendAsync(teamLeader, new ApproveModel.Command(grant, true, "", shown))));
        await browser.SendAsync(path, (await browser.PageAsync(path)).Filled("#Form_Comment"));
        Assert.Equal("Approved", await StatusAsync(app.Database, grant));
    }

    [Fact]
    public async Task An_incomplete_draft_stays_a_draft_and_the_page_names_what_is_missing()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var form = Complete(world);
        (form.Rate, form.Goals, form.Qualifications) = (null, [], null);
        var grant = await app.SendAsync(world.Gribskov.As(Role.Caseworker), new CreateModel.Command(world.Draft.Citizen, form));

        Assert.Equal(Rule.GrantIsIncomplete,
            await RefusedAsync(() => app.SendAsync(world.Gribskov.As(Role.Caseworker), new SubmitModel.Command(grant))));

        Assert.Equal("Draft", await StatusAsync(app.Database, grant));
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var page = (await caseworker.PageAsync($"/{world.Gribskov.Slug}/municipality/grants/details/{grant}")).Body!.TextContent;
        foreach (var missing in new[] { "Mindst ét mål", "Vurdering af mentorens kvalifikationer", "Timepris", "LAB § 168, vejl. kap. 5",
            "LAB §§ 169-170" })
        {
            Assert.Contains(missing, page);
        }
        using var answer = await caseworker.GetAsync($"/{world.Gribskov.Slug}/municipality/grants/submit/{grant}",
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task Sent_back_with_a_comment_it_is_a_draft_that_says_why()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var teamLeader = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        var path = $"/{world.Gribskov.Slug}/municipality/grants/approve/{world.Submitted.Grant}";
        var page = await teamLeader.PageAsync(path);

        var silent = await teamLeader.SendAsync(path + "?handler=SendBack", page.Filled("[name='Form.Comment']", ("Form.Comment", " ")));
        Assert.Equal(HttpStatusCode.OK, silent.Status);
        Assert.NotNull(silent.Page.QuerySelector(".form-error"));
        var answer = await teamLeader.SendAsync(path + "?handler=SendBack",
            silent.Page.Filled("[name='Form.Comment']", ("Form.Comment", "Målet er for bredt")));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal("Draft", await StatusAsync(app.Database, world.Submitted.Grant));
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        Assert.Contains("Målet er for bredt",
            (await caseworker.PageAsync($"/{world.Gribskov.Slug}/municipality/grants/edit/{world.Submitted.Grant}")).Body!.TextContent);
        Assert.Contains("G-submitted", (await caseworker.PageAsync($"/{world.Gribskov.Slug}/municipality"))
            .QuerySelector("#SentBack")!.TextContent);
    }

    [Fact]
    public async Task Whoever_saves_over_somebody_elses_change_is_told_and_keeps_what_was_typed()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var path = $"/{world.Gribskov.Slug}/municipality/grants/edit/{world.Draft.Grant}";
        const string Field = "[name='Form.Goals[0].Detail']";
        var mine = (await caseworker.PageAsync(path))
            .Filled(Field, ("Form.Goals[0].Detail", "Mit mål"), ("Form.PurposeText", "Min begrundelse"));
        // The other one changes a goal and nothing else.
        var first = await caseworker.SendAsync(path, (await caseworker.PageAsync(path))
            .Filled(Field, ("Form.Goals[0].Detail", "Den andens mål")));
        Assert.Equal(HttpStatusCode.Redirect, first.Status);

        var stale = await caseworker.SendAsync(path, mine);

        Assert.Equal(HttpStatusCode.OK, stale.Status);
        Assert.Contains("en anden har ændret den imens", stale.Page.Body!.TextContent);
        Assert.Contains("Den andens mål", stale.Page.Body.TextContent);
        Assert.Contains("Min begrundelse", stale.Page.DocumentElement.OuterHtml);
        Assert.Equal("Den andens mål", await app.ScalarAsync("select detail from portal.grant_goals where grant_id = $1",
            world.Draft.Grant));
        var again = await caseworker.SendAsync(path,
            stale.Page.Filled(Field, ("Form.Goals[0].Detail", "Mit mål"), ("Form.PurposeText", "Min begrundelse")));
        Assert.Equal(HttpStatusCode.Redirect, again.Status);
        Assert.Equal("Mit mål", await app.ScalarAsync("select detail from portal.grant_goals where grant_id = $1 and priority = 1",
            world.Draft.Grant));
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("extend")]
    [InlineData("change")]
    [InlineData("create")]
    public async Task What_is_missing_is_told_while_it_is_written_and_nothing_is_saved(string page)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var id = page switch { "create" => world.Draft.Citizen, "edit" => world.Draft.Grant, _ => world.Live.Grant };
        var path = $"/{world.Gribskov.Slug}/municipality/grants/{page}/{id}";
        const string Link = "a[href='#Form_PurposeText']";
        var form = await caseworker.PageAsync(path);
        Assert.Equal("?handler=Missing", form.QuerySelector("form[data-missing]")!.GetAttribute("data-missing")!.Split(path)[^1]);
        var before = await Snapshot.TakeAsync(app.Database);

        var with = await caseworker.SendAsync(path + "?handler=Missing",
            form.Filled("[name='Form.PurposeText']", ("Form.PurposeText", "En begrundelse")));
        var without = await caseworker.SendAsync(path + "?handler=Missing",
            form.Filled("[name='Form.PurposeText']", ("Form.PurposeText", ""), ("Form.HoursPerWeek", "ikke et tal")));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (with.Status, without.Status));
        Assert.Null(with.Page.QuerySelector(Link));
        Assert.NotNull(without.Page.QuerySelector(Link));
        Assert.NotNull(without.Page.QuerySelector("a[href='#Form_HoursPerWeek']"));
        Assert.Null(without.Page.QuerySelector("form, nav"));
        Assert.Empty((await Snapshot.TakeAsync(app.Database)).ChangesSince(before).Except(Snapshot.ByReading));
    }

    [Fact]
    public async Task Grants_written_at_the_same_time_get_numbers_of_their_own()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;

        var grants = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(_ => app.SendAsync(world.Gribskov.As(Role.Caseworker), new CreateModel.Command(world.Draft.Citizen, Complete(world)))));

        Assert.Equal(6L, await app.ScalarAsync("select count(distinct number) from portal.grants where id = any($1)", (object)grants));
    }

    [Fact]
    public async Task A_grant_is_written_for_nobody_elses_citizen()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;

        await Assert.ThrowsAsync<RowNotFoundException>(() =>
            app.SendAsync(world.Gribskov.As(Role.Caseworker), new CreateModel.Command(world.ElsewhereDraft.Citizen, Complete(world))));
    }
}
