using System.Security.Claims;

namespace MentorMarket.Web.Tenancy;

/// <summary>A citizen who opened the link and typed the code: a session of its own, with a cookie of its own.</summary>
public static class CitizenSession
{
    public const string Scheme = "Citizen";
    private const string LinkClaim = "link";
    private const string MunicipalityClaim = "municipality";

    public static ClaimsPrincipal Principal(Guid link, Guid municipality, Guid citizen) => new(new ClaimsIdentity(
        [new(LinkClaim, link.ToString()), new(MunicipalityClaim, municipality.ToString()),
            new(ClaimTypes.NameIdentifier, citizen.ToString())], Scheme));

    public static Actor ActorOf(ClaimsPrincipal citizen) => new(
        ActorKind.Citizen,
        Guid.Parse(citizen.FindFirstValue(MunicipalityClaim)!),
        Citizen: Guid.Parse(citizen.FindFirstValue(ClaimTypes.NameIdentifier)!));

    public static Guid LinkOf(ClaimsPrincipal citizen) => Guid.Parse(citizen.FindFirstValue(LinkClaim)!);
}
