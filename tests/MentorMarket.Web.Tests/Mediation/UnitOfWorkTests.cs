using MentorMarket.Web.Evidence;
using MentorMarket.Web.Mediation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Mediation;

public sealed class UnitOfWorkTests(Cluster cluster)
{
    private static Task<object?> NameAsync(TestDatabase d) => d.ScalarAsync("select name from portal.memberships where id = $1",
        d.World.Nord.Memberships[Role.Mentor]);

    private static Task<object?> EventsAsync(TestDatabase d) =>
        d.ScalarAsync("select count(*) from portal.evidence_events where organisation_id = $1", d.World.Nord.Id);

    private static Actor Administrator(TestDatabase d) => new(ActorKind.Platform, d.World.Nord.Id, d.World.Nord[Role.Administrator]);

    private static PortalParts Parts(TestDatabase d) => new(d, pool: 12, services =>
    {
        services.AddScoped<IRequestHandler<Rename, Guid>, RenameHandler>();
        services.AddScoped<IRequestHandler<RenameInAQuery, Guid>, RenameInAQueryHandler>();
        services.AddScoped<IRequestHandler<Look, Guid>, LookHandler>();
        services.AddScoped<IRequestHandler<LookInSecret, Guid>, LookHandler>();
    });

    [Fact]
    public async Task A_command_that_changes_rows_without_evidence_is_refused()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            portal.SendAsync(Administrator(database), new Rename("new", Leaves: false)));
        Assert.NotEqual("new", await NameAsync(database));
    }

    [Fact]
    public async Task A_command_changes_its_rows_and_leaves_its_event()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);
        var before = await EventsAsync(database);

        await portal.SendAsync(Administrator(database), new Rename("new"));

        Assert.Equal("new", await NameAsync(database));
        Assert.Equal((long)before! + 1, await EventsAsync(database));
    }

    [Fact]
    public async Task A_command_that_fails_leaves_neither_rows_nor_event_nor_its_key()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);
        var before = await EventsAsync(database);

        await Assert.ThrowsAsync<RuleViolation>(() => portal.SendAsync(Administrator(database), new Rename("new", Fails: true),
            "a-key-of-some-length"));

        Assert.NotEqual("new", await NameAsync(database));
        Assert.Equal(before, await EventsAsync(database));
        Assert.Equal(0L, await database.ScalarAsync("select count(*) from portal.once_keys where key = 'a-key-of-some-length'"));
    }

    [Fact]
    public async Task A_query_cannot_write()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);

        var error = await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            portal.SendAsync(Administrator(database), new RenameInAQuery()));
        Assert.Equal("25006", error.SqlState);
    }

    [Fact]
    public async Task A_page_that_is_shown_after_its_form_failed_tells_of_the_reading_alone_and_once()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);
        var before = await EventsAsync(database);

        await portal.InOneRequestAsync(Administrator(database), async sender =>
        {
            await sender.Send(new Look());
            await Assert.ThrowsAsync<RuleViolation>(() => sender.Send(new Rename("new", Fails: true)));
            await sender.Send(new Look());
        });

        Assert.Equal((long)before! + 2, await EventsAsync(database));
        Assert.Equal(2L, await database.ScalarAsync("select count(*) from portal.evidence_events where kind = 'WordsRead'"));
        Assert.NotEqual("new", await NameAsync(database));
    }

    [Fact]
    public async Task A_query_that_notes_a_reading_and_would_lose_the_note_is_refused()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);

        await Assert.ThrowsAsync<InvalidOperationException>(() => portal.SendAsync(Administrator(database), new LookInSecret()));
    }

    [Fact]
    public async Task A_form_sent_eight_times_at_once_has_one_effect_and_one_answer()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);
        var before = await EventsAsync(database);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => portal.SendAsync(Administrator(database), new Rename("new"), "a-key-of-some-length")));

        Assert.Single(answers.Distinct());
        Assert.Equal((long)before! + 1, await EventsAsync(database));
    }

    [Fact]
    public async Task A_key_is_refused_with_other_contents_and_from_another_person()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);
        await portal.SendAsync(Administrator(database), new Rename("new"), "a-key-of-some-length");

        var contents = await Assert.ThrowsAsync<RuleViolation>(() =>
            portal.SendAsync(Administrator(database), new Rename("other"), "a-key-of-some-length"));
        var person = await Assert.ThrowsAsync<RuleViolation>(() =>
            portal.SendAsync(Administrator(database) with { Person = database.World.Nord[Role.Coordinator] }, new Rename("new"),
                "a-key-of-some-length"));

        Assert.Equal(Rule.FormWasUsedBefore, contents.Rule);
        Assert.Equal(Rule.FormWasUsedBefore, person.Rule);
        Assert.Equal("new", await NameAsync(database));
    }

    [Fact]
    public async Task A_form_that_is_sent_again_is_answered_with_what_its_own_command_came_to_and_not_with_a_later_ones()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);
        var own = Guid.Empty;
        await portal.InOneRequestAsync(Administrator(database), async sender =>
        {
            own = await sender.Send(new Rename("new"));
            await sender.Send(new Rename("newer"));
        }, "a-key-of-some-length");

        Assert.Equal(own, await portal.SendAsync(Administrator(database), new Rename("new"), "a-key-of-some-length"));
        Assert.Equal("newer", await NameAsync(database));
    }

    [Fact]
    public async Task Nobody_can_act_without_an_actor()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var portal = Parts(database);

        await Assert.ThrowsAsync<InvalidOperationException>(() => portal.SendAsync<Guid>(null!, new Rename("new")));
    }

    private sealed record Rename(string Name, bool Leaves = true, bool Fails = false) : ICommand<Guid>;

    private sealed class RenameHandler(PortalDb db, EvidenceLog evidence, CurrentActor actor) : IRequestHandler<Rename, Guid>
    {
        public async Task<Guid> Handle(Rename request, CancellationToken cancel)
        {
            var member = await db.Memberships.SingleAsync(m => m.Roles.Contains(Role.Mentor), cancel);
            member.Name = request.Name;
            if (request.Leaves) evidence.Record(CaseEventKind.MemberChanged, actor.Required.Tenant, member.Id, ("name", request.Name));
            await db.SaveChangesAsync(cancel);
            member.Phone = "11111111";
            if (request.Fails) throw new RuleViolation(Rule.LastAdministrator);
            return Guid.CreateVersion7();
        }
    }

    private sealed record Look : IDisclosingQuery<Guid>;

    private sealed record LookInSecret : IQuery<Guid>;

    private sealed class LookHandler(EvidenceLog evidence, CurrentActor actor) : IRequestHandler<Look, Guid>,
        IRequestHandler<LookInSecret, Guid>
    {
        public Task<Guid> Handle(Look request, CancellationToken cancel) => NoteAsync();

        public Task<Guid> Handle(LookInSecret request, CancellationToken cancel) => NoteAsync();

        private Task<Guid> NoteAsync()
        {
            evidence.Record(CaseEventKind.WordsRead, actor.Required.Tenant, actor.Required.Tenant);
            return Task.FromResult(Guid.Empty);
        }
    }

    private sealed record RenameInAQuery : IQuery<Guid>;

    private sealed class RenameInAQueryHandler(PortalDb db) : IRequestHandler<RenameInAQuery, Guid>
    {
        public async Task<Guid> Handle(RenameInAQuery request, CancellationToken cancel)
        {
            await db.Memberships.ExecuteUpdateAsync(m => m.SetProperty(x => x.Name, "new"), cancel);
            return Guid.Empty;
        }
    }
}
