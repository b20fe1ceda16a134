using System.Text.RegularExpressions;
using MentorMarket.E2E.Journeys;

namespace MentorMarket.E2E;

/// <summary>A portal of the test's own is killed, started again and stopped; and one is put on a server that is there already.</summary>
public sealed class DurabilityTests(Browser browser)
{
    [Fact]
    public async Task What_was_saved_outlives_a_hard_stop_and_a_soft_one_leaves_nothing_running()
    {
        var data = RunningPortal.NewData();
        try
        {
            var name = Casework.InventedName("Holdbar");
            var page = "";
            var portal = await RunningPortal.StartAsync(data);
            await using (portal)
            {
                await WithCaseworker(portal, async caseworker => page = new Uri(await caseworker.CreateCitizen(name)).PathAndQuery);
                var (server, web) = (RunningPortal.ServerOf(Path.Combine(data, "postgres")), RunningPortal.PortalOf(data));
                await RunningPortal.RunToEnd("/bin/bash", "-c", $"kill -KILL {server} {web}");
                Assert.NotEqual(0, await portal.EndAsync());
            }

            var again = await RunningPortal.StartAsync(data);
            await using (again)
            {
                await ADatabaseThatIsKilledIsStartedAgainAsync(again, data);
                await WithCaseworker(again, async caseworker =>
                {
                    await caseworker.Open(page);
                    await caseworker.IsAt(name);
                });
                Assert.NotEmpty(RunningPortal.ProcessesNaming(data));
                Assert.Equal(0, await again.StopAsync());
            }
            Assert.Empty(RunningPortal.ProcessesNaming(data));
            await IsBroughtBackWithItsOwnKeysOnlyAsync(data, page, name);
        }
        finally
        {
            await RunningPortal.RemoveDataAsync(data);
        }
    }

    private static async Task ADatabaseThatIsKilledIsStartedAgainAsync(RunningPortal portal, string data)
    {
        await RunningPortal.RunToEnd("/bin/bash", "-c", $"kill -KILL {RunningPortal.ServerOf(Path.Combine(data, "postgres"))}");
        for (var i = 0; i < 300 && !portal.Log.Contains("PostgreSQL runs again.", StringComparison.Ordinal); i++) await Task.Delay(200);
        Assert.Contains("PostgreSQL is down. Starting it again", portal.Log, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL runs again.", portal.Log, StringComparison.Ordinal);
    }

    // From the data of the test above, so that no other portal has to be made.
    private async Task IsBroughtBackWithItsOwnKeysOnlyAsync(string data, string page, string name)
    {
        var (dumps, keys, elsewhere) = (data + "-dumps", data + "-keys", RunningPortal.NewData());
        try
        {
            var counts = await AskAsync(data, Counts);
            var dump = await InfraAsync(data, "backup", dumps, keys);
            Assert.True(File.Exists(Path.Combine(keys, "keys.json")));
            Assert.DoesNotContain(Directory.EnumerateFiles(dumps), f => f.EndsWith(".json", StringComparison.Ordinal));

            await InfraAsync(elsewhere, "restore", dump, keys);
            Assert.Equal(counts, await AskAsync(elsewhere, Counts));
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(data, "keys.json")),
                await File.ReadAllTextAsync(Path.Combine(elsewhere, "keys.json")));

            // The first portal's keys are its own: with those of a stranger it says so and does not start.
            var right = await File.ReadAllTextAsync(Path.Combine(elsewhere, "keys.json"));
            await File.WriteAllTextAsync(Path.Combine(elsewhere, "keys.json"), Regex.Replace(right, "(?<=\"LookUp\":\").{4}", "AAAA"));
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningPortal.StartAsync(elsewhere));
            Assert.Contains("the key file of another database", refused.Message, StringComparison.Ordinal);

            await File.WriteAllTextAsync(Path.Combine(elsewhere, "keys.json"), right);
            await using var back = await RunningPortal.StartAsync(elsewhere);
            var caseworker = await Actor.Enter(browser.Chromium, back.Url, "caseworker", 1280);
            await caseworker.LogIn(DemoLogin.Of(DemoLogin.Among(await File.ReadAllLinesAsync(Path.Combine(data, "demo-logins.txt"))),
                "sagsbehandler@gribskov.example"));
            await caseworker.Open(page);
            await caseworker.IsAt(name);
            await caseworker.Leave(keepIn: null);
        }
        finally
        {
            await RunningPortal.RemoveDataAsync(elsewhere);
            foreach (var folder in new[] { dumps, keys }.Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
        }
    }

    // Rows of every table that nobody writes to by looking, and all hashes of the chains in one.
    private const string Counts = """
        select string_agg(t || ' ' || (xpath('/row/n/text()', query_to_xml('select count(*) as n from portal.' || t, false, true, '')))[1]::text, ', ' order by t)
            || (select md5(string_agg(hash::text, '' order by organisation_id, sequence)) from portal.evidence_events)
        from unnest(array['citizens', 'citizen_cprs', 'grants', 'assignments', 'time_entries', 'invoices', 'checks', 'approvals', 'evidence_events', 'documents', 'key_fingerprints']) t
        """;

    private static Task<string> AskAsync(string data, string sql) => InfraAsync(data, "psql", "-At", "-c", sql);

    private static Task<string> InfraAsync(string data, string command, params string[] arguments) =>
        RunningPortal.RunToEnd("/usr/bin/env",
            [$"MENTORMARKET_DATA={data}", Path.Combine(Repository.Root, "infra", command), .. arguments]);

    [Fact]
    public async Task Runs_on_a_server_that_is_there_already_and_the_portal_never_holds_its_administrators_password()
    {
        var (data, other) = (RunningPortal.NewData(), RunningPortal.NewData());
        var postgres = Path.Combine(Repository.Root, "infra", "postgres");
        try
        {
            var administrator = await RunningPortal.RunToEnd(postgres, "start", other);
            await using (var portal = await RunningPortal.StartAsync(data, administrator))
            {
                await WithCaseworker(portal, caseworker => caseworker.Follow("Borgere"));

                Assert.False(Directory.Exists(Path.Combine(data, "postgres")), "A private cluster was made as well.");
                var environment = (await File.ReadAllTextAsync($"/proc/{RunningPortal.PortalOf(data)}/environ")).Split('\0');
                Assert.Contains($"MENTORMARKET_DATA={data}", environment);
                Assert.DoesNotContain(environment,
                    variable => variable.StartsWith("ConnectionStrings__Portal=", StringComparison.OrdinalIgnoreCase));
                var password = administrator.Split(';')
                    .Single(part => part.StartsWith("Password=", StringComparison.Ordinal))["Password=".Length..];
                Assert.DoesNotContain(environment, variable => variable.Contains(password, StringComparison.Ordinal));
                Assert.Equal(0, await portal.StopAsync());
            }
            // It is not infra/run's own, so it is left running.
            Assert.StartsWith("running ", await RunningPortal.RunToEnd(postgres, "status", other), StringComparison.Ordinal);
        }
        finally
        {
            await RunningPortal.RunToEnd(postgres, "remove", other);
            await RunningPortal.RemoveDataAsync(data);
        }
    }

    private async Task WithCaseworker(RunningPortal portal, Func<Actor, Task> story)
    {
        var caseworker = await Actor.Enter(browser.Chromium, portal.Url, "caseworker", 1280);
        await caseworker.LogIn(DemoLogin.Of(portal.Logins, "sagsbehandler@gribskov.example"));
        await story(caseworker);
        await caseworker.Leave(keepIn: null);
        Assert.Empty(caseworker.Problems);
    }
}
