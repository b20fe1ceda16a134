using MentorMarket.Domain.Grants;

namespace MentorMarket.Domain.Documents;

/// <summary>The documents that a grant gives rise to.</summary>
/// <remarks>Danish: dokument. Source: guidance ch. 6; service standard ("Aftale om mentorstøtten").</remarks>
public enum DocumentKind
{
    /// <summary>The decision with its reason, its legal basis and the complaint guidance (afgørelse). Source: LAB § 204.</summary>
    DecisionLetter,
    /// <summary>The written agreement with the citizen, in six fields (aftale om mentorstøtte). Source: service standard.</summary>
    Agreement,
    /// <summary>What Min Plan must say of the support. Source: guidance ch. 6.</summary>
    MinPlan,
    /// <summary>The letter "you have a mentor" with the citizen's link and code, which are kept nowhere.</summary>
    MentorLetter,
    /// <summary>The decision that nothing is granted, with what is not met, the paragraphs and the complaint guidance (afslag).</summary>
    Refusal,
    /// <summary>That the support rests, or goes on after a pause, and why (pause).</summary>
    Pause,
    /// <summary>The decision that the support ends before its time, or that it goes on after all (afgørelse om afslutning).</summary>
    End,
}

/// <summary>What a document says about the grant; a difference in one of them makes the document out of date.</summary>
/// <remarks>Danish: oplysning.</remarks>
public enum LetterFact
{
    /// <summary>What the support is to lead to (formål).</summary>
    Purpose,
    /// <summary>The reason in words (begrundelse).</summary>
    Reason,
    /// <summary>The group of the act that the citizen belongs to (målgruppe).</summary>
    TargetGroup,
    /// <summary>The act that the grant is given under (retsgrundlag).</summary>
    Basis,
    /// <summary>The goals in order (mål).</summary>
    Goals,
    /// <summary>What the mentor is to help with (opgaver).</summary>
    Tasks,
    /// <summary>Hours a week, and in all where there is a limit (timetal).</summary>
    Hours,
    /// <summary>First and last day (varighed).</summary>
    Period,
    /// <summary>Who the mentor is (mentorens navn).</summary>
    Mentor,
    /// <summary>How the mentor is reached (mentorens kontaktdata).</summary>
    MentorContact,
    /// <summary>The citizen's link and code: new in each letter that is issued.</summary>
    Link,
    /// <summary>Why the grant was extended or changed, and the new assessment (genvurdering).</summary>
    Change,
    /// <summary>What is not met, and why (grunde til afslag).</summary>
    Refusal,
    /// <summary>Each pause with its reason, its assessment and why it ended (pauser).</summary>
    Pause,
    /// <summary>The day it ends on before its time, why, and the assessment (afslutning).</summary>
    End,
}

/// <summary>How a document was sent, both of them secure.</summary>
/// <remarks>Danish: forsendelse. Source: guidance ch. 6 (sikker post).</remarks>
public enum DispatchChannel
{
    /// <summary>Digital Post, by the municipality's own sender.</summary>
    DigitalPost,
    /// <summary>A letter on paper, to a citizen who is exempt from Digital Post.</summary>
    PaperLetter,
}

/// <summary>One version of a document of a grant, as it was written. It is never changed: what differs is a new version.</summary>
/// <remarks>Danish: dokument i kommunens navn. Source: guidance ch. 6 (changes appear too).</remarks>
public sealed class GrantDocument : IRecordsEvents
{
    private readonly List<CaseEvent> events = [];

    private GrantDocument() { }

    /// <summary>Writes a version. <see cref="Rule.DocumentNeedsApproval"/> before the grant is a decision.</summary>
    /// <param name="grant">The grant it is about.</param>
    /// <param name="kind">Which document.</param>
    /// <param name="version">One more than the newest, also where that was of the grant that this one extends or changes.</param>
    /// <param name="language">The citizen's.</param>
    /// <param name="facts">What it says of the grant, to be compared with later.</param>
    /// <param name="content">The document itself, without any secret.</param>
    /// <param name="changes">What differs from the version before; none in the first.</param>
    /// <param name="by">Who made it.</param>
    /// <param name="now">When.</param>
    public static GrantDocument Make(Grant grant, DocumentKind kind, int version, string language, string facts, string content,
        IReadOnlyList<LetterFact> changes, Guid by, DateTimeOffset now)
    {
        if (kind == DocumentKind.Refusal ? grant.Status != GrantStatus.Refused : !grant.IsDecided)
        {
            throw new RuleViolation(Rule.DocumentNeedsApproval);
        }
        if (version > 1 && changes.Count == 0) throw new RuleViolation(Rule.DocumentIsUpToDate);
        var document = new GrantDocument
        {
            Id = Guid.CreateVersion7(),
            MunicipalityId = grant.MunicipalityId,
            CitizenId = grant.CitizenId,
            GrantId = grant.Id,
            Kind = kind,
            Version = version,
            Language = language,
            Facts = facts,
            Content = content,
            Changes = [.. changes],
            MadeBy = by,
            MadeAt = now,
        };
        document.Record(CaseEventKind.DocumentMade, ("changes", changes.Select(c => c.ToString()).ToList()));
        return document;
    }

    public Guid Id { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid CitizenId { get; private set; }
    public Guid GrantId { get; private set; }
    public DocumentKind Kind { get; private set; }
    public int Version { get; private set; }
    public string Language { get; private set; } = "";
    public string Facts { get; private set; } = "";
    public string Content { get; private set; } = "";
    public List<LetterFact> Changes { get; private set; } = [];
    public Guid MadeBy { get; private set; }
    public DateTimeOffset MadeAt { get; private set; }
    public IReadOnlyList<CaseEvent> Events => events;

    /// <summary>Whether it can have been sent on that day: not before it was made and not in the future.</summary>
    public static bool CanBeSentOn(DateOnly on, DateOnly madeOn, DateOnly today) => on >= madeOn && on <= today;

    /// <summary>Notes that it was sent by secure post. <see cref="Rule.DispatchDateIsImpossible"/> for a day it cannot have been.</summary>
    public DocumentDispatch Send(DispatchChannel channel, DateOnly on, string reference, Guid by, DateTimeOffset now)
    {
        if (!CanBeSentOn(on, DanishTime.DateOf(MadeAt), DanishTime.DateOf(now))) throw new RuleViolation(Rule.DispatchDateIsImpossible);
        var dispatch = new DocumentDispatch(this, channel, on, reference.Trim(), by, now);
        Record(CaseEventKind.DocumentSent, ("dispatch", dispatch.Id), ("channel", channel.ToString()), ("sentOn", on),
            ("reference", dispatch.Reference));
        return dispatch;
    }

    private void Record(CaseEventKind kind, params (string Name, object? Value)[] more)
    {
        var payload = new Dictionary<string, object?>
        {
            ["document"] = Id,
            ["citizen"] = CitizenId,
            ["kind"] = Kind.ToString(),
            [
            "version"] = Version
        };
        foreach (var (name, value) in more) payload[name] = value;
        events.Add(new(kind, MunicipalityId, GrantId, payload));
    }
}

/// <summary>That a document was sent: when, how, and what it is known by there. Never changed; a second sending is another one.</summary>
/// <remarks>Danish: forsendelse. Source: guidance ch. 6 (the decision is sent by secure post).</remarks>
public sealed class DocumentDispatch
{
    private DocumentDispatch() { }

    internal DocumentDispatch(GrantDocument document, DispatchChannel channel, DateOnly on, string reference, Guid by, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7();
        DocumentId = document.Id;
        MunicipalityId = document.MunicipalityId;
        Channel = channel;
        SentOn = on;
        Reference = reference;
        RecordedBy = by;
        RecordedAt = now;
    }

    public Guid Id { get; private set; }
    public Guid DocumentId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public DispatchChannel Channel { get; private set; }
    public DateOnly SentOn { get; private set; }
    public string Reference { get; private set; } = "";
    public Guid RecordedBy { get; private set; }
    public DateTimeOffset RecordedAt { get; private set; }
}
