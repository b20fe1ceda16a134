namespace MentorMarket.Web.Data;

/// <summary>The database logins of the portal, one per kind of actor; each has only its own grants.</summary>
public static class PortalRoles
{
    public const string SignIn = "mm_signin";

    public static IReadOnlyList<string> Logins { get; } =
        ["mm_auditor", "mm_checker", "mm_citizen", "mm_municipality", "mm_platform", "mm_provider", SignIn];
}
