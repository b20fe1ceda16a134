namespace MentorMarket.Domain;

/// <summary>The transitions that are forbidden: the third kind of "no", beside a message at a field and a verdict.</summary>
public enum Rule
{
    /// <summary>Only a draft can be edited or sent to approval.</summary>
    GrantIsNotADraft,
    /// <summary>Something that the law asks for is missing from the grant.</summary>
    GrantIsIncomplete,
    /// <summary>Only a grant that waits for approval can be approved or sent back.</summary>
    GrantDoesNotAwaitApproval,
    /// <summary>What waits for approval is taken back by whoever wrote it or follows it, and by nobody else.</summary>
    GrantIsAnothers,
    /// <summary>Nobody approves a grant that they wrote or sent in themselves.</summary>
    ApproverIsTheAuthor,
    /// <summary>Only an approved grant can be published.</summary>
    GrantIsNotApproved,
    /// <summary>The grant's period has already ended.</summary>
    GrantPeriodIsOver,
    /// <summary>Another provider accepted the assignment first.</summary>
    AssignmentIsTaken,
    /// <summary>The municipality has withdrawn the assignment.</summary>
    AssignmentIsWithdrawn,
    /// <summary>Only a published assignment that nobody has accepted can be withdrawn.</summary>
    AssignmentCannotBeWithdrawn,
    /// <summary>The named mentor is not one of the provider's mentors.</summary>
    MentorIsUnknown,
    /// <summary>The mentor is not named in the agreement.</summary>
    MentorIsNotOnTheAssignment,
    /// <summary>The entry has already been corrected: correct the newest one.</summary>
    EntryIsSuperseded,
    /// <summary>The entry has no direct contact to confirm.</summary>
    EntryIsNotDirectContact,
    /// <summary>The invoice has no lines.</summary>
    InvoiceIsEmpty,
    /// <summary>The invoice was decided or checked again since the page was shown.</summary>
    InvoiceHasChanged,
    /// <summary>Nothing on the invoice is payable now beyond what is approved.</summary>
    NothingToApprove,
    /// <summary>An invoice of which something is approved cannot be returned.</summary>
    InvoiceIsApproved,
    /// <summary>A CPR number stands in a text that is no place for one.</summary>
    TextHoldsCpr,
    /// <summary>The same form was sent before with other contents.</summary>
    FormWasUsedBefore,
    /// <summary>The row was changed by somebody else since the page was shown.</summary>
    ConcurrentChange,
    /// <summary>The citizen has ended this link, or it has expired.</summary>
    LinkIsClosed,
    /// <summary>An organisation must keep at least one administrator.</summary>
    LastAdministrator,
    /// <summary>Nobody takes the administrator's role from themselves.</summary>
    OwnAdministratorRole,
    /// <summary>Where there is another administrator, nobody gives themselves roles.</summary>
    OwnRoles,
    /// <summary>The auditor's access has been closed already.</summary>
    EngagementIsRevoked,
    /// <summary>The import is at work or over: it can no longer be changed.</summary>
    ImportHasMovedOn,
    /// <summary>The dry run found problems that stop the import.</summary>
    ImportHasErrors,
    /// <summary>Nobody has said that the warnings of the dry run are meant.</summary>
    ImportWarningsNotSeen,
    /// <summary>The citizen has answered; only another answer can replace it.</summary>
    InformationDutyIsAnswered,
    /// <summary>Somebody has already written that it was done.</summary>
    FollowUpIsHandled,
    /// <summary>What was held so long before a date belongs to the date before it.</summary>
    FollowUpIsTooEarly,
    /// <summary>The date cannot be moved, or not so far.</summary>
    FollowUpCannotWait,
    /// <summary>Nothing was written about it that could be taken back.</summary>
    FollowUpIsNotHandled,
    /// <summary>A follow-up says too little.</summary>
    FollowUpIsIncomplete,
    /// <summary>Only a grant that was approved can be extended, and only one that is under way can be changed.</summary>
    GrantCannotBeFollowed,
    /// <summary>Only a draft, or with a reason an approved grant that is not on the market, can be given up.</summary>
    GrantCannotBeGivenUp,
    /// <summary>A deputy whose days are over, or who was taken back before, cannot be taken back.</summary>
    DeputyIsOver,
    /// <summary>An extension or a change of the grant is under way, or was decided: go on from that one.</summary>
    GrantIsFollowed,
    /// <summary>The offer was made to a provider that had no assignment with the citizen, or is no longer open.</summary>
    OfferIsNotOpen,
    /// <summary>The support has not begun, is over, or has no provider: it can be neither paused nor ended.</summary>
    GrantIsNotRunning,
    /// <summary>The pause meets another one, or lies outside the grant's period.</summary>
    PauseDoesNotFit,
    /// <summary>The pause had ended by the day it should be resumed on.</summary>
    PauseIsOver,
    /// <summary>The support ends on a day of its own period.</summary>
    EndIsOutsidePeriod,
    /// <summary>It has been recorded already when and why the support ended.</summary>
    GrantHasEnded,
    /// <summary>An outcome judges every goal.</summary>
    OutcomeIsIncomplete,
    /// <summary>The stage lies in the future.</summary>
    OutcomeIsTooEarly,
    /// <summary>The mentor has handed the assignment over to another one, and registers nothing after that day.</summary>
    MentorHasHandedOver,
    /// <summary>The mentor takes the assignment over on a later day, and registers nothing before it.</summary>
    MentorHasNotBegun,
    /// <summary>A new mentor's first day is after the assignment's and the present mentor's, and not long ago.</summary>
    MentorCannotBeginThen,
    /// <summary>The mentor has the assignment already.</summary>
    MentorIsNamedAlready,
    /// <summary>The assignment is over: nobody takes it over.</summary>
    AssignmentIsOver,
    /// <summary>A deputy decides; appointing deputies is the team leader's own.</summary>
    DeputyAppointsNobody,
    /// <summary>A grant that is not approved is no decision yet, and nothing is written to the citizen about it.</summary>
    DocumentNeedsApproval,
    /// <summary>The document names the mentor, and no provider has accepted yet.</summary>
    DocumentNeedsMentor,
    /// <summary>The newest version says what is so already.</summary>
    DocumentIsUpToDate,
    /// <summary>Nothing is sent before it was made, or in the future.</summary>
    DispatchDateIsImpossible,
    /// <summary>A pause, its end and the end of the support each have a reason and a new assessment.</summary>
    AssessmentIsMissing,
    /// <summary>Only the newest record of an end that stands is corrected, with a word on why.</summary>
    EndCannotBeCorrected,
    /// <summary>The support goes on only while the assignment's own days allow it and nothing has taken over from it.</summary>
    EndCannotBeTakenBack,
    /// <summary>Another grant of the citizen has a provider on the days that the support would go on.</summary>
    EndMeetsAnotherGrant,
    /// <summary>A refusal names what the citizen does not meet, and why.</summary>
    RefusalIsIncomplete,
    /// <summary>What the caseworker proposes to refuse is refused or sent back, never approved.</summary>
    RefusalIsProposed,
    /// <summary>
    /// A mentor who is employed by the municipality, a company or an institution is offered to that party and not to the market.
    /// </summary>
    MentorIsNotOnTheMarket,
    /// <summary>There is nothing to write that letter about.</summary>
    DocumentHasNoOccasion,
    /// <summary>A grant goes to providers when it is noted that its decision was sent to the citizen, and not before.</summary>
    DecisionIsNotSent,
}

/// <summary>A transition was asked for that the domain forbids; shown to the user as a message.</summary>
/// <remarks>Never used for malformed input (a message at the field) nor for a verdict on an invoice (a finding).</remarks>
public sealed class RuleViolation(Rule rule, string detail = "") : Exception($"{rule} {detail}".Trim())
{
    /// <summary>Which rule.</summary>
    public Rule Rule { get; } = rule;

    /// <summary>What to put into the message, for example when and by whom; never personal data.</summary>
    public string Detail { get; } = detail;
}
