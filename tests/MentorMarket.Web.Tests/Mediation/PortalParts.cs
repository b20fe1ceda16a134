using MentorMarket.Web.Evidence;
using MentorMarket.Web.Mediation;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Mediation;

/// <summary>The portal's mediation over a real database, with handlers of a test's own and without the web.</summary>
internal sealed class PortalParts : IAsyncDisposable
{
    private readonly ServiceProvider services;

    public PortalParts(TestDatabase database, int pool, Action<IServiceCollection> handlers)
    {
        Sources = new PortalDataSources(database.Logins.ToDictionary(
            l => l.Key, l => new NpgsqlConnectionStringBuilder(l.Value) { MaxPoolSize = pool, Timeout = 60 }.ConnectionString,
                StringComparer.Ordinal));
        var collection = new ServiceCollection();
        collection.AddSingleton(TimeProvider.System);
        collection.AddScoped<CurrentActor>();
        collection.AddScoped<EvidenceLog>();
        collection.AddSingleton(database.Vault());
        collection.AddScoped<OnceKey>();
        collection.AddScoped(p => Sources.For(p.GetRequiredService<CurrentActor>().Required));
        collection.AddScoped<IMediator, ScopedMediator>();
        collection.AddScoped(typeof(IPipelineBehavior<,>), typeof(UnitOfWork<,>));
        handlers(collection);
        services = collection.BuildServiceProvider(validateScopes: true);
    }

    public PortalDataSources Sources { get; }

    public async Task<T> SendAsync<T>(Actor actor, IRequest<T> request, string? onceKey = null, CancellationToken cancel = default)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        scope.ServiceProvider.GetRequiredService<OnceKey>().Value = onceKey;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancel);
    }

    /// <summary>Several units of work of one request.</summary>
    public async Task InOneRequestAsync(Actor actor, Func<IMediator, Task> sends, string? onceKey = null)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        scope.ServiceProvider.GetRequiredService<OnceKey>().Value = onceKey;
        await sends(scope.ServiceProvider.GetRequiredService<IMediator>());
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Sources.DisposeAsync();
    }
}
