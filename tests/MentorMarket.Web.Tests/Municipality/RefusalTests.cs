using MentorMarket.Domain.Documents;
using MentorMarket.Domain.Outcomes;
using MentorMarket.Web.Pages.Municipality.Grants;
using MentorMarket.Web.Pages.Municipality.Grants.Decisions;
using MentorMarket.Web.Pages.Municipality.Grants.Market;
using MentorMarket.Web.Pages.Municipality.Grants.Support;
using MentorMarket.Web.Tests.Provider;
using MentorMarket.Web.Words;

namespace MentorMarket.Web.Tests.Municipality;

/// <summary>
/// Refusals at the gate, the letters of decisions beside the grant, and to whom a course is offered that is not for the market.
/// </summary>
public sealed class RefusalTests(Cluster cluster)
{
    private static async Task<Rule> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RuleViolation>(act)).Rule;

    private static async Task<string> LetterAsync(HttpClient caseworker, Guid grant, DocumentKind kind)
    {
        var path = $"/gribskov/municipality/documents/make/{grant}?kind={kind}";
        var made = await caseworker.SendAsync(path, (await caseworker.PageAsync(path)).Filled("[name=__once]"));
        Assert.Equal(HttpStatusCode.Redirect, made.Status);
        using var pdf = await caseworker.GetAsync(made.Location.Replace("/details/", "/pdf/", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        Assert.StartsWith("%PDF-",
            System.Text.Encoding.ASCII.GetString(await pdf.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)),
            StringComparison.Ordinal);
        return (await caseworker.PageAsync(made.Location)).QuerySelector("article[lang=da]")!.TextContent.Replace('\u00a0', ' ');
    }

    private static async Task SendNewestAsync(HttpClient caseworker, TestDatabase database, Guid grant, DocumentKind kind)
    {
        var document = await database.ScalarAsync(
            "select id from portal.documents where grant_id = $1 and kind = $2 order by version desc limit 1", grant, kind.ToString());
        var path = $"/gribskov/municipality/documents/send/{document}";
        Assert.Equal(HttpStatusCode.Redirect,
            (await caseworker.SendAsync(path, (await caseworker.PageAsync(path)).Filled("#Form_Reference"))).Status);
    }

    private static async Task<bool> IsUnsentAsync(HttpClient browser, Guid grant) =>
        (await browser.PageAsync("/gribskov/municipality")).QuerySelector("#NotSent")?.ParentElement?.InnerHtml.Contains(grant.ToString(),
            StringComparison.Ordinal) == true;

    [Fact]
    public async Task A_grant_is_refused_at_the_gate_with_what_is_not_met_and_told_with_complaint_guidance()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var world = database.World;
        var grant = world.Submitted.Grant;
        using var leader = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        Assert.Contains($"/grants/refuse/{grant}",
            (await leader.PageAsync($"/gribskov/municipality/grants/approve/{grant}")).Body!.InnerHtml);
        var path = $"/gribskov/municipality/grants/refuse/{grant}";

        var silent = await leader.SendAsync(path, (await leader.PageAsync(path)).Filled("#Form_Reason"));
        Assert.NotNull(silent.Page.QuerySelector("#Form_Reason-error"));
        Assert.NotNull(silent.Page.QuerySelector("#Form_Grounds-error"));
        Assert.Equal("Submitted", await StatusAsync(database, grant));
        var refused = await leader.SendAsync(path, (await leader.PageAsync(path))
            .Filled("#Form_Reason", ("Form.Grounds", "NotDecisive"), ("Form.Grounds", "OtherCover"),
            ("Form.Reason", "Du har allerede en bostøtte, som hjælper dig op om morgenen.")));

        Assert.Equal(HttpStatusCode.Redirect, refused.Status);
        Assert.Equal("Refused", await StatusAsync(database, grant));
        Assert.Equal(1L, await database.EventsAsync("GrantRefused", world.Gribskov.Id, grant));
        var details = await caseworker.PageAsync($"/gribskov/municipality/grants/details/{grant}");
        Assert.Contains("Afslået", details.QuerySelector("h1")!.TextContent);
        Assert.All(["Behovet dækkes af en anden ordning (LAB § 167, stk. 1)", "allerede en bostøtte", "Ikke sendt: Afslag"],
            said => Assert.Contains(said, details.Body!.TextContent));
        Assert.Contains("G-submitted", (await caseworker.PageAsync("/gribskov/municipality/grants?Status=Refused"))
            .QuerySelector("main")!.TextContent);
        Assert.Contains("allerede en bostøtte",
            (await caseworker.PageAsync($"/gribskov/municipality/citizens/timeline/{world.Submitted.Citizen}")).Body!.TextContent);

        Assert.True(await IsUnsentAsync(caseworker, grant));
        var letter = await LetterAsync(caseworker, grant, DocumentKind.Refusal);
        Assert.All([world.Submitted.Identity, "Afslag på mentorstøtte",
            "ikke er afgørende for, at du kan få eller beholde et job, en uddannelse eller et tilbud (LAB § 167, stk. 1)",
            "allerede en bostøtte",
            "Kapitel 26 (§§ 167-171)", "Ankestyrelsens Beskæftigelsesudvalg (LAB § 204)", "inden fire uger"],
                said => Assert.Contains(said, letter));
        await SendNewestAsync(caseworker, database, grant, DocumentKind.Refusal);
        Assert.False(await IsUnsentAsync(caseworker, grant));
        foreach (var kind in new[] { DocumentKind.DecisionLetter, DocumentKind.End, DocumentKind.Pause })
        {
            using var other = await caseworker.GetAsync($"/gribskov/municipality/documents/make/{grant}?kind={kind}",
                TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        }
    }

    [Fact]
    public async Task A_draft_that_cannot_be_met_is_proposed_for_refusal_and_decided_by_somebody_else()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var world = database.World;
        var grant = world.Draft.Grant;
        await database.ScalarAsync("update portal.grants set purpose = null, target_group = 'Pensioner' where id = $1", grant);
        await database.ScalarAsync("update portal.memberships set roles = array['Caseworker', 'TeamLeader'] where person_id = $1",
            world.Gribskov[Role.Caseworker]);
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        using var leader = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        var path = $"/gribskov/municipality/grants/proposerefusal/{grant}";

        Assert.Equal(HttpStatusCode.Redirect,
            (await caseworker.SendAsync(path, (await caseworker.PageAsync(path))
            .Filled("#Form_Reason", ("Form.Grounds", "ExcludedGroup"), ("Form.Reason", "Du får folkepension.")))).Status);

        Assert.Equal("Submitted", await StatusAsync(database, grant));
        var gate = await leader.PageAsync($"/gribskov/municipality/grants/approve/{grant}");
        Assert.Contains("Sagsbehandleren indstiller til afslag", gate.Body!.TextContent);
        Assert.DoesNotContain(gate.QuerySelectorAll("main button"), b => b.TextContent.Trim() == "Godkend");
        var version = await database.VersionAsync("grants", grant);
        Assert.Equal(Rule.RefusalIsProposed,
            await RefusedAsync(() =>
            app.SendAsync(world.Gribskov.As(Role.TeamLeader), new ApproveModel.Command(grant, true, "", version))));
        Assert.Equal(Rule.ApproverIsTheAuthor,
            await RefusedAsync(() =>
            app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new RefuseGrant(grant, [RefusalGround.ExcludedGroup], "Du får folkepension.", version))));
        // What the caseworker proposed stands in the leader's form.
        var refuse = $"/gribskov/municipality/grants/refuse/{grant}";
        Assert.Equal(HttpStatusCode.Redirect,
            (await leader.SendAsync(refuse, (await leader.PageAsync(refuse)).Filled("#Form_Reason"))).Status);
        Assert.Equal("Refused {ExcludedGroup} Du får folkepension.",
            await database.ScalarAsync(
            "select concat_ws(' ', status, refusal_grounds::text, refusal_reason) from portal.grants where id = $1", grant));
    }

    [Fact]
    public async Task A_refused_grant_counts_nowhere_as_granted()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var world = database.World;
        var leader = world.Gribskov.As(Role.TeamLeader);
        var (refused, citizen) = (world.Submitted.Grant, world.Submitted.Citizen);
        await app.SendAsync(leader,
            new RefuseGrant(refused, [RefusalGround.NoRight], "Retten er brugt", await database.VersionAsync("grants", refused)));
        await database.ScalarAsync("update portal.grants set citizen_id = $2 where id = $1", world.Draft.Grant, citizen);
        await database.ScalarAsync(
            "update portal.grants set programme = 'EducationTransition', admitted_on = current_date, starts_on = current_date where citizen_id = $1",
            citizen);

        var draft = await app.SendAsync(world.Gribskov.As(Role.Caseworker), new GrantView.Query(world.Draft.Grant));
        Assert.Empty(draft.Overlaps);
        Assert.Null(draft.Context.ProgrammeStartedOn);
        await database.ScalarAsync("update portal.grants set status = 'Approved' where id = $1", refused);
        Assert.NotEmpty((await app.SendAsync(world.Gribskov.As(Role.Caseworker), new GrantView.Query(world.Draft.Grant))).Overlaps);
        await database.ScalarAsync("update portal.grants set status = 'Refused' where id = $1", refused);

        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        // It has no dates to be looked at by, and is part of no figure of effect.
        Assert.DoesNotContain("G-submitted", (await caseworker.PageAsync("/gribskov/municipality/followups"))
            .QuerySelector("main")!.TextContent);
        Assert.Empty((await app.SendAsync(world.Gribskov.As(Role.Caseworker), new DetailsModel.Query(refused))).Deadlines.Deadlines);
        Assert.Null((await app.SendAsync(world.Gribskov.As(Role.Caseworker), new DetailsModel.Query(refused))).Hours);
        Assert.Empty((await caseworker.PageAsync("/gribskov/municipality/grants?Status=Accepted"))
            .QuerySelectorAll($"a[href*='{refused}']"));
        foreach (var page in new[] { $"grants/publish/{refused}", $"grants/extend/{refused}", $"grants/submit/{refused}" })
        {
            using var answer = await caseworker.GetAsync($"/gribskov/municipality/{page}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }
        foreach (var column in new[] { "refusal_reason = ''", "refusal_grounds = '{}'", "decided_by = created_by" })
        {
            Assert.Equal(PostgresErrorCodes.CheckViolation,
                (await Assert.ThrowsAsync<PostgresException>(() => database.ScalarAsync($"update portal.grants set {column} where id = $1",
                refused))).SqlState);
        }
    }

    [Fact]
    public async Task An_early_end_is_told_as_a_decision_and_told_anew_when_it_is_taken_back()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var agreed = await Agreed.CreateAsync(app, database, hoursPerWeek: 4, rate: 400);
        await database.ScalarAsync("update portal.grants set basis = 'IntegrationAct' where id = $1", agreed.Grant);
        await agreed.DeliverAsync(0, 90);
        var actor = agreed.Municipality.As(Role.Caseworker);
        using var caseworker = await app.LogInAsync(agreed.Municipality[Role.Caseworker]);
        using (var none = await caseworker.GetAsync($"/gribskov/municipality/documents/make/{agreed.Grant}?kind=End",
            TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
        var outcome = new OutcomeForm
        {
            Result = OutcomeResult.Closer,
            Goals = [
            new() { Goal = (Guid)(await database.ScalarAsync("select id from portal.grant_goals where grant_id = $1", agreed.Grant))!,
            Result = GoalResult.Partly }]
        };
        await app.SendAsync(actor, new EndModel.Command(agreed.Grant, agreed.Monday.AddDays(2), EndReason.CitizensWish, "Du har fået job",
            "Vi er enige om, at du klarer dig", outcome));

        Assert.True(await IsUnsentAsync(caseworker, agreed.Grant));
        var letter = await LetterAsync(caseworker, agreed.Grant, DocumentKind.End);
        Assert.All(["Din mentorstøtte slutter", Show.Date(agreed.Monday.AddDays(2)), "Du har selv ønsket det.", "Du har fået job",
            "Vi er enige om, at du klarer dig", "1 t. 30 min. er registreret", "Integrationslovens § 23 d",
            "Ankestyrelsen (integrationslovens kapitel 11)", "inden fire uger"], said => Assert.Contains(said, letter));
        await SendNewestAsync(caseworker, database, agreed.Grant, DocumentKind.End);
        Assert.False(await IsUnsentAsync(caseworker, agreed.Grant));

        var end = (Guid)(await database.ScalarAsync("select id from portal.grant_ends where grant_id = $1", agreed.Grant))!;
        await app.SendAsync(actor, new CorrectEndModel.TakeBack(agreed.Grant, end, "Jobbet blev ikke til noget"));
        Assert.True(await IsUnsentAsync(caseworker, agreed.Grant));
        Assert.Contains("Det gælder ikke længere", await LetterAsync(caseworker, agreed.Grant, DocumentKind.End));
    }

    [Fact]
    public async Task A_pause_is_told_in_a_letter_with_its_reason_and_told_anew_when_it_is_over()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var agreed = await Agreed.CreateAsync(app, database, hoursPerWeek: 4, rate: 400);
        var actor = agreed.Municipality.As(Role.Caseworker);
        using var caseworker = await app.LogInAsync(agreed.Municipality[Role.Caseworker]);
        await app.SendAsync(actor, new PauseModel.Command(agreed.Grant, agreed.Monday, null, "Du er indlagt", "Målet er det samme"));

        var letter = await LetterAsync(caseworker, agreed.Grant, DocumentKind.Pause);
        Assert.All(["Pause i din mentorstøtte", $"Pause fra {Show.Date(agreed.Monday)}", "Du er indlagt", "Målet er det samme",
            "LAB § 204"], said => Assert.Contains(said, letter));
        Assert.Contains("Der er ikke noget nyt at skrive",
            (await caseworker.PageAsync($"/gribskov/municipality/documents/make/{agreed.Grant}?kind=Pause")).Body!.TextContent);

        var pause = (Guid)(await database.ScalarAsync("select id from portal.grant_pauses where grant_id = $1", agreed.Grant))!;
        await app.SendAsync(actor, new PauseModel.Resume(agreed.Grant, pause, agreed.Monday.AddDays(7), "Du er hjemme igen"));
        Assert.Contains("Du er hjemme igen", await LetterAsync(caseworker, agreed.Grant, DocumentKind.Pause));
    }

    [Theory]
    [InlineData(MentorKind.Municipal)]
    [InlineData(MentorKind.CompanyEmployee)]
    public async Task A_mentor_who_is_employed_elsewhere_is_offered_to_that_party_and_to_nobody_else(MentorKind kind)
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var world = database.World;
        var grant = world.Approved.Grant;
        await database.ScalarAsync("update portal.grants set mentor_kind = $2 where id = $1", grant, kind.ToString());
        await app.SendDecisionAsync(world.Gribskov.As(Role.Caseworker), grant);
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var path = $"/gribskov/municipality/grants/publish/{grant}";
        var page = await caseworker.PageAsync(path);
        Assert.Contains("Forløbet slås ikke op på markedet", page.Body!.TextContent);

        var without = await caseworker.SendAsync(path, page.Filled("#Party"));
        Assert.NotNull(without.Page.QuerySelector("#Party-error"));
        Assert.Equal(HttpStatusCode.Redirect,
            (await caseworker.SendAsync(path, (await caseworker.PageAsync(path))
            .Filled("#Party", ("Party", world.Vest.Id.ToString())))).Status);

        var assignment = (Guid)(await database.ScalarAsync("select id from portal.assignments where grant_id = $1 and offered_to = $2",
            grant, world.Vest.Id))!;
        using (var vest = await app.LogInAsync(world.Vest[Role.Coordinator]))
        {
            Assert.Contains(assignment.ToString(), (await vest.PageAsync("/vestvejen/provider")).Body!.InnerHtml);
            Assert.Contains("en mentor, der er ansat hos jer",
                (await vest.PageAsync($"/vestvejen/provider/listings/details/{assignment}")).Body!.TextContent);
        }
        using var nord = await app.LogInAsync(world.Nord[Role.Coordinator]);
        using var hidden = await nord.GetAsync($"/nordmentor/provider/listings/details/{assignment}",
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        var open = await Assert.ThrowsAsync<PostgresException>(() => database.ScalarAsync(
            $"insert into portal.assignments ({Crowd.AssignmentColumns}) select {Crowd.AssignmentColumns} from (select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'number', 'MF-x', 'offered_to', null))).* from portal.assignments a where a.id = $1) open",
                assignment));
        Assert.Equal(PostgresErrorCodes.CheckViolation, open.SqlState);
    }

    [Fact]
    public async Task No_party_and_the_market_are_both_refused_for_such_a_mentor()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var world = database.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);
        await database.ScalarAsync("update portal.grants set mentor_kind = 'InstitutionEmployee' where id = $1", world.Approved.Grant);
        await app.SendDecisionAsync(caseworker, world.Approved.Grant);

        foreach (var party in new Guid?[] { null, world.Hilleroed.Id, Guid.CreateVersion7() })
        {
            Assert.Equal(Rule.MentorIsNotOnTheMarket,
                await RefusedAsync(() => app.SendAsync(caseworker, new PublishModel.Command(world.Approved.Grant, Party: party))));
        }
    }

    private static async Task<object?> StatusAsync(TestDatabase database, Guid grant) =>
        await database.ScalarAsync("select status from portal.grants where id = $1", grant);
}
