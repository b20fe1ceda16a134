using MentorMarket.Domain.Documents;
using MentorMarket.Web.Documents;
using MentorMarket.Web.Pages.Municipality.Documents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Pages.Municipality.Documents;

/// <summary>That a document was sent is noted, once and for good, and asked for where it is missing.</summary>
public sealed class SendTests(Cluster cluster)
{
    [Fact]
    public async Task The_grant_says_that_the_decision_is_not_sent_until_it_is_noted()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var grantPage = $"/{world.Gribskov.Slug}/municipality/grants/details/{world.Approved.Grant}";
        Assert.Contains("Afgørelsen er ikke sendt", (await caseworker.PageAsync(grantPage)).Body!.TextContent);
        var document = await DocumentTests.MakeAsync(caseworker, world, world.Approved.Grant, DocumentKind.DecisionLetter);
        Assert.Contains("Afgørelsen er ikke sendt", (await caseworker.PageAsync(grantPage)).Body!.TextContent);

        var send = $"/{world.Gribskov.Slug}/municipality/documents/send/{document}";
        var answer = await caseworker.SendAsync(send, (await caseworker.PageAsync(send))
            .Filled("#Form_On", ("Form.Channel", "PaperLetter"), ("Form.Reference", "J-17")));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.DoesNotContain("Afgørelsen er ikke sendt", (await caseworker.PageAsync(grantPage)).Body!.TextContent);
        Assert.Equal("PaperLetter J-17",
            await app.ScalarAsync("select channel || ' ' || reference from portal.document_dispatches where document_id = $1",
            document));
        Assert.Equal(1L, await app.Database.EventsAsync("DocumentSent", world.Gribskov.Id, world.Approved.Grant));
    }

    [Theory]
    [InlineData(1, "ligger i fremtiden")]
    [InlineData(-1, "blev først lavet")]
    public async Task A_document_is_not_sent_in_the_future_nor_before_it_was_made(int days, string told)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var document = await DocumentTests.MakeAsync(caseworker, world, world.Approved.Grant, DocumentKind.DecisionLetter);
        var send = $"/{world.Gribskov.Slug}/municipality/documents/send/{document}";
        var day = world.Today.AddDays(days);

        var answer = await caseworker.SendAsync(send, (await caseworker.PageAsync(send))
            .Filled("#Form_On", ("Form.On", day.ToString("dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture)),
            ("Form.Channel", "DigitalPost")));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(told, answer.Page.Body!.TextContent);
        Assert.Equal(Rule.DispatchDateIsImpossible,
            (await Assert.ThrowsAsync<RuleViolation>(() =>
            app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new SendModel.Command(document, day, DispatchChannel.DigitalPost, "")))).Rule);
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.document_dispatches where document_id = $1", document));
    }

    [Fact]
    public async Task The_citizens_documents_and_when_they_were_sent_can_be_asked_for_together()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        await DocumentTests.MakeAsync(caseworker, world, world.Live.Grant, DocumentKind.Agreement);

        await using var db = new PortalDb(new DbContextOptionsBuilder<PortalDb>().UseNpgsql(app.Database.Migrator)
            .UseSnakeCaseNamingConvention().Options);
        var documents = await DocumentQueries.OfCitizenAsync(db, world.Gribskov.Id, world.Live.Citizen,
            TestContext.Current.CancellationToken);

        Assert.Equal([DocumentKind.Agreement, DocumentKind.DecisionLetter], documents.Select(d => d.Kind));
        Assert.Equal(world.Today.AddDays(-5), Assert.Single(documents[1].Sent).On);
    }
}
