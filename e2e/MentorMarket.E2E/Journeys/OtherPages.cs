using MentorMarket.E2E.Walk;

namespace MentorMarket.E2E.Journeys;

/// <summary>Every page of all the others.</summary>
public sealed class OtherPages(Portal portal, Browser browser) : EveryPage(portal, browser)
{
    public static TheoryData<string> Readers =>
        [.. Stops.Readers.Where(login => !login.StartsWith("sagsbehandler@", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Readers))]
    public Task Everybody_can_use_every_page_in_both_languages(string login) => Walk(login);
}
