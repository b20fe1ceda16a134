using MentorMarket.Domain.Documents;

namespace MentorMarket.Web.Documents;

/// <summary>A grant with all that its documents say, and to whom they go.</summary>
public sealed record GrantCase(Grant Grant, string Citizen, string CitizenNumber, string Address, string Language, GrantFacts Facts)
{
    /// <summary>Whether it is a decision that can be written about, also that nothing is granted.</summary>
    public bool IsDecided => Grant.IsDecided || Grant.Status == GrantStatus.Refused;

    public bool HasMentor => Facts.Mentors.Count > 0;

    public Sheet Write(DocumentKind kind, string municipality, DateOnly today, IStringLocalizer<SharedTexts> L) =>
        Letters.Write(kind, new(municipality, Citizen, Address, Language, Grant.Number, today), Facts, L);
}

/// <summary>A version of a document, without what it says.</summary>
public sealed record MadeDocument(Guid Id, Guid Grant, DocumentKind Kind, int Version, string Language, DateTimeOffset MadeAt,
    string MadeBy, IReadOnlyList<LetterFact> Changes)
{
    public IReadOnlyList<SentDocument> Sent { get; init; } = [];
}

public sealed record SentDocument(Guid DocumentId, DateOnly On, DispatchChannel Channel, string Reference, DateTimeOffset RecordedAt);

/// <summary>How it stands with one kind of document of a grant.</summary>
/// <param name="Versions">Of this grant, newest first.</param>
/// <param name="Earlier">Of the grants that it extends or changes, newest first.</param>
/// <param name="Changes">What the newest version does not say as it is now.</param>
public sealed record DocumentState(DocumentKind Kind, IReadOnlyList<MadeDocument> Versions, IReadOnlyList<MadeDocument> Earlier,
    IReadOnlyList<LetterFact> Changes, bool LacksMentor)
{
    public MadeDocument? Newest => Versions.Count > 0 ? Versions[0] : null;

    /// <summary>What the next version comes after.</summary>
    public MadeDocument? Before => Newest ?? (Earlier.Count > 0 ? Earlier[0] : null);

    /// <summary>Something in it is not as it was: a new version is needed.</summary>
    public bool IsOutOfDate => Changes.Count > 0;

    /// <summary>The newest version has been sent.</summary>
    public bool IsSent => Newest?.Sent.Count > 0;

    /// <summary>A decision that the citizen is to be told of, and it is not noted that they were.</summary>
    public bool IsDue { get; init; }

    public bool CanBeMade => !LacksMentor && (Newest is null || IsOutOfDate);
}

/// <summary>The documents of grants, as they are read by the pages that show them.</summary>
public static class DocumentQueries
{
    /// <summary>
    /// A grant with the facts of now; 404 for one that the municipality does not have. Its readers note whom they read about.
    /// </summary>
    public static async Task<GrantCase> CaseAsync(PortalDb db, Guid tenant, Guid grantId, CancellationToken cancel)
    {
        var grant = await db.Grants.Where(g => g.MunicipalityId == tenant).WithGoals().GetAsync(grantId, cancel);
        var citizen = await (from c in db.Citizens
                             join i in db.CitizenIdentities on c.Id equals i.CitizenId
                             join a in db.CitizenAddresses on c.Id equals a.CitizenId
                             where c.Id == grant.CitizenId
                             select new { c.Number, c.Language, i.Name, a.Address }).SingleAsync(cancel);
        return new(grant, citizen.Name, citizen.Number, citizen.Address, citizen.Language, await FactsAsync(db, grant, cancel));
    }

    /// <summary>What the documents of the grant would say now.</summary>
    public static async Task<GrantFacts> FactsAsync(PortalDb db, Grant grant, CancellationToken cancel)
    {
        // The mentors of the newest agreement who have not handed over; nobody before a provider has accepted.
        var agreement = await (from a in db.Assignments
                               join g in db.Agreements on a.Id equals g.AssignmentId
                               where a.GrantId == grant.Id
                               orderby a.AcceptedAt descending, g.Version descending
                               select (Guid?)g.Id).FirstOrDefaultAsync(cancel);
        var mentors = agreement is null ? [] : await (from m in db.AgreementMentors
                                                      join o in db.Organisations on m.ProviderId equals o.Id
                                                      where m.AgreementId == agreement && m.UntilOn == null
                                                      orderby m.Name, m.MentorId
                                                      select new MentorFact(m.Name, o.Name, m.Phone, m.Email)).ToListAsync(cancel);
        var ended = await db.Assignments.Where(a => a.GrantId == grant.Id && a.AcceptedAt != null).OrderByDescending(a => a.AcceptedAt)
            .Select(a => a.EndedOn).FirstOrDefaultAsync(cancel);
        var last = ended < grant.Terms.EndsOn ? ended : grant.Terms.EndsOn;
        var pauses = await db.GrantPauses.AsNoTracking().Where(p => p.GrantId == grant.Id).ToListAsync(cancel);
        var ends = await db.GrantEnds.AsNoTracking().Where(e => e.GrantId == grant.Id).ToListAsync(cancel);
        var (rests, cancelled) = PausesOf(grant.Terms.EndsOn, last, pauses);
        return new()
        {
            Kind = grant.Kind,
            Basis = grant.Terms.Basis,
            DecidedOn = grant.DecidedAt is { } at ? DanishTime.DateOf(at) : null,
            ChangeReason = grant.Terms.ChangeReason,
            Reassessment = grant.Terms.Reassessment,
            Purpose = grant.Terms.Purpose,
            Reason = grant.Terms.PurposeText,
            TargetGroup = grant.Terms.TargetGroup,
            Goals = [.. grant.Goals.OrderBy(g => g.Priority).Select(g => new GoalFact(g.Kind, g.Detail))],
            Tasks = [.. grant.Terms.Tasks],
            TaskText = grant.Terms.TaskText,
            HoursPerWeek = grant.Terms.HoursPerWeek,
            TotalHours = grant.Terms.TotalHours,
            StartsOn = grant.Terms.StartsOn,
            EndsOn = grant.Terms.EndsOn,
            EndedOn = last < grant.Terms.EndsOn ? last : null,
            Pauses = rests,
            Cancelled = cancelled,
            End = GrantEnd.Newest(ends) is { } end && ends.Exists(e => e.EndedOn < grant.Terms.EndsOn)
                ? new(end.EndedOn, end.Reason, end.Text, end.Assessment, !end.Stands, DanishTime.DateOf(end.RecordedAt)) : null,
            DeliveredMinutes = ends.Count == 0 ? 0
                : await db.TimeEntries.Where(e => e.Kind == EntryKind.Direct
                && db.Assignments.Any(a => a.Id == e.AssignmentId && a.GrantId == grant.Id)
                && !db.TimeEntries.Any(later => later.SupersedesId == e.Id)).SumAsync(e => e.Minutes, cancel),
            RefusalGrounds = grant.Status == GrantStatus.Refused ? [.. grant.RefusalGrounds] : [],
            RefusalReason = grant.Status == GrantStatus.Refused ? grant.RefusalReason : "",
            HeldUntil = grant.Status == GrantStatus.Refused && grant.FollowsId is { } follows ? await LastDayAsync(db, follows, cancel)
                : null,
            Mentors = mentors,
        };
    }

    private static async Task<DateOnly?> LastDayAsync(PortalDb db, Guid grant, CancellationToken cancel)
    {
        var ended = await db.Assignments.Where(a => a.GrantId == grant && a.AcceptedAt != null).OrderByDescending(a => a.AcceptedAt)
            .Select(a => a.EndedOn).FirstOrDefaultAsync(cancel);
        var planned = await db.Grants.Where(g => g.Id == grant).Select(g => g.Terms.EndsOn).SingleOrDefaultAsync(cancel);
        return ended < planned ? ended : planned;
    }

    private static (List<PauseFact> Rests, List<PauseFact> Cancelled) PausesOf(DateOnly? planned, DateOnly? last, List<GrantPause> rows)
    {
        var spans = new Pauses(rows.Select(p => new PauseRow(p.Id, p.GrantId, p.FromOn, p.ToOn, p.ResumesId))).Spans.Where(p =>
            p.Days.From <= last).ToDictionary(p => p.Id, p => p.Days);
        var (rests, cancelled) = (new List<PauseFact>(), new List<PauseFact>());
        foreach (var pause in rows.Where(p => p.ResumesId is null).OrderBy(p => p.FromOn))
        {
            var resumed = rows.Find(p => p.ResumesId == pause.Id);
            var holds = spans.TryGetValue(pause.Id, out var days);
            var to = holds ? days.To == DateOnly.MaxValue ? null : days.To < planned ? days.To : planned : pause.ToOn;
            (holds ? rests : cancelled).Add(new(pause.FromOn, to)
            {
                Reason = pause.Reason,
                Assessment = pause.Assessment,
                ResumeReason = resumed?.Reason ?? "",
                DecidedOn = DanishTime.DateOf((resumed ?? pause).RecordedAt),
            });
        }
        return (rests, cancelled);
    }

    /// <summary>Each kind of document of a grant: its versions, what is out of date, whether it is sent.</summary>
    public static async Task<IReadOnlyList<DocumentState>> StatesAsync(PortalDb db, Guid tenant, Guid grant, GrantFacts now,
        DateOnly today, CancellationToken cancel)
    {
        var line = await ChainAsync(db, tenant, grant, cancel);
        var made = await MadeAsync(db, tenant, db.Documents.Where(d => line.Contains(d.GrantId)), cancel);
        var states = new List<DocumentState>();
        foreach (var kind in Enum.GetValues<DocumentKind>()
            .Where(k => now.Concerns(k) || made.Exists(d => d.Document.Kind == k && d.Document.Grant == grant)))
        {
            var all = made.Where(d => d.Document.Kind == kind).OrderByDescending(d => d.Document.Version).ToList();
            var own = all.FindAll(d => d.Document.Grant == grant);
            // What an earlier grant said is not out of date: it is what held then.
            states.Add(new(kind, own.ConvertAll(v => v.Document), [.. all.Except(own).Select(v => v.Document)],
                own.Count == 0 ? [] : GrantFacts.FromJson(own[0].Facts).ChangesTo(now, kind), GrantFacts.NeedsMentor(kind)
                    && now.Mentors.Count == 0)
            {
                IsDue = kind is DocumentKind.Refusal or DocumentKind.Pause or DocumentKind.End && await db.Grants.Where(
                g => g.Id == grant).Untold(db, kind, today).AnyAsync(cancel)
            });
        }
        return states;
    }

    /// <summary>The grant and, from it backwards, those that it extends or changes.</summary>
    public static async Task<IReadOnlyList<Guid>> ChainAsync(PortalDb db, Guid tenant, Guid grant, CancellationToken cancel) =>
        [.. (await GrantQueries.ChainAsync(db,
            db.Grants.Where(g => g.MunicipalityId == tenant && db.Grants.Any(one => one.Id == grant && one.CitizenId == g.CitizenId)),
            cancel)).Back(grant).Select(g => g.Id)];

    /// <summary>Whether it is noted that the citizen was sent the decision of this grant, in whatever edition.</summary>
    public static Task<bool> DecisionIsSentAsync(PortalDb db, Guid grant, CancellationToken cancel) =>
        db.Documents.AnyAsync(d => d.GrantId == grant && d.Kind == DocumentKind.DecisionLetter
            && db.DocumentDispatches.Any(s => s.DocumentId == d.Id), cancel);

    /// <summary>Every document of a citizen and every time one was sent, newest first: for the citizen's own page.</summary>
    public static async Task<IReadOnlyList<MadeDocument>> OfCitizenAsync(PortalDb db, Guid tenant, Guid citizen,
        CancellationToken cancel) =>
        [.. (await MadeAsync(db, tenant, db.Documents.Where(d => d.CitizenId == citizen), cancel)).Select(d => d.Document)
            .OrderByDescending(d => d.MadeAt)];

    private static async Task<List<(MadeDocument Document, string Facts)>> MadeAsync(PortalDb db, Guid tenant,
        IQueryable<GrantDocument> documents, CancellationToken cancel)
    {
        var rows = await documents.Where(d => d.MunicipalityId == tenant)
            .Select(d => new
            {
                d.Id,
                d.GrantId,
                d.Kind,
                d.Version,
                d.Language,
                d.MadeAt,
                d.Changes,
                d.Facts,
                By = db.Memberships.Where(m => m.OrganisationId == tenant && m.PersonId == d.MadeBy).Select(m => m.Name).FirstOrDefault()
            })
            .ToListAsync(cancel);
        var ids = rows.ConvertAll(r => r.Id);
        var sent = await db.DocumentDispatches.Where(s => ids.Contains(s.DocumentId) && s.MunicipalityId == tenant).OrderBy(s => s.SentOn)
            .ThenBy(s => s.RecordedAt)
            .Select(s => new SentDocument(s.DocumentId, s.SentOn, s.Channel, s.Reference, s.RecordedAt)).ToListAsync(cancel);
        return rows.ConvertAll(r =>
            (new MadeDocument(r.Id, r.GrantId, r.Kind, r.Version, r.Language, r.MadeAt, r.By ?? "",
            r.Changes)
            { Sent = sent.FindAll(s => s.DocumentId == r.Id) }, r.Facts));
    }

    /// <summary>Writes the next version, the only one at a time for this grant, and gives it to the unit of work.</summary>
    /// <param name="isNewLetter">A letter with a new link differs from the one before even where nothing else does.</param>
    public static async Task<GrantDocument> MakeAsync(PortalDb db, Actor actor, string municipality, Guid grantId, DocumentKind kind,
        DateTimeOffset now, IStringLocalizer<SharedTexts> L, CancellationToken cancel, bool isNewLetter = false)
    {
        await db.LockAsync<Grant>(grantId, cancel);
        var about = await CaseAsync(db, actor.Tenant, grantId, cancel);
        // What was told once can always be told anew: also that there is no such pause or end any more.
        if (about.IsDecided && !about.Facts.Concerns(kind) && !await db.Documents.AnyAsync(d => d.GrantId == grantId && d.Kind == kind,
            cancel))
        {
            throw new RuleViolation(Rule.DocumentHasNoOccasion);
        }
        if (GrantFacts.NeedsMentor(kind) && !about.HasMentor) throw new RuleViolation(Rule.DocumentNeedsMentor);
        var line = await ChainAsync(db, actor.Tenant, grantId, cancel);
        var newest = await db.Documents.Where(d => line.Contains(d.GrantId) && d.Kind == kind).OrderByDescending(d => d.Version)
            .Select(d => new { d.Version, d.Facts }).FirstOrDefaultAsync(cancel);
        IReadOnlyList<LetterFact> changes = newest is null ? [] : GrantFacts.FromJson(newest.Facts).ChangesTo(about.Facts, kind);
        if (newest is not null && isNewLetter) changes = [.. changes, LetterFact.Link];
        var sheet = about.Write(kind, municipality, DanishTime.DateOf(now), L);
        var document = GrantDocument.Make(about.Grant, kind, (newest?.Version ?? 0) + 1, sheet.Language, about.Facts.For(kind).ToJson(),
            sheet.ToJson(), changes, actor.Person!.Value, now);
        db.Documents.Add(document);
        return document;
    }
}
