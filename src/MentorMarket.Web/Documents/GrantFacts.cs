using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MentorMarket.Domain.Documents;

namespace MentorMarket.Web.Documents;

/// <summary>
/// What the documents of a grant say of it, as it was on the day they were written. Kept beside each document and compared with how things
/// are now.
/// </summary>
public sealed record GrantFacts
{
    private static readonly JsonSerializerOptions Written =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter() } };

    public GrantKind Kind { get; init; }
    public LegalBasis Basis { get; init; }

    /// <summary>The day of the decision: its rules are those that the letter names.</summary>
    public DateOnly? DecidedOn { get; init; }
    public string ChangeReason { get; init; } = "";
    public string Reassessment { get; init; } = "";
    public Purpose? Purpose { get; init; }
    public string Reason { get; init; } = "";
    public TargetGroup? TargetGroup { get; init; }
    public IReadOnlyList<GoalFact> Goals { get; init; } = [];
    public IReadOnlyList<MentorTask> Tasks { get; init; } = [];
    public string TaskText { get; init; } = "";
    public decimal? HoursPerWeek { get; init; }
    public decimal? TotalHours { get; init; }
    public DateOnly? StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }

    /// <summary>The last day of a support that ended before its time.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>What is not met, where it was refused.</summary>
    public IReadOnlyList<RefusalGround> RefusalGrounds { get; init; } = [];
    public string RefusalReason { get; init; } = "";

    /// <summary>Where an extension or a change was refused: the last day of the grant that it was to follow, which still holds.</summary>
    public DateOnly? HeldUntil { get; init; }

    /// <summary>The decision that the support ends before its time; null where there was none.</summary>
    public EndFact? End { get; init; }

    /// <summary>Direct contact that is registered, on the day it was written.</summary>
    public int DeliveredMinutes { get; init; }

    /// <summary>When the support rests, as it was decided, also past an early end.</summary>
    public IReadOnlyList<PauseFact> Pauses { get; init; } = [];

    /// <summary>Pauses that came to nothing: resumed from their first day, or the support ended before them.</summary>
    public IReadOnlyList<PauseFact> Cancelled { get; init; } = [];

    /// <summary>The pauses as far as there is support to rest from.</summary>
    public IEnumerable<PauseFact> PausesInPeriod => Pauses.Select(p => p.To > LastDay ? p with { To = LastDay } : p);

    /// <summary>The last day, planned or not.</summary>
    public DateOnly? LastDay => EndedOn ?? EndsOn;

    /// <summary>Nobody until a provider has accepted.</summary>
    public IReadOnlyList<MentorFact> Mentors { get; init; } = [];

    /// <summary>What a kind of document says, in the order it says it.</summary>
    public static IReadOnlyList<LetterFact> In(DocumentKind kind) => kind switch
    {
        DocumentKind.DecisionLetter => [LetterFact.Purpose, LetterFact.Goals, LetterFact.Tasks, LetterFact.Hours, LetterFact.Period,
            LetterFact.Reason, LetterFact.Change, LetterFact.TargetGroup, LetterFact.Basis],
        DocumentKind.Agreement => [LetterFact.Goals, LetterFact.Mentor, LetterFact.MentorContact, LetterFact.Tasks, LetterFact.Period,
            LetterFact.Hours],
        DocumentKind.MinPlan => [LetterFact.Purpose, LetterFact.Reason, LetterFact.Mentor, LetterFact.MentorContact, LetterFact.Tasks,
            LetterFact.Period, LetterFact.Hours],
        DocumentKind.MentorLetter => [LetterFact.Mentor, LetterFact.MentorContact, LetterFact.Goals, LetterFact.Hours, LetterFact.Period],
        DocumentKind.Refusal => [LetterFact.Refusal, LetterFact.TargetGroup, LetterFact.Basis],
        DocumentKind.Pause => [LetterFact.Pause],
        DocumentKind.End => [LetterFact.End],
    };

    /// <summary>Whether a kind of document names the mentor.</summary>
    public static bool NeedsMentor(DocumentKind kind) => In(kind).Contains(LetterFact.Mentor);

    /// <summary>
    /// Whether there is anything to write a first such document about: a refusal, a pause, an early end. What was told and holds no more is
    /// told too.
    /// </summary>
    public bool Concerns(DocumentKind kind) => kind switch
    {
        DocumentKind.Refusal => RefusalGrounds.Count > 0,
        DocumentKind.Pause => Pauses.Count > 0,
        DocumentKind.End => End is { IsTakenBack: false } end && end.On < EndsOn,
        DocumentKind.DecisionLetter or DocumentKind.Agreement or DocumentKind.MinPlan or DocumentKind.MentorLetter =>
            RefusalGrounds.Count == 0,
    };

    /// <summary>
    /// As a kind of document says it, and nothing that it does not: why the support rests or ends stands only where it is told.
    /// A decision says what was decided: an early end or a pause afterwards does not make it another one.
    /// </summary>
    public GrantFacts For(DocumentKind kind) => kind switch
    {
        DocumentKind.DecisionLetter => this with { EndedOn = null, Pauses = [], Cancelled = [], End = null, DeliveredMinutes = 0 },
        // The day of that decision, whose rules it names.
        DocumentKind.End => this with { DecidedOn = End?.DecidedOn ?? DecidedOn, Pauses = [.. Pauses.Select(p => p.Days)], Cancelled = [] },
        DocumentKind.Pause => this with
        {
            DecidedOn = Pauses.Concat(Cancelled).Max(p => p.DecidedOn) ?? DecidedOn,
            End = null,
            DeliveredMinutes = 0
        },
        DocumentKind.Agreement or DocumentKind.MinPlan or DocumentKind.MentorLetter or DocumentKind.Refusal =>
            this with { Pauses = [.. Pauses.Select(p => p.Days)], Cancelled = [], End = null, DeliveredMinutes = 0 },
    };

    /// <summary>What a document of this kind would say otherwise now.</summary>
    public IReadOnlyList<LetterFact> ChangesTo(GrantFacts now, DocumentKind kind)
    {
        var (said, says) = (For(kind), now.For(kind));
        return [.. In(kind).Where(f => said.Value(f) != says.Value(f))];
    }

    public string ToJson() => JsonSerializer.Serialize(this, Written);

    public static GrantFacts FromJson(string json) => JsonSerializer.Deserialize<GrantFacts>(json, Written)!;

    /// <summary>A fact in words, a line each.</summary>
    public IReadOnlyList<string> Say(LetterFact fact, IStringLocalizer<SharedTexts> L) => fact switch
    {
        LetterFact.Purpose => Purpose is { } purpose ? [Labels.Of(purpose, L)] : [],
        LetterFact.Reason => [Reason],
        LetterFact.TargetGroup => TargetGroup is { } group ? [Labels.Of(group, L)] : [],
        LetterFact.Basis => [Labels.Of(Basis, L)],
        LetterFact.Goals => [.. Goals.Select((g, i) => Labels.Of(g.Kind, L) + (i == 0 && Goals.Count > 1 ? L[" (hovedmål)"] : "")
            + (g.Detail.Length > 0 ? ": " + g.Detail : ""))],
        LetterFact.Tasks => [.. Tasks.Select(t => Labels.Of(t, L)).Concat(TaskText.Length > 0 ? [TaskText] : [])],
        LetterFact.Hours => SayHours(L),
        LetterFact.Period => StartsOn is { } from && LastDay is { } to
            ? [L["Fra {0} til og med {1}", Show.Date(from), Show.Date(to)], .. PausesInPeriod.Select(p => SayPause(p, L))] : [],
        LetterFact.Mentor => [.. Mentors.Select(m => $"{m.Name}, {m.Provider}")],
        LetterFact.MentorContact => [.. Mentors.SelectMany(m => (IEnumerable<string>)[m.Phone, m.Email]).Where(line => line.Length > 0)],
        LetterFact.Link => [L["Nyt link og ny kode"]],
        LetterFact.Change => [.. new[] { ChangeReason, Reassessment }.Where(line => line.Length > 0)],
        LetterFact.Refusal => [.. RefusalGrounds.Select(g => DecisionWords.ToCitizen(g, L)),
            .. RefusalReason.Length > 0 ? [RefusalReason] : Array.Empty<string>()],
        LetterFact.Pause => Pauses.Count == 0 ? [L["Pausen er aflyst"]]
            : [.. Pauses.SelectMany(p => (IEnumerable<string>)[SayPause(p, L), p.Reason, p.Assessment, p.ResumeReason])
            .Where(line => line.Length > 0)],
        LetterFact.End => End is not { } end ? [] : end.IsTakenBack ? [L["Støtten går videre alligevel"]]
            : [.. new[] { Show.Date(end.On), DecisionWords.ToCitizen(end.Reason, L), end.Text, end.Assessment }.Where(line =>
                line.Length > 0)],
    };

    private IReadOnlyList<string> SayHours(IStringLocalizer<SharedTexts> L)
    {
        if (HoursPerWeek is not { } hours) return [];
        var week = L["{0} om ugen", Show.Minutes(Domain.Values.Minutes.FromHours(hours).Value)].Value;
        return TotalHours is { } total ? [week, L["Højst {0} timer i alt", Show.Number(total)]] : [week];
    }

    internal static string SayPause(PauseFact pause, IStringLocalizer<SharedTexts> L) =>
        pause.To is { } to ? L["Pause fra {0} til og med {1}", Show.Date(pause.From), Show.Date(to)]
            : L["Pause fra {0}", Show.Date(pause.From)];

    // One way to write each, so that what is the same compares equal whatever language it was written in.
    private string Value(LetterFact fact) => fact switch
    {
        LetterFact.Purpose => $"{Purpose}",
        LetterFact.Reason => Reason,
        LetterFact.TargetGroup => $"{TargetGroup}",
        LetterFact.Basis => $"{Basis}",
        LetterFact.Change => $"{ChangeReason}\n{Reassessment}",
        LetterFact.Goals => string.Join('\n', Goals.Select(g => $"{g.Kind}: {g.Detail}")),
        LetterFact.Tasks => $"{string.Join(',', Tasks)}\n{TaskText}",
        LetterFact.Hours => string.Create(CultureInfo.InvariantCulture, $"{HoursPerWeek:0.##} {TotalHours:0.##}"),
        LetterFact.Period => string.Create(CultureInfo.InvariantCulture, $"{StartsOn:yyyy-MM-dd} {LastDay:yyyy-MM-dd}")
            + string.Concat(PausesInPeriod.Select(p =>
                string.Create(CultureInfo.InvariantCulture, $"\n{p.From:yyyy-MM-dd} {p.To:yyyy-MM-dd}"))),
        LetterFact.Mentor => string.Join('\n', Mentors.Select(m => $"{m.Name}, {m.Provider}")),
        LetterFact.MentorContact => string.Join('\n', Mentors.Select(m => $"{m.Phone} {m.Email}")),
        LetterFact.Link => "",
        LetterFact.Refusal => $"{string.Join(',', RefusalGrounds)}\n{RefusalReason}",
        LetterFact.Pause => string.Join('\n',
            Pauses.Select(p => string.Create(CultureInfo.InvariantCulture,
            $"{p.From:yyyy-MM-dd} {p.To:yyyy-MM-dd} {p.Reason}\n{p.Assessment}\n{p.ResumeReason}"))),
        LetterFact.End => End is not { } end ? "" : end.IsTakenBack ? "-"
            : string.Create(CultureInfo.InvariantCulture, $"{end.On:yyyy-MM-dd} {end.Reason} {end.Text}\n{end.Assessment}"),
    };
}

/// <summary>Days on which the support rests.</summary>
/// <param name="To">Null while nobody knows how long.</param>
public sealed record PauseFact(DateOnly From, DateOnly? To)
{
    public string Reason { get; init; } = "";
    public string Assessment { get; init; } = "";

    /// <summary>Why it ended before its time, or at all; empty where nobody resumed it.</summary>
    public string ResumeReason { get; init; } = "";

    /// <summary>The day it was recorded, or resumed.</summary>
    public DateOnly? DecidedOn { get; init; }

    /// <summary>Only when, not why.</summary>
    internal PauseFact Days => new(From, To);
}

/// <summary>An end before its time, as it stands now.</summary>
public sealed record EndFact(DateOnly On, EndReason Reason, string Text, string Assessment, bool IsTakenBack, DateOnly DecidedOn);

public sealed record GoalFact(GoalKind Kind, string Detail);

/// <summary>A mentor as the provider has named them in the agreement.</summary>
public sealed record MentorFact(string Name, string Provider, string Phone, string Email);
