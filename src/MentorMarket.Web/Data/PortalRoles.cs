namespace MentorMarket.Web.Data;

/// <summary>The database logins of the portal, one per kind of actor; each has only its own grants.</summary>
public static class PortalRoles
{
    public const string SignIn = "mm_signin";

    public static IReadOnlyList<string> Logins { get; } =
        ["mm_auditor", "mm_checker", "mm_citizen", "mm_municipality", "mm_operator", "mm_platform", "mm_provider", SignIn];

    // In thirty-sevenths: what is used on every request, what most pages use, and what few do.
    private static readonly Dictionary<string, int> Shares = new(StringComparer.Ordinal)
    {
        [SignIn] = 9,
        ["mm_municipality"] = 9,
        ["mm_provider"] = 7,
        ["mm_checker"] = 4,
        ["mm_citizen"] = 3,
        ["mm_auditor"] = 2,
        ["mm_platform"] = 2,
        ["mm_operator"] = 1,
    };

    // For the server's own, whoever looks at it with infra/psql, a backup, and the next start's preparation.
    private const int SetAside = 20;

    /// <summary>How many connections this login may hold at once: all of them together fit into what the server takes.</summary>
    public static int PoolOf(string role, int maxConnections) =>
        Shares.TryGetValue(role, out var share) ? Math.Max(2, (maxConnections - SetAside) * share / Shares.Values.Sum()) : 5;
}
