namespace MentorMarket.Web.Pages.Municipality;

/// <summary>Something that happened to a case, out of the evidence: what, when and who.</summary>
/// <param name="Who">A person's name in the municipality, else the organisation's; empty when it was the citizen.</param>
public sealed record HistoryEvent(DateTimeOffset At, string Kind, string Who);

internal static class History
{
    /// <summary>What changed the subjects, newest first; reads are left out.</summary>
    public static async Task<IReadOnlyList<HistoryEvent>> OfAsync(PortalDb db, Guid municipality, IReadOnlyList<Guid> subjects,
        CancellationToken cancel)
    {
        // What came in with a file noted nothing of itself: the import's one event stands for all of its rows.
        var imports = await db.ImportedRows.Where(r => r.MunicipalityId == municipality
            && (subjects.Contains(r.CitizenId) || (r.GrantId != null && subjects.Contains(r.GrantId.Value))))
            .Select(r => r.ImportId).Distinct().ToListAsync(cancel);
        var events = await db.EvidenceEvents.Where(e => e.OrganisationId == municipality
            && (subjects.Contains(e.SubjectId) || (imports.Contains(e.SubjectId) && e.Kind == "ImportCarriedOut")))
            .OrderByDescending(e => e.Sequence).Select(e => new { e.OccurredAt, e.Kind, e.ActorId, e.ActingOrganisationId, e.ActorRole })
                .ToListAsync(cancel);
        var people = events.Select(e => e.ActorId).Distinct().ToList();
        var names = await db.Memberships.Where(m => m.OrganisationId == municipality && people.Contains(m.PersonId))
            .ToDictionaryAsync(m => m.PersonId, m => m.Name, cancel);
        var acting = events.Select(e => e.ActingOrganisationId).Distinct().ToList();
        var organisations = await db.Organisations.Where(o => acting.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, cancel);
        return [.. events.Select(e => new HistoryEvent(e.OccurredAt, e.Kind,
            e.ActorRole == "citizen" ? ""
            : e.ActorId is { } person && names.TryGetValue(person, out var name) ? name
            : e.ActingOrganisationId is { } organisation ? organisations.GetValueOrDefault(organisation, "") : ""))];
    }

    /// <summary>The event in words; null for one that is not part of a case's history.</summary>
    public static string? Say(HistoryEvent happened, IStringLocalizer<MunicipalityTexts> L) => happened.Kind switch
    {
        "GrantDrafted" => L["Oprettet som kladde"].Value,
        "GrantChanged" => L["Rettet"].Value,
        "ImportCarriedOut" => L["Indlæst fra fil"].Value,
        "GrantSubmitted" => L["Sendt til godkendelse"].Value,
        "GrantApproved" => L["Godkendt"].Value,
        "GrantSentBack" => L["Sendt tilbage"].Value,
        "GrantTakenBack" => L["Taget tilbage fra godkendelse"].Value,
        "GrantPublished" => L["Offentliggjort"].Value,
        "GrantHandedOver" => L["Givet videre til en anden sagsbehandler"].Value,
        "FollowUpDone" => L["Opfølgning noteret"].Value,
        "FollowUpPostponed" => L["Opfølgning udsat"].Value,
        "FollowUpUndone" => L["Opfølgning taget tilbage"].Value,
        "GrantWithdrawn" => L["Opslag trukket tilbage"].Value,
        "AssignmentAccepted" => L["Taget af en leverandør"].Value,
        "DocumentMade" => L["Dokument lavet"].Value,
        "DocumentSent" => L["Dokument noteret sendt"].Value,
        "AssignmentOffered" => L["Tilbudt den nuværende leverandør"].Value,
        "OfferDeclined" => L["Leverandøren har sagt nej"].Value,
        "MentorChanged" => L["Ny mentor"].Value,
        "GrantPaused" => L["Sat på pause"].Value,
        "GrantResumed" => L["Genoptaget"].Value,
        "GrantEnded" => L["Afsluttet"].Value,
        "GrantEndCorrected" => L["Afslutning rettet"].Value,
        "GrantEndTakenBack" => L["Afslutning taget tilbage"].Value,
        "GrantRefusalProposed" => L["Indstillet til afslag"].Value,
        "GrantRefused" => L["Afslået"].Value,
        "OutcomeRecorded" => L["Udbytte noteret"].Value,
        "GrantDiscarded" => L["Opgivet"].Value,
        "CitizenCreated" => L["Borger oprettet"].Value,
        "CitizenCorrected" => L["Oplysninger rettet"].Value,
        "CprShown" => L["CPR-nummer vist"].Value,
        "CitizenLinkIssued" => L["Brev med link udstedt"].Value,
        "CitizenLinkOpened" => L["Link åbnet"].Value,
        "CitizenLinkRefused" => L["Forkert kode til link"].Value,
        "CitizenLinkClosed" => L["Link lukket efter fem forkerte koder"].Value,
        "CitizenLinkRevoked" => L["Link spærret"].Value,
        _ => null,
    };
}
