using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Look;

/// <summary>The choices of a field whose values are an enum's names.</summary>
public static class Choices
{
    /// <summary>All of them in the enum's order; with <paramref name="none"/> an empty choice comes first.</summary>
    public static IReadOnlyList<SelectListItem> Of<T>(Func<T, string> label, string? none = null)
        where T : struct, Enum
    {
        var choices = Enum.GetValues<T>().Select(value => new SelectListItem(label(value), value.ToString()));
        return none is null ? [.. choices] : [new SelectListItem(none, ""), .. choices];
    }
}
