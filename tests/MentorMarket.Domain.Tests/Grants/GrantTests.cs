using MentorMarket.Domain.Assignments;
using MentorMarket.Domain.Citizens;

namespace MentorMarket.Domain.Tests.Grants;

/// <summary>A grant from draft to the market.</summary>
public sealed class GrantTests
{
    private static readonly Guid Municipality = new("0197e000-0000-7000-8000-000000000001");
    private static readonly Guid Caseworker = new("0197e000-0000-7000-8000-000000000002");
    private static readonly Guid TeamLeader = new("0197e000-0000-7000-8000-000000000003");
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 3, 2);

    private static readonly Citizen Somebody = new(new("0197e000-0000-7000-8000-000000000004"), Municipality, "B-0001", "Helsinge",
        1998, "da", Now);

    private static readonly GrantTerms Complete = CompleteGrant.Terms with
    {
        PurposeText = "Kanariefugl skal beholde jobbet",
        Goals = [(GoalKind.KeepJob, "Kanariefugl møder kl. 7"), (GoalKind.Network, "")],
        TaskText = "Kanariefugl vækkes",
        Requirements = [Requirement.Evenings],
        Qualifications = "Kanariefugl kender butikken",
        StartsOn = new(2026, 4, 1),
        EndsOn = new(2026, 9, 30),
    };

    private static readonly GrantContext Context = new(GrantRules.On(Today), new GrantSettings(), 1998);

    [Fact]
    public void Says_what_an_empty_draft_lacks_and_what_asks_for_it()
    {
        var missing = Draft(new GrantTerms()).Shortfalls(Context);

        Assert.Equal(
            [Demand.Purpose, Demand.Aim, Demand.PurposeText, Demand.TargetGroup, Demand.Goals, Demand.Tasks, Demand.Qualifications,
                Demand.MentorKind, Demand.HoursPerWeek,
                Demand.Rate, Demand.Residence, Demand.Agreement, Demand.SchemesAnswered, Demand.StartsOn, Demand.EndsOn],
            missing.Select(m => m.Demand));
        Assert.All(missing, m => Assert.True(m.Source.Contains('§', StringComparison.Ordinal) || m.Source == "Kommunens servicestandard",
            m.Source));
    }

    [Theory]
    [InlineData("2026-04-01", "2026-09-30", true)]
    [InlineData("2026-04-01", "2026-10-01", false)]
    [InlineData("2026-08-31", "2027-02-28", true)]
    [InlineData("2026-08-31", "2027-03-01", false)]
    public void Runs_six_months_at_the_most(string from, string to, bool isComplete) =>
        Assert.Equal(isComplete,
            Draft(Complete with
            {
                StartsOn = DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture),
                EndsOn = DateOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture)
            }).Shortfalls(Context).Count == 0);

    [Fact]
    public void Refuses_to_be_sent_in_while_something_is_missing() =>
        AssertRefused(Rule.GrantIsIncomplete, () => Draft(Complete with { Qualifications = "  " })
            .Submit(Caseworker, Now, Context));

    [Fact]
    public void Cannot_be_changed_while_it_waits_for_approval()
    {
        var grant = Draft(Complete);
        grant.Submit(Caseworker, Now, Context);

        AssertRefused(Rule.GrantIsNotADraft, () => grant.Change(Complete, Caseworker));
    }

    [Fact]
    public void Is_not_approved_by_its_author()
    {
        var grant = Draft(Complete);
        grant.Submit(TeamLeader, Now, Context);

        AssertRefused(Rule.ApproverIsTheAuthor, () => grant.Approve(Caseworker, "", Now, Context));
        AssertRefused(Rule.ApproverIsTheAuthor, () => grant.Approve(TeamLeader, "", Now, Context));
        Assert.Equal(GrantStatus.Submitted, grant.Status);
    }

    [Fact]
    public void Nobody_who_wrote_in_it_decides_nor_a_deputy_in_their_place()
    {
        var writer = new Guid("0197e000-0000-7000-8000-000000000005");
        var grant = Draft(Complete);
        grant.Change(Complete with { PurposeText = "Skrevet om" }, writer);
        grant.Submit(Caseworker, Now, Context);

        AssertRefused(Rule.ApproverIsTheAuthor, () => grant.Approve(writer, "", Now, Context));
        AssertRefused(Rule.ApproverIsTheAuthor, () => grant.Approve(TeamLeader, "", Now, Context, onBehalfOf: writer));
        grant.Approve(TeamLeader, "", Now, Context);
        Assert.Equal(GrantStatus.Approved, grant.Status);
    }

    [Fact]
    public void An_approved_grant_is_given_up_with_a_reason_and_one_on_the_market_is_not()
    {
        var grant = Approved();
        AssertRefused(Rule.GrantCannotBeGivenUp, () => grant.Discard(" "));
        grant.Discard("Borgeren er flyttet");
        Assert.Equal((GrantStatus.Discarded, "Borgeren er flyttet"), (grant.Status, grant.DiscardReason));

        var published = Approved();
        published.MarkPublished(Today);
        AssertRefused(Rule.GrantCannotBeGivenUp, () => published.Discard("Borgeren er flyttet"));
    }

    [Fact]
    public void What_nobody_has_begun_on_is_not_changed_but_can_be_extended()
    {
        var grant = Approved();

        AssertRefused(Rule.GrantCannotBeFollowed, () => Grant.DraftAfter(grant, GrantKind.Change, "B-2", Complete, Caseworker, Now,
            ""));
        Assert.Equal(grant.Id, Grant.DraftAfter(grant, GrantKind.Extension, "B-2", Complete, Caseworker, Now, "").FollowsId);
    }

    [Fact]
    public void Is_a_draft_again_when_sent_back_and_keeps_the_comment()
    {
        var grant = Draft(Complete);
        grant.Submit(Caseworker, Now, Context);
        grant.SendBack(TeamLeader, "Skriv målet tydeligere", Now);

        Assert.Equal((GrantStatus.Draft, "Skriv målet tydeligere"), (grant.Status, grant.DecisionComment));
    }

    [Fact]
    public void The_first_goal_is_the_main_one_and_fewer_goals_replace_more()
    {
        var grant = Draft(Complete);
        grant.Change(Complete with { Goals = [(GoalKind.FindJob, "nyt mål")] }, Caseworker);

        var goal = Assert.Single(grant.Goals);
        Assert.Equal((1, GoalKind.FindJob, true), (goal.Priority, goal.Kind, goal.IsMain));
    }

    [Fact]
    public void Cannot_be_published_before_it_is_approved() =>
        AssertRefused(Rule.GrantIsNotApproved, () => Assignment.Publish(Draft(Complete), "MF-2026-0001", null, Caseworker, Now,
            Today, true));

    [Fact]
    public void Cannot_be_published_after_its_period() =>
        AssertRefused(Rule.GrantPeriodIsOver,
            () => Assignment.Publish(Approved(), "MF-2026-0001", null, Caseworker, Now, new DateOnly(2026, 10, 1), true));

    [Fact]
    public void The_listing_has_no_word_that_a_person_wrote_and_no_id_of_the_citizen()
    {
        var grant = Approved();
        var assignment = Assignment.Publish(grant, "MF-2026-0001", 350, Caseworker, Now, Today, true);
        var listing = Listing.Of(assignment, grant, Somebody);

        var shown = System.Text.Json.JsonSerializer.Serialize(listing);
        Assert.DoesNotContain("Kanariefugl", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Somebody.Id.ToString(), shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Somebody.Number, shown, StringComparison.Ordinal);
        Assert.Equal(("Helsinge", "25-29", 2.5m), (listing.Area, listing.AgeBand, listing.HoursPerWeek));
        Assert.Equal([GoalKind.KeepJob, GoalKind.Network], listing.Goals);
    }

    [Fact]
    public void Notes_each_step_for_the_evidence()
    {
        var grant = Approved();
        Assignment.Publish(grant, "MF-2026-0001", null, Caseworker, Now, Today, true);

        Assert.Equal([CaseEventKind.GrantDrafted, CaseEventKind.GrantSubmitted, CaseEventKind.GrantApproved, CaseEventKind.GrantPublished],
            grant.Events.Select(e => e.Kind));
        Assert.All(grant.Events, e => Assert.Equal((Municipality, grant.Id), (e.Chain, e.Subject)));
    }

    private static Grant Draft(GrantTerms terms) => Grant.Draft(Municipality, Somebody.Id, "BEV-2026-0001", terms, Caseworker, Now,
        "national-2026.1");

    private static Grant Approved()
    {
        var grant = Draft(Complete);
        grant.Submit(Caseworker, Now, Context);
        grant.Approve(TeamLeader, "", Now, Context);
        return grant;
    }

    private static void AssertRefused(Rule rule, Action change) => Assert.Equal(rule, Assert.Throws<RuleViolation>(change).Rule);
}
