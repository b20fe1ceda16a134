using MentorMarket.Web.Mediation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Mediation;

/// <summary>Questions that are asked in one round trip.</summary>
public sealed class TogetherTests(Cluster cluster)
{
    private static Actor Clerk(TestDatabase d) => new(ActorKind.Municipality, d.World.Gribskov.Id, d.World.Gribskov[Role.Finance]);

    private static PortalParts Parts(TestDatabase d) => new(d, pool: 4, services =>
    {
        services.AddScoped<IRequestHandler<Together, Answers>, TogetherHandler>();
        services.AddScoped<IRequestHandler<OneByOne, Answers>, OneByOneHandler>();
        services.AddScoped<IRequestHandler<OneIsWrong, bool>, OneIsWrongHandler>();
        services.AddScoped<IRequestHandler<NoQuestion, bool>, NoQuestionHandler>();
        services.AddScoped<IRequestHandler<WhoActs, (string, string)>, WhoActsHandler>();
    });

    [Fact]
    public async Task They_are_answered_as_they_would_be_alone()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);

        var together = await portal.SendAsync(Clerk(database), new Together());
        var alone = await portal.SendAsync(Clerk(database), new OneByOne());

        Assert.NotEmpty(together.Invoices);
        Assert.Equal(alone.Invoices, together.Invoices);
        Assert.Equal(alone.Newest, together.Newest);
        Assert.Equal(alone.Lines, together.Lines);
        Assert.Equal((alone.Members, alone.HasGrants, 41), (together.Members, together.HasGrants, together.ByHand));
    }

    [Fact]
    public async Task They_are_one_round_trip_of_the_unit_of_work()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);

        // Nobody's rows of another organisation are among the answers: the batch runs in the transaction that was told who acts.
        var seen = await portal.SendAsync(Clerk(database), new Together());
        Assert.All(seen.Tenants, tenant => Assert.Equal(database.World.Gribskov.Id, tenant));
        Assert.Equal(seen.Pids.Distinct(), [seen.Pids[0]]);
        Assert.Single(seen.Began.Distinct());
    }

    [Fact]
    public async Task Where_one_is_wrong_all_fail_and_nobody_waits()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);

        await Assert.ThrowsAsync<ComeToTheEndException>(() => portal.SendAsync(Clerk(database), new OneIsWrong())
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_acts_is_said_with_the_first_of_them_and_nothing_is_asked_before()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);

        Assert.Equal(("on", database.World.Gribskov.Id.ToString()), await portal.SendAsync(Clerk(database), new WhoActs()));
    }

    [Fact]
    public async Task What_asks_nothing_is_refused()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);

        await Assert.ThrowsAsync<InvalidOperationException>(() => portal.SendAsync(Clerk(database), new NoQuestion()));
    }

    private sealed record Answers(
        IReadOnlyList<Guid> Invoices, Guid Newest, int Lines, int Members, bool HasGrants, int ByHand, IReadOnlyList<Guid> Tenants,
            IReadOnlyList<int> Pids, IReadOnlyList<DateTime> Began);

    private sealed record Together : IQuery<Answers>;

    private sealed record OneByOne : IQuery<Answers>;

    private sealed record OneIsWrong : IQuery<bool>;

    private sealed record NoQuestion : IQuery<bool>;

    private sealed record WhoActs : IQuery<(string ReadOnly, string Tenant)>, IBeginsTogether;

    private sealed class TogetherHandler(PortalDb db) : IRequestHandler<Together, Answers>
    {
        public async Task<Answers> Handle(Together request, CancellationToken cancel)
        {
            var together = new MentorMarket.Web.Data.Together(db);
            var invoices = together.Ask(() => db.Invoices.OrderBy(i => i.Id).Select(i => i.Id).ToListAsync(cancel));
            var newest = together.Ask(() => db.Invoices.OrderByDescending(i => i.Id).FirstAsync(cancel));
            var lines = together.Ask(() => db.InvoiceLines.CountAsync(cancel));
            var members = together.Ask(() => db.Memberships.Where(m => m.Roles.Contains(Role.Finance))
                .SumAsync(m => m.Name.Length, cancel));
            var hasGrants = together.Ask(() => db.Grants.AnyAsync(g => g.Number != "", cancel));
            var tenants = together.Ask(() => db.Invoices.Select(i => i.MunicipalityId).ToListAsync(cancel));
            var first = together.Ask(PidAsync, "select pg_backend_pid(), now()");
            var byHand = together.Ask(async read => await read.ReadAsync(cancel) ? read.GetInt32(0) : 0, "select $1::int + 1", 40);
            var last = together.Ask(PidAsync, "select pg_backend_pid(), now()");
            await together.SendAsync(cancel);
            return new(await invoices, (await newest).Id, await lines, await members, await hasGrants, await byHand, await tenants,
                [(await first).Pid, (await last).Pid], [(await first).Began, (await last).Began]);
        }

        private static async Task<(int Pid, DateTime Began)> PidAsync(System.Data.Common.DbDataReader read) => await read.ReadAsync()
            ? (read.GetInt32(0), read.GetDateTime(1)) : default;
    }

    private sealed class OneByOneHandler(PortalDb db) : IRequestHandler<OneByOne, Answers>
    {
        public async Task<Answers> Handle(OneByOne request, CancellationToken cancel) => new(
            await db.Invoices.OrderBy(i => i.Id).Select(i => i.Id).ToListAsync(cancel),
            (await db.Invoices.OrderByDescending(i => i.Id).FirstAsync(cancel)).Id,
            await db.InvoiceLines.CountAsync(cancel),
            await db.Memberships.Where(m => m.Roles.Contains(Role.Finance)).SumAsync(m => m.Name.Length, cancel),
            await db.Grants.AnyAsync(g => g.Number != "", cancel),
            0, [], [], []);
    }

    private sealed class OneIsWrongHandler(PortalDb db) : IRequestHandler<OneIsWrong, bool>
    {
        public async Task<bool> Handle(OneIsWrong request, CancellationToken cancel)
        {
            var together = new MentorMarket.Web.Data.Together(db);
            Task[] asked =
            [
                together.Ask(() => db.Invoices.ToListAsync(cancel)),
                together.Ask(async read => await read.ReadAsync(cancel), "select 1 / 0"),
                together.Ask(() => db.Grants.ToListAsync(cancel)),
            ];
            await Assert.ThrowsAsync<PostgresException>(() => together.SendAsync(cancel));
            Assert.True(asked[1].IsFaulted && asked[2].IsFaulted);
            // The transaction is over; nothing more can be asked in it.
            await Assert.ThrowsAsync<PostgresException>(() => db.Grants.ToListAsync(cancel));
            throw new ComeToTheEndException();
        }
    }

    private sealed class ComeToTheEndException : Exception;

    private sealed class NoQuestionHandler(PortalDb db) : IRequestHandler<NoQuestion, bool>
    {
        public async Task<bool> Handle(NoQuestion request, CancellationToken cancel)
        {
            var together = new MentorMarket.Web.Data.Together(db);
            return await together.Ask(() => Task.FromResult(true));
        }
    }

    private sealed class WhoActsHandler(PortalDb db) : IRequestHandler<WhoActs, (string, string)>
    {
        public async Task<(string, string)> Handle(WhoActs request, CancellationToken cancel)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.Grants.CountAsync(cancel));
            Assert.Throws<InvalidOperationException>(() => db.Command("select 1"));
            Assert.Throws<InvalidOperationException>(db.Batch);
            var together = new MentorMarket.Web.Data.Together(db);
            var told = together.Ask(async read => await read.ReadAsync(cancel) ? (read.GetString(0), read.GetString(1)) : default,
                "select current_setting('transaction_read_only'), current_setting('app.tenant')");
            await together.SendAsync(cancel);
            Assert.True(await db.Grants.AnyAsync(cancel));
            return await told;
        }
    }
}
