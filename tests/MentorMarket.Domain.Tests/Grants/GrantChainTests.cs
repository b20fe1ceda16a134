namespace MentorMarket.Domain.Tests.Grants;

public sealed class GrantChainTests
{
    private static readonly Guid First = new("01900000-0000-7000-8000-000000000001");
    private static readonly Guid Second = new("01900000-0000-7000-8000-000000000002");
    private static readonly Guid Third = new("01900000-0000-7000-8000-000000000003");

    private static GrantChain Line(Programme first, Programme second, Programme third) => new([
        new(Third, Second, third, new(2026, 7, 1), new(2026, 9, 30)),
        new(First, null, first, new(2026, 1, 5), new(2026, 3, 31)),
        new(Second, First, second, new(2026, 4, 1), new(2026, 6, 30)),
    ]);

    [Fact]
    public void A_line_goes_back_to_the_first_grant()
    {
        var line = Line(Programme.Ordinary, Programme.Ordinary, Programme.Ordinary);
        Assert.Equal([Third, Second, First], line.Back(Third).Select(g => g.Id));
        Assert.Equal(new DateOnly(2026, 1, 5), line.SupportBegan(Third));
        Assert.Equal(new DateOnly(2026, 1, 5), line.ProgrammeBegan(Third));
        Assert.Equal([First], line.Back(First).Select(g => g.Id));
    }

    [Fact]
    public void The_clock_of_a_course_begins_where_that_course_begins()
    {
        var line = Line(Programme.DischargeCoordinator, Programme.Ordinary, Programme.Ordinary);
        Assert.Equal(new DateOnly(2026, 4, 1), line.ProgrammeBegan(Third));
        Assert.Equal(new DateOnly(2026, 1, 5), line.SupportBegan(Third));
        Assert.Equal(new Predecessor(new Period(new(2026, 4, 1), new(2026, 6, 30)), Programme.Ordinary, new(2026, 4, 1)),
            line.Before(Second));
    }

    [Fact]
    public void A_course_that_was_left_and_taken_up_again_begins_anew()
    {
        var line = Line(Programme.DischargeCoordinator, Programme.Ordinary, Programme.DischargeCoordinator);
        Assert.Equal(new DateOnly(2026, 7, 1), line.ProgrammeBegan(Third));
    }

    [Fact]
    public void What_the_municipality_extends_by_is_counted_from_the_first_extension()
    {
        var line = new GrantChain([
            new(First, null, Programme.Ordinary, new(2026, 1, 5), new(2026, 3, 31)),
            new(Second, First, Programme.Ordinary, new(2026, 4, 1), new(2026, 6, 30)) { Kind = GrantKind.Extension },
            new(Third, Second, Programme.Ordinary, new(2026, 5, 1), new(2026, 6, 30)) { Kind = GrantKind.Change },
        ]);
        Assert.Null(line.Before(First)!.ExtensionsBeganOn);
        Assert.Equal(new DateOnly(2026, 4, 1), line.Before(Second)!.ExtensionsBeganOn);
        Assert.Equal(new DateOnly(2026, 4, 1), line.Before(Third)!.ExtensionsBeganOn);
    }

    [Fact]
    public void A_draft_without_a_period_tells_nothing_of_the_time_before_it()
    {
        var line = new GrantChain([new(First, null, Programme.Ordinary, new(2026, 1, 5), new(2026, 3, 31)),
            new(Second, First, Programme.Ordinary, null, null)]);
        Assert.Null(line.Before(Second));
        Assert.Null(line.ProgrammeBegan(Second));
        Assert.Equal(new DateOnly(2026, 1, 5), line.SupportBegan(Second));
        Assert.Null(line.Before(Third));
        Assert.Empty(line.Back(Third));
    }
}
