using System.Runtime.InteropServices;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoices.Checking;

/// <summary>What the citizen, or another receipt the municipality accepts, says of an entry.</summary>
/// <remarks>Danish: kvittering. Source: Fokusrevision 2019.</remarks>
public enum Receipt : byte
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>It took place.</summary>
    Confirmed,

    /// <summary>It is not right.</summary>
    Disputed,
}

/// <summary>A grant as the check sees it. Names are numbers here: the caller interns them.</summary>
/// <remarks>Danish: bevilling. Source: LAB §§ 167-169. A change of hours or rate is another grant with its own dates.</remarks>
/// <param name="Municipality">The municipality.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Citizen">The citizen within the municipality: the same number for the same citizen of the same municipality only, counted
/// from 0.</param>
/// <param name="ValidFrom">The first day.</param>
/// <param name="ValidTo">The last day.</param>
/// <param name="WeeklyMinutes">Minutes per ISO week.</param>
/// <param name="TotalMinutes">Minutes in all, or -1 when there is no total.</param>
/// <param name="RateOre">The agreed rate, øre per hour.</param>
/// <param name="CeilingOre">The price ceiling, øre per hour, or -1.</param>
/// <param name="Mentors">The mentors it names, or null when any may come.</param>
/// <param name="IsInForce">Approved and the decision sent; otherwise G06.</param>
public readonly record struct CheckGrant(
    int Municipality,
    int Provider,
    int Citizen,
    DateOnly ValidFrom,
    DateOnly ValidTo,
    int WeeklyMinutes,
    int TotalMinutes,
    long RateOre,
    long CeilingOre,
    int[]? Mentors,
    bool IsInForce = true);

/// <summary>A time entry as the check sees it.</summary>
/// <remarks>Danish: tidsregistrering. Source: vejledning om mentorstøtte, afsnit 7. Instants are UTC ticks.</remarks>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended.</param>
/// <param name="RegisteredAt">When it was registered.</param>
/// <param name="Grant">The grant's place in the input; negative when it is unknown.</param>
/// <param name="Mentor">The person, across providers and municipalities, counted from 0.</param>
/// <param name="SupersededBy">The entry that corrects this one, or -1.</param>
/// <param name="Date">The date of the start in Denmark.</param>
/// <param name="Kind">What the time was used for.</param>
/// <param name="Receipt">The receipt.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct CheckEntry(
    long Start,
    long End,
    long RegisteredAt,
    int Grant,
    int Mentor,
    int SupersededBy,
    DateOnly Date,
    EntryKind Kind,
    Receipt Receipt)
{
    /// <summary>Whole minutes between the two instants, 0 when it ends before or when it starts; no more than a line can bill.</summary>
    public int Minutes => End <= Start ? 0 : (int)Math.Min(int.MaxValue, (End - Start) / TimeSpan.TicksPerMinute);

    /// <summary>Direct contact that took any time.</summary>
    public bool IsDirect => Kind == EntryKind.Direct && End > Start;
}

/// <summary>An invoice line as the check sees it.</summary>
/// <remarks>Danish: fakturalinje. Source: bogføringsloven § 9.</remarks>
/// <param name="Provider">Who bills.</param>
/// <param name="Municipality">Who is billed.</param>
/// <param name="Invoice">The invoice number, interned.</param>
/// <param name="LineNumber">The line's number on it.</param>
/// <param name="IssueDate">The date of the invoice.</param>
/// <param name="Grant">The grant's place in the input; negative when it is unknown.</param>
/// <param name="Entry">The named entry's place in the input, <see cref="NoEntry"/> or <see cref="UnknownEntry"/>.</param>
/// <param name="From">The first day it bills for.</param>
/// <param name="To">The last day it bills for.</param>
/// <param name="Minutes">Minutes billed.</param>
/// <param name="RateOre">Øre per hour billed.</param>
/// <param name="AmountOre">Øre billed.</param>
/// <param name="CeilingOre">A price ceiling for the day of delivery beside the grant's, or -1.</param>
public readonly record struct CheckLine(
    int Provider,
    int Municipality,
    int Invoice,
    int LineNumber,
    DateOnly IssueDate,
    int Grant,
    int Entry,
    DateOnly From,
    DateOnly To,
    int Minutes,
    long RateOre,
    long AmountOre,
    long CeilingOre = -1)
{
    /// <summary>The line names no entry: it bills for its days.</summary>
    public const int NoEntry = -1;

    /// <summary>The line names an entry that is not there.</summary>
    public const int UnknownEntry = -2;
}

/// <summary>Codes that the caller knows of an entry or a line, and codes that are shown without effect on its money.</summary>
/// <remarks>
/// Danish: mærker. Source: the portal's own facts (D07, E03, F01-F04, K01-K03, overlaps found by the database). In shadow
/// mode the money is what it would be if the rule were not there. What an entry is judged by (D03-D08, E01-E03, G01-G03,
/// G05, G06) is in shadow by the entry's marks; what a line is judged by (D01, D02, F, G04, K, P, U) by the line's.
/// </remarks>
/// <param name="Given">Codes that apply.</param>
/// <param name="Shadow">Codes in shadow mode on the day of delivery.</param>
public readonly record struct Marks(FindingSet Given, FindingSet Shadow);

/// <summary>Minutes of an entry that were approved for payment on a line: nothing found later takes them back.</summary>
/// <remarks>
/// Danish: godkendt til betaling. Source: bogføringsloven § 9; a mistake is mended by a credit note. They belong to the
/// entry's chain of corrections, whichever of its links they name, and never come to more than the most that any link had
/// which is direct contact or is itself named here.
/// </remarks>
/// <param name="Line">The line's place in the input.</param>
/// <param name="Entry">The entry's place in the input.</param>
/// <param name="Minutes">Minutes approved.</param>
public readonly record struct EarlierApproval(int Line, int Entry, int Minutes);

/// <summary>Everything one check looks at. The order of grants and entries does not matter.</summary>
/// <remarks>Danish: kontrolgrundlag. Source: none; arrays, since a year has millions of entries.</remarks>
public sealed class CheckInput
{
    /// <summary>After how many times 24 hours an entry is registered late (D06), where nobody has decided anything else.</summary>
    public const int UsualLateDays = 14;

    /// <summary>The grants.</summary>
    public required ReadOnlyMemory<CheckGrant> Grants { get; init; }

    /// <summary>The entries.</summary>
    public required ReadOnlyMemory<CheckEntry> Entries { get; init; }

    /// <summary>The lines; lines of the same date, invoice number and line number keep this order.</summary>
    public required ReadOnlyMemory<CheckLine> Lines { get; init; }

    /// <summary>The ordinal order of two entries' ids; asked only of entries that start at the same instant.</summary>
    public required Comparison<int> EntryIdOrder { get; init; }

    /// <summary>The ordinal order of two interned invoice numbers.</summary>
    public required Comparison<int> InvoiceOrder { get; init; }

    /// <summary>Marks of the entries, one each, or empty when there are none.</summary>
    public ReadOnlyMemory<Marks> EntryMarks { get; init; }

    /// <summary>
    /// After how many times 24 hours each entry is registered late, one each, or empty where it is <see cref="UsualLateDays"/> for all.
    /// </summary>
    public ReadOnlyMemory<int> LateDays { get; init; }

    /// <summary>Marks of the lines, one each, or empty when there are none.</summary>
    public ReadOnlyMemory<Marks> LineMarks { get; init; }

    /// <summary>Keep which entries each line took minutes from. A year of which only the totals are wanted need not.</summary>
    public bool KeepsMatches { get; init; } = true;

    /// <summary>What was approved for payment before.</summary>
    public IReadOnlyList<EarlierApproval> Approvals { get; init; } = [];
}
