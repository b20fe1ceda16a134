namespace MentorMarket.Domain.Tests.Grants;

/// <summary>What may be done with a grant, asked before it is done: the answer and the act never differ.</summary>
public sealed class GrantActTests
{
    private static readonly Guid Author = new("0197e000-0000-7000-8000-000000000002");
    private static readonly Guid Leader = new("0197e000-0000-7000-8000-000000000003");
    private static readonly Guid Deputy = new("0197e000-0000-7000-8000-000000000006");
    private static readonly DateTimeOffset Now = CompleteGrant.Now;
    private static readonly DateOnly Today = CompleteGrant.Today;
    private static readonly GrantContext Context = CompleteGrant.Context;
    private static readonly GrantTerms Complete = CompleteGrant.Terms;

    private static Grant Draft(GrantTerms? terms = null) => CompleteGrant.Draft(terms ?? Complete, Author);

    private static Grant In(GrantStatus status)
    {
        var grant = Draft();
        if (status is GrantStatus.Draft) return grant;
        if (status is GrantStatus.Discarded) grant.Discard("");
        else grant.Submit(Author, Now, Context);
        if (status is GrantStatus.Refused) grant.Refuse(Leader, [RefusalGround.NotDecisive], "Ikke afgørende", Now, "");
        if (status is GrantStatus.Approved or GrantStatus.Published) grant.Approve(Leader, "", Now, Context);
        if (status is GrantStatus.Published) grant.MarkPublished(Today);
        return grant;
    }

    private static bool Goes(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (RuleViolation)
        {
            return false;
        }
    }

    public static TheoryData<GrantStatus> Statuses =>
        [GrantStatus.Draft, GrantStatus.Submitted, GrantStatus.Approved, GrantStatus.Published, GrantStatus.Discarded, GrantStatus.Refused];

    [Theory, MemberData(nameof(Statuses))]
    public void What_is_offered_is_what_goes(GrantStatus status)
    {
        Assert.Equal(status, In(status).Status);
        Assert.Equal(In(status).CanBeSubmitted(Context), Goes(() => In(status).Submit(Author, Now, Context)));
        Assert.Equal(In(status).CanBeDiscarded, Goes(() => In(status).Discard("Flyttet")));
        Assert.Equal(In(status).CanBeDiscarded && !In(status).NeedsReasonToBeDiscarded, Goes(() => In(status).Discard(" ")));
        Assert.Equal(In(status).CanBePublished(Today), Goes(() => In(status).MarkPublished(Today)));
        foreach (var person in (Guid[])[Author, Leader])
        {
            Assert.Equal(In(status).MayBeDecidedBy(person), Goes(() => In(status).SendBack(person, "Mere", Now)));
            Assert.Equal(In(status).MayBeDecidedBy(person),
                Goes(() => In(status).Refuse(person, [RefusalGround.NotDecisive], "Ikke afgørende", Now, "")));
            Assert.Equal(In(status).MayBeDecidedBy(person) && In(status).CanBeApproved(Context),
                Goes(() => In(status).Approve(person, "", Now, Context)));
            Assert.Equal(In(status).MayBeTakenBackBy(person), Goes(() => In(status).TakeBack(person)));
        }
    }

    [Fact]
    public void Nobody_decides_about_what_they_wrote_nor_in_the_place_of_who_did()
    {
        var grant = In(GrantStatus.Submitted);

        Assert.True(grant.MayBeDecidedBy(Leader));
        Assert.True(grant.MayBeDecidedBy(Deputy, Leader));
        Assert.False(grant.MayBeDecidedBy(Author));
        Assert.False(grant.MayBeDecidedBy(Author, Leader));
        Assert.False(grant.MayBeDecidedBy(Deputy, Author));
        Assert.Equal(Rule.ApproverIsTheAuthor, Assert.Throws<RuleViolation>(() => grant.Approve(Deputy, "", Now, Context, Author)).Rule);
    }

    [Fact]
    public void What_is_proposed_for_refusal_or_lacks_something_is_not_approved()
    {
        var proposed = Draft();
        proposed.ProposeRefusal([RefusalGround.NotDecisive], "Ikke afgørende", Author, Now, "");
        var lacking = Draft(Complete with { Qualifications = "" });

        Assert.False(proposed.CanBeApproved(Context));
        Assert.False(lacking.CanBeApproved(Context));
        Assert.False(lacking.CanBeSubmitted(Context));
        Assert.True(In(GrantStatus.Submitted).CanBeApproved(Context));
    }

    [Fact]
    public void A_grant_goes_to_the_market_until_its_last_day()
    {
        var grant = In(GrantStatus.Approved);

        Assert.True(grant.CanBePublished(new(2026, 4, 26)));
        Assert.False(grant.CanBePublished(new(2026, 4, 27)));
        Assert.True(grant.IsPast(new(2026, 4, 27)));
        Assert.Equal(Rule.GrantPeriodIsOver, Assert.Throws<RuleViolation>(() => grant.MarkPublished(new(2026, 4, 27))).Rule);
    }
}
