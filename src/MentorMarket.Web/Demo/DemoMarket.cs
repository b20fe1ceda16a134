using System.Globalization;

namespace MentorMarket.Web.Demo;

/// <summary>What the sample year does not have: grants that are not accepted yet, and a mentor who is in two places at once.</summary>
internal static class DemoMarket
{
    /// <summary>
    /// In each municipality: on the market, two approved (DemoDocuments sends the decision of one), waiting for the team leader, drafts of
    /// which one is incomplete, one that was given up and one that was refused.
    /// </summary>
    public static IEnumerable<DemoCase> OpenCases(DemoClock clock)
    {
        ReadOnlySpan<(GrantStatus Status, bool IsIncomplete)> wanted =
        [
            (GrantStatus.Published, false), (GrantStatus.Published, false), (GrantStatus.Published, false), (GrantStatus.Approved, false),
            (GrantStatus.Submitted, false), (GrantStatus.Submitted, false), (GrantStatus.Draft, false), (GrantStatus.Draft, true),
                (GrantStatus.Discarded, false),
            (GrantStatus.Refused, false), (GrantStatus.Approved, false),
        ];
        TargetGroup[] groups =
        [
            TargetGroup.ActivityReady, TargetGroup.EducationAssistance, TargetGroup.FlexJob, TargetGroup.SicknessBenefit,
                TargetGroup.JobReady, TargetGroup.InsuredUnemployed,
        ];
        decimal[] rates = [250m, 350m, 387.35m, 400m];
        var cases = new List<DemoCase>();
        foreach (var municipality in (string[])["gribskov", "hilleroed", "broenderslev"])
        {
            for (var i = 0; i < wanted.Length; i++)
            {
                var number = $"{municipality[0].ToString().ToUpperInvariant()}{clock.Today.Year}{900 + i}";
                var from = clock.Today.AddDays(14 + Named.Number(21, number, "from"));
                var hours = 1.5m + (0.5m * Named.Number(6, number, "hours"));
                cases.Add(new DemoCase(
                    number, municipality, $"{municipality[..3]}-n{i.ToString("00000", CultureInfo.InvariantCulture)}",
                        Named.Pick(groups, number), wanted[i].Status,
                    from, from.AddDays(7 * (12 + Named.Number(12, number, "weeks"))), hours, i % 3 == 0 ? hours * 16 : null,
                        Named.Pick(rates, number), i % 2 == 0 ? 400m : null)
                {
                    IsIncomplete = wanted[i].IsIncomplete,
                });
            }
        }
        return cases;
    }

    /// <summary>
    /// The mentor of two providers registers at the other one half an hour into a contact that stands at the first: both are
    /// held, and neither provider sees whose the other is.
    /// </summary>
    public static (SampleEntry Entry, DemoCase Case)? Overlap(SampleYear year, IReadOnlyDictionary<string, DemoCase> cases, DemoClock clock)
    {
        var last = year.Entries
            .Where(e => DemoPeople.Mentor(e.Mentor).Person == DemoPeople.MentorOfTwo.Person && e.Kind == EntryKind.Direct
                && e.End > e.Start)
            .MaxBy(e => e.Start);
        if (last is null) return null;
        var date = DanishTime.DateOf(last.Start);
        var other = cases.Values
            .Where(c => c.Provider == "nordmentor" && c.Mentors.Count == 0 && c.From <= date && c.To >= clock.Today)
            .OrderBy(c => c.Number, StringComparer.Ordinal).FirstOrDefault();
        if (other is null) return null;
        var start = last.Start.AddMinutes(30 < (last.End - last.Start).TotalMinutes ? 30 : 0);
        var end = start.AddMinutes(60);
        return (new SampleEntry("overlap", other.Number, last.Mentor, start, end, EntryKind.Direct, "none",
            end.AddHours(2) < clock.Now ? end.AddHours(2) : clock.Now.AddMinutes(-5), ""), other);
    }
}
