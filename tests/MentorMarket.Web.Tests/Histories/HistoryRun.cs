using System.Diagnostics;

namespace MentorMarket.Web.Tests.Histories;

/// <summary>
/// Lives through histories on one portal and one database, each among organisations of its own, and asks every law after every step.
/// </summary>
internal sealed class HistoryRun : IAsyncDisposable
{
    private readonly HistoryClock clock = new();
    private readonly TestDatabase database;
    private readonly PortalApp app;

    public HistoryRun(TestDatabase database) => (this.database, app) = (database, new PortalApp(database, clock));

    public SortedDictionary<string, long> Asked { get; } = new(StringComparer.Ordinal);
    public Dictionary<(Kind Kind, Outcome Outcome), long> Outcomes { get; } = [];
    public Lives Lives { get; } = new();
    public long Steps { get; private set; }
    public long Histories { get; private set; }

    /// <summary>Steps in which minutes were approved.</summary>
    public long Paying { get; private set; }

    /// <summary>What broke, or null. Other exceptions than the portal's own "no" break it too.</summary>
    public async Task<Broken?> TryAsync(Terms terms, IReadOnlyList<Step> steps, bool counts = true, Func<Step, Task>? beforeStep = null)
    {
        var laws = new Laws(counts ? Asked : []);
        var history = new List<(Step Step, Outcome Outcome)>();
        await using var owner = await database.OpenAsync("mm_migrator");
        var arena = await Arena.CreateAsync(app, database.Migrator, clock, terms, laws);
        var before = await Books.ReadAsync(owner, arena.Municipalities);
        for (var at = 0; at < steps.Count; at++)
        {
            var step = steps[at];
            try
            {
                if (beforeStep is not null) await beforeStep(step);
                var outcome = await arena.DoAsync(step);
                history.Add((step, outcome));
                var now = await Books.ReadAsync(owner, arena.Municipalities);
                laws.AskAll(before, now, arena.IsParallel, step.Kind == Kind.DoTheWork, arena.Fresh);
                if (counts && now.Approved.Count > before.Approved.Count) Paying++;
                before = now;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return new Broken(terms, [.. steps.Take(at + 1)], (e as LawBrokenException)?.Law ?? e.GetType().Name,
                    e is LawBrokenException ? e.Message : e.ToString());
            }
        }
        if (counts) Count(history);
        app.Log.Clear();
        return null;
    }

    private void Count(List<(Step Step, Outcome Outcome)> history)
    {
        Histories++;
        Steps += history.Count;
        Lives.Add(history);
        foreach (var (step, outcome) in history) Outcomes[(step.Kind, outcome)] = Outcomes.GetValueOrDefault((step.Kind, outcome)) + 1;
    }

    /// <summary>
    /// Leaves out steps for as long as the same law breaks: halves first, single steps last. Bounded, since each try is a history.
    /// </summary>
    public async Task<Broken> ShrinkAsync(Broken broken, TimeSpan most)
    {
        var since = Stopwatch.StartNew();
        for (var size = broken.Steps.Count / 2; size > 0;)
        {
            var smaller = false;
            for (var at = 0; at < broken.Steps.Count && since.Elapsed < most;)
            {
                List<Step> fewer = [.. broken.Steps.Take(at), .. broken.Steps.Skip(at + size)];
                if (await TryAsync(broken.Terms, fewer, counts: false) is { } again && again.Law == broken.Law)
                {
                    (broken, smaller) = (again, true);
                }
                else at += size;
            }
            if (since.Elapsed >= most) break;
            size = smaller && size == 1 ? 1 : size / 2;
        }
        return broken;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    internal sealed record Broken(Terms Terms, IReadOnlyList<Step> Steps, string Law, string What)
    {
        public override string ToString() => string.Join(Environment.NewLine,
            [$"The law broken: {What}", $"Terms {Terms.Seed}: {Terms}", .. Steps.Select((step, i) => $"{i + 1,3}. {step}")]);
    }
}
