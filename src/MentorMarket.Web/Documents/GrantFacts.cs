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
    public static IReadOnlyList<Fact> In(DocumentKind kind) => kind switch
    {
        DocumentKind.DecisionLetter => [Fact.Purpose, Fact.Goals, Fact.Tasks, Fact.Hours, Fact.Period, Fact.Reason, Fact.Change,
            Fact.TargetGroup, Fact.Basis],
        DocumentKind.Agreement => [Fact.Goals, Fact.Mentor, Fact.MentorContact, Fact.Tasks, Fact.Period, Fact.Hours],
        DocumentKind.MinPlan => [Fact.Purpose, Fact.Reason, Fact.Mentor, Fact.MentorContact, Fact.Tasks, Fact.Period, Fact.Hours],
        DocumentKind.MentorLetter => [Fact.Mentor, Fact.MentorContact, Fact.Goals, Fact.Hours, Fact.Period],
        DocumentKind.Refusal => [Fact.Refusal, Fact.TargetGroup, Fact.Basis],
        DocumentKind.Pause => [Fact.Pause],
        DocumentKind.End => [Fact.End],
    };

    /// <summary>Whether a kind of document names the mentor.</summary>
    public static bool NeedsMentor(DocumentKind kind) => In(kind).Contains(Fact.Mentor);

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
    public IReadOnlyList<Fact> ChangesTo(GrantFacts now, DocumentKind kind)
    {
        var (said, says) = (For(kind), now.For(kind));
        return [.. In(kind).Where(f => said.Value(f) != says.Value(f))];
    }

    public string ToJson() => JsonSerializer.Serialize(this, Written);

    public static GrantFacts FromJson(string json) => JsonSerializer.Deserialize<GrantFacts>(json, Written)!;

    /// <summary>A fact in words, a line each.</summary>
    public IReadOnlyList<string> Say(Fact fact, IStringLocalizer<SharedTexts> L) => fact switch
    {
        Fact.Purpose => Purpose is { } purpose ? [Labels.Of(purpose, L)] : [],
        Fact.Reason => [Reason],
        Fact.TargetGroup => TargetGroup is { } group ? [Labels.Of(group, L)] : [],
        Fact.Basis => [Labels.Of(Basis, L)],
        Fact.Goals => [.. Goals.Select((g, i) => Labels.Of(g.Kind, L) + (i == 0 && Goals.Count > 1 ? L[" (hovedmål)"] : "")
            + (g.Detail.Length > 0 ? ": " + g.Detail : ""))],
        Fact.Tasks => [.. Tasks.Select(t => Labels.Of(t, L)).Concat(TaskText.Length > 0 ? [TaskText] : [])],
        Fact.Hours => SayHours(L),
        Fact.Period => StartsOn is { } from && LastDay is { } to
            ? [L["Fra {0} til og med {1}", Show.Date(from), Show.Date(to)], .. PausesInPeriod.Select(p => SayPause(p, L))] : [],
        Fact.Mentor => [.. Mentors.Select(m => $"{m.Name}, {m.Provider}")],
        Fact.MentorContact => [.. Mentors.SelectMany(m => (IEnumerable<string>)[m.Phone, m.Email]).Where(line => line.Length > 0)],
        Fact.Link => [L["Nyt link og ny kode"]],
        Fact.Change => [.. new[] { ChangeReason, Reassessment }.Where(line => line.Length > 0)],
        Fact.Refusal => [.. RefusalGrounds.Select(g => DecisionWords.ToCitizen(g, L)),
            .. RefusalReason.Length > 0 ? [RefusalReason] : Array.Empty<string>()],
        Fact.Pause => Pauses.Count == 0 ? [L["Pausen er aflyst"]]
            : [.. Pauses.SelectMany(p => (IEnumerable<string>)[SayPause(p, L), p.Reason, p.Assessment, p.ResumeReason])
            .Where(line => line.Length > 0)],
        Fact.End => End is not { } end ? [] : end.IsTakenBack ? [L["Støtten går videre alligevel"]]
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
    private string Value(Fact fact) => fact switch
    {
        Fact.Purpose => $"{Purpose}",
        Fact.Reason => Reason,
        Fact.TargetGroup => $"{TargetGroup}",
        Fact.Basis => $"{Basis}",
        Fact.Change => $"{ChangeReason}\n{Reassessment}",
        Fact.Goals => string.Join('\n', Goals.Select(g => $"{g.Kind}: {g.Detail}")),
        Fact.Tasks => $"{string.Join(',', Tasks)}\n{TaskText}",
        Fact.Hours => string.Create(CultureInfo.InvariantCulture, $"{HoursPerWeek:0.##} {TotalHours:0.##}"),
        Fact.Period => string.Create(CultureInfo.InvariantCulture, $"{StartsOn:yyyy-MM-dd} {LastDay:yyyy-MM-dd}")
            + string.Concat(PausesInPeriod.Select(p =>
                string.Create(CultureInfo.InvariantCulture, $"\n{p.From:yyyy-MM-dd} {p.To:yyyy-MM-dd}"))),
        Fact.Mentor => string.Join('\n', Mentors.Select(m => $"{m.Name}, {m.Provider}")),
        Fact.MentorContact => string.Join('\n', Mentors.Select(m => $"{m.Phone} {m.Email}")),
        Fact.Link => "",
        Fact.Refusal => $"{string.Join(',', RefusalGrounds)}\n{RefusalReason}",
        Fact.Pause => string.Join('\n',
            Pauses.Select(p => string.Create(CultureInfo.InvariantCulture,
            $"{p.From:yyyy-MM-dd} {p.To:yyyy-MM-dd} {p.Reason}\n{p.Assessment}\n{p.ResumeReason}"))),
        Fact.End => End is not { } end ? "" : end.IsTakenBack ? "-"
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
