namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>
/// Reading is told: whoever is shown what was written about a citizen, or the citizen's own words, leaves an event on the chain of
/// the citizen's municipality. Asked of every page of every route, so a page that is added is asked too.
/// </summary>
public sealed class ReadingTests(Cluster cluster, ITestOutputHelper output)
{
    // How the world's words end: the mentor's note, the citizen's answer, follow-ups, the duty to inform, pauses, ends and outcomes.
    private static readonly string[] Words = ["-note", "-word", "-follow-up", "-own-words", "-inform", "-tried", "-outcome", "-pause",
        "-pause-assessment", "-end", "-end-assessment"];

    [Fact]
    public async Task Every_page_that_shows_what_was_written_or_said_leaves_an_event_of_the_reader()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var principals = (await Principal.AllAsync(app, world)).Where(p => p.Home is not null).ToList();
        var (silent, told) = (new List<string>(), 0);
        foreach (var route in Matrix.Routes.Where(r => r.Door == Door.Member))
        {
            foreach (var who in principals.Where(p => route.Kinds.Contains(p.Home!.Kind)
                && (route.Roles.Length == 0 || route.Roles.Contains(p.Role!.Value))))
                foreach (var id in route.Ids is { } ids ? ids(world, who.Home!).Own : [""])
                {
                    var person = who.Home!.People[who.Role!.Value];
                    var before = await EventsAsync(app.Database, person);
                    using var response = await who.Browser.GetAsync(
                        $"/{who.Home.Slug}/{(route.Ids is null ? route.Path : route.Filled(id))}", TestContext.Current.CancellationToken);
                    var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                    var shown = world.Cases.SelectMany(c => Words.Select(w => c.Identity + w)
                        .Concat(Words.Select(w => c.Municipality.Canary + w)))
                        .FirstOrDefault(w => body.Contains(w, StringComparison.OrdinalIgnoreCase));
                    if (shown is null) continue;
                    if (await EventsAsync(app.Database, person) > before) told++;
                    else silent.Add($"{route} as {who} shows {shown}");
                }
        }
        foreach (var principal in principals) principal.Dispose();

        output.WriteLine($"{told} pages with words, each with an event");
        Assert.True(silent.Count == 0, string.Join(Environment.NewLine, silent.Distinct()));
        Assert.True(told > 30, $"Only {told} pages showed any words: is the world still written as this test thinks?");
    }

    private static async Task<long> EventsAsync(TestDatabase database, Guid person) =>
        (long)(await database.ScalarAsync("select count(*) from portal.evidence_events where actor_id = $1", person))!;
}
