using System.Threading.RateLimiting;
using MentorMarket.Web.Look;

namespace MentorMarket.Web.Tenancy;

/// <summary>
/// How many requests of one organisation are worked on at once. More wait for a moment and are then asked to come again, so
/// that an organisation whose pages are slow takes no connection that another one needs.
/// </summary>
public sealed class OrganisationLimit(RequestDelegate next, IConfiguration configuration) : IDisposable
{
    public const string Setting = "Portal:RequestsOfOneOrganisation";
    public const int Usual = 8;
    private const int Waiting = 64;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly PartitionedRateLimiter<HttpContext> places = Places(configuration.GetValue(Setting, Usual));

    public async Task InvokeAsync(HttpContext context)
    {
        using var place = await WaitAsync(context);
        if (place is { IsAcquired: true }) await next(context);
        else await Unavailable.AnswerAsync(context);
    }

    private async Task<RateLimitLease?> WaitAsync(HttpContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(s_patience);
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

    // The path base is the organisation, and only one that exists. Log in, citizens' links and calendars have none and share.
    private static PartitionedRateLimiter<HttpContext> Places(int one) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetConcurrencyLimiter(context.Request.PathBase.Value ?? "", organisation => new ConcurrencyLimiterOptions
        {
            PermitLimit = organisation.Length == 0 ? 4 * one : one,
            QueueLimit = Waiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }));
}
