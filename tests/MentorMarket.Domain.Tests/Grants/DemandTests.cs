using static MentorMarket.Domain.Tests.Grants.DemandCase;

namespace MentorMarket.Domain.Tests.Grants;

/// <summary>
/// What law and service standard ask of a grant, one demand after another: each row changes one thing in a grant that lacks nothing.
/// </summary>
public sealed class DemandTests
{
    [Fact]
    public void A_grant_that_says_everything_lacks_nothing()
    {
        Assert.Empty(Of(Complete));
        Assert.Empty(Of(Discharge));
        Assert.Empty(Of(Education));
    }

    public static TheoryData<GrantTerms, Demand[]> Missing => new()
    {
        { Complete with { Purpose = null }, [Demand.Purpose] },
        { Complete with { Aim = null }, [Demand.Aim] },
        { Complete with { PurposeText = "" }, [Demand.PurposeText] },
        { Complete with { PurposeText = " \n " }, [Demand.PurposeText] },
        { Complete with { TargetGroup = null }, [Demand.TargetGroup] },
        { Complete with { Goals = [] }, [Demand.Goals] },
        { Complete with { Tasks = [] }, [Demand.Tasks] },
        { Complete with { Qualifications = "" }, [Demand.Qualifications] },
        { Complete with { Qualifications = " \n " }, [Demand.Qualifications] },
        { Complete with { MentorKind = null }, [Demand.MentorKind] },
        { Complete with { HoursPerWeek = null }, [Demand.HoursPerWeek] },
        { Complete with { Rate = null }, [Demand.Rate] },
        { Complete with { ResidesHere = false }, [Demand.Residence] },
        { Complete with { IsAgreed = false }, [Demand.Agreement] },
        { Complete with { StartsOn = null }, [Demand.StartsOn] },
        { Complete with { EndsOn = null }, [Demand.EndsOn] },
    };

    [Theory]
    [MemberData(nameof(Missing))]
    public void Whatever_is_left_out_is_asked_for_and_nothing_else(GrantTerms terms, Demand[] demands) => Assert.Equal(demands, Of(terms));

    [Fact]
    public void A_job_or_an_education_is_what_support_is_for_and_nothing_else()
    {
        Assert.Equal(["Job", "Education"], Enum.GetNames<Purpose>());
        Assert.All(Enum.GetValues<Purpose>(), purpose => Assert.Empty(Of(Complete with { Purpose = purpose })));
    }

    [Fact]
    public void The_service_standard_has_three_purposes_and_support_has_one_of_them()
    {
        Assert.Equal(["KeepOrFurther", "Closer", "TakePart"], Enum.GetNames<Aim>());
        Assert.All(Enum.GetValues<Aim>(), aim => Assert.Empty(Of(Complete with { Aim = aim })));
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(1.5)]
    [InlineData(4)]
    [InlineData(37)]
    public void Hours_are_set_for_each_citizen_and_neither_law_nor_standard_gives_or_forbids_a_number(double hours)
    {
        var terms = Complete with { HoursPerWeek = (decimal)hours, EndsOn = new(2026, 6, 30) };

        Assert.Empty(terms.Shortfalls(GrantKind.New, Usual));
        Assert.Equal((decimal)hours, Grant.Draft(default, default, "B-1", terms, default, default, "").Terms.HoursPerWeek);
        Assert.Null(new GrantTerms().HoursPerWeek);
    }

    [Fact]
    public void What_the_mentor_can_do_is_assessed_in_words_and_no_proof_of_it_is_asked_for() =>
        Assert.Empty(Of(Complete with { Qualifications = "Har selv drevet et værksted", Requirements = [] }));

    [Fact]
    public void Of_several_goals_the_first_is_the_main_one_and_they_stand_in_the_order_they_were_given()
    {
        var terms = Complete with
        {
            Goals = [
            (GoalKind.Network, "Et stamsted"), (GoalKind.FindJob, "Tre dage om ugen"), (GoalKind.MeetSteadily, "")]
        };

        Assert.Equal([(1, GoalKind.Network, true), (2, GoalKind.FindJob, false), (3, GoalKind.MeetSteadily, false)],
            Grant.Draft(default, default, "B-1", terms, default, default, "").Goals.OrderBy(g => g.Priority)
                .Select(g => (g.Priority, g.Kind, g.IsMain)));
        Assert.Empty(terms.Shortfalls(GrantKind.New, Usual));
        // The words that are asked for are the main goal's: another goal's do not do instead.
        Assert.Equal([Demand.MainGoalDetail],
            Of(Complete with
            {
                Goals = [
            (GoalKind.MeetSteadily, ""), (GoalKind.FindJob, "Tre dage om ugen"), (GoalKind.Network, "Et stamsted")]
            }));
    }

    [Fact]
    public void The_main_goal_is_said_in_words() =>
        Assert.Equal([Demand.MainGoalDetail], Of(Complete with { Goals = [(GoalKind.FindJob, " "), (GoalKind.Network, "Et stamsted")] }));

    [Fact]
    public void Each_target_group_may_be_granted_support_has_a_right_to_it_or_is_excluded()
    {
        TargetGroup[] rights =
        [
            TargetGroup.InsuredUnemployed, TargetGroup.JobReady, TargetGroup.ActivityReady, TargetGroup.EducationAssistance,
                TargetGroup.SicknessBenefit, TargetGroup.JobClarification,
            TargetGroup.ResourceCourse, TargetGroup.Rehabilitation, TargetGroup.FlexJob, TargetGroup.DisabilityPensionWithGoal,
                TargetGroup.SelfSupporting, TargetGroup.UnderEighteen,
        ];
        TargetGroup[] excluded = [TargetGroup.Pensioner, TargetGroup.DisabilityPensionWithoutGoal, TargetGroup.UndefinedCircle];

        foreach (var group in Enum.GetValues<TargetGroup>())
        {
            var terms = Complete with
            {
                TargetGroup = group,
                Basis = group == TargetGroup.IntegrationAct ? LegalBasis.IntegrationAct : LegalBasis.EmploymentAct
            };
            Assert.Equal(excluded.Contains(group) ? [Demand.EligibleGroup] : [], Of(terms));
            Assert.Equal(rights.Contains(group) ? Access.HasRights : excluded.Contains(group) ? Access.Excluded : Access.MayBeGranted,
                Target.AccessOf(group));
            // The right around a discharge is that of the act's own groups, the right in the transition that of education assistance alone.
            Assert.Equal(!rights.Contains(group),
                Of(terms with
                {
                    Programme = Programme.DischargeCoordinator,
                    DischargeOn = new(2026, 6, 1),
                    OpeningMeetingOn = new(2026, 4, 3)
                }).Contains(Demand.ProgrammeGroup));
            Assert.Equal(group != TargetGroup.EducationAssistance,
                Of(terms with { Programme = Programme.EducationTransition, AdmittedOn = new(2026, 3, 1) }).Contains(Demand.ProgrammeGroup));
        }
    }

    [Theory]
    [InlineData(TargetGroup.Pensioner)]
    [InlineData(TargetGroup.DisabilityPensionWithoutGoal)]
    [InlineData(TargetGroup.UndefinedCircle)]
    public void Some_groups_cannot_be_granted_support(TargetGroup group) =>
        Assert.Contains(Demand.EligibleGroup, Of(Complete with { TargetGroup = group }));

    [Theory]
    [InlineData(TargetGroup.DisabilityPensionWithGoal)]
    [InlineData(TargetGroup.SeniorJob)]
    [InlineData(TargetGroup.AdultApprentice)]
    [InlineData(TargetGroup.NoEarlierContact)]
    [InlineData(TargetGroup.Prisoner)]
    [InlineData(TargetGroup.OrdinaryEducation)]
    [InlineData(TargetGroup.OrdinaryEmployment)]
    public void Others_can_beside_the_groups_of_the_act(TargetGroup group) => Assert.Empty(Of(Complete with { TargetGroup = group }));

    [Theory]
    [InlineData(TargetGroup.IntegrationAct, LegalBasis.IntegrationAct, true)]
    [InlineData(TargetGroup.IntegrationAct, LegalBasis.EmploymentAct, false)]
    [InlineData(TargetGroup.JobReady, LegalBasis.IntegrationAct, false)]
    public void The_integration_act_goes_with_its_own_group(TargetGroup group, LegalBasis basis, bool isMet) =>
        Assert.Equal(!isMet, Of(Complete with { TargetGroup = group, Basis = basis }).Contains(Demand.IntegrationBasis));

    [Theory]
    [InlineData("2026-04-01", "2026-09-30", true)]
    [InlineData("2026-04-01", "2026-10-01", false)]
    [InlineData("2026-08-31", "2027-02-28", true)]
    [InlineData("2026-08-31", "2027-03-01", false)]
    public void A_grant_runs_six_months_at_the_most(string from, string to, bool isMet) =>
        Assert.Equal(!isMet, Of(Complete with { StartsOn = Day(from), EndsOn = Day(to) }).Contains(Demand.Period));

    [Fact]
    public void What_binds_in_the_municipalitys_standard_is_met_by_no_reason_and_what_guides_is()
    {
        var own = Complete with
        {
            Programme = Programme.LoneParent,
            TargetGroup = TargetGroup.EducationAssistance,
            AdmittedOn = new(2026, 4, 1)
        };
        var extension = Complete with
        {
            StartsOn = new(2026, 10, 1),
            EndsOn = new(2027, 3, 31),
            ChangeReason = "Målet er tæt på",
            Reassessment = "To dage om ugen nu"
        };
        var before = new Predecessor(new Period(new(2026, 4, 1), new(2026, 9, 30)), Programme.Ordinary, new(2026, 4, 1));
        (GrantTerms Terms, GrantKind Kind, GrantContext Context, Demand Demand)[] broken =
        [
            (Complete with { Aim = null }, GrantKind.New, Usual, Demand.Aim),
            (Complete with { ResidesHere = false }, GrantKind.New, Usual, Demand.Residence),
            (Complete with { IsAgreed = false }, GrantKind.New, Usual, Demand.Agreement),
            (own, GrantKind.New, Usual with { Settings = new() { OwnProgrammes = [] } }, Demand.OwnProgramme),
            (own, GrantKind.New, Usual with { Settings = new() { OwnProgrammes = [new(Programme.LoneParent, 3)] } },
                Demand.OwnProgrammePeriod),
            (Complete with { HoursPerWeek = 6 }, GrantKind.New, Usual, Demand.LevelPeriod),
            (extension, GrantKind.Extension, Usual with { Settings = new() { LongestExtensionInMonths = 3 }, Follows = before },
                Demand.ExtensionPeriod),
        ];

        Assert.Equal(Enum.GetValues<Demand>().Where(d => GrantRules.SourceOf(d) == Paragraphs.Standard).Order(),
            broken.Select(b => b.Demand).Order());
        foreach (var (terms, kind, context, demand) in broken)
        {
            Assert.Equal([demand], terms.Shortfalls(kind, context).Select(s => s.Demand));
            Assert.Equal(GrantRules.MayBeDepartedFrom(demand), (terms with { DepartureReason = "Er lige udskrevet" })
                .Shortfalls(kind, context).Count == 0);
        }
    }

    [Theory]
    [InlineData(4, "2026-09-30", false)]
    [InlineData(4.25, "2026-06-30", false)]
    [InlineData(4.25, "2026-07-01", true)]
    public void The_highest_level_is_assessed_anew_after_three_months(double hours, string to, bool isAsked) =>
        Assert.Equal(isAsked, Of(Complete with { HoursPerWeek = (decimal)hours, EndsOn = Day(to) }).Contains(Demand.LevelPeriod));

    [Fact]
    public void The_municipalitys_own_limit_may_be_departed_from_with_a_reason_and_the_laws_may_not()
    {
        var long4 = Complete with { HoursPerWeek = 6 };
        var shortfall = Assert.Single(long4.Shortfalls(GrantKind.New, Usual));

        Assert.True(shortfall is { Demand: Demand.LevelPeriod, MayBeDepartedFrom: true, Limit: 3 });
        Assert.Empty(Of(long4 with { DepartureReason = "Er lige udskrevet" }));
        Assert.Contains(Demand.Period, Of(Complete with { EndsOn = new(2026, 12, 31), DepartureReason = "Er lige udskrevet" }));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(2.25, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(4.25, 4)]
    public void The_levels_guide_the_hours(double hours, int level) =>
        Assert.Equal(level, new GrantSettings().LevelOf((decimal)hours)!.Number);

    [Fact]
    public void The_rule_sets_follow_each_other_day_by_day()
    {
        Assert.Equal(GrantRules.All.Skip(1).Select(set => set.InForce.From.AddDays(-1)), GrantRules.All.SkipLast(1)
            .Select(set => set.InForce.To));
        foreach (var set in GrantRules.All.Where(set => !set.IsAnnounced))
        {
            Assert.All([set.InForce.From, set.InForce.From.AddDays(100), set.InForce.To], day => Assert.Same(set, GrantRules.On(day)));
        }
        Assert.All(GrantRules.All, set => Assert.Equal(Enum.GetValues<LegalBasis>().Order(), set.Complaints.Keys.Order()));
    }

    [Fact]
    public void The_rules_of_the_decision_date_count_and_a_text_that_is_not_adopted_decides_nothing()
    {
        Assert.Equal("national-2022.1", GrantRules.On(new(2025, 12, 31)).Version);
        Assert.Equal("national-2026.1", GrantRules.On(new(2026, 1, 1)).Version);
        Assert.Equal("national-2026.1", GrantRules.On(new(2027, 1, 1)).Version);
        Assert.True(GrantRules.Expected(new(2027, 1, 1)).IsAnnounced);
    }

    [Fact]
    public void Another_rule_set_can_be_tried_on_a_grant()
    {
        var stricter = Usual with { Rules = RulesOfToday with { LongestPeriodInMonths = 4, MostHoursPerWeek = 2 } };

        Assert.Equal([Demand.MostHours, Demand.Period], Complete.Shortfalls(GrantKind.New, stricter).Select(s => s.Demand));
    }

    [Fact]
    public void Every_demand_has_its_source() =>
        Assert.All(Enum.GetValues<Demand>(), demand => Assert.NotEmpty(GrantRules.SourceOf(demand)));

    [Fact]
    public void Every_task_belongs_to_one_of_the_four_contents_of_the_guidance()
    {
        Assert.Equal(["Professional", "Personal", "Practical", "Clarifying"], Enum.GetNames<ContentType>());
        Assert.Equal((ContentType.Professional, ContentType.Personal, ContentType.Practical, ContentType.Clarifying),
            (Content.Of(MentorTask.WorkTasks), Content.Of(MentorTask.PersonalCoping), Content.Of(MentorTask.MeetOnTime),
                Content.Of(MentorTask.Clarify)));
        Assert.Equal(Enum.GetValues<ContentType>(), Enum.GetValues<MentorTask>().Select(Content.Of).Distinct().Order());
    }

    [Fact]
    public void The_need_is_described_by_the_nine_problems_of_the_guidance() => Assert.Equal(
        ["PhysicalTrouble", "WeakNetwork", "DayAndNight", "Abuse", "GroupsWithoutNorms", "LittleJobExperience", "Psychological",
            "LanguageAndCulture", "Health"], Enum.GetNames<ProblemTag>());
}
