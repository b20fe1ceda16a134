namespace MentorMarket.Web.Mediation;

/// <summary>A request that changes something: one transaction, one save, its evidence last.</summary>
public interface ICommand<TResponse> : IRequest<TResponse>;

/// <summary>A request that only reads: a READ ONLY transaction.</summary>
public interface IQuery<TResponse> : IRequest<TResponse>;

/// <summary>A query that discloses a person's identity, or an auditor's: it leaves an event in the chain.</summary>
public interface IDisclosingQuery<TResponse> : IQuery<TResponse>;

/// <summary>A query whose handler begins with questions asked <see cref="Together"/>: who acts is said in the same round trip.</summary>
public interface IBeginsTogether;

/// <summary>
/// What pages send through. Each request is a unit of work with a scope, and so a context, of its own: what one of them
/// changed, or tried to change, the next does not see. Who acts and the form that is handled go along.
/// </summary>
internal sealed class ScopedMediator(IServiceScopeFactory scopes, CurrentActor current, OnceKey? once) : IMediator
{
    public async Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<CurrentActor>().Continue(current);
        if (once is not null) services.GetRequiredService<OnceKey>().Share(once);
        return await new Mediator(services.GetRequiredService).Send(request, cancellationToken);
    }

    public Task Publish(object notification, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("What follows from a command is a job, asked for in its transaction.");

    public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
        where TNotification : INotification => Publish((object)notification!, cancellationToken);
}

public static class MediationSetup
{
    /// <summary>Registers the mediator, what every request passes, the unit of work and every handler of this assembly.</summary>
    public static IServiceCollection AddMediation(this IServiceCollection services)
    {
        services.AddScoped<IMediator, ScopedMediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(NoCprInWords<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(UnitOfWork<,>));
        foreach (var type in typeof(MediationSetup).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsInterface: false }))
        {
            foreach (var handles in type.GetInterfaces()
                .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
                services.AddScoped(handles, type);
        }
        return services;
    }

    /// <summary>Sends as a named actor and about no form: for jobs, and for those who are let in by a letter or an address.</summary>
    public static Task<TResponse> SendAs<TResponse>(this IServiceScopeFactory scopes, Actor actor, IRequest<TResponse> request,
        CancellationToken cancel = default) =>
        new ScopedMediator(scopes, new CurrentActor { Value = actor }, null).Send(request, cancel);
}
