namespace MentorMarket.Web.Pages.Organisation.Members;

/// <summary>Text in a LIKE pattern as itself: an underscore in an address is not any letter.</summary>
internal static class Pattern
{
    public static string Of(string text) => text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
}
