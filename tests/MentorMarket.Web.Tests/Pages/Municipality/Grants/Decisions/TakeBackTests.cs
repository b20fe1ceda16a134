using MentorMarket.Web.Pages.Municipality.Grants;
using MentorMarket.Web.Pages.Municipality.Grants.Decisions;
using DeputiesModel = MentorMarket.Web.Pages.Municipality.Deputies.IndexModel;

namespace MentorMarket.Web.Tests.Pages.Municipality.Grants.Decisions;

/// <summary>What waits for approval can be taken back by its author until somebody has decided, and says whom it waits for.</summary>
public sealed class TakeBackTests(Cluster cluster)
{
    private static async Task<string?> StatusAsync(TestDatabase database, Guid grant) =>
        (string?)await database.ScalarAsync("select status from portal.grants where id = $1", grant);

    private static async Task<Rule?> TriedAsync(Task act)
    {
        try
        {
            await act;
            return null;
        }
        catch (RuleViolation violation)
        {
            return violation.Rule;
        }
    }

    private static async Task<Guid> SentInAsync(PortalApp app, World world)
    {
        var caseworker = world.Gribskov.As(Role.Caseworker);
        var grant = await app.SendAsync(caseworker, new CreateModel.Command(world.Draft.Citizen, GrantTests.Complete(world)));
        await app.SendAsync(caseworker, new SubmitModel.Command(grant));
        return grant;
    }

    [Fact]
    public async Task The_author_takes_it_back_once_after_a_question_and_its_history_says_so()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var grant = await SentInAsync(app, world);
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var (details, path) = ($"/gribskov/municipality/grants/details/{grant}", $"/gribskov/municipality/grants/takeback/{grant}");
        Assert.Contains(path, (await caseworker.PageAsync(details)).Body!.InnerHtml, StringComparison.OrdinalIgnoreCase);
        var question = (await caseworker.PageAsync(path)).Filled("button.button-primary");
        Assert.Equal("Submitted", await StatusAsync(app.Database, grant));

        var taken = await caseworker.SendAsync(path, question);
        Assert.Equal(HttpStatusCode.Redirect, taken.Status);
        Assert.Equal("Draft", await StatusAsync(app.Database, grant));
        Assert.Equal(1L, await app.Database.EventsAsync("GrantTakenBack", world.Gribskov.Id, grant));
        var page = (await caseworker.PageAsync(details)).QuerySelector("main")!.TextContent;
        Assert.All(["er taget tilbage og er en kladde igen", "Taget tilbage fra godkendelse", "Send til godkendelse"],
            said => Assert.Contains(said, page));

        Assert.Equal(Rule.GrantDoesNotAwaitApproval,
            await TriedAsync(app.SendAsync(world.Gribskov.As(Role.Caseworker), new TakeBackModel.Command(grant))));
        Assert.Equal(1L, await app.Database.EventsAsync("GrantTakenBack", world.Gribskov.Id, grant));
        await app.SendAsync(world.Gribskov.As(Role.Caseworker), new SubmitModel.Command(grant));
        await app.SendAsync(world.Gribskov.As(Role.TeamLeader),
            new ApproveModel.Command(grant, true, "", await app.Database.VersionAsync("grants", grant)));
        Assert.Equal("Approved", await StatusAsync(app.Database, grant));
    }

    [Fact]
    public async Task Against_a_leader_who_decides_in_the_same_moment_one_wins_and_the_other_is_told()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        for (var turn = 0; turn < 6; turn++)
        {
            var grant = await SentInAsync(app, world);
            var shown = await app.Database.VersionAsync("grants", grant);
            Task Decide() => app.SendAsync(world.Gribskov.As(Role.TeamLeader), new ApproveModel.Command(grant, true, "", shown));
            Task TakeBack() => app.SendAsync(world.Gribskov.As(Role.Caseworker), new TakeBackModel.Command(grant));

            // Who is asked first differs from turn to turn; who is first in the database is its own to say.
            var first = TriedAsync(turn % 2 == 0 ? Decide() : TakeBack());
            var second = TriedAsync(turn % 2 == 0 ? TakeBack() : Decide());
            var (decided, taken) = turn % 2 == 0 ? (await first, await second) : (await second, await first);

            Assert.True(decided is null ^ taken is null, $"{decided} {taken}");
            Assert.Contains((decided ?? taken)!.Value, new[] { Rule.ConcurrentChange, Rule.GrantDoesNotAwaitApproval });
            Assert.Equal(decided is null ? "Approved" : "Draft", await StatusAsync(app.Database, grant));
            Assert.Equal((decided is null ? 1L : 0L, taken is null ? 1L : 0L),
                ((long)(await app.Database.EventsAsync("GrantApproved", world.Gribskov.Id, grant))!,
                    (long)(await app.Database.EventsAsync("GrantTakenBack", world.Gribskov.Id, grant))!));
            await app.SendAsync(world.Gribskov.As(Role.Caseworker), new DiscardModel.Command(grant, "Prøve"));
        }
    }

    [Fact]
    public async Task A_leader_whose_page_shows_what_was_taken_back_is_told_that()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var grant = await SentInAsync(app, world);
        using var leader = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        var path = $"/gribskov/municipality/grants/approve/{grant}";
        var page = await leader.PageAsync(path);
        await app.SendAsync(world.Gribskov.As(Role.Caseworker), new TakeBackModel.Command(grant));

        await leader.SendAsync(path, page.Filled("#Form_Comment"));

        Assert.Contains("allerede afgjort eller taget tilbage",
            (await leader.PageAsync($"/gribskov/municipality/grants/details/{grant}")).Body!.TextContent);
        Assert.Equal("Draft", await StatusAsync(app.Database, grant));
    }

    [Fact]
    public async Task Nobody_else_takes_it_back_but_who_follows_it_up()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var grant = await SentInAsync(app, world);
        await app.ScalarAsync("update portal.memberships set roles = '{Caseworker}' where person_id = $1",
            world.Gribskov[Role.Finance]);
        var colleague = world.Gribskov.As(Role.Finance) with { Roles = [Role.Caseworker] };
        using var browser = await app.LogInAsync(world.Gribskov[Role.Finance]);

        Assert.DoesNotContain("/takeback/", (await browser.PageAsync($"/gribskov/municipality/grants/details/{grant}")).Body!.InnerHtml,
            StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Rule.GrantIsAnothers, await TriedAsync(app.SendAsync(colleague, new TakeBackModel.Command(grant))));
        await app.ScalarAsync("update portal.grants set responsible_id = $2 where id = $1", grant, colleague.Person!.Value);
        Assert.Null(await TriedAsync(app.SendAsync(colleague, new TakeBackModel.Command(grant))));
    }

    [Fact]
    public async Task An_extension_and_a_proposed_refusal_are_taken_back_like_a_grant()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);
        var extension = await app.SendAsync(caseworker,
            new FollowGrant(world.Live.Grant, GrantKind.Extension, FollowTests.Form(world, GrantKind.Extension)));
        await app.SendAsync(caseworker, new SubmitModel.Command(extension));
        var refusal = world.Draft.Grant;
        await app.SendAsync(caseworker,
            new RefuseGrant(refusal, [RefusalGround.NotDecisive], "Støtten er ikke afgørende",
            await app.Database.VersionAsync("grants", refusal), IsProposal: true));

        foreach (var grant in new[] { extension, refusal })
        {
            await app.SendAsync(caseworker, new TakeBackModel.Command(grant));
            Assert.Equal("Draft", await StatusAsync(app.Database, grant));
        }

        Assert.Equal(false, await app.ScalarAsync("select is_proposed_refused from portal.grants where id = $1", refusal));
    }

    [Fact]
    public async Task Its_page_says_since_when_it_waits_and_who_can_decide_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        await app.ScalarAsync(
            "update portal.memberships set name = case when 'TeamLeader' = any(roles) then 'Lis Leder' when 'Caseworker' = any(roles) then 'Sara Sagsbehandler' when 'Finance' = any(roles) then 'Vera Vikar' else name end where organisation_id = $1",
            world.Gribskov.Id);
        var grant = await SentInAsync(app, world);
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var path = $"/gribskov/municipality/grants/details/{grant}";
        async Task<string> SaidAsync() => (await caseworker.PageAsync(path)).QuerySelectorAll(".alert")
            .Single(a => a.TextContent.Contains("Venter på godkendelse siden", StringComparison.Ordinal)).TextContent;

        var said = await SaidAsync();
        Assert.All(["Sendt af Sara Sagsbehandler.", "Kan afgøres af Lis Leder."], words => Assert.Contains(words, said));

        await app.ScalarAsync("update portal.memberships set roles = '{Caseworker}' where person_id = $1",
            world.Gribskov[Role.Finance]);
        await app.SendAsync(world.Gribskov.As(Role.TeamLeader),
            new DeputiesModel.Appoint(world.Gribskov[Role.TeamLeader], world.Gribskov[Role.Finance], world.Today, world.Today.AddDays(3)));
        Assert.Contains("Kan afgøres af Lis Leder, Vera Vikar.", await SaidAsync());

        await app.ScalarAsync("update portal.grants set written_by = written_by || $2 where id = $1", grant,
            world.Gribskov[Role.TeamLeader]);
        Assert.Contains("Ingen kan afgøre den", await SaidAsync());
    }
}
