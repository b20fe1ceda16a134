namespace MentorMarket.Domain.Values;

/// <summary>The eight digits of a company or public body in the central business register.</summary>
/// <remarks>
/// Danish: CVR-nummer. Source: CVR-loven § 3. The check digit (modulus 11) is a warning and not a
/// refusal: official example invoices carry numbers that fail it.
/// </remarks>
public readonly record struct CvrNumber
{
    private static ReadOnlySpan<int> Weights => [2, 7, 6, 5, 4, 3, 2, 1];

    private readonly string? digits;

    /// <summary>Builds a number from eight digits.</summary>
    /// <param name="digits">Eight digits, nothing else.</param>
    /// <exception cref="ArgumentException">It is not eight digits.</exception>
    public CvrNumber(string digits)
    {
        if (!IsEightDigits(digits))
        {
            throw new ArgumentException("A CVR number is eight digits.", nameof(digits));
        }

        this.digits = digits;
    }

    /// <summary>Does the number pass modulus 11? If not, show a warning.</summary>
    public bool HasValidCheckDigit
    {
        get
        {
            var sum = 0;
            var text = ToString();
            for (var i = 0; i < text.Length; i++)
            {
                sum += Weights[i] * (text[i] - '0');
            }

            return text.Length == 8 && sum % 11 == 0;
        }
    }

    /// <summary>Reads a number as people write it: <c>12 34 56 78</c>, <c>DK12345678</c>.</summary>
    /// <param name="text">What was typed or received.</param>
    /// <param name="number">The number, when it is one.</param>
    public static bool TryParse(string? text, out CvrNumber number)
    {
        var typed = (text ?? "").Replace(" ", "", StringComparison.Ordinal);
        typed = typed.StartsWith("DK", StringComparison.OrdinalIgnoreCase) ? typed[2..] : typed;
        number = IsEightDigits(typed) ? new CvrNumber(typed) : default;
        return number.digits is not null;
    }

    /// <summary>The eight digits.</summary>
    public override string ToString() => digits ?? "";

    private static bool IsEightDigits(string text) => text.Length == 8 && text.All(char.IsAsciiDigit);
}
