using System.Net;

namespace MentorMarket.Benchmarks.Pages;

/// <summary>
/// What the database's isolation costs the list of invoices: the raw endpoint as the owner, and as the municipality's login in a
/// transaction that is told who acts. The difference is what the page, measured in the same turns, would save.
/// </summary>
internal sealed class Isolation() : PageBenchmark("rls")
{
    protected override async Task<object> MeasureAsync(House house, Load load)
    {
        var (visit, municipality, person) = await ListPage.ClerkAsync(house);
        HttpRequestMessage Open() => new(HttpMethod.Get, new Uri(house.Raw, $"/list/{municipality}"));
        HttpRequestMessage Isolated() => new(HttpMethod.Get, new Uri(house.Raw, $"/isolated-list/{municipality}/{person}"));
        Prove(await load.TextAsync(Open()) == await load.TextAsync(Isolated()), "the two raw answers differ");
        Prove((await load.TextAsync(new(HttpMethod.Get, new Uri(house.Raw, $"/isolated-list/{person}/{person}"))))
            .StartsWith("[[],", StringComparison.Ordinal), "isolation lets somebody else's rows through");

        Task<Window> PageAsync(TimeSpan time) => load.RunAsync(house.PortalProcess, (_, _) => visit.Get(ListPage.Address(house.Portal)),
            HttpStatusCode.OK, time);
        Task<Window> RawAsync(Func<HttpRequestMessage> ask, TimeSpan time) =>
            load.RunAsync(house.RawProcess, (_, _) => ask(), HttpStatusCode.OK, time);
        await WarmUpAsync(PageAsync);
        await WarmUpAsync(time => RawAsync(Open, time));
        await WarmUpAsync(time => RawAsync(Isolated, time));
        var (pages, opens, isolated) = (new List<double>(), new List<double>(), new List<double>());
        for (var pair = 0; pair < Pairs; pair++)
        {
            pages.Add((await PageAsync(Duration)).PerSecond);
            opens.Add((await RawAsync(Open, Duration)).PerSecond);
            isolated.Add((await RawAsync(Isolated, Duration)).PerSecond);
        }

        // Seconds that isolation takes of each answer, as a part of those that the whole page takes.
        var costs = pages.Select((page, i) => ((1 / isolated[i]) - (1 / opens[i])) * page).ToList();
        return new
        {
            name = Name,
            value = Math.Round(Median(pages), 1),
            unit = "requests/s",
            limit = "the same page, were isolation free",
            limit_value = Math.Round(Median(pages.Select((page, i) => page / (1 - costs[i]))), 1),
            ratio = Math.Round(Median(costs.Select(cost => 1 - cost)), 3),
            cost_of_page = Math.Round(Median(costs), 3),
            cost_range = Range(costs, 3),
            raw_isolated_to_open = Math.Round(Median(isolated.Zip(opens, (with, without) => with / without)), 3),
            raw_open = Math.Round(Median(opens), 1),
            raw_isolated = Math.Round(Median(isolated), 1),
            pairs = Pairs,
            connections = Load.Connections,
        };
    }
}
