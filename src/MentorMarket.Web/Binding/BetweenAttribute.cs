using System.Globalization;

namespace MentorMarket.Web.Binding;

/// <summary>
/// A number from one to another. The framework's own range counts in int: it rounds kroner, and throws on an amount that is larger than an
/// int.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BetweenAttribute(int least, int most) : ValidationAttribute
{
    public int Least { get; } = least;

    public int Most { get; } = most;

    // The framework translates the messages of its own attributes only.
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is null || (Convert.ToDecimal(value, CultureInfo.InvariantCulture) is var number && number >= Least && number <= Most))
        {
            return ValidationResult.Success;
        }
        var L = validationContext.GetRequiredService<IStringLocalizer<SharedTexts>>();
        return new(L["Skriv et tal fra {0} til {1}.", Show.Number(Least), Show.Number(Most)]);
    }
}
