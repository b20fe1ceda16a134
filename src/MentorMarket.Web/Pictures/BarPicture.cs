using System.Globalization;

namespace MentorMarket.Web.Pictures;

/// <summary>One bar: its name, its size, and the size as the reader reads it; kinds: plain, held, rejected.</summary>
public sealed record Bar(string Text, decimal Value, string Shown, string Kind = "plain");

/// <summary>A few amounts side by side, for start pages; drawn by <c>_BarPicture</c>.</summary>
/// <param name="Top">The value of a full bar, such as 100 percent; the largest bar where it is left out.</param>
public sealed record BarPicture(string Title, IReadOnlyList<Bar> Bars, decimal? Top = null)
{
    public string Width(Bar bar)
    {
        var most = Top ?? Bars.Max(each => each.Value);
        return (most <= 0 ? 0 : 100 * Math.Max(0, bar.Value) / most).ToString("0.#", CultureInfo.InvariantCulture) + "%";
    }
}
