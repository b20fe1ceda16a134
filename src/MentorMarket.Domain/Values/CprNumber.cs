using System.Globalization;
using System.Text.Json.Serialization;

namespace MentorMarket.Domain.Values;

/// <summary>What is wrong with a text that should be a CPR number. Says which part, never the number.</summary>
public enum CprFault
{
    /// <summary>It is not ten digits.</summary>
    NotTenDigits,
    /// <summary>The first six digits and the seventh are no date.</summary>
    NoSuchDate,
    /// <summary>The date of birth lies in the future.</summary>
    InTheFuture,
}

/// <summary>A person's number in the civil registration system. Secret: the type never prints it.</summary>
/// <remarks>
/// Danish: CPR-nummer. Source: CPR-loven § 3. Ten digits, the first six a date whose century the seventh decides. There is
/// no check digit to test: numbers that fail modulus 11 are issued since 2007.
/// </remarks>
public readonly struct CprNumber : IEquatable<CprNumber>
{
    private readonly string? digits;

    /// <summary>Builds a number from ten digits that begin with a date.</summary>
    /// <exception cref="ArgumentException">It is not one; the message does not say what was given.</exception>
    public CprNumber(string digits)
    {
        if (digits is not { Length: 10 } || !digits.All(char.IsAsciiDigit) || DateOf(digits) is not { } born)
        {
            throw new ArgumentException("A CPR number is ten digits that begin with a date.", nameof(digits));
        }
        this.digits = digits;
        BornOn = born;
    }

    /// <summary>The date of birth that the number tells.</summary>
    public DateOnly BornOn { get; }

    /// <summary>The ten digits, for sealing and looking up.</summary>
    [JsonIgnore]
    public string Digits => digits ?? "";

    /// <summary>The number as it is written, <c>010190-1234</c>: for the answer to a logged request to see it.</summary>
    public string Written() => Digits.Length == 10 ? $"{Digits[..6]}-{Digits[6..]}" : "";

    /// <summary>Reads a number as people write it: with or without hyphen and spaces.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="today">A date of birth after this one is refused.</param>
    /// <param name="number">The number, when it is one.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static CprFault? Parse(string? text, DateOnly today, out CprNumber number)
    {
        number = default;
        // Hyphens and spaces of any width: word processors make their own of them.
        var typed = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format));
        if (typed.Length == 11 && (char.GetUnicodeCategory(typed[6]) == UnicodeCategory.DashPunctuation || typed[6] == '\u2212'))
        {
            typed = typed.Remove(6, 1);
        }
        if (typed.Length != 10 || !typed.All(char.IsAsciiDigit)) return CprFault.NotTenDigits;
        if (DateOf(typed) is not { } born) return CprFault.NoSuchDate;
        if (born > today) return CprFault.InTheFuture;
        number = new CprNumber(typed);
        return null;
    }

    /// <summary>Does the text look like an attempt at a CPR number, so that it must not be treated as ordinary words?</summary>
    public static bool IsLike(string? text)
    {
        // However it is divided: 010190-1234, 01.01.90-1234, 01/01/90 1234.
        var typed = (text ?? "").Where(char.IsLetterOrDigit).ToArray();
        return typed.Length is >= 9 and <= 12 && typed.Count(char.IsDigit) >= 9 && (typed.Length < 12 || IsIn(text));
    }

    /// <summary>Does something that reads as a CPR number stand in a text, where none may be kept?</summary>
    public static bool IsIn(string? text) => CprText.Holds(text ?? "");

    /// <summary>Is the text an attempt at a CPR number, or does one stand in it?</summary>
    public static bool IsLikeOrIn(string? text) => IsLike(text) || IsIn(text);

    /// <summary>Age in whole years on a day.</summary>
    public int AgeOn(DateOnly day)
    {
        var years = day.Year - BornOn.Year;
        return BornOn.AddYears(years) > day ? years - 1 : years;
    }

    /// <summary>The masked number, <c>010190-****</c>: what may stand on a page and in a log.</summary>
    public override string ToString() => Digits.Length == 10 ? $"{Digits[..6]}-****" : "";

    /// <summary>The same number.</summary>
    public bool Equals(CprNumber other) => string.Equals(digits, other.digits, StringComparison.Ordinal);

    /// <summary>The same number.</summary>
    public override bool Equals(object? obj) => obj is CprNumber other && Equals(other);

    /// <summary>As any value's.</summary>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Digits);

    /// <summary>The same number.</summary>
    public static bool operator ==(CprNumber left, CprNumber right) => left.Equals(right);

    /// <summary>Another number.</summary>
    public static bool operator !=(CprNumber left, CprNumber right) => !left.Equals(right);

    // CPR-kontoret, "Personnummeret i CPR": digit 7 of 0-3 is 1900-1999; 4 and 9 are 2000-2036 or 1937-1999; 5-8 are
    // 2000-2057 or 1858-1899.
    private static DateOnly? DateOf(string typed)
    {
        var (day, month, year, seventh) = (Two(typed, 0), Two(typed, 2), Two(typed, 4), typed[6] - '0');
        var century = seventh switch
        {
            <= 3 => 1900,
            4 or 9 => year <= 36 ? 2000 : 1900,
            _ => year <= 57 ? 2000 : 1800,
        };
        var full = century + year;
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(full, month) ? new DateOnly(full, month, day) : null;
    }

    private static int Two(string typed, int at) => ((typed[at] - '0') * 10) + (typed[at + 1] - '0');
}
