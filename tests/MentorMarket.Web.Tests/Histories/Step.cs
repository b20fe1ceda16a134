using System.Globalization;

namespace MentorMarket.Web.Tests.Histories;

/// <summary>What can happen in the life of an invoice.</summary>
internal enum Kind
{
    Register,
    CorrectSameTimes,
    CorrectTimes,
    CorrectDay,
    CorrectToNothing,
    CorrectKind,
    Confirm,
    Dispute,
    ChangeAnswer,
    Invoice,
    InvoiceSameHours,
    InvoiceAnew,
    Return,
    Check,
    DoTheWork,
    Approve,
    ApproveWhatWasShown,
    ChangeSettings,
    ShadowRules,
    Pause,
    Resume,
    End,
    MoveClock,
    ApproveTwiceAtOnce,
    ApproveBothAtOnce,
    ApproveAndCorrectAtOnce,
    ApproveAndConfirmAtOnce,
    ApproveAndInvoiceAtOnce,
}

/// <summary>A line of an invoice to be: it names a registration, as first registered or as last corrected, or bills for days.</summary>
/// <param name="More">Kroner above minutes times rate.</param>
/// <param name="IsMisspelt">The number of the course is none that there is.</param>
internal sealed record Billed(int Course, int? Entry, bool AsFirstRegistered, int FromDay, int ToDay, int Minutes, decimal Rate,
    decimal More = 0, bool IsMisspelt = false)
{
    public decimal Amount => Math.Max(0, Math.Round(Minutes * Rate / 60, 2, MidpointRounding.AwayFromZero) + More);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(IsMisspelt ? "no course" : $"course {Course}")} {(Entry is { } e ? $"R{e}{(AsFirstRegistered ? " as first registered" : "")}" : $"days {FromDay}-{ToDay}")} {Minutes} min x {Rate} = {Amount}");
}

/// <summary>
/// One step of a history. Registrations and invoices are called by the numbers that the steps gave them which made them, so that
/// a step still means the same when others are left out; a step about something that is not there does nothing.
/// </summary>
/// <param name="Entry">R: a registration with all its corrections.</param>
/// <param name="Invoice">F: an invoice.</param>
/// <param name="Other">Another invoice: the one whose hours or number are used again, or that is approved at the same time.</param>
/// <param name="Day">From the first Monday.</param>
/// <param name="NoShow">The time was no direct contact.</param>
/// <param name="At">Minutes after midnight, UTC.</param>
internal sealed record Step(Kind Kind, int Course = 0, int Entry = 0, int Invoice = 0, int Other = 0, int Mentor = 0, int Day = 0,
    int At = 0, int Minutes = 0, bool Weakly = false, decimal? Ceiling = null, bool NoShow = false)
{
    public IReadOnlyList<Billed> Lines { get; init; } = [];
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>The references that an invoice has, or that a municipality asks for, by the codes of those that are missing.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>After how many times 24 hours a registration is late.</summary>
    public int LateDays { get; init; } = 14;

    private string Referring => References.Count == 0 ? "" : $", references {string.Join(" and ", References)}";

    private string When => string.Create(CultureInfo.InvariantCulture, $"day {Day} {At / 60:00}.{At % 60:00} for {Minutes} min");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}: ") + (Kind switch
    {
        Kind.Register => $"R{Entry} on course {Course} by mentor {Mentor}, {When}{(NoShow ? ", who did not come" : "")}",
        Kind.CorrectSameTimes or Kind.CorrectToNothing or Kind.CorrectKind => $"R{Entry}",
        Kind.CorrectTimes or Kind.CorrectDay => $"R{Entry} to {When}",
        Kind.Confirm => $"R{Entry}{(Weakly ? " weakly" : "")}",
        Kind.Dispute or Kind.ChangeAnswer => $"R{Entry}",
        Kind.Invoice => $"F{Invoice} issued on day {Day}{Referring}: {string.Join("; ", Lines)}",
        Kind.InvoiceSameHours => $"F{Invoice} issued on day {Day}{Referring} for hours of F{Other}: {string.Join("; ", Lines)}",
        Kind.InvoiceAnew => $"F{Invoice} issued on day {Day}{Referring} with the number of F{Other}: {string.Join("; ", Lines)}",
        Kind.Return or Kind.Check or Kind.Approve or Kind.ApproveWhatWasShown or Kind.ApproveTwiceAtOnce => $"F{Invoice}",
        Kind.DoTheWork => "every job that waits",
        Kind.ChangeSettings => string.Create(CultureInfo.InvariantCulture,
            $"municipality of course {Course} from day {Day}: ceiling {Ceiling?.ToString(CultureInfo.InvariantCulture) ?? "none"}, weak receipts {(Weakly ? "count" : "do not count")}, late after {LateDays} days{Referring}"),
        Kind.ShadowRules => $"municipality of course {Course} from day {Day}: {(Rules.Count == 0 ? "none" : string.Join(", ", Rules))}",
        Kind.Pause => $"course {Course} from day {Day} for {Minutes} days",
        Kind.Resume => $"course {Course} on day {Day}",
        Kind.End => $"course {Course} on day {Day}",
        Kind.MoveClock => $"{Minutes} minutes on",
        Kind.ApproveBothAtOnce => $"F{Invoice} and F{Other}",
        Kind.ApproveAndCorrectAtOnce => $"F{Invoice} while R{Entry} is corrected to {When}",
        Kind.ApproveAndConfirmAtOnce => $"F{Invoice} while R{Entry} is confirmed",
        Kind.ApproveAndInvoiceAtOnce => $"F{Other} while F{Invoice} comes, issued on day {Day}: {string.Join("; ", Lines)}",
    });
}

/// <summary>What the courses of a history agree on, drawn from its seed.</summary>
internal sealed class Terms
{
    public const int Courses = 5;

    // Later than any clock this runs by: the database stamps some rows itself, and a check knows only of what came before it.
    private static readonly DateOnly[] Mondays = [new(2040, 3, 12), new(2040, 10, 15), new(2039, 12, 19), new(2040, 5, 7)];

    public Terms(int seed)
    {
        Seed = seed;
        var random = new Random(seed);
        T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
        Monday = Pick(Mondays);
        Agreed = [.. Enumerable.Range(0, Courses)
            .Select(_ => new Course(Pick(1m, 1.5m, 2m, 2.58m, 4m, 20m), random.Next(100) < 40 ? Pick(1.5m, 3m, 5.25m) : null,
            Pick(400m, 350m, 387.35m), random.Next(100) < 40 ? Pick(380m, 390.01m) : null, Pick(-7, -7, 0, 2)))];
    }

    public int Seed { get; }

    /// <summary>Weeks with the nights when the clock changes, the turn of the year, and a plain one.</summary>
    public DateOnly Monday { get; init; }

    public IReadOnlyList<Course> Agreed { get; init; }

    /// <summary>
    /// Which municipality, provider and citizen a course has, and its mentors: some work on several, one for two providers.
    /// </summary>
    public static (int Municipality, int Provider, int Citizen, int[] Mentors) Parties(int course) => course switch
    {
        0 => (0, 0, 0, [0, 1]),
        1 => (0, 0, 1, [0, 1]),
        2 => (0, 1, 2, [0, 2]),
        3 => (1, 0, 3, [1]),
        _ => (0, 1, 0, [2]),
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"first Monday {Monday:yyyy-MM-dd}; ")
        + string.Join("; ", Agreed.Select((c, i) => string.Create(CultureInfo.InvariantCulture,
            $"course {i}: {c.HoursPerWeek} h/week{(c.TotalHours is { } t ? $", {t} h in all" : "")} at {c.Rate}{(c.Ceiling is { } most ? $" at most {most}" : "")} from day {c.FirstDay}")));

    internal sealed record Course(decimal HoursPerWeek, decimal? TotalHours, decimal Rate, decimal? Ceiling, int FirstDay);
}
