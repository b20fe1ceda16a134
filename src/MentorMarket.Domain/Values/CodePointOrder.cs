namespace MentorMarket.Domain.Values;

/// <summary>
/// The order and sameness of texts: by Unicode code point after NFC. It is the order of their UTF-8 bytes, the same in a
/// file, in a database with the collation "C" and here. (The ordinal order of .NET is that of UTF-16, which puts U+1F600
/// before U+FFEE; and é can be typed as one character or two.)
/// </summary>
/// <remarks>Danish: rækkefølge. Source: the invoice check's order of invoices and entries.</remarks>
public sealed class CodePointOrder : IComparer<string>, IEqualityComparer<string>
{
    private CodePointOrder() { }

    /// <summary>The one there is.</summary>
    public static CodePointOrder Instance { get; } = new();

    /// <summary>A text in the form in which texts are compared.</summary>
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

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        var (left, right) = (Comparable(x), Comparable(y));
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            if (left[i] != right[i])
            {
                return Place(left[i]).CompareTo(Place(right[i]));
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    /// <inheritdoc/>
    public bool Equals(string? x, string? y) => Compare(x, y) == 0;

    /// <inheritdoc/>
    public int GetHashCode(string obj) => StringComparer.Ordinal.GetHashCode(Comparable(obj));

    // Halves of pairs stand for code points beyond all that one char can hold, and so come last.
    private static int Place(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
