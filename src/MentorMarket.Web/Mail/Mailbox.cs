using System.Net.Mail;

namespace MentorMarket.Web.Mail;

/// <summary>An address that a letter can be sent to.</summary>
public static class Mailbox
{
    private const string MarksBeforeTheAt = "!#$%&'*+-/=?^_`{|}~.";

    /// <summary>
    /// Is the text one, and nothing else? Before the @ stand letters, digits and marks of ASCII: mail servers that take others
    /// are few, and the portal's own does not.
    /// </summary>
    public static bool Is(string? text)
    {
        if (text is null || text.Length > 254 || !MailAddress.TryCreate(text, out var address) || address.Address != text) return false;
        var at = text.LastIndexOf('@');
        return at is > 0 and <= 64 && text[..at]
            .All(c => char.IsAsciiLetterOrDigit(c) || MarksBeforeTheAt.Contains(c, StringComparison.Ordinal))
            && text[(at + 1)..].Split('.') is { Length: >= 2 } labels && labels.All(IsLabel);
    }

    private static bool IsLabel(string label) =>
        label.Length is >= 1 and <= 63 && label.All(c => char.IsLetterOrDigit(c) || c == '-') && !label.StartsWith('-')
            && !label.EndsWith('-');
}
