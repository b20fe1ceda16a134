using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

/// <summary>Whoever goes back to a form that was sent and sends it again has done it once, and is told so.</summary>
public sealed class BackJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    private const string Key = "document.querySelector('main form[method=post] input[name=__once]').value";

    [Fact]
    public async Task Time_that_is_registered_again_after_Back_is_registered_once()
    {
        var mentor = await Enter("mentor", 360);
        await mentor.LogIn(Portal.Login("mentor1@stoettepunkt.example"));
        await mentor.Open("/stoettepunkt/provider/entries/register");
        if (await mentor.Content().Locator("#Form_From").CountAsync() == 0)
        {
            await mentor.Content().Locator("a[href*='assignment=']").First.ClickAsync();
        }
        var form = mentor.Page.Url;
        var note = $"Tilbage {Casework.Mark()}";
        await Write(mentor, note);
        var key = await mentor.Page.EvaluateAsync<string>(Key);
        await mentor.Press("Registrér");
        await mentor.Sees("Registreret: ");

        await mentor.Page.GoBackAsync();
        Assert.Equal(form, mentor.Page.Url);
        Assert.Equal(key, await mentor.Page.EvaluateAsync<string>(Key));
        // A browser that forgot the page has an empty form: written anew it is still the same form.
        await Write(mentor, note);
        await mentor.Press("Registrér");
        await mentor.Sees("Det var allerede sendt og er kun gjort én gang.");
        await Look.At(mentor.Page, "back-sent-again");

        await mentor.Page.GoBackAsync();
        await mentor.Page.ReloadAsync();
        Assert.Equal(key, await mentor.Page.EvaluateAsync<string>(Key));
        await Write(mentor, note + " og noget andet");
        await mentor.Press("Registrér");
        await mentor.Sees("Formularen er allerede sendt, med andre oplysninger.");
        await Look.At(mentor.Page, "back-sent-otherwise");
        Assert.NotEqual(key, await mentor.Page.EvaluateAsync<string>(Key));
        await Expect(mentor.Field("Notat")).ToHaveValueAsync(note + " og noget andet");

        await mentor.Open(form);
        Assert.NotEqual(key, await mentor.Page.EvaluateAsync<string>(Key));
    }

    [Fact]
    public async Task A_page_that_answers_its_form_with_itself_takes_the_next_one()
    {
        var leader = await Enter("teamleder");
        await leader.LogIn(Portal.Login("teamleder@gribskov.example"));
        await leader.Open("/gribskov/municipality/followups/reminders");
        var key = await leader.Page.EvaluateAsync<string>(Key);
        await leader.Page.Locator("main form[method=post] button[type=submit]").First.ClickAsync();
        await Expect(leader.Content().Locator(".mm-messages .alert")).ToBeVisibleAsync();
        Assert.NotEqual(key, await leader.Page.EvaluateAsync<string>(Key));
    }

    [Fact]
    public async Task The_link_past_the_menu_leaves_nothing_in_the_address()
    {
        var caseworker = await Enter("sagsbehandler");
        await caseworker.LogIn(Portal.Login("sagsbehandler@gribskov.example"));
        await caseworker.Open("/gribskov/municipality/citizens");
        await caseworker.Page.Keyboard.PressAsync("Tab");
        await caseworker.Page.Keyboard.PressAsync("Enter");
        await Expect(caseworker.Content()).ToBeFocusedAsync();
        Assert.DoesNotContain('#', caseworker.Page.Url);
        await caseworker.Press("Vis");
        Assert.DoesNotContain('#', caseworker.Page.Url);
    }

    private static async Task Write(Actor mentor, string note)
    {
        // Not today: before this hour it would lie in the future.
        await mentor.Fill("Dato", Casework.Yesterday.Danish());
        await mentor.Fill("Fra kl.", "0305");
        await mentor.Fill("Til kl.", "0306");
        await mentor.Content().GetByText("Direkte kontakt", new() { Exact = true }).ClickAsync();
        await mentor.Field("Slags sted").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await mentor.Fill("Notat", note);
    }
}
