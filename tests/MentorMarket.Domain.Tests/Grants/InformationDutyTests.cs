namespace MentorMarket.Domain.Tests.Grants;

/// <summary>The duty to tell a citizen about the right to support: by when, and what counts as done.</summary>
public sealed class InformationDutyTests
{
    private static readonly DateOnly Received = new(2026, 3, 2);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static InformationDuty New(InformationCause cause = InformationCause.Admission) =>
        InformationDuty.Register(Guid.CreateVersion7(), Guid.CreateVersion7(), cause, Received, new(2026, 3, 1), "", 7,
        Guid.CreateVersion7(), Now);

    [Theory]
    [InlineData(InformationCause.Admission, "2026-02-01", 7, "2026-03-09")]
    [InlineData(InformationCause.OwnEnquiry, null, 7, "2026-03-09")]
    [InlineData(InformationCause.OwnEnquiry, null, 14, "2026-03-16")]
    [InlineData(InformationCause.DischargeNotice, "2026-05-01", 7, "2026-03-09")]
    [InlineData(InformationCause.DischargeNotice, "2026-03-05", 7, "2026-03-05")]
    [InlineData(InformationCause.DischargeNotice, "2026-02-20", 7, "2026-03-02")]
    public void A_citizen_is_told_within_the_days_and_at_the_latest_on_the_day_of_discharge(InformationCause cause, string? eventOn,
        int days, string due) =>
        Assert.Equal(DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture),
            InformationDuty.Due(cause, Received,
            eventOn is null ? null : DateOnly.Parse(eventOn, System.Globalization.CultureInfo.InvariantCulture), days));

    [Fact]
    public void The_right_is_shown_with_its_own_window()
    {
        var day = new DateOnly(2026, 5, 15);
        var rules = GrantRules.On(day);
        Assert.Equal(new RightWindow(new(2026, 2, 15), null), InformationDuty.Window(InformationCause.DischargeNotice, day, rules));
        foreach (var cause in new[] { InformationCause.Admission, InformationCause.DiscoveredLater, InformationCause.DropoutWarning,
            InformationCause.OwnEnquiry })
            Assert.Equal(new RightWindow(day, new(2026, 11, 14)), InformationDuty.Window(cause, day, rules));
        Assert.Null(InformationDuty.Window(InformationCause.OwnEnquiry, null, rules));
        Assert.Null(InformationDuty.Window(InformationCause.DropoutWarning, null, rules));
        var other = rules with { DischargeMonthsBefore = 2, EducationRightInMonths = 9 };
        Assert.Equal(new RightWindow(new(2026, 3, 15), null), InformationDuty.Window(InformationCause.DischargeNotice, day, other));
        Assert.Equal(new RightWindow(day, new(2027, 2, 14)), InformationDuty.Window(InformationCause.Admission, day, other));
    }

    [Theory]
    [InlineData("2026-03-09", InformationState.Open)]
    [InlineData("2026-03-10", InformationState.Overdue)]
    [InlineData("2026-03-10", InformationState.Overdue, InformationStepKind.NotReached)]
    [InlineData("2026-03-10", InformationState.Told, InformationStepKind.Told)]
    [InlineData("2026-03-10", InformationState.Told, InformationStepKind.Told, InformationStepKind.NotReached)]
    [InlineData("2026-03-10", InformationState.Answered, InformationStepKind.Told, InformationStepKind.Wants)]
    [InlineData("2026-03-10", InformationState.Answered, InformationStepKind.DoesNotWant)]
    [InlineData("2026-03-10", InformationState.Answered, InformationStepKind.NotReached, InformationStepKind.GivenUp)]
    public void An_attempt_that_failed_does_not_fulfil_the_duty(string today, InformationState expected,
        params InformationStepKind[] steps) =>
        Assert.Equal(expected, New().State(steps, DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void An_answer_is_replaced_by_another_answer_only()
    {
        var duty = New();
        InformationStep Note(InformationStepKind kind) =>
            InformationStep.Note(duty, [InformationStepKind.Told, InformationStepKind.DoesNotWant], kind, InformationWay.Phone, Received,
            "", Guid.CreateVersion7(), Now);

        Assert.Equal(Rule.InformationDutyIsAnswered, Assert.Throws<RuleViolation>(() => Note(InformationStepKind.Told)).Rule);
        Assert.Equal(Rule.InformationDutyIsAnswered, Assert.Throws<RuleViolation>(() => Note(InformationStepKind.NotReached)).Rule);
        Assert.Equal(CaseEventKind.InformationWants, Assert.Single(Note(InformationStepKind.Wants).Events).Kind);
    }

    [Fact]
    public void Every_cause_leads_to_a_course_and_its_event_names_no_words()
    {
        Assert.Equal(
            [Programme.DischargeCoordinator, Programme.EducationTransition, Programme.EducationTransition, Programme.EducationTransition,
                Programme.EducationTransition],
            Enum.GetValues<InformationCause>().Select(cause => InformationDuty.ProgrammeOf(cause, Received)));
        // An own enquiry of one who has not been admitted is about ordinary support.
        Assert.Equal((Programme.Ordinary, Programme.EducationTransition),
            (InformationDuty.ProgrammeOf(InformationCause.OwnEnquiry, null),
            InformationDuty.ProgrammeOf(InformationCause.DropoutWarning, null)));
        var duty = InformationDuty.Register(Guid.CreateVersion7(), Guid.CreateVersion7(), InformationCause.OwnEnquiry, Received, null,
            "a remark about the citizen", 7, Guid.CreateVersion7(), Now);
        Assert.DoesNotContain(Assert.Single(duty.Events).Payload.Values, v => v is string text
            && text.Contains("remark", StringComparison.Ordinal));
    }
}
