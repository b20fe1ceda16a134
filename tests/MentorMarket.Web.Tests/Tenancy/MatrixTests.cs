using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static MentorMarket.Web.Tests.Database.World;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>
/// Every route of the running portal, as every principal, with own, foreign and made-up ids. Whoever may not come gets
/// the log-in page, 403 or 404, nothing of others stands in any answer or in the log, and nothing has changed.
/// </summary>
public sealed class MatrixTests(Cluster cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task Every_route_has_a_row_and_every_row_a_route()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var routes = RoutesOf(app);

        Assert.Equal(Matrix.Routes.Select(r => r.Path).Order(StringComparer.Ordinal), routes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_form_without_a_row_is_noticed()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var loader = app.Services.GetRequiredService<PageLoader>();
        var actions = app.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items;
        foreach (var page in actions.OfType<PageActionDescriptor>())
        {
            var handlers = (await loader.LoadAsync(page, new())).HandlerMethods.Where(h =>
                h.HttpMethod.Equals("POST", StringComparison.OrdinalIgnoreCase)).Select(h => h.Name ?? "");
            var row = Matrix.Routes.Single(r => r.Path == Small(page.AttributeRouteInfo!.Template!));
            Assert.True(handlers.ToHashSet().SetEquals(row.Posts ?? []), $"{row}: {string.Join(", ", handlers)}");
        }
    }

    [Fact]
    public async Task Nobody_comes_where_they_may_not_and_nothing_of_others_is_told()
    {
        await using var database = await cluster.NewWorldAsync();
        // Time stands still, so that no log-in ends on the way.
        await using var app = new PortalApp(database, new Still(database.World.Now));
        var world = database.World;
        var principals = await Principal.AllAsync(app, world);
        var before = await Snapshot.TakeAsync(database);
        var wrong = new List<string>();
        var cells = 0;

        foreach (var route in Matrix.Routes)
        {
            foreach (var who in principals)
            {
                foreach (var (address, expected) in Visits(route, who, world))
                {
                    cells++;
                    using var response = await who.Browser.GetAsync(address);
                    if (await JudgeAsync(response, expected, who) is { } answer)
                    {
                        wrong.Add($"GET {address} as {who}: {answer}, expected {expected}");
                    }
                }
            }
        }
        wrong.AddRange((await Snapshot.TakeAsync(database)).ChangesSince(before).Except(Snapshot.ByReading));
        before = await Snapshot.TakeAsync(database);
        var posts = await PostsAsync(principals, world, wrong);

        output.WriteLine($"{Matrix.Routes.Count} routes, {principals.Count} principals, {cells} visits, {posts} refused forms");
        wrong.AddRange(app.Log.Where(line => line.Contains("CANARY-", StringComparison.Ordinal)).Select(line => "log: " + line));
        wrong.AddRange((await Snapshot.TakeAsync(database)).ChangesSince(before));
        if (Directory.Exists(Path.Combine(database.Folder, "mail")))
        {
            wrong.AddRange(Directory.GetFiles(Path.Combine(database.Folder, "mail")));
        }
        foreach (var principal in principals) principal.Dispose();
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private sealed class Still(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    /// <summary>What a principal is answered.</summary>
    private enum Expected
    {
        Shown,
        LogIn,
        Forbidden,
        NotFound,
        ClosedLink,
    }

    private static IEnumerable<(string Address, Expected Expected)> Visits(Route route, Principal who, World world)
    {
        switch (route.Door)
        {
            case Door.Open when route.Path.StartsWith("calendar/", StringComparison.Ordinal):
                // An address that nobody has; what one that somebody has tells, is a test of its own.
                yield return ($"/{route.Filled("AAAAAAAAAAAAAAAAAAAAAA.ics")}", Expected.NotFound);
                break;
            case Door.Open:
                yield return ($"/{route.Filled(route.Path.StartsWith('e') ? "404" : "AAAAAAAAAAAAAAAAAAAAAA")}", Expected.Shown);
                break;
            case Door.Person:
                yield return ($"/{route.Path}", who.Home is null ? Expected.LogIn : Expected.Shown);
                break;
            case Door.Citizen:
                yield return ($"/{route.Path}", who.Citizen is null ? Expected.ClosedLink : Expected.Shown);
                break;
            case Door.Member:
                foreach (var place in Places(route, who, world))
                {
                    if (!route.Kinds.Contains(place.Kind))
                    {
                        yield return ($"/{place.Slug}/{route.MadeUp()}", Expected.NotFound);
                        continue;
                    }
                    var entry = who.Home is null ? Expected.LogIn
                        : who.Home == place && (route.Roles.Length == 0 || route.Roles.Contains(who.Role!.Value)) ? Expected.Shown
                        : Expected.Forbidden;
                    if (route.Ids is null)
                    {
                        yield return ($"/{place.Slug}/{route.Path}", entry);
                        continue;
                    }
                    // Whoever may not open the page at all is refused before any id is looked at: one is enough.
                    var (own, foreign) = route.Ids(world, place);
                    if (entry != Expected.Shown)
                    {
                        yield return ($"/{place.Slug}/{(own.Length > 0 ? route.Filled(own[0]) : route.MadeUp())}", entry);
                        continue;
                    }
                    foreach (var id in own) yield return ($"/{place.Slug}/{route.Filled(id)}", entry);
                    foreach (var id in foreign) yield return ($"/{place.Slug}/{route.Filled(id)}", Expected.NotFound);
                    yield return ($"/{place.Slug}/{route.MadeUp()}", Expected.NotFound);
                }
                break;
            default:
                throw new InvalidOperationException($"{route.Door}?");
        }
    }

    // Organisations of the right kind, with the own one; and one of another kind, where no such page is.
    private static IEnumerable<Party> Places(Route route, Principal who, World world) =>
        new[] { world.Gribskov, world.Nord, world.Vest, world.Revision, world.LateRevision }.Where(p => route.Kinds.Contains(p.Kind)
            && (who.Home == p || p == world.Gribskov || p == world.Nord || p == world.Revision))
            .Concat(route.Kinds.Contains(OrganisationKind.Municipality) ? route.Kinds.Contains(OrganisationKind.Provider)
                ? [] : [world.Vest] : [world.Gribskov]);

    // Every form that must be refused: sent with a valid token and key, to the addresses that do not show it.
    private static async Task<int> PostsAsync(IReadOnlyList<Principal> principals, World world, List<string> wrong)
    {
        var count = 0;
        foreach (var who in principals)
        {
            var token = await Form.TokenAsync(who.Browser, who.Home is null ? "/account/login" : "/account/profile");
            foreach (var route in Matrix.Routes)
            {
                foreach (var handler in route.Posts ?? [])
                {
                    foreach (var (address, expected) in Visits(route, who, world)
                        .Select(v => (v.Address, MaySend(route, handler, who, v.Address) ? v.Expected : Refused(v.Expected)))
                        .Where(v => v.Item2 != Expected.Shown))
                    {
                        count++;
                        using var response = await Form.SendAsync(who.Browser, address, handler, token, Form.NewKey(), []);
                        if (await JudgeAsync(response, expected, who) is { } answer)
                        {
                            wrong.Add($"POST {address} {handler} as {who}: {answer}, expected {expected}");
                        }
                    }
                }
            }
        }
        return count;
    }

    // Of those who see the page in their own organisation; the others are refused before any form is looked at.
    private static bool MaySend(Route route, string handler, Principal who, string address) =>
        !Matrix.FormRoles.TryGetValue((route.Path, handler), out var roles) || who.Role is not { } role || roles.Contains(role)
        || !route.Roles.Contains(role) || !address.StartsWith($"/{who.Home!.Slug}/", StringComparison.Ordinal);

    private static Expected Refused(Expected page) => page is Expected.Shown or Expected.NotFound ? Expected.Forbidden : page;

    private static async Task<string?> JudgeAsync(HttpResponseMessage response, Expected expected, Principal who)
    {
        var there = response.Headers.Location?.OriginalString ?? "";
        var isSo = expected switch
        {
            Expected.LogIn => response.StatusCode == HttpStatusCode.Redirect
                && there.StartsWith("/account/login", StringComparison.Ordinal),
            Expected.ClosedLink => response.StatusCode == HttpStatusCode.Redirect
                && there.StartsWith("/c/closed", StringComparison.Ordinal),
            Expected.Forbidden => response.StatusCode == HttpStatusCode.Forbidden,
            Expected.NotFound => response.StatusCode == HttpStatusCode.NotFound,
            Expected.Shown => ((int)response.StatusCode < 400
                || response.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/error/", StringComparison.Ordinal))
                && !(who.Home is not null && there.StartsWith("/account/login", StringComparison.Ordinal)
                    && !response.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/account/", StringComparison.Ordinal)),
        };
        if (!isSo) return $"{(int)response.StatusCode} {there}";
        var told = await response.Content.ReadAsStringAsync() + response.Headers;
        var forbidden = expected == Expected.Shown ? who.Forbidden : ["CANARY-"];
        // The own name in the page's head is no secret.
        return forbidden.FirstOrDefault(word => told.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } leaked ? $"tells {leaked}"
            : null;
    }

    private static IReadOnlyList<string> RoutesOf(PortalApp app) =>
        [.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => Small(e.RoutePattern.RawText!)).Distinct()];

    private static string Small(string template)
    {
        var path = template.Trim('/').ToLowerInvariant();
        return path == "index" ? "" : path.EndsWith("/index", StringComparison.Ordinal) ? path[..^6]
            : path.Replace("/index/{", "/{", StringComparison.Ordinal);
    }
}
