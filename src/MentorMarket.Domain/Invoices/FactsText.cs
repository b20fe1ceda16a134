using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MentorMarket.Domain.Assignments;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoices;

/// <summary>
/// Everything that a check read as one text, and the hash of it: the same facts give the same text on any machine, in any
/// culture and in whatever order they were read. <c>docs/ledger.md</c> says how anybody writes it down anew; what is
/// changed here is changed there, and the number in the first row with it.
/// </summary>
internal sealed class FactsText
{
    private const string FirstRow = "mentormarket-check-facts 3";

    private readonly List<string> rows = [];

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public static string Of(InvoiceFacts facts)
    {
        var input = facts.Input;
        var text = new FactsText();
        text.rows.Add(FirstRow);
        text.Row("invoice", facts.Target.Id, facts.RulesVersion, facts.SettingsVersion);
        text.Sorted(facts.Agreements.Select((a, i) => GrantRow(a, input.Grants.Span[i], facts.Mentors[a.Id])));
        text.Sorted(facts.Entries.Select((e, i) => EntryRow(e, input.Entries.Span[i], input.EntryMarks.Span[i], input.LateDays.Span[i])));
        text.Sorted(facts.Lines.Select((l, i) => LineRow(l, input.Lines.Span[i], input.LineMarks.Span[i])));
        text.Sorted(facts.Approved.GroupBy(m => (m.LineId, m.EntryId))
            .Select(m => Joined("approved", m.Key.LineId, m.Key.EntryId, m.Sum(x => x.Minutes))));
        return string.Concat(text.rows.Select(row => row + "\n"));
    }

    private static string GrantRow(Agreement agreed, CheckGrant grant, IEnumerable<MentorOfAgreement> mentors) => Joined(
        "grant", agreed.AssignmentId, agreed.CitizenId, grant.ValidFrom, grant.ValidTo, grant.WeeklyMinutes, OrNone(grant.TotalMinutes),
            grant.RateOre,
        OrNone(grant.CeilingOre), grant.IsInForce ? "in-force" : "not-in-force",
            OrNone(string.Join(',', mentors.Select(m => m.Mentor.ToString()).Distinct().Order(StringComparer.Ordinal))));

    private static string EntryRow(TimeEntry entry, CheckEntry seen, Marks marks, int lateDays) => Joined(
        "entry", entry.Id, seen.Grant < 0 ? "-" : entry.AssignmentId, entry.MentorId, entry.StartsAt, entry.EndsAt, entry.RegisteredAt,
            seen.Date,
        seen.Kind, seen.Receipt, entry.SupersedesId?.ToString() ?? "-", seen.SupersededBy < 0 ? marks.Given : FindingSet.None,
            marks.Shadow, lateDays);

    private static string LineRow(LineOfInvoice billed, CheckLine seen, Marks marks) => Joined(
        "line", billed.Line.Id, seen.Grant < 0 ? "-" : billed.Line.AssignmentId!.Value, seen.IssueDate, seen.LineNumber, seen.From,
            seen.To, seen.Minutes, seen.RateOre, seen.AmountOre,
        OrNone(seen.CeilingOre),
            seen.Entry switch { CheckLine.NoEntry => "-", CheckLine.UnknownEntry => "?", _ => billed.Line.EntryId!.Value.ToString() },
        marks.Given, marks.Shadow, Escaped(CodePointOrder.Comparable(billed.Invoice.Number)));

    private void Row(params object[] fields) => rows.Add(Joined(fields));

    private void Sorted(IEnumerable<string> some) => rows.AddRange(some.Order(CodePointOrder.Instance));

    private static string Joined(params object[] fields) => string.Join('\t', fields.Select(Field));

    private static string Field(object value) => value switch
    {
        string text => text,
        Guid id => id.ToString(),
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        FindingSet codes => OrNone(codes.ToString()),
        Enum name => name.ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType(), "has no written form"),
    };

    private static string OrNone(long number) => number < 0 ? "-" : number.ToString(CultureInfo.InvariantCulture);

    private static string OrNone(string text) => text.Length == 0 ? "-" : text;

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);
}
