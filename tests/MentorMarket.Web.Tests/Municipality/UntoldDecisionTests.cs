using MentorMarket.Domain.Documents;
using MentorMarket.Domain.Outcomes;
using MentorMarket.Web.Pages.Municipality.Grants.Support;
using MentorMarket.Web.Tests.Provider;

namespace MentorMarket.Web.Tests.Municipality;

/// <summary>Which letters of pauses and early ends are asked for: on the start page and on the grant's own page alike.</summary>
public sealed class UntoldDecisionTests(Cluster cluster)
{
    private sealed record Desk(PortalApp App, TestDatabase Database, Agreed Agreed, HttpClient Caseworker)
    {
        public Guid Grant => Agreed.Grant;

        public Actor Actor => Agreed.Municipality.As(Role.Caseworker);

        /// <summary>Whether the letter is asked for, which both pages must say.</summary>
        public async Task<bool> IsAskedForAsync(string letter)
        {
            var start = (await Caseworker.PageAsync("/gribskov/municipality"))
                .QuerySelector("#NotSent")?.ParentElement?.InnerHtml.Contains(Grant.ToString(), StringComparison.Ordinal) == true;
            var own = (await DetailsAsync()).Contains($"Ikke sendt: {letter}", StringComparison.Ordinal);
            Assert.Equal(start, own);
            return own;
        }

        public async Task<string> DetailsAsync() =>
            (await Caseworker.PageAsync($"/gribskov/municipality/grants/details/{Grant}")).Body!.TextContent;

        public async Task<string> MakeAsync(DocumentKind kind)
        {
            var path = $"/gribskov/municipality/documents/make/{Grant}?kind={kind}";
            var made = await Caseworker.SendAsync(path, (await Caseworker.PageAsync(path)).Filled("[name=__once]"));
            Assert.Equal(HttpStatusCode.Redirect, made.Status);
            return (await Caseworker.PageAsync(made.Location)).QuerySelector("article[lang=da]")!.TextContent.Replace('\u00a0', ' ');
        }

        public async Task<string> TellAsync(DocumentKind kind)
        {
            var said = await MakeAsync(kind);
            var document = await Database.ScalarAsync(
                "select id from portal.documents where grant_id = $1 and kind = $2 order by version desc limit 1", Grant, kind.ToString());
            var path = $"/gribskov/municipality/documents/send/{document}";
            Assert.Equal(HttpStatusCode.Redirect,
                (await Caseworker.SendAsync(path, (await Caseworker.PageAsync(path)).Filled("#Form_Reference"))).Status);
            return said;
        }

        public async Task PauseAsync(DateOnly from, DateOnly? to) =>
            await App.SendAsync(Actor, new PauseModel.Command(Grant, from, to, "Du er indlagt", "Målet er det samme"));

        public async Task ResumeAsync(DateOnly on) =>
            await App.SendAsync(Actor,
            new PauseModel.Resume(Grant,
            (Guid)(await Database.ScalarAsync("select id from portal.grant_pauses where grant_id = $1 and resumes_id is null", Grant))!,
            on, "Du er hjemme igen"));

        public async Task EndAsync(DateOnly on) =>
            await App.SendAsync(Actor, new EndModel.Command(Grant, on, EndReason.CitizensWish, "Du har fået job", "Vi er enige",
            new()
            {
                Result = OutcomeResult.Closer,
                Goals = [
                new() { Goal = (Guid)(await Database.ScalarAsync("select id from portal.grant_goals where grant_id = $1", Grant))!,
                Result = GoalResult.Partly }]
            }));

        public async Task<Guid> EndRowAsync() =>
            (Guid)(await Database.ScalarAsync("select id from portal.grant_ends where grant_id = $1 order by recorded_at desc limit 1",
            Grant))!;
    }

    private async Task WithAsync(Func<Desk, DateOnly, Task> test)
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var agreed = await Agreed.CreateAsync(app, database, hoursPerWeek: 4, rate: 400);
        using var caseworker = await app.LogInAsync(agreed.Municipality[Role.Caseworker]);
        var desk = new Desk(app, database, agreed, caseworker);
        // The decision itself is told: the start page waits for nothing else.
        await desk.TellAsync(DocumentKind.DecisionLetter);
        await test(desk, database.World.Today);
    }

    [Fact]
    public Task A_pause_is_asked_for_until_it_is_told_and_can_be_told_to_be_cancelled() => WithAsync(async (desk, today) =>
    {
        const string Letter = "Brev om pause";
        Assert.False(await desk.IsAskedForAsync(Letter));
        await desk.PauseAsync(today, null);
        Assert.True(await desk.IsAskedForAsync(Letter));
        Assert.Contains("holder pause", await desk.MakeAsync(DocumentKind.Pause));
        Assert.True(await desk.IsAskedForAsync(Letter));
        await desk.ResumeAsync(today);

        Assert.True(await desk.IsAskedForAsync(Letter));
        var said = await desk.TellAsync(DocumentKind.Pause);
        Assert.All(["Pausen er aflyst", "Du er hjemme igen"], words => Assert.Contains(words, said));
        Assert.DoesNotContain("Din støtte fra en mentor holder pause.", said);
        Assert.False(await desk.IsAskedForAsync(Letter));
        Assert.DoesNotContain("Ny udgave nødvendig", await desk.DetailsAsync());
    });

    [Fact]
    public Task A_pause_that_was_over_before_it_was_told_is_not_asked_for() => WithAsync(async (desk, today) =>
    {
        await desk.PauseAsync(desk.Agreed.Monday, desk.Agreed.Monday.AddDays(7));
        Assert.False(await desk.IsAskedForAsync("Brev om pause"));
        await desk.PauseAsync(today.AddDays(-1), null);
        await desk.Database.ScalarAsync("alter table portal.grant_pauses disable trigger user");
        await desk.Database.ScalarAsync("update portal.grant_pauses set assessment = '' where grant_id = $1", desk.Grant);
        Assert.False(await desk.IsAskedForAsync("Brev om pause"));
    });

    [Fact]
    public Task An_early_end_leaves_the_letter_of_a_pause_as_it_is_unless_the_pause_never_comes() => WithAsync(async (desk, _) =>
    {
        var monday = desk.Agreed.Monday;
        await desk.PauseAsync(monday.AddDays(10), monday.AddDays(20));
        await desk.TellAsync(DocumentKind.Pause);
        await desk.EndAsync(monday.AddDays(15));
        await desk.TellAsync(DocumentKind.End);
        Assert.DoesNotContain("Brev om pause: ændret", await desk.DetailsAsync());

        await desk.App.SendAsync(desk.Actor, new CorrectEndModel.Command(desk.Grant, await desk.EndRowAsync(), EndCorrection.WrongDay,
            "Det var før", monday.AddDays(5), EndReason.CitizensWish, "Du har fået job", "Vi er enige"));
        Assert.Contains("Brev om pause: ændret", await desk.DetailsAsync());
        Assert.Contains("Pausen er aflyst", await desk.TellAsync(DocumentKind.Pause));
        Assert.DoesNotContain("Brev om pause: ændret", await desk.DetailsAsync());
    });

    [Fact]
    public Task An_end_that_was_taken_back_or_moved_to_the_planned_day_untold_is_not_asked_for() => WithAsync(async (desk, _) =>
    {
        const string Letter = "Afgørelse om afslutning";
        var monday = desk.Agreed.Monday;
        var planned = (DateOnly)(await desk.Database.ScalarAsync("select ends_on from portal.grants where id = $1", desk.Grant))!;
        await desk.EndAsync(monday.AddDays(15));
        Assert.True(await desk.IsAskedForAsync(Letter));
        await desk.App.SendAsync(desk.Actor, new CorrectEndModel.TakeBack(desk.Grant, await desk.EndRowAsync(), "En fejl"));
        Assert.False(await desk.IsAskedForAsync(Letter));
        using (var none = await desk.Caseworker.GetAsync($"/gribskov/municipality/documents/make/{desk.Grant}?kind=End",
            TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
        await desk.EndAsync(monday.AddDays(16));
        Assert.True(await desk.IsAskedForAsync(Letter));
        await desk.App.SendAsync(desk.Actor, new CorrectEndModel.Command(desk.Grant, await desk.EndRowAsync(), EndCorrection.WrongDay,
            "Det var senere", planned, EndReason.CitizensWish, "Du har fået job", "Vi er enige"));
        Assert.False(await desk.IsAskedForAsync(Letter));
    });

    [Fact]
    public Task An_early_end_from_before_there_was_an_assessment_is_not_asked_for() => WithAsync(async (desk, _) =>
    {
        await desk.EndAsync(desk.Agreed.Monday.AddDays(15));
        await desk.Database.ScalarAsync("alter table portal.grant_ends disable trigger user");
        await desk.Database.ScalarAsync("update portal.grant_ends set assessment = '' where grant_id = $1", desk.Grant);
        Assert.False(await desk.IsAskedForAsync("Afgørelse om afslutning"));
    });

    [Fact]
    public async Task Once_the_decision_is_noted_sent_the_page_of_the_documents_leads_on_to_publishing()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var world = database.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var path = $"/gribskov/municipality/documents/{world.Approved.Grant}";
        Assert.Null((await caseworker.PageAsync(path)).QuerySelector("main a[href*='/grants/publish/' i]"));

        await app.SendDecisionAsync(world.Gribskov.As(Role.Caseworker), world.Approved.Grant);

        Assert.NotNull((await caseworker.PageAsync(path))
            .QuerySelector($"main a.button-primary[href$='/grants/publish/{world.Approved.Grant}' i]"));
        Assert.Null((await caseworker.PageAsync($"/gribskov/municipality/documents/{world.Live.Grant}"))
            .QuerySelector("main a[href*='/grants/publish/' i]"));
    }
}
