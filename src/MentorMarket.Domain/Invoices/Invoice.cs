namespace MentorMarket.Domain.Invoices;

/// <summary>How far an invoice has come.</summary>
/// <remarks>Danish: status på faktura.</remarks>
public enum InvoiceStatus
{
    /// <summary>Received; the check has not run yet.</summary>
    Submitted,
    /// <summary>Checked; waits for the finance clerk.</summary>
    Checked,
    /// <summary>The payable part is approved; something is held and waits.</summary>
    PartlyApproved,
    /// <summary>Everything that can be paid is approved.</summary>
    Approved,
    /// <summary>Sent back to the provider as a whole; its number is free again.</summary>
    Returned,
}

/// <summary>A provider's invoice to a municipality. Amounts are kroner without VAT.</summary>
/// <remarks>Danish: faktura.</remarks>
public sealed class Invoice : IRecordsEvents
{
    private readonly List<CaseEvent> events = [];
    private readonly List<InvoiceLine> lines = [];

    private Invoice() { }

    /// <summary>Submits an invoice with its lines.</summary>
    public static Invoice Submit(
        Guid municipality, Guid provider, string number, DateOnly issuedOn, DateOnly from, DateOnly to,
        string orderReference, string personReference, IReadOnlyList<BilledLine> billed, Guid by, DateTimeOffset now)
    {
        if (billed.Count == 0) throw new RuleViolation(Rule.InvoiceIsEmpty);
        var invoice = new Invoice
        {
            Id = Guid.CreateVersion7(),
            MunicipalityId = municipality,
            ProviderId = provider,
            Number = CodePointOrder.Comparable(number.Trim()),
            IssuedOn = issuedOn,
            PeriodFrom = from,
            PeriodTo = to,
            OrderReference = orderReference.Trim(),
            PersonReference = personReference.Trim(),
            Amount = billed.Sum(l => l.Amount),
            Status = InvoiceStatus.Submitted,
            SubmittedBy = by,
            SubmittedAt = now,
        };
        for (var i = 0; i < billed.Count; i++) invoice.lines.Add(new InvoiceLine(invoice, i + 1, billed[i]));
        invoice.Record(CaseEventKind.InvoiceSubmitted, new() { ["lines"] = billed.Count });
        return invoice;
    }

    public Guid Id { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid ProviderId { get; private set; }
    public string Number { get; private set; } = "";
    public DateOnly IssuedOn { get; private set; }
    public DateOnly PeriodFrom { get; private set; }
    public DateOnly PeriodTo { get; private set; }
    public string OrderReference { get; private set; } = "";
    public string PersonReference { get; private set; } = "";
    public decimal Amount { get; private set; }
    public InvoiceStatus Status { get; private set; }

    /// <summary>The check that counts: the newest.</summary>
    public Guid? CheckId { get; private set; }
    public Guid SubmittedBy { get; private set; }
    public DateTimeOffset SubmittedAt { get; private set; }
    public DateTimeOffset? ReturnedAt { get; private set; }
    public string ReturnReason { get; private set; } = "";
    public IReadOnlyList<InvoiceLine> Lines => lines;
    public IReadOnlyList<CaseEvent> Events => events;

    /// <summary>The check has run. An invoice of which something is approved stays approved as far as it is.</summary>
    public void MarkChecked(Check check)
    {
        if (Status == InvoiceStatus.Returned) throw new RuleViolation(Rule.InvoiceHasChanged);
        CheckId = check.Id;
        if (Status == InvoiceStatus.Submitted) Status = InvoiceStatus.Checked;
        if (Status == InvoiceStatus.Approved && check.Held > 0) Status = InvoiceStatus.PartlyApproved;
        Record(CaseEventKind.InvoiceChecked, new()
        {
            ["check"] = check.Id,
            ["payable"] = check.Payable,
            ["held"] = check.Held,
            ["rejected"] = check.Rejected,
            ["rules"] = check.RulesVersion,
            ["settings"] = check.SettingsVersion,
            ["inputs"] = Convert.ToHexString(check.InputsHash),
        });
    }

    /// <summary>
    /// Approves what the check says is payable and is not approved yet. The clerk approves what was shown: if a newer
    /// check exists, <see cref="Rule.InvoiceHasChanged"/>.
    /// </summary>
    public Approval Approve(Check shown, decimal approvedBefore, Guid by, string byName, string comment, DateTimeOffset now)
    {
        if (Status is InvoiceStatus.Returned or InvoiceStatus.Submitted || CheckId != shown.Id)
        {
            throw new RuleViolation(Rule.InvoiceHasChanged);
        }
        if (ToApprove(Status, shown.Payable, shown.Held, approvedBefore) is not { } amount) throw new RuleViolation(Rule.NothingToApprove);
        Status = shown.Held > 0 ? InvoiceStatus.PartlyApproved : InvoiceStatus.Approved;
        var approval = new Approval(this, shown, amount, by, byName, comment, now);
        Record(CaseEventKind.InvoiceApproved,
            new() { ["approval"] = approval.Id, ["check"] = shown.Id, ["approved"] = amount, ["comment"] = approval.Comment });
        return approval;
    }

    /// <summary>
    /// What can be approved now of an invoice in this status: kroner without VAT. Zero where an approval pays nothing and closes
    /// it: it is rejected whole, or nothing of it waits any more. Null where there is nothing to approve.
    /// </summary>
    /// <param name="payable">What the newest check finds payable.</param>
    /// <param name="held">What it finds that waits.</param>
    /// <param name="approvedBefore">What is approved already. More than is payable now is paid too much, and nothing more is.</param>
    public static decimal? ToApprove(InvoiceStatus status, decimal payable, decimal held, decimal approvedBefore)
    {
        var amount = Math.Max(0, payable - approvedBefore);
        return status switch
        {
            InvoiceStatus.Submitted or InvoiceStatus.Returned => null,
            InvoiceStatus.Checked => amount,
            InvoiceStatus.PartlyApproved => amount > 0 || held == 0 ? amount : null,
            InvoiceStatus.Approved => amount > 0 ? amount : null,
        };
    }

    /// <summary>Whether an invoice in this status can be sent back: nothing of it is approved.</summary>
    public static bool CanBeReturned(InvoiceStatus status) => status is InvoiceStatus.Submitted or InvoiceStatus.Checked;

    /// <summary>Sends the whole invoice back to the provider.</summary>
    public void Return(string reason, DateTimeOffset now)
    {
        if (Status == InvoiceStatus.Returned) throw new RuleViolation(Rule.InvoiceHasChanged);
        if (!CanBeReturned(Status)) throw new RuleViolation(Rule.InvoiceIsApproved);
        Status = InvoiceStatus.Returned;
        ReturnedAt = now;
        ReturnReason = reason.Trim();
        Record(CaseEventKind.InvoiceReturned, new() { ["reason"] = ReturnReason });
    }

    private void Record(CaseEventKind kind, Dictionary<string, object?> payload)
    {
        payload["number"] = Number;
        payload["provider"] = ProviderId;
        payload["amount"] = Amount;
        events.Add(new(kind, MunicipalityId, Id, payload));
    }
}

/// <summary>What a provider bills on one line.</summary>
/// <param name="Reference">The assignment's number as the provider wrote it.</param>
/// <param name="Assignment">The assignment, if it is one of the provider's in that municipality.</param>
/// <param name="Minutes">Whole minutes billed.</param>
/// <param name="Rate">Kroner an hour without VAT.</param>
/// <param name="Amount">Kroner without VAT, never negative: credit is given by a credit note.</param>
public sealed record BilledLine(
    string Reference, Guid? Assignment, string EntryReference, Guid? Entry, DateOnly From, DateOnly To, int Minutes, decimal Rate,
        decimal Amount, string Text);

/// <summary>A line of an invoice.</summary>
/// <remarks>Danish: fakturalinje.</remarks>
public sealed class InvoiceLine
{
    private InvoiceLine() { }

    internal InvoiceLine(Invoice invoice, int lineNo, BilledLine billed)
    {
        Id = Guid.CreateVersion7();
        InvoiceId = invoice.Id;
        MunicipalityId = invoice.MunicipalityId;
        ProviderId = invoice.ProviderId;
        LineNo = lineNo;
        AssignmentRef = billed.Reference;
        AssignmentId = billed.Assignment;
        EntryRef = billed.EntryReference;
        EntryId = billed.Entry;
        FromOn = billed.From;
        ToOn = billed.To;
        Minutes = billed.Minutes;
        Rate = billed.Rate;
        Amount = billed.Amount;
        Text = billed.Text.Trim();
    }

    public Guid Id { get; private set; }
    public Guid InvoiceId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid ProviderId { get; private set; }
    public int LineNo { get; private set; }
    public string AssignmentRef { get; private set; } = "";
    public Guid? AssignmentId { get; private set; }
    public string EntryRef { get; private set; } = "";
    public Guid? EntryId { get; private set; }
    public DateOnly FromOn { get; private set; }
    public DateOnly ToOn { get; private set; }
    public int Minutes { get; private set; }
    public decimal Rate { get; private set; }
    public decimal Amount { get; private set; }
    public string Text { get; private set; } = "";
}
