namespace MentorMarket.Web.Mediation;

/// <summary>A request that changes something: one transaction, one save, its evidence last.</summary>
public interface ICommand<TResponse> : IRequest<TResponse>;

/// <summary>A request that only reads: a READ ONLY transaction.</summary>
public interface IQuery<TResponse> : IRequest<TResponse>;

/// <summary>A query that discloses a person's identity, or an auditor's: it leaves an event in the chain.</summary>
public interface IDisclosingQuery<TResponse> : IQuery<TResponse>;

public static class MediationSetup
{
    /// <summary>Registers the mediator, what every request passes, the unit of work and every handler of this assembly.</summary>
    public static IServiceCollection AddMediation(this IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(NoCprInWords<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(UnitOfWork<,>));
        foreach (var type in typeof(MediationSetup).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsInterface: false }))
            foreach (var handles in type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
                services.AddScoped(handles, type);
        return services;
    }

    /// <summary>Sends in a scope of its own, as a named actor: for what follows a commit, and for jobs.</summary>
    public static async Task<TResponse> SendAs<TResponse>(this IServiceScopeFactory scopes, Actor actor, IRequest<TResponse> request, CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancel);
    }
}
