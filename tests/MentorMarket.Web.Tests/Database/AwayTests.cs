using MentorMarket.Web.Frame;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tests.Mediation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Database;

/// <summary>A database that goes away, a connection that died while it waited, and an organisation that keeps everything busy.</summary>
public sealed class AwayTests(Cluster cluster)
{
    [Fact]
    public async Task While_the_database_is_away_a_page_and_the_readiness_say_so_and_the_first_request_after_it_succeeds()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var finance = await app.LogInAsync(app.World.Gribskov[Role.Finance]);
        using var caseworker = await app.LogInAsync(app.World.Gribskov[Role.Caseworker]);
        await finance.PageAsync("/gribskov/municipality/invoices");

        await AsAdministratorAsync(app.Database, $"alter database \"{app.Database.Name}\" connection limit 0");
        await CutAsync(app.Database);
        using var away = await finance.GetAsync("/gribskov/municipality/invoices", TestContext.Current.CancellationToken);
        using var probed = await finance.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        await AsAdministratorAsync(app.Database, $"alter database \"{app.Database.Name}\" connection limit -1");
        using var back = await caseworker.GetAsync("/gribskov/municipality/citizens", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), away.Headers.RetryAfter!.Delta);
        var page = await away.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Prøv igen om lidt", page, StringComparison.Ordinal);
        Assert.Contains("Try again in a moment", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, probed.StatusCode);
        Assert.Equal("not ready\nthe database does not answer",
            await probed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    [Fact]
    public async Task A_unit_of_work_that_is_handed_a_dead_connection_takes_another()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = new PortalParts(database, pool: 3, services =>
        {
            services.AddScoped<IRequestHandler<Count, long>, CountHandler>();
            services.AddScoped<IRequestHandler<CountTogether, long>, CountTogetherHandler>();
        });
        var actor = new Actor(ActorKind.Municipality, database.World.Gribskov.Id, database.World.Gribskov[Role.Caseworker]);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => portal.SendAsync(actor, new Count())));

        await CutAsync(database);

        Assert.True(await portal.SendAsync(actor, new Count()) > 0);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => portal.SendAsync(actor, new Count())));
        await CutAsync(database);

        Assert.True(await portal.SendAsync(actor, new CountTogether()) > 0);
    }

    [Fact]
    public async Task An_organisation_whose_requests_wait_keeps_no_other_waiting_and_is_told_to_come_again()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var w = app.World;
        using var here = await app.LogInAsync(w.Gribskov[Role.Caseworker]);
        using var there = await app.LogInAsync(w.Hilleroed[Role.Caseworker]);
        await using var somebody = await app.Database.OpenAsync("mm_migrator");
        await using var transaction = await somebody.BeginTransactionAsync(TestContext.Current.CancellationToken);
        // Whoever looks at citizens leaves an event, and waits for its chain.
        await using (var hold = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 20))", somebody,
            transaction)
        { Parameters = { new() { Value = w.Gribskov.Id.ToString() } } })
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var slow = Enumerable.Range(0, 30)
            .Select(_ => here.GetAsync("/gribskov/municipality/citizens", TestContext.Current.CancellationToken)).ToList();
        await AtWorkAsync(app.Database, OrganisationLimit.Usual);
        using var other = await there.GetAsync("/hilleroed/municipality/citizens", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        while (slow.Count(t => t.IsCompleted) < 30 - OrganisationLimit.Usual) await Task.WhenAny(slow.Where(t => !t.IsCompleted));
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        var answers = await Task.WhenAll(slow);

        Assert.Equal(OrganisationLimit.Usual, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.All(answers.Where(a => a.StatusCode != HttpStatusCode.OK), a =>
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, a.StatusCode);
            Assert.NotNull(a.Headers.RetryAfter);
        });
        foreach (var answer in answers) answer.Dispose();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(1000)]
    public void All_pools_together_fit_into_what_the_server_takes(int maxConnections)
    {
        var all = PortalRoles.Logins.Append("mm_migrator").Sum(role => PortalRoles.PoolOf(role, maxConnections));

        Assert.InRange(all, maxConnections / 2, maxConnections - 10);
    }

    private static async Task AtWorkAsync(TestDatabase database, int requests)
    {
        for (var i = 0; Convert.ToInt32(
            await database.ScalarAsync(
            "select count(*) from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())")) < requests; i++)
        {
            Assert.True(i < 150, "The requests did not come to the chain.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static Task CutAsync(TestDatabase database) =>
        AsAdministratorAsync(database,
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename like 'mm\\_%'");

    private static async Task AsAdministratorAsync(TestDatabase database, string sql)
    {
        await using var administrator = NpgsqlDataSource.Create(database.Administrator);
        await using var command = administrator.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Count : IQuery<long>;

    private sealed class CountHandler(PortalDb db) : IRequestHandler<Count, long>
    {
        public async Task<long> Handle(Count request, CancellationToken cancel)
        {
            await using var count = db.Command("select count(*) from portal.citizens");
            return (long)(await count.ExecuteScalarAsync(cancel))!;
        }
    }

    private sealed record CountTogether : IQuery<long>, IBeginsTogether;

    private sealed class CountTogetherHandler(PortalDb db) : IRequestHandler<CountTogether, long>
    {
        public async Task<long> Handle(CountTogether request, CancellationToken cancel)
        {
            var together = new Together(db);
            var citizens = together.Ask(() => db.Citizens.CountAsync(cancel));
            var grants = together.Ask(() => db.Grants.CountAsync(cancel));
            await together.SendAsync(cancel);
            return Math.Min(await citizens, await grants);
        }
    }
}
