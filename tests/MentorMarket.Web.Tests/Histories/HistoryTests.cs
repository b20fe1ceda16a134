using System.Diagnostics;
using System.Globalization;

namespace MentorMarket.Web.Tests.Histories;

/// <summary>
/// Random lives of invoices through the real commands on PostgreSQL, every law of the ledger asked after every step. About a minute
/// in the suite; as many minutes as MENTORMARKET_HISTORIES says; MENTORMARKET_SEED chooses others than the usual ones.
/// </summary>
public sealed class HistoryTests(Cluster cluster)
{
    private const int FewestSteps = 1200;

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
            : null;

    [Fact]
    public async Task No_history_of_an_invoice_breaks_a_law_of_the_ledger()
    {
        var minutes = Setting("MENTORMARKET_HISTORIES");
        // A long run looks where none has looked before.
        var seed = Setting("MENTORMARKET_SEED")
            ?? (minutes is null ? 20261126 : (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % int.MaxValue));
        Console.WriteLine($"Histories: MENTORMARKET_SEED={seed}");
        await using var database = await cluster.NewDatabaseAsync();
        await using var run = new HistoryRun(database);
        var random = new Random(seed);
        var since = Stopwatch.StartNew();
        for (var n = 0; run.Steps < FewestSteps || since.Elapsed < TimeSpan.FromMinutes(minutes ?? 1)
            || (run.Lives.NeverMet.Count > 0 && run.Steps < 4 * FewestSteps); n++)
        {
            var terms = new Terms(random.Next());
            var isLate = run.Steps >= FewestSteps / 2 && run.Lives.NeverMet.Count > 0;
            var steps = !isLate && n % 3 == 1 ? Drawing.Paid(random, terms) : isLate || n % 3 == 0
                ? Drawing.Chosen(random, terms, before => run.Lives.Missing(random, before)) : Drawing.Any(random, terms);
            if (await run.TryAsync(terms, steps) is not { } broken) continue;
            Console.WriteLine(
                $"Histories: history {n + 1} of MENTORMARKET_SEED={seed} broke after {run.Steps + broken.Steps.Count} steps; it is shrunk");
            Assert.Fail(
                $"MENTORMARKET_SEED={seed}, history {n + 1}, after {run.Steps + broken.Steps.Count} steps. {await run.ShrinkAsync(broken, TimeSpan.FromMinutes(2))}");
        }

        Console.WriteLine(
            $"Histories: {run.Histories} histories, {run.Steps} steps, {run.Paying} of them approved minutes, {run.Lives.Invoices} invoices, {run.Asked.Values.Sum()} times a law was asked, {since.Elapsed.TotalSeconds:0} s");
        foreach (var (law, times) in run.Asked) Console.WriteLine($"Histories: {times,8} x {law}");
        foreach (var kind in Enum.GetValues<Kind>())
        {
            Console.WriteLine(
                $"Histories: {kind}: {string.Join(", ", Enum.GetValues<Outcome>().Select(o => $"{run.Outcomes.GetValueOrDefault((kind, o))} {o.ToString().ToLowerInvariant()}"))}");
        }
        foreach (var line in run.Lives.Table().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries))
        {
            Console.WriteLine($"Histories: {line}");
        }
        Assert.Empty(run.Lives.NeverMet);
    }
}
