using Show = MentorMarket.Web.Words.Show;

namespace MentorMarket.Web.Tests.Pages.Provider.Entries;

public sealed class EntryTests(Cluster cluster)
{
    private static string Yesterday(World world) => world.Today.AddDays(-1)
        .ToString("dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_mentor_registers_time_with_note_and_step_once_however_often_it_is_sent()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var mentor = await app.LogInAsync(world.Nord[Role.Mentor]);
        var path = $"/{world.Nord.Slug}/provider/entries/register";
        var page = await mentor.PageAsync(path);
        (string, string)[] typed =
        [
            ("Form.Date", Yesterday(world)), ("Form.From", "14.05"), ("Form.To", "15.35"), ("Form.Place", "Home"),
                ("Form.Note", "CV skrevet"), ("Form.Steps[0].Value", "4"),
        ];

        var first = await mentor.SendAsync(path, page.Filled("#Form_Date", typed));
        var second = await mentor.SendAsync(path, page.Filled("#Form_Date", typed));

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect), (first.Status, second.Status));
        Assert.Equal(1L, await app.ScalarAsync(
            "select count(*) from portal.time_entries where local_date = $1 and minutes = 90 and kind = 'Direct'",
            world.Today.AddDays(-1)));
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.entry_notes where note = 'CV skrevet'"));
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.goal_steps where step = 4"));
    }

    [Fact]
    public async Task What_was_understood_is_said_and_a_day_outside_the_course_is_warned_of()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var mentor = await app.LogInAsync(world.Nord[Role.Mentor]);
        var path = $"/{world.Nord.Slug}/provider/entries/register";

        var inside = await ToldAsync(world.Today.AddDays(-1), "Direct");
        var before = await ToldAsync(world.Live.StartsOn.AddDays(-1), "Direct");
        var travel = await ToldAsync(world.Today.AddDays(-1), "Transport");

        Assert.Contains($"{Show.Day(world.Today.AddDays(-1))} kl. 03.05-03.35. Borgeren kan kvittere nu.", inside);
        Assert.DoesNotContain("uden for forløbets periode", inside);
        Assert.Contains($"{Show.Day(world.Live.StartsOn.AddDays(-1))} kl. 03.05-03.35.", before);
        Assert.Contains(
            $"Dagen ligger uden for forløbets periode, {Show.Period(world.Live.StartsOn, world.Live.EndsOn)}. Tiden bliver ikke betalt.",
            before);
        Assert.DoesNotContain("Borgeren kan kvittere nu.", travel);

        async Task<string> ToldAsync(DateOnly day, string kind)
        {
            var page = await mentor.PageAsync(path);
            await mentor.SendAsync(path,
                page.Filled("#Form_Date", ("Form.Date", Show.Date(day)), ("Form.From", "0305"), ("Form.To", "0335"), ("Form.Kind", kind),
                ("Form.Place", "Home")));
            return (await mentor.PageAsync($"/{world.Nord.Slug}/provider/entries")).QuerySelector(".mm-messages")!.TextContent;
        }
    }

    [Fact]
    public async Task A_mentor_who_is_not_named_registers_nothing()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var mentor = await app.LogInAsync(world.Vest[Role.Mentor]);

        using var answer = await mentor.GetAsync($"/{world.Vest.Slug}/provider/entries/register?assignment={world.Live.Assignment}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_correction_supersedes_once_and_the_answer_does_not_carry_over()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var mentor = await app.LogInAsync(world.Nord[Role.Mentor]);
        var path = $"/{world.Nord.Slug}/provider/entries/correct/{world.Live.Entry}";
        var one = (await mentor.PageAsync(path)).Filled("#Form_Date", ("Form.To", "11.30"), ("Form.Code", "WrongTime"),
            ("Form.Reason", "Skrev forkert"));
        var other = (await mentor.PageAsync(path)).Filled("#Form_Date", ("Form.To", "11.45"), ("Form.Code", "WrongTime"),
            ("Form.Reason", "Skrev forkert"));

        var answers = await Task.WhenAll(mentor.SendAsync(path, one), mentor.SendAsync(path, other));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Redirect, a.Status));
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.time_entries where supersedes_id = $1", world.Live.Entry));
        Assert.Equal(0L, await app.ScalarAsync(
            "select count(*) from portal.confirmations c join portal.time_entries e on e.id = c.entry_id where e.supersedes_id = $1",
            world.Live.Entry));
        var list = await mentor.PageAsync($"/{world.Nord.Slug}/provider/entries?state=superseded");
        Assert.Single(list.QuerySelectorAll("tr.mm-superseded"));
    }
}
