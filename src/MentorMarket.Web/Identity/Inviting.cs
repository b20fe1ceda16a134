namespace MentorMarket.Web.Identity;

/// <summary>Somebody is invited into an organisation: by its administrator, or as its administrator by an operator.</summary>
internal static class Inviting
{
    /// <summary>Adds the invitation; an older open one to the same address, which the actor may see, ends.</summary>
    /// <param name="hash">Of the secret in the letter.</param>
    public static async Task InviteAsync(this PortalDb db, EvidenceLog evidence, Actor by, Guid organisation, string name, string email,
        IReadOnlyList<Role> roles, byte[] hash, DateTimeOffset now, CancellationToken cancel)
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
            Roles = [.. roles],
            TokenHash = hash,
            InvitedBy = by.Person!.Value,
            FromOperator = by.Kind == ActorKind.Operator,
            InvitedAt = now,
            ExpiresAt = now + InvitationToken.GoodFor,
        };
        db.Invitations.Add(invitation);
        evidence.Record(CaseEventKind.PersonInvited, organisation, invitation.Id, ("roles", string.Join(' ', roles)));
    }
}
