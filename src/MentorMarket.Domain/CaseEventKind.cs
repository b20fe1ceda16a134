namespace MentorMarket.Domain;

/// <summary>
/// What can happen to a case and is kept as evidence. A name is stored as it stands here: once used it is never changed nor taken away.
/// </summary>
/// <remarks>Danish: hændelsens art. Source: none; whoever verifies a chain reads these names in its rows.</remarks>
public enum CaseEventKind
{
    // A grant
    GrantDrafted, GrantChanged, GrantSubmitted, GrantTakenBack, GrantSentBack, GrantApproved, GrantRefusalProposed, GrantRefused,
    GrantDiscarded,
    GrantPublished, GrantWithdrawn, GrantHandedOver, GrantPaused, GrantResumed, GrantEnded, GrantEndCorrected, GrantEndTakenBack,
    OutcomeRecorded, FollowUpDone, FollowUpPostponed, FollowUpUndone, DocumentMade, DocumentSent,

    // An assignment and what is delivered on it
    AssignmentOffered, OfferDeclined, AssignmentAccepted, AssignmentEndedByChange, MentorChanged,
    TimeRegistered, TimeCorrected, ContactConfirmed, ContactDisputed,

    // An invoice
    InvoiceSubmitted, InvoiceChecked, InvoiceApproved, InvoiceReturned,

    // A citizen
    CitizenCreated, CitizenCorrected, CitizenLinkIssued, CitizenLinkOpened, CitizenLinkRefused, CitizenLinkClosed, CitizenLinkRevoked,
    InformationDutyRegistered, InformationTold, InformationNotReached, InformationWants, InformationDoesNotWant, InformationGivenUp,

    // Somebody read or looked up
    CitizenIdentityRead, CitizenListRead, WordsRead, CprShown, CprLookedUp, CprNotOurs,
    AuditorReadOverview, AuditorReadInvoices, AuditorReadInvoice, AuditorReadNotes, AuditorDownloadedInvoices,

    // A file of grants
    ImportUploaded, ImportTableChosen, ImportCheckAsked, ImportChecked, ImportConfirmed, ImportCarriedOut, ImportCancelled, ImportForgotten,
    ImportExamplesRead, ImportedGrantsSubmitted,

    // An organisation, its people and who may look in
    EngagementOpened, EngagementRevoked, PersonInvited, InvitationRevoked, MemberChanged, MembershipEnded, OwnRolesGiven, DeputyAppointed,
    DeputyRevoked,
    ServiceStandardChanged, CheckSettingsChanged, DailyMailChosen, CalendarAddressMade, CalendarAddressRevoked, InvitationAccepted,
    OrganisationOpened, OrganisationChanged, OrganisationSuspended, OrganisationReopened, ApplicationRefused,

    // A login
    AccountLocked, PasswordChanged, PasswordReset, ProfileChanged, SecondFactorSet, SecondFactorRemoved, RecoveryCodesRenewed,

    // The chain itself: only the database writes these
    PayloadErased, ChangedByHand, DemoLoaded,
}
