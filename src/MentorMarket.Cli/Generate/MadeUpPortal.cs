using System.Globalization;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Rules;
using MentorMarket.Domain.Values;

namespace MentorMarket.Cli.Generate;

/// <summary>
/// A made-up year as rows of the portal's tables: organisations and people, grants and agreements, entries and receipts, and
/// invoices with what the check found and what was approved. What a check keeps for the page of one invoice beside its
/// explanation (<c>check_entries</c>, <c>check_uses</c>) and the evidence are not made: a chain of events tells what happened.
/// </summary>
public sealed class MadeUpPortal(MadeUpYear year, bool inDanish)
{
    private static readonly DateTimeOffset Begin = new(2024, 12, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly List<(int First, int End)> invoices = InvoicesOf(year.Lines);

    // The first digits of an id say what it is of.
    private enum Of
    {
        Municipality = 1,
        Provider,
        Staff,
        Mentor,
        Citizen,
        Grant,
        Assignment,
        Agreement,
        Entry,
        Receipt,
        Invoice,
        Line,
        Check,
        Approval,
    }

    /// <summary>A statement, and the rows that are copied in after it, if it is one that copies.</summary>
    public sealed record Piece(string Statement, IEnumerable<string>? Rows = null);

    /// <summary>Everything in order, in one transaction; the first piece refuses a database that holds anybody real.</summary>
    public IEnumerable<Piece> Pieces()
    {
        yield return new Piece("begin");
        yield return new Piece(Refusal());
        yield return new Piece(MadeUpSql.TriggersRest);
        foreach (var piece in People().Concat(Cases()).Concat(Delivery()).Concat(Billing()))
        {
            yield return piece;
        }

        yield return new Piece(MadeUpSql.PlannerKnowsHowMany);
        yield return new Piece(MadeUpSql.InvoicesKnowTheirChecks);
        yield return new Piece(MadeUpSql.TriggersWakeUp);
        yield return new Piece(MadeUpSql.LawsOfTheLedger);
        yield return new Piece("commit");
    }

    /// <summary>Writes everything for psql.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    public void Write(TextWriter output, Action<double>? progress)
    {
        // About: some entries have no receipt, and some lines no entry.
        var (done, all) = (0L, (2.0 * year.Entries.Length) + (4.0 * year.Lines.Length) + (3.0 * invoices.Count)
            + (3.0 * year.Entries.Length));
        output.Write($"set client_encoding = '{output.Encoding.WebName}';\n");
        foreach (var piece in Pieces())
        {
            output.Write(piece.Statement + ";\n");
            foreach (var row in piece.Rows ?? [])
            {
                output.Write(row);
                if (progress is not null && ++done % 4096 == 0)
                {
                    progress(Math.Min(0.99, done / all));
                }
            }

            if (piece.Rows is not null)
            {
                output.Write("\\.\n");
            }
        }
    }

    private string Refusal() => MadeUpSql.RefuseWhoIsReal
        .Replace("$there", inDanish ? "Databasen holder allerede et opdigtet år." : "The database holds a made-up year already.",
            StringComparison.Ordinal)
        .Replace("$real", inDanish
            ? "Databasen holder virkelige organisationer eller personer: opdigtede rækker kunne aldrig skilles fra deres igen. Lav en ny database."
            : "The database holds real organisations or people: made-up rows could never be told from theirs again. Make a new database.",
                StringComparison.Ordinal);

    private IEnumerable<Piece> People()
    {
        var municipalities = year.Grants.Select(grant => grant.Municipality).Distinct().Order().ToList();
        var mentors = year.Entries.Select(entry => entry.Mentor).Distinct().Order().ToList();
        var providers = year.Grants.Select(grant => grant.Provider).Concat(mentors.Select(MadeUpYear.ProviderOf)).Distinct().Order()
            .ToList();
        yield return Copy("organisations", "id, kind, slug, name, created_at",
        [
            .. municipalities.Select(m => Row(Id(Of.Municipality, m), "Municipality", $"opdigtet-kommune-{m}", $"Opdigtet Kommune {m}",
                Begin)),
            .. providers.Select(p => Row(Id(Of.Provider, p), "Provider", $"opdigtet-firma-{p}", $"Opdigtet Firma {p}", Begin)),
        ]);
        // Without a password nobody logs in as one of them.
        (string Id, string Name, string Mail, string Organisation, string Roles)[] people =
        [
            .. municipalities.Select(m => (Id(Of.Staff, m), $"Opdigtet Sagsbehandler {m}", $"sagsbehandler-{m}@opdigtet.example",
                Id(Of.Municipality, m), "{Caseworker,TeamLeader,Finance}")),
            .. mentors.Select(m => (Id(Of.Mentor, m), $"Opdigtet Mentor {m}", $"mentor-{m}@opdigtet.example",
                Id(Of.Provider, MadeUpYear.ProviderOf(m)), "{Mentor,Coordinator}")),
        ];
        yield return Copy("users", "id, user_name, normalized_user_name, email, normalized_email, display_name, is_demo", people
            .Select(p => Row(p.Id, p.Mail, p.Mail.ToUpperInvariant(), p.Mail, p.Mail.ToUpperInvariant(), p.Name, true)));
        yield return Copy("memberships", "id, organisation_id, person_id, name, email, roles, joined_at", people
            .Select(p => Row(p.Id, p.Organisation, p.Id, p.Name, p.Mail, p.Roles, Begin)));

        var citizens = year.Grants.DistinctBy(grant => grant.Citizen).ToList();
        yield return Copy("citizens", "id, municipality_id, number, area, birth_year, created_at", citizens
            .Select(c => Row(Id(Of.Citizen, c.Citizen), Id(Of.Municipality, c.Municipality), $"O{c.Citizen}", "Opdigtet",
                1960 + (c.Citizen % 40), Begin)));
        yield return Copy("citizen_identities", "citizen_id, municipality_id, name", citizens
            .Select(c => Row(Id(Of.Citizen, c.Citizen), Id(Of.Municipality, c.Municipality), $"Opdigtet Borger {c.Citizen}")));
        yield return Copy("citizen_addresses", "citizen_id, municipality_id, address", citizens
            .Select(c => Row(Id(Of.Citizen, c.Citizen), Id(Of.Municipality, c.Municipality), $"Opdigtet Vej {c.Citizen}, 0000 Opdigtet")));
    }

    private IEnumerable<Piece> Cases()
    {
        var grants = year.Grants.Index();
        yield return Copy("grants",
            "id, municipality_id, citizen_id, number, status, purpose, target_group, hours_per_week, starts_on, ends_on, rate, created_by, created_at, " +
            "submitted_by, submitted_at, decided_by, decided_at, rules_version, aim, mentor_kind, resides_here, is_agreed",
            grants.Select(g => Row(
                Id(Of.Grant, g.Index), Municipality(g.Item), Id(Of.Citizen, g.Item.Citizen), Number(g.Index), "Accepted", "Job",
                    "SicknessBenefit", g.Item.WeeklyMinutes / 60m,
                g.Item.ValidFrom, g.Item.ValidTo, Kroner(g.Item.RateOre), Staff(g.Item), Begin, Staff(g.Item), Begin, Staff(g.Item), Begin,
                    "opdigtet", "Closer", "External", true, true)));
        yield return Copy("assignments",
            "id, municipality_id, grant_id, citizen_id, number, status, target_group, starts_on, ends_on, hours_per_week, rate, price_ceiling, published_by, published_at, provider_id, accepted_by, accepted_at",
            grants.Select(g => Row(
                Id(Of.Assignment, g.Index), Municipality(g.Item), Id(Of.Grant, g.Index), Id(Of.Citizen, g.Item.Citizen), Number(g.Index),
                    "Accepted", "SicknessBenefit",
                g.Item.ValidFrom, g.Item.ValidTo, g.Item.WeeklyMinutes / 60m, Kroner(g.Item.RateOre), Ceiling(g.Item), Staff(g.Item),
                    Begin, Provider(g.Item), Staff(g.Item), Begin)));
        yield return Copy("agreements",
            "id, assignment_id, municipality_id, provider_id, citizen_id, version, target_group, valid_from, valid_to, hours_per_week, rate, price_ceiling, recorded_at",
            grants.Select(g => Row(
                Id(Of.Agreement, g.Index), Id(Of.Assignment, g.Index), Municipality(g.Item), Provider(g.Item),
                    Id(Of.Citizen, g.Item.Citizen), 1, "SicknessBenefit",
                g.Item.ValidFrom, g.Item.ValidTo, g.Item.WeeklyMinutes / 60m, Kroner(g.Item.RateOre), Ceiling(g.Item), Begin)));
        yield return Copy("agreement_mentors", "agreement_id, mentor_id, municipality_id, provider_id, name",
            grants.SelectMany(g => (g.Item.Mentors ?? []).Select(mentor => Row(
                Id(Of.Agreement, g.Index), Id(Of.Mentor, mentor), Municipality(g.Item), Provider(g.Item), $"Opdigtet Mentor {mentor}"))));
    }

    private IEnumerable<Piece> Delivery()
    {
        yield return Copy("time_entries",
            "id, municipality_id, provider_id, assignment_id, mentor_id, mentor_name, starts_at, ends_at, minutes, local_date, iso_week, kind, place, registered_by, registered_at",
            year.Entries.Select((entry, e) => Row(
                Id(Of.Entry, e), Municipality(Grant(entry)), Provider(Grant(entry)), Id(Of.Assignment, entry.Grant),
                    Id(Of.Mentor, entry.Mentor), $"Opdigtet Mentor {entry.Mentor}",
                At(entry.Start), At(entry.End), entry.Minutes, entry.Date, DanishTime.WeekOf(entry.Date), entry.Kind, "Home",
                    Id(Of.Mentor, entry.Mentor), At(entry.RegisteredAt))));
        yield return Copy("confirmations",
            "id, entry_id, municipality_id, provider_id, assignment_id, answer, channel, strength, recorded_at",
            year.Entries.Index().Where(e => e.Item.Receipt == Domain.Invoices.Checking.Receipt.Confirmed).Select(e => Row(
                Id(Of.Receipt, e.Index), Id(Of.Entry, e.Index), Municipality(Grant(e.Item)), Provider(Grant(e.Item)),
                    Id(Of.Assignment, e.Item.Grant),
                "Confirmed", "CitizenLink", "Strong", At(e.Item.RegisteredAt).AddMinutes(20))));
    }

    private IEnumerable<Piece> Billing()
    {
        var found = InvoiceCheck.Run(year.Input);
        yield return Copy("invoices",
            "id, municipality_id, provider_id, number, issued_on, period_from, period_to, amount, status, submitted_by, submitted_at",
            invoices.Select((invoice, i) => Row(
                Id(Of.Invoice, i), Municipality(invoice), Provider(invoice), $"O{i}", year.Lines[invoice.First].IssueDate,
                    LinesOf(invoice).Min(l => year.Lines[l].From),
                LinesOf(invoice).Max(l => year.Lines[l].To), Sum(invoice, l => year.Lines[l].AmountOre), "Submitted",
                    Id(Of.Mentor, MadeUpYear.MentorOf(year.Lines[invoice.First].Grant)), Submitted(invoice))));
        yield return Copy("invoice_lines",
            "id, invoice_id, municipality_id, provider_id, line_no, assignment_ref, assignment_id, from_on, to_on, minutes, rate, amount, text",
            EachLine((i, l, line) => [Row(
                Id(Of.Line, l), Id(Of.Invoice, i), Municipality(line), Provider(line), line.LineNumber, Number(line.Grant),
                    Id(Of.Assignment, line.Grant),
                line.From, line.To, line.Minutes, Kroner(line.RateOre), Kroner(line.AmountOre), "mentor")]));
        yield return Copy("checks",
            "id, invoice_id, municipality_id, provider_id, as_known_at, run_at, rules_version, settings_version, inputs_hash, amount, payable, held, rejected",
            invoices.Select((invoice, i) => Row(
                Id(Of.Check, i), Id(Of.Invoice, i), Municipality(invoice), Provider(invoice), Submitted(invoice), Submitted(invoice),
                RuleSet.On(year.Lines[invoice.First].From).Version, "opdigtet", $"\\\\x{new string('0', 64)}",
                    Sum(invoice, l => year.Lines[l].AmountOre),
                Sum(invoice, l => found.Line(l).PayableOre), Sum(invoice, l => found.Line(l).HeldOre),
                    Sum(invoice, l => found.Line(l).RejectedOre))));
        yield return Copy("line_verdicts",
            "check_id, line_id, municipality_id, provider_id, amount, payable, held, rejected, payable_minutes, held_minutes, pay_rate, codes",
            EachLine((i, l, line) => [found.Line(l) is var verdict ? Row(
                Id(Of.Check, i), Id(Of.Line, l), Municipality(line), Provider(line), Kroner(line.AmountOre), Kroner(verdict.PayableOre),
                    Kroner(verdict.HeldOre),
                Kroner(verdict.RejectedOre), verdict.PayableMinutes, verdict.HeldMinutes, Kroner(verdict.PayRateOre),
                    Names(verdict.Codes)) : ""]));
        yield return Copy("line_findings",
            "check_id, line_id, position, municipality_id, provider_id, share, codes, minutes, amount, arithmetic_da, arithmetic_en, entry_ids, is_noted",
            EachLine((i, l, line) => found.Explain(l).Select((step, position) => Row(
                Id(Of.Check, i), Id(Of.Line, l), position, Municipality(line), Provider(line), step.Share, Names(step.Codes),
                    step.Minutes.Value, step.Amount.Kroner,
                step.Text.Danish, step.Text.English, $"{{{string.Join(',', step.Entries.Select(e => Id(Of.Entry, e)))}}}", step.IsNoted))));
        yield return Copy("line_matches", "check_id, line_id, entry_id, municipality_id, provider_id, minutes, is_held",
            EachLine((i, l, line) => found.MatchesOf(l).Select(match => Row(
                Id(Of.Check, i), Id(Of.Line, l), Id(Of.Entry, match.Entry), Municipality(line), Provider(line), match.Minutes,
                    match.IsHeld))));

        // Three of four invoices of which nothing waits were approved.
        bool IsApproved(int i) => i % 4 != 0 && LinesOf(invoices[i]).All(l => found.Line(l).HeldOre == 0) && LinesOf(invoices[i])
            .Any(l => found.Line(l).PayableOre > 0);
        yield return Copy("approvals",
            "id, invoice_id, check_id, municipality_id, provider_id, amount, approved_by, approved_by_name, approved_at",
            invoices.Index().Where(i => IsApproved(i.Index)).Select(i => Row(
                Id(Of.Approval, i.Index), Id(Of.Invoice, i.Index), Id(Of.Check, i.Index), Municipality(i.Item), Provider(i.Item),
                    Sum(i.Item, l => found.Line(l).PayableOre),
                Id(Of.Staff, year.Lines[i.Item.First].Municipality), $"Opdigtet Sagsbehandler {year.Lines[i.Item.First].Municipality}",
                    Submitted(i.Item).AddDays(20))));
        yield return Copy("approved_minutes", "approval_id, line_id, entry_id, municipality_id, provider_id, minutes",
            EachLine((i, l, line) => !IsApproved(i) ? [] : found.MatchesOf(l).Where(match => !match.IsHeld).Select(match => Row(
                Id(Of.Approval, i), Id(Of.Line, l), Id(Of.Entry, match.Entry), Municipality(line), Provider(line), match.Minutes))));
    }

    // Lines stand in the order of their invoices.
    private static List<(int First, int End)> InvoicesOf(CheckLine[] lines)
    {
        var found = new List<(int First, int End)>();
        for (var (first, end) = (0, 0); first < lines.Length; first = end)
        {
            for (end = first + 1; end < lines.Length && lines[end].Invoice == lines[first].Invoice;)
            {
                end++;
            }

            found.Add((first, end));
        }

        return found;
    }

    private IEnumerable<string> EachLine(Func<int, int, CheckLine, IEnumerable<string>> rows) =>
        invoices.Index().SelectMany(i => LinesOf(i.Item).SelectMany(l => rows(i.Index, l, year.Lines[l])));

    private static IEnumerable<int> LinesOf((int First, int End) invoice) => Enumerable.Range(invoice.First, invoice.End - invoice.First);

    private static decimal Sum((int First, int End) invoice, Func<int, long> ore) => Kroner(LinesOf(invoice).Sum(ore));

    private DateTimeOffset Submitted((int First, int End) invoice) =>
        new(year.Lines[invoice.First].IssueDate.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero);

    private string Municipality((int First, int End) invoice) => Municipality(year.Lines[invoice.First]);

    private string Provider((int First, int End) invoice) => Provider(year.Lines[invoice.First]);

    private static string Municipality(in CheckLine line) => Id(Of.Municipality, line.Municipality);

    private static string Provider(in CheckLine line) => Id(Of.Provider, line.Provider);

    private CheckGrant Grant(in CheckEntry entry) => year.Grants[entry.Grant];

    private static string Municipality(in CheckGrant grant) => Id(Of.Municipality, grant.Municipality);

    private static string Provider(in CheckGrant grant) => Id(Of.Provider, grant.Provider);

    private static string Staff(in CheckGrant grant) => Id(Of.Staff, grant.Municipality);

    private static decimal? Ceiling(in CheckGrant grant) => grant.CeilingOre < 0 ? null : Kroner(grant.CeilingOre);

    private static string Number(int grant) => $"O{grant}";

    private static string Names(FindingSet codes) => $"{{{string.Join(',', codes)}}}";

    private static decimal Kroner(long ore) => Money.FromOre(ore).Kroner;

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private static string Id(Of what, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"000000{(int)what:x2}-0000-8000-8000-{number:x12}");

    private static Piece Copy(string table, string columns, IEnumerable<string> rows) =>
        new($"copy portal.{table} ({columns}) from stdin", rows);

    private static string Row(params ReadOnlySpan<object?> values)
    {
        var row = new System.Text.StringBuilder();
        foreach (var value in values)
        {
            row.Append(row.Length == 0 ? "" : "\t").Append(value switch
            {
                null => "\\N",
                string text => text,
                bool fact => fact ? "t" : "f",
                DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                DateTimeOffset instant => instant.ToString("yyyy-MM-dd HH:mm:ss+00", CultureInfo.InvariantCulture),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture),
            });
        }

        return row.Append('\n').ToString();
    }
}
