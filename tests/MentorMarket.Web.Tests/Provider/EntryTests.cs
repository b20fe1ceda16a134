using System.Net;
using MentorMarket.Web.Tenancy;
using MentorMarket.Web.Tests.Database;
using Xunit;

namespace MentorMarket.Web.Tests.Provider;

public sealed class EntryTests(Cluster cluster)
{
    private static string Yesterday(World world) => world.Today.AddDays(-1).ToString("dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_mentor_registers_time_with_note_and_step_once_however_often_it_is_sent()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var world = database.World;
        using var mentor = await app.LogInAsync(world.Nord[Role.Mentor]);
        var path = $"/{world.Nord.Slug}/provider/entries/register";
        var page = await mentor.PageAsync(path);
        (string, string)[] typed =
        [
            ("Form.Date", Yesterday(world)), ("Form.From", "14.05"), ("Form.To", "15.35"), ("Form.Place", "Home"), ("Form.Note", "CV skrevet"), ("Form.Steps[0].Value", "4"),
        ];

        var first = await mentor.SendAsync(path, page.Filled("#Form_Date", typed));
        var second = await mentor.SendAsync(path, page.Filled("#Form_Date", typed));

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect), (first.Status, second.Status));
        Assert.Equal(1L, await database.ScalarAsync("select count(*) from portal.time_entries where local_date = $1 and minutes = 90 and kind = 'Direct'", world.Today.AddDays(-1)));
        Assert.Equal(1L, await database.ScalarAsync("select count(*) from portal.entry_notes where note = 'CV skrevet'"));
        Assert.Equal(1L, await database.ScalarAsync("select count(*) from portal.goal_steps where step = 4"));
    }

    [Fact]
    public async Task A_mentor_who_is_not_named_registers_nothing()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var world = database.World;
        using var mentor = await app.LogInAsync(world.Vest[Role.Mentor]);

        using var answer = await mentor.GetAsync($"/{world.Vest.Slug}/provider/entries/register?assignment={world.Live.Assignment}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_correction_supersedes_once_and_the_answer_does_not_carry_over()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var world = database.World;
        using var mentor = await app.LogInAsync(world.Nord[Role.Mentor]);
        var path = $"/{world.Nord.Slug}/provider/entries/correct/{world.Live.Entry}";
        var one = (await mentor.PageAsync(path)).Filled("#Form_Date", ("Form.To", "11.30"), ("Form.Code", "WrongTime"), ("Form.Reason", "Skrev forkert"));
        var other = (await mentor.PageAsync(path)).Filled("#Form_Date", ("Form.To", "11.45"), ("Form.Code", "WrongTime"), ("Form.Reason", "Skrev forkert"));

        var answers = await Task.WhenAll(mentor.SendAsync(path, one), mentor.SendAsync(path, other));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Redirect, a.Status));
        Assert.Equal(1L, await database.ScalarAsync("select count(*) from portal.time_entries where supersedes_id = $1", world.Live.Entry));
        Assert.Equal(0L, await database.ScalarAsync("select count(*) from portal.confirmations c join portal.time_entries e on e.id = c.entry_id where e.supersedes_id = $1", world.Live.Entry));
        var list = await mentor.PageAsync($"/{world.Nord.Slug}/provider/entries?state=superseded");
        Assert.Single(list.QuerySelectorAll("tr.mm-superseded"));
    }
}
