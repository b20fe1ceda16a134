using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace MentorMarket.Web.Pages.Operator;

/// <summary>The word that an organisation's addresses begin with.</summary>
public static partial class Slugs
{
    private const int Longest = 41;

    /// <summary>Small letters, digits and hyphens, two at least, and none of the words that the portal keeps for itself.</summary>
    public static bool IsOne(string text) => Form().IsMatch(text) && !TenantMiddleware.Reserved.Contains(text);

    public static void Refuse(ModelStateDictionary state, IStringLocalizer<OperatorTexts> L) => state.AddModelError("Form.Slug",
        L["Brug to til 41 små bogstaver, tal og bindestreger. Nogle ord bruger portalen selv."]);

    /// <summary>One made from a name: <c>Brønderslev Kommune</c> is <c>broenderslev</c>.</summary>
    public static string Of(string name)
    {
        var plain = new StringBuilder();
        var small = name.Trim().ToLowerInvariant();
        if (small.EndsWith(" kommune", StringComparison.Ordinal)) small = small[..^" kommune".Length];
        foreach (var letter in small.Replace("æ", "ae", StringComparison.Ordinal).Replace("ø", "oe", StringComparison.Ordinal)
            .Replace("å", "aa", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(letter)) plain.Append(letter);
            else if (plain is [.., not '-'] && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append('-');
            }
        }
        return plain.ToString()[..Math.Min(plain.Length, Longest)].Trim('-');
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{1,40}\z")]
    private static partial Regex Form();
}
