using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using MentorMarket.Web.Pages.Municipality.Grants;
using MentorMarket.Web.Pages.Municipality.Grants.Decisions;
using MentorMarket.Web.Pages.Municipality.Grants.Support;
using Microsoft.AspNetCore.WebUtilities;
using MentorMarket.Web.Words;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>Every button posts where it says, also on a page that shows what was wrong with the form of another button.</summary>
public sealed partial class ButtonTests(Cluster cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task Every_button_of_every_page_posts_to_the_same_handler_after_an_error_as_before()
    {
        var (wrong, compared, answered) = (new List<string>(), 0, new SortedSet<string>(StringComparer.Ordinal));
        var database = await cluster.NewWorldAsync();
        var app = new PortalApp(database);
        foreach (var route in Matrix.Routes.Where(r => r.Posts is { Length: > 0 } && r.Path is not "account/logout"))
        {
            var isChanged = false;
            foreach (var (browser, address) in await ShownToAsync(app, database.World, route))
            {
                using var page = await browser.GetAsync(address);
                if (page.StatusCode != HttpStatusCode.OK) continue;
                var html = await page.Content.ReadAsStringAsync();
                var before = Buttons(html, address);
                wrong.AddRange(before.Where(b => b.Path == address && !IsThere(route, b))
                    .Select(b => $"{address}: »{b.Text}« posts to the handler »{b.Handler}«, which is not there"));
                if (Token().Match(html) is not { Success: true } token) continue;
                foreach (var handler in route.Posts!)
                {
                    // Nothing is filled in, so whatever must be is told as missing.
                    using var answer = await Form.SendAsync(browser, address, handler, token.Groups[1].Value, Form.NewKey(), []);
                    isChanged |= answer.StatusCode != HttpStatusCode.OK;
                    if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "text/html") continue;
                    answered.Add($"{route.Path} {handler}".Trim());
                    foreach (var after in Buttons(await answer.Content.ReadAsStringAsync(), address).Where(b => b.Path == address))
                    {
                        compared++;
                        if (!IsThere(route, after))
                        {
                            wrong.Add($"{address}: after {handler} »{after.Text}« posts to »{after.Handler}«, which is not there");
                        }
                        if (before.FirstOrDefault(b => b.Text == after.Text) is { } same && same != after)
                        {
                            wrong.Add(
                                $"{address}: after {handler} »{after.Text}« posts to »{after.Handler}« and before to »{same.Handler}«");
                        }
                    }
                }
            }
            if (!isChanged) continue;
            // A form that may be sent as it is has changed the world that the next pages are shown of.
            await app.DisposeAsync();
            await database.DisposeAsync();
            database = await cluster.NewWorldAsync();
            app = new PortalApp(database);
        }
        await app.DisposeAsync();
        await database.DisposeAsync();

        output.WriteLine($"{compared} buttons compared after an error of {answered.Count} forms: {string.Join(", ", answered)}");
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        Assert.True(answered.Count >= 30, "Hardly any form answered with its page, so hardly anything was compared.");
    }

    private static bool IsThere(Route route, Button button) => route.Posts!.Contains(button.Handler, StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void A_form_of_a_page_with_named_handlers_says_in_the_source_where_it_posts()
    {
        var wrong = new List<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(Source.Root, "src", "MentorMarket.Web", "Pages"), "*.cshtml",
            SearchOption.AllDirectories))
            if (File.Exists(file + ".cs"))
            {
                wrong.AddRange(SaysNotWhere(File.ReadAllText(file), File.ReadAllText(file + ".cs"))
                    .Select(w => $"{Path.GetRelativePath(Source.Root, file)}: {w}"));
            }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        const string two = "Task OnPostAsync() Task OnPostSendBackAsync()";
        Assert.NotEmpty(SaysNotWhere("""<form method="post" class="mm-form">""", two));
        Assert.NotEmpty(SaysNotWhere("""<form method="post" asp-page-handler=""><button type="submit" asp-page-handler="SendBak">""", two));
        Assert.Empty(SaysNotWhere("""<form method="post" asp-page-handler=""><button type="submit" asp-page-handler="SendBack">""", two));
    }

    private static IEnumerable<string> SaysNotWhere(string page, string model)
    {
        var handlers = PostHandler().Matches(model).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        if (handlers.Any(h => h.Length > 0))
        {
            foreach (var form in PostForm().Matches(page).Select(m => m.Value)
                .Where(f => !f.Contains("asp-page-handler=", StringComparison.Ordinal)
                && !f.Contains(" action=", StringComparison.Ordinal)))
                yield return $"{form} says no handler";
        }
        foreach (var named in Named().Matches(page).Select(m => m.Groups[1].Value).Where(h => !handlers.Contains(h)))
        {
            if (!page.Contains("asp-page=\"", StringComparison.Ordinal)) yield return $"the handler »{named}« is not in the page's model";
        }
    }

    [Fact]
    public async Task A_team_leader_who_forgot_to_say_why_and_then_approves_has_approved()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var grant = await SentInAsync(app);
        using var leader = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        var path = $"/{world.Gribskov.Slug}/municipality/grants/approve/{grant}";

        var silent = await PressAsync(leader, path, await leader.PageAsync(path), "Send tilbage");
        Assert.NotNull(silent.Page.QuerySelector("#Form_Comment-error"));
        await PressAsync(leader, path, silent.Page, "Godkend", ("Form.Comment", "Fin bevilling, godkendt."));

        Assert.Equal("Approved", await app.ScalarAsync("select status from portal.grants where id = $1", grant));
    }

    [Fact]
    public async Task A_caseworker_who_failed_to_resume_and_then_pauses_has_paused()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        await app.ScalarAsync("alter table portal.grant_pauses disable trigger user");
        await app.ScalarAsync("delete from portal.grant_pauses where grant_id = $1", world.Live.Grant);
        await app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new PauseModel.Command(world.Live.Grant, world.Today.AddDays(-5), world.Today, "Indlagt", "Formålet er det samme"));
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var path = $"/{world.Gribskov.Slug}/municipality/grants/pause/{world.Live.Grant}";

        var silent = await PressAsync(caseworker, path, await caseworker.PageAsync(path), "Genoptag støtten");
        Assert.NotNull(silent.Page.QuerySelector("#Again_Reason-error"));
        var next = Show.Date(world.Today.AddDays(3));
        var paused = await PressAsync(caseworker, path, silent.Page, "Sæt på pause", ("Form.From", next), ("Form.To", next),
            ("Form.Reason", "Ferie"), ("Form.Assessment", "Formålet er det samme"));

        Assert.Equal(HttpStatusCode.Redirect, paused.Status);
        Assert.Equal(["Indlagt", "Ferie"], await PausesAsync(app.Database, world.Live.Grant));
    }

    [Fact]
    public async Task A_form_for_a_handler_that_is_not_there_does_nothing()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var grant = await SentInAsync(app);
        using var leader = await app.LogInAsync(app.World.Gribskov[Role.TeamLeader]);
        var path = $"/{app.World.Gribskov.Slug}/municipality/grants/approve/{grant}";

        var answer = await leader.SendAsync(path + "?handler=SendBak", (await leader.PageAsync(path)).Filled("#Form_Comment"));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("Submitted", await app.ScalarAsync("select status from portal.grants where id = $1", grant));
    }

    // An extension of the running grant, complete by the rules of today.
    private static async Task<Guid> SentInAsync(PortalApp app)
    {
        var caseworker = app.World.Gribskov.As(Role.Caseworker);
        var draft = await app.SendAsync(caseworker,
            new FollowGrant(app.World.Live.Grant, GrantKind.Extension,
                Pages.Municipality.Grants.FollowTests.Form(app.World, GrantKind.Extension)));
        await app.SendAsync(caseworker, new SubmitModel.Command(draft));
        return draft;
    }

    private static async Task<string[]> PausesAsync(TestDatabase database, Guid grant) =>
        ((string)(await database.ScalarAsync(
            "select string_agg(reason, '|' order by from_on) from portal.grant_pauses where grant_id = $1", grant))!).Split('|');

    // As a browser does: the button's own address, else the form's, else the one on the screen.
    private static async Task<(HttpStatusCode Status, string Location, IHtmlDocument Page)> PressAsync(HttpClient browser, string onScreen,
        IHtmlDocument page, string text, params (string, string)[] typed)
    {
        var button = page.QuerySelectorAll("main form button").OfType<IHtmlButtonElement>().Single(b => b.TextContent.Trim() == text);
        var form = button.Closest("form")!;
        button.SetAttribute("data-pressed", "");
        var address = button.GetAttribute("formaction") ?? form.GetAttribute("action") ?? onScreen;
        return await browser.SendAsync(address, page.Filled("[data-pressed]", typed));
    }

    private static async Task<List<(HttpClient Browser, string Address)>> ShownToAsync(PortalApp app, World w, Route route)
    {
        switch (route.Door)
        {
            case Door.Open:
                return [(app.Anonymous(), $"/{route.Filled("AAAAAAAAAAAAAAAAAAAAAA")}")];
            case Door.Person:
                return [(await app.LogInAsync(w.Gribskov[Role.Caseworker]), $"/{route.Path}")];
            case Door.Citizen:
                return [(await app.OpenLinkAsync(w.Live.Link, w.Gribskov.Id, w.Live.Citizen), $"/{route.Path}")];
            case Door.Member:
                var home = route.Home(w);
                var browser = await app.LogInAsync(home[route.Roles[0]]);
                return [.. (route.Ids?.Invoke(w, home).Own ?? [""]).Select(id => (browser, $"/{home.Slug}/{route.Filled(id)}"))];
            default:
                throw new InvalidOperationException($"{route.Door}?");
        }
    }

    private sealed record Button(string Text, string Path, string Handler);

    private static List<Button> Buttons(string html, string onScreen)
    {
        var buttons = new List<Button>();
        foreach (var form in new HtmlParser().ParseDocument(html).QuerySelectorAll("main form").OfType<IHtmlFormElement>()
            .Where(f => f.Method == "post"))
            foreach (var button in form.QuerySelectorAll("button:not([type=button])"))
            {
                // Where on the answer to look is the browser's affair and is not sent.
                var address = (button.GetAttribute("formaction") ?? form.GetAttribute("action") ?? "").Split('#')[0];
                var (path, query) = address.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? (address[..at], address[at..])
                    : (address, "");
                // An empty address is the one on the screen, handler and all.
                var handler = path.Length == 0 ? "that of the address on the screen" : QueryHelpers.ParseQuery(query)
                    .GetValueOrDefault("handler").ToString();
                buttons.Add(new(button.TextContent.Trim(), path.Length == 0 ? onScreen : path.ToLowerInvariant(), handler));
            }
        return buttons;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"\bOnPost([A-Z][A-Za-z]*?)??(?:Async)?\(", RegexOptions.None, 1000)]
    private static partial Regex PostHandler();

    [GeneratedRegex("<form [^>]*method=\"post\"[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex PostForm();

    [GeneratedRegex("asp-page-handler=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Named();
}
