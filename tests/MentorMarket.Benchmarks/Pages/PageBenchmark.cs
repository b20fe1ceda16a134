using System.Globalization;
using System.Text.Json;

namespace MentorMarket.Benchmarks.Pages;

/// <summary>Something that is measured at the running portal, beside the raw endpoint on the same database.</summary>
internal abstract class PageBenchmark(string name)
{
    public static IReadOnlyList<PageBenchmark> All { get; } = [new ListPage(), new DetailPage(), new Register(), new FirstPage(),
        new Isolation()];

    public string Name => name;

    /// <summary>Pairs of measurements, one after the other, so that what else the machine does meets both.</summary>
    protected static int Pairs => Setting("BENCH_PAIRS", 15);

    /// <summary>How long each of the two is asked.</summary>
    protected static TimeSpan Duration => TimeSpan.FromSeconds(Setting("BENCH_SECONDS", 5));

    /// <summary>Asks until the program has compiled what it uses often.</summary>
    protected static async Task WarmUpAsync(Func<TimeSpan, Task<Window>> ask)
    {
        var (answers, seconds) = (0.0, 0);
        for (; answers < 4000 && seconds < 150; seconds += 3)
        {
            answers += (await ask(TimeSpan.FromSeconds(3))).PerSecond * 3;
        }
    }

    /// <summary>One JSON object.</summary>
    public async Task<string> RunAsync()
    {
        await using var house = await House.StartAsync();
        using var load = new Load(house.Server);
        return JsonSerializer.Serialize(await MeasureAsync(house, load));
    }

    protected abstract Task<object> MeasureAsync(House house, Load load);

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    internal static string Range(IEnumerable<double> values, int digits)
    {
        var all = values.ToList();
        string Text(double value) => Math.Round(value, digits).ToString(CultureInfo.InvariantCulture);
        return $"{Text(all.Min())}..{Text(all.Max())}";
    }

    protected static void Prove(bool isTrue, string what)
    {
        if (!isTrue)
        {
            throw new InvalidOperationException($"The measurement would not be honest: {what}.");
        }
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : usual;
}

/// <summary>A page and the raw endpoint with the same rows, asked in turns.</summary>
internal abstract class PageAndRaw(string name, string limit) : PageBenchmark(name)
{
    protected House House { get; private set; } = null!;

    protected Load Load { get; private set; } = null!;

    /// <summary>Logs in, chooses what is asked for, and proves that both answer with the same.</summary>
    protected abstract Task PrepareAsync();

    protected abstract HttpRequestMessage Ask(Uri portal, int connection, int n);

    protected abstract HttpRequestMessage AskRaw(Uri raw, int connection, int n);

    protected virtual System.Net.HttpStatusCode Expected => System.Net.HttpStatusCode.OK;

    /// <summary>After half of the pairs: something is written, and both must tell of it at once.</summary>
    protected virtual Task WriteInBetweenAsync() => Task.CompletedTask;

    /// <summary>Before each measurement: the database is as it was.</summary>
    protected virtual Task RestoreAsync() => Task.CompletedTask;

    protected sealed override async Task<object> MeasureAsync(House house, Load load)
    {
        (House, Load) = (house, load);
        await PrepareAsync();
        await WarmUpAsync(PageAsync);
        await WarmUpAsync(RawAsync);
        var (pages, raws) = (new List<Window>(), new List<Window>());
        for (var pair = 0; pair < Pairs; pair++)
        {
            if (pair == Pairs / 2)
            {
                await WriteInBetweenAsync();
            }

            pages.Add(await PageAsync(Duration));
            raws.Add(await RawAsync(Duration));
        }

        var ratios = pages.Zip(raws, (page, raw) => page.PerSecond / raw.PerSecond).ToList();
        var (trips, rawTrips) = await RoundTripsAsync();
        return new
        {
            name = Name,
            value = Math.Round(Median(pages.Select(p => p.PerSecond)), 1),
            unit = "requests/s",
            limit,
            limit_value = Math.Round(Median(raws.Select(r => r.PerSecond)), 1),
            ratio = Math.Round(Median(ratios), 3),
            ratio_range = Range(ratios, 3),
            pairs = Pairs,
            connections = Load.Connections,
            spread = Range(pages.Select(p => p.PerSecond), 0),
            limit_spread = Range(raws.Select(r => r.PerSecond), 0),
            p99_ms = Math.Round(Median(pages.Select(p => p.P99Milliseconds)), 1),
            round_trips = trips,
            limit_round_trips = rawTrips,
            cpu_ms = Math.Round(Median(pages.Select(p => p.ProgramMilliseconds)), 2),
            database_cpu_ms = Math.Round(Median(pages.Select(p => p.DatabaseMilliseconds)), 2),
            limit_cpu_ms = Math.Round(Median(raws.Select(r => r.ProgramMilliseconds)), 2),
            cpu_ratio = Math.Round(Median(pages.Zip(raws, (page, raw) => raw.CpuMilliseconds / page.CpuMilliseconds)), 3),
            limit_database_cpu_ms = Math.Round(Median(raws.Select(r => r.DatabaseMilliseconds)), 2),
            peak_mib = Math.Round(Usage.PeakMib(System.Diagnostics.Process.GetProcessById(House.PortalProcess)), 1),
        };
    }

    private async Task<Window> PageAsync(TimeSpan duration)
    {
        await RestoreAsync();
        return await Load.RunAsync(House.PortalProcess, (connection, n) => Ask(House.Portal, connection, n), Expected, duration);
    }

    private async Task<Window> RawAsync(TimeSpan duration)
    {
        await RestoreAsync();
        return await Load.RunAsync(House.RawProcess, (connection, n) => AskRaw(House.Raw, connection, n), System.Net.HttpStatusCode.OK,
            duration);
    }

    // Programs of their own, with the counter between them and the database: it would slow down what is measured.
    private async Task<(int Page, int Raw)> RoundTripsAsync()
    {
        using var trips = new RoundTrips(House.DatabasePort);
        var folder = House.FolderWith(trips.Port);
        await using var portal = House.StartPortal(folder);
        await portal.AnswersAsync("/health/ready");
        var page = await trips.OfAsync(async n => await Load.TextAsync(Ask(portal.Url, 0, n), Expected));
        await portal.DisposeAsync();
        await using var raw = House.StartRaw(folder);
        await raw.AnswersAsync("/");
        return (page, await trips.OfAsync(async n => await Load.TextAsync(AskRaw(raw.Url, 0, n))));
    }
}
