using MentorMarket.Web.Pages.Municipality.InformationDuties;

namespace MentorMarket.Web.Tests.Pages.Municipality.InformationDuties;

/// <summary>The duty to inform: registered, told, answered, and on the list until then.</summary>
public sealed class InformationDutyTests(Cluster cluster)
{
    private static string Text(DateOnly day) => day.ToString("dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_discharge_notice_is_registered_told_and_answered_and_leads_to_the_grant()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var register = $"/{world.Gribskov.Slug}/municipality/information-duties/register/{world.Open.Citizen}";

        var registered = await caseworker.SendAsync(register, (await caseworker.PageAsync(register)).Filled("#Form_ReceivedOn",
            ("Form.Cause", "DischargeNotice"), ("Form.EventOn", Text(world.Today.AddDays(3)))));
        Assert.Equal(HttpStatusCode.Redirect, registered.Status);
        var details = registered.Location;
        var page = await caseworker.PageAsync(details);
        Assert.Contains(Text(world.Today.AddDays(3)), page.QuerySelector("dl.mm-facts")!.TextContent);
        Assert.Contains("udskrivningskoordinator", page.Body!.TextContent);

        foreach (var (kind, way) in new[] { ("Told", "Phone"), ("Wants", "") })
        {
            Assert.Equal(HttpStatusCode.Redirect,
                (await caseworker.SendAsync(details, (await caseworker.PageAsync(details))
                .Filled("#Form_On", ("Form.Kind", kind), ("Form.Way", way)))).Status);
        }

        var done = await caseworker.PageAsync(details);
        Assert.Contains("Ønsker støtte", done.Body!.TextContent);
        Assert.NotNull(done.QuerySelector($"main a[href*='programme=DischargeCoordinator'][href*='{world.Open.Citizen}']"));
        var form = await caseworker.PageAsync(done.QuerySelector("main a[href*='grants/create']")!.GetAttribute("href")!);
        Assert.Equal(("DischargeCoordinator", Text(world.Today.AddDays(3))),
            (Chosen(form), form.QuerySelector("#Form_DischargeOn")!.GetAttribute("value")));
        foreach (var kind in new[] { "InformationDutyRegistered", "InformationTold", "InformationWants" })
        {
            Assert.Equal(1L, await app.Database.EventsAsync(kind, world.Gribskov.Id, world.Open.Citizen));
        }
    }

    // The select's or the radios' choice.
    private static string? Chosen(AngleSharp.Dom.IParentNode form) =>
        form.QuerySelector("select[name='Form.Programme'] option[selected], input[name='Form.Programme'][checked]")?.GetAttribute("value");

    [Fact]
    public async Task A_grant_takes_its_course_and_day_from_the_citizens_own_duty_to_inform_only()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        async Task<AngleSharp.Html.Dom.IHtmlDocument> FormAsync(Guid citizen, Guid duty) =>
            await caseworker.PageAsync($"/{world.Gribskov.Slug}/municipality/grants/create/{citizen}?duty={duty}");

        // The inform of the world is an admission ten days ago.
        var own = await FormAsync(world.Open.Citizen, world.Open.InformationDuty);
        Assert.Equal(("EducationTransition", Text(world.Today.AddDays(-10))),
            (Chosen(own), own.QuerySelector("#Form_AdmittedOn")!.GetAttribute("value")));
        foreach (var strange in new[] { world.Live.InformationDuty, world.ElsewhereLive.InformationDuty, Guid.CreateVersion7() })
        {
            var form = await FormAsync(world.Open.Citizen, strange);
            Assert.Equal("Ordinary", Chosen(form));
            Assert.Equal("", form.QuerySelector("#Form_AdmittedOn")!.GetAttribute("value") ?? "");
        }

        // An own enquiry may name the day of admission, and is then about the right in the transition.
        var register = $"/{world.Gribskov.Slug}/municipality/information-duties/register/{world.Open.Citizen}";
        var asked = await caseworker.SendAsync(register, (await caseworker.PageAsync(register))
            .Filled("#Form_ReceivedOn", ("Form.Cause", "OwnEnquiry"), ("Form.EventOn", Text(world.Today.AddDays(-20)))));
        var details = await caseworker.PageAsync(asked.Location);
        Assert.Contains("inden for 6 måneder", details.Body!.TextContent);
        Assert.NotNull(details.QuerySelector("main a[href*='programme=EducationTransition']"));
    }

    [Fact]
    public async Task What_the_law_asks_for_is_asked_for_at_its_field()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var register = $"/{world.Gribskov.Slug}/municipality/information-duties/register/{world.Open.Citizen}";
        async Task<string?> RefusedAsync(string field, params (string, string)[] typed) =>
            (await caseworker.SendAsync(register, (await caseworker.PageAsync(register))
                .Filled("#Form_ReceivedOn", typed))).Page.QuerySelector($"#Form_{field}-error")?.TextContent;

        Assert.NotNull(await RefusedAsync("Cause"));
        Assert.NotNull(await RefusedAsync("EventOn", ("Form.Cause", "DischargeNotice")));
        Assert.NotNull(await RefusedAsync("EventOn", ("Form.Cause", "Admission")));
        Assert.NotNull(await RefusedAsync("ReceivedOn", ("Form.Cause", "OwnEnquiry"), ("Form.ReceivedOn", Text(world.Today.AddDays(1)))));
        Assert.NotNull(await RefusedAsync("Note", ("Form.Cause", "OwnEnquiry"), ("Form.Note", "ringede om 010190-0001")));

        var details = $"/{world.Gribskov.Slug}/municipality/information-duties/details/{world.Open.InformationDuty}";
        async Task<string?> NotNotedAsync(string field, params (string, string)[] typed) =>
            (await caseworker.SendAsync(details, (await caseworker.PageAsync(details)).Filled("#Form_On", typed))).Page.QuerySelector(
                $"#Form_{field}-error")?.TextContent;
        Assert.NotNull(await NotNotedAsync("Way", ("Form.Kind", "Told")));
        Assert.NotNull(await NotNotedAsync("Words", ("Form.Kind", "NotReached")));
        Assert.NotNull(await NotNotedAsync("Words", ("Form.Kind", "GivenUp")));
        Assert.NotNull(await NotNotedAsync("On", ("Form.Kind", "Wants"), ("Form.On", Text(world.Today.AddDays(-20)))));
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.information_steps where information_duty_id = $1",
            world.Open.InformationDuty));
    }

    [Fact]
    public async Task The_list_shows_what_is_open_overdue_and_answered_and_the_start_page_counts_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);
        await app.SendAsync(caseworker, new RegisterModel.Command(world.Open.Citizen, InformationCause.Admission, world.Today.AddDays(-30),
            world.Today.AddDays(-40), ""));
        await app.SendAsync(caseworker, new DetailsModel.Command(world.Live.InformationDuty, InformationStepKind.DoesNotWant, null,
            world.Today, "", 1));

        async Task<IReadOnlyList<InformationDutyRow>> ListAsync(InformationState? state) =>
            (await app.SendAsync(caseworker, new IndexModel.Query(state, null, null, 1))).Rows;
        Assert.Equal("B-open", Assert.Single(await ListAsync(InformationState.Overdue)).Citizen);
        Assert.Equal(InformationStepKind.DoesNotWant, Assert.Single(await ListAsync(InformationState.Answered)).Answer);
        var all = await ListAsync(null);
        Assert.Equal("B-open", all[0].Citizen);
        Assert.Equal(InformationState.Answered, all[^1].State);
        using var browser = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        Assert.Contains("B-open", (await browser.PageAsync($"/{world.Gribskov.Slug}/municipality"))
            .QuerySelector("#InformationDuties")!.TextContent);
    }

    [Fact]
    public async Task Two_who_note_at_the_same_time_are_told_of_each_other()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);
        await app.SendAsync(caseworker,
            new DetailsModel.Command(world.Live.InformationDuty, InformationStepKind.Told, InformationWay.Phone, world.Today, "", 1));

        var late = await Assert.ThrowsAsync<RuleViolation>(() =>
            app.SendAsync(caseworker, new DetailsModel.Command(world.Live.InformationDuty, InformationStepKind.Wants, null, world.Today,
            "", 1)));

        Assert.Equal(Rule.ConcurrentChange, late.Rule);
        Assert.Equal(2L, await app.ScalarAsync("select count(*) from portal.information_steps where information_duty_id = $1",
            world.Live.InformationDuty));
    }

    [Fact]
    public async Task What_nobody_has_met_stands_in_the_work_list_of_who_tried_last()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var (caseworker, leader) = (world.Gribskov[Role.Caseworker], world.Gribskov[Role.TeamLeader]);
        var late = await app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new RegisterModel.Command(world.Open.Citizen, InformationCause.Admission, world.Today.AddDays(-30), world.Today.AddDays(-40),
            ""));
        using var browser = await app.LogInAsync(caseworker);
        async Task<string[]> OverdueAsync(Guid person) =>
            [.. (await browser.PageAsync($"/{world.Gribskov.Slug}/municipality/followups?When=Overdue&Kind=InformationDuty&Who={person}"))
                .QuerySelectorAll("main table a[href*='information-duties/details']").Select(a => a.GetAttribute("href")!.Split('/')[^1])];

        Assert.Equal([late.ToString()], await OverdueAsync(caseworker));
        Assert.Contains("B-open", (await browser.PageAsync($"/{world.Gribskov.Slug}/municipality"))
            .QuerySelector("#FollowUpOverdue")!.TextContent);
        // Whoever tries has it from then on.
        await app.SendAsync(world.Gribskov.As(Role.TeamLeader),
            new DetailsModel.Command(late, InformationStepKind.NotReached, null, world.Today, "Ringet", 0));
        Assert.Empty(await OverdueAsync(caseworker));
        Assert.Equal([late.ToString()], await OverdueAsync(leader));
        await app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new DetailsModel.Command(late, InformationStepKind.Told, InformationWay.Phone, world.Today, "", 1));
        Assert.Equal((0, 0), ((await OverdueAsync(caseworker)).Length, (await OverdueAsync(leader)).Length));
    }

    [Fact]
    public async Task The_team_leader_reads_what_is_overdue_by_caseworker_and_notes_nothing()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var late = await app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new RegisterModel.Command(world.Open.Citizen, InformationCause.Admission, world.Today.AddDays(-30), world.Today.AddDays(-40),
            ""));
        using var leader = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var (list, details) = ($"/{world.Gribskov.Slug}/municipality/information-duties",
            $"/{world.Gribskov.Slug}/municipality/information-duties/details/{late}");

        var page = await leader.PageAsync(list);
        var person = page.QuerySelector("main table tbody tr")!;
        Assert.Equal([world.Gribskov.Canary, "1"], person.QuerySelectorAll("td").Take(2).Select(c => c.TextContent.Trim())
            .Select(t => t.Contains(world.Gribskov.Canary, StringComparison.Ordinal) ? world.Gribskov.Canary : t));
        Assert.Equal(world.Cases.Count(c => c.Municipality == world.Gribskov) + 1,
            int.Parse(person.QuerySelectorAll("td")[2].TextContent, System.Globalization.CultureInfo.InvariantCulture));
        var shown = await leader.PageAsync(details);
        Assert.Contains("Fristen er overskredet", shown.QuerySelector("h1")!.TextContent);
        Assert.Null(shown.QuerySelector("main form"));
        Assert.Empty(shown.QuerySelectorAll("main a[href*='citizens/'], main a[href*='grants/create']"));
        Assert.Equal(1L, await app.Database.EventsAsync("CitizenIdentityRead", world.Gribskov.Id, world.Open.Citizen));
        var noted = await leader.SendAsync(details, (await caseworker.PageAsync(details))
            .Filled("#Form_On", ("Form.Kind", "Told"), ("Form.Way", "Phone")));
        Assert.NotEqual(HttpStatusCode.OK, noted.Status);
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.information_steps where information_duty_id = $1", late));
    }
}
