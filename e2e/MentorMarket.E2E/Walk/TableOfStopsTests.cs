using MentorMarket.E2E.Journeys;

namespace MentorMarket.E2E.Walk;

/// <summary>The table of stops and the pages of the portal are held against each other.</summary>
public sealed class TableOfStopsTests
{
    [Fact]
    public void Every_page_has_a_stop_or_a_reason_to_have_none()
    {
        var missing = PageFile.All.Keys.Except(Stops.All.Select(stop => stop.Page)).Except(Stops.WithoutAStop.Keys);
        Assert.True(!missing.Any(), $"Nobody looks at {string.Join(", ", missing)}: add a stop.");
    }

    [Fact]
    public void Every_stop_is_at_a_page_that_exists()
    {
        var gone = Stops.All.Select(stop => stop.Page).Concat(Stops.WithoutAStop.Keys).Distinct().Except(PageFile.All.Keys);
        Assert.True(!gone.Any(), $"There is no page {string.Join(", ", gone)}.");
    }

    [Fact]
    public void A_page_without_a_stop_shows_nothing()
    {
        Assert.All(Stops.WithoutAStop.Keys,
            page => Assert.False(PageFile.All[page].ShowsSomething, $"{page} shows something: it needs a stop."));
        Assert.Empty(Stops.WithoutAStop.Keys.Intersect(Stops.All.Select(stop => stop.Page)));
    }

    [Fact]
    public void No_two_stops_have_the_same_name() => Assert.Distinct(Stops.All.Select(stop => stop.Name));

    [Fact]
    public void A_reader_of_the_table_walks_all_of_it() =>
        Assert.Equal(Stops.All.Count, CaseworkerPages.Readers.Concat(OtherPages.Readers).Sum(row => Stops.Of(row.Data).Count()));

    [Theory]
    [InlineData("Index", "@page", "/", true)]
    [InlineData("Citizen/Open", "@page \"/c/{token:length(22)}\"", "/c/abcdefghijklmnopqrstuv", true)]
    [InlineData("Citizen/Open", "@page \"/c/{token:length(22)}\"", "/c/hours/more", false)]
    [InlineData("Municipality/Grants/Index", "@page", "/gribskov/municipality/grants", true)]
    [InlineData("Municipality/Grants/Index", "@page", "/gribskov/municipality/grants/details/1", false)]
    [InlineData("Municipality/Grants/Pause", "@page \"{id:guid}\"", "/gribskov/municipality/grants/pause/1", true)]
    [InlineData("Municipality/Grants/Pause", "@page \"{id:guid}\"", "/gribskov/municipality/grants/details/1", false)]
    public void A_page_knows_its_addresses(string name, string source, string path, bool isIts) =>
        Assert.Equal(isIts, PageFile.Read(name, source)!.Address.IsMatch(path));

    [Fact]
    public void A_part_of_pages_is_no_page_and_one_that_answers_with_a_file_shows_nothing()
    {
        Assert.Null(PageFile.Read("Shared/_Part", "@model string\n<p>@Model</p>"));
        Assert.False(PageFile.Read("Some/Export", "@page\n@model ExportModel\n")!.ShowsSomething);
        Assert.True(PageFile.Read("Some/Index", "@page\n@model IndexModel\n<h1>x</h1>")!.ShowsSomething);
    }
}
