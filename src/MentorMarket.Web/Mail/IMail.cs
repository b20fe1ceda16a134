namespace MentorMarket.Web.Mail;

/// <summary>A letter that leaves the portal. Plain text; never anything about a citizen.</summary>
public sealed record Letter(string To, string Subject, string Text);

/// <summary>Where letters leave the portal.</summary>
public interface IMail
{
    Task SendAsync(Letter letter, CancellationToken cancel = default);
}
