using System.Threading.RateLimiting;

namespace MentorMarket.Web.Frame;

/// <summary>
/// How many requests of one organisation are worked on at once, and of what belongs to none - log-ins, citizens' links, calendars -
/// how many from one network. More wait for a moment and are then asked to come again, so that an organisation whose pages are
/// slow takes no connection that another one needs, and nobody keeps others from logging in.
/// </summary>
public sealed class OrganisationLimit(RequestDelegate next, IConfiguration configuration) : IDisposable
{
    public const string Setting = "Portal:RequestsOfOneOrganisation";
    public const int Usual = 8;

    // Networks that may have all their places taken before others wait for them.
    private const int Networks = 8;
    private const int Waiting = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly PartitionedRateLimiter<HttpContext> places = Places(configuration.GetValue(Setting, Usual));

    public async Task InvokeAsync(HttpContext context)
    {
        using var place = await WaitAsync(context);
        if (place is not { IsAcquired: true })
        {
            await Unavailable.AnswerAsync(context);
            return;
        }
        // A request that from now on waits for something else gives it up (SlowLane).
        context.Features.Set(place);
        await next(context);
    }

    private async Task<RateLimitLease?> WaitAsync(HttpContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            return await places.AcquireAsync(context, 1, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => places.Dispose();

    // The path base is the organisation, and only one that exists.
    private static PartitionedRateLimiter<HttpContext> Places(int one) => PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            Limit(context.Request.PathBase.Value is { Length: > 0 } organisation ? organisation
                : Throttle.Neighbourhood(context.Connection.RemoteIpAddress), one)),
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.Request.PathBase.HasValue ? RateLimitPartition.GetNoLimiter("an organisation")
                : Limit("no organisation", Networks * one)));

    private static RateLimitPartition<string> Limit(string whose, int places) =>
        RateLimitPartition.GetConcurrencyLimiter(whose, _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = places,
            QueueLimit = Waiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
}
