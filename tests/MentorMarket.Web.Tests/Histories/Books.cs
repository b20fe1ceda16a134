namespace MentorMarket.Web.Tests.Histories;

/// <summary>
/// What stands in the tables about some municipalities, read past every policy and as it lies there: the laws are asked of this
/// and of nothing that the portal says about itself.
/// </summary>
internal sealed record Books(
    IReadOnlyList<Books.Entry> Entries,
    IReadOnlyList<Books.Receipt> Receipts,
    IReadOnlyList<Books.Agreement> Agreements,
    IReadOnlyList<Books.Pause> Pauses,
    IReadOnlyList<Books.Settings> Set,
    IReadOnlyList<Books.Invoice> Invoices,
    IReadOnlyList<Books.Line> Lines,
    IReadOnlyList<Books.Check> Checks,
    IReadOnlyList<Books.Verdict> Verdicts,
    IReadOnlyList<Books.Approval> Approvals,
    IReadOnlyList<Books.Minutes> Approved)
{
    internal sealed record Entry(
        Guid Id, Guid Assignment, Guid Municipality, Guid Citizen, Guid Mentor, DateTime Start, DateTime End, string Kind,
            DateTime RegisteredAt, Guid? Supersedes, bool HasStep);

    internal sealed record Receipt(Guid Entry, string Answer, string Strength, DateTime At);

    internal sealed record Agreement(
        Guid Assignment, Guid Municipality, int Version, DateOnly From, DateOnly To, decimal HoursPerWeek, decimal? TotalHours,
            decimal Rate, decimal? Ceiling, Guid[] Mentors);

    internal sealed record Pause(Guid Assignment, Guid Id, DateOnly From, DateOnly? To, Guid? Resumes);

    internal sealed record Settings(Guid Municipality, int Version, DateOnly From, decimal? Ceiling, bool AcceptsWeak, string[] Shadow,
        bool OrderReference, bool PersonReference, int LateDays);

    internal sealed record Invoice(Guid Id, Guid Municipality, string Number, DateOnly IssuedOn, string Status, decimal Amount,
        Guid? Check, string OrderReference, string PersonReference);

    internal sealed record Line(Guid Id, Guid Invoice, int Number, Guid? Assignment, string EntryRef, Guid? Entry, DateOnly From,
        DateOnly To, int Minutes, decimal Rate, decimal Amount);

    internal sealed record Check(Guid Id, Guid Invoice, decimal Amount, decimal Payable, decimal Held, decimal Rejected, string Hash);

    /// <param name="Explained">Kroner and minutes of the findings' steps, by outcome, and minutes of the matches.</param>
    internal sealed record Verdict(
        Guid Check, Guid Line, decimal Amount, decimal Payable, decimal Held, decimal Rejected, int PayableMinutes, int HeldMinutes,
            string Codes, string Explained, int MatchedPayable, int MatchedHeld,
        decimal PaidTooMuch);

    internal sealed record Approval(Guid Id, Guid Invoice, Guid Check, decimal Amount);

    internal sealed record Minutes(Guid Approval, Guid Line, Guid Entry, int Value);

    private static readonly string[] Queries =
    [
        """
        select e.id, e.assignment_id, e.municipality_id, a.citizen_id, e.mentor_id, e.starts_at, e.ends_at, e.kind, e.registered_at, e.supersedes_id,
            exists (select from portal.goal_steps s where s.entry_id = e.id)
        from portal.time_entries e join portal.assignments a on a.id = e.assignment_id where e.municipality_id = any ($1)
        """,
        "select entry_id, answer, strength, recorded_at from portal.confirmations where municipality_id = any ($1)",
        """
        select g.assignment_id, g.municipality_id, g.version, g.valid_from, g.valid_to, g.hours_per_week, g.total_hours, g.rate, g.price_ceiling,
            array(select m.mentor_id from portal.agreement_mentors m where m.agreement_id = g.id)
        from portal.agreements g where g.municipality_id = any ($1)
        """,
        "select a.id, p.id, p.from_on, p.to_on, p.resumes_id from portal.grant_pauses p join portal.assignments a on a.grant_id = p.grant_id where p.municipality_id = any ($1)",
        "select municipality_id, version, valid_from, price_ceiling, accepts_weak_receipts, shadow_rules, order_reference_asked, person_reference_asked, late_days from portal.municipal_settings where municipality_id = any ($1)",
        "select id, municipality_id, number, issued_on, status, amount, check_id, order_reference, person_reference from portal.invoices where municipality_id = any ($1)",
        "select id, invoice_id, line_no, assignment_id, entry_ref, entry_id, from_on, to_on, minutes, rate, amount from portal.invoice_lines where municipality_id = any ($1)",
        "select id, invoice_id, amount, payable, held, rejected, encode(inputs_hash, 'hex') from portal.checks where municipality_id = any ($1)",
        """
        select v.check_id, v.line_id, v.amount, v.payable, v.held, v.rejected, v.payable_minutes, v.held_minutes, array_to_string(v.codes, '|'),
            coalesce((select concat_ws(' ', coalesce(sum(f.amount) filter (where f.share = 'Payable'), 0.00), coalesce(sum(f.amount) filter (where f.share = 'Held'), 0.00),
                coalesce(sum(f.amount) filter (where f.share = 'Rejected'), 0.00)) from portal.line_findings f where f.check_id = v.check_id and f.line_id = v.line_id), ''),
            coalesce((select sum(m.minutes)::int from portal.line_matches m where m.check_id = v.check_id and m.line_id = v.line_id and not m.is_held), 0),
            coalesce((select sum(m.minutes)::int from portal.line_matches m where m.check_id = v.check_id and m.line_id = v.line_id and m.is_held), 0),
            v.paid_too_much
        from portal.line_verdicts v where v.municipality_id = any ($1)
        """,
        "select id, invoice_id, check_id, amount from portal.approvals where municipality_id = any ($1)",
        "select approval_id, line_id, entry_id, minutes from portal.approved_minutes where municipality_id = any ($1)",
    ];

    /// <summary>All in one transaction, so that it is one moment.</summary>
    public static async Task<Books> ReadAsync(NpgsqlConnection connection, Guid[] municipalities)
    {
        await using var moment = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using var batch = new NpgsqlBatch(connection, moment);
        foreach (var query in Queries) batch.BatchCommands.Add(new(query) { Parameters = { new() { Value = municipalities } } });
        await using var reader = await batch.ExecuteReaderAsync();
        async Task<IReadOnlyList<T>> NextAsync<T>(Func<NpgsqlDataReader, T> row)
        {
            var rows = new List<T>();
            while (await reader.ReadAsync()) rows.Add(row(reader));
            await reader.NextResultAsync();
            return rows;
        }
        static T? Maybe<T>(NpgsqlDataReader r, int column)
            where T : struct => r.IsDBNull(column) ? null : r.GetFieldValue<T>(column);
        static DateOnly Day(NpgsqlDataReader r, int column) => r.GetFieldValue<DateOnly>(column);
        return new Books(
            await NextAsync(r => new Entry(r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetGuid(3), r.GetGuid(4), r.GetDateTime(5),
                r.GetDateTime(6), r.GetString(7), r.GetDateTime(8), Maybe<Guid>(r, 9), r.GetBoolean(10))),
            await NextAsync(r => new Receipt(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetDateTime(3))),
            await NextAsync(r => new Agreement(r.GetGuid(0), r.GetGuid(1), r.GetInt32(2), Day(r, 3), Day(r, 4), r.GetDecimal(5),
                Maybe<decimal>(r, 6), r.GetDecimal(7), Maybe<decimal>(r, 8), r.GetFieldValue<Guid[]>(9))),
            await NextAsync(r => new Pause(r.GetGuid(0), r.GetGuid(1), Day(r, 2), Maybe<DateOnly>(r, 3), Maybe<Guid>(r, 4))),
            await NextAsync(r => new Settings(r.GetGuid(0), r.GetInt32(1), Day(r, 2), Maybe<decimal>(r, 3), r.GetBoolean(4),
                r.GetFieldValue<string[]>(5), r.GetBoolean(6), r.GetBoolean(7), r.GetInt32(8))),
            await NextAsync(r => new Invoice(r.GetGuid(0), r.GetGuid(1), r.GetString(2), Day(r, 3), r.GetString(4), r.GetDecimal(5),
                Maybe<Guid>(r, 6), r.GetString(7), r.GetString(8))),
            await NextAsync(r => new Line(r.GetGuid(0), r.GetGuid(1), r.GetInt32(2), Maybe<Guid>(r, 3), r.GetString(4), Maybe<Guid>(r, 5),
                Day(r, 6), Day(r, 7), r.GetInt32(8), r.GetDecimal(9), r.GetDecimal(10))),
            await NextAsync(r => new Check(r.GetGuid(0), r.GetGuid(1), r.GetDecimal(2), r.GetDecimal(3), r.GetDecimal(4), r.GetDecimal(5),
                r.GetString(6))),
            await NextAsync(r => new Verdict(r.GetGuid(0), r.GetGuid(1), r.GetDecimal(2), r.GetDecimal(3), r.GetDecimal(4),
                r.GetDecimal(5), r.GetInt32(6), r.GetInt32(7), r.GetString(8), r.GetString(9), r.GetInt32(10), r.GetInt32(11),
                r.GetDecimal(12))),
            await NextAsync(r => new Approval(r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetDecimal(3))),
            await NextAsync(r => new Minutes(r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetInt32(3))));
    }

    private Dictionary<Guid, Entry>? correctedBy;

    /// <summary>The last in the chain of corrections.</summary>
    public Entry Last(Guid entry)
    {
        correctedBy ??= Entries.Where(e => e.Supersedes is not null).ToDictionary(e => e.Supersedes!.Value);
        while (correctedBy.TryGetValue(entry, out var later)) entry = later.Id;
        return Entries.First(e => e.Id == entry);
    }

    /// <summary>
    /// Everything that a check reads but approvals; all of it is only ever added to, so that counts say whether it is the same.
    /// </summary>
    public string Facts =>
        $"{Entries.Count} {Receipts.Count} {Agreements.Count} {Pauses.Count} {Set.Count} {Invoices.Count} {Invoices.Count(i => i.Status == "Returned")}";

    /// <summary>What the municipality has set for a day: of the versions that are in force then, the newest.</summary>
    public Settings? SettingsOn(Guid municipality, DateOnly day) => Set.Where(s => s.Municipality == municipality && s.From <= day)
        .MaxBy(s => s.Version);

    public bool IsShadow(string code, Guid municipality, DateOnly day) => SettingsOn(municipality, day)?.Shadow.Contains(code) == true;

    /// <summary>
    /// The days that a line is judged by: from the first to the last of those that stand on it, that of the registration of its course that
    /// it names, and that of what this became.
    /// </summary>
    public List<DateOnly> DaysOf(Line line)
    {
        List<DateOnly> days = [line.From, line.To];
        if (Entries.FirstOrDefault(e => e.Id == line.Entry && e.Assignment == line.Assignment) is { } named)
        {
            days.AddRange([PlainCheck.DateOf(named), PlainCheck.DateOf(Last(named.Id))]);
        }
        return [.. Enumerable.Range(days.Min().DayNumber, days.Max().DayNumber - days.Min().DayNumber + 1).Select(DateOnly.FromDayNumber)];
    }

    /// <summary>Whether a rule about the line is only noted on every one of its days.</summary>
    public bool IsShadow(string code, Guid municipality, Line line) => DaysOf(line).TrueForAll(day => IsShadow(code, municipality, day));

    /// <summary>The lowest ceiling of the municipality on any day of the line.</summary>
    public decimal CeilingOf(Guid municipality, Line line) =>
        DaysOf(line).Min(day => SettingsOn(municipality, day)?.Ceiling ?? decimal.MaxValue);

    /// <summary>The references that the invoice of a line lacks: a municipality asks for them on any day of the line.</summary>
    public IEnumerable<string> Missing(Invoice invoice, Line line)
    {
        var asked = DaysOf(line).ConvertAll(day => SettingsOn(invoice.Municipality, day));
        if (invoice.OrderReference.Length == 0 && asked.Exists(s => s?.OrderReference == true)) yield return "F02";
        if (invoice.PersonReference.Length == 0 && asked.Exists(s => s?.PersonReference == true)) yield return "F03";
    }

    public decimal PaidOn(Guid invoice) => Approvals.Where(a => a.Invoice == invoice).Sum(a => a.Amount);
}
