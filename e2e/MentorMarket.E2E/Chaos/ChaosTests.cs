using System.Globalization;
using System.Net;

namespace MentorMarket.E2E.Chaos;

/// <summary>What <c>infra/chaos</c> runs: writers at work while portal and database are killed, taken away and run out of disk.</summary>
public sealed class ChaosTests
{
    private static readonly string Postgres = Path.Combine(Repository.Root, "infra", "postgres");

    private const string Notes = "select note from portal.entry_notes where note like 'chaos %'";

    private const string Stuck = "select count(*) from portal.jobs where done_at is null and run_after < now() - interval '1 minute'";

    // Each event again from what stands beside it: its number, the hash before it, its payload, and its own hash.
    private const string Mismatches = """
        select count(*) from (
            select e.*, p.salt, p.payload, row_number() over chain as place, coalesce(lag(e.hash) over chain, decode(repeat('00', 32), 'hex')) as before
            from portal.evidence_events e left join portal.evidence_payloads p using (organisation_id, sequence)
            window chain as (partition by e.organisation_id order by e.sequence)) e
        where sequence <> place or previous_hash <> before or payload_hash is distinct from sha256(salt || convert_to(payload, 'UTF8'))
            or hash <> sha256(before || convert_to(concat_ws('|', 'v1', organisation_id, sequence,
                to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), kind, subject_id, coalesce(actor_id::text, '-'), actor_role,
                coalesce(acting_organisation_id::text, '-'), encode(payload_hash, 'hex')), 'UTF8'))
        """;

    [Fact(Explicit = true)]
    public async Task Nothing_acknowledged_is_lost_or_doubled_whatever_is_killed()
    {
        var minutes = double.Parse(Setting("CHAOS_MINUTES") ?? "2", CultureInfo.InvariantCulture);
        var data = Setting("CHAOS_DATA") ?? RunningPortal.NewData();
        var seed = int.Parse(Setting("CHAOS_SEED") ?? Random.Shared.Next(100_000).ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture);
        var chance = new Random(seed);
        Say($"seed {seed}, {minutes} minutes");
        List<string> blows = ["portal killed", "PostgreSQL killed", "both killed", "database away"];
        if (Setting("CHAOS_SMALL_DISK") == "yes") blows.Add("disk full");

        var portal = await RunningPortal.StartAsync(data);
        var url = portal.Url;
        var writers = portal.Logins.Where(l => l.Email.StartsWith("mentor", StringComparison.Ordinal)).DistinctBy(l => l.Email).Take(4)
            .Select(l => new Writer(l, Organisation(l), new Random(chance.Next()))).ToList();
        Assert.NotEmpty(writers);
        using var stop = new CancellationTokenSource();
        var work = writers.Select(w => w.WorkAsync(() => url, stop.Token)).ToList();

        var until = TimeProvider.System.GetUtcNow().AddMinutes(minutes);
        var struck = 0;
        List<string> bag = [];
        while (struck < blows.Count || TimeProvider.System.GetUtcNow() < until)
        {
            await Task.Delay(TimeSpan.FromSeconds(3 + (chance.NextDouble() * 3)));
            if (bag.Count == 0) bag.AddRange(blows.OrderBy(_ => chance.Next()));
            var blow = bag[^1];
            bag.RemoveAt(bag.Count - 1);
            portal = await StrikeAsync(blow, portal, data);
            url = portal.Url;
            var back = await ReadyAsync(url);
            struck++;
            Say($"{blow}: ready again after {back.TotalSeconds:0.0} s; {writers.Sum(w => w.Acknowledged.Count)} acknowledged");
        }
        await stop.CancelAsync();
        await Task.WhenAll(work);
        await ReadyAsync(url);

        var acknowledged = writers.SelectMany(w => w.Acknowledged).ToHashSet(StringComparer.Ordinal);
        var kept = (await AskAsync(data, Notes)).Split('\n', StringSplitOptions.RemoveEmptyEntries).CountBy(n => n)
            .ToDictionary(n => n.Key, n => n.Value, StringComparer.Ordinal);
        var lost = acknowledged.Count(word => !kept.ContainsKey(word));
        var doubled = kept.Count(n => n.Value > 1);
        var foreign = kept.Keys.Except(writers.SelectMany(w => w.Sent), StringComparer.Ordinal).Count();
        var stuck = long.Parse(await AskAsync(data, Stuck), CultureInfo.InvariantCulture);
        for (var i = 0; i < 24 && stuck > 0; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(5));
            stuck = long.Parse(await AskAsync(data, Stuck), CultureInfo.InvariantCulture);
        }
        var mismatches = long.Parse(await AskAsync(data, Mismatches), CultureInfo.InvariantCulture);
        var events = await AskAsync(data, "select count(*) from portal.evidence_events");
        Say($"{struck} blows, {writers.Count} writers, {acknowledged.Count} registrations acknowledged, {writers.Sum(w => w.SentAgain)} sent again, {events} events");
        Say($"lost {lost}, doubled {doubled}, stuck {stuck}, chain mismatches {mismatches}");
        await portal.DisposeAsync();

        Assert.NotEmpty(acknowledged);
        Assert.Equal((0, 0, 0, 0L, 0L), (lost, doubled, foreign, stuck, mismatches));
    }

    private static async Task<RunningPortal> StrikeAsync(string blow, RunningPortal portal, string data)
    {
        switch (blow)
        {
            case "portal killed":
                await KillAsync(RunningPortal.PortalOf(data));
                return await AgainAsync(portal, data);
            case "both killed":
                await KillAsync(RunningPortal.ServerOf(Path.Combine(data, "postgres")), RunningPortal.PortalOf(data));
                return await AgainAsync(portal, data);
            case "PostgreSQL killed":
                await KillAsync(RunningPortal.ServerOf(Path.Combine(data, "postgres")));
                break;
            case "database away":
                for (var i = 0; i < 2; i++)
                {
                    await RunningPortal.RunToEnd(Postgres, "stop", Path.Combine(data, "postgres"));
                    await Task.Delay(TimeSpan.FromSeconds(4));
                }
                break;
            case "disk full":
                await FillAsync(Path.Combine(data, "fills-the-disk"));
                break;
        }
        return portal;
    }

    private static async Task<RunningPortal> AgainAsync(RunningPortal portal, string data)
    {
        await portal.EndAsync();
        await portal.DisposeAsync();
        return await RunningPortal.StartAsync(data);
    }

    private static async Task FillAsync(string file)
    {
        var full = TimeProvider.System.GetUtcNow().AddSeconds(6);
        var zeros = new byte[1 << 20];
        try
        {
            while (TimeProvider.System.GetUtcNow() < full)
            {
                try
                {
                    await using var filling = new FileStream(file, FileMode.Append);
                    while (TimeProvider.System.GetUtcNow() < full) await filling.WriteAsync(zeros);
                }
                catch (IOException)
                {
                    await Task.Delay(100);
                }
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Task<string> KillAsync(params int[] processes) =>
        RunningPortal.RunToEnd("/bin/bash", "-c", $"kill -KILL {string.Join(' ', processes)}");

    private static async Task<TimeSpan> ReadyAsync(Uri url)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var began = TimeProvider.System.GetTimestamp();
        var said = "";
        // Twice in a row: the first may come before the blow is felt.
        for (var ready = 0; ready < 2;)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(url, "/health/ready"));
                said = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
                ready = answer.StatusCode == HttpStatusCode.OK ? ready + 1 : 0;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                (said, ready) = (e.GetType().Name, 0);
            }
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(2))
            {
                Assert.Fail($"The portal did not come back within two minutes: {said}");
            }
            await Task.Delay(250);
        }
        return TimeProvider.System.GetElapsedTime(began);
    }

    private static Task<string> AskAsync(string data, string sql) =>
        RunningPortal.RunToEnd("/usr/bin/env", $"MENTORMARKET_DATA={data}", Path.Combine(Repository.Root, "infra", "psql"), "-At", "-c",
            sql);

    private static string Organisation(DemoLogin login) => login.Line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]
        .Split('/', StringSplitOptions.RemoveEmptyEntries)[0];

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static void Say(string what) => Console.WriteLine("chaos: " + what);
}
