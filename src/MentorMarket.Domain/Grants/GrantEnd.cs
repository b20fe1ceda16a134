namespace MentorMarket.Domain.Grants;

/// <summary>Why the support ended.</summary>
/// <remarks>Danish: årsag til afslutning.</remarks>
public enum EndReason
{
    /// <summary>The goal is reached, or the period is over as planned.</summary>
    GoalReached,
    /// <summary>The citizen wished it.</summary>
    CitizensWish,
    /// <summary>The citizen moved to another municipality.</summary>
    Moved,
    /// <summary>No contact could be made.</summary>
    NoContact,
    /// <summary>The provider could not deliver.</summary>
    ProviderCouldNot,
    /// <summary>Something else, said in words.</summary>
    Other,
}

/// <summary>Why the record of an end is corrected.</summary>
/// <remarks>Danish: årsag til rettelse. Every later edit has a code, words, who and when; what stood there before stays readable.</remarks>
public enum EndCorrection
{
    /// <summary>The support ended on another day.</summary>
    WrongDay,
    /// <summary>It ended for another reason.</summary>
    WrongReason,
    /// <summary>The reason or the assessment said something wrong.</summary>
    WrongText,
    /// <summary>The support goes on after all.</summary>
    TakenBack,
}

/// <summary>That a grant's support ended: on which day, why, and what that rests on. Insert-only: a correction is a later row.</summary>
/// <remarks>Danish: afslutning af støtten. An end before the period is over is a decision, which the citizen can complain of.</remarks>
public sealed class GrantEnd
{
    private GrantEnd() { }

    internal GrantEnd(Grant grant, DateOnly endedOn, EndReason reason, string text, string assessment, Guid by, DateTimeOffset now,
        GrantEnd? before)
    {
        Id = Guid.CreateVersion7();
        GrantId = grant.Id;
        MunicipalityId = grant.MunicipalityId;
        EndedOn = endedOn;
        Reason = reason;
        Text = text.Trim();
        Assessment = assessment.Trim();
        RecordedBy = by;
        RecordedAt = now;
        SupersedesId = before?.Id;
    }

    public Guid Id { get; private set; }
    public Guid GrantId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public DateOnly EndedOn { get; private set; }
    public EndReason Reason { get; private set; }
    public string Text { get; private set; } = "";

    /// <summary>What the end is based on, as it was judged with the citizen.</summary>
    public string Assessment { get; private set; } = "";

    /// <summary>The row that this one replaces.</summary>
    public Guid? SupersedesId { get; private set; }

    /// <summary>Why it replaces that one; null for an end that was recorded and not corrected.</summary>
    public EndCorrection? Correction { get; private set; }

    /// <summary>What was wrong, in words.</summary>
    public string CorrectionText { get; private set; } = "";
    public Guid RecordedBy { get; private set; }
    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>Whether the support has an end by this row; one that is taken back has none.</summary>
    public bool Stands => Correction != EndCorrection.TakenBack;

    /// <summary>The row that counts: the one that no other replaces. Null where nothing was recorded.</summary>
    public static GrantEnd? Newest(IReadOnlyCollection<GrantEnd> rows)
    {
        var replaced = rows.Select(r => r.SupersedesId).OfType<Guid>().ToHashSet();
        return rows.SingleOrDefault(r => !replaced.Contains(r.Id));
    }

    internal GrantEnd WithCorrection(EndCorrection correction, string words)
    {
        if (string.IsNullOrWhiteSpace(words)) throw new RuleViolation(Rule.EndCannotBeCorrected);
        (Correction, CorrectionText) = (correction, words.Trim());
        return this;
    }
}

public sealed partial class Grant
{
    /// <summary>
    /// The support is over: when, why, on which assessment, and by whom it was recorded. What came of it is an <c>Outcome</c>.
    /// </summary>
    /// <remarks>A day to come: the support runs until then, and its assignment says so.</remarks>
    /// <param name="before">The newest record, where an earlier end was taken back.</param>
    public GrantEnd End(DateOnly on, EndReason reason, string text, string assessment, Guid by, DateTimeOffset now, DateOnly today,
        GrantEnd? before = null)
    {
        if (Status is not (GrantStatus.Accepted or GrantStatus.Published or GrantStatus.Ended))
        {
            throw new RuleViolation(Rule.GrantIsNotRunning);
        }
        if (before?.Stands == true) throw new RuleViolation(Rule.GrantHasEnded);
        if (on < Terms.StartsOn || on > Terms.EndsOn) throw new RuleViolation(Rule.EndIsOutsidePeriod);
        if (string.IsNullOrWhiteSpace(assessment)) throw new RuleViolation(Rule.AssessmentIsMissing);
        var end = new GrantEnd(this, on, reason, text, assessment, by, now, before);
        if (on < today) Status = GrantStatus.Ended;
        Note(CaseEventKind.GrantEnded, end);
        return end;
    }

    /// <summary>
    /// Another record in the place of one that said something wrong; both stay. The assignment's day is moved by
    /// <see cref="Assignments.Assignment.MoveEnd"/>.
    /// </summary>
    public GrantEnd CorrectEnd(GrantEnd before, EndCorrection correction, string words, DateOnly on, EndReason reason, string text,
        string assessment, Guid by, DateTimeOffset now, DateOnly today)
    {
        if (!before.Stands || correction == EndCorrection.TakenBack) throw new RuleViolation(Rule.EndCannotBeCorrected);
        if ((before.EndedOn, before.Reason, before.Text, before.Assessment) == (on, reason, text.Trim(), assessment.Trim()))
        {
            throw new RuleViolation(Rule.EndCannotBeCorrected);
        }
        if (on < Terms.StartsOn || on > Terms.EndsOn) throw new RuleViolation(Rule.EndIsOutsidePeriod);
        if (string.IsNullOrWhiteSpace(assessment)) throw new RuleViolation(Rule.AssessmentIsMissing);
        var end = new GrantEnd(this, on, reason, text, assessment, by, now, before).WithCorrection(correction, words);
        Status = on < today ? GrantStatus.Ended : GrantStatus.Accepted;
        Note(CaseEventKind.GrantEndCorrected, end);
        return end;
    }

    /// <summary>The support goes on after all, to the last day it was granted to.</summary>
    public GrantEnd TakeBackEnd(GrantEnd before, string words, Guid by, DateTimeOffset now, DateOnly today)
    {
        if (!before.Stands) throw new RuleViolation(Rule.EndCannotBeCorrected);
        if (Terms.EndsOn < today) throw new RuleViolation(Rule.EndCannotBeTakenBack);
        var end = new GrantEnd(this, before.EndedOn, before.Reason, before.Text, before.Assessment, by, now, before)
            .WithCorrection(EndCorrection.TakenBack, words);
        Status = GrantStatus.Accepted;
        Note(CaseEventKind.GrantEndTakenBack, end);
        return end;
    }

    private void Note(CaseEventKind kind, GrantEnd end) => events.Add(new(kind, MunicipalityId, Id, new Dictionary<string, object?>
    {
        ["end"] = end.Id,
        ["supersedes"] = end.SupersedesId,
        ["endedOn"] = end.EndedOn,
        ["planned"] = Terms.EndsOn,
        ["reason"] = end.Reason.ToString(),
        ["text"] = end.Text,
        ["assessment"] = end.Assessment,
        ["correction"] = end.Correction?.ToString(),
        ["correctionText"] = end.CorrectionText,
    }));
}
