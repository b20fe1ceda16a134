using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Web.Invoices;

/// <summary>
/// An invoice with everything that its check says about it, as the municipality, the provider and the auditor read it:
/// with this alone every line can be worked out again with pen and paper. Shown by <c>_InvoiceLines</c>.
/// </summary>
/// <param name="Check">The check that is shown: the newest unless another was asked for; none before the first has run.</param>
/// <param name="Hours">The minutes of each grant that the lines draw on, and what uses them up.</param>
/// <param name="Checks">Every check, newest first.</param>
public sealed record ExplainedInvoice(
    Guid Id, Guid MunicipalityId, Guid ProviderId, string Municipality, string Provider, string ProviderCvr, string Number,
        InvoiceStatus Status,
    DateOnly IssuedOn, DateOnly PeriodFrom, DateOnly PeriodTo, string OrderReference, string PersonReference, decimal Amount,
    DateTimeOffset SubmittedAt, DateTimeOffset? ReturnedAt, string ReturnReason, Guid? NewestCheck,
    ExplainedCheck? Check, IReadOnlyList<ExplainedLine> Lines, IReadOnlyList<ExplainedHours> Hours,
    IReadOnlyList<ExplainedApproval> Approvals, IReadOnlyList<ExplainedCheck> Checks)
{
    /// <summary>To the municipality: the check that was asked for last failed, and is tried again then.</summary>
    public DateTimeOffset? NextTry { get; init; }

    public decimal Approved => Approvals.Sum(a => a.Amount);

    /// <summary>What the shown check finds payable beyond what is approved; negative when more was approved than is payable now.</summary>
    public decimal ToApprove => (Check?.Payable ?? 0) - Approved;

    /// <summary>
    /// What was approved and, as is known now, should not have been: minutes that no longer stand, and what is payable at less
    /// than it was. A finding until a credit note takes it back.
    /// </summary>
    public decimal PaidTooMuch => ShowsNewest ? Lines.Sum(l => l.Verdict?.PaidTooMuch ?? 0) + Math.Max(0, -ToApprove) : 0;

    /// <summary>Somebody wrote something in what it is explained with: the mentor, or the citizen.</summary>
    public bool HasWords => Lines.Any(l => l.Entries.Any(e => e.CorrectionReason.Length > 0 || e.Receipt is { Word.Length: > 0 }));

    public bool ShowsNewest => Check?.Id == NewestCheck;

    /// <summary>Codes that make something wait, each with how much waits for it; the same amount may wait for more than one.</summary>
    public IReadOnlyList<(FindingRule Rule, decimal Amount)> Waits =>
        [.. Lines.SelectMany(l => l.Findings).Where(f => f.Share == Share.Held && f.Amount > 0)
            .SelectMany(f => f.Rules.Select(r => (Rule: r, f.Amount)))
            .GroupBy(w => w.Rule.Code).OrderBy(w => w.Key).Select(w => (w.First().Rule, w.Sum(x => x.Amount)))];

    /// <summary>An invoice that the actor may see; with its newest check, or with one of its earlier ones.</summary>
    public static async Task<ExplainedInvoice> LoadAsync(PortalDb db, Guid invoiceId, Guid? checkId, Actor reader, CancellationToken cancel)
    {
        var together = new Together(db);
        together.PlanOnce(cancel);
        var heading = together.Ask(() => HeadingOf(db, invoiceId, cancel));
        var checking = together.Ask(() => ChecksOf(db, invoiceId).ToListAsync(cancel).AsTask());
        var approving = together.Ask(() => ApprovalsOf(db, invoiceId).ToListAsync(cancel).AsTask());
        var wording = InvoiceWords.Ask(together, invoiceId, reader, cancel);
        var billing = together.Ask(() => BilledOn(db, invoiceId).ToListAsync(cancel).AsTask());
        var trying = reader.Kind == ActorKind.Municipality ? together.Ask(() => db.NextTryAsync(invoiceId, cancel))
            : Task.FromResult<DateTimeOffset?>(null);
        var judging = ExplainedLines.Ask(together, db, invoiceId, checkId, reader, cancel);
        var still = together.Ask(() => HeadingOf(db, invoiceId, cancel));
        await together.SendAsync(cancel);
        var invoice = await heading.OrNotFound();
        if (checkId is null && invoice.CheckId is { } first && (await still)?.CheckId != first)
        {
            // A newer check was kept between two of the questions. What is shown is of one check: the one that the first of them found.
            var again = new Together(db);
            judging = ExplainedLines.Ask(again, db, invoiceId, first, reader, cancel);
            await again.SendAsync(cancel);
        }
        var (checks, approvals, words) = (await checking, await approving, await wording);
        var shown = checks.SingleOrDefault(c => c.Id == (checkId ?? invoice.CheckId));
        if (checkId is not null && shown is null) throw new RowNotFoundException();
        var lines = Billed(await billing, words);
        var explained = shown is null
            ? new ExplainedLines([.. lines.Select(l => new ExplainedLine(l, null, null, [], []))], [])
            : await judging.ExplainAsync(db, invoice.MunicipalityId, invoice.ProviderId, lines, shown, reader, cancel);
        return new(
            invoiceId, invoice.MunicipalityId, invoice.ProviderId, invoice.Municipality, invoice.Provider, invoice.Cvr ?? "",
                invoice.Number, invoice.Status,
            invoice.IssuedOn, invoice.PeriodFrom, invoice.PeriodTo, words.OrderReference, words.PersonReference, invoice.Amount,
            invoice.SubmittedAt, invoice.ReturnedAt, words.ReturnReason, invoice.CheckId, shown, explained.Lines, explained.Hours,
                approvals, checks)
        {
            NextTry = await trying,
        };
    }

    private sealed record Heading(
        Guid MunicipalityId, Guid ProviderId, string Municipality, string Provider, string? Cvr, string Number, InvoiceStatus Status,
        DateOnly IssuedOn, DateOnly PeriodFrom, DateOnly PeriodTo, decimal Amount, DateTimeOffset SubmittedAt, DateTimeOffset? ReturnedAt,
            Guid? CheckId);

    private static readonly Func<PortalDb, Guid, CancellationToken, Task<Heading?>> HeadingOf =
        EF.CompileAsyncQuery((PortalDb db, Guid invoice, CancellationToken _) => (
        from i in db.Invoices
        join m in db.Organisations on i.MunicipalityId equals m.Id
        join p in db.Organisations on i.ProviderId equals p.Id
        where i.Id == invoice
        select new Heading(
            i.MunicipalityId, i.ProviderId, m.Name, p.Name, p.Cvr, i.Number, i.Status, i.IssuedOn, i.PeriodFrom, i.PeriodTo, i.Amount,
            i.SubmittedAt, i.ReturnedAt, i.CheckId)).SingleOrDefault());

    private static readonly Func<PortalDb, Guid, IAsyncEnumerable<ExplainedCheck>> ChecksOf =
        EF.CompileAsyncQuery((PortalDb db, Guid invoice) =>
        db.Checks.Where(c => c.InvoiceId == invoice).OrderByDescending(c => c.RunAt).ThenByDescending(c => c.Id)
            .Select(c => new ExplainedCheck(c.Id, c.RunAt, c.AsKnownAt, c.RulesVersion, c.SettingsVersion, c.InputsHash, c.Amount,
                c.Payable, c.Held, c.Rejected)));

    private static readonly Func<PortalDb, Guid, IAsyncEnumerable<ExplainedApproval>> ApprovalsOf =
        EF.CompileAsyncQuery((PortalDb db, Guid invoice) =>
        db.Approvals.Where(a => a.InvoiceId == invoice).OrderBy(a => a.ApprovedAt)
            .Select(a => new ExplainedApproval(a.Id, a.CheckId, a.Amount, a.Comment, a.ApprovedByName, a.ApprovedAt)));

    private static readonly Func<PortalDb, Guid, IAsyncEnumerable<ExplainedBill>> BilledOn =
        EF.CompileAsyncQuery((PortalDb db, Guid invoice) =>
        from l in db.InvoiceLines
        join a in db.Assignments on l.AssignmentId equals a.Id into found
        from a in found.DefaultIfEmpty()
        where l.InvoiceId == invoice
        orderby l.LineNo
        select new ExplainedBill(
            l.Id, l.LineNo, (string?)a.Number ?? "", l.AssignmentId, l.EntryRef, l.EntryId, l.FromOn, l.ToOn, l.Minutes, l.Rate, l.Amount,
                ""));

    // The number of the assignment is the portal's own; what the provider wrote in its place is the provider's words.
    private static IReadOnlyList<ExplainedBill> Billed(IEnumerable<ExplainedBill> lines, InvoiceWords words) =>
        [.. lines.Select(l => words.OfLine(l.Id) is (var reference, var text)
            ? l with { AssignmentRef = reference.Length > 0 ? reference : l.AssignmentRef, Text = text } : l)];

    internal static IReadOnlyList<FindingRule> RulesOf(IEnumerable<string> codes, DateOnly on) =>
        [.. codes.Select(code => RuleSet.On(on)[Enum.Parse<FindingCode>(code)])];
}

/// <summary>A run of the check, without its lines.</summary>
public sealed record ExplainedCheck(
    Guid Id, DateTimeOffset RunAt, DateTimeOffset AsKnownAt, string RulesVersion, string SettingsVersion, byte[] InputsHash,
    decimal Amount, decimal Payable, decimal Held, decimal Rejected);

public sealed record ExplainedApproval(Guid Id, Guid CheckId, decimal Amount, string Comment, string By, DateTimeOffset At);

/// <summary>A line as billed. Where the reader may not see the provider's words, they are empty.</summary>
public sealed record ExplainedBill(
    Guid Id, int LineNo, string AssignmentRef, Guid? AssignmentId, string EntryRef, Guid? EntryId, DateOnly FromOn, DateOnly ToOn,
    int Minutes, decimal Rate, decimal Amount, string Text);

/// <summary>What was agreed about the assignment, as known at the check.</summary>
/// <param name="Mentors">Those it names, and from and until when where it says so.</param>
public sealed record ExplainedTerms(
    DateOnly ValidFrom, DateOnly ValidTo, decimal HoursPerWeek, decimal? TotalHours, decimal Rate, decimal? PriceCeiling,
    IReadOnlyList<(string Name, DateOnly? From, DateOnly? Until)> Mentors)
{
    public int WeeklyMinutes => Minutes.FromHours(HoursPerWeek).Value;

    public int? TotalMinutes => TotalHours is { } hours ? Minutes.FromHours(hours).Value : null;
}

/// <summary>One step of the line's account. The amounts of the steps add up to the line's amount.</summary>
/// <param name="IsNoted">It is paid though a rule speaks against it, since that rule is in shadow mode.</param>
public sealed record ExplainedFinding(Share Share, IReadOnlyList<FindingRule> Rules, int Minutes, decimal Amount, bool IsNoted,
    Wording Arithmetic)
{
    /// <summary>It was approved, and as is known now it should not have been.</summary>
    public bool IsPaidTooMuch => Share == Share.Payable && Rules.Count > 0 && !IsNoted;
}

/// <summary>A line as billed, the verdict on it, and what that rests on.</summary>
public sealed record ExplainedLine(
    ExplainedBill Billed, LineVerdict? Verdict, ExplainedTerms? Terms, IReadOnlyList<ExplainedFinding> Findings,
        IReadOnlyList<ExplainedEntry> Entries)
{
    /// <summary>Kroner an hour that the municipality pays at most on the days that the line is judged by, whatever was agreed.</summary>
    public decimal? MunicipalCeiling { get; init; }

    /// <summary>
    /// On other days of the line the ceiling is another, or there is none. Not told to a provider, who may not read its settings.
    /// </summary>
    public bool IsLowestOfCeilings { get; init; }

    /// <summary>The registration that the line names, if it is there.</summary>
    public ExplainedEntry? Named { get; init; }

    public MissingGrant? NoGrant { get; init; }

    /// <summary>The decision on a grant that is not in force.</summary>
    public DecisionBehind? NotInForce { get; init; }

    /// <summary>Minutes of the line that were approved for payment before this check.</summary>
    public int Approved => Entries.SelectMany(e => e.Uses).Where(u => u.Line == Billed.Id).Sum(u => u.Approved);

    /// <summary>Minutes of registrations that are payable and were not approved before.</summary>
    public int PayableSince => Entries.Sum(e => e.Taken - e.Held) - Approved;

    /// <summary>Some of what is paid as delivered would be rejected by a rule about the registration that is in shadow mode.</summary>
    public bool IsOnlyNotedOutside =>
        Notices.Any(n => n.Rule.Code is FindingCode.D03 or FindingCode.G01 or FindingCode.G02 or FindingCode.G03);

    /// <summary>Something of the money waits or is rejected; a remark that costs nothing is not worth opening the line for.</summary>
    public bool CostsSomething => Verdict is { } verdict && verdict.Held + verdict.Rejected + verdict.PaidTooMuch > 0;

    public IReadOnlyList<FindingRule> Codes => Verdict is null ? [] : ExplainedInvoice.RulesOf(Verdict.Codes, Billed.FromOn);

    /// <summary>
    /// Codes that no step of the account carries: notices, rules in shadow mode, and what was found after an approval. They cost nothing.
    /// </summary>
    public IReadOnlyList<(FindingRule Rule, IReadOnlyList<ExplainedEntry> About)> Notices =>
        [.. Codes.Where(r => Findings.All(f => f.Rules.All(of => of.Code != r.Code)))
            .Select(r => (r, (IReadOnlyList<ExplainedEntry>)[.. Entries.Where(e => e.Taken > 0 && e.Codes.Any(c => c.Code == r.Code))]))];
}

/// <summary>The decision on the grant that a line bills for, as it stands now.</summary>
/// <param name="DecidedAt">When it was taken, if it was.</param>
/// <param name="IsSent">It is noted that the citizen was sent it.</param>
public sealed record DecisionBehind(DateTimeOffset? DecidedAt, bool IsSent);

/// <summary>Why a line has no grant.</summary>
public enum MissingGrant
{
    /// <summary>The number is no assignment that the provider has in that municipality.</summary>
    Unknown,

    /// <summary>The number is the assignment of another provider.</summary>
    OfAnotherProvider,

    /// <summary>The number is the provider's own assignment, in another municipality.</summary>
    InAnotherMunicipality,

    /// <summary>The line names a registration that was delivered under another act than the grant's.</summary>
    UnderAnotherAct,
}

/// <summary>The minutes of one grant, week by week, as the check gave them out.</summary>
public sealed record ExplainedHours(Guid Assignment, string Number, ExplainedTerms Terms,
    IReadOnlyList<(string Week, IReadOnlyList<ExplainedEntry> Entries)> Weeks)
{
    public int Used => Weeks.SelectMany(w => w.Entries).Sum(e => e.Allowed);
}
