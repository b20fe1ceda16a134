using System.Globalization;
using AngleSharp.Html.Dom;

namespace MentorMarket.Web.Tests.Pages.Operator;

/// <summary>Organisations apply, are let in or refused, corrected, shut out and let in again.</summary>
public sealed class OrganisationTests(Cluster cluster)
{
    private const string New = "/platformen/operator/organisations/new";

    private static readonly (string, string)[] Municipality =
    [
        ("Form.Kind", "Municipality"), ("Form.Name", "Prøvekøbing Kommune"), ("Form.Cvr", "12 34 56 74"), ("Form.MunicipalityCode", "999"),
        ("Form.Gln", "5798000000001"), ("Form.ContactName", "Kontakt Prøve"), ("Form.ContactEmail", "kontakt@proevekoebing.example"),
    ];

    [Fact]
    public async Task An_organisation_is_let_in_and_its_administrator_comes_by_the_letter()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var operators = await app.LogInAsync(app.World.Platform[Role.Operator]);
        var form = await operators.PageAsync(New);
        FormUrlEncodedContent Form() => form.Filled("#Form_Slug", [.. Municipality, ("Form.Slug", ""),
            ("Form.AdministratorName", "Anna Prøve"), ("Form.AdministratorEmail", "anna@proevekoebing.example"),
            ("Form.SuspendedAt", "2026-01-01"), ("Form.Id", app.World.Gribskov.Id.ToString())]);

        var answers = new[] { await operators.SendAsync(New, Form()), await operators.SendAsync(New, Form()) };

        var id = (Guid)(await app.ScalarAsync("select id from portal.organisations where slug = 'proevekoebing' and cvr = '12345674' and municipality_code = '999' and suspended_at is null"))!;
        Assert.All(answers, a => Assert.Equal((HttpStatusCode.Found, $"/platformen/operator/organisations/details/{id}"), (a.Status, a.Location)));
        Assert.Equal(1L, await app.Database.EventsAsync("OrganisationOpened", id));
        var letter = Assert.Single(Letters(app, "anna@proevekoebing.example"));
        using var anna = app.Anonymous();
        var link = LinkIn(letter);
        var registered = await anna.SendAsync(link + "&handler=Register", (await anna.PageAsync(link)).Filled("#Form_Name",
            ("Form.Name", "Anna Prøve"), ("Form.Password", "havnelygte-48-kastanje"), ("Form.Again", "havnelygte-48-kastanje")));
        Assert.Equal("/account/login?ReturnUrl=%2Fproevekoebing%2F", registered.Location);
        using var administrator = await app.LogInAsync((Guid)(await app.ScalarAsync("select id from portal.users where email = 'anna@proevekoebing.example'"))!);
        Assert.Contains("Anna Prøve", (await administrator.PageAsync("/proevekoebing/organisation/members")).QuerySelector("main")!.TextContent);
        Assert.Equal(HttpStatusCode.OK, (await administrator.GetAsync("/proevekoebing/municipality/settings", TestContext.Current.CancellationToken)).StatusCode);
        var page = (await operators.PageAsync($"/platformen/operator/organisations/details/{id}")).QuerySelector("main")!.TextContent;
        Assert.Contains("Accepteret", page);
        Assert.Contains($"Operator {app.World.Platform.Canary}", page);
    }

    [Theory]
    [InlineData("Form.Cvr", "1234567", "Form_Cvr", "otte cifre")]
    [InlineData("Form.Cvr", "12345678", "Form_Cvr", "Kontrolcifret passer ikke")]
    [InlineData("Form.Gln", "5798000000006", "Form_Gln", "13 cifre")]
    [InlineData("Form.PNumber", "123", "Form_PNumber", "ti cifre")]
    [InlineData("Form.PNumber", "2012345678", "Form_PNumber", "det første er 1")]
    [InlineData("Form.Name", "北", "Form_Slug", "Vælg selv en adresse")]
    [InlineData("Form.MunicipalityCode", "", "Form_MunicipalityCode", "Skriv kommunekoden")]
    [InlineData("Form.MunicipalityCode", "27", "Form_MunicipalityCode", "tre cifre")]
    [InlineData("Form.Kind", "Provider", "Form_MunicipalityCode", "Kun en kommune")]
    [InlineData("Form.Kind", "Platform", "Form_Kind", "Vælg en slags")]
    [InlineData("Form.Slug", "apply", "Form_Slug", "bindestreger")]
    [InlineData("Form.Slug", "Ø", "Form_Slug", "bindestreger")]
    [InlineData("Form.Slug", "gribskov", "Form_Slug", "En anden organisation har den adresse")]
    [InlineData("Form.AdministratorEmail", "anna", "Form_AdministratorEmail", "mailadresse")]
    public async Task What_does_not_fit_is_said_at_its_field_and_nothing_is_written(string field, string value, string at, string said)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var operators = await app.LogInAsync(app.World.Platform[Role.Operator]);
        var before = await app.ScalarAsync("select count(*) from portal.organisations");

        var answer = await SendNewAsync(operators, [.. Municipality.Where(f => f.Item1 != field), (field, value)]);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(said, answer.Page.QuerySelector($"#{at}-error")!.TextContent);
        Assert.Equal("Kontakt Prøve", ((IHtmlInputElement)answer.Page.QuerySelector("#Form_ContactName")!).Value);
        Assert.Equal(before, await app.ScalarAsync("select count(*) from portal.organisations"));
    }

    [Fact]
    public async Task The_same_number_comes_in_once_but_for_places_of_work_of_their_own()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var operators = await app.LogInAsync(app.World.Platform[Role.Operator]);
        Assert.Equal(HttpStatusCode.Found, (await SendNewAsync(operators, Municipality)).Status);
        (string, string)[] provider = [.. Municipality.Where(f => f.Item1 is not ("Form.MunicipalityCode" or "Form.Kind" or "Form.Name")),
            ("Form.Kind", "Provider")];

        var sameCode = await SendNewAsync(operators, [.. Municipality.Where(f => f.Item1 is not ("Form.Cvr" or "Form.Name")),
            ("Form.Name", "Prøvekøbing To"), ("Form.Cvr", "10000000"), ("Form.CvrIsRight", "true")]);
        var one = await SendNewAsync(operators, [.. provider, ("Form.Name", "Mentor Et"), ("Form.PNumber", "1012345678")]);
        var two = await SendNewAsync(operators, [.. provider, ("Form.Name", "Mentor To"), ("Form.PNumber", "1012345679")]);
        var again = await SendNewAsync(operators, [.. provider, ("Form.Name", "Mentor Tre"), ("Form.PNumber", "1012345679")]);

        Assert.Contains("Kommunen med den kode", sameCode.Page.QuerySelector("#Form_MunicipalityCode-error")!.TextContent);
        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found), (one.Status, two.Status));
        Assert.Contains("findes allerede på portalen", again.Page.QuerySelector("#Form_Cvr-error")!.TextContent);
        // By the database itself, whoever writes.
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => app.ScalarAsync(
            "insert into portal.organisations (id, kind, slug, name, cvr, p_number) values (gen_random_uuid(), 'Provider', 'tre', 'Tre', '12345674', '1012345679')"));
    }

    [Fact]
    public async Task Whose_organisation_is_shut_out_is_told_at_once_and_comes_in_again_when_it_is_opened()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var gribskov = app.World.Gribskov;
        using var operators = await app.LogInAsync(app.World.Platform[Role.Operator]);
        using var caseworker = await app.LogInAsync(gribskov[Role.Caseworker]);
        using var neighbour = await app.LogInAsync(app.World.Hilleroed[Role.Caseworker]);
        using var citizen = await app.OpenLinkAsync(app.World.Live.Link, gribskov.Id, app.World.Live.Citizen);
        var details = $"/platformen/operator/organisations/details/{gribskov.Id}";
        await caseworker.PageAsync("/gribskov/municipality");
        var (shown, older) = (await operators.PageAsync(details), await operators.PageAsync(details));

        var without = await operators.SendAsync(details + "?handler=Suspend", shown.Filled("#Reason_Text", ("Reason.Text", " ")));
        var shut = await operators.SendAsync(details + "?handler=Suspend", shown.Filled("#Reason_Text", ("Reason.Text", "Misbrug af adgang")));

        Assert.NotNull(without.Page.QuerySelector("#Reason_Text-error"));
        Assert.Equal(HttpStatusCode.Found, shut.Status);
        foreach (var path in new[] { "/gribskov/municipality", "/gribskov/municipality/citizens", "/gribskov/organisation/members" })
        {
            using var refused = await caseworker.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.Contains("Organisationen er lukket ude", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        Assert.Contains("Lukket ude", (await caseworker.PageAsync("/account/organisations")).QuerySelector("main")!.TextContent);
        await neighbour.PageAsync("/hilleroed/municipality");
        await citizen.PageAsync("/c/hours");
        Assert.Equal("Misbrug af adgang", await app.ScalarAsync(
            "select p.payload::jsonb ->> 'reason' from portal.evidence_events e join portal.evidence_payloads p using (organisation_id, sequence) where e.kind = 'OrganisationSuspended' and e.organisation_id = $1",
            gribskov.Id));
        // A second time from a page of before: it is so already, and that is said.
        await operators.SendAsync(details + "?handler=Suspend", older.Filled("#Reason_Text", ("Reason.Text", "Igen")));
        Assert.Contains("ændret", (await operators.PageAsync(details)).QuerySelector(".mm-messages")!.TextContent);
        Assert.Equal(1L, await app.Database.EventsAsync("OrganisationSuspended", gribskov.Id));

        await operators.SendAsync(details + "?handler=Reopen", (await operators.PageAsync(details)).Filled("#Reason_Text", ("Reason.Text", "Undersøgt")));

        await caseworker.PageAsync("/gribskov/municipality");
        Assert.Contains("Undersøgt", (await operators.PageAsync(details)).QuerySelector("main")!.TextContent);
    }

    [Fact]
    public async Task A_form_with_nothing_in_it_says_what_is_needed()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var operators = await app.LogInAsync(app.World.Platform[Role.Operator]);
        using var stranger = app.Anonymous();
        var edit = $"/platformen/operator/organisations/edit/{app.World.Nord.Id}";
        foreach (var (browser, path) in new[] { (operators, New), (operators, edit), (stranger, "/apply") })
        {
            var page = await browser.PageAsync(path);
            var form = page.Forms.First(f => f.QuerySelector("#Form_Name") is not null);
            var answer = await browser.SendAsync(path, page.Filled("#Form_Name",
                [.. form.QuerySelectorAll("[name^='Form.']").Select(e => e.GetAttribute("name")!).Distinct().Where(n => n != "Form.Version")
                    .Select(n => (n, n == "Form.CvrIsRight" ? "false" : ""))]));
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.NotNull(answer.Page.QuerySelector("#Form_Cvr-error"));
            Assert.NotNull(answer.Page.QuerySelector("#Form_ContactEmail-error"));
        }
    }

    /// <summary>An operator may let an administrator in, and those who are there are told; an operator is never one themselves.</summary>
    [Fact]
    public async Task An_operators_invitation_is_told_to_the_administrators_and_taken_back_and_lets_no_operator_in()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var gribskov = app.World.Gribskov;
        using var operators = await app.LogInAsync(app.World.Platform[Role.Operator]);
        var details = $"/platformen/operator/organisations/details/{gribskov.Id}";
        async Task<IHtmlDocument> InviteAsync(string email)
        {
            var sent = await operators.SendAsync(details + "?handler=Invite",
                (await operators.PageAsync(details)).Filled("#Form_Email", ("Form.Name", "Ny Prøve"), ("Form.Email", email)));
            Assert.Equal(HttpStatusCode.Found, sent.Status);
            return await operators.PageAsync(details);
        }

        await InviteAsync("operator@platformen.example");

        Assert.Contains("har inviteret en administrator til din organisation", Assert.Single(Letters(app, "administrator@gribskov.example")));
        var link = LinkIn(Assert.Single(Letters(app, "operator@platformen.example")));
        var joined = await operators.SendAsync(link + "&handler=Join", (await operators.PageAsync(link)).Filled("main button"));
        Assert.Equal(HttpStatusCode.OK, joined.Status);
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.memberships where organisation_id = $1 and person_id = $2",
            gribskov.Id, app.World.Platform[Role.Operator]));
        var shown = await InviteAsync("forkert@gribskov.example");
        var revoke = shown.Forms.First(f => f.Action.Contains("Revoke", StringComparison.OrdinalIgnoreCase));
        await operators.SendAsync(revoke.GetAttribute("action")!, shown.Filled($"[formaction], [name=__once][value='{revoke.QuerySelector("[name=__once]")!.GetAttribute("value")}']"));
        using var stranger = app.Anonymous();
        Assert.Contains("trukket tilbage", (await stranger.PageAsync(LinkIn(Assert.Single(Letters(app, "forkert@gribskov.example"))))).QuerySelector("main")!.TextContent);
        // What an administrator sent themselves, the operator does not see.
        Assert.DoesNotContain($"ny@{gribskov.Slug}.example", (await operators.PageAsync(details)).QuerySelector("main")!.TextContent);
    }

    [Theory]
    [InlineData("Brønderslev Kommune", "broenderslev")]
    [InlineData("Å & Ærø ApS", "aa-aeroe-aps")]
    [InlineData("Kommunernes Hus Kommune", "kommunernes-hus")]
    [InlineData("Café Élan", "cafe-elan")]
    [InlineData("北", "")]
    public void A_name_makes_an_address(string name, string slug) => Assert.Equal(slug, MentorMarket.Web.Pages.Operator.Slugs.Of(name));

    [Fact]
    public async Task What_an_organisation_is_known_by_is_corrected_and_an_older_page_changes_nothing()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var operators = await app.LogInAsync(app.World.Platform[Role.Operator]);
        var edit = $"/platformen/operator/organisations/edit/{app.World.Nord.Id}";
        var older = await operators.PageAsync(edit);
        FormUrlEncodedContent Form(IHtmlDocument page, string name) => page.Filled("#Form_Slug", ("Form.Name", name), ("Form.Cvr", "12345674"),
            ("Form.Slug", "nord-nu"), ("Form.Kind", "Municipality"), ("Form.ContactPhone", "00 00 12 34"));

        var saved = await operators.SendAsync(edit, Form(older, "Nord Nu"));
        var late = await operators.SendAsync(edit, Form(older, "Nord For Sent"));

        Assert.Equal(HttpStatusCode.Found, saved.Status);
        Assert.Equal(HttpStatusCode.Found, late.Status);
        Assert.Equal("Nord Nu nord-nu Provider 00 00 12 34", await app.ScalarAsync(
            "select concat_ws(' ', o.name, o.slug, o.kind, c.phone) from portal.organisations o join portal.organisation_contacts c on c.organisation_id = o.id where o.id = $1",
            app.World.Nord.Id));
        Assert.Equal(1L, await app.Database.EventsAsync("OrganisationChanged", app.World.Nord.Id));
        Assert.Contains("Navn, Adresse i portalen, CVR-nummer, Kontaktperson",
            (await operators.PageAsync(edit.Replace("edit", "details", StringComparison.Ordinal))).QuerySelector("main")!.TextContent);
        // Nothing changed is nothing noted; and the old address stays theirs.
        await operators.SendAsync(edit, (await operators.PageAsync(edit)).Filled("#Form_Slug"));
        Assert.Equal(1L, await app.Database.EventsAsync("OrganisationChanged", app.World.Nord.Id));
        var taken = await SendNewAsync(operators, [.. Municipality, ("Form.Slug", "nordmentor")]);
        Assert.Contains("En anden organisation har den adresse", taken.Page.QuerySelector("#Form_Slug-error")!.TextContent);
    }

    [Fact]
    public async Task Who_applies_is_heard_refused_with_a_reason_and_let_in_the_next_time()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var operators = await app.LogInAsync(app.World.Platform[Role.Operator]);

        Assert.Contains("Ansøgningen er modtaget", (await ApplyAsync(app, Municipality)).QuerySelector("main")!.TextContent);
        Assert.Contains("I har allerede søgt", (await ApplyAsync(app, Municipality)).QuerySelector("main")!.TextContent);
        Assert.Single(Letters(app, "operator@platformen.example"));
        var list = await operators.PageAsync("/platformen/operator/applications?Status=Waiting&Q=12345674");
        var details = Assert.Single(list.QuerySelectorAll("tbody a")).GetAttribute("href")!;
        var refused = await operators.SendAsync(details + "?handler=Refuse",
            (await operators.PageAsync(details)).Filled("#Reason_Text", ("Reason.Text", "Vi kender jer ikke endnu")));

        Assert.Equal(HttpStatusCode.Found, refused.Status);
        Assert.Contains("Vi kender jer ikke endnu", Assert.Single(Letters(app, "kontakt@proevekoebing.example")));
        Assert.Null((await operators.PageAsync(details)).QuerySelector("#Reason_Text"));
        Assert.Equal(1L, await app.Database.EventsAsync("ApplicationRefused", app.World.Platform.Id));

        await ApplyAsync(app, Municipality);
        var next = (await operators.PageAsync("/platformen/operator/applications?Status=Waiting&Q=12345674")).QuerySelector("tbody a")!.GetAttribute("href")!;
        var from = (await operators.PageAsync(next)).QuerySelector("main a.button-primary")!.GetAttribute("href")!;
        var form = await operators.PageAsync(from);
        Assert.Equal("proevekoebing", ((IHtmlInputElement)form.QuerySelector("#Form_Slug")!).Value);
        var opened = await operators.SendAsync(from, form.Filled("#Form_Slug",
            ("Form.AdministratorName", "Anna Prøve"), ("Form.AdministratorEmail", "anna@proevekoebing.example")));

        Assert.Equal(HttpStatusCode.Found, opened.Status);
        Assert.Contains("Godkendt", (await operators.PageAsync(next)).QuerySelector("main")!.TextContent);
        Assert.Contains("findes allerede på portalen", (await ApplyAsync(app, Municipality)).QuerySelector("main")!.TextContent);
    }

    [Fact]
    public async Task From_one_address_ten_applications_are_taken_in_an_hour()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        for (var i = 0; i < 10; i++)
        {
            Assert.Contains("Ansøgningen er modtaget", (await ApplyAsync(app, [.. Municipality.Where(f => f.Item1 != "Form.Cvr"),
                ("Form.Cvr", string.Create(CultureInfo.InvariantCulture, $"2000000{i}")), ("Form.CvrIsRight", "true")])).QuerySelector("main")!.TextContent);
        }

        var eleventh = await ApplyAsync(app, Municipality);

        Assert.Contains("sendt mange ansøgninger", eleventh.QuerySelector("main")!.TextContent);
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.applications where cvr = '12345674'"));
    }

    private static async Task<(HttpStatusCode Status, string Location, IHtmlDocument Page)> SendNewAsync(
        HttpClient operators, (string, string)[] typed)
    {
        (string, string)[] usual = [("Form.AdministratorName", "Anna Prøve"), ("Form.AdministratorEmail", "anna@proevekoebing.example")];
        return await operators.SendAsync(New, (await operators.PageAsync(New)).Filled("#Form_Slug",
            [.. usual.Where(f => typed.All(t => t.Item1 != f.Item1)), .. typed]));
    }

    private static async Task<IHtmlDocument> ApplyAsync(PortalApp app, (string, string)[] typed)
    {
        using var browser = app.Anonymous();
        var sent = await browser.SendAsync("/apply", (await browser.PageAsync("/apply")).Filled("#Form_Name", typed));
        return sent.Status == HttpStatusCode.Found ? await browser.PageAsync(sent.Location) : sent.Page;
    }

    private static List<string> Letters(PortalApp app, string to)
    {
        var folder = Path.Combine(app.Database.Folder, "mail");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.eml").Select(File.ReadAllText)
            .Where(text => text.Contains($"To: {to}", StringComparison.OrdinalIgnoreCase))] : [];
    }

    private static string LinkIn(string letter) => new Uri(letter.Split('\n').Select(line => line.Trim())
        .Single(line => line.StartsWith("http", StringComparison.Ordinal))).PathAndQuery;
}
