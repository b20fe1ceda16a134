using System.Globalization;

namespace MentorMarket.Web.Pictures;

/// <summary>One bar: its name, its size, and the size as the reader reads it; kinds: plain, held, rejected.</summary>
public sealed record Bar(string Text, decimal Value, string Shown, string Kind = "plain");

/// <summary>A few amounts side by side, for start pages; drawn by <c>_BarPicture</c>.</summary>
public sealed record BarPicture(string Title, IReadOnlyList<Bar> Bars)
{
    public string Width(Bar bar)
    {
        var most = Bars.Max(each => each.Value);
        return (most <= 0 ? 0 : 100 * Math.Max(0, bar.Value) / most).ToString("0.#", CultureInfo.InvariantCulture) + "%";
    }
}
