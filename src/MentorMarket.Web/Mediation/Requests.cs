using MentorMarket.Web.Tenancy;

namespace MentorMarket.Web.Mediation;

// The names and shapes are MediatR's, so that the library can replace this folder (docs/adr/0002).

/// <summary>Something to be done or answered by exactly one handler.</summary>
public interface IRequest<TResponse>;

/// <summary>A request that changes something: one transaction, one save, its evidence last.</summary>
public interface ICommand<TResponse> : IRequest<TResponse>;

/// <summary>A request that only reads: a READ ONLY transaction.</summary>
public interface IQuery<TResponse> : IRequest<TResponse>;

/// <summary>A query that discloses a person's identity, or an auditor's: it leaves an event in the chain.</summary>
public interface IDisclosingQuery<TResponse> : IQuery<TResponse>;

/// <summary>The answer of a command that has none.</summary>
public readonly record struct Unit;

public interface IRequestHandler<in TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    Task<TResponse> Handle(TRequest request, CancellationToken cancel);
}

public interface IPipelineBehavior<in TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    Task<TResponse> Handle(TRequest request, Func<Task<TResponse>> next, CancellationToken cancel);
}

public interface ISender
{
    Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancel = default);

    /// <summary>Sends in a scope of its own, as a named actor: for what follows a commit, and for jobs.</summary>
    Task<TResponse> SendAs<TResponse>(Actor actor, IRequest<TResponse> request, CancellationToken cancel = default);
}

public sealed class Sender(IServiceProvider services, IServiceScopeFactory scopes) : ISender
{
    public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancel = default) =>
        ((Pipeline<TResponse>)Activator.CreateInstance(typeof(Pipeline<,>).MakeGenericType(request.GetType(), typeof(TResponse)))!)
            .Run(services, request, cancel);

    public async Task<TResponse> SendAs<TResponse>(Actor actor, IRequest<TResponse> request, CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, cancel);
    }

    private abstract class Pipeline<TResponse>
    {
        public abstract Task<TResponse> Run(IServiceProvider services, IRequest<TResponse> request, CancellationToken cancel);
    }

    private sealed class Pipeline<TRequest, TResponse> : Pipeline<TResponse>
        where TRequest : IRequest<TResponse>
    {
        public override Task<TResponse> Run(IServiceProvider services, IRequest<TResponse> request, CancellationToken cancel)
        {
            // The handler is made last, inside the behaviours: a unit of work is open by then.
            Func<Task<TResponse>> run = () => services.GetRequiredService<IRequestHandler<TRequest, TResponse>>().Handle((TRequest)request, cancel);
            foreach (var behavior in services.GetServices<IPipelineBehavior<TRequest, TResponse>>().Reverse())
            {
                var next = run;
                run = () => behavior.Handle((TRequest)request, next, cancel);
            }
            return run();
        }
    }
}

public static class MediationSetup
{
    /// <summary>Registers the sender, what every request passes, the unit of work and every handler of this assembly.</summary>
    public static IServiceCollection AddMediation(this IServiceCollection services)
    {
        services.AddScoped<ISender, Sender>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(NoCprInWords<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(UnitOfWork<,>));
        foreach (var type in typeof(MediationSetup).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsInterface: false }))
            foreach (var handles in type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
                services.AddScoped(handles, type);
        return services;
    }
}
