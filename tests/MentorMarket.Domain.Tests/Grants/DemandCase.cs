using System.Globalization;

namespace MentorMarket.Domain.Tests.Grants;

/// <summary>A grant that lacks nothing, of three kinds, and what it lacks when something in it is changed.</summary>
internal static class DemandCase
{
    public static readonly GrantRules RulesOfToday = GrantRules.On(new(2026, 3, 2));
    public static readonly GrantContext Usual = new(RulesOfToday, new GrantSettings(), 1990);

    public static readonly GrantTerms Complete = new()
    {
        Purpose = Purpose.Job,
        Aim = Aim.Closer,
        PurposeText = "For at få fodfæste på arbejdsmarkedet",
        TargetGroup = TargetGroup.ActivityReady,
        Goals = [(GoalKind.MeetSteadily, "Tre dage om ugen hos bageren")],
        Tasks = [MentorTask.MeetOnTime],
        Qualifications = "Kender små arbejdspladser",
        MentorKind = MentorKind.External,
        HoursPerWeek = 2.5m,
        StartsOn = new(2026, 4, 1),
        EndsOn = new(2026, 9, 30),
        Rate = 350,
        ResidesHere = true,
        IsAgreed = true,
        SchemeAnswers = Enum.GetValues<NeighbouringScheme>().ToDictionary(check => check, _ => SchemeAnswer.NotRelevant),
    };

    public static readonly GrantTerms Discharge = Complete with
    {
        Programme = Programme.DischargeCoordinator,
        DischargeOn = new(2026, 6, 1),
        OpeningMeetingOn = new(2026, 4, 3),
    };

    public static readonly GrantTerms Education = Complete with
    {
        Purpose = Purpose.Education,
        TargetGroup = TargetGroup.EducationAssistance,
        Programme = Programme.EducationTransition,
        AdmittedOn = new(2026, 3, 1),
    };

    public static Demand[] Of(GrantTerms terms, GrantKind kind = GrantKind.New, Predecessor? follows = null) =>
        [.. terms.Shortfalls(kind, Usual with { Follows = follows }).Select(s => s.Demand)];

    public static Dictionary<NeighbouringScheme, SchemeAnswer> With(NeighbouringScheme check, SchemeAnswer? answer)
    {
        var answers = new Dictionary<NeighbouringScheme, SchemeAnswer>(Complete.SchemeAnswers);
        if (answer is { } given) answers[check] = given;
        else answers.Remove(check);
        return answers;
    }

    public static DateOnly Day(string date) => DateOnly.Parse(date, CultureInfo.InvariantCulture);
}
