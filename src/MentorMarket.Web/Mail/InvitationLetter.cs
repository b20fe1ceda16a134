namespace MentorMarket.Web.Mail;

/// <summary>The letter with the link of an invitation.</summary>
public static class InvitationLetter
{
    /// <param name="start">The address of the page that takes invitations.</param>
    /// <param name="token">The secret of this one.</param>
    public static Letter To(string email, string start, string token) => new(email, "MentorMarket: invitation", $"""
        Du har fået en invitation til MentorMarket. Linket virker i tre døgn og kan bruges én gang.

        You have an invitation to MentorMarket. The link is good for three days and can be used once.

        {start + QueryString.Create("token", token)}
        """);
}
