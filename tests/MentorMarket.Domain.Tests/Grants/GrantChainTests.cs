namespace MentorMarket.Domain.Tests.Grants;

public sealed class GrantChainTests
{
    private static readonly Guid s_first = new("01900000-0000-7000-8000-000000000001");
    private static readonly Guid s_second = new("01900000-0000-7000-8000-000000000002");
    private static readonly Guid s_third = new("01900000-0000-7000-8000-000000000003");

    private static GrantChain Line(Programme first, Programme second, Programme third) => new([
        new(s_third, s_second, third, new(2026, 7, 1), new(2026, 9, 30)),
        new(s_first, null, first, new(2026, 1, 5), new(2026, 3, 31)),
        new(s_second, s_first, second, new(2026, 4, 1), new(2026, 6, 30)),
    ]);

    [Fact]
    public void A_line_goes_back_to_the_first_grant()
    {
        var line = Line(Programme.Ordinary, Programme.Ordinary, Programme.Ordinary);
        Assert.Equal([s_third, s_second, s_first], line.Back(s_third).Select(g => g.Id));
        Assert.Equal(new DateOnly(2026, 1, 5), line.SupportBegan(s_third));
        Assert.Equal(new DateOnly(2026, 1, 5), line.ProgrammeBegan(s_third));
        Assert.Equal([s_first], line.Back(s_first).Select(g => g.Id));
    }

    [Fact]
    public void The_clock_of_a_course_begins_where_that_course_begins()
    {
        var line = Line(Programme.DischargeCoordinator, Programme.Ordinary, Programme.Ordinary);
        Assert.Equal(new DateOnly(2026, 4, 1), line.ProgrammeBegan(s_third));
        Assert.Equal(new DateOnly(2026, 1, 5), line.SupportBegan(s_third));
        Assert.Equal(new Predecessor(new Period(new(2026, 4, 1), new(2026, 6, 30)), Programme.Ordinary, new(2026, 4, 1)), line.Before(s_second));
    }

    [Fact]
    public void A_course_that_was_left_and_taken_up_again_begins_anew()
    {
        var line = Line(Programme.DischargeCoordinator, Programme.Ordinary, Programme.DischargeCoordinator);
        Assert.Equal(new DateOnly(2026, 7, 1), line.ProgrammeBegan(s_third));
    }

    [Fact]
    public void What_the_municipality_extends_by_is_counted_from_the_first_extension()
    {
        var line = new GrantChain([
            new(s_first, null, Programme.Ordinary, new(2026, 1, 5), new(2026, 3, 31)),
            new(s_second, s_first, Programme.Ordinary, new(2026, 4, 1), new(2026, 6, 30)) { Kind = GrantKind.Extension },
            new(s_third, s_second, Programme.Ordinary, new(2026, 5, 1), new(2026, 6, 30)) { Kind = GrantKind.Change },
        ]);
        Assert.Null(line.Before(s_first)!.ExtensionsBeganOn);
        Assert.Equal(new DateOnly(2026, 4, 1), line.Before(s_second)!.ExtensionsBeganOn);
        Assert.Equal(new DateOnly(2026, 4, 1), line.Before(s_third)!.ExtensionsBeganOn);
    }

    [Fact]
    public void A_draft_without_a_period_tells_nothing_of_the_time_before_it()
    {
        var line = new GrantChain([new(s_first, null, Programme.Ordinary, new(2026, 1, 5), new(2026, 3, 31)), new(s_second, s_first, Programme.Ordinary, null, null)]);
        Assert.Null(line.Before(s_second));
        Assert.Null(line.ProgrammeBegan(s_second));
        Assert.Equal(new DateOnly(2026, 1, 5), line.SupportBegan(s_second));
        Assert.Null(line.Before(s_third));
        Assert.Empty(line.Back(s_third));
    }
}
