using Microsoft.EntityFrameworkCore;
using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Invoicing;
using MentorMarket.Domain.Rules;
using MentorMarket.Domain.Values;
using MentorMarket.Web.Data;
using MentorMarket.Web.Tenancy;

namespace MentorMarket.Web.Invoicing;

/// <summary>
/// An invoice with everything that its check says about it, as the municipality, the provider and the auditor read it:
/// with this alone every line can be worked out again with pen and paper. Shown by <c>_InvoiceLines</c>.
/// </summary>
/// <param name="Check">The check that is shown: the newest unless another was asked for; none before the first has run.</param>
/// <param name="Checks">Every check, newest first.</param>
public sealed record ExplainedInvoice(
    Guid Id, Guid MunicipalityId, Guid ProviderId, string Municipality, string Provider, string ProviderCvr, string Number, InvoiceStatus Status,
    DateOnly IssuedOn, DateOnly PeriodFrom, DateOnly PeriodTo, string OrderReference, string PersonReference, decimal Amount,
    DateTimeOffset SubmittedAt, DateTimeOffset? ReturnedAt, string ReturnReason, Guid? NewestCheck,
    ExplainedCheck? Check, IReadOnlyList<ExplainedLine> Lines, IReadOnlyList<ExplainedApproval> Approvals, IReadOnlyList<ExplainedCheck> Checks)
{
    public decimal Approved => Approvals.Sum(a => a.Amount);

    /// <summary>What the shown check finds payable beyond what is approved; negative when more was approved than is payable now.</summary>
    public decimal ToApprove => (Check?.Payable ?? 0) - Approved;

    /// <summary>Somebody wrote something in what it is explained with: the mentor, or the citizen.</summary>
    public bool HasWords => Lines.Any(l => l.Entries.Any(e => e.CorrectionReason.Length > 0 || e.Receipt is { Word.Length: > 0 }));

    public bool ShowsNewest => Check?.Id == NewestCheck;

    /// <summary>An invoice that the actor may see; with its newest check, or with one of its earlier ones.</summary>
    /// <param name="showsFreeText">Whether what the citizen and the mentor wrote in words is read; never for an auditor.</param>
    public static async Task<ExplainedInvoice> LoadAsync(PortalDb db, Guid invoiceId, Guid? checkId, bool showsFreeText, CancellationToken cancel)
    {
        var invoice = await (
            from i in db.Invoices.AsNoTracking()
            join m in db.Organisations on i.MunicipalityId equals m.Id
            join p in db.Organisations on i.ProviderId equals p.Id
            where i.Id == invoiceId
            select new { Row = i, Municipality = m.Name, Provider = p.Name, p.Cvr }).SingleOrDefaultAsync(cancel).OrNotFound();
        var checks = await db.Checks.AsNoTracking().Where(c => c.InvoiceId == invoiceId).OrderByDescending(c => c.RunAt).ThenByDescending(c => c.Id)
            .Select(c => new ExplainedCheck(c.Id, c.RunAt, c.AsKnownAt, c.RulesVersion, c.SettingsVersion, c.InputsHash, c.Amount, c.Payable, c.Held, c.Rejected))
            .ToListAsync(cancel);
        var shown = checks.SingleOrDefault(c => c.Id == (checkId ?? invoice.Row.CheckId));
        if (checkId is not null && shown is null) throw new RowNotFoundException();
        var approvals = await db.Approvals.AsNoTracking().Where(a => a.InvoiceId == invoiceId).OrderBy(a => a.ApprovedAt)
            .Select(a => new ExplainedApproval(a.Id, a.CheckId, a.Amount, a.Comment, a.ApprovedByName, a.ApprovedAt)).ToListAsync(cancel);
        var lines = await db.InvoiceLines.AsNoTracking().Where(l => l.InvoiceId == invoiceId).OrderBy(l => l.LineNo).ToListAsync(cancel);
        var explained = shown is null
            ? [.. lines.Select(l => new ExplainedLine(l, null, null, [], []))]
            : await ExplainAsync(db, lines, shown, showsFreeText, cancel);
        var row = invoice.Row;
        return new(
            row.Id, row.MunicipalityId, row.ProviderId, invoice.Municipality, invoice.Provider, invoice.Cvr ?? "", row.Number, row.Status,
            row.IssuedOn, row.PeriodFrom, row.PeriodTo, row.OrderReference, row.PersonReference, row.Amount,
            row.SubmittedAt, row.ReturnedAt, row.ReturnReason, row.CheckId, shown, explained, approvals, checks);
    }

    private static async Task<IReadOnlyList<ExplainedLine>> ExplainAsync(
        PortalDb db, List<InvoiceLine> lines, ExplainedCheck check, bool showsFreeText, CancellationToken cancel)
    {
        var verdicts = await db.LineVerdicts.AsNoTracking().Where(v => v.CheckId == check.Id).ToDictionaryAsync(v => v.LineId, cancel);
        var findings = (await db.LineFindings.AsNoTracking().Where(f => f.CheckId == check.Id).OrderBy(f => f.Position).ToListAsync(cancel)).ToLookup(f => f.LineId);
        var matches = (await db.LineMatches.AsNoTracking().Where(m => m.CheckId == check.Id).ToListAsync(cancel)).ToLookup(m => m.LineId);
        var assignments = lines.Where(l => l.AssignmentId is not null).Select(l => l.AssignmentId!.Value).Distinct().ToList();
        var terms = (await db.Agreements.AsNoTracking().Where(a => assignments.Contains(a.AssignmentId) && a.RecordedAt <= check.AsKnownAt)
                .Select(a => new { a.AssignmentId, a.Version, Terms = new ExplainedTerms(a.ValidFrom, a.ValidTo, a.HoursPerWeek, a.TotalHours, a.Rate, a.PriceCeiling) })
                .ToListAsync(cancel))
            .GroupBy(a => a.AssignmentId).ToDictionary(a => a.Key, a => a.MaxBy(v => v.Version)!.Terms);
        var entries = await ExplainedEntries.LoadAsync(db, lines, findings, matches, check.AsKnownAt, showsFreeText, cancel);
        return [.. lines.Select(line => new ExplainedLine(
            line,
            verdicts.GetValueOrDefault(line.Id),
            line.AssignmentId is { } assignment ? terms.GetValueOrDefault(assignment) : null,
            [.. findings[line.Id].Select(f => new ExplainedFinding(f.Outcome, RulesOf(f.Codes, line), f.Minutes, f.Amount, new(f.ArithmeticDa, f.ArithmeticEn)))],
            entries.Of(line)))];
    }

    internal static IReadOnlyList<FindingRule> RulesOf(IEnumerable<string> codes, InvoiceLine line) =>
        [.. codes.Select(code => RuleSet.On(line.FromOn)[Enum.Parse<FindingCode>(code)])];
}

/// <summary>A run of the check, without its lines.</summary>
public sealed record ExplainedCheck(
    Guid Id, DateTimeOffset RunAt, DateTimeOffset AsKnownAt, string RulesVersion, string SettingsVersion, byte[] InputsHash,
    decimal Amount, decimal Payable, decimal Held, decimal Rejected);

public sealed record ExplainedApproval(Guid Id, Guid CheckId, decimal Amount, string Comment, string By, DateTimeOffset At);

/// <summary>What was agreed about the assignment, as known at the check.</summary>
public sealed record ExplainedTerms(DateOnly ValidFrom, DateOnly ValidTo, decimal HoursPerWeek, decimal? TotalHours, decimal Rate, decimal? PriceCeiling);

/// <summary>One step of the line's account. The amounts of the steps add up to the line's amount.</summary>
public sealed record ExplainedFinding(Outcome Outcome, IReadOnlyList<FindingRule> Rules, int Minutes, decimal Amount, Wording Arithmetic);

/// <summary>A line as billed, the verdict on it, and what that rests on.</summary>
public sealed record ExplainedLine(
    InvoiceLine Billed, Domain.Invoices.LineVerdict? Verdict, ExplainedTerms? Terms,
    IReadOnlyList<ExplainedFinding> Findings, IReadOnlyList<ExplainedEntry> Entries)
{
    public bool IsClean => Verdict is { Held: 0, Rejected: 0, Codes.Count: 0 };

    /// <summary>Codes that no step of the account carries: notices, and rules in shadow mode. They cost nothing.</summary>
    public IReadOnlyList<FindingRule> Notices => Verdict is null ? [] : ExplainedInvoice.RulesOf(
        Verdict.Codes.Except(Findings.SelectMany(f => f.Rules).Select(r => r.Code.ToString())), Billed);
}

/// <summary>A registration that the line was matched with, or that explains what it was not matched with.</summary>
/// <param name="Taken">Minutes that the line took of it; 0 where it only explains.</param>
/// <param name="Held">How many of those minutes wait.</param>
/// <param name="Elsewhere">Lines, by their newest checks, that took minutes of the same registration.</param>
public sealed record ExplainedEntry(
    Guid Id, DateOnly Date, TimeOnly From, TimeOnly To, int Minutes, string Mentor, Domain.Delivery.EntryKind Kind, DateTimeOffset RegisteredAt,
    bool IsSuperseded, Domain.Delivery.CorrectionCode? Correction, string CorrectionReason, ExplainedReceipt? Receipt,
    int Taken, int Held, IReadOnlyList<string> Codes, IReadOnlyList<UsedElsewhere> Elsewhere)
{
    /// <summary>The support rested that day.</summary>
    public bool IsInPause { get; init; }

    /// <summary>The act it was given under, where that was asked.</summary>
    public Domain.Delivery.EntryAct? Act { get; init; }

    public string Week => DanishTime.IsoWeek(Date);
}

public sealed record ExplainedReceipt(
    Domain.Delivery.Answer Answer, string Word, Domain.Delivery.ReceiptChannel Channel, Domain.Delivery.ReceiptStrength Strength, DateTimeOffset At);

public sealed record UsedElsewhere(string Invoice, int LineNo, int Minutes);
