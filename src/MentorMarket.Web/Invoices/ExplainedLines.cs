using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Web.Invoices;

/// <summary>The lines of an invoice as one check judged them, and the minutes of the grants they draw on.</summary>
internal sealed record ExplainedLines(IReadOnlyList<ExplainedLine> Lines, IReadOnlyList<ExplainedHours> Hours)
{
    /// <summary>
    /// Asks for what the check of an invoice, its newest unless another is named, found of the lines and what that rests on.
    /// </summary>
    public static Asked Ask(Together together, PortalDb db, Guid invoice, Guid? check, Actor reader, CancellationToken cancel) => new(
        invoice,
        together.Ask(() => VerdictsOf(db, invoice, check).ToListAsync(cancel).AsTask()),
        together.Ask(() => FindingsOf(db, invoice, check).ToListAsync(cancel).AsTask()),
        together.Ask(() => MatchesOf(db, invoice, check).ToListAsync(cancel).AsTask()),
        together.Ask(() => AgreementsOf(db, invoice).ToListAsync(cancel).AsTask()),
        together.Ask(() => MentorsOf(db, invoice).ToListAsync(cancel).AsTask()),
        // A municipality's settings are not its providers' to read.
        reader.Kind == ActorKind.Provider ? Task.FromResult<List<SettingsVersion>>([])
            : together.Ask(() => SettingsOf(db, invoice).ToListAsync(cancel).AsTask()),
        ExplainedEntries.Ask(together, db, invoice, check, cancel));

    /// <summary>What was asked for, and is there once it is sent.</summary>
    internal sealed record Asked(
        Guid Invoice, Task<List<LineVerdict>> Verdicts, Task<List<LineFinding>> Findings, Task<List<LineMatch>> Matches,
            Task<List<Agreement>> Agreements,
        Task<List<NamedMentor>> Mentors, Task<List<SettingsVersion>> Settings, ExplainedEntries.Asked Entries)
    {
        public Task<ExplainedLines> ExplainAsync(
            PortalDb db, Guid municipality, Guid provider, IReadOnlyList<ExplainedBill> lines, ExplainedCheck check, Actor reader,
                CancellationToken cancel) =>
            ExplainedLines.ExplainAsync(this, db, municipality, provider, lines, check, reader, cancel);
    }

    private static async Task<ExplainedLines> ExplainAsync(
        Asked asked, PortalDb db, Guid municipality, Guid provider, IReadOnlyList<ExplainedBill> lines, ExplainedCheck check, Actor reader,
            CancellationToken cancel)
    {
        var invoice = asked.Invoice;
        var verdicts = (await asked.Verdicts).ToDictionary(v => v.LineId);
        var (findings, matches) = ((await asked.Findings).ToLookup(f => f.LineId), (await asked.Matches).ToLookup(m => m.LineId));
        var terms = Terms((await asked.Agreements).Where(a => a.RecordedAt <= check.AsKnownAt), await asked.Mentors);
        var settings = new CheckSettings((await asked.Settings).Where(s => s.RecordedAt <= check.AsKnownAt));
        var entries = await ExplainedEntries.LoadAsync(asked.Entries, db, lines, findings, matches, check, reader, settings, cancel);
        var isNotInForce = verdicts.Values.Any(v => v.Codes.Contains(nameof(FindingCode.G06)));
        var decisions = isNotInForce ? await DecisionsAsync(db, invoice, cancel) : [];
        var explained = new List<ExplainedLine>();
        foreach (var line in lines)
        {
            var verdict = verdicts.GetValueOrDefault(line.Id);
            var agreed = line.AssignmentId is { } assignment ? terms.GetValueOrDefault(assignment) : null;
            var named = line.EntryId is { } id ? entries.One(id, line) : null;
            // As the check takes them (InvoiceFacts.DaysOf).
            var days = new Period(line.FromOn, line.ToOn);
            if (named is not null && named.AssignmentId == line.AssignmentId)
            {
                days = days.With(named.Date).With(entries.LastDayOf(named.Id));
            }
            explained.Add(new(
                line, verdict, agreed,
                [.. findings[line.Id].Select(f => new ExplainedFinding(f.Share, ExplainedInvoice.RulesOf(f.Codes, line.FromOn), f.Minutes,
                    f.Amount, f.IsNoted, new(f.ArithmeticDa, f.ArithmeticEn)))],
                entries.Of(line))
            {
                MunicipalCeiling = reader.Kind == ActorKind.Provider ? CeilingThatSetThePrice(verdict, findings[line.Id], agreed)
                    : settings.CeilingIn(days)?.Kroner,
                IsLowestOfCeilings = settings.CeilingChangesIn(days),
                Named = named,
                NoGrant = verdict?.Codes.Contains(nameof(FindingCode.G04)) == true
                    ? await WhyNoGrantAsync(db, invoice, municipality, provider, line, reader, cancel) : null,
                NotInForce = verdict?.Codes.Contains(nameof(FindingCode.G06)) == true && line.AssignmentId is { } billed
                    ? decisions.GetValueOrDefault(billed) : null,
            });
        }
        return new(explained, [.. lines.Where(l => l.AssignmentId is not null).Select(l => l.AssignmentId!.Value).Distinct()
            .Where(terms.ContainsKey)
            .Select(a => new ExplainedHours(a, entries.NumberOf(a), terms[a], entries.WeeksOf(a))).Where(h => h.Weeks.Count > 0)]);
    }

    internal sealed record NamedMentor(Guid Agreement, string Name, DateOnly? FromOn, DateOnly? UntilOn);

    // Which check it is, is worked out within the sub-query: beside a policy, a condition with COALESCE in it is not looked up in an index.
    private static readonly Func<PortalDb, Guid, Guid?, IAsyncEnumerable<LineVerdict>> VerdictsOf =
        EF.CompileAsyncQuery((PortalDb db, Guid invoice, Guid? check) =>
        db.LineVerdicts.AsNoTracking().Where(v => v.CheckId == db.Invoices.Where(i => i.Id == invoice).Select(i => check ?? i.CheckId)
            .FirstOrDefault()));

    private static readonly Func<PortalDb, Guid, Guid?, IAsyncEnumerable<LineFinding>> FindingsOf =
        EF.CompileAsyncQuery((PortalDb db, Guid invoice, Guid? check) =>
        db.LineFindings.AsNoTracking().Where(f => f.CheckId == db.Invoices.Where(i => i.Id == invoice).Select(i => check ?? i.CheckId)
            .FirstOrDefault()).OrderBy(f => f.Position).Select(f => f));

    private static readonly Func<PortalDb, Guid, Guid?, IAsyncEnumerable<LineMatch>> MatchesOf =
        EF.CompileAsyncQuery((PortalDb db, Guid invoice, Guid? check) =>
        db.LineMatches.AsNoTracking().Where(m => m.CheckId == db.Invoices.Where(i => i.Id == invoice).Select(i => check ?? i.CheckId)
            .FirstOrDefault()));

    private static readonly Func<PortalDb, Guid, IAsyncEnumerable<Agreement>> AgreementsOf =
        EF.CompileAsyncQuery((PortalDb db, Guid invoice) =>
        db.Agreements.AsNoTracking().Where(a => db.InvoiceLines.Any(l => l.InvoiceId == invoice && l.AssignmentId == a.AssignmentId)));

    private static readonly Func<PortalDb, Guid, IAsyncEnumerable<NamedMentor>> MentorsOf =
        EF.CompileAsyncQuery((PortalDb db, Guid invoice) =>
        from m in db.AgreementMentors
        join a in db.Agreements on m.AgreementId equals a.Id
        where db.InvoiceLines.Any(l => l.InvoiceId == invoice && l.AssignmentId == a.AssignmentId)
        orderby m.Name, m.MentorId
        select new NamedMentor(m.AgreementId, m.Name, m.FromOn, m.UntilOn));

    private static readonly Func<PortalDb, Guid, IAsyncEnumerable<SettingsVersion>> SettingsOf =
        EF.CompileAsyncQuery((PortalDb db, Guid invoice) =>
        db.MunicipalSettings.AsNoTracking()
            .Where(s => s.MunicipalityId == db.Invoices.Where(i => i.Id == invoice).Select(i => i.MunicipalityId).FirstOrDefault())
            .OrderBy(s => s.Version).Select(s => s));

    private static Dictionary<Guid, ExplainedTerms> Terms(IEnumerable<Agreement> agreements, IEnumerable<NamedMentor> named)
    {
        var mentors = named.ToLookup(m => m.Agreement, m => (m.Name, m.FromOn, m.UntilOn));
        return agreements.GroupBy(a => a.AssignmentId).Select(a => a.MaxBy(v => v.Version)!)
            .ToDictionary(a => a.AssignmentId, a => new ExplainedTerms(a.ValidFrom, a.ValidTo, a.HoursPerWeek, a.TotalHours, a.Rate,
                a.PriceCeiling, [.. mentors[a.Id]]));
    }

    // But what a line is paid at, the provider is told, and by whom that was set: where the ceiling took something off the amount. In
    // shadow mode its code is there all the same, and the line is paid at another rate.
    private static decimal? CeilingThatSetThePrice(LineVerdict? verdict, IEnumerable<LineFinding> steps, ExplainedTerms? terms) =>
        verdict is not null && verdict.PayRate != terms?.PriceCeiling
            && steps.Any(s => s.Share == Share.Rejected && s.Codes.Contains(nameof(FindingCode.P02)))
            ? verdict.PayRate : null;

    private static async Task<Dictionary<Guid, DecisionBehind>> DecisionsAsync(PortalDb db, Guid invoice, CancellationToken cancel)
    {
        var found = new Dictionary<Guid, DecisionBehind>();
        await using var ask = db.Command("select assignment_id, decided_at, is_sent from portal.decisions_of_invoice($1)", invoice);
        await using var read = await ask.ExecuteReaderAsync(cancel);
        while (await read.ReadAsync(cancel))
        {
            found[read.GetGuid(0)] = new(await read.IsDBNullAsync(1, cancel) ? null : read.GetFieldValue<DateTimeOffset>(1),
                read.GetBoolean(2));
        }
        return found;
    }

    // Only what the reader may see is looked among: to a provider, another's assignment is not there.
    private static async Task<MissingGrant> WhyNoGrantAsync(
        PortalDb db, Guid invoice, Guid municipality, Guid provider, ExplainedBill line, Actor reader, CancellationToken cancel)
    {
        if (line.AssignmentId is not null) return MissingGrant.UnderAnotherAct;
        if (reader.Kind == ActorKind.Auditor) return await WhyNoGrantWithoutWordsAsync(db, invoice, line.Id, cancel);
        if (line.AssignmentRef.Length == 0) return MissingGrant.Unknown;
        var number = Like.Exactly(line.AssignmentRef);
        var found = await db.Assignments.Where(a => EF.Functions.ILike(a.Number, number) && a.ProviderId != null)
            .Select(a => new { a.MunicipalityId, a.ProviderId }).ToListAsync(cancel);
        return found.Any(a => a.MunicipalityId == municipality && a.ProviderId != provider) ? MissingGrant.OfAnotherProvider
            : found.Any(a => a.MunicipalityId != municipality && a.ProviderId == provider) ? MissingGrant.InAnotherMunicipality
            : MissingGrant.Unknown;
    }

    // An auditor may not read what the provider wrote for the assignment, and is told the reason all the same.
    private static async Task<MissingGrant> WhyNoGrantWithoutWordsAsync(PortalDb db, Guid invoice, Guid line, CancellationToken cancel)
    {
        await using var ask = db.Command("select is_of_another, is_elsewhere from portal.lines_without_grant($1) where line_id = $2",
            invoice, line);
        await using var read = await ask.ExecuteReaderAsync(cancel);
        return !await read.ReadAsync(cancel) ? MissingGrant.Unknown
            : read.GetBoolean(0) ? MissingGrant.OfAnotherProvider
            : read.GetBoolean(1) ? MissingGrant.InAnotherMunicipality
            : MissingGrant.Unknown;
    }
}
