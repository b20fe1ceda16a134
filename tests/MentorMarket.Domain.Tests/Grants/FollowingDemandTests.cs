using static MentorMarket.Domain.Tests.Grants.DemandCase;

namespace MentorMarket.Domain.Tests.Grants;

/// <summary>What is asked of what stands beside a grant, and of a grant that follows another.</summary>
public sealed class FollowingDemandTests
{
    [Theory]
    [InlineData(NeighbouringScheme.EducationSupport, TargetGroup.OrdinaryEducation, MentorKind.External, true)]
    [InlineData(NeighbouringScheme.EducationSupport, TargetGroup.JobReady, MentorKind.InstitutionEmployee, true)]
    [InlineData(NeighbouringScheme.EducationSupport, TargetGroup.JobReady, MentorKind.External, false)]
    [InlineData(NeighbouringScheme.EmployersDuty, TargetGroup.JobReady, MentorKind.CompanyEmployee, true)]
    [InlineData(NeighbouringScheme.EmployersDuty, TargetGroup.OrdinaryEmployment, MentorKind.External, true)]
    [InlineData(NeighbouringScheme.PrisonMentor, TargetGroup.Prisoner, MentorKind.External, true)]
    [InlineData(NeighbouringScheme.PrisonMentor, TargetGroup.JobReady, MentorKind.External, false)]
    [InlineData(NeighbouringScheme.SocialPedagogical, TargetGroup.JobReady, MentorKind.External, true)]
    [InlineData(NeighbouringScheme.PersonalAssistance, TargetGroup.JobReady, MentorKind.External, true)]
    [InlineData(NeighbouringScheme.CitizenManagedAssistance, TargetGroup.JobReady, MentorKind.External, true)]
    [InlineData(NeighbouringScheme.SpecialTreatment, TargetGroup.JobReady, MentorKind.External, true)]
    [InlineData(NeighbouringScheme.HousingSupport, TargetGroup.JobReady, MentorKind.External, true)]
    [InlineData(NeighbouringScheme.ContactSupport, TargetGroup.JobReady, MentorKind.External, true)]
    [InlineData(NeighbouringScheme.CoordinatingCaseworker, TargetGroup.JobReady, MentorKind.External, true)]
    public void Neighbouring_schemes_are_asked_about_where_they_can_be_there(NeighbouringScheme check, TargetGroup group,
        MentorKind mentor, bool isAsked) =>
        Assert.Equal(isAsked, NeighbouringSchemes.Asked(Complete with { TargetGroup = group, MentorKind = mentor }, 36).Contains(check));

    [Theory]
    [InlineData(24, true)]
    [InlineData(25, false)]
    public void The_contact_person_is_asked_about_under_25(int age, bool isAsked) =>
        Assert.Equal(isAsked, NeighbouringSchemes.Asked(Complete, age).Contains(NeighbouringScheme.ContactPersonUnder25));

    [Fact]
    public void Each_scheme_is_answered_and_none_covers_the_need()
    {
        Assert.Equal([Demand.SchemesAnswered], Of(Complete with { SchemeAnswers = With(NeighbouringScheme.HousingSupport, null) }));
        Assert.Equal([Demand.NoOtherCover],
            Of(Complete with { SchemeAnswers = With(NeighbouringScheme.HousingSupport, SchemeAnswer.Covers) }));
        Assert.Equal([Demand.SchemeNote],
            Of(Complete with { SchemeAnswers = With(NeighbouringScheme.HousingSupport, SchemeAnswer.Beside) }));
        Assert.Empty(Of(Complete with
        {
            SchemeAnswers = With(NeighbouringScheme.HousingSupport, SchemeAnswer.Beside),
            SchemeNote = "Bostøtten gælder hjemmet, mentoren jobbet"
        }));
    }

    [Theory]
    [InlineData(MentorKind.CompanyEmployee, true)]
    [InlineData(MentorKind.InstitutionEmployee, true)]
    [InlineData(MentorKind.External, false)]
    [InlineData(MentorKind.Municipal, false)]
    public void An_employee_as_mentor_does_more_than_the_ordinary(MentorKind mentor, bool isAsked) =>
        Assert.Equal(isAsked, Of(Complete with { MentorKind = mentor }).Contains(Demand.BeyondOrdinary));

    [Fact]
    public void Support_on_its_own_is_the_exception_and_gives_its_reason()
    {
        Assert.Equal([Demand.StandsAloneReason], Of(Complete with { StandsAlone = true }));
        Assert.Empty(Of(Complete with { StandsAlone = true, StandsAloneReason = "Tilbuddet er udskudt til efter operationen" }));
    }

    [Fact]
    public void An_extension_says_why_assesses_anew_and_begins_after_the_end()
    {
        var first = new Predecessor(new Period(new(2026, 4, 1), new(2026, 9, 30)), Programme.Ordinary, new(2026, 4, 1));
        var next = Complete with
        {
            StartsOn = new(2026, 10, 1),
            EndsOn = new(2027, 3, 31),
            ChangeReason = "Målet er tæt på",
            Reassessment = "To dage om ugen nu"
        };

        Assert.Empty(Of(next, GrantKind.Extension, first));
        Assert.Equal([Demand.ChangeReason, Demand.Reassessment],
            Of(next with { ChangeReason = "", Reassessment = "" }, GrantKind.Extension, first));
        Assert.Equal([Demand.ExtensionStart], Of(next with { StartsOn = new(2026, 9, 30), EndsOn = new(2027, 3, 29) }, GrantKind.Extension,
            first));
    }

    [Fact]
    public void The_municipality_may_extend_by_less_than_the_law()
    {
        var first = new Predecessor(new Period(new(2026, 4, 1), new(2026, 9, 30)), Programme.Ordinary, new(2026, 4, 1));
        var next = Complete with
        {
            StartsOn = new(2026, 10, 1),
            EndsOn = new(2027, 3, 31),
            ChangeReason = "Målet er tæt på",
            Reassessment = "To dage om ugen nu"
        };
        var strict = new GrantContext(RulesOfToday, new() { LongestExtensionInMonths = 3 }, 1990, first);

        Assert.Equal([Demand.ExtensionPeriod], next.Shortfalls(GrantKind.Extension, strict).Select(s => s.Demand));
    }

    [Theory]
    [InlineData("2026-10-01", "2026-12-31", null, true)]
    [InlineData("2026-10-01", "2027-03-31", "2026-10-01", true)]
    [InlineData("2027-01-01", "2027-03-31", "2026-10-01", true)]
    [InlineData("2027-01-01", "2027-04-01", "2026-10-01", false)]
    [InlineData("2027-04-01", "2027-04-30", "2026-10-01", false)]
    public void Six_months_and_up_to_six_more_are_counted_over_all_extensions(string from, string to, string? began, bool isMet)
    {
        var before = new Predecessor(new Period(new(2026, 4, 1), Day(from).AddDays(-1)), Programme.Ordinary,
            new(2026, 4, 1))
        { ExtensionsBeganOn = began is null ? null : Day(began) };
        var next = Complete with
        {
            StartsOn = Day(from),
            EndsOn = Day(to),
            ChangeReason = "Målet er tæt på",
            Reassessment = "To dage om ugen nu"
        };

        Assert.Equal(isMet ? [] : [Demand.ExtensionPeriod], Of(next, GrantKind.Extension, before));
        // The municipality's own limit, not the law's: renewable by a new assessment.
        Assert.Empty(Of(next with { DepartureReason = "Eksamen er i maj" }, GrantKind.Extension, before));
    }

    [Fact]
    public void A_change_lies_within_the_grant_it_changes()
    {
        var first = new Predecessor(new Period(new(2026, 4, 1), new(2026, 9, 30)), Programme.Ordinary, new(2026, 4, 1));
        var change = Complete with
        {
            StartsOn = new(2026, 6, 1),
            EndsOn = new(2026, 9, 30),
            ChangeReason = "Mere støtte",
            Reassessment = "Er gået i stå"
        };

        Assert.Empty(Of(change, GrantKind.Change, first));
        Assert.Equal([Demand.ChangeWithin], Of(change with { EndsOn = new(2026, 10, 1) }, GrantKind.Change, first));
    }
}
