using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Domain.Tests.Invoices.Checking;

/// <summary>A grant to check against, by names.</summary>
/// <remarks>Danish: bevilling. Source: LAB §§ 167-169. A change of hours or rate is another grant with its own dates.</remarks>
/// <param name="Id">The grant; also each change of it has an id of its own.</param>
/// <param name="Municipality">The municipality.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Citizen">The citizen, within the municipality.</param>
/// <param name="Valid">From-to.</param>
/// <param name="PerWeek">Minutes per ISO week.</param>
/// <param name="InAll">Minutes in all, if there is a total.</param>
/// <param name="Rate">The agreed kroner per hour.</param>
/// <param name="Ceiling">The grant's own price ceiling, if any.</param>
/// <param name="Mentors">The mentors it names; none when any may come.</param>
/// <param name="IsInForce">Approved and the decision sent; otherwise G06.</param>
public sealed record GrantTerms(
    string Id,
    string Municipality,
    string Provider,
    string Citizen,
    Period Valid,
    Minutes PerWeek,
    Minutes? InAll,
    Money Rate,
    Money? Ceiling,
    IReadOnlyCollection<string> Mentors,
    bool IsInForce = true);

/// <summary>A time entry to check, by names.</summary>
/// <remarks>Danish: tidsregistrering. Source: vejledning om mentorstøtte, afsnit 7.</remarks>
/// <param name="Id">The entry; the ordinal order of ids decides between entries that start at the same instant.</param>
/// <param name="GrantId">The grant it is delivered under.</param>
/// <param name="Mentor">The person, across providers and municipalities.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended.</param>
/// <param name="Kind">What the time was used for.</param>
/// <param name="Receipt">The receipt.</param>
/// <param name="RegisteredAt">When it was registered.</param>
/// <param name="Supersedes">The entry that it corrects, if any.</param>
/// <param name="Marks">What the caller knows of it: D04 and D05 from the database, D07, E03; and its codes in shadow mode.</param>
/// <param name="LateDays">After how many times 24 hours it is registered late.</param>
public sealed record DeliveredEntry(
    string Id,
    string GrantId,
    string Mentor,
    DateTimeOffset Start,
    DateTimeOffset End,
    EntryKind Kind,
    Receipt Receipt,
    DateTimeOffset RegisteredAt,
    string? Supersedes = null,
    Marks Marks = default,
    int LateDays = CheckInput.UsualLateDays);

/// <summary>An invoice line to check, by names.</summary>
/// <remarks>Danish: fakturalinje. Source: bogføringsloven § 9.</remarks>
/// <param name="InvoiceNumber">The provider's invoice number.</param>
/// <param name="LineNumber">The line's number on it.</param>
/// <param name="Provider">Who bills.</param>
/// <param name="Municipality">Who is billed.</param>
/// <param name="IssuedOn">The date of the invoice.</param>
/// <param name="GrantId">The grant it bills under.</param>
/// <param name="EntryId">The entry it names, if any.</param>
/// <param name="Delivered">The days it bills for.</param>
/// <param name="Minutes">Minutes billed.</param>
/// <param name="Rate">Kroner per hour billed.</param>
/// <param name="Amount">Kroner billed.</param>
/// <param name="Ceiling">The municipality's price ceiling on the day of delivery, if any, beside the grant's own.</param>
/// <param name="Marks">What the caller knows of it: F01-F04, K01-K03; and its codes in shadow mode.</param>
public sealed record BilledLine(
    string InvoiceNumber,
    int LineNumber,
    string Provider,
    string Municipality,
    DateOnly IssuedOn,
    string GrantId,
    string? EntryId,
    Period Delivered,
    Minutes Minutes,
    Money Rate,
    Money Amount,
    Money? Ceiling = null,
    Marks Marks = default);

/// <summary>Collects what a check looks at by names, and hands it to <see cref="InvoiceCheck"/> by numbers.</summary>
/// <remarks>
/// Danish: kontrolgrundlag. Source: none. Numbers are places in the order of adding: entry 0 is the first that
/// was added, and so in the result. For a month or a grant; the files of a year have tables of their own.
/// </remarks>
public sealed class CheckBook
{
    private readonly List<GrantTerms> grants = [];
    private readonly List<DeliveredEntry> entries = [];
    private readonly List<BilledLine> lines = [];
    private readonly List<EarlierApproval> approvals = [];
    private readonly Dictionary<string, int> grantNumbers = new(CodePointOrder.Instance);
    private readonly Dictionary<string, int> entryNumbers = new(CodePointOrder.Instance);
    private readonly Dictionary<string, int> names = new(CodePointOrder.Instance);
    private readonly Dictionary<string, int> mentors = new(CodePointOrder.Instance);
    private readonly Dictionary<(string Municipality, string Citizen), int> citizens = [];

    /// <summary>The grants, by number.</summary>
    public IReadOnlyList<GrantTerms> Grants => grants;

    /// <summary>The entries, by number.</summary>
    public IReadOnlyList<DeliveredEntry> Entries => entries;

    /// <summary>The lines, by number.</summary>
    public IReadOnlyList<BilledLine> Lines => lines;

    /// <summary>Adds a grant.</summary>
    /// <param name="grant">A grant with an id of its own.</param>
    public CheckBook Add(GrantTerms grant)
    {
        grantNumbers.Add(grant.Id, grants.Count);
        grants.Add(grant);
        return this;
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="entry">An entry with an id of its own.</param>
    public CheckBook Add(DeliveredEntry entry)
    {
        entryNumbers.Add(entry.Id, entries.Count);
        entries.Add(entry);
        return this;
    }

    /// <summary>Adds a line.</summary>
    /// <param name="line">A line. Lines of the same date and number keep the order they are added in.</param>
    public CheckBook Add(BilledLine line)
    {
        lines.Add(line);
        return this;
    }

    /// <summary>Says that minutes of an entry were approved for payment on a line before.</summary>
    /// <param name="line">The line's number.</param>
    /// <param name="entryId">The entry; when it has been corrected since, the last correction counts.</param>
    /// <param name="minutes">Minutes approved.</param>
    public CheckBook Approve(int line, string entryId, Minutes minutes)
    {
        approvals.Add(new EarlierApproval(line, entryNumbers[entryId], minutes.Value));
        return this;
    }

    /// <summary>Checks every line.</summary>
    /// <exception cref="InvalidOperationException">An entry corrects an entry that is not there, or corrections go in a circle.</exception>
    public CheckResult Run()
    {
        var supersededBy = SupersededBy();
        var invoices = lines.Select(line => line.InvoiceNumber).Distinct(CodePointOrder.Instance).Order(CodePointOrder.Instance)
            .Select((number, place) => (number, place)).ToDictionary(pair => pair.number, pair => pair.place, CodePointOrder.Instance);
        return InvoiceCheck.Run(new CheckInput
        {
            Grants = grants.ConvertAll(ToNumbers).ToArray(),
            Entries = entries.Select((entry, i) => ToNumbers(entry, supersededBy[i])).ToArray(),
            Lines = lines.ConvertAll(line => ToNumbers(line, invoices[line.InvoiceNumber])).ToArray(),
            EntryIdOrder = (a, b) => CodePointOrder.Instance.Compare(entries[a].Id, entries[b].Id),
            InvoiceOrder = (a, b) => a.CompareTo(b),
            EntryMarks = entries.ConvertAll(entry => entry.Marks).ToArray(),
            LineMarks = lines.ConvertAll(line => line.Marks).ToArray(),
            LateDays = entries.Exists(e => e.LateDays != CheckInput.UsualLateDays) ? entries.ConvertAll(e => e.LateDays).ToArray()
                : default,
            Approvals = approvals,
        });
    }

    private int[] SupersededBy()
    {
        var by = new int[entries.Count];
        Array.Fill(by, -1);
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Supersedes is { } corrected)
            {
                if (!entryNumbers.TryGetValue(corrected, out var number) || by[number] >= 0 || number == i)
                {
                    throw new InvalidOperationException($"Entry {entries[i].Id} cannot correct {corrected}.");
                }

                by[number] = i;
            }
        }

        for (var i = 0; i < by.Length; i++)
        {
            var steps = 0;
            for (var at = i; by[at] >= 0; at = by[at])
            {
                if (++steps > by.Length)
                {
                    throw new InvalidOperationException($"The corrections of {entries[i].Id} go in a circle.");
                }
            }
        }

        return by;
    }

    private CheckGrant ToNumbers(GrantTerms grant) => new(
        NumberOf(names, grant.Municipality),
        NumberOf(names, grant.Provider),
        NumberOf(citizens, (CodePointOrder.Comparable(grant.Municipality), CodePointOrder.Comparable(grant.Citizen))),
        grant.Valid.From,
        grant.Valid.To,
        grant.PerWeek.Value,
        grant.InAll?.Value ?? -1,
        grant.Rate.Ore,
        grant.Ceiling?.Ore ?? -1,
        grant.Mentors.Count == 0 ? null : [.. grant.Mentors.Select(mentor => NumberOf(mentors, mentor))],
        grant.IsInForce);

    private CheckEntry ToNumbers(DeliveredEntry entry, int supersededBy) => new(
        entry.Start.UtcTicks,
        entry.End.UtcTicks,
        entry.RegisteredAt.UtcTicks,
        grantNumbers.GetValueOrDefault(entry.GrantId, -1),
        NumberOf(mentors, entry.Mentor),
        supersededBy,
        DanishTime.DateOf(entry.Start),
        entry.Kind,
        entry.Receipt);

    private CheckLine ToNumbers(BilledLine line, int invoice) => new(
        NumberOf(names, line.Provider),
        NumberOf(names, line.Municipality),
        invoice,
        line.LineNumber,
        line.IssuedOn,
        grantNumbers.GetValueOrDefault(line.GrantId, -1),
        line.EntryId is null ? CheckLine.NoEntry : entryNumbers.GetValueOrDefault(line.EntryId, CheckLine.UnknownEntry),
        line.Delivered.From,
        line.Delivered.To,
        line.Minutes.Value,
        line.Rate.Ore,
        line.Amount.Ore,
        line.Ceiling?.Ore ?? -1);

    private static int NumberOf<T>(Dictionary<T, int> numbers, T name)
        where T : notnull
    {
        if (!numbers.TryGetValue(name, out var number))
        {
            numbers[name] = number = numbers.Count;
        }

        return number;
    }
}
