using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tests.Mediation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>A connection that goes back to the pool takes nobody's context along.</summary>
public sealed class PoolTests(Cluster cluster, ITestOutputHelper output)
{
    // EF knows one model and one set of queries for all kinds: what it is connected as is each context's own.
    [Theory]
    [InlineData(ActorKind.Municipality, "mm_municipality")]
    [InlineData(ActorKind.Provider, "mm_provider")]
    [InlineData(ActorKind.Auditor, "mm_auditor")]
    [InlineData(ActorKind.Citizen, "mm_citizen")]
    [InlineData(ActorKind.Platform, "mm_platform")]
    [InlineData(ActorKind.Checker, "mm_checker")]
    [InlineData(ActorKind.Operator, "mm_operator")]
    public async Task Each_kind_of_actor_logs_in_as_its_own_role(ActorKind kind, string role)
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var sources = database.Sources();
        foreach (var other in Enum.GetValues<ActorKind>().Append(kind))
        {
            await using var db = sources.For(new Actor(other, Guid.Empty));
            await db.Database.OpenConnectionAsync();
            await using var who = new NpgsqlCommand("select session_user::text", (NpgsqlConnection)db.Database.GetDbConnection());
            var answer = await who.ExecuteScalarAsync();
            if (other == kind) Assert.Equal(role, answer);
            else Assert.NotEqual(role, answer);
        }
    }

    [Fact]
    public async Task Units_of_work_of_many_tenants_over_four_connections_see_no_wrong_row()
    {
        await using var database = await cluster.NewWorldAsync();
        var w = database.World;
        await using var portal = new PortalParts(database, pool: 4,
            services => services.AddScoped<IRequestHandler<Look, IReadOnlyList<Guid>>, LookHandler>());
        Actor[] actors =
        [
            new(ActorKind.Municipality, w.Gribskov.Id, w.Gribskov[Role.Caseworker]),
                new(ActorKind.Municipality, w.Hilleroed.Id, w.Hilleroed[Role.Caseworker]),
            new(ActorKind.Provider, w.Nord.Id, w.Nord[Role.Mentor]), new(ActorKind.Provider, w.Syd.Id, w.Syd[Role.Mentor]),
                new(ActorKind.Provider, w.Vest.Id, w.Vest[Role.Mentor]),
        ];
        var (wrong, broken, seen) = (0, 0, 0);

        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancel) =>
        {
            var actor = actors[i % actors.Length];
            var how = i % 7 == 3 ? Ending.Fails : i % 7 == 5 ? Ending.IsCancelled : Ending.Answers;
            try
            {
                var rows = await portal.SendAsync(actor, new Look(how), cancel: cancel);
                Interlocked.Add(ref seen, rows.Count);
                if (rows.Any(tenant => tenant != actor.Tenant)) Interlocked.Increment(ref wrong);
            }
            catch (Exception e) when (e is InvalidTimeZoneException or OperationCanceledException)
            {
                Interlocked.Increment(ref broken);
            }
        });

        output.WriteLine($"{seen} rows seen, {broken} units of work broken off, {wrong} saw a wrong row");
        Assert.Equal(0, wrong);
        Assert.Equal(1000 / 7 * 2, broken, 2d);
        Assert.True(seen > 2000);
        foreach (var kind in new[] { ActorKind.Municipality, ActorKind.Provider })
        {
            for (var i = 0; i < 4; i++)
            {
                await using var left = portal.Sources[kind]
                    .CreateCommand(
                    "select concat(current_setting('app.tenant', true), current_setting('app.person', true), current_setting('app.citizen', true), current_setting('transaction_read_only'))");
                Assert.Equal("off", await left.ExecuteScalarAsync());
            }
        }
    }

    [Fact]
    public async Task A_context_that_is_lent_to_nobody_asks_nothing()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var sources = database.Sources();
        var w = database.World;
        var (first, second) = (new Actor(ActorKind.Municipality, w.Gribskov.Id, w.Gribskov[Role.Finance]),
            new Actor(ActorKind.Municipality, w.Hilleroed.Id, w.Hilleroed[Role.Finance]));
        var db = sources.For(first);
        await db.DisposeAsync();

        // It went back, and whoever kept it has nothing to ask with.
        Assert.Null(db.Actor);
        var again = sources.For(second);
        Assert.Same(db, again);
        Assert.Equal(second, again.Actor);
        Assert.Empty(again.ChangeTracker.Entries());
        // Nor can it act for its former actor.
        await using (await again.Database.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                again.ActAsAsync(first, writes: false, TestContext.Current.CancellationToken));
        }
        again.Actor = null;
        await Assert.ThrowsAsync<InvalidOperationException>(() => again.Invoices.ToListAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidOperationException>(() => again.Invoices.ExecuteDeleteAsync(TestContext.Current.CancellationToken));
        await again.DisposeAsync();
    }

    private enum Ending
    {
        Answers,
        Fails,
        IsCancelled,
    }

    private sealed record Look(Ending Ending) : IQuery<IReadOnlyList<Guid>>;

    private sealed class LookHandler(PortalDb db, CurrentActor actor) : IRequestHandler<Look, IReadOnlyList<Guid>>
    {
        public async Task<IReadOnlyList<Guid>> Handle(Look request, CancellationToken cancel)
        {
            // No predicate: only the database decides.
            var rows = actor.Required.Kind == ActorKind.Municipality
                ? await db.Invoices.Select(i => i.MunicipalityId).ToListAsync(cancel)
                : await db.Invoices.Select(i => i.ProviderId).ToListAsync(cancel);
            rows.AddRange(await db.Memberships.Select(m => m.OrganisationId).ToListAsync(cancel));
            if (request.Ending == Ending.Fails) throw new InvalidTimeZoneException();
            if (request.Ending == Ending.IsCancelled)
            {
                using var soon = new CancellationTokenSource(5);
                await db.Database.ExecuteSqlRawAsync("select pg_sleep(60)", soon.Token);
            }
            return rows;
        }
    }
}
