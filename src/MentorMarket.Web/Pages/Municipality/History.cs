namespace MentorMarket.Web.Pages.Municipality;

/// <summary>Something that happened to a case, out of the evidence: what, when and who.</summary>
/// <param name="Who">A person's name in the municipality, else the organisation's; empty when it was the citizen.</param>
public sealed record HistoryEvent(DateTimeOffset At, CaseEventKind Kind, string Who);

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
            && (subjects.Contains(e.SubjectId) || (imports.Contains(e.SubjectId) && e.Kind == CaseEventKind.ImportCarriedOut)))
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
    public static string? Say(CaseEventKind kind, IStringLocalizer<MunicipalityTexts> L) => kind switch
    {
        CaseEventKind.GrantDrafted => L["Oprettet som kladde"].Value,
        CaseEventKind.GrantChanged => L["Rettet"].Value,
        CaseEventKind.ImportCarriedOut => L["Indlæst fra fil"].Value,
        CaseEventKind.GrantSubmitted => L["Sendt til godkendelse"].Value,
        CaseEventKind.GrantApproved => L["Godkendt"].Value,
        CaseEventKind.GrantSentBack => L["Sendt tilbage"].Value,
        CaseEventKind.GrantTakenBack => L["Taget tilbage fra godkendelse"].Value,
        CaseEventKind.GrantPublished => L["Offentliggjort"].Value,
        CaseEventKind.GrantHandedOver => L["Givet videre til en anden sagsbehandler"].Value,
        CaseEventKind.FollowUpDone => L["Opfølgning noteret"].Value,
        CaseEventKind.FollowUpPostponed => L["Opfølgning udsat"].Value,
        CaseEventKind.FollowUpUndone => L["Opfølgning taget tilbage"].Value,
        CaseEventKind.GrantWithdrawn => L["Opslag trukket tilbage"].Value,
        CaseEventKind.AssignmentAccepted => L["Taget af en leverandør"].Value,
        CaseEventKind.DocumentMade => L["Dokument lavet"].Value,
        CaseEventKind.DocumentSent => L["Dokument noteret sendt"].Value,
        CaseEventKind.AssignmentOffered => L["Tilbudt den nuværende leverandør"].Value,
        CaseEventKind.OfferDeclined => L["Leverandøren har sagt nej"].Value,
        CaseEventKind.MentorChanged => L["Ny mentor"].Value,
        CaseEventKind.GrantPaused => L["Sat på pause"].Value,
        CaseEventKind.GrantResumed => L["Genoptaget"].Value,
        CaseEventKind.GrantEnded => L["Afsluttet"].Value,
        CaseEventKind.GrantEndCorrected => L["Afslutning rettet"].Value,
        CaseEventKind.GrantEndTakenBack => L["Afslutning taget tilbage"].Value,
        CaseEventKind.GrantRefusalProposed => L["Indstillet til afslag"].Value,
        CaseEventKind.GrantRefused => L["Afslået"].Value,
        CaseEventKind.OutcomeRecorded => L["Udbytte noteret"].Value,
        CaseEventKind.GrantDiscarded => L["Opgivet"].Value,
        CaseEventKind.CitizenCreated => L["Borger oprettet"].Value,
        CaseEventKind.CitizenCorrected => L["Oplysninger rettet"].Value,
        CaseEventKind.CprShown => L["CPR-nummer vist"].Value,
        CaseEventKind.CitizenLinkIssued => L["Brev med link udstedt"].Value,
        CaseEventKind.CitizenLinkOpened => L["Link åbnet"].Value,
        CaseEventKind.CitizenLinkRefused => L["Forkert kode til link"].Value,
        CaseEventKind.CitizenLinkClosed => L["Link lukket efter fem forkerte koder"].Value,
        CaseEventKind.CitizenLinkRevoked => L["Link spærret"].Value,
        // Reads, what belongs to an invoice, an entry or an import, and what concerns the organisation, a login or the chain are shown
        // where they belong.
        CaseEventKind.AssignmentEndedByChange or CaseEventKind.TimeRegistered or CaseEventKind.TimeCorrected
            or CaseEventKind.ContactConfirmed or CaseEventKind.ContactDisputed or CaseEventKind.InvoiceSubmitted
            or CaseEventKind.InvoiceChecked or CaseEventKind.InvoiceApproved or CaseEventKind.InvoiceReturned
            or CaseEventKind.InformationDutyRegistered or CaseEventKind.InformationTold or CaseEventKind.InformationNotReached
            or CaseEventKind.InformationWants or CaseEventKind.InformationDoesNotWant or CaseEventKind.InformationGivenUp
            or CaseEventKind.CitizenIdentityRead or CaseEventKind.CitizenListRead or CaseEventKind.WordsRead
            or CaseEventKind.CprLookedUp or CaseEventKind.CprNotOurs or CaseEventKind.AuditorReadOverview
            or CaseEventKind.AuditorReadInvoices or CaseEventKind.AuditorReadInvoice or CaseEventKind.AuditorReadNotes
            or CaseEventKind.AuditorDownloadedInvoices or CaseEventKind.ImportUploaded or CaseEventKind.ImportTableChosen
            or CaseEventKind.ImportCheckAsked or CaseEventKind.ImportChecked or CaseEventKind.ImportConfirmed
            or CaseEventKind.ImportCancelled or CaseEventKind.ImportForgotten or CaseEventKind.ImportExamplesRead
            or CaseEventKind.ImportedGrantsSubmitted or CaseEventKind.EngagementOpened or CaseEventKind.EngagementRevoked
            or CaseEventKind.PersonInvited or CaseEventKind.InvitationRevoked or CaseEventKind.MemberChanged
            or CaseEventKind.MembershipEnded or CaseEventKind.OwnRolesGiven or CaseEventKind.DeputyAppointed
            or CaseEventKind.DeputyRevoked or CaseEventKind.ServiceStandardChanged or CaseEventKind.CheckSettingsChanged
            or CaseEventKind.DailyMailChosen
            or CaseEventKind.CalendarAddressMade or CaseEventKind.CalendarAddressRevoked or CaseEventKind.InvitationAccepted
            or CaseEventKind.OrganisationOpened or CaseEventKind.OrganisationChanged or CaseEventKind.OrganisationSuspended
            or CaseEventKind.OrganisationReopened or CaseEventKind.ApplicationRefused
            or CaseEventKind.AccountLocked or CaseEventKind.PasswordChanged or CaseEventKind.PasswordReset
            or CaseEventKind.ProfileChanged or CaseEventKind.SecondFactorSet or CaseEventKind.SecondFactorRemoved
            or CaseEventKind.RecoveryCodesRenewed or CaseEventKind.PayloadErased or CaseEventKind.ChangedByHand
            or CaseEventKind.DemoLoaded => null,
    };
}
