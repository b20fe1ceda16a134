using MentorMarket.Web.Mail;

namespace MentorMarket.Web.Binding;

/// <summary>An address that a letter can be sent to. The framework's own attribute takes whatever has an @ in it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MailboxAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not string { Length: > 0 } text || Mailbox.Is(text.Trim())) return ValidationResult.Success;
        var L = validationContext.GetRequiredService<IStringLocalizer<SharedTexts>>();
        return new(L["Skriv en mailadresse, fx navn@eksempel.dk."]);
    }
}
