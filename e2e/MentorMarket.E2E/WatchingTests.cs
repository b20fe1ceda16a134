using MentorMarket.E2E.Walk;

namespace MentorMarket.E2E;

/// <summary>The checks of the harness are run on bad samples: each must be reported.</summary>
public sealed class WatchingTests(Portal portal, Browser browser) : Journey(portal, browser)
{
    [Theory]
    [InlineData("console error", "<script>console.error('oops')</script>")]
    [InlineData("script error", "<script>throw new Error('oops')</script>")]
    [InlineData("request to another host", "<img src='http://other.example/x.png' alt=''>")]
    [InlineData("content security policy",
        "<meta http-equiv='Content-Security-Policy' content=\"img-src 'none'\"><img src='/x.png' alt=''>")]
    public async Task Reports_what_should_not_happen(string problem, string html)
    {
        var actor = await EnterUnwatched("sample");
        await Serve(actor, "/sample", 200, html);

        await actor.Page.GotoAsync("/sample");

        await ReportOf(actor, problem);
        await actor.Leave(keepIn: null);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Reports_a_refusal_unless_the_journey_asks_for_it(int status)
    {
        var surprised = await EnterUnwatched("surprised");
        await Serve(surprised, "/sample", status, "<p>no</p>");
        await surprised.Page.GotoAsync("/sample");
        await ReportOf(surprised, $"{status}");
        await surprised.Leave(keepIn: null);

        var asking = await EnterUnwatched("asking");
        asking.MayBeAnswered(status);
        await Serve(asking, "/sample", status, "<p>no</p><script>console.error('later')</script>");
        await asking.Page.GotoAsync("/sample");
        await ReportOf(asking, "later");
        Assert.DoesNotContain(asking.Problems, problem => problem.Contains($"{status}"));
        await asking.Leave(keepIn: null);
    }

    [Fact]
    public async Task Reports_a_page_that_not_everybody_can_use()
    {
        var actor = await EnterUnwatched("sample");
        await Serve(actor, "/sample", 200, "<main><h1>x</h1><img src='data:,x'><div style='width:500px'>wide</div></main>");
        await actor.Page.GotoAsync("/sample");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Look.At(actor.Page, "sample"));

        Assert.Contains("image-alt", failure.Message);
        Assert.Contains("360 px: ", failure.Message);
        Assert.Contains("px wider than the screen", failure.Message);
        await actor.Leave(keepIn: null);
    }

    [Theory]
    [InlineData("en", "<p>The person is here. Borgeren er her.</p>", "'er' in")]
    [InlineData("en", "<dl><dd>Godkendt</dd></dl>", "'Godkendt' in")]
    [InlineData("en", "<input aria-label='Vis alle'>", "'Vis' in 'Vis alle'")]
    [InlineData("da", "<ul><li>Saved by the caseworker</li></ul>", "'the' in")]
    [InlineData("da", "<td>SecurePost</td>", "'SecurePost' in")]
    [InlineData("da", "<p>Den 2026-11-22</p>", "'2026-11-22' in")]
    [InlineData("da", "<p>Pris 12.50 kr.</p>", "'12.50' in")]
    public async Task Reports_words_of_the_other_language_and_of_programs(string language, string html, string strange)
    {
        var actor = await EnterUnwatched("sample");
        await Serve(actor, "/sample", 200, html, language);
        await actor.Page.GotoAsync("/sample");

        Assert.Contains(await Wording.Strange(actor.Page), found => found.Contains(strange, StringComparison.Ordinal));
        await actor.Leave(keepIn: null);
    }

    [Theory]
    [InlineData("en", "<p>Invoice D-18af40 of MentorMarket</p><p lang='da'>Brevet er på dansk.</p><p>Støtten slutter som aftalt.</p>")]
    [InlineData("da", "<p>Faktura D-18of40, 22.11.2026, 1.250,00 kr.</p><p lang='en'>In English</p>")]
    public async Task What_people_wrote_and_what_says_its_own_language_is_not_strange(string language, string html)
    {
        var actor = await EnterUnwatched("sample");
        await Serve(actor, "/sample", 200, html, language);
        await actor.Page.GotoAsync("/sample");

        Assert.Empty(await Wording.Strange(actor.Page));
        await actor.Leave(keepIn: null);
    }

    // With a policy of its own, or none: a page of the portal would not let the samples do anything bad.
    private static async Task Serve(Actor actor, string path, int status, string body, string language = "da")
    {
        await actor.Page.RouteAsync("**" + path, route => route.FulfillAsync(new()
        {
            Status = status,
            ContentType = "text/html; charset=utf-8",
            Body = $"<!doctype html><html lang='{language}'><head><title>x</title><link rel='icon' href='data:,'></head><body>{body}</body></html>",
        }));
    }

    private static async Task ReportOf(Actor actor, string problem)
    {
        bool IsReported() => actor.Problems.Any(reported => reported.Contains(problem, StringComparison.OrdinalIgnoreCase));
        for (var i = 0; i < 600 && !IsReported(); i++) await Task.Delay(100);
        Assert.True(IsReported(), $"'{problem}' is not among: {string.Join("; ", actor.Problems)}");
    }
}
