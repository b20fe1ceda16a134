using System.Buffers;
using System.Text;

namespace MentorMarket.Domain.Values;

/// <summary>One spelling for what looks the same: composed letters, and one apostrophe.</summary>
/// <remarks>
/// Danish: skrivemåde. Source: Unicode Standard Annex 15, form C. A Mac writes å as an a and a ring, telephones and word
/// processors put a curved apostrophe where a keyboard has a straight one: to who reads them they are the same name.
/// </remarks>
public static class Spelling
{
    private static readonly SearchValues<char> Apostrophes = SearchValues.Create("\u2018\u2019\u201B\u02B9\u02BC\u2032\u00B4\uFF07");

    /// <summary>The text in that spelling; the same object where it has it already.</summary>
    /// <param name="text">Any text; one with half a surrogate pair, or with what is no character, is left uncomposed.</param>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var composed = IsWhole(text) ? text.Normalize(NormalizationForm.FormC) : text;
        return composed.AsSpan().IndexOfAny(Apostrophes) < 0 ? composed
            : string.Concat(composed.Select(c => Apostrophes.Contains(c) ? '\'' : c));
    }

    // Half a pair cannot be composed, nor can U+FFFE, and whoever asks is not the one to refuse them.
    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\uFFFE') return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
