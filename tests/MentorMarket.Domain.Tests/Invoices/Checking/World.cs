using MentorMarket.Domain.Delivery;
using System.Globalization;
using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Domain.Tests.Invoices.Checking;

/// <summary>A small world in which most things are as they should be, so that a test says only what is special.</summary>
internal sealed class World
{
    private readonly CheckBook book = new();
    private CheckResult? result;

    public CheckResult Result => result ??= book.Run();

    public World Grant(
        string id = "G", decimal perWeek = 2, decimal? inAll = null, decimal rate = 400, decimal? ceiling = null,
        string municipality = "gribskov", string provider = "nord", string citizen = "c1",
        string from = "2026-01-01", string to = "2026-06-30", bool isInForce = true, params string[] mentors)
    {
        book.Add(new GrantTerms(
            id, municipality, provider, citizen, new Period(Day(from), Day(to)), Minutes.FromHours(perWeek),
            inAll is { } hours ? Minutes.FromHours(hours) : null, new Money(rate),
            ceiling is { } most ? new Money(most) : null, mentors, isInForce));
        return this;
    }

    /// <summary>An entry that starts at a Danish time, such as <c>2026-03-02 10:00</c>, and lasts so many minutes.</summary>
    public World Entry(
        string id, string start, double minutes, Receipt confirmation = Receipt.Confirmed,
        EntryKind kind = EntryKind.Direct, string grant = "G", string mentor = "m1", string? supersedes = null,
        double registeredAfterMinutes = 60, FindingSet given = default, FindingSet shadow = default,
        int lateDays = CheckInput.UsualLateDays)
    {
        var at = At(start);
        return Entry(id, at, at.AddMinutes(minutes), confirmation, kind, grant, mentor, supersedes, registeredAfterMinutes, given, shadow,
            lateDays);
    }

    public World Entry(
        string id, DateTimeOffset start, DateTimeOffset end, Receipt confirmation = Receipt.Confirmed,
        EntryKind kind = EntryKind.Direct, string grant = "G", string mentor = "m1", string? supersedes = null,
        double registeredAfterMinutes = 60, FindingSet given = default, FindingSet shadow = default,
        int lateDays = CheckInput.UsualLateDays)
    {
        book.Add(new DeliveredEntry(
            id, grant, mentor, start, end, kind, confirmation, end.AddMinutes(registeredAfterMinutes), supersedes,
                new Marks(given, shadow), lateDays));
        return this;
    }

    /// <summary>A line that bills minutes at a rate; the amount is their product unless it is said.</summary>
    public World Line(
        int minutes, decimal rate = 400, decimal? amount = null, string? entry = null, string grant = "G",
        string from = "2026-03-01", string to = "2026-03-31", string invoice = "F1", int number = 0,
        string provider = "nord", string municipality = "gribskov", string issued = "2026-04-01",
        decimal? ceiling = null, FindingSet given = default, FindingSet shadow = default)
    {
        var price = amount is { } kroner ? new Money(kroner) : Money.Due(new Minutes(minutes), new Money(rate));
        book.Add(new BilledLine(
            invoice, number == 0 ? book.Lines.Count + 1 : number, provider, municipality, Day(issued), grant, entry,
            new Period(Day(from), Day(to)), new Minutes(minutes), new Money(rate), price,
            ceiling is { } most ? new Money(most) : null, new Marks(given, shadow)));
        return this;
    }

    public World Approve(int line, string entry, int minutes)
    {
        book.Approve(line, entry, new Minutes(minutes));
        return this;
    }

    /// <summary>"payable held rejected codes", as a caseworker would note it.</summary>
    public string Verdict(int line = 0)
    {
        var verdict = Result.Line(line);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Money.FromOre(verdict.PayableOre)} {Money.FromOre(verdict.HeldOre)} {Money.FromOre(verdict.RejectedOre)} {verdict.Codes}")
                .Trim();
    }

    public static DateTimeOffset At(string local)
    {
        var parts = local.Split(' ');
        return DanishTime.At(Day(parts[0]), TimeOnly.Parse(parts[1], CultureInfo.InvariantCulture)).Earlier;
    }

    public static DateOnly Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
