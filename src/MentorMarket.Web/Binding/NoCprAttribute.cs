namespace MentorMarket.Web.Binding;

/// <summary>
/// Text in which a CPR number may not stand. Said or not, it is so of every text of every form but those that
/// <see cref="MayHoldCprAttribute"/> names.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NoCprAttribute : ValidationAttribute
{
    // The framework translates the messages of its own attributes only.
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var isIn = value switch
        {
            string text => CprNumber.IsIn(text),
            IEnumerable<string?> several => several.Any(CprNumber.IsIn),
            _ => false,
        };
        if (!isIn) return ValidationResult.Success;
        var L = validationContext.GetRequiredService<IStringLocalizer<SharedTexts>>();
        return new(
            L["Her må der ikke stå et CPR-nummer. Det hører kun til i sit eget felt. Skriv borgerens nummer i kommunen eller initialer i stedet."]);
    }
}

/// <summary>A text that may hold what reads as a CPR number, and why.</summary>
[AttributeUsage(AttributeTargets.Property)]
public class MayHoldCprAttribute(string why) : Attribute
{
    public string Why { get; } = why;
}
