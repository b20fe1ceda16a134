using System.Globalization;

namespace MentorMarket.Domain.Values;

/// <summary>Why a typed number cannot be read.</summary>
/// <remarks>Danish: talfejl. Source: dansk retskrivning, decimalkomma.</remarks>
public enum NumberFault
{
    /// <summary>It can be read.</summary>
    None,

    /// <summary>It is not a number.</summary>
    NotANumber,

    /// <summary>There is a decimal point or a point that groups nothing: "brug komma".</summary>
    UseComma,
}

/// <summary>Numbers as a Dane types and reads them: decimal comma, point only between groups of three digits.</summary>
/// <remarks>
/// Danish: tal. Source: dansk retskrivning. The framework reads <c>1234.56</c> with Danish culture as 123456:
/// a hundred times too much on an invoice. So a point is a group mark in its proper place or an error.
/// </remarks>
public static class DanishNumber
{
    /// <summary>Reads a number that a person typed.</summary>
    /// <param name="text">Such as <c>1.234,56</c>, <c>1234,5</c> or <c>-12</c>; spaces around it are allowed.</param>
    /// <param name="number">The number, when it can be read.</param>
    /// <returns>What is wrong, or <see cref="NumberFault.None"/>.</returns>
    public static NumberFault Parse(string? text, out decimal number)
    {
        number = 0;
        var rest = (text ?? "").AsSpan().Trim();
        var isNegative = rest.Length > 0 && rest[0] is '-' or '\u2212';
        rest = isNegative ? rest[1..] : rest;
        var comma = rest.IndexOf(',');
        var whole = comma < 0 ? rest : rest[..comma];
        var decimals = comma < 0 ? [] : rest[(comma + 1)..];
        if (!AreDigitsOr(whole, '.') || !AreDigitsOr(decimals, '.') || whole.Length == 0 || (comma >= 0 && decimals.Length == 0))
        {
            return NumberFault.NotANumber;
        }

        if (decimals.Contains('.') || !IsGrouped(whole))
        {
            return NumberFault.UseComma;
        }

        Span<char> plain = stackalloc char[64];
        if (rest.Length + 1 > plain.Length)
        {
            return NumberFault.NotANumber;
        }

        var length = 0;
        foreach (var c in rest)
        {
            if (c != '.')
            {
                plain[length++] = c == ',' ? '.' : c;
            }
        }

        if (!decimal.TryParse(plain[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number))
        {
            return NumberFault.NotANumber;
        }

        number = isNegative ? -number : number;
        return NumberFault.None;
    }

    /// <summary>Writes a number with two decimals: <c>1.234,56</c>.</summary>
    /// <param name="number">Any number; rounded half away from zero.</param>
    public static string Format(decimal number)
    {
        var text = decimal.Round(number, 2, MidpointRounding.AwayFromZero).ToString("#,##0.00", CultureInfo.InvariantCulture);
        return text.Replace(',', ' ').Replace('.', ',').Replace(' ', '.');
    }

    /// <summary>What to tell the person, in Danish or English; nothing when nothing is wrong.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="inDanish">Danish, or English.</param>
    public static string Explain(NumberFault fault, bool inDanish) => fault switch
    {
        NumberFault.None => "",
        NumberFault.NotANumber => inDanish ? "Det er ikke et tal." : "That is not a number.",
        NumberFault.UseComma => inDanish
            ? "Brug komma som decimaltegn, fx 1234,56."
            : "Use a comma for decimals, such as 1234,56.",
    };

    private static bool AreDigitsOr(ReadOnlySpan<char> text, char mark)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c) && c != mark)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsGrouped(ReadOnlySpan<char> whole)
    {
        var first = whole.IndexOf('.');
        if (first < 0)
        {
            return true;
        }

        if (first is 0 or > 3 || whole[0] == '0')
        {
            return false;
        }

        for (var i = first; i < whole.Length; i++)
        {
            if ((whole[i] == '.') != ((i - first) % 4 == 0))
            {
                return false;
            }
        }

        return (whole.Length - first) % 4 == 0;
    }
}
