using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

/// <summary>
/// A mouse is not needed. That every page is for everybody, on every screen: <see cref="CaseworkerPages"/> and its neighbours.
/// </summary>
public sealed class AccessibilityJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    [Fact]
    public async Task The_keyboard_is_enough()
    {
        var login = Portal.Login("koordinator@stoettepunkt.example");
        var coordinator = await Enter("coordinator");
        await coordinator.Open("/account/login");
        await coordinator.Page.Keyboard.PressAsync("Tab");
        await Expect(coordinator.Link("Gå til sidens indhold")).ToBeFocusedAsync();
        await Expect(coordinator.Link("Gå til sidens indhold")).ToBeInViewportAsync();
        await coordinator.Page.Keyboard.PressAsync("Enter");
        await Expect(coordinator.Content()).ToBeFocusedAsync();
        await coordinator.Page.Keyboard.PressAsync("Tab");
        await Expect(coordinator.Field("Mailadresse")).ToBeFocusedAsync();
        await coordinator.Page.Keyboard.TypeAsync(login.Email);
        await coordinator.Page.Keyboard.PressAsync("Tab");
        await Expect(coordinator.Field("Adgangskode")).ToBeFocusedAsync();
        await coordinator.Page.Keyboard.TypeAsync(login.Password);
        await coordinator.Page.Keyboard.PressAsync("Tab");
        await Expect(coordinator.Button("Log ind")).ToBeFocusedAsync();
        await coordinator.Page.Keyboard.PressAsync("Enter");
        await coordinator.IsAt("Overblik");

        await coordinator.Open("/stoettepunkt/provider/invoices");
        var reached = await TabThrough(coordinator);
        foreach (var name in (string[])["Opslag", "Ny faktura", "Vis", "Log ud", "Tilgængelighedserklæring"])
        {
            Assert.Contains(name, reached);
        }
        // What is done often comes before the rows, and the menu before both.
        Assert.True(reached.IndexOf("Opslag") < reached.IndexOf("Ny faktura") && reached.IndexOf("Ny faktura") < reached.IndexOf("Vis"),
            string.Join(", ", reached));
    }

    /// <summary>The names of all that Tab comes to; each must show that it has the focus, and lie on the screen.</summary>
    private static async Task<List<string>> TabThrough(Actor actor)
    {
        var reached = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            await actor.Page.Keyboard.PressAsync("Tab");
            var focus = await actor.Page.EvaluateAsync<string[]?>("""
                () => {
                    const e = document.activeElement;
                    if (!e || e === document.body || e.dataset.reached) return null;
                    e.dataset.reached = 'yes';
                    const style = getComputedStyle(e), box = e.getBoundingClientRect();
                    const around = parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none' || style.boxShadow !== 'none';
                    const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0;
                    return [e.innerText?.trim() || e.ariaLabel || e.name || e.tagName, `${around}`, `${onScreen}`];
                }
                """);
            if (focus is null) break;
            Assert.True(focus[1] == "true", $"'{focus[0]}' does not show that it has the focus.");
            Assert.True(focus[2] == "true", $"'{focus[0]}' has the focus outside the screen.");
            reached.Add(focus[0]);
        }
        return reached;
    }
}
