using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MentorMarket.Domain.Values;

/// <summary>Finds a CPR number in a text, however it is spelled there.</summary>
/// <remarks>
/// Danish: CPR-nummer i fritekst. Source: databeskyttelsesloven § 11 (a number is kept only where it is needed). Digits of
/// any script count, raised and ringed ones too; between them may stand spaces of any width, hyphens and dashes of any length,
/// points and slashes, and before the last four the few words that say what follows; the year may be written in full. Only what begins with
/// a day and a month is one (61 to 91 is the day of an administrative
/// number), so that order numbers and telephone numbers may be written; the key of a row is none.
/// </remarks>
internal static partial class CprText
{
    private const int Short = 10;
    private const int WithFullYear = 12;
    private const int Serial = 4;
    private const int KeyLength = 36;

    // "050662 - 0613", "(050662) 0613".
    private const int LongestGap = 8;

    // "050662 og de sidste fire cifre er 0613".
    private const int LongestWords = 60;

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "og", "så", "med", "de", "er", "sidste", "fire", "cifre", "cifrene", "løbenummer", "løbenr", "løbenummeret", "lbnr", "nr",
            "nummer", "kontrolcifre", "kontrolcifrene", "kontrolnummer",
        "cpr", "cprnr", "personnummer", "efterfulgt", "af", "derefter", "ender", "slutter", "på", "bindestreg", "streg", "minus",
        "and", "then", "the", "last", "four", "digits", "are", "serial", "number", "followed", "by", "ending", "dash", "hyphen",
    };

    // The years that the seventh digit can mean.
    private const int FirstYear = 1858;
    private const int LastYear = 2057;

    // Nobody who is supported was born in these years; what stands there is a date, and the time after it.
    private const int FirstYearOfToday = 2015;
    private const int LastYearOfToday = 2040;

    /// <summary>A digit and what stands before it, since the last digit.</summary>
    private readonly record struct Sign(int Digit, string Before);

    // The last part of a GUID may be ten digits between letters: of a thousand keys of rows one would be taken for a person's number.
    public static bool Holds(string text) => HoldsBesideKeys(text.Length < KeyLength ? text : Keys().Replace(text, "x"));

    // A raised digit may be part of the number, or a footnote to it.
    private static bool HoldsBesideKeys(string text) => Holds(SignsOf(text, isStyled: false))
        || (text.EnumerateRunes().Any(r => Rune.GetUnicodeCategory(r) == UnicodeCategory.OtherNumber)
        && Holds(SignsOf(text, isStyled: true)));

    private static bool Holds(List<Sign> signs)
    {
        for (var from = 0; from < signs.Count; from++)
        {
            if (IsNumber(signs, from, Short) || IsNumber(signs, from, WithFullYear)) return true;
        }
        return false;
    }

    private static List<Sign> SignsOf(string text, bool isStyled)
    {
        var (signs, before) = (new List<Sign>(), new StringBuilder());
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.DecimalDigitNumber:
                    signs.Add(new((int)Rune.GetNumericValue(rune), before.ToString()));
                    before.Clear();
                    break;
                // 050662 raised, or in rings.
                case UnicodeCategory.OtherNumber when Rune.GetNumericValue(rune) is 0 or 1 or 2 or 3 or 4 or 5 or 6 or 7 or 8 or 9
                    && isStyled:
                    signs.Add(new((int)Rune.GetNumericValue(rune), before.ToString()));
                    before.Clear();
                    break;
                // Soft hyphens, what is struck through a letter, and letters without a picture are not seen.
                case UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark: break;
                case UnicodeCategory.OtherLetter when rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0: break;
                default: before.Append(rune); break;
            }
        }
        // What follows the last digit ends its group, as the end of the text does.
        signs.Add(new(-1, before.Append(' ').ToString()));
        return signs;
    }

    private static bool IsNumber(List<Sign> signs, int from, int length)
    {
        var (end, date) = (from + length, length - Serial);
        if (end >= signs.Count || (from > 0 && signs[from].Before.Length == 0) || signs[end].Before.Length == 0) return false;
        if (!BeginsWithDate(signs, from) || (length == WithFullYear && FullYear(signs, from) is < FirstYear or > LastYear)
            || IsTelephone(signs, from))
        {
            return false;
        }
        var gaps = signs.GetRange(from + 1, length - 1).ConvertAll(s => s.Before);
        var beforeSerial = gaps[date - 1];
        var isWorded = IsWords(beforeSerial);
        if (!isWorded && (beforeSerial.Length > LongestGap || !IsMark(beforeSerial))) return false;

        var serialIsWhole = gaps.Skip(date).All(g => g.Length == 0);
        // Day, month and year apart, each whole; whatever stands between them.
        var isDated = gaps[0].Length == 0 && gaps[2].Length == 0 && gaps.Skip(4).Take(date - 5).All(g => g.Length == 0) && IsThin(gaps[1])
            && IsThin(gaps[3]);
        // Digits or groups of them apart in the same way: 010 190-1234, 0 5 0 6 6 2 - 0 6 1 3, 05 06 62 06 13. A period of two dates is
        // not.
        var apart = gaps.Where((g, at) => g.Length > 0 && at != date - 1).Distinct(StringComparer.Ordinal).ToList();
        var isOneMark = apart.Count == 0 || (apart.Count == 1 && apart[0].Length == 1 && IsThin(apart[0]));
        var isDigitByDigit = gaps.TrueForAll(g => g.Length > 0);
        var isInPairs = gaps.Where((_, at) => at % 2 == 0).All(g => g.Length == 0) && gaps.Where((_, at) => at % 2 == 1)
            .Distinct(StringComparer.Ordinal).Count() == 1;
        var isEven = isOneMark && (serialIsWhole || isDigitByDigit || isInPairs);
        if (!(serialIsWhole && isDated) && !isEven) return false;
        if (isWorded && !serialIsWhole) return false;
        return !(serialIsWhole && isDated && (gaps[1].Length > 0 || isWorded)
            && IsDateAndTime(signs, from, length, isWorded ? "" : beforeSerial));
    }

    private static bool BeginsWithDate(List<Sign> signs, int from) => Two(signs, from) is (>= 1 and <= 31) or (>= 61 and <= 91)
        && Two(signs, from + 2) is >= 1 and <= 12;

    // +45 12 34 56 78: the number begins with the plus or just after the country.
    private static bool IsTelephone(List<Sign> signs, int from)
    {
        for (var at = from; at >= Math.Max(0, from - 3); at--)
        {
            if (signs[at].Before.EndsWith('+')) return true;
            if (!string.IsNullOrWhiteSpace(signs[at].Before)) return false;
        }
        return false;
    }

    // 25.11.2026 1405, 25.11.26 1405: a day of these years and an hour.
    private static bool IsDateAndTime(List<Sign> signs, int from, int length, string between)
    {
        var year = length == Short ? 2000 + Two(signs, from + 4) : FullYear(signs, from);
        return string.IsNullOrWhiteSpace(between.TrimStart(',')) && year is >= FirstYearOfToday and <= LastYearOfToday
            && Two(signs, from + length - 4) < 24 && Two(signs, from + length - 2) < 60;
    }

    private static bool IsWords(string gap)
    {
        if (gap.Length > LongestWords || !gap.Any(char.IsLetter)) return false;
        return gap.Split(gap.Where(c => !char.IsLetter(c)).Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries).All(Words.Contains)
            && !gap.Contains('+', StringComparison.Ordinal);
    }

    // One mark at most, and spaces around it.
    private static bool IsThin(string gap) => gap.Length <= 3 && gap.Trim().Length <= 1 && IsMark(gap) && !gap.AsSpan().ContainsAny(",;:");

    private static bool IsMark(string gap) => !gap.Any(c => char.IsLetterOrDigit(c) || c == '+');

    private static int FullYear(List<Sign> signs, int from) => (100 * Two(signs, from + 4)) + Two(signs, from + 6);

    [GeneratedRegex("(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])", RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Keys();

    private static int Two(List<Sign> signs, int at) => (10 * signs[at].Digit) + signs[at + 1].Digit;
}
