using System.Text;

namespace MentorMarket.Web.Tests.Histories;

/// <summary>
/// In how many invoices' lives one kind of step came before another. A life holds the steps about the invoice itself, and those about
/// what it bills for, also before it came: registrations and answers on its courses, other invoices on them, what the municipality has set.
/// </summary>
internal sealed class Lives
{
    private static readonly Kind[] Kinds = Enum.GetValues<Kind>();

    private readonly long[,] met = new long[Kinds.Length, Kinds.Length];

    public long Invoices { get; private set; }

    public void Add(IReadOnlyList<(Step Step, Outcome Outcome)> history)
    {
        var happened = history.Where(h => h.Outcome != Outcome.Nothing).ToList();
        var courseOf = happened.Where(h => h.Step.Kind == Kind.Register).ToDictionary(h => h.Step.Entry, h => h.Step.Course);
        var billed = happened.Where(h => h.Outcome == Outcome.Done && h.Step.Lines.Count > 0)
            .ToDictionary(h => h.Step.Invoice, h => h.Step.Lines.Select(l => l.Course).ToHashSet());
        foreach (var (invoice, courses) in billed)
        {
            Invoices++;
            var life = happened.Where(h => IsAbout(h.Step, invoice, courses, courseOf)).Select(h => h.Step.Kind).ToList();
            var pairs = new HashSet<(Kind, Kind)>();
            for (var i = 0; i < life.Count; i++)
            {
                for (var j = i + 1; j < life.Count; j++) pairs.Add((life[i], life[j]));
            }
            foreach (var (first, second) in pairs) met[(int)first, (int)second]++;
        }
    }

    private static bool IsAbout(Step step, int invoice, HashSet<int> courses, Dictionary<int, int> courseOf) => step.Kind switch
    {
        Kind.Return or Kind.Check or Kind.Approve or Kind.ApproveWhatWasShown or Kind.ApproveTwiceAtOnce => step.Invoice == invoice,
        Kind.ApproveBothAtOnce => step.Invoice == invoice || step.Other == invoice,
        Kind.Invoice or Kind.InvoiceSameHours or Kind.InvoiceAnew or Kind.ApproveAndInvoiceAtOnce => step.Other == invoice
            || step.Lines.Any(l => courses.Contains(l.Course)),
        Kind.DoTheWork or Kind.MoveClock => true,
        Kind.ChangeSettings or Kind.ShadowRules =>
            courses.Any(c => Terms.Parties(c).Municipality == Terms.Parties(step.Course).Municipality),
        Kind.Register or Kind.Pause or Kind.Resume or Kind.End => courses.Contains(step.Course),
        Kind.ApproveAndCorrectAtOnce or Kind.ApproveAndConfirmAtOnce => step.Invoice == invoice
            || (courseOf.TryGetValue(step.Entry, out var course) && courses.Contains(course)),
        Kind.CorrectSameTimes or Kind.CorrectTimes or Kind.CorrectDay or Kind.CorrectToNothing or Kind.CorrectKind or Kind.Confirm
            or Kind.Dispute or Kind.ChangeAnswer =>
            courseOf.TryGetValue(step.Entry, out var about) && courses.Contains(about),
    };

    /// <summary>A kind that has followed the fewest of these in any life: where nothing is missing, any.</summary>
    public Kind Missing(Random random, IReadOnlyList<Kind> before)
    {
        var most = Kinds.GroupBy(second => before.Distinct().Count(first => met[(int)first, (int)second] == 0)).MaxBy(g => g.Key)!.ToList();
        return most[random.Next(most.Count)];
    }

    public IReadOnlyList<string> NeverMet =>
        [.. from first in Kinds from second in Kinds where met[(int)first, (int)second] == 0 select $"{first} before {second}"];

    /// <summary>A row for what came first, a column for what came later, in the same order.</summary>
    public string Table()
    {
        var table = new StringBuilder("In how many invoices' lives a step of the row came before one of the column:").AppendLine();
        table.Append(' ', 28);
        for (var second = 0; second < Kinds.Length; second++) table.Append($"{second,5}");
        table.AppendLine();
        for (var first = 0; first < Kinds.Length; first++)
        {
            table.Append($"{first,2} {Kinds[first],-25}");
            for (var second = 0; second < Kinds.Length; second++) table.Append($"{met[first, second],5}");
            table.AppendLine();
        }
        return table.ToString();
    }
}
