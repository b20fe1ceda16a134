using System.Text.Json;
using MentorMarket.Domain.Invoices;
using MentorMarket.Web.Pages.Municipality.InformationDuties;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>Where the moments of a citizen's timeline come from. Another source is another method, named in <see cref="All"/>.</summary>
internal static class TimelineSources
{
    public static IReadOnlyList<Func<TimelineAsk, CancellationToken, Task<IReadOnlyList<TimelineEvent>>>> All { get; } =
        [DecisionsAsync, AgreementsAsync, ContactsAsync, InvoicesAsync, InformationTimeline.OfAsync, TimelineLetters.OfAsync];

    // Events whose payload says why in words.
    private static readonly CaseEventKind[] WithWords =
        [CaseEventKind.CprShown, CaseEventKind.GrantSentBack, CaseEventKind.GrantApproved, CaseEventKind.GrantPaused,
            CaseEventKind.GrantResumed, CaseEventKind.GrantEnded, CaseEventKind.GrantEndCorrected, CaseEventKind.GrantEndTakenBack,
            CaseEventKind.GrantRefusalProposed, CaseEventKind.GrantRefused];

    // The evidence has every decision, also one that a later one replaced: sent back, approved, withdrawn.
    private static async Task<IReadOnlyList<TimelineEvent>> DecisionsAsync(TimelineAsk ask, CancellationToken cancel)
    {
        var (db, L) = (ask.Db, ask.L);
        var subjects = ask.Grants.Keys.Concat(ask.Assignments.Keys).Append(ask.Citizen).ToList();
        var events = await db.EvidenceEvents.Where(e => e.OrganisationId == ask.Tenant && subjects.Contains(e.SubjectId))
            .Select(e => new { e.Sequence, e.OccurredAt, e.Kind, e.SubjectId, e.ActorId, e.ActingOrganisationId, e.ActorRole })
                .ToListAsync(cancel);
        var people = events.Select(e => e.ActorId).Distinct().ToList();
        var names = await db.Memberships.Where(m => m.OrganisationId == ask.Tenant && people.Contains(m.PersonId))
            .ToDictionaryAsync(m => m.PersonId, m => m.Name, cancel);
        var acting = events.Select(e => e.ActingOrganisationId).Distinct().ToList();
        var organisations = await db.Organisations.Where(o => acting.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, cancel);
        var reasons = await ReasonsAsync(ask, [.. events.Where(e => WithWords.Contains(e.Kind)).Select(e => e.Sequence)], cancel);

        var moments = new List<TimelineEvent>();
        foreach (var e in events)
        {
            var who = e.ActorRole == "citizen" ? L["Borgeren"].Value
                : e.ActorId is { } person && names.TryGetValue(person, out var name) ? name
                : e.ActingOrganisationId is { } organisation ? organisations.GetValueOrDefault(organisation, "") : "";
            if (Say(ask, e.Kind) is not { } said) continue;
            var (number, path) = ask.Grants.TryGetValue(e.SubjectId, out var grant)
                ? (grant, $"~/municipality/grants/details/{e.SubjectId}")
                : ask.Assignments.TryGetValue(e.SubjectId, out var assignment)
                    ? (assignment, $"~/municipality/assignments/details/{e.SubjectId}") : ("", null);
            var detail = !reasons.TryGetValue(e.Sequence, out var reason) ? ""
                : e.Kind == CaseEventKind.CprShown && Enum.TryParse<CprReason>(reason.Reason, out var known)
                    ? $"{Labels.Of(known, ask.S)} {reason.Words}".Trim()
                : e.Kind is CaseEventKind.GrantEnded or CaseEventKind.GrantEndCorrected or CaseEventKind.GrantEndTakenBack
                    && Enum.TryParse<EndReason>(reason.Reason, out var ended) ? $"{Labels.Of(ended, ask.S)}. {reason.Words}".Trim()
                : $"{(e.Kind is CaseEventKind.GrantPaused or CaseEventKind.GrantResumed ? reason.Reason + ". " : "")}{reason.Words}".Trim();
            moments.Add(new(e.OccurredAt, said.Kind, number.Length > 0 ? $"{said.Text}: {number}" : said.Text, detail, who, path));
        }
        var told = events.Select(e => (e.SubjectId, e.Kind)).ToHashSet();
        moments.AddRange((await RowsAsync(ask, cancel)).Where(r => !r.Kinds.Any(k => told.Contains((r.Subject, k)))).Select(r => r.Moment));
        return moments;
    }

    // What the rows themselves tell: for cases that came from elsewhere, with no events of their own.
    private static async Task<IReadOnlyList<(Guid Subject, CaseEventKind[] Kinds, TimelineEvent Moment)>> RowsAsync(TimelineAsk ask,
        CancellationToken cancel)
    {
        var (db, L) = (ask.Db, ask.L);
        var grants = await db.Grants.Where(g => g.CitizenId == ask.Citizen && g.MunicipalityId == ask.Tenant)
            .Select(g => new
            {
                g.Id,
                g.Number,
                g.Status,
                g.CreatedBy,
                g.CreatedAt,
                g.SubmittedBy,
                g.SubmittedAt,
                g.DecidedBy,
                g.DecidedAt,
                g.DecisionComment,
                g.RefusalReason
            }).ToListAsync(cancel);
        var assignments = await db.Assignments.Where(a => a.CitizenId == ask.Citizen && a.MunicipalityId == ask.Tenant)
            .Select(a => new
            {
                a.Id,
                a.GrantId,
                a.Number,
                a.PublishedBy,
                a.PublishedAt,
                a.AcceptedAt,
                a.EndedOn,
                Provider = db.Organisations.Where(o => o.Id == a.ProviderId).Select(o => o.Name).FirstOrDefault()
            }).ToListAsync(cancel);
        var people = grants.SelectMany(g => new[] { g.CreatedBy, g.SubmittedBy, g.DecidedBy }).OfType<Guid>()
            .Concat(assignments.Select(a => a.PublishedBy)).Distinct().ToList();
        var names = await db.Memberships.Where(m => m.OrganisationId == ask.Tenant && people.Contains(m.PersonId))
            .ToDictionaryAsync(m => m.PersonId, m => m.Name, cancel);
        var rows = new List<(Guid, CaseEventKind[], TimelineEvent)>();
        void Add(Guid subject, CaseEventKind[] kinds, DateTimeOffset at, string text, string number, Guid? by, string detail,
            string path) =>
            rows.Add((subject, kinds,
                new(at, TimelineKind.Decision, $"{text}: {number}", detail, by is { } person ? names.GetValueOrDefault(person, "") : "",
                path)));
        foreach (var g in grants)
        {
            var path = $"~/municipality/grants/details/{g.Id}";
            Add(g.Id, [CaseEventKind.GrantDrafted], g.CreatedAt, L["Oprettet som kladde"], g.Number, g.CreatedBy, "", path);
            if (g.SubmittedAt is { } submitted)
            {
                Add(g.Id, [CaseEventKind.GrantSubmitted], submitted, L["Sendt til godkendelse"], g.Number, g.SubmittedBy, "", path);
            }
            if (g.DecidedAt is { } decided)
            {
                Add(g.Id, [CaseEventKind.GrantApproved, CaseEventKind.GrantSentBack, CaseEventKind.GrantRefused], decided, g.Status switch
                {
                    GrantStatus.Draft or GrantStatus.Submitted => L["Sendt tilbage"],
                    GrantStatus.Refused => L["Afslået"],
                    _ => L["Godkendt"],
                }, g.Number, g.DecidedBy, g.Status == GrantStatus.Refused ? g.RefusalReason : g.DecisionComment, path);
            }
        }
        foreach (var a in assignments)
        {
            var path = $"~/municipality/assignments/details/{a.Id}";
            Add(a.GrantId, [CaseEventKind.GrantPublished], a.PublishedAt, L["Offentliggjort"], a.Number, a.PublishedBy, "", path);
            if (a.AcceptedAt is { } accepted)
            {
                Add(a.Id, [CaseEventKind.AssignmentAccepted], accepted, L["Taget af en leverandør"], a.Number, null, a.Provider ?? "",
                    path);
            }
            if (a.EndedOn is { } ended)
            {
                rows.Add((a.Id, [], new(DayOf(ended), TimelineKind.Decision, L["Forløbet sluttede: {0}", a.Number], "", "", path,
                    IsDay: true)));
            }
        }
        return rows;
    }

    private static DateTimeOffset DayOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static (TimelineKind Kind, string Text)? Say(TimelineAsk ask, CaseEventKind kind) => kind switch
    {
        // The documents themselves tell it, with which one it was.
        CaseEventKind.DocumentMade or CaseEventKind.DocumentSent => null,
        CaseEventKind.CitizenIdentityRead => (TimelineKind.Access, ask.L["Navn og kontaktoplysninger læst"]),
        CaseEventKind.CprShown => (TimelineKind.Access, ask.L["CPR-nummer vist"]),
        CaseEventKind.CprLookedUp => (TimelineKind.Access, ask.L["Fundet på CPR-nummer"]),
        _ when History.Say(kind, ask.L) is { } said =>
            (kind is CaseEventKind.CitizenLinkIssued or CaseEventKind.CitizenLinkOpened or CaseEventKind.CitizenLinkRefused
            or CaseEventKind.CitizenLinkClosed or CaseEventKind.CitizenLinkRevoked ? TimelineKind.Letter : TimelineKind.Decision, said),
        _ => null,
    };

    // The reason of a decision, or of having seen the number.
    private static async Task<Dictionary<long, (string Reason, string Words)>> ReasonsAsync(TimelineAsk ask, long[] sequences,
        CancellationToken cancel)
    {
        await using var command =
            ask.Db.Command(
            "select sequence, payload from portal.evidence_payloads where organisation_id = $1 and sequence = any ($2) and payload is not null",
            ask.Tenant, sequences);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var reasons = new Dictionary<long, (string, string)>();
        while (await reader.ReadAsync(cancel))
        {
            using var payload = JsonDocument.Parse(reader.GetString(1));
            string Text(string name) => payload.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()! : "";
            // A new assessment and what was wrong stand beside the reason; a refusal's and a comment stand alone.
            var said = new[] { Text("words"), Text("text"), Text("assessment"), Text("correctionText"), Text("refusalReason"), Text(
                "comment") }.Where(t => !string.IsNullOrWhiteSpace(t));
            reasons[reader.GetInt64(0)] =
                (Text("reason"), said.Aggregate("", (before, next) => before.Length == 0 ? next : before.TrimEnd()[^1] is '.' or '?'
                or '!' ? $"{before} {next}" : $"{before}. {next}"));
        }
        return reasons;
    }

    private static async Task<IReadOnlyList<TimelineEvent>> AgreementsAsync(TimelineAsk ask, CancellationToken cancel)
    {
        var rows = await (from agreement in ask.Db.Agreements
                          join provider in ask.Db.Organisations on agreement.ProviderId equals provider.Id
                          where agreement.CitizenId == ask.Citizen && agreement.MunicipalityId == ask.Tenant
                          select new
                          {
                              agreement.AssignmentId,
                              agreement.Version,
                              agreement.RecordedAt,
                              agreement.ValidFrom,
                              agreement.ValidTo,
                              agreement.HoursPerWeek,
                              Provider = provider.Name,
                              Mentors = ask.Db.AgreementMentors.Where(m => m.AgreementId == agreement.Id).Select(m => m.Name).ToList(),
                          }).ToListAsync(cancel);
        return [.. rows.Select(r => new TimelineEvent(r.RecordedAt, TimelineKind.Agreement,
            ask.L["Aftale om {0}, version {1}", ask.Assignments.GetValueOrDefault(r.AssignmentId, ""), r.Version],
            r.Mentors.Count == 0
                ? ask.L["Ingen mentor navngivet endnu. {0} timer om ugen, {1}.", Show.Number(r.HoursPerWeek),
                    Show.Period(r.ValidFrom, r.ValidTo)]
                : ask.L["Mentor {0}. {1} timer om ugen, {2}.", string.Join(", ", r.Mentors), Show.Number(r.HoursPerWeek),
                    Show.Period(r.ValidFrom, r.ValidTo)],
            r.Provider, $"~/municipality/assignments/details/{r.AssignmentId}"))];
    }

    private static async Task<IReadOnlyList<TimelineEvent>> ContactsAsync(TimelineAsk ask, CancellationToken cancel)
    {
        var moments = new List<TimelineEvent>();
        foreach (var entry in await Deliveries.OfAsync(ask.Db, [.. ask.Assignments.Keys], cancel))
        {
            var detail = entry.Correction is { } correction
                ? ask.L["Rettet {0}: {1}", Show.DateTime(correction.At), Labels.Of(correction.Code, ask.S)].Value
                : entry.Receipt is { } receipt
                    ? (receipt.Word.Length > 0 ? $"{Labels.Of(receipt.Answer, ask.S)}: {receipt.Word}" : Labels.Of(receipt.Answer, ask.S))
                : entry.Kind == EntryKind.Direct ? ask.L["Borgeren har ikke svaret"].Value : "";
            moments.Add(new(entry.StartsAt, TimelineKind.Contact, $"{Labels.Of(entry.Kind, ask.S)}, {Show.Minutes(entry.Minutes)}", detail,
                entry.Mentor, $"~/municipality/assignments/details/{entry.AssignmentId}"));
        }
        return moments;
    }

    // The citizen's part of each invoice, as its newest check has it.
    private static async Task<IReadOnlyList<TimelineEvent>> InvoicesAsync(TimelineAsk ask, CancellationToken cancel)
    {
        var assignments = ask.Assignments.Keys.Select(a => (Guid?)a).ToList();
        var lines = await (from line in ask.Db.InvoiceLines
                           join invoice in ask.Db.Invoices on line.InvoiceId equals invoice.Id
                           join provider in ask.Db.Organisations on invoice.ProviderId equals provider.Id
                           join verdict in ask.Db.LineVerdicts
                               on new { Check = invoice.CheckId, Line = line.Id } equals new
                               {
                                   Check = (Guid?)verdict.CheckId,
                                   Line = verdict.LineId
                               }
                           where invoice.MunicipalityId == ask.Tenant && assignments.Contains(line.AssignmentId)
                           select new
                           {
                               invoice.Id,
                               invoice.Number,
                               invoice.IssuedOn,
                               invoice.Status,
                               Provider = provider.Name,
                               verdict.Amount,
                               verdict.Payable,
                               verdict.Held,
                               verdict.Rejected
                           }).ToListAsync(cancel);
        return [.. lines.GroupBy(l => (l.Id, l.Number, l.IssuedOn, l.Status, l.Provider)).Select(g => new TimelineEvent(
            DayOf(g.Key.IssuedOn), TimelineKind.Money,
            ask.L["Faktura {0}", g.Key.Number],
            g.Key.Status == InvoiceStatus.Returned ? ask.L["Faktureret {0}. Fakturaen er sendt retur, og intet af den betales.",
                Show.Money(g.Sum(l => l.Amount))]
            : ask.L["Faktureret {0}: betales {1}, tilbageholdt {2}, afvist {3}", Show.Money(g.Sum(l => l.Amount)),
                Show.Money(g.Sum(l => l.Payable)), Show.Money(g.Sum(l => l.Held)), Show.Money(g.Sum(l => l.Rejected))],
            g.Key.Provider, IsDay: true))];
    }
}
