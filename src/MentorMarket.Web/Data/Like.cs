namespace MentorMarket.Web.Data;

/// <summary>Patterns for ILIKE.</summary>
internal static class Like
{
    /// <summary>Finds the text anywhere, and its percent signs and underscores as themselves.</summary>
    public static string Containing(string text) => $"%{Exactly(text)}%";

    /// <summary>Only the whole text, in capitals or not: an underscore in an address is not any letter.</summary>
    public static string Exactly(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
}
