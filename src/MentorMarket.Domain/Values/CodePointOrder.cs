namespace MentorMarket.Domain.Values;

/// <summary>
/// The order of texts by Unicode code point: the order of their UTF-8 bytes, the same in a file, in a database with the
/// collation "C" and here. The ordinal order of .NET is that of UTF-16, which puts U+1F600 before U+FFEE.
/// </summary>
/// <remarks>Danish: rækkefølge. Source: the invoice check's order of invoices and entries.</remarks>
public sealed class CodePointOrder : IComparer<string>
{
    /// <summary>The one there is.</summary>
    public static CodePointOrder Instance { get; } = new();

    private CodePointOrder() { }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        for (var i = 0; i < x.Length && i < y.Length; i++)
        {
            if (x[i] != y[i])
            {
                return Place(x[i]).CompareTo(Place(y[i]));
            }
        }

        return x.Length.CompareTo(y.Length);
    }

    /// <summary>A text in the form in which texts are compared: é is one character, however it was typed.</summary>
    /// <param name="text">Any text; one that is no Unicode is left as it is.</param>
    public static string Comparable(string text)
    {
        try
        {
            return text.IsNormalized() ? text : text.Normalize();
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    // Halves of pairs stand for code points beyond all that one char can hold, and so come last.
    private static int Place(char unit) => char.IsSurrogate(unit) ? unit + 0x2000 : unit;
}
