using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

/// <summary>
/// The main job, end to end: a grant becomes an assignment, the assignment contacts, the contacts an invoice, and the
/// invoice money or the reason why not.
/// </summary>
[Collection(Casework.OneCoordinator)]
public sealed partial class InvoiceJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    private const string Mentor = "Anna Eksempel";
    private readonly string _citizenName = Casework.InventedName("Frida");
    private readonly string _invoiceNumber = $"E-{Casework.Mark()}";
    private Actor _caseworker = null!, _coordinator = null!, _late = null!, _mentor = null!, _citizen = null!, _finance = null!,
        _auditor = null!;
    private string _grantNumber = "", _grantPage = "", _citizenPage = "", _number = "", _providerInvoice = "", _financeInvoice = "";

    [Fact]
    public async Task From_a_grant_to_an_invoice_of_which_every_oere_is_explained()
    {
        await A_caseworker_writes_a_grant_and_is_told_what_is_missing();
        await A_team_leader_approves_it();
        await It_is_published_without_saying_who_the_citizen_is();
        await One_provider_accepts_and_the_late_one_is_told_so();
        await The_mentor_registers_time_on_a_phone_and_corrects_it();
        await The_citizen_confirms_one_contact_and_disputes_the_other();
        await The_coordinator_makes_the_invoice_of_the_month();
        await Finance_sees_what_is_payable_held_and_rejected_and_approves_the_payable_part();
        await The_provider_sees_why_the_rest_waits();
        await The_citizen_changes_mind_and_the_held_part_is_approved_too();
        await The_auditor_finds_the_invoice_and_takes_the_list_home();
    }

    private async Task A_caseworker_writes_a_grant_and_is_told_what_is_missing()
    {
        _caseworker = await Enter("caseworker");
        await _caseworker.LogIn(Portal.Login("sagsbehandler@gribskov.example"));
        await _caseworker.IsAt("Overblik");
        await Look.At(_caseworker.Page, "1-caseworker-start");
        _citizenPage = await _caseworker.CreateCitizen(_citizenName);
        await Look.At(_caseworker.Page, "1-citizen");

        await _caseworker.Content().GetByRole(AriaRole.Link, new() { Name = "Ny bevilling" }).First.ClickAsync();
        await _caseworker.IsAt("Ny bevilling til borger");
        await Look.At(_caseworker.Page, "1-grant-empty");
        await _caseworker.Fill("Timer pr. uge", "4");
        await _caseworker.Press("Gem kladde");
        await _caseworker.IsAt("Bevilling ");
        _grantPage = _caseworker.Page.Url;
        foreach (var field in (string[])["Formål: job eller uddannelse", "Begrundelse for formålet", "Målgruppe", "Mindst ét mål",
            "Mentorens opgaver", "Vurdering af mentorens kvalifikationer", "Startdato", "Timepris"])
            await Expect(_caseworker.Link(field)).ToBeVisibleAsync();
        await Expect(_caseworker.Link("Timer pr. uge")).ToHaveCountAsync(0);
        await Expect(_caseworker.Link("Send til godkendelse")).ToHaveCountAsync(0);
        await Look.At(_caseworker.Page, "1-grant-incomplete");

        await _caseworker.Follow("Begrundelse for formålet");
        await _caseworker.CompleteGrant();
        await Look.At(_caseworker.Page, "1-grant-form");
        await _caseworker.Press("Gem kladde");
        await _caseworker.Sees("Intet mangler");
        await Look.At(_caseworker.Page, "1-grant-complete");
        _grantNumber = await _caseworker.SubmitGrant();
        await Look.At(_caseworker.Page, "1-grant-submitted");

        // The one who wrote it cannot approve it: there is no way to, and the address is closed.
        await Expect(_caseworker.Link("Godkend eller send tilbage")).ToHaveCountAsync(0);
        _caseworker.MayBeAnswered(403);
        var refused = await _caseworker.Page.GotoAsync(_grantPage.Replace("/details/", "/approve/", StringComparison.Ordinal));
        Assert.Equal(403, refused!.Status);
        await _caseworker.IsAt("Du har ikke adgang til siden");
        await Look.At(_caseworker.Page, "1-forbidden");
    }

    private async Task A_team_leader_approves_it()
    {
        var leader = await Enter("team leader");
        await leader.LogIn(Portal.Login("teamleder@gribskov.example"));
        await Look.At(leader.Page, "1-team-leader-start");
        await leader.Follow("Bevillinger");
        await leader.Choose("Status", "Venter på godkendelse");
        await leader.Press("Vis");
        await leader.Sees(_grantNumber);
        await Look.At(leader.Page, "1-grants-waiting");
        await leader.Follow(_grantNumber);
        await leader.Follow("Godkend eller send tilbage");
        await leader.Sees(Casework.PurposeDetail);
        await Look.At(leader.Page, "1-grant-approve");
        await leader.Press("Godkend");
        await leader.IsAt($"Bevilling {_grantNumber}");
        await Expect(leader.Content().GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Godkendt");
    }

    private async Task It_is_published_without_saying_who_the_citizen_is()
    {
        await _caseworker.Open(_grantPage);
        await _caseworker.SendDecision();
        await _caseworker.Follow("Offentliggør");
        await _caseworker.IsAt($"Offentliggør bevilling {_grantNumber}");
        await TellsNothingOfTheCitizen(_caseworker);
        await Look.At(_caseworker.Page, "1-publish-preview");
        await _caseworker.Open(_grantPage);
        _number = await _caseworker.PublishGrant();
        await _caseworker.Sees("Offentliggjort");
        await Look.At(_caseworker.Page, "1-grant-published");
    }

    private async Task One_provider_accepts_and_the_late_one_is_told_so()
    {
        _coordinator = await Enter("coordinator");
        await _coordinator.LogIn(Portal.Login("koordinator@nordmentor.example"));
        await Look.At(_coordinator.Page, "2-coordinator-start");
        await _coordinator.Follow("Opslag");
        await Look.At(_coordinator.Page, "2-listings");
        await _coordinator.OpenListing(_number);
        await TellsNothingOfTheCitizen(_coordinator);
        await Look.At(_coordinator.Page, "2-listing");

        _late = await Enter("late coordinator");
        await _late.LogIn(Portal.Login("koordinator@stoettepunkt.example"));
        await _late.OpenListing(_number);
        await _late.Follow("Sig ja til forløbet");
        await _late.Choose("Mentor", "Ida Eksempel");
        await TellsNothingOfTheCitizen(_late);

        await _coordinator.Follow("Sig ja til forløbet");
        await TellsNothingOfTheCitizen(_coordinator);
        await Look.At(_coordinator.Page, "2-accept");
        await _coordinator.Choose("Mentor", Mentor);
        await _coordinator.Press("Ja, vi tager forløbet");
        await _coordinator.Sees("Forløbet er jeres.");
        await Expect(_coordinator.Fact("Navn")).ToHaveTextAsync(_citizenName);
        await _coordinator.Sees(Casework.GoalDetail);
        await Look.At(_coordinator.Page, "2-course");

        await _late.Press("Ja, vi tager forløbet");
        await _late.Sees("Forløbet er desværre allerede taget af en anden leverandør");
        await _late.IsAt("Opslag");
        await TellsNothingOfTheCitizen(_late);
        await Look.At(_late.Page, "2-too-late");
        _late.MayBeAnswered(404);
        var hidden = await _late.Page.GotoAsync(new Uri(_coordinator.Page.Url).AbsolutePath.Replace("/nordmentor/", "/stoettepunkt/",
            StringComparison.Ordinal));
        Assert.Equal(404, hidden!.Status);
        await Look.At(_late.Page, "2-not-found");
    }

    private async Task TellsNothingOfTheCitizen(Actor actor)
    {
        var page = await actor.Page.ContentAsync();
        foreach (var secret in (string[])[_citizenName, "Opdigtet Allé", "00 00 12 34", Casework.PurposeDetail, Casework.GoalDetail,
            Casework.TaskDetail, "Lindevej", "Havneværftet"])
            Assert.DoesNotContain(secret, page, StringComparison.OrdinalIgnoreCase);
    }

    private async Task The_mentor_registers_time_on_a_phone_and_corrects_it()
    {
        _mentor = await Enter("mentor", Phone);
        await _mentor.LogIn(Portal.Login("mentor1@nordmentor.example"));
        await Look.At(_mentor.Page, "3-mentor-start");
        await _mentor.RegisterTime(_number, Casework.Yesterday, "17.00", "18.00", "Direkte kontakt", "På en arbejdsplads",
            "Vi øvede den første samtale med bageren.", step: 3);
        await Look.At(_mentor.Page, "3-register");
        await _mentor.Press("Registrér");
        await _mentor.Sees("kl. 17.00-18.00. Borgeren kan kvittere nu.");
        await Back();
        await _mentor.RegisterTime(_number, Casework.Yesterday, "19.00", "20.30", "Direkte kontakt", "Ude eller på vej sammen",
            "Vi fulgtes hjem og talte om i morgen.", step: 4);
        await _mentor.Press("Registrér");
        await _mentor.Sees("kl. 19.00-20.30. Borgeren kan kvittere nu.");
        await Back();
        await _mentor.RegisterTime(_number, Casework.Yesterday, "20.30", "21.00", "Transport (betales ikke)", "Ude eller på vej sammen",
            "Hjem fra mødet.");
        await _mentor.Press("Registrér");
        await _mentor.IsAt("Tid");
        await Look.At(_mentor.Page, "3-entries");

        await Row("19.00").GetByRole(AriaRole.Link).First.ClickAsync();
        await Look.At(_mentor.Page, "3-entry");
        await _mentor.Follow("Ret");
        await _mentor.Tick("Hvad var forkert?", "Forkert tidspunkt");
        await _mentor.Fill("Forklar med et par ord", "Vi sluttede et kvarter før");
        await _mentor.Fill("Til kl.", "20.15");
        await Look.At(_mentor.Page, "3-correct");
        await _mentor.Press("Gem rettelsen");
        await _mentor.Sees("Registreringen er rettet.");
        await _mentor.Sees("Vi sluttede et kvarter før");
        await Look.At(_mentor.Page, "3-corrected");

        await _mentor.Open("/nordmentor/provider/entries");
        var old = Row("19.00-20.30");
        await Expect(old).ToContainTextAsync("Rettet siden");
        Assert.Contains("line-through", await old.GetByRole(AriaRole.Cell).Nth(1)
            .EvaluateAsync<string>(
            "cell => getComputedStyle(cell).textDecorationLine + getComputedStyle(cell.parentElement).textDecorationLine"));
        await Expect(Row("19.00-20.15")).ToBeVisibleAsync();
        await Look.At(_mentor.Page, "3-entries-corrected");

        Task Back() => _mentor.Open("/nordmentor/provider");
        ILocator Row(string text) => _mentor.Content().GetByRole(AriaRole.Row).Filter(new() { HasText = _number })
            .Filter(new() { HasText = text });
    }

    private async Task The_citizen_confirms_one_contact_and_disputes_the_other()
    {
        var (link, code) = await _caseworker.IssueLetter(_citizenPage);
        await Look.At(_caseworker.Page, "4-letter");

        _citizen = await Enter("citizen", Phone);
        await _citizen.Open(link);
        await TellsNothingOfTheCitizen(_citizen);
        await Look.At(_citizen.Page, "4-code");
        await _citizen.Fill("Kode", code == "AAAA-2222" ? "AAAA-3333" : "AAAA-2222");
        await _citizen.Press("Videre");
        await _citizen.Sees("Koden passer ikke.");
        await TellsNothingOfTheCitizen(_citizen);
        await Look.At(_citizen.Page, "4-code-wrong");
        await _citizen.Fill("Kode", code.ToLowerInvariant());
        await _citizen.Press("Videre");

        await _citizen.IsAt($"Hej {_citizenName}");
        await _citizen.Sees($"{Mentor}, Nordmentor (demo)");
        await _citizen.Sees("Op til 4 t.");
        await _citizen.Sees(Casework.GoalDetail);
        await Look.At(_citizen.Page, "4-hours");
        await Contact("17.00").GetByRole(AriaRole.Button, new() { Name = "Det passer", Exact = true }).ClickAsync();
        await _citizen.Sees("Tak. Du har sagt, at kontakten passer.");
        await Contact("19.00").Locator("summary").ClickAsync();
        await Contact("19.00").GetByRole(AriaRole.Button, new() { Name = "Send: det passer ikke" }).ClickAsync();
        await _citizen.Sees("Skriv med et par ord, hvad der ikke passer.");
        await Look.At(_citizen.Page, "4-word-missing");
        await Contact("19.00").GetByLabel("Hvad passer ikke?").Write("Han gik klokken 19.30");
        await Contact("19.00").GetByRole(AriaRole.Button, new() { Name = "Send: det passer ikke" }).ClickAsync();
        await _citizen.Sees("Tak. Kommunen kan se, at det ikke passer.");
        await _citizen.Sees("Du har svaret på alt. Tak.");
        await Look.At(_citizen.Page, "4-answered");

        await _caseworker.Open(_grantPage);
        await _caseworker.Sees("Han gik klokken 19.30");
        await _caseworker.Sees("Vi sluttede et kvarter før");
        await Look.At(_caseworker.Page, "4-grant-delivered");
    }

    private ILocator Contact(string from) => _citizen.Content().Locator(".mm-contact").Filter(new() { HasText = $"Kl. {from}" });
}
