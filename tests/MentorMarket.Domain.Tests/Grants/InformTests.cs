using MentorMarket.Domain.Grants;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Tests.Grants;

/// <summary>The duty to tell a citizen about the right to support: by when, and what counts as done.</summary>
public sealed class InformTests
{
    private static readonly DateOnly Received = new(2026, 3, 2);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static Inform New(InformCause cause = InformCause.Admission) => Inform.Register(Guid.CreateVersion7(), Guid.CreateVersion7(), cause, Received, new(2026, 3, 1), "", 7, Guid.CreateVersion7(), Now);

    [Theory]
    [InlineData(InformCause.Admission, "2026-02-01", 7, "2026-03-09")]
    [InlineData(InformCause.OwnEnquiry, null, 7, "2026-03-09")]
    [InlineData(InformCause.OwnEnquiry, null, 14, "2026-03-16")]
    [InlineData(InformCause.DischargeNotice, "2026-05-01", 7, "2026-03-09")]
    [InlineData(InformCause.DischargeNotice, "2026-03-05", 7, "2026-03-05")]
    [InlineData(InformCause.DischargeNotice, "2026-02-20", 7, "2026-03-02")]
    public void A_citizen_is_told_within_the_days_and_at_the_latest_on_the_day_of_discharge(InformCause cause, string? eventOn, int days, string due) =>
        Assert.Equal(DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture), Inform.Due(cause, Received, eventOn is null ? null : DateOnly.Parse(eventOn, System.Globalization.CultureInfo.InvariantCulture), days));

    [Fact]
    public void The_right_is_shown_with_its_own_window()
    {
        var day = new DateOnly(2026, 5, 15);
        var rules = GrantRules.On(day);
        Assert.Equal(new RightWindow(new(2026, 2, 15), null), Inform.Window(InformCause.DischargeNotice, day, rules));
        foreach (var cause in new[] { InformCause.Admission, InformCause.DiscoveredLater, InformCause.DropoutWarning, InformCause.OwnEnquiry })
            Assert.Equal(new RightWindow(day, new(2026, 11, 14)), Inform.Window(cause, day, rules));
        Assert.Null(Inform.Window(InformCause.OwnEnquiry, null, rules));
        Assert.Null(Inform.Window(InformCause.DropoutWarning, null, rules));
        var other = rules with { DischargeMonthsBefore = 2, EducationRightInMonths = 9 };
        Assert.Equal(new RightWindow(new(2026, 3, 15), null), Inform.Window(InformCause.DischargeNotice, day, other));
        Assert.Equal(new RightWindow(day, new(2027, 2, 14)), Inform.Window(InformCause.Admission, day, other));
    }

    [Theory]
    [InlineData("2026-03-09", InformState.Open)]
    [InlineData("2026-03-10", InformState.Overdue)]
    [InlineData("2026-03-10", InformState.Overdue, InformStepKind.NotReached)]
    [InlineData("2026-03-10", InformState.Told, InformStepKind.Told)]
    [InlineData("2026-03-10", InformState.Told, InformStepKind.Told, InformStepKind.NotReached)]
    [InlineData("2026-03-10", InformState.Answered, InformStepKind.Told, InformStepKind.Wants)]
    [InlineData("2026-03-10", InformState.Answered, InformStepKind.DoesNotWant)]
    [InlineData("2026-03-10", InformState.Answered, InformStepKind.NotReached, InformStepKind.GivenUp)]
    public void An_attempt_that_failed_does_not_fulfil_the_duty(string today, InformState expected, params InformStepKind[] steps) =>
        Assert.Equal(expected, New().State(steps, DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void An_answer_is_replaced_by_another_answer_only()
    {
        var inform = New();
        InformStep Note(InformStepKind kind) => InformStep.Note(inform, [InformStepKind.Told, InformStepKind.DoesNotWant], kind, InformWay.Phone, Received, "", Guid.CreateVersion7(), Now);

        Assert.Equal(Rule.InformIsAnswered, Assert.Throws<RuleViolation>(() => Note(InformStepKind.Told)).Rule);
        Assert.Equal(Rule.InformIsAnswered, Assert.Throws<RuleViolation>(() => Note(InformStepKind.NotReached)).Rule);
        Assert.Equal("InformWants", Assert.Single(Note(InformStepKind.Wants).Events).Kind);
    }

    [Fact]
    public void Every_cause_leads_to_a_course_and_its_event_names_no_words()
    {
        Assert.Equal(
            [Course.DischargeCoordinator, Course.EducationTransition, Course.EducationTransition, Course.EducationTransition, Course.EducationTransition],
            Enum.GetValues<InformCause>().Select(cause => Inform.CourseOf(cause, Received)));
        // An own enquiry of one who has not been admitted is about ordinary support.
        Assert.Equal((Course.Ordinary, Course.EducationTransition), (Inform.CourseOf(InformCause.OwnEnquiry, null), Inform.CourseOf(InformCause.DropoutWarning, null)));
        var inform = Inform.Register(Guid.CreateVersion7(), Guid.CreateVersion7(), InformCause.OwnEnquiry, Received, null, "a remark about the citizen", 7, Guid.CreateVersion7(), Now);
        Assert.DoesNotContain(Assert.Single(inform.Events).Payload.Values, v => v is string text && text.Contains("remark", StringComparison.Ordinal));
    }
}
