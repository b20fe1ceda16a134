using System.Text.Json;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace MentorMarket.Web.Data;

/// <summary>One data source per kind of actor, each logging in as its own database role.</summary>
public sealed class PortalDataSources : IDisposable, IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, string> connections;
    private readonly Dictionary<string, NpgsqlDataSource> byRole;
    private readonly Dictionary<ActorKind, PooledDbContextFactory<PortalDb>> contexts;

    public PortalDataSources(IReadOnlyDictionary<string, string> connections)
    {
        this.connections = connections;
        byRole = PortalRoles.Logins.ToDictionary(r => r, r => NpgsqlDataSource.Create(connections[r]), StringComparer.Ordinal);
        // Two commands at once on one connection are refused by the connection itself. The check that EF makes as well would
        // refuse questions that are asked together, of which only one is ever on its way.
        contexts = Enum.GetValues<ActorKind>()
            .ToDictionary(k => k, k => new PooledDbContextFactory<PortalDb>(new DbContextOptionsBuilder<PortalDb>()
            .UseNpgsql().UseSnakeCaseNamingConvention()
                .AddInterceptors(new ConnectsTo(this[k]), new Together.HoldsBack(), new AsksNothingForNobody())
                .EnableThreadSafetyChecks(false).Options));
    }

    public NpgsqlDataSource this[ActorKind kind] => byRole[kind switch
    {
        ActorKind.Municipality => "mm_municipality",
        ActorKind.Provider => "mm_provider",
        ActorKind.Auditor => "mm_auditor",
        ActorKind.Citizen => "mm_citizen",
        ActorKind.Platform => "mm_platform",
        ActorKind.Checker => "mm_checker",
        ActorKind.Operator => "mm_operator",
    }];

    /// <summary>Each login with its connection string, which a data source itself tells without the password.</summary>
    internal IEnumerable<(string Role, string Connection, NpgsqlDataSource Source)> All =>
        byRole.Select(s => (s.Key, connections[s.Key], s.Value));

    public NpgsqlDataSource SignIn => byRole[PortalRoles.SignIn];

    /// <summary>
    /// A context for one unit of work of this actor, which goes back to the others of its kind with what it knew forgotten.
    /// </summary>
    public PortalDb For(Actor actor)
    {
        var db = contexts[actor.Kind].CreateDbContext();
        db.Actor = actor;
        return db;
    }

    /// <summary>A connection of its own, beside the pool.</summary>
    internal NpgsqlConnection Unpooled(string role) =>
        new(new NpgsqlConnectionStringBuilder(connections[role]) { Pooling = false }.ConnectionString);

    /// <summary>Lets go of every idle connection; those in use follow when they come back.</summary>
    internal void Clear()
    {
        foreach (var source in byRole.Values) source.Clear();
    }

    /// <summary>The connection strings that the <c>database</c> command left in the data folder.</summary>
    public static PortalDataSources FromFolder(string folder) =>
        new(JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(folder, "connections.json")))!);

    public void Dispose()
    {
        foreach (var source in byRole.Values) source.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in byRole.Values) await source.DisposeAsync();
    }
}
