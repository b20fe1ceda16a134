using System.Security.Cryptography;
using System.Text;

namespace MentorMarket.Domain.Delivery;

/// <summary>What the time was used for. Only direct contact is paid; the rest may be recorded and is priced 0 by law.</summary>
/// <remarks>Danish: tidens art. Source: guidance ch. 7.</remarks>
public enum EntryKind : byte
{
    /// <summary>Direct contact between mentor and citizen (direkte kontakttid).</summary>
    Direct,
    /// <summary>The citizen did not come (udeblivelse).</summary>
    NoShow,
    /// <summary>Transport.</summary>
    Transport,
    /// <summary>Preparation.</summary>
    Preparation,
    /// <summary>The mentor was sick.</summary>
    Sick,
    /// <summary>Training of the mentor.</summary>
    Training,
    /// <summary>Other time.</summary>
    Other,
}

/// <summary>The kind of place, never the place itself: location is personal data.</summary>
/// <remarks>Danish: stedstype.</remarks>
public enum PlaceType
{
    /// <summary>At the citizen's home.</summary>
    Home,
    /// <summary>At a place of work.</summary>
    Workplace,
    /// <summary>At a school or place of education.</summary>
    School,
    /// <summary>At an office of the municipality or the provider.</summary>
    Office,
    /// <summary>Outdoors or on the way together.</summary>
    Outdoors,
    /// <summary>By video.</summary>
    Video,
    /// <summary>By telephone.</summary>
    Phone,
    /// <summary>Elsewhere.</summary>
    Elsewhere,
}

/// <summary>Why an entry was corrected.</summary>
/// <remarks>Danish: årsag til rettelse. Every later edit carries a reason code and who and when.</remarks>
public enum CorrectionCode
{
    /// <summary>The time was wrong.</summary>
    WrongTime,
    /// <summary>The kind was wrong.</summary>
    WrongKind,
    /// <summary>It was registered on the wrong case.</summary>
    WrongCase,
    /// <summary>The place type was wrong.</summary>
    WrongPlace,
    /// <summary>It was registered twice.</summary>
    Duplicate,
    /// <summary>Something else, said in words.</summary>
    Other,
}

/// <summary>The act that time was given under, asked where one person gives support under several.</summary>
/// <remarks>Danish: lovgrundlag for registreringen. Source: guidance ch. 8: each entry says which.</remarks>
public enum EntryAct
{
    /// <summary>LAB §§ 167-171.</summary>
    EmploymentAct,
    /// <summary>Integration act § 23 d.</summary>
    IntegrationAct,
    /// <summary>Another act, such as the act on social service.</summary>
    OtherAct,
}

/// <summary>What a mentor registers: from when to when, on which assignment, and what for.</summary>
/// <remarks>
/// Danish: tidsregistrering. Insert-only: a correction is a new entry that supersedes the old one, which stays visible.
/// Minutes, local date and ISO week are worked out when it is written, in Europe/Copenhagen, from the start.
/// </remarks>
public sealed class TimeEntry : IRecordsEvents
{
    private readonly List<CaseEvent> events = [];

    private TimeEntry() { }

    /// <summary>Registers time; with <paramref name="supersedes"/> and a code it corrects an earlier entry.</summary>
    /// <param name="note">What <see cref="EntryNote"/> keeps: the event holds its hash alone, so that the note itself can be
    /// erased.</param>
    /// <param name="steps">What <see cref="GoalStep"/> keeps.</param>
    public TimeEntry(
        Guid municipality, Guid provider, Guid assignment, Guid mentor, string mentorName,
        DateTimeOffset startsAt, DateTimeOffset endsAt, EntryKind kind, PlaceType place,
        Guid by, DateTimeOffset now, TimeEntry? supersedes = null, CorrectionCode? correction = null, string correctionReason = "",
        string note = "", IEnumerable<(Guid Goal, int Step)>? steps = null, EntryAct? act = null)
    {
        Id = Guid.CreateVersion7();
        MunicipalityId = municipality;
        ProviderId = provider;
        AssignmentId = assignment;
        MentorId = mentor;
        MentorName = mentorName;
        StartsAt = startsAt.ToUniversalTime();
        EndsAt = endsAt.ToUniversalTime();
        Minutes = Math.Max(0, (int)((endsAt - startsAt).Ticks / TimeSpan.TicksPerMinute));
        LocalDate = DanishTime.DateOf(startsAt);
        IsoWeek = DanishTime.WeekOf(LocalDate);
        Kind = kind;
        Place = place;
        RegisteredBy = by;
        RegisteredAt = now;
        SupersedesId = supersedes?.Id;
        Correction = correction;
        CorrectionReason = correctionReason.Trim();
        Act = act;
        events.Add(new(supersedes is null ? CaseEventKind.TimeRegistered : CaseEventKind.TimeCorrected, municipality, Id,
            new Dictionary<string, object?>
            {
                ["assignment"] = assignment,
                ["provider"] = provider,
                ["mentor"] = mentor,
                ["startsAt"] = StartsAt,
                ["endsAt"] = EndsAt,
                ["kind"] = kind.ToString(),
                ["place"] = place.ToString(),
                ["supersedes"] = SupersedesId,
                ["correction"] = correction?.ToString(),
                ["reason"] = CorrectionReason,
                ["act"] = act?.ToString(),
                ["noteSha256"] = note.Trim() is { Length: > 0 } words
                ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words))) : null,
                ["steps"] = (steps ?? []).OrderBy(s => s.Goal)
                .ToDictionary(s => s.Goal.ToString(), s => (object?)s.Step, StringComparer.Ordinal),
            }));
    }

    public Guid Id { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid ProviderId { get; private set; }
    public Guid AssignmentId { get; private set; }

    /// <summary>The person, the same at whichever provider.</summary>
    public Guid MentorId { get; private set; }
    public string MentorName { get; private set; } = "";
    public DateTimeOffset StartsAt { get; private set; }
    public DateTimeOffset EndsAt { get; private set; }

    /// <summary>Whole minutes, rounded down.</summary>
    public int Minutes { get; private set; }

    /// <summary>The start's date in Europe/Copenhagen.</summary>
    public DateOnly LocalDate { get; private set; }

    /// <summary>The start's ISO week as year x 100 + week: 202501.</summary>
    public int IsoWeek { get; private set; }
    public EntryKind Kind { get; private set; }
    public PlaceType Place { get; private set; }
    public Guid RegisteredBy { get; private set; }

    /// <summary>The time on the server when it arrived, whatever the entry claims.</summary>
    public DateTimeOffset RegisteredAt { get; private set; }
    public Guid? SupersedesId { get; private set; }
    public CorrectionCode? Correction { get; private set; }
    public string CorrectionReason { get; private set; } = "";

    /// <summary>The act it was given under; null where nobody asked, and then it is the grant's.</summary>
    public EntryAct? Act { get; private set; }

    /// <summary>Whether it was given under the act of a grant: only that can be paid by it.</summary>
    public bool IsUnder(Grants.LegalBasis basis) => Act is not { } act || act switch
    {
        EntryAct.EmploymentAct => basis == Grants.LegalBasis.EmploymentAct,
        EntryAct.IntegrationAct => basis == Grants.LegalBasis.IntegrationAct,
        EntryAct.OtherAct => false,
    };
    public IReadOnlyList<CaseEvent> Events => events;
}

/// <summary>What the mentor wrote about an entry. Kept apart, since fewer may read it.</summary>
/// <remarks>Danish: notat.</remarks>
public sealed class EntryNote
{
    private EntryNote() { }

    /// <summary>The note of an entry.</summary>
    public EntryNote(TimeEntry entry, string note)
    {
        EntryId = entry.Id;
        AssignmentId = entry.AssignmentId;
        MunicipalityId = entry.MunicipalityId;
        ProviderId = entry.ProviderId;
        Note = note.Trim();
    }

    public Guid EntryId { get; private set; }
    public Guid AssignmentId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid ProviderId { get; private set; }
    public string Note { get; private set; } = "";
}

/// <summary>How far the citizen is towards one goal, from 1 (far from) to 5 (reached), as the mentor sees it that day.</summary>
/// <remarks>Danish: trin på målet. One tap, so that it is used.</remarks>
public sealed class GoalStep
{
    private GoalStep() { }

    /// <summary>The step on a goal, noted with an entry.</summary>
    public GoalStep(TimeEntry entry, Guid goal, int step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(step, 5);
        EntryId = entry.Id;
        GoalId = goal;
        AssignmentId = entry.AssignmentId;
        MunicipalityId = entry.MunicipalityId;
        ProviderId = entry.ProviderId;
        Step = step;
    }

    public Guid EntryId { get; private set; }
    public Guid GoalId { get; private set; }
    public Guid AssignmentId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid ProviderId { get; private set; }
    public int Step { get; private set; }
}

/// <summary>What the citizen answered.</summary>
/// <remarks>Danish: borgerens svar.</remarks>
public enum Answer
{
    /// <summary>The contact took place.</summary>
    Confirmed,
    /// <summary>"Det passer ikke."</summary>
    Disputed,
}

/// <summary>How the receipt was given.</summary>
/// <remarks>Danish: kvitteringens vej.</remarks>
public enum ReceiptChannel
{
    /// <summary>The citizen's own link with the code from the letter.</summary>
    CitizenLink,
    /// <summary>A signed attendance list.</summary>
    AttendanceList,
    /// <summary>Made up for the demo.</summary>
    Demo,
}

/// <summary>How much a receipt proves.</summary>
/// <remarks>Danish: kvitteringens styrke. A confirmation from a device on which a mentor is logged in is weak.</remarks>
public enum ReceiptStrength
{
    /// <summary>From the citizen's own device.</summary>
    Strong,
    /// <summary>From a device or in a way that the mentor could use too.</summary>
    Weak,
}

/// <summary>The citizen's receipt for one entry. Insert-only: the newest counts.</summary>
/// <remarks>Danish: borgerens kvittering. Source: focus audit 2019 (attendance list or another form of receipt).</remarks>
public sealed class Confirmation : IRecordsEvents
{
    private readonly List<CaseEvent> events = [];

    private Confirmation() { }

    /// <summary>The citizen's answer about an entry; a dispute needs a word why.</summary>
    public Confirmation(TimeEntry entry, Answer answer, string word, ReceiptChannel channel, ReceiptStrength strength, string device,
        DateTimeOffset now)
    {
        if (entry.Kind != EntryKind.Direct) throw new RuleViolation(Rule.EntryIsNotDirectContact);
        Id = Guid.CreateVersion7();
        EntryId = entry.Id;
        MunicipalityId = entry.MunicipalityId;
        ProviderId = entry.ProviderId;
        AssignmentId = entry.AssignmentId;
        Answer = answer;
        Word = word.Trim();
        Channel = channel;
        Strength = strength;
        Device = device;
        RecordedAt = now;
        events.Add(new(answer == Answer.Confirmed ? CaseEventKind.ContactConfirmed : CaseEventKind.ContactDisputed, MunicipalityId,
            entry.Id, new Dictionary<string, object?>
            {
                ["assignment"] = AssignmentId,
                ["answer"] = answer.ToString(),
                ["word"] = Word,
                ["channel"] = channel.ToString(),
                ["strength"] = strength.ToString(),
            }));
    }

    public Guid Id { get; private set; }
    public Guid EntryId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid ProviderId { get; private set; }
    public Guid AssignmentId { get; private set; }
    public Answer Answer { get; private set; }

    /// <summary>Why it is not right, in the citizen's word.</summary>
    public string Word { get; private set; } = "";
    public ReceiptChannel Channel { get; private set; }
    public ReceiptStrength Strength { get; private set; }
    public string Device { get; private set; } = "";
    public DateTimeOffset RecordedAt { get; private set; }
    public IReadOnlyList<CaseEvent> Events => events;
}
