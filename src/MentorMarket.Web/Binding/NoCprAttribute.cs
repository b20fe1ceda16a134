using System.ComponentModel.DataAnnotations;
using MentorMarket.Domain.Values;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Binding;

/// <summary>Free text in which a CPR number may not stand.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NoCprAttribute : ValidationAttribute
{
    // The framework translates the messages of its own attributes only.
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (!CprNumber.IsIn(value as string)) return ValidationResult.Success;
        var L = validationContext.GetRequiredService<IStringLocalizer<SharedTexts>>();
        return new(L["Her må der ikke stå et CPR-nummer. Det hører kun til i sit eget felt."]);
    }
}
