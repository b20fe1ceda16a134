using System.Globalization;
using MentorMarket.Domain.Assignments;
using MentorMarket.Domain.Citizens;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Outcomes;

namespace MentorMarket.Domain.Tests.Grants;

/// <summary>How a grant goes on: followed, paused and ended.</summary>
public sealed class ProgrammeTests
{
    private static readonly Guid Municipality = new("0197e000-0000-7000-8000-000000000001");
    private static readonly Guid Caseworker = new("0197e000-0000-7000-8000-000000000002");
    private static readonly Guid Provider = new("0197e000-0000-7000-8000-000000000005");
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly GrantContext Context = new(GrantRules.On(Today), new GrantSettings(), 1998);

    private static readonly GrantTerms Complete = CompleteGrant.Terms with
    {
        Goals = [(GoalKind.KeepJob, "Møder kl. 7"), (GoalKind.Network, "")],
        ChangeReason = "Gammel begrundelse",
        Reassessment = "Gammel vurdering",
    };

    private static Grant Approved()
    {
        var grant = Grant.Draft(Municipality, Guid.CreateVersion7(), "B-1", Complete, Caseworker, Now, "");
        grant.Submit(Caseworker, Now, Context);
        grant.Approve(Guid.CreateVersion7(), "", Now, Context);
        return grant;
    }

    [Fact]
    public void An_extension_begins_with_the_terms_as_they_are_and_asks_anew_what_must_be_judged_anew()
    {
        var terms = GrantTerms.After(Approved(), GrantKind.Extension, Today, new GrantSettings());

        Assert.Equal((new DateOnly(2026, 4, 27), new DateOnly(2026, 8, 16), 2.5m, 350m),
            (terms.StartsOn!.Value, terms.EndsOn!.Value, terms.HoursPerWeek!.Value, terms.Rate!.Value));
        Assert.Equal(Complete.Goals, terms.Goals);
        Assert.Equal(("", "", false, false, 0),
            (terms.ChangeReason, terms.Reassessment, terms.ResidesHere, terms.IsAgreed, terms.SchemeAnswers.Count));
        var missing = terms.Shortfalls(GrantKind.Extension, Context).Select(m => m.Demand);
        Assert.Equal([Demand.Residence, Demand.Agreement, Demand.SchemesAnswered, Demand.ChangeReason, Demand.Reassessment], missing);
    }

    [Fact]
    public void A_change_begins_after_today_and_ends_with_what_it_changes()
    {
        var terms = GrantTerms.After(Approved(), GrantKind.Change, Today, new GrantSettings());

        Assert.Equal((new DateOnly(2026, 3, 3), new DateOnly(2026, 4, 26)), (terms.StartsOn!.Value, terms.EndsOn!.Value));
    }

    [Fact]
    public void An_extension_is_proposed_no_longer_than_the_municipality_extends()
    {
        var grant = Grant.Draft(Municipality, Guid.CreateVersion7(), "B-1", Complete with { EndsOn = new(2026, 7, 4) }, Caseworker,
            Now, "");

        var terms = GrantTerms.After(grant, GrantKind.Extension, Today, new GrantSettings { LongestExtensionInMonths = 2 });

        Assert.Equal((new DateOnly(2026, 7, 5), new DateOnly(2026, 9, 4)), (terms.StartsOn!.Value, terms.EndsOn!.Value));
    }

    [Theory]
    [InlineData("2026-04-27", "2026-08-16")]
    [InlineData("2026-01-01", "2026-06-30")]
    [InlineData("2025-06-01", "2026-08-16")]
    public void A_further_extension_is_proposed_within_what_is_left_of_the_municipalitys_months(string began, string last) =>
        Assert.Equal(Day(last), GrantTerms.After(Approved(), GrantKind.Extension, Today, new GrantSettings(), Day(began)).EndsOn);

    [Fact]
    public void A_draft_cannot_be_followed()
    {
        var draft = Grant.Draft(Municipality, Guid.CreateVersion7(), "B-1", Complete, Caseworker, Now, "");

        Assert.Equal(Rule.GrantCannotBeFollowed,
            Assert.Throws<RuleViolation>(() => Grant.DraftAfter(draft, GrantKind.Extension, "B-2", Complete, Caseworker, Now,
            "")).Rule);
    }

    [Fact]
    public void Only_support_that_was_ordered_is_ended() =>
        Assert.Equal(Rule.GrantIsNotRunning,
            Assert.Throws<RuleViolation>(() => Approved().End(Today, EndReason.Moved, "", "Aftalt med borgeren", Caseworker, Now,
            Today)).Rule);

    [Theory]
    [InlineData("2026-01-04")]
    [InlineData("2026-04-27")]
    public void Support_ends_on_a_day_of_its_period(string on)
    {
        var grant = Approved();
        grant.MarkPublished(Today);

        Assert.Equal(Rule.EndIsOutsidePeriod,
            Assert.Throws<RuleViolation>(() => grant.End(Day(on), EndReason.Moved, "", "Aftalt med borgeren", Caseworker, Now,
            Today)).Rule);
    }

    [Fact]
    public void What_ends_later_runs_until_then()
    {
        var (past, later) = (Approved(), Approved());
        past.MarkPublished(Today);
        later.MarkPublished(Today);

        past.End(Today.AddDays(-1), EndReason.NoContact, "", "Aftalt med borgeren", Caseworker, Now, Today);
        later.End(Today, EndReason.NoContact, "", "Aftalt med borgeren", Caseworker, Now, Today);

        Assert.Equal((GrantStatus.Ended, GrantStatus.Published), (past.Status, later.Status));
    }

    [Fact]
    public void A_pause_holds_its_days_until_it_is_resumed()
    {
        var pause = new GrantPause(Approved(), new(2026, 3, 9), null, "Indlagt", "Samme formål", Caseworker, Now);
        Assert.True(Rest(pause).Contains(new(2030, 1, 1)));

        var resumed = Rest(pause, pause.Resume(new(2026, 3, 16), "Hjemme", Caseworker, Now));

        Assert.Equal((false, true, true, false),
            (resumed.Contains(new(2026, 3, 8)), resumed.Contains(new(2026, 3, 9)), resumed.Contains(new(2026, 3, 15)),
            resumed.Contains(new(2026, 3, 16))));
        Assert.False(resumed.Meets(new(2026, 3, 16), null));
        Assert.True(resumed.Meets(new(2026, 3, 1), new(2026, 3, 9)));
    }

    [Fact]
    public void A_pause_that_is_resumed_on_its_first_day_never_was() =>
        Assert.Empty(Rest(Opened(out var pause), pause.Resume(pause.FromOn, "Hjemme", Caseworker, Now)).Spans);

    [Fact]
    public void A_pause_that_is_over_is_not_resumed()
    {
        var pause = new GrantPause(Approved(), new(2026, 3, 9), new(2026, 3, 15), "Indlagt", "Samme formål", Caseworker, Now);

        Assert.Equal(Rule.PauseIsOver,
            Assert.Throws<RuleViolation>(() => pause.Resume(new(2026, 3, 16), "Hjemme", Caseworker, Now)).Rule);
    }

    [Fact]
    public void An_outcome_judges_every_goal()
    {
        var grant = Approved();
        var judged = new Dictionary<Guid, GoalResult> { [grant.Goals[0].Id] = GoalResult.Reached };

        Assert.Equal(Rule.OutcomeIsIncomplete,
            Assert.Throws<RuleViolation>(() => new Outcome(grant, OutcomeStage.AtEnd, OutcomeResult.Job, true, judged, "", Caseworker,
            Now)).Rule);
        judged[grant.Goals[1].Id] = GoalResult.Not;
        Assert.Equal([GoalResult.Reached, GoalResult.Not],
            new Outcome(grant, OutcomeStage.AtEnd, OutcomeResult.Job, true, judged, "", Caseworker, Now).Goals.Select(g => g.Result));
    }

    [Fact]
    public void Outcomes_are_due_at_the_end_and_three_and_six_months_after() =>
        Assert.Equal([new DateOnly(2026, 8, 31), new(2026, 11, 30), new(2027, 2, 28)], Enum.GetValues<OutcomeStage>()
            .Select(s => Outcome.DueOn(s, new(2026, 8, 31))));

    [Theory]
    [InlineData(OutcomeStage.AtEnd, "2026-01-20", null, true)]
    [InlineData(OutcomeStage.AtEnd, "2026-01-20", "2026-05-05", false)]
    [InlineData(OutcomeStage.AtEnd, "2026-05-05", "2026-05-05", false)]
    [InlineData(OutcomeStage.AtEnd, "2026-06-01", "2026-05-05", true)]
    [InlineData(OutcomeStage.After3Months, "2026-04-29", null, false)]
    [InlineData(OutcomeStage.After3Months, "2026-04-30", null, true)]
    [InlineData(OutcomeStage.After3Months, "2026-04-30", "2026-05-05", false)]
    [InlineData(OutcomeStage.After6Months, "2026-07-30", null, false)]
    [InlineData(OutcomeStage.After6Months, "2026-07-31", "2026-05-05", true)]
    public void An_outcome_counts_when_it_was_judged_at_the_end_as_it_stands(OutcomeStage stage, string recorded, string? takenBack,
        bool counts)
    {
        static DateTimeOffset At(string day) => new(DateOnly.Parse(day, CultureInfo.InvariantCulture).ToDateTime(new(10, 0)),
            TimeSpan.Zero);

        Assert.Equal(counts, Outcome.Counts(stage, At(recorded), new(2026, 1, 31), takenBack is null ? null : At(takenBack)));
    }

    [Fact]
    public void An_offer_is_declined_by_whom_it_was_made_to_and_nobody_else()
    {
        var grant = Approved();
        var assignment = Assignment.Publish(grant, "MF-1", null, Caseworker, Now, Today, true, Provider);
        var listing = Listing.Of(assignment, grant,
            new Citizen(Guid.CreateVersion7(), grant.MunicipalityId, "B-C1", "Helsinge", 1998, "da", Now));

        Assert.Equal("Ingen tid", new OfferDecline(listing, Provider, " Ingen tid ", Caseworker, Now).Reason);
        Assert.Equal(Rule.OfferIsNotOpen,
            Assert.Throws<RuleViolation>(() => new OfferDecline(listing, Caseworker, "", Caseworker, Now)).Rule);
    }

    [Theory]
    [InlineData(null, LegalBasis.EmploymentAct, true)]
    [InlineData(EntryAct.EmploymentAct, LegalBasis.EmploymentAct, true)]
    [InlineData(EntryAct.EmploymentAct, LegalBasis.IntegrationAct, false)]
    [InlineData(EntryAct.IntegrationAct, LegalBasis.IntegrationAct, true)]
    [InlineData(EntryAct.OtherAct, LegalBasis.EmploymentAct, false)]
    [InlineData(EntryAct.OtherAct, LegalBasis.IntegrationAct, false)]
    public void An_entry_is_under_the_act_it_names_and_else_under_the_grants(EntryAct? act, LegalBasis basis, bool isUnder)
    {
        var id = Guid.CreateVersion7();
        var entry = new TimeEntry(id, id, id, id, "", Now, Now.AddHours(1), EntryKind.Direct, PlaceType.Home, id, Now, act: act);

        Assert.Equal(isUnder, entry.IsUnder(basis));
    }

    private static GrantPause Opened(out GrantPause pause) => pause = new(Approved(), new(2026, 3, 9), null, "Indlagt", "Samme formål",
        Caseworker, Now);

    private static Pauses Rest(params GrantPause[] rows) =>
        new(rows.Select(p => new PauseRow(p.Id, p.GrantId, p.FromOn, p.ToOn, p.ResumesId)));

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
