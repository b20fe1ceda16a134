namespace MentorMarket.Domain.Values;

/// <summary>The thirteen digits that an e-invoice is addressed to; the last is a check digit.</summary>
/// <remarks>
/// Danish: EAN-nummer (GLN). Source: bekendtgørelse om elektronisk afregning § 2. The check digit
/// (modulus 10) is required: an invoice with a wrong one never arrives.
/// </remarks>
public readonly record struct Gln
{
    private readonly string? digits;

    /// <summary>Builds a number from thirteen digits of which the last is right.</summary>
    /// <param name="digits">Thirteen digits.</param>
    /// <exception cref="ArgumentException">Not thirteen digits, or the check digit is wrong.</exception>
    public Gln(string digits)
    {
        if (!IsValid(digits))
        {
            throw new ArgumentException("A GLN is thirteen digits with a right check digit.", nameof(digits));
        }

        this.digits = digits;
    }

    /// <summary>Reads a number as people write it, spaces allowed.</summary>
    /// <param name="text">What was typed or received.</param>
    /// <param name="number">The number, when it is one.</param>
    public static bool TryParse(string? text, out Gln number)
    {
        var typed = (text ?? "").Replace(" ", "", StringComparison.Ordinal);
        number = IsValid(typed) ? new Gln(typed) : default;
        return number.digits is not null;
    }

    /// <summary>The thirteen digits.</summary>
    public override string ToString() => digits ?? "";

    private static bool IsValid(string text)
    {
        if (text.Length != 13 || !text.All(char.IsAsciiDigit))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 13; i++)
        {
            sum += (i % 2 == 0 ? 1 : 3) * (text[i] - '0');
        }

        return sum % 10 == 0;
    }
}
