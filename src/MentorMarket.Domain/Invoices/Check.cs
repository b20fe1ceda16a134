using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Domain.Invoices;

/// <summary>What a run of the invoice check found about one invoice, with what it rests on. Never changed.</summary>
/// <remarks>Danish: fakturakontrol.</remarks>
public sealed class Check
{
    private Check() { }

    /// <summary>The result of a run.</summary>
    public Check(Invoice invoice, DateTimeOffset asKnownAt, DateTimeOffset runAt, string rulesVersion, string settingsVersion,
        byte[] inputsHash, decimal payable, decimal held, decimal rejected, Guid? id = null)
    {
        Id = id ?? Guid.CreateVersion7();
        InvoiceId = invoice.Id;
        MunicipalityId = invoice.MunicipalityId;
        ProviderId = invoice.ProviderId;
        AsKnownAt = asKnownAt;
        RunAt = runAt;
        RulesVersion = rulesVersion;
        SettingsVersion = settingsVersion;
        InputsHash = inputsHash;
        Amount = invoice.Amount;
        Payable = payable;
        Held = held;
        Rejected = rejected;
    }

    public Guid Id { get; private set; }
    public Guid InvoiceId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid ProviderId { get; private set; }

    /// <summary>Facts recorded after this time were not looked at.</summary>
    public DateTimeOffset AsKnownAt { get; private set; }
    public DateTimeOffset RunAt { get; private set; }
    public string RulesVersion { get; private set; } = "";
    public string SettingsVersion { get; private set; } = "";

    /// <summary>SHA-256 over everything the check read, written down as docs/ledger.md says.</summary>
    public byte[] InputsHash { get; private set; } = [];
    public decimal Amount { get; private set; }
    public decimal Payable { get; private set; }
    public decimal Held { get; private set; }
    public decimal Rejected { get; private set; }
}

/// <summary>The verdict on one line: payable + held + rejected = amount.</summary>
/// <remarks>Danish: afgørelse om en fakturalinje.</remarks>
public sealed class LineVerdict
{
    public Guid CheckId { get; init; }
    public Guid LineId { get; init; }
    public Guid MunicipalityId { get; init; }
    public Guid ProviderId { get; init; }
    public decimal Amount { get; init; }
    public decimal Payable { get; init; }
    public decimal Held { get; init; }
    public decimal Rejected { get; init; }
    public int PayableMinutes { get; init; }
    public int HeldMinutes { get; init; }

    /// <summary>
    /// How much of what is payable was approved before it was known that it should not have been. A credit note takes it back.
    /// </summary>
    public decimal PaidTooMuch { get; init; }

    /// <summary>The lower of the line's rate, the agreed rate and the price ceiling, kroner an hour.</summary>
    public decimal PayRate { get; init; }

    /// <summary>The codes, sorted.</summary>
    public List<string> Codes { get; init; } = [];
}

/// <summary>
/// One step of a line's account: so much of the amount goes there, by these codes and this arithmetic. The steps add up to the amount.
/// </summary>
/// <remarks>Danish: anmærkning, forklaring.</remarks>
public sealed class LineFinding
{
    public Guid CheckId { get; init; }
    public Guid LineId { get; init; }
    public int Position { get; init; }
    public Guid MunicipalityId { get; init; }
    public Guid ProviderId { get; init; }
    public Share Share { get; init; }

    /// <summary>Why; none for what is simply payable.</summary>
    public List<string> Codes { get; init; } = [];
    public int Minutes { get; init; }

    /// <summary>The kroner of the line that this step explains; may be nothing.</summary>
    public decimal Amount { get; init; }

    /// <summary>It is paid all the same: the rule is in shadow mode. A payable step with a code that is not so is paid too much.</summary>
    public bool IsNoted { get; init; }
    public string ArithmeticDa { get; init; } = "";
    public string ArithmeticEn { get; init; } = "";
    public List<Guid> EntryIds { get; init; } = [];
}

/// <summary>Minutes of an entry that a line was matched with.</summary>
/// <remarks>Danish: match.</remarks>
public sealed class LineMatch
{
    public Guid CheckId { get; init; }
    public Guid LineId { get; init; }
    public Guid EntryId { get; init; }
    public Guid MunicipalityId { get; init; }
    public Guid ProviderId { get; init; }
    public int Minutes { get; init; }
    public bool IsHeld { get; init; }
}

/// <summary>The finance clerk's approval of what is payable. A later one approves what was held then.</summary>
/// <remarks>Danish: godkendelse til betaling.</remarks>
public sealed class Approval
{
    private Approval() { }

    internal Approval(Invoice invoice, Check check, decimal amount, Guid by, string byName, string comment, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7();
        InvoiceId = invoice.Id;
        CheckId = check.Id;
        MunicipalityId = invoice.MunicipalityId;
        ProviderId = invoice.ProviderId;
        Amount = amount;
        ApprovedBy = by;
        ApprovedByName = byName;
        Comment = comment.Trim();
        ApprovedAt = now;
    }

    /// <summary>
    /// The payable minutes of each line, delivery by delivery, that no earlier approval has used up: they come first in every later
    /// check, whatever else is delivered or corrected. A corrected entry and its correction are one delivery.
    /// </summary>
    /// <param name="matches">What the approved check matched.</param>
    /// <param name="facts">What is known now, earlier approvals too.</param>
    public IEnumerable<ApprovedMinutes> UsesUp(IEnumerable<LineMatch> matches, InvoiceFacts facts)
    {
        var before = facts.Approved.GroupBy(m => (m.LineId, facts.LastOf(m.EntryId))).ToDictionary(m => m.Key, m => m.Sum(x => x.Minutes));
        return matches.Where(m => m.CheckId == CheckId && !m.IsHeld)
            .Select(m => new ApprovedMinutes
            {
                ApprovalId = Id,
                LineId = m.LineId,
                EntryId = m.EntryId,
                MunicipalityId = MunicipalityId,
                ProviderId = ProviderId,
                Minutes = m.Minutes - before.GetValueOrDefault((m.LineId, facts.LastOf(m.EntryId))),
            })
            .Where(m => m.Minutes > 0);
    }

    public Guid Id { get; private set; }
    public Guid InvoiceId { get; private set; }
    public Guid CheckId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid ProviderId { get; private set; }
    public decimal Amount { get; private set; }
    public string Comment { get; private set; } = "";
    public Guid ApprovedBy { get; private set; }
    public string ApprovedByName { get; private set; } = "";
    public DateTimeOffset ApprovedAt { get; private set; }
}

/// <summary>Minutes of an entry that an approval has used up on a line; they come before everything in later checks.</summary>
/// <remarks>Danish: godkendte minutter.</remarks>
public sealed class ApprovedMinutes
{
    public Guid ApprovalId { get; init; }
    public Guid LineId { get; init; }
    public Guid EntryId { get; init; }
    public Guid MunicipalityId { get; init; }
    public Guid ProviderId { get; init; }
    public int Minutes { get; init; }
}

/// <summary>A version of a municipality's settings, in force from a date. Insert-only.</summary>
/// <remarks>Danish: kommunens indstillinger.</remarks>
public sealed class SettingsVersion
{
    /// <summary>
    /// The name of the settings of a municipality that has decided nothing: no ceiling, only the citizen's own receipt, no reference asked
    /// for, late after 14 days, every rule in effect.
    /// </summary>
    public const string Standard = "standard.1";

    public Guid Id { get; init; }
    public Guid MunicipalityId { get; init; }
    public int Version { get; init; }
    public DateOnly ValidFrom { get; init; }

    /// <summary>Kroner an hour without VAT.</summary>
    public decimal? PriceCeiling { get; init; }
    public bool AcceptsWeakReceipts { get; init; }

    /// <summary>An invoice must have an order reference (F02).</summary>
    public bool OrderReferenceAsked { get; init; }

    /// <summary>An invoice must have a person reference (F03).</summary>
    public bool PersonReferenceAsked { get; init; }

    /// <summary>After how many times 24 hours a registration is late (D06).</summary>
    public int LateDays { get; init; } = CheckInput.UsualLateDays;

    /// <summary>Rules that are shown without effect on money.</summary>
    public List<string> ShadowRules { get; init; } = [];
    public Guid? RecordedBy { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
}
