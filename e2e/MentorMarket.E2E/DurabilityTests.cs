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
                await WithCaseworker(again, async caseworker =>
                {
                    await caseworker.Open(page);
                    await caseworker.IsAt(name);
                });
                Assert.NotEmpty(RunningPortal.ProcessesNaming(data));
                Assert.Equal(0, await again.StopAsync());
            }
            Assert.Empty(RunningPortal.ProcessesNaming(data));
        }
        finally
        {
            await RunningPortal.RemoveDataAsync(data);
        }
    }

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
                Assert.DoesNotContain(environment, variable => variable.StartsWith("ConnectionStrings__Portal=", StringComparison.OrdinalIgnoreCase));
                var password = administrator.Split(';').Single(part => part.StartsWith("Password=", StringComparison.Ordinal))["Password=".Length..];
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
