using System.Text.Json;
using MentorMarket.Domain.Documents;
using MentorMarket.Web.Documents;
using MentorMarket.Web.Pages.Municipality.Documents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ChangeMentor = MentorMarket.Web.Pages.Provider.Assignments.ChangeMentorModel;

namespace MentorMarket.Web.Tests.Pages.Municipality.Documents;

/// <summary>The documents of a grant in the municipality's name: what each says, its editions, and when it was sent.</summary>
public sealed class DocumentTests(Cluster cluster)
{
    internal static async Task<Guid> MakeAsync(HttpClient caseworker, World world, Guid grant, DocumentKind kind)
    {
        var path = $"/{world.Gribskov.Slug}/municipality/documents/make/{grant}?kind={kind}";
        var answer = await caseworker.SendAsync(path, (await caseworker.PageAsync(path)).Filled("[name=__once]"));
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return Guid.Parse(answer.Location.Split('/')[^1]);
    }

    internal static async Task<AngleSharp.Html.Dom.IHtmlDocument> ReadAsync(HttpClient browser, World world, Guid document) =>
        await browser.PageAsync($"/{world.Gribskov.Slug}/municipality/documents/details/{document}");

    private static Task<object?> ChangeHoursAsync(TestDatabase database, Guid grant, decimal hours) =>
        database.ScalarAsync("update portal.grants set hours_per_week = $2 where id = $1", grant, hours);

    [Fact]
    public async Task The_decision_says_what_is_granted_why_by_which_law_and_how_to_complain()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var page = await ReadAsync(caseworker, world,
            await MakeAsync(caseworker, world, world.Approved.Grant, DocumentKind.DecisionLetter));

        var letter = page.QuerySelector("article[lang=da]")!.TextContent.Replace('\u00a0', ' ');
        foreach (var said in new[]
        {
            world.Approved.Identity, "Få eller beholde et job", $"{world.Gribskov.Canary}-goal-approved",
                "Komme op, møde og være der til tiden", "3 t. om ugen", "Højst 60 timer i alt",
            $"{world.Gribskov.Canary}-purpose-approved", "Kapitel 26 (§§ 167-171)", "Ankestyrelsens Beskæftigelsesudvalg (LAB § 204)",
                "inden fire uger", "Bevilling G-approved",
        })
            Assert.Contains(said, letter);
        Assert.Equal(1L, await app.Database.EventsAsync("DocumentMade", world.Gribskov.Id, world.Approved.Grant));
    }

    [Fact]
    public async Task The_agreement_has_exactly_the_six_fields_and_lines_to_sign_on()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var letter = (await ReadAsync(caseworker, world, await MakeAsync(caseworker, world, world.Live.Grant, DocumentKind.Agreement)))
            .QuerySelector("article")!;

        Assert.Equal(
            ["1. Målet med støtten", "2. Mentorens navn og kontaktdata", "3. Det skal mentoren hjælpe med", "4. Varighed", "5. Timetal",
                "6. Klagevejledning"],
            letter.QuerySelectorAll("dt").Select(d => d.TextContent));
        var values = letter.QuerySelectorAll("dd").Select(d => d.TextContent.Replace('\u00a0', ' ')).ToList();
        Assert.Contains($"{world.Gribskov.Canary}-goal-live", values[0]);
        Assert.Contains($"Mentor {world.Nord.Canary}", values[1]);
        Assert.Contains("mentor@example", values[1]);
        Assert.Contains("til tiden", values[2]);
        Assert.Contains(world.Live.EndsOn.ToString("dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture), values[3]);
        Assert.Contains("3 t. om ugen", values[4]);
        Assert.Contains("LAB § 204", values[5]);
        Assert.Equal(2, letter.QuerySelectorAll(".mm-signature").Length);
    }

    [Fact]
    public async Task The_sheet_to_Min_Plan_has_purpose_mentor_tasks_duration_and_hours()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var letter = (await ReadAsync(caseworker, world, await MakeAsync(caseworker, world, world.Live.Grant, DocumentKind.MinPlan)))
            .QuerySelector("article")!;

        Assert.Equal(["Formål", "Mentorens navn", "Mentorens kontaktdata", "Mentorens opgaver", "Varighed", "Timetal"],
            letter.QuerySelectorAll("dt").Select(d => d.TextContent));
        var said = letter.QuerySelectorAll("dd")
            .Select(d => string.Join(' ', d.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Equal(
            [$"Få eller beholde et job {world.Gribskov.Canary}-purpose-{world.Live.Name}", $"Mentor {world.Nord.Canary}, Prøve nordmentor",
                "00000000 mentor@example", "Komme op, møde og være der til tiden"], said.Take(4));
        Assert.StartsWith(
            $"Fra {MentorMarket.Web.Words.Show.Date(world.Live.StartsOn)} til og med {MentorMarket.Web.Words.Show.Date(world.Live.EndsOn)}",
            said[4], StringComparison.Ordinal);
        Assert.Equal("3 t. om ugen Højst 60 timer i alt", said[5]);
    }

    [Theory]
    [InlineData(3, 3, 0)]
    [InlineData(2.5, 2, 30)]
    [InlineData(1.33, 1, 20)]
    [InlineData(0.99, 0, 59)]
    public async Task Min_Plan_as_data_has_hours_and_minutes_in_two_fields(double hours, int wholeHours, int minutes)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        await ChangeHoursAsync(app.Database, world.Live.Grant, (decimal)hours);
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var plan =
            $"/{world.Gribskov.Slug}/municipality/documents/plan/{await MakeAsync(caseworker, world, world.Live.Grant, DocumentKind.MinPlan)}";

        using var json = JsonDocument.Parse(await caseworker.GetStringAsync(plan, TestContext.Current.CancellationToken));
        var csv = (await caseworker.GetStringAsync($"{plan}?format=csv", TestContext.Current.CancellationToken)).Split("\r\n");

        Assert.Equal((wholeHours, minutes),
            (json.RootElement.GetProperty("perWeek").GetProperty("hours").GetInt32(), json.RootElement.GetProperty("perWeek")
            .GetProperty("minutes").GetInt32()));
        Assert.Equal(world.Live.StartsOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            json.RootElement.GetProperty("startsOn").GetString());
        Assert.Equal("Få eller beholde et job", json.RootElement.GetProperty("purpose").GetString());
        Assert.Equal(["Komme op, møde og være der til tiden"], json.RootElement.GetProperty("tasks").EnumerateArray()
            .Select(t => t.GetString()));
        var cells = csv[0].Split(';').Zip(csv[1].Split(';')).ToDictionary(c => c.First.Trim('\ufeff'), c => c.Second);
        Assert.Equal(($"{wholeHours}", $"{minutes}", "60", "0"),
            (cells["Timer pr. uge"], cells["Minutter pr. uge"], cells["Timer i alt"], cells["Minutter i alt"]));
        Assert.Equal("00000000", cells["Mentorens telefon"]);
    }

    [Fact]
    public async Task A_change_of_hours_asks_for_a_new_edition_that_says_what_changed_and_leaves_the_old_as_it_was()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var grantPage = $"/{world.Gribskov.Slug}/municipality/grants/details/{world.Live.Grant}";
        var first = await MakeAsync(caseworker, world, world.Live.Grant, DocumentKind.Agreement);
        Assert.DoesNotContain("Ny udgave nødvendig", (await caseworker.PageAsync(grantPage)).Body!.TextContent);
        var content = await app.ScalarAsync("select content from portal.documents where id = $1", first);

        await ChangeHoursAsync(app.Database, world.Live.Grant, 2.5m);

        Assert.Contains("Ny udgave nødvendig", (await caseworker.PageAsync(grantPage)).Body!.TextContent);
        var make = await caseworker.PageAsync($"/{world.Gribskov.Slug}/municipality/documents/make/{world.Live.Grant}?kind=Agreement");
        Assert.Equal(["Timetal", "3 t. om ugen; Højst 60 timer i alt", "2 t. 30 min. om ugen; Højst 60 timer i alt"],
            make.QuerySelectorAll("tbody td").Select(d => d.TextContent.Replace('\u00a0', ' ')));
        var second = await MakeAsync(caseworker, world, world.Live.Grant, DocumentKind.Agreement);
        Assert.Equal(content, await app.ScalarAsync("select content from portal.documents where id = $1", first));
        Assert.Equal("2 Hours", await app.ScalarAsync(
            "select version || ' ' || array_to_string(changes, ',') from portal.documents where id = $1", second));
        var old = await ReadAsync(caseworker, world, first);
        Assert.Contains("3 t. om ugen", old.QuerySelector("article")!.TextContent.Replace('\u00a0', ' '));
        Assert.Contains("Der er en nyere udgave", old.Body!.TextContent);
        Assert.Contains("2 t. 30 min. om ugen", (await ReadAsync(caseworker, world, second))
            .QuerySelector("article")!.TextContent.Replace('\u00a0', ' '));
    }

    // The terms of a grant never change: a changed grant is a new one, and its documents go on where those before it ended.
    [Fact]
    public async Task A_grant_that_changes_another_goes_on_with_its_editions_and_says_what_changed()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        await app.ScalarAsync(
            "update portal.grants set kind = 'Change', follows_id = $2, citizen_id = (select citizen_id from portal.grants where id = $2), change_reason = 'Borgeren har fået et job.', hours_per_week = 1.5 where id = $1",
            world.Approved.Grant, world.Live.Grant);

        var made = await MakeAsync(caseworker, world, world.Approved.Grant, DocumentKind.DecisionLetter);

        Assert.Equal("2 Goals,Hours,Period,Reason,Change",
            await app.ScalarAsync("select version || ' ' || array_to_string(changes, ',') from portal.documents where id = $1", made));
        var page = await ReadAsync(caseworker, world, made);
        Assert.Equal("Din mentorstøtte er ændret", page.QuerySelector("article h1")!.TextContent);
        Assert.Contains("Borgeren har fået et job.", page.QuerySelector("article")!.TextContent);
        var hours = page.QuerySelectorAll(".mm-facts > div").First(d => d.QuerySelector("dt")!.TextContent == "Timetal")
            .QuerySelector("dd")!.TextContent.Replace('\u00a0', ' ');
        Assert.Contains("3 t. om ugen", hours);
        Assert.Contains("1 t. 30 min. om ugen", hours);
        var list = await caseworker.PageAsync($"/{world.Gribskov.Slug}/municipality/documents/{world.Approved.Grant}");
        Assert.Contains("af en tidligere bevilling", list.Body!.TextContent);
        // What the earlier grant said is not out of date: it held then.
        Assert.DoesNotContain("Ny udgave nødvendig",
            (await caseworker.PageAsync($"/{world.Gribskov.Slug}/municipality/grants/details/{world.Live.Grant}")).Body!.TextContent);
    }

    [Theory]
    [InlineData("update portal.grants set ends_on = ends_on - 1 where id = $1", DocumentKind.MinPlan, LetterFact.Period)]
    [InlineData("update portal.grants set purpose = 'Education' where id = $1", DocumentKind.MinPlan, LetterFact.Purpose)]
    [InlineData("update portal.grant_goals set detail = 'andet' where grant_id = $1", DocumentKind.Agreement, LetterFact.Goals)]
    [InlineData("update portal.grants set task_text = 'andet' where id = $1", DocumentKind.Agreement, LetterFact.Tasks)]
    [InlineData("update portal.grants set total_hours = 61 where id = $1", DocumentKind.Agreement, LetterFact.Hours)]
    [InlineData("update portal.grants set purpose_text = 'andet' where id = $1", DocumentKind.MinPlan, LetterFact.Reason)]
    [InlineData(
        "update portal.agreement_mentors m set name = 'Ny Prøve' from portal.agreements a join portal.assignments f on f.id = a.assignment_id where a.id = m.agreement_id and f.grant_id = $1",
        DocumentKind.Agreement, LetterFact.Mentor)]
    [InlineData(
        "update portal.agreement_mentors m set phone = '11111111' from portal.agreements a join portal.assignments f on f.id = a.assignment_id where a.id = m.agreement_id and f.grant_id = $1",
        DocumentKind.Agreement, LetterFact.MentorContact)]
    public async Task A_difference_in_what_it_says_makes_a_document_out_of_date(string change, DocumentKind kind, LetterFact fact)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        await MakeAsync(caseworker, world, world.Live.Grant, kind);
        async Task<DocumentState> StateAsync() =>
            (await app.SendAsync(world.Gribskov.As(Role.Caseworker), new IndexModel.Query(world.Live.Grant))).States.Single(s =>
            s.Kind == kind);
        Assert.Empty((await StateAsync()).Changes);
        Assert.False((await StateAsync()).CanBeMade);

        await app.ScalarAsync("alter table portal.agreement_mentors disable trigger user");
        await app.ScalarAsync(change, world.Live.Grant);

        Assert.Equal([fact], (await StateAsync()).Changes);
        Assert.True((await StateAsync()).CanBeMade);
    }

    [Fact]
    public async Task An_early_end_and_a_pause_stand_in_the_period_of_all_but_the_decision()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        async Task<IReadOnlyList<LetterFact>> ChangesAsync(DocumentKind kind) =>
            (await app.SendAsync(world.Gribskov.As(Role.Caseworker), new IndexModel.Query(world.Live.Grant))).States.Single(s =>
            s.Kind == kind).Changes;
        static string Day(DateOnly day) => day.ToString("dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture);
        string Pause(int last) => $"Pause fra {Day(world.Live.StartsOn.AddDays(7))} til og med {Day(world.Live.StartsOn.AddDays(last))}";
        async Task<string> SaidAsync() =>
            (await ReadAsync(caseworker, world, await MakeAsync(caseworker, world, world.Live.Grant, DocumentKind.Agreement)))
            .QuerySelectorAll("article dd")[3].TextContent.Replace('\u00a0', ' ');
        var before = await ChangesAsync(DocumentKind.DecisionLetter);
        var said = await SaidAsync();
        Assert.Contains($"Fra {Day(world.Live.StartsOn)} til og med {Day(world.Live.EndsOn)}", said);
        Assert.Contains(Pause(13), said);

        await app.ScalarAsync("update portal.assignments set ended_on = $2 where id = $1", world.Live.Assignment,
            world.Live.StartsOn.AddDays(10));

        Assert.Equal([LetterFact.Period], await ChangesAsync(DocumentKind.Agreement));
        Assert.Equal(before, await ChangesAsync(DocumentKind.DecisionLetter));
        said = await SaidAsync();
        Assert.Contains($"til og med {Day(world.Live.StartsOn.AddDays(10))}", said);
        Assert.Contains(Pause(10), said);
        Assert.DoesNotContain(Day(world.Live.EndsOn), said);
    }

    [Fact]
    public async Task A_mentor_who_has_handed_over_is_not_named_as_the_mentor_and_the_document_is_out_of_date()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        await MakeAsync(caseworker, world, world.Live.Grant, DocumentKind.Agreement);
        var next = world.Nord[Role.Coordinator];
        await app.ScalarAsync(
            "update portal.memberships set roles = array['Coordinator', 'Mentor'], name = 'Ny Prøvementor' where person_id = $1", next);

        await app.SendAsync(world.Nord.As(Role.Coordinator), new ChangeMentor.Command(world.Live.Assignment, next, world.Today, "Barsel"));

        var found = await app.SendAsync(world.Gribskov.As(Role.Caseworker), new IndexModel.Query(world.Live.Grant));
        Assert.Equal([LetterFact.Mentor, LetterFact.MentorContact], found.States.Single(s => s.Kind == DocumentKind.Agreement).Changes);
        foreach (var kind in new[] { DocumentKind.Agreement, DocumentKind.MinPlan })
        {
            var letter = (await ReadAsync(caseworker, world, await MakeAsync(caseworker, world, world.Live.Grant, kind)))
                .QuerySelector("article")!.TextContent;
            Assert.Contains("Ny Prøvementor", letter);
            Assert.DoesNotContain($"Mentor {world.Nord.Canary}", letter);
        }
    }

    [Fact]
    public async Task Nothing_new_makes_no_new_edition()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        await MakeAsync(caseworker, world, world.Live.Grant, DocumentKind.Agreement);

        var refused = await Assert.ThrowsAsync<RuleViolation>(() =>
            app.SendAsync(world.Gribskov.As(Role.Caseworker), new MakeModel.Command(world.Live.Grant, DocumentKind.Agreement)));

        Assert.Equal(Rule.DocumentIsUpToDate, refused.Rule);
        Assert.Empty((await caseworker.PageAsync($"/{world.Gribskov.Slug}/municipality/documents/make/{world.Live.Grant}?kind=Agreement"))
            .QuerySelectorAll("main form[method=post]"));
    }

    [Fact]
    public async Task Before_a_mentor_is_known_only_the_decision_can_be_written()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        foreach (var kind in new[] { DocumentKind.Agreement, DocumentKind.MinPlan })
        {
            var refused = await Assert.ThrowsAsync<RuleViolation>(() =>
                app.SendAsync(world.Gribskov.As(Role.Caseworker), new MakeModel.Command(world.Open.Grant, kind)));
            Assert.Equal(Rule.DocumentNeedsMentor, refused.Rule);
            Assert.Contains("Mentoren er ikke kendt endnu",
                (await caseworker.PageAsync(
                $"/{world.Gribskov.Slug}/municipality/documents/make/{world.Open.Grant}?kind={kind}")).Body!.TextContent);
        }
        await MakeAsync(caseworker, world, world.Approved.Grant, DocumentKind.DecisionLetter);
    }

    [Fact]
    public async Task A_grant_that_is_not_approved_is_not_written_about()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        foreach (var grant in new[] { world.Draft.Grant, world.Submitted.Grant })
        {
            Assert.Equal(Rule.DocumentNeedsApproval,
                (await Assert.ThrowsAsync<RuleViolation>(() =>
                app.SendAsync(world.Gribskov.As(Role.Caseworker), new MakeModel.Command(grant, DocumentKind.DecisionLetter)))).Rule);
        }
    }

    [Fact]
    public async Task A_letter_is_in_the_citizens_language_and_not_the_caseworkers()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        await app.ScalarAsync("update portal.citizens set language = 'en' where id = $1", world.Approved.Citizen);
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var page = await ReadAsync(caseworker, world,
            await MakeAsync(caseworker, world, world.Approved.Grant, DocumentKind.DecisionLetter));

        Assert.Contains("You have been granted mentor support", page.QuerySelector("article[lang=en]")!.TextContent);
        Assert.Contains("Hent som PDF", page.Body!.TextContent);
        using var reader = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        using (await reader.GetAsync("/account/language?culture=en&returnUrl=%2F", TestContext.Current.CancellationToken))
        {
            var danish = await ReadAsync(reader, world, world.Live.Document);
            Assert.NotNull(danish.QuerySelector("article[lang=da]"));
            Assert.Contains("Download as PDF", danish.Body!.TextContent);
        }
    }

    [Fact]
    public async Task Reading_a_document_leaves_an_event_and_neither_a_document_nor_a_sending_is_ever_changed()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var leader = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);

        await ReadAsync(leader, world, world.Live.Document);
        using var pdf = await leader.GetAsync($"/{world.Gribskov.Slug}/municipality/documents/pdf/{world.Live.Document}",
            TestContext.Current.CancellationToken);

        Assert.Equal(("application/pdf", "afgoerelse-1-G-live.pdf"),
            (pdf.Content.Headers.ContentType!.MediaType, pdf.Content.Headers.ContentDisposition!.FileName));
        Assert.Equal(2L, await app.Database.EventsAsync("CitizenIdentityRead", world.Gribskov.Id, world.Live.Citizen));
        foreach (var sql in new[] { "update portal.documents set content = '{}'", "delete from portal.documents",
            "update portal.document_dispatches set sent_on = sent_on - 1", "delete from portal.document_dispatches" })
            Assert.Equal("MM001", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => app.ScalarAsync(sql))).SqlState);
    }
}
