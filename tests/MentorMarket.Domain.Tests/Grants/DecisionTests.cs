using MentorMarket.Domain.Assignments;
using MentorMarket.Domain.Citizens;

namespace MentorMarket.Domain.Tests.Grants;

/// <summary>Ends that are corrected, refusals, and to whom a programme is offered.</summary>
public sealed class DecisionTests
{
    private static readonly Guid Caseworker = new("0197e000-0000-7000-8000-000000000002");
    private static readonly Guid Leader = new("0197e000-0000-7000-8000-000000000003");
    private static readonly Guid Provider = new("0197e000-0000-7000-8000-000000000005");
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly GrantContext Context = new(GrantRules.On(Today), new GrantSettings(), 1998);

    private static readonly GrantTerms Complete = CompleteGrant.Terms with { IsBeyondOrdinary = true };

    private static Grant Draft(GrantTerms? terms = null) =>
        Grant.Draft(Guid.CreateVersion7(), Guid.CreateVersion7(), "B-1", terms ?? Complete, Caseworker, Now, "");

    private static Grant Submitted(GrantTerms? terms = null)
    {
        var grant = Draft(terms);
        grant.Submit(Caseworker, Now, Context);
        return grant;
    }

    private static Grant Approved(GrantTerms? terms = null)
    {
        var grant = Submitted(terms);
        grant.Approve(Leader, "", Now, Context);
        return grant;
    }

    private static Grant Ended(out GrantEnd end)
    {
        var grant = Approved();
        grant.MarkPublished(Today);
        end = grant.End(new(2026, 2, 20), EndReason.NoContact, "Svarer ikke", "Set på sammen", Caseworker, Now, Today);
        return grant;
    }

    private static Rule Refused(Action act) => Assert.Throws<RuleViolation>(act).Rule;

    [Fact]
    public void A_pause_and_an_end_rest_on_a_new_assessment_and_going_on_has_a_reason()
    {
        var grant = Approved();
        grant.MarkPublished(Today);

        Assert.Equal(Rule.AssessmentIsMissing,
            Refused(() => _ = new GrantPause(grant, Today, null, "Indlagt", " ", Caseworker, Now)));
        Assert.Equal(Rule.AssessmentIsMissing, Refused(() => grant.End(Today, EndReason.Moved, "", "", Caseworker, Now, Today)));
        var pause = new GrantPause(grant, Today, null, "Indlagt", "Samme formål", Caseworker, Now);
        Assert.Equal(Rule.AssessmentIsMissing, Refused(() => pause.Resume(Today.AddDays(3), "", Caseworker, Now)));
        Assert.Equal(("Indlagt", "Samme formål", "Udskrevet"),
            (pause.Reason, pause.Assessment, pause.Resume(Today.AddDays(3), "Udskrevet", Caseworker, Now).Reason));
        Assert.Equal("Samme formål", pause.Events[0].Payload["assessment"]);
    }

    [Theory]
    [InlineData("2026-02-10", GrantStatus.Ended)]
    [InlineData("2026-03-20", GrantStatus.Accepted)]
    public void An_end_is_corrected_by_another_record_that_says_what_was_wrong(string on, GrantStatus status)
    {
        var grant = Ended(out var first);

        var second = grant.CorrectEnd(first, EndCorrection.WrongDay, "Tastet forkert", Day(on), EndReason.NoContact, "Svarer ikke",
            "Set på sammen", Leader, Now, Today);

        Assert.Equal((first.Id, EndCorrection.WrongDay, "Tastet forkert", Leader),
            (second.SupersedesId, second.Correction, second.CorrectionText, second.RecordedBy));
        Assert.Equal(new DateOnly(2026, 2, 20), first.EndedOn);
        Assert.Equal(second, GrantEnd.Newest([first, second]));
        Assert.Equal(status, grant.Status);
        Assert.Equal(CaseEventKind.GrantEndCorrected, grant.Events[^1].Kind);
    }

    [Fact]
    public void A_correction_changes_something_and_says_why_and_stays_within_the_period()
    {
        var grant = Ended(out var end);
        GrantEnd Correct(string words, DateOnly on, EndCorrection how = EndCorrection.WrongDay) =>
            grant.CorrectEnd(end, how, words, on, EndReason.NoContact, "Svarer ikke", "Set på sammen", Leader, Now, Today);

        Assert.Equal(Rule.EndCannotBeCorrected, Refused(() => Correct("Ingen forskel", end.EndedOn)));
        Assert.Equal(Rule.EndCannotBeCorrected, Refused(() => Correct(" ", new(2026, 2, 10))));
        Assert.Equal(Rule.EndCannotBeCorrected, Refused(() => Correct("Forkert vej", new(2026, 2, 10), EndCorrection.TakenBack)));
        Assert.Equal(Rule.EndIsOutsidePeriod, Refused(() => Correct("For sent", new(2026, 4, 27))));
    }

    [Fact]
    public void An_end_that_is_taken_back_stands_no_more_and_the_support_can_end_once_more()
    {
        var grant = Ended(out var end);

        var taken = grant.TakeBackEnd(end, "Borgeren kom tilbage", Leader, Now, Today);
        Assert.Equal((false, GrantStatus.Accepted), (taken.Stands, grant.Status));
        var again = grant.End(Today, EndReason.GoalReached, "", "I job nu", Leader, Now, Today, taken);

        Assert.Equal((taken.Id, null), (again.SupersedesId, again.Correction));
        Assert.Equal(again, GrantEnd.Newest([again, end, taken]));
        Assert.Equal(Rule.GrantHasEnded, Refused(() => grant.End(Today, EndReason.Moved, "", "Igen", Leader, Now, Today, again)));
        Assert.Equal(Rule.EndCannotBeCorrected, Refused(() => grant.TakeBackEnd(taken, "To gange", Leader, Now, Today)));
        Assert.Equal(Rule.EndCannotBeTakenBack, Refused(() => grant.TakeBackEnd(again, "For sent", Leader, Now, new(2026, 5, 1))));
    }

    [Fact]
    public void An_assignments_last_day_moves_within_what_was_agreed()
    {
        var assignment = Accepted();
        var end = new DateOnly(2026, 4, 26);

        assignment.MoveEnd(new(2026, 2, 10), end, Today);
        Assert.Equal((AssignmentStatus.Ended, new DateOnly(2026, 2, 10)), (assignment.Status, assignment.LastDay));
        assignment.MoveEnd(new(2026, 3, 10), end, Today);
        Assert.True(assignment.IsLive(Today));
        Assert.Equal(Rule.EndIsOutsidePeriod, Refused(() => assignment.MoveEnd(new(2026, 3, 10), new(2026, 3, 9), Today)));
        Assert.Equal(Rule.EndIsOutsidePeriod, Refused(() => assignment.MoveEnd(new(2026, 1, 4), end, Today)));
        assignment.ContinueToPlannedEnd(Today);
        Assert.Equal((end, true), (assignment.LastDay, assignment.IsLive(Today)));
        Assert.Equal(Rule.EndCannotBeTakenBack, Refused(() => assignment.ContinueToPlannedEnd(end.AddDays(1))));
    }

    [Fact]
    public void A_refusal_names_what_is_not_met_and_is_given_by_somebody_else_than_who_wrote_it()
    {
        var grant = Submitted();

        Assert.Equal(Rule.RefusalIsIncomplete, Refused(() => Submitted().Refuse(Leader, [], "Ikke afgørende", Now, "r")));
        Assert.Equal(Rule.RefusalIsIncomplete, Refused(() => Submitted().Refuse(Leader, [RefusalGround.NotDecisive], " ", Now, "r")));
        Assert.Equal(Rule.ApproverIsTheAuthor,
            Refused(() => grant.Refuse(Caseworker, [RefusalGround.NotDecisive], "Ikke afgørende", Now, "r")));
        Assert.Equal(Rule.ApproverIsTheAuthor,
            Refused(() => grant.Refuse(Leader, [RefusalGround.NotDecisive], "Ikke afgørende", Now, "r", Caseworker)));
        grant.Refuse(Leader, [RefusalGround.NotDecisive, RefusalGround.NotDecisive], " Ikke afgørende ", Now, "r");

        Assert.Equal((GrantStatus.Refused, false, "Ikke afgørende", Leader),
            (grant.Status, grant.IsDecided, grant.RefusalReason, grant.DecidedBy!.Value));
        Assert.Equal([RefusalGround.NotDecisive], grant.RefusalGrounds);
        Assert.Equal(CaseEventKind.GrantRefused, grant.Events[^1].Kind);
        Assert.Equal(Rule.GrantDoesNotAwaitApproval, Refused(() => grant.Approve(Leader, "", Now, Context)));
        Assert.Equal(Rule.GrantCannotBeFollowed,
            Refused(() => Grant.DraftAfter(grant, GrantKind.Extension, "B-2", Complete, Caseworker, Now, "")));
        Assert.Equal(Rule.GrantIsNotApproved, Refused(() => Assignment.Publish(grant, "MF-1", null, Caseworker, Now, Today, true)));
    }

    [Fact]
    public void What_the_caseworker_proposes_to_refuse_is_refused_or_sent_back_and_never_approved()
    {
        var grant = Draft(Complete with { TargetGroup = TargetGroup.Pensioner, Purpose = null });
        Assert.Equal(Rule.GrantIsIncomplete, Refused(() => grant.Submit(Caseworker, Now, Context)));

        grant.ProposeRefusal([RefusalGround.ExcludedGroup, RefusalGround.NoJobOrEducationGoal], "Folkepensionist", Caseworker, Now,
            "r");

        Assert.Equal((GrantStatus.Submitted, true), (grant.Status, grant.IsProposedRefused));
        Assert.Equal(Rule.RefusalIsProposed, Refused(() => grant.Approve(Leader, "", Now, Context)));
        Assert.Equal(Rule.ApproverIsTheAuthor,
            Refused(() => grant.Refuse(Caseworker, grant.RefusalGrounds, grant.RefusalReason, Now, "r")));
        grant.SendBack(Leader, "Spørg om job", Now);
        Assert.Equal((GrantStatus.Draft, false), (grant.Status, grant.IsProposedRefused));
        Assert.Equal(Rule.GrantIsNotADraft,
            Refused(() => Approved().ProposeRefusal([RefusalGround.NoRight], "For sent", Caseworker, Now, "r")));
    }

    [Fact]
    public void Nothing_of_a_refusal_that_was_sent_back_stands_in_what_is_asked_for_again()
    {
        var grant = Draft();
        grant.ProposeRefusal([RefusalGround.ExcludedGroup], "Folkepensionist", Caseworker, Now, "r");
        grant.SendBack(Leader, "Spørg om job", Now);

        grant.Submit(Caseworker, Now, Context);

        Assert.Empty(grant.RefusalGrounds);
        Assert.Equal("", grant.RefusalReason);
    }

    [Fact]
    public void A_party_that_does_not_have_the_course_before_is_not_told_that_there_was_one()
    {
        var earlier = Approved();
        var terms = Complete with
        {
            MentorKind = MentorKind.Municipal,
            StartsOn = new(2026, 4, 27),
            EndsOn = new(2026, 8, 1),
            ChangeReason = "Mere tid",
            Reassessment = "Set på igen"
        };
        var grant = Grant.DraftAfter(earlier, GrantKind.Extension, "B-2", terms, Caseworker, Now, "");
        grant.Submit(Caseworker, Now,
            Context with
            {
                Follows = new(
            new(earlier.Terms.StartsOn!.Value, earlier.Terms.EndsOn!.Value), Programme.Ordinary, earlier.Terms.StartsOn!.Value)
            });
        grant.Approve(Leader, "", Now,
            Context with
            {
                Follows = new(
            new(earlier.Terms.StartsOn!.Value, earlier.Terms.EndsOn!.Value), Programme.Ordinary, earlier.Terms.StartsOn!.Value)
            });
        var offered = Assignment.Publish(grant, "MF-2", null, Caseworker, Now, Today, true, Provider);
        var citizen = new Citizen(Guid.CreateVersion7(), grant.MunicipalityId, "B-C1", "Helsinge", 1998, "da", Now);

        Assert.Equal(GrantKind.New, Listing.Of(offered, grant, citizen).Kind);
        Assert.Equal(GrantKind.Extension, Listing.Of(offered, grant, citizen, Guid.CreateVersion7()).Kind);
    }

    [Fact]
    public void Every_ground_names_its_paragraph_under_each_act()
    {
        foreach (var ground in Enum.GetValues<RefusalGround>())
        {
            Assert.StartsWith("LAB §", GrantRules.SourceOf(ground, LegalBasis.EmploymentAct), StringComparison.Ordinal);
            Assert.StartsWith("Integrationslovens § 23 d", GrantRules.SourceOf(ground, LegalBasis.IntegrationAct),
                StringComparison.Ordinal);
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
        Assert.Equal(Provider, Assignment.Publish(Approved(Complete with { MentorKind = kind }), "MF-1", null, Caseworker, Now,
            Today, true, Provider).OfferedTo);
        var grant = Approved(Complete with { MentorKind = kind });
        if (onMarket) Assert.Null(Assignment.Publish(grant, "MF-1", null, Caseworker, Now, Today, true).OfferedTo);
        else Assert.Equal(Rule.MentorIsNotOnTheMarket,
            Refused(() => Assignment.Publish(grant, "MF-1", null, Caseworker, Now, Today, true)));
    }

    // A provider accepts with an update of its own, not through the entity.
    private static Assignment Accepted()
    {
        var assignment = Assignment.Publish(Approved(), "MF-1", null, Caseworker, Now, Today, true);
        typeof(Assignment).GetProperty(nameof(Assignment.Status))!.SetValue(assignment, AssignmentStatus.Accepted);
        return assignment;
    }

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
