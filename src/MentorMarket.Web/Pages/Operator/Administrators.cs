namespace MentorMarket.Web.Pages.Operator;

/// <summary>An operator invites the administrator who lets in all others.</summary>
internal static class Administrators
{
    /// <summary>Adds the invitation; an older open one of an operator to the same address ends.</summary>
    public static async Task InviteAsync(PortalDb db, EvidenceLog evidence, Guid organisation, string name, string email, byte[] hash,
        Guid by, DateTimeOffset now, CancellationToken cancel)
    {
        var same = Like.Exactly(email);
        foreach (var older in await db.Invitations.Where(i => i.OrganisationId == organisation && i.UsedAt == null && i.RevokedAt == null
            && EF.Functions.ILike(i.Email, same)).ToListAsync(cancel))
        {
            older.RevokedAt = now;
            evidence.Record(CaseEventKind.InvitationRevoked, organisation, older.Id);
        }
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(now),
            OrganisationId = organisation,
            Name = name,
            Email = email,
            Roles = [Role.Administrator],
            TokenHash = hash,
            InvitedBy = by,
            FromOperator = true,
            InvitedAt = now,
            ExpiresAt = now + InvitationToken.GoodFor,
        };
        db.Invitations.Add(invitation);
        evidence.Record(CaseEventKind.PersonInvited, organisation, invitation.Id, ("roles", nameof(Role.Administrator)));
    }
}
