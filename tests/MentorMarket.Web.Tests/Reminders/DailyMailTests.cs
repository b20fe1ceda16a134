using MentorMarket.Web.Pages.Municipality.FollowUps;
using MentorMarket.Web.Reminders;
using MentorMarket.Web.Tests.Demo;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Reminders;

/// <summary>The mail of a working morning: to whom, when, how often, and how little it says.</summary>
public sealed class DailyMailTests(Cluster cluster)
{
    // The Monday after the world's today or later, which is no holiday, at 06:30 in Denmark.
    private static DateTimeOffset Morning(World world, int hour = 6, int minute = 30)
    {
        var day = world.Today.AddDays(1);
        while (!Domain.Values.DanishHolidays.IsWorkday(day)) day = day.AddDays(1);
        return Domain.Values.DanishTime.At(day, new TimeOnly(hour, minute)).Earlier;
    }

    private static PortalApp App(TestDatabase database, DateTimeOffset now) => new(database, new StoppedClock(now));

    private static async Task RunAsync(PortalApp app, string? address = "https://portal.example")
    {
        await using var addressed = app.WithWebHostBuilder(host => host.UseSetting("Portal:Address", address ?? ""));
        await addressed.Services.GetRequiredService<DailyMail>().RunAsync(TestContext.Current.CancellationToken);
    }

    private static string[] Mails(TestDatabase database) =>
        Directory.Exists(Path.Combine(database.Folder, "mail"))
            ? [.. Directory.GetFiles(Path.Combine(database.Folder, "mail")).Select(File.ReadAllText)] : [];

    [Fact]
    public async Task It_says_that_something_waits_and_nothing_else()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = App(database, Morning(database.World));

        await RunAsync(app);

        // Hillerød's ended case is overdue too: one mail to the caseworker of each municipality.
        var mails = Mails(database);
        Assert.Equal(["caseworker@gribskov.example", "caseworker@hilleroed.example"],
            mails.Select(m => m.Split("To: ")[1].Split('\n')[0].Trim()).Order());
        var gribskov = mails.Single(m => m.Contains("caseworker@gribskov", StringComparison.Ordinal));
        Assert.Contains("https://portal.example/gribskov/municipality/followups", gribskov);
        Assert.All(mails, mail =>
        {
            Assert.DoesNotContain("CANARY-", mail);
            Assert.DoesNotContain("G-", mail.Split("Subject:")[1]);
            Assert.DoesNotContain("B-", mail.Split("Subject:")[1].Replace("UTF-8?B?", "", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotMatch(@"\d", mail[mail.IndexOf("Der er noget", StringComparison.Ordinal)..]);
        });
    }

    [Fact]
    public async Task It_comes_once_a_day_however_many_nodes_and_restarts_there_are()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = App(database, Morning(database.World));
        await using var another = App(database, Morning(database.World).AddMinutes(1));

        await Task.WhenAll(RunAsync(app), RunAsync(another), RunAsync(app), RunAsync(another));
        await RunAsync(app);

        Assert.Equal(2, Mails(database).Length);
        Assert.Equal(2L, await database.ScalarAsync("select count(*) from portal.daily_mails where day > current_date - 1 and day <> $1",
            database.World.Today.AddDays(-1)));
        await using var tomorrow =
            App(database, Morning(database.World).AddDays(Morning(database.World).DayOfWeek == DayOfWeek.Friday ? 3 : 1));
        await RunAsync(tomorrow);
        Assert.InRange(Mails(database).Length, 2, 4);
    }

    [Theory]
    [InlineData(5, 59, 0)]
    [InlineData(6, 0, 2)]
    [InlineData(11, 59, 2)]
    [InlineData(12, 0, 0)]
    public async Task It_comes_in_the_morning(int hour, int minute, int mails)
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = App(database, Morning(database.World, hour, minute));

        await RunAsync(app);

        Assert.Equal(mails, Mails(database).Length);
    }

    [Fact]
    public async Task Not_at_the_weekend_and_not_without_an_address_to_link_to()
    {
        await using var database = await cluster.NewWorldAsync();
        var saturday = database.World.Today.AddDays(1);
        while (saturday.DayOfWeek != DayOfWeek.Saturday) saturday = saturday.AddDays(1);
        await using var weekend = App(database, Domain.Values.DanishTime.At(saturday, new TimeOnly(8, 0)).Earlier);
        await using var unnamed = App(database, Morning(database.World));

        await RunAsync(weekend);
        await RunAsync(unnamed, address: null);

        Assert.Empty(Mails(database));
        Assert.Contains(unnamed.Log, l => l.Contains("Portal:Address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_has_switched_it_off_who_has_left_and_who_has_nothing_due_get_none_and_the_leader_hears_of_what_nobody_has()
    {
        await using var database = await cluster.NewWorldAsync();
        var world = database.World;
        await using var app = App(database, Morning(world));
        await app.SendAsync(world.Gribskov.As(Role.Caseworker), new RemindersModel.MailCommand(false));
        await database.ScalarAsync("update portal.memberships set ended_at = now() where person_id = $1", world.Hilleroed[Role.Caseworker]);

        await RunAsync(app);
        // Nobody else in Hillerød has that case, so its leader is told.
        Assert.Contains("teamleader@hilleroed", Assert.Single(Mails(database)));

        await app.SendAsync(world.Gribskov.As(Role.Caseworker), new RemindersModel.MailCommand(true));
        await using var restarted = App(database, Morning(world));
        await RunAsync(restarted);
        Assert.Equal(2, Mails(database).Length);
        Assert.Contains("caseworker@gribskov", Assert.Single(Mails(database), m => m.Contains("@gribskov", StringComparison.Ordinal)));
        Assert.Equal(2, await database.EventsAsync("DailyMailChosen", world.Gribskov.Id, world.Gribskov[Role.Caseworker]));
    }

    [Fact]
    public async Task A_duty_to_inform_that_is_due_waits_for_who_has_it()
    {
        await using var database = await cluster.NewWorldAsync();
        var world = database.World;
        await using var app = App(database, Morning(world));
        // The team leader has no case of their own.
        await using var before = new PortalApp(database);
        var late = await before.SendAsync(world.Gribskov.As(Role.TeamLeader),
            new Web.Pages.Municipality.InformationDuties.RegisterModel.Command(world.Open.Citizen, InformationCause.OwnEnquiry,
                world.Today.AddDays(-30), null, ""));

        await RunAsync(app);

        var mail = Assert.Single(Mails(database), m => m.Contains("teamleader@gribskov", StringComparison.Ordinal));
        Assert.DoesNotContain(late.ToString(), mail);
        Assert.DoesNotContain("orienter", mail);
        Assert.Equal(3, Mails(database).Length);
    }
}
