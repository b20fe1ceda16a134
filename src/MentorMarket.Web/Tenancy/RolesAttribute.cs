namespace MentorMarket.Web.Tenancy;

/// <summary>On a page: which roles in the organisation may open it. Without it any member may.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForAttribute(params Role[] roles) : Attribute, IAuthorizationRequirementData
{
    public IReadOnlyList<Role> Roles { get; } = roles;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new InOrganisation(Roles)];
}

/// <summary>A membership of the path's organisation, with one of the roles if any are named.</summary>
public sealed record InOrganisation(IReadOnlyList<Role> Roles) : IAuthorizationRequirement;

public sealed class InOrganisationHandler(CurrentActor current) : AuthorizationHandler<InOrganisation>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, InOrganisation requirement)
    {
        if (current.Value is { } actor && (requirement.Roles.Count == 0 || actor.Is([.. requirement.Roles])))
        {
            context.Succeed(requirement);
        }
        return Task.CompletedTask;
    }
}
