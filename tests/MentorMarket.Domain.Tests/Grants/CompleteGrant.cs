namespace MentorMarket.Domain.Tests.Grants;

/// <summary>A grant that lacks nothing, 2,5 hours a week from 5 January to 26 April 2026.</summary>
internal static class CompleteGrant
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 3, 2);
    public static readonly GrantContext Context = new(GrantRules.On(Today), new GrantSettings(), 1998);

    public static readonly GrantTerms Terms = new()
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
        SchemeAnswers = Enum.GetValues<NeighbouringScheme>().ToDictionary(check => check, _ => SchemeAnswer.NotRelevant),
    };

    public static Grant Draft(GrantTerms terms, Guid caseworker) => Grant.Draft(Guid.CreateVersion7(), Guid.CreateVersion7(), "B-1", terms,
        caseworker, Now, "");

    public static Grant Approved(GrantTerms terms)
    {
        var caseworker = Guid.CreateVersion7();
        var grant = Draft(terms, caseworker);
        grant.Submit(caseworker, Now, Context);
        grant.Approve(Guid.CreateVersion7(), "", Now, Context);
        return grant;
    }
}
