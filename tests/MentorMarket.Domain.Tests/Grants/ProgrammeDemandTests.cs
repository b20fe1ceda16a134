using static MentorMarket.Domain.Tests.Grants.DemandCase;

namespace MentorMarket.Domain.Tests.Grants;

/// <summary>
/// What is asked of the special programmes: a discharge coordinator, the transition to an education, the municipality's own.
/// </summary>
public sealed class ProgrammeDemandTests
{
    [Theory]
    [InlineData("2026-03-01", "2026-08-31", true)]
    [InlineData("2026-02-28", "2026-08-27", false)]
    public void A_discharge_coordinator_begins_up_to_three_months_before(string from, string to, bool isMet) =>
        Assert.Equal(!isMet, Of(Discharge with { StartsOn = Day(from), EndsOn = Day(to) }).Contains(Demand.DischargeStart));

    [Fact]
    public void A_discharge_coordinator_needs_the_day_the_opening_meeting_and_the_right_group()
    {
        Assert.Equal([Demand.DischargeOn, Demand.OpeningMeeting], Of(Discharge with { DischargeOn = null, OpeningMeetingOn = null }));
        Assert.Contains(Demand.ProgrammeGroup, Of(Discharge with { TargetGroup = TargetGroup.Prisoner }));
    }

    [Fact]
    public void The_right_to_a_discharge_coordinator_is_six_months_in_all_over_every_grant()
    {
        var first = new Predecessor(new Period(new(2026, 4, 1), new(2026, 6, 30)), Programme.DischargeCoordinator, new(2026, 4, 1));
        var next = Discharge with
        {
            StartsOn = new(2026, 7, 1),
            EndsOn = new(2026, 10, 1),
            ChangeReason = "Mangler bolig",
            Reassessment = "Fremgang"
        };

        Assert.Contains(Demand.DischargePeriod, Of(next, GrantKind.Extension, first));
        Assert.Empty(Of(next with { EndsOn = new(2026, 9, 30) }, GrantKind.Extension, first));
        // By the ordinary rules it can always be extended.
        Assert.Empty(Of(next with { Programme = Programme.Ordinary }, GrantKind.Extension, first));
    }

    [Theory]
    [InlineData("2026-03-01", true)]
    [InlineData("2026-08-31", true)]
    [InlineData("2026-09-01", false)]
    [InlineData("2026-02-28", false)]
    public void The_first_clock_of_the_transition_runs_six_months_from_the_admission(string start, bool isMet) =>
        Assert.Equal(!isMet, Of(Education with { StartsOn = Day(start), EndsOn = Day(start).AddMonths(3) })
            .Contains(Demand.EducationStart));

    [Theory]
    [InlineData("2026-08-31", "2027-02-28", true)]
    [InlineData("2026-08-31", "2027-03-01", false)]
    public void The_second_clock_runs_six_months_from_when_the_support_starts(string start, string end, bool isMet) =>
        Assert.Equal(!isMet, Of(Education with { StartsOn = Day(start), EndsOn = Day(end) }).Contains(Demand.EducationPeriod));

    [Fact]
    public void The_transition_is_for_education_assistance_and_needs_the_day_of_admission()
    {
        Assert.Equal([Demand.AdmittedOn], Of(Education with { AdmittedOn = null }));
        Assert.Contains(Demand.ProgrammeGroup, Of(Education with { TargetGroup = TargetGroup.JobReady }));
    }

    [Theory]
    [InlineData(Programme.LoneParent, TargetGroup.EducationAssistance)]
    [InlineData(Programme.ReleasedFromPrison, TargetGroup.Prisoner)]
    public void A_municipality_has_courses_of_its_own_as_a_setting(Programme programme, TargetGroup group)
    {
        var terms = Complete with { Programme = programme, TargetGroup = group, AdmittedOn = new(2026, 4, 1) };

        Assert.Empty(Of(terms));
        Assert.Equal([Demand.OwnProgramme], terms.Shortfalls(GrantKind.New, Usual with { Settings = new() { OwnProgrammes = [] } })
            .Select(s => s.Demand));
        Assert.Equal([Demand.OwnProgrammePeriod],
            terms.Shortfalls(GrantKind.New, Usual with { Settings = new() { OwnProgrammes = [new(programme, 3)] } })
            .Select(s => s.Demand));
    }

    [Fact]
    public void A_lone_parents_support_counts_from_the_admission()
    {
        var terms = Complete with
        {
            Programme = Programme.LoneParent,
            TargetGroup = TargetGroup.EducationAssistance,
            AdmittedOn = new(2026, 3, 1)
        };

        Assert.Equal([Demand.OwnProgrammePeriod], Of(terms));
        Assert.Empty(Of(terms with { EndsOn = new(2026, 8, 31) }));
        Assert.Equal([Demand.AdmittedOn], Of(terms with { AdmittedOn = null }));
    }
}
