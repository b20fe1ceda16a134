using System.Globalization;
using System.Text.RegularExpressions;

namespace MentorMarket.Web.Binding;

/// <summary>How a typed number was understood.</summary>
public enum NumberInput
{
    Number,
    DotForComma,
    NotANumber,
}

/// <summary>A number as Danes write it: comma before the decimals, a dot only before each group of three digits.</summary>
/// <remarks>The framework reads <c>1234.56</c> under da-DK as 123456; here it is an error.</remarks>
public static partial class DanishNumberParser
{
    public static NumberInput Read(string text, out decimal number)
    {
        number = 0;
        var trimmed = text.Trim();
        if (Danish().IsMatch(trimmed))
        {
            var plain = trimmed.Replace(".", "").Replace(',', '.').Replace('\u2212', '-');
            return decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out number)
                ? NumberInput.Number
                : NumberInput.NotANumber;
        }
        return WithDots().IsMatch(trimmed) ? NumberInput.DotForComma : NumberInput.NotANumber;
    }

    [GeneratedRegex(@"^[-\u2212]?([0-9]{1,3}(\.[0-9]{3})+|[0-9]{1,28})(,[0-9]{1,20})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Danish();

    [GeneratedRegex(@"^[-\u2212]?[0-9]{1,3}(,?[0-9]{3})*[0-9]*\.[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex WithDots();
}
