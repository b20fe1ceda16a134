using Microsoft.AspNetCore.Authentication;

namespace MentorMarket.Web.Tenancy;

/// <summary>
/// Says who acts: the page's folder says as what, the path in which organisation, the login who, and the membership -
/// looked up on every request - with which roles. A page of an organisation is not found without one.
/// </summary>
public sealed class ActorMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, CurrentActor current, Memberships memberships)
    {
        var actsAs = context.GetEndpoint()?.Metadata.GetMetadata<ActsAs>();
        if (actsAs is not null && actsAs.Kind != ActorKind.Citizen)
        {
            if (current.Organisation is not { } organisation || !actsAs.Fits(organisation.Kind))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
            if (context.User.PersonId() is { } person
                && await memberships.FindAsync(person, organisation, context.RequestAborted) is { } membership)
            {
                if (membership.Organisation.SuspendedAt is not null)
                {
                    current.IsShutOut = true;
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return;
                }
                current.Value = new Actor(actsAs.Kind, organisation.Id, person,
                    membership.Name)
                { Roles = membership.Roles, DeputyFor = membership.DeputyFor };
            }
        }
        else if (actsAs is not null)
        {
            current.Value = (await context.AuthenticateAsync(CitizenSession.Scheme)).Principal is { } citizen
                ? CitizenSession.ActorOf(citizen) : null;
        }
        await next(context);
    }
}

/// <summary>Metadata of every page in an actor's folder: as what its unit of work acts.</summary>
public sealed record ActsAs(ActorKind Kind)
{
    public bool Fits(OrganisationKind organisation) => Kind switch
    {
        ActorKind.Municipality => organisation == OrganisationKind.Municipality,
        ActorKind.Provider => organisation == OrganisationKind.Provider,
        ActorKind.Auditor => organisation == OrganisationKind.AuditFirm,
        ActorKind.Platform => true,
        ActorKind.Operator => organisation == OrganisationKind.Platform,
        ActorKind.Citizen or ActorKind.Checker => false,
    };
}
