using MentorMarket.Domain.Assignments;

namespace MentorMarket.Domain.Tests.Grants;

/// <summary>Ends that are corrected, refusals, and to whom a programme is offered.</summary>
public sealed class DecisionTests
{
    private static readonly Guid s_caseworker = new("0197e000-0000-7000-8000-000000000002");
    private static readonly Guid s_leader = new("0197e000-0000-7000-8000-000000000003");
    private static readonly Guid s_provider = new("0197e000-0000-7000-8000-000000000005");
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly s_today = new(2026, 3, 2);
    private static readonly GrantContext s_context = new(GrantRules.On(s_today), new GrantSettings(), 1998);

    private static readonly GrantTerms s_complete = new()
    {
        Purpose = Purpose.Job,
        PurposeText = "Beholde jobbet",
        TargetGroup = TargetGroup.JobReady,
        Goals = [(GoalKind.KeepJob, "Møder kl. 7")],
        Tasks = [MentorTask.MeetOnTime],
        Qualifications = "Kender butikken",
        HoursPerWeek = 2.5m,
        StartsOn = new(2026, 1, 5),
        EndsOn = new(2026, 4, 26),
        Rate = 350,
        Aim = Aim.KeepOrFurther,
        MentorKind = MentorKind.External,
        ResidesHere = true,
        IsAgreed = true,
        IsBeyondOrdinary = true,
        SchemeAnswers = Enum.GetValues<NeighbouringScheme>().ToDictionary(check => check, _ => SchemeAnswer.NotRelevant),
    };

    private static Grant Draft(GrantTerms? terms = null) => Grant.Draft(Guid.CreateVersion7(), Guid.CreateVersion7(), "B-1", terms ?? s_complete, s_caseworker, s_now, "");

    private static Grant Submitted(GrantTerms? terms = null)
    {
        var grant = Draft(terms);
        grant.Submit(s_caseworker, s_now, s_context);
        return grant;
    }

    private static Grant Approved(GrantTerms? terms = null)
    {
        var grant = Submitted(terms);
        grant.Approve(s_leader, "", s_now, s_context);
        return grant;
    }

    private static Grant Ended(out GrantEnd end)
    {
        var grant = Approved();
        grant.MarkPublished(s_today);
        end = grant.End(new(2026, 2, 20), EndReason.NoContact, "Svarer ikke", "Set på sammen", s_caseworker, s_now, s_today);
        return grant;
    }

    private static Rule Refused(Action act) => Assert.Throws<RuleViolation>(act).Rule;

    [Fact]
    public void A_pause_and_an_end_rest_on_a_new_assessment_and_going_on_has_a_reason()
    {
        var grant = Approved();
        grant.MarkPublished(s_today);

        Assert.Equal(Rule.AssessmentIsMissing, Refused(() => _ = new GrantPause(grant, s_today, null, "Indlagt", " ", s_caseworker, s_now)));
        Assert.Equal(Rule.AssessmentIsMissing, Refused(() => grant.End(s_today, EndReason.Moved, "", "", s_caseworker, s_now, s_today)));
        var pause = new GrantPause(grant, s_today, null, "Indlagt", "Samme formål", s_caseworker, s_now);
        Assert.Equal(Rule.AssessmentIsMissing, Refused(() => pause.Resume(s_today.AddDays(3), "", s_caseworker, s_now)));
        Assert.Equal(("Indlagt", "Samme formål", "Udskrevet"), (pause.Reason, pause.Assessment, pause.Resume(s_today.AddDays(3), "Udskrevet", s_caseworker, s_now).Reason));
        Assert.Equal("Samme formål", pause.Events[0].Payload["assessment"]);
    }

    [Theory]
    [InlineData("2026-02-10", GrantStatus.Ended)]
    [InlineData("2026-03-20", GrantStatus.Accepted)]
    public void An_end_is_corrected_by_another_record_that_says_what_was_wrong(string on, GrantStatus status)
    {
        var grant = Ended(out var first);

        var second = grant.CorrectEnd(first, EndCorrection.WrongDay, "Tastet forkert", Day(on), EndReason.NoContact, "Svarer ikke", "Set på sammen", s_leader, s_now, s_today);

        Assert.Equal((first.Id, EndCorrection.WrongDay, "Tastet forkert", s_leader), (second.SupersedesId, second.Correction, second.CorrectionText, second.RecordedBy));
        Assert.Equal(new DateOnly(2026, 2, 20), first.EndedOn);
        Assert.Equal(second, GrantEnd.Newest([first, second]));
        Assert.Equal(status, grant.Status);
        Assert.Equal("GrantEndCorrected", grant.Events[^1].Kind);
    }

    [Fact]
    public void A_correction_changes_something_and_says_why_and_stays_within_the_period()
    {
        var grant = Ended(out var end);
        GrantEnd Correct(string words, DateOnly on, EndCorrection how = EndCorrection.WrongDay) =>
            grant.CorrectEnd(end, how, words, on, EndReason.NoContact, "Svarer ikke", "Set på sammen", s_leader, s_now, s_today);

        Assert.Equal(Rule.EndCannotBeCorrected, Refused(() => Correct("Ingen forskel", end.EndedOn)));
        Assert.Equal(Rule.EndCannotBeCorrected, Refused(() => Correct(" ", new(2026, 2, 10))));
        Assert.Equal(Rule.EndCannotBeCorrected, Refused(() => Correct("Forkert vej", new(2026, 2, 10), EndCorrection.TakenBack)));
        Assert.Equal(Rule.EndIsOutsidePeriod, Refused(() => Correct("For sent", new(2026, 4, 27))));
    }

    [Fact]
    public void An_end_that_is_taken_back_stands_no_more_and_the_support_can_end_once_more()
    {
        var grant = Ended(out var end);

        var taken = grant.TakeBackEnd(end, "Borgeren kom tilbage", s_leader, s_now, s_today);
        Assert.Equal((false, GrantStatus.Accepted), (taken.Stands, grant.Status));
        var again = grant.End(s_today, EndReason.GoalReached, "", "I job nu", s_leader, s_now, s_today, taken);

        Assert.Equal((taken.Id, null), (again.SupersedesId, again.Correction));
        Assert.Equal(again, GrantEnd.Newest([again, end, taken]));
        Assert.Equal(Rule.GrantHasEnded, Refused(() => grant.End(s_today, EndReason.Moved, "", "Igen", s_leader, s_now, s_today, again)));
        Assert.Equal(Rule.EndCannotBeCorrected, Refused(() => grant.TakeBackEnd(taken, "To gange", s_leader, s_now, s_today)));
        Assert.Equal(Rule.EndCannotBeTakenBack, Refused(() => grant.TakeBackEnd(again, "For sent", s_leader, s_now, new(2026, 5, 1))));
    }

    [Fact]
    public void An_assignments_last_day_moves_within_what_was_agreed()
    {
        var assignment = Accepted();
        var end = new DateOnly(2026, 4, 26);

        assignment.MoveEnd(new(2026, 2, 10), end, s_today);
        Assert.Equal((AssignmentStatus.Ended, new DateOnly(2026, 2, 10)), (assignment.Status, assignment.LastDay));
        assignment.MoveEnd(new(2026, 3, 10), end, s_today);
        Assert.True(assignment.IsLive(s_today));
        Assert.Equal(Rule.EndIsOutsidePeriod, Refused(() => assignment.MoveEnd(new(2026, 3, 10), new(2026, 3, 9), s_today)));
        Assert.Equal(Rule.EndIsOutsidePeriod, Refused(() => assignment.MoveEnd(new(2026, 1, 4), end, s_today)));
        assignment.ContinueToPlannedEnd(s_today);
        Assert.Equal((end, true), (assignment.LastDay, assignment.IsLive(s_today)));
        Assert.Equal(Rule.EndCannotBeTakenBack, Refused(() => assignment.ContinueToPlannedEnd(end.AddDays(1))));
    }

    [Fact]
    public void A_refusal_names_what_is_not_met_and_is_given_by_somebody_else_than_who_wrote_it()
    {
        var grant = Submitted();

        Assert.Equal(Rule.RefusalIsIncomplete, Refused(() => Submitted().Refuse(s_leader, [], "Ikke afgørende", s_now, "r")));
        Assert.Equal(Rule.RefusalIsIncomplete, Refused(() => Submitted().Refuse(s_leader, [RefusalGround.NotDecisive], " ", s_now, "r")));
        Assert.Equal(Rule.ApproverIsTheAuthor, Refused(() => grant.Refuse(s_caseworker, [RefusalGround.NotDecisive], "Ikke afgørende", s_now, "r")));
        Assert.Equal(Rule.ApproverIsTheAuthor, Refused(() => grant.Refuse(s_leader, [RefusalGround.NotDecisive], "Ikke afgørende", s_now, "r", s_caseworker)));
        grant.Refuse(s_leader, [RefusalGround.NotDecisive, RefusalGround.NotDecisive], " Ikke afgørende ", s_now, "r");

        Assert.Equal((GrantStatus.Refused, false, "Ikke afgørende", s_leader), (grant.Status, grant.IsDecided, grant.RefusalReason, grant.DecidedBy!.Value));
        Assert.Equal([RefusalGround.NotDecisive], grant.RefusalGrounds);
        Assert.Equal("GrantRefused", grant.Events[^1].Kind);
        Assert.Equal(Rule.GrantDoesNotAwaitApproval, Refused(() => grant.Approve(s_leader, "", s_now, s_context)));
        Assert.Equal(Rule.GrantCannotBeFollowed, Refused(() => Grant.DraftAfter(grant, GrantKind.Extension, "B-2", s_complete, s_caseworker, s_now, "")));
        Assert.Equal(Rule.GrantIsNotApproved, Refused(() => Assignment.Publish(grant, "MF-1", null, s_caseworker, s_now, s_today, true)));
    }

    [Fact]
    public void What_the_caseworker_proposes_to_refuse_is_refused_or_sent_back_and_never_approved()
    {
        var grant = Draft(s_complete with { TargetGroup = TargetGroup.Pensioner, Purpose = null });
        Assert.Equal(Rule.GrantIsIncomplete, Refused(() => grant.Submit(s_caseworker, s_now, s_context)));

        grant.ProposeRefusal([RefusalGround.ExcludedGroup, RefusalGround.NoJobOrEducationGoal], "Folkepensionist", s_caseworker, s_now, "r");

        Assert.Equal((GrantStatus.Submitted, true), (grant.Status, grant.IsProposedRefused));
        Assert.Equal(Rule.RefusalIsProposed, Refused(() => grant.Approve(s_leader, "", s_now, s_context)));
        Assert.Equal(Rule.ApproverIsTheAuthor, Refused(() => grant.Refuse(s_caseworker, grant.RefusalGrounds, grant.RefusalReason, s_now, "r")));
        grant.SendBack(s_leader, "Spørg om job", s_now);
        Assert.Equal((GrantStatus.Draft, false), (grant.Status, grant.IsProposedRefused));
        Assert.Equal(Rule.GrantIsNotADraft, Refused(() => Approved().ProposeRefusal([RefusalGround.NoRight], "For sent", s_caseworker, s_now, "r")));
    }

    [Fact]
    public void Nothing_of_a_refusal_that_was_sent_back_stands_in_what_is_asked_for_again()
    {
        var grant = Draft();
        grant.ProposeRefusal([RefusalGround.ExcludedGroup], "Folkepensionist", s_caseworker, s_now, "r");
        grant.SendBack(s_leader, "Spørg om job", s_now);

        grant.Submit(s_caseworker, s_now, s_context);

        Assert.Empty(grant.RefusalGrounds);
        Assert.Equal("", grant.RefusalReason);
    }

    [Fact]
    public void A_party_that_does_not_have_the_course_before_is_not_told_that_there_was_one()
    {
        var earlier = Approved();
        var terms = s_complete with { MentorKind = MentorKind.Municipal, StartsOn = new(2026, 4, 27), EndsOn = new(2026, 8, 1), ChangeReason = "Mere tid", Reassessment = "Set på igen" };
        var grant = Grant.DraftAfter(earlier, GrantKind.Extension, "B-2", terms, s_caseworker, s_now, "");
        grant.Submit(s_caseworker, s_now, s_context with { Follows = new(new(earlier.StartsOn!.Value, earlier.EndsOn!.Value), Programme.Ordinary, earlier.StartsOn!.Value) });
        grant.Approve(s_leader, "", s_now, s_context with { Follows = new(new(earlier.StartsOn!.Value, earlier.EndsOn!.Value), Programme.Ordinary, earlier.StartsOn!.Value) });
        var offered = Assignment.Publish(grant, "MF-2", null, s_caseworker, s_now, s_today, true, s_provider);
        var citizen = new Citizen(Guid.CreateVersion7(), grant.MunicipalityId, "B-C1", "Helsinge", 1998, "da", s_now);

        Assert.Equal(GrantKind.New, Listing.Of(offered, grant, citizen).Kind);
        Assert.Equal(GrantKind.Extension, Listing.Of(offered, grant, citizen, Guid.CreateVersion7()).Kind);
    }

    [Fact]
    public void Every_ground_names_its_paragraph_under_each_act()
    {
        foreach (var ground in Enum.GetValues<RefusalGround>())
        {
            Assert.StartsWith("LAB §", GrantRules.SourceOf(ground, LegalBasis.EmploymentAct), StringComparison.Ordinal);
            Assert.StartsWith("Integrationslovens § 23 d", GrantRules.SourceOf(ground, LegalBasis.IntegrationAct), StringComparison.Ordinal);
        }
        Assert.All(GrantRules.All, rules => Assert.Equal(Enum.GetValues<LegalBasis>(), rules.Complaints.Keys.Order()));
    }

    [Theory]
    [InlineData(MentorKind.External, true)]
    [InlineData(MentorKind.CompanyEmployee, false)]
    [InlineData(MentorKind.InstitutionEmployee, false)]
    [InlineData(MentorKind.Municipal, false)]
    public void Only_an_external_mentor_is_found_on_the_market(MentorKind kind, bool onMarket)
    {
        Assert.Equal(s_provider, Assignment.Publish(Approved(s_complete with { MentorKind = kind }), "MF-1", null, s_caseworker, s_now, s_today, true, s_provider).OfferedTo);
        var grant = Approved(s_complete with { MentorKind = kind });
        if (onMarket) Assert.Null(Assignment.Publish(grant, "MF-1", null, s_caseworker, s_now, s_today, true).OfferedTo);
        else Assert.Equal(Rule.MentorIsNotOnTheMarket, Refused(() => Assignment.Publish(grant, "MF-1", null, s_caseworker, s_now, s_today, true)));
    }

    // A provider accepts with an update of its own, not through the entity.
    private static Assignment Accepted()
    {
        var assignment = Assignment.Publish(Approved(), "MF-1", null, s_caseworker, s_now, s_today, true);
        typeof(Assignment).GetProperty(nameof(Assignment.Status))!.SetValue(assignment, AssignmentStatus.Accepted);
        return assignment;
    }

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
