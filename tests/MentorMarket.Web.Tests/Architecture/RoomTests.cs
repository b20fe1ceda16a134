using MentorMarket.Exchange.Tables;

namespace MentorMarket.Web.Tests.Architecture;

/// <summary>Rooms that form no circle: what is below can be read, moved and tested without what stands on it.</summary>
public sealed class RoomTests
{
    [Fact]
    public void A_circle_is_found_however_it_is_hidden() =>
        Assert.Equal(["Attic.Roof needs Cellar.Stairs, Cellar.Stairs needs Attic.Roof"],
            Rooms.Circles(typeof(RoomTests).Assembly.Location, "MentorMarket.Web.Tests.Architecture.Sample"));

    [Theory]
    [InlineData(typeof(Grant), "MentorMarket.Domain", 10)]
    [InlineData(typeof(Table), "MentorMarket.Exchange", 3)]
    [InlineData(typeof(Portal), "MentorMarket.Web", 20)]
    public void Rooms_form_no_circle(Type any, string root, int rooms)
    {
        Assert.True(Rooms.Count(any.Assembly.Location, root) >= rooms, "The rooms were not found.");
        Assert.Empty(Rooms.Circles(any.Assembly.Location, root));
    }
}
