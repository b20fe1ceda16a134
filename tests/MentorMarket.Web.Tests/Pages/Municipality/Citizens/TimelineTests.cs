using MentorMarket.Web.Pages.Municipality.Citizens;
using MentorMarket.Web.Words;

namespace MentorMarket.Web.Tests.Pages.Municipality.Citizens;

/// <summary>Everything about a citizen in order of time.</summary>
public sealed class TimelineTests(Cluster cluster)
{
    [Fact]
    public async Task All_that_happened_stands_in_order_of_time_and_can_be_filtered()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);
        await app.SendAsync(caseworker, new DetailsModel.Query(world.Live.Citizen));
        await app.SendAsync(caseworker, new ShowCprModel.Ask(world.Live.Citizen, CprReason.SecurePost, "brevet"));

        var all = await app.SendAsync(caseworker, new TimelineModel.Query(world.Live.Citizen, null, true, 1));

        Assert.Equal(all.Events.OrderByDescending(e => e.At).Select(e => e.At), all.Events.Select(e => e.At));
        foreach (var kind in new[] { TimelineKind.Agreement, TimelineKind.Contact, TimelineKind.InformationDuty, TimelineKind.Letter,
            TimelineKind.Money, TimelineKind.Access })
        {
            Assert.Contains(all.Events, e => e.Kind == kind);
            var only = await app.SendAsync(caseworker, new TimelineModel.Query(world.Live.Citizen, kind, true, 1));
            Assert.NotEmpty(only.Events);
            Assert.All(only.Events, e => Assert.Equal(kind, e.Kind));
        }
        Assert.Contains(all.Events, e => e.Detail.Contains("brevet", StringComparison.Ordinal));
        Assert.Contains(all.Events, e => e.Detail.Contains($"{world.Gribskov.Canary}-word", StringComparison.Ordinal));
        Assert.DoesNotContain(all.Events, e => e.Title.Contains("A-ended", StringComparison.Ordinal));
        Assert.Equal(3L, await app.Database.EventsAsync("CitizenIdentityRead", world.Gribskov.Id, world.Live.Citizen) - 5);
    }

    [Fact]
    public async Task Letters_stand_there_with_which_document_and_version_made_and_sent()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var make = $"/{world.Gribskov.Slug}/municipality/documents/make/{world.Live.Grant}?kind=Agreement";
        await caseworker.SendAsync(make, (await caseworker.PageAsync(make)).Filled("[name=__once]"));

        var page = await caseworker.PageAsync($"/{world.Gribskov.Slug}/municipality/citizens/timeline/{world.Live.Citizen}?Kind=Letter");

        var rows = page.QuerySelectorAll("tbody tr").Select(r => r.TextContent).ToList();
        Assert.Equal(3, rows.Count);
        Assert.Contains("Dokument lavet: Aftale med borgeren, udgave 1", rows[0]);
        Assert.Contains("Dokument noteret sendt: Afgørelse, udgave 1", rows[1]);
        Assert.Contains($"{world.Gribskov.Canary}-dispatch", rows[1]);
        Assert.Contains("Dokument lavet: Afgørelse, udgave 1", rows[2]);
        Assert.All(rows, r => Assert.Contains("G-live", r));
        Assert.NotNull(page.QuerySelector($"tbody a[href$='documents/details/{world.Live.Document}']"));
        // It is not told a second time out of the evidence.
        Assert.DoesNotContain((await app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new TimelineModel.Query(world.Live.Citizen, TimelineKind.Decision, true, 1))).Events,
            e => e.Title.Contains("Dokument", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Decisions_stand_there_with_who_and_why()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        await app.SendAsync(world.Gribskov.As(Role.TeamLeader),
            new Web.Pages.Municipality.Grants.Decisions.ApproveModel.Command(world.Submitted.Grant, false, "Målet mangler",
            await app.Database.VersionAsync("grants", world.Submitted.Grant)));

        var events = (await app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new TimelineModel.Query(world.Submitted.Citizen, TimelineKind.Decision, true, 1))).Events;

        var back = events[0];
        Assert.Contains("G-submitted", back.Title);
        Assert.Equal("Målet mangler", back.Detail);
        Assert.Contains("TeamLeader", back.Who);
        // What was before the evidence, or came from elsewhere, is told by the grant itself; nothing stands there twice.
        Assert.Equal(3, events.Count);
        Assert.Equal(events.Count, events.Select(e => e.Title).Distinct().Count());
    }

    [Fact]
    public async Task A_long_timeline_has_pages_and_can_be_printed_whole()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        for (var i = 0; i < 55; i++)
        {
            await app.ScalarAsync("select portal.append_event($1, 'CitizenIdentityRead', $2, '{}', $3)", world.Gribskov.Id,
                world.Live.Citizen, new byte[16]);
        }
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var path = $"/{world.Gribskov.Slug}/municipality/citizens/timeline/{world.Live.Citizen}";

        Assert.Equal(50, (await caseworker.PageAsync(path)).QuerySelectorAll("tbody tr").Length);
        Assert.True((await caseworker.PageAsync(path + "?All=true")).QuerySelectorAll("tbody tr").Length > 55);
        Assert.NotEmpty((await caseworker.PageAsync(path + "?page=2")).QuerySelectorAll("tbody tr"));
    }
}
