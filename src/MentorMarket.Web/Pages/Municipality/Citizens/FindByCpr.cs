using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>Whom a CPR number belongs to, found by the keyed hash of it. To ask is noted, found or not.</summary>
/// <param name="Purpose">What is noted as the reason: somebody is looked for, or registered.</param>
public sealed record FindByCpr(byte[] Lookup, string Purpose) : IDisclosingQuery<Known?>
{
    public sealed class Handler(CurrentActor current, CprRows cprs) : IRequestHandler<FindByCpr, Known?>
    {
        public Task<Known?> Handle(FindByCpr request, CancellationToken cancel) =>
            cprs.FindAsync(current.Required.Tenant, request.Lookup, request.Purpose, cancel);
    }
}
