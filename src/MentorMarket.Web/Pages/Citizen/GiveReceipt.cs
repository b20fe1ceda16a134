namespace MentorMarket.Web.Pages.Citizen;

/// <summary>The citizen's answer about one contact. False when the link has been closed meanwhile.</summary>
public sealed record GiveReceipt(Guid Link, Guid Entry, Answer Answer, string Word, ReceiptStrength Strength,
    [property: MayHoldCpr("a hash that the portal makes, in which any ten digits may stand")] string Device) : ICommand<bool>
{
    /// <summary>So many characters of what does not fit are kept.</summary>
    public const int LongestWord = 500;

    public sealed class Handler(PortalDb db, TimeProvider time) : IRequestHandler<GiveReceipt, bool>
    {
        public async Task<bool> Handle(GiveReceipt request, CancellationToken cancel)
        {
            if (!await OpenLink.IsAsync(db, request.Link, cancel)) return false;
            var entry = await db.TimeEntries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.Entry, cancel).OrNotFound();
            await db.TakeTurnOfFactsAsync(entry.AssignmentId, cancel);
            if (await db.TimeEntries.AnyAsync(e => e.SupersedesId == entry.Id, cancel)) throw new RuleViolation(Rule.EntryIsSuperseded);
            db.Confirmations.Add(new Confirmation(entry, request.Answer, request.Word, ReceiptChannel.CitizenLink, request.Strength,
                request.Device, time.GetUtcNow()));
            await Enqueue.RecheckAsync(db, entry.Id, cancel);
            return true;
        }
    }
}

/// <summary>Whether the mentor has corrected the contact: asked after an answer, for the two can be written in the same instant.</summary>
public sealed record IsCorrected(Guid Entry) : IQuery<bool>
{
    public sealed class Handler(PortalDb db) : IRequestHandler<IsCorrected, bool>
    {
        public Task<bool> Handle(IsCorrected request, CancellationToken cancel) =>
            db.TimeEntries.AnyAsync(e => e.SupersedesId == request.Entry, cancel);
    }
}

internal static class OpenLink
{
    /// <summary>Asked on every request of a citizen's session: the municipality may have closed the link since.</summary>
    public static async Task<bool> IsAsync(PortalDb db, Guid link, CancellationToken cancel)
    {
        await using var ask = db.Command("select portal.citizen_link_is_open($1)", link);
        return await ask.ExecuteScalarAsync(cancel) is true;
    }
}
