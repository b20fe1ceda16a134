namespace MentorMarket.Web.Data;

/// <summary>Patterns for ILIKE.</summary>
internal static class Like
{
    /// <summary>Finds the text anywhere, and its percent signs and underscores as themselves.</summary>
    public static string Containing(string text) =>
        $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
