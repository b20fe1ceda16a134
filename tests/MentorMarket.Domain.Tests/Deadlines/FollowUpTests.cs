using MentorMarket.Domain.Deadlines;

namespace MentorMarket.Domain.Tests.Deadlines;

/// <summary>What must be written, and what cannot be.</summary>
public sealed class FollowUpTests
{
    private static readonly DateOnly Last = new(2026, 6, 30);
    private static readonly DateOnly Today = new(2026, 4, 10);
    private static readonly DateTimeOffset Now = new(2026, 4, 10, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = new("01900000-0000-7000-8000-000000000001");

    private static DeadlineStatus Due(DeadlineKind kind, params FollowUpFact[] handlings) =>
        DeadlineRules.Judge(new RunningGrant(new(2026, 1, 1), Last,
            6)
        { Programme = Programme.DischargeCoordinator, OpenPause = new(new(2026, 3, 5), Now.AddDays(-30)) },
            DeadlineSettings.Of(new GrantSettings()), handlings, Today).First(c => c.Deadline.Kind == kind);

    private static FollowUpContent Content(PurposeStanding? purpose = PurposeStanding.Yes, bool with = true, string words = "",
        string note = "") => new(Today, purpose, with, words, note);

    private static Rule Refused(Action act) => Assert.Throws<RuleViolation>(act).Rule;

    [Theory]
    [InlineData(DeadlineKind.FollowUp, null, true, "", "", "Purpose")]
    [InlineData(DeadlineKind.FollowUp, PurposeStanding.Yes, false, "", "", "")]
    [InlineData(DeadlineKind.FollowUp, PurposeStanding.Adjusted, true, "", "", "Note")]
    [InlineData(DeadlineKind.FollowUp, PurposeStanding.No, true, "", " ", "Note")]
    [InlineData(DeadlineKind.FollowUp, PurposeStanding.Adjusted, true, "", "To timer mindre", "")]
    [InlineData(DeadlineKind.LevelFourReview, null, true, "", "", "Purpose")]
    // The effect is judged with the citizen: in the citizen's words, or with the reason why not.
    [InlineData(DeadlineKind.EffectWithCitizen, PurposeStanding.Yes, true, "", "", "CitizenWords")]
    [InlineData(DeadlineKind.EffectWithCitizen, PurposeStanding.Yes, true, "Jeg møder til tiden nu", "", "")]
    [InlineData(DeadlineKind.EffectWithCitizen, PurposeStanding.Yes, false, "", "", "Note")]
    [InlineData(DeadlineKind.EffectWithCitizen, PurposeStanding.Yes, false, "", "Mødte ikke, ringet to gange", "")]
    [InlineData(DeadlineKind.EffectWithCitizen, null, true, "", "", "Purpose CitizenWords")]
    [InlineData(DeadlineKind.PauseReview, PurposeStanding.Yes, true, "", "", "Note")]
    [InlineData(DeadlineKind.PauseReview, null, true, "", "Stadig indlagt", "Purpose")]
    [InlineData(DeadlineKind.PauseReview, PurposeStanding.Yes, true, "", "Stadig indlagt", "")]
    [InlineData(DeadlineKind.PeriodEnds, null, false, "", "", "Note")]
    [InlineData(DeadlineKind.PeriodEnds, null, false, "", "Slutter som aftalt", "")]
    public void A_follow_up_says_what_its_kind_asks_for(DeadlineKind kind, PurposeStanding? purpose, bool with, string words, string note,
        string missing)
    {
        var content = Content(purpose, with, words, note) with { DoneOn = Due(kind).Deadline.DueOn };

        Assert.Equal(missing, string.Join(' ', content.Missing(kind)));
        if (missing.Length == 0)
        {
            Assert.Equal(CaseEventKind.FollowUpDone, Assert.Single(FollowUp.Done(Id, Id, Due(kind), content, Id, Now).Events).Kind);
        }
        else Assert.Equal(Rule.FollowUpIsIncomplete, Refused(() => FollowUp.Done(Id, Id, Due(kind), content, Id, Now)));
    }

    [Theory]
    [InlineData(DeadlineKind.FollowUp, "2026-05-01", true)]
    [InlineData(DeadlineKind.FollowUp, "2026-06-30", true)]
    [InlineData(DeadlineKind.FollowUp, "2026-07-01", false)]
    [InlineData(DeadlineKind.FollowUp, "2026-04-02", false)]
    [InlineData(DeadlineKind.EffectWithCitizen, "2026-06-20", true)]
    [InlineData(DeadlineKind.PeriodEnds, "2026-06-30", false)]
    [InlineData(DeadlineKind.RightEnds, "2026-06-30", false)]
    [InlineData(DeadlineKind.Outcome, "2026-07-30", false)]
    public void Waiting_has_a_reason_and_a_new_day_that_is_not_after_the_end(DeadlineKind kind, string until, bool may)
    {
        var day = DateOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture);
        FollowUp Postpone(string reason) => FollowUp.Postpone(Id, Id, Due(kind), day, Last, reason, Id, Now);

        if (!may) Assert.Equal(Rule.FollowUpCannotWait, Refused(() => Postpone("Syg")));
        else Assert.Equal((day, "Syg"), (Postpone(" Syg ").PostponedUntil!.Value, Postpone("Syg").Reason));
        if (may) Assert.Equal(Rule.FollowUpIsIncomplete, Refused(() => Postpone(" ")));
    }

    [Theory]
    // Every 13 weeks from 1 January; half of that before 2 April, and before the effect's 16 June.
    [InlineData(DeadlineKind.FollowUp, "2026-02-15", true)]
    [InlineData(DeadlineKind.FollowUp, "2026-02-14", false)]
    [InlineData(DeadlineKind.EffectWithCitizen, "2026-05-01", true)]
    [InlineData(DeadlineKind.EffectWithCitizen, "2026-04-30", false)]
    [InlineData(DeadlineKind.EffectWithCitizen, "2026-06-30", true)]
    // The pause began on 5 March and is due on 2 April, every four weeks.
    [InlineData(DeadlineKind.PauseReview, "2026-03-19", true)]
    [InlineData(DeadlineKind.PauseReview, "2026-03-18", false)]
    public void What_was_held_more_than_half_an_interval_before_does_not_count(DeadlineKind kind, string on, bool counts)
    {
        var content = Content(words: "Godt",
            note: "Som aftalt") with
        { DoneOn = DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture) };

        if (counts) Assert.Equal(content.DoneOn, FollowUp.Done(Id, Id, Due(kind), content, Id, Now).DoneOn);
        else Assert.Equal(Rule.FollowUpIsTooEarly, Refused(() => FollowUp.Done(Id, Id, Due(kind), content, Id, Now)));
    }

    [Fact]
    public void One_talk_never_counts_for_two_dates_to_come()
    {
        var settings = DeadlineSettings.Of(new GrantSettings());
        var grant = new RunningGrant(new(2026, 1, 1), new(2027, 12, 31), 3);
        for (var today = grant.StartsOn; today <= grant.LastDay; today = today.AddDays(1))
        {
            Assert.InRange(DeadlineRules.Judge(grant, settings, [], today)
                .Count(c => c.Deadline.Kind == DeadlineKind.FollowUp && c.Standing == DeadlineStanding.Ahead
                && c.Takes(DeadlineAct.Handle, grant.LastDay)), 0, 1);
        }
    }

    [Fact]
    public void What_is_done_is_not_done_again_and_only_what_is_written_is_taken_back()
    {
        FollowUpFact done = new(DeadlineKind.FollowUp, 1, FollowUpResult.Done, Today, null, Now);

        Assert.Equal(Rule.FollowUpIsHandled,
            Refused(() => FollowUp.Done(Id, Id, Due(DeadlineKind.FollowUp, done), Content(), Id, Now)));
        Assert.Equal(Rule.FollowUpIsHandled,
            Refused(() => FollowUp.Postpone(Id, Id, Due(DeadlineKind.FollowUp, done), Last, Last, "Syg", Id, Now)));
        Assert.Equal(Rule.FollowUpIsNotHandled,
            Refused(() => FollowUp.Undo(Id, Id, Due(DeadlineKind.FollowUp), "Forkert borger", Id, Now)));
        Assert.Equal(Rule.FollowUpIsIncomplete,
            Refused(() => FollowUp.Undo(Id, Id, Due(DeadlineKind.FollowUp, done), "", Id, Now)));
        Assert.Equal(FollowUpResult.Undone, FollowUp.Undo(Id, Id, Due(DeadlineKind.FollowUp, done), "Forkert borger", Id,
            Now).Result);
    }
}
