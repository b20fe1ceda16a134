using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace MentorMarket.Web.Mail;

/// <summary>Lays each letter as an .eml file in a folder, from which the organisation's own mail server takes it.</summary>
public sealed class PickupFolder(string folder, string from) : IMail
{
    public async Task SendAsync(Letter letter, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(folder);
        using var message = new MailMessage(from, letter.To, letter.Subject, letter.Text)
        {
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.EightBit,
        };
        // Nobody's absence note should answer.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        using var client = new SmtpClient
        {
            DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory,
            PickupDirectoryLocation = Path.GetFullPath(folder)
        };
        await client.SendMailAsync(message, cancel);
    }
}
