using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MentorMarket.Web.Localization;
using MentorMarket.Web.Pages.Municipality.Citizens;
using MentorMarket.Web.Pages.Municipality.Documents;
using MentorMarket.Web.Pages.Municipality.FollowUps;
using MentorMarket.Web.Pages.Municipality.Grants;
using MentorMarket.Web.Pages.Municipality.Grants.Decisions;
using MentorMarket.Web.Pages.Municipality.Grants.Support;
using MentorMarket.Web.Pages.Provider.Assignments;
using MentorMarket.Web.Pages.Provider.Listings;
using MentorMarket.Web.Words;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Pages.Municipality.Citizens;

/// <summary>The CPR number: registered once, found by, shown for a reason, and found nowhere in the clear.</summary>
public sealed class CprTests(Cluster cluster)
{
    private const string Typed = "020288-0123";
    private const string Digits = "0202880123";

    private static string Create(World world) => $"/{world.Gribskov.Slug}/municipality/citizens/create";

    private static string List(World world) => $"/{world.Gribskov.Slug}/municipality/citizens";

    private static (string, string)[] Filled(string cpr) =>
        [("Form.Name", "Prøvine Æbleskov"), ("Form.Address", "Prøvevej 12"), ("Form.Area", "Prøveby"), ("Form.Cpr", cpr),
            ("Form.Language", "da")];

    private static async Task<(HttpStatusCode Status, string Location, AngleSharp.Html.Dom.IHtmlDocument Page)> RegisterAsync(
        HttpClient caseworker, World world, string cpr) =>
        await caseworker.SendAsync(Create(world), (await caseworker.PageAsync(Create(world))).Filled("#Form_Name", Filled(cpr)));

    private static async Task<(HttpStatusCode Status, string Location, AngleSharp.Html.Dom.IHtmlDocument Page)> FindAsync(
        HttpClient caseworker, World world, string q) =>
        await caseworker.SendAsync(List(world) + "?handler=Find", (await caseworker.PageAsync(List(world))).Filled("#Q", ("Q", q)));

    [Fact]
    public async Task A_number_is_kept_sealed_and_stands_nowhere_in_the_clear()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var created = await RegisterAsync(caseworker, world, Typed);
        Assert.Equal(HttpStatusCode.Redirect, created.Status);
        var details = await caseworker.PageAsync(created.Location);
        await FindAsync(caseworker, world, Typed);
        await FindAsync(caseworker, world, "310288-0123");
        await FindAsync(caseworker, world, "03028812345");
        await RegisterAsync(caseworker, world, "310288-0123");
        await RegisterAsync(caseworker, world, Typed);
        var show = created.Location.Replace("/details/", "/showcpr/", StringComparison.Ordinal);
        Assert.Contains(Typed, (await caseworker.SendAsync(show, (await caseworker.PageAsync(show))
            .Filled("[name='Form.Reason']", ("Form.Reason", "SecurePost")))).Page.Body!.TextContent);

        Assert.Contains("020288-****", details.Body!.TextContent);
        Assert.DoesNotContain("0123", details.QuerySelector("dl.mm-facts")!.TextContent);
        foreach (var secret in new[] { Typed, Digits, "310288-0123", "3102880123", "03028812345" })
        {
            Assert.Empty(await app.Database.TablesWithAsync(secret));
            Assert.DoesNotContain(app.Log, l => l.Contains(secret, StringComparison.Ordinal));
            foreach (var file in Directory.EnumerateFiles(app.Database.Folder, "*", SearchOption.AllDirectories))
            {
                Assert.DoesNotContain(secret, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            }
        }
        // What is remembered of a form must not be a hash that can be searched through either.
        foreach (var plain in new[] { Typed, Digits })
        {
            Assert.Empty(await app.Database.TablesWithAsync(
                Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(plain)))));
        }
        Assert.Equal(1988, await app.ScalarAsync(
            "select c.birth_year from portal.citizens c join portal.citizen_identities i on i.citizen_id = c.id where i.name = 'Prøvine Æbleskov'"));
    }

    [Theory]
    [InlineData("", "Skriv borgerens CPR-nummer")]
    [InlineData("12345", "ti cifre")]
    [InlineData("310288-0123", "ikke en dato")]
    [InlineData("010199-4999", null)]
    public async Task A_wrong_number_is_explained_at_its_field(string typed, string? says)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var caseworker = await app.LogInAsync(app.World.Gribskov[Role.Caseworker]);

        var answer = await RegisterAsync(caseworker, app.World, typed);

        if (says is null)
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.Status);
            return;
        }
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(says, answer.Page.QuerySelector("#Form_Cpr-error")!.TextContent);
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.citizen_identities where name = 'Prøvine Æbleskov'"));
    }

    [Fact]
    public async Task A_number_that_the_municipality_knows_leads_to_its_citizen_and_another_municipality_can_have_it_too()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var again = await RegisterAsync(caseworker, world, world.Live.Cpr.Written());
        Assert.Contains("allerede registreret", again.Page.QuerySelector("#Form_Cpr-error")!.TextContent);
        Assert.NotNull(again.Page.QuerySelector($"main a[href$='/citizens/details/{world.Live.Citizen}']"));
        Assert.Equal(HttpStatusCode.Redirect, (await RegisterAsync(caseworker, world, world.ElsewhereLive.Cpr.Written())).Status);
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.citizen_cprs where lookup = $1",
            app.Database.Vault().LookUp(world.Live.Cpr, world.Gribskov.Id)));
    }

    [Fact]
    public async Task Two_who_register_the_same_number_at_once_make_one_citizen()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var one = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        // The cookie of the form's token is there before they begin.
        await one.PageAsync(Create(world));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RegisterAsync(one, world, Typed)));

        Assert.Single(answers, a => a.Status == HttpStatusCode.Redirect);
        Assert.Equal(3, answers.Count(a => a.Page.QuerySelector("#Form_Cpr-error")?.TextContent.Contains("allerede registreret",
            StringComparison.Ordinal) == true));
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.citizen_identities where name = 'Prøvine Æbleskov'"));
    }

    [Fact]
    public async Task A_citizen_is_found_by_number_within_the_municipality_and_the_search_is_noted_hit_or_miss()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        Assert.EndsWith($"/citizens/details/{world.Live.Citizen}", (await FindAsync(caseworker, world, world.Live.Cpr.Written())).Location);
        Assert.EndsWith($"/citizens/details/{world.Live.Citizen}", (await FindAsync(caseworker, world, world.Live.Cpr.Digits)).Location);
        var missed = await FindAsync(caseworker, world, world.ElsewhereLive.Cpr.Written());
        Assert.Equal((HttpStatusCode.OK, ""), (missed.Status, missed.Location));
        Assert.Contains("Ingen borger i kommunen", missed.Page.QuerySelector("main")!.TextContent);
        Assert.Equal(2L, await app.Database.EventsAsync("CprLookedUp", world.Gribskov.Id, world.Live.Citizen));
        Assert.Equal(1L, await app.Database.EventsAsync("CprLookedUp", world.Gribskov.Id, world.Gribskov.Id));

        var words = await FindAsync(caseworker, world, "B-live");
        Assert.EndsWith("?Q=B-live", words.Location);
        Assert.Single((await caseworker.PageAsync(words.Location)).QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task A_number_that_nobody_has_lists_nobody_and_opens_the_form_of_a_new_citizen_with_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var search = (await caseworker.PageAsync(List(world))).Filled("#Q", ("Q", Digits));
        var read = await app.Database.EventsAsync("CitizenListRead", world.Gribskov.Id, world.Gribskov.Id);

        var missed = await caseworker.SendAsync(List(world) + "?handler=Find", search);
        Assert.Empty(missed.Page.QuerySelectorAll("tbody tr"));
        Assert.DoesNotContain(world.Live.Identity, missed.Page.Body!.TextContent);
        Assert.Equal(read, await app.Database.EventsAsync("CitizenListRead", world.Gribskov.Id, world.Gribskov.Id));
        Assert.DoesNotContain("registreres, at du har set", missed.Page.Body.TextContent);
        var onward = missed.Page.QuerySelector("input[name='Form.Cpr']")!.Closest("form")!.GetAttribute("action")!;
        Assert.DoesNotContain(onward, c => char.IsAsciiDigit(c));
        var form = await caseworker.SendAsync(onward, missed.Page.Filled("input[name='Form.Cpr']"));
        Assert.Equal(Typed, form.Page.QuerySelector("#Form_Cpr")!.GetAttribute("value"));
        Assert.Empty(form.Page.QuerySelectorAll(".form-error"));
        Assert.Equal(HttpStatusCode.Redirect,
            (await caseworker.SendAsync(Create(world), form.Page.Filled("#Form_Name", Filled(Typed)))).Status);

        var mistyped = await FindAsync(caseworker, world, "310288-0123");
        Assert.Contains("ikke en dato", mistyped.Page.QuerySelector("#Q-error")!.TextContent);
        Assert.Equal("310288-0123", mistyped.Page.QuerySelector("#Q")!.GetAttribute("value"));
        Assert.Empty(mistyped.Page.QuerySelectorAll("tbody tr"));
        foreach (var secret in new[] { Typed, Digits, "310288-0123" })
        {
            Assert.Empty(await app.Database.TablesWithAsync(secret));
            Assert.DoesNotContain(app.Log, l => l.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_number_never_stands_in_an_address()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        foreach (var q in new[] { world.Live.Cpr.Written(), world.Live.Cpr.Digits, "310288-0123", "0202880123x", "01.01.90-1234",
            "01/01/90-1234", "Prøvine 010190-1234" })
        {
            Assert.DoesNotContain(q[^4..], (await FindAsync(caseworker, world, q)).Location.Replace(world.Live.Citizen.ToString(), "",
                StringComparison.Ordinal));
            using var typed = await caseworker.GetAsync($"{List(world)}?Q={q}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Redirect, typed.StatusCode);
            Assert.DoesNotContain("Q=", typed.Headers.Location!.OriginalString, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("grants")]
    [InlineData("followups")]
    [InlineData("assignments")]
    public async Task The_other_lists_neither_search_for_a_number_nor_repeat_it(string list)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var path = $"/{app.World.Gribskov.Slug}/municipality/{list}";
        using var caseworker = await app.LogInAsync(app.World.Gribskov[Role.Caseworker]);

        foreach (var q in new[] { "020288-0123", "0202880123", "02.02.88-0123", "Prøvine 020288 0123" })
        {
            using var answer = await caseworker.GetAsync($"{path}?Q={Uri.EscapeDataString(q)}&Sort=-number",
                TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            var away = answer.Headers.Location!.OriginalString;
            Assert.Contains($"/municipality/{list}?", away, StringComparison.OrdinalIgnoreCase);
            Assert.EndsWith("Sort=-number", away, StringComparison.Ordinal);
            Assert.DoesNotContain("Q=", away, StringComparison.OrdinalIgnoreCase);
            var page = await caseworker.PageAsync(away);
            Assert.Contains("Find borgeren under Borgere", page.QuerySelector(".mm-messages")!.TextContent);
            Assert.DoesNotContain("0123", page.QuerySelector("main form[role=search]")!.OuterHtml);
        }
        using var words = await caseworker.GetAsync($"{path}?Q=B-live", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, words.StatusCode);
    }

    [Fact]
    public void Every_free_text_of_a_grant_refuses_a_number_in_both_languages()
    {
        (Type Form, string[] Texts)[] forms =
        [
            (typeof(GrantForm), ["PurposeText", "TaskText", "Qualifications", "StandsAloneReason", "SchemeNote", "ChangeReason",
                "Reassessment", "DepartureReason"]),
            (typeof(GrantForm.GoalRow), ["Detail"]),
            (typeof(ApproveModel.Input), ["Comment"]),
            (typeof(EndForm), ["Text", "Assessment"]),
            (typeof(CorrectEndModel.Input), ["Words", "Text", "Assessment"]),
            (typeof(RefusalForm), ["Reason"]),
            (typeof(PauseModel.Input), ["Reason", "Assessment"]),
            (typeof(PauseModel.ResumeInput), ["Reason"]),
            (typeof(OutcomeForm), ["Note"]),
            (typeof(HandleModel.Input), ["CitizenWords", "Note"]),
            (typeof(PostponeModel.Input), ["Reason"]),
            (typeof(UndoModel.Input), ["Reason"]),
            (typeof(SendModel.DispatchForm), ["Reference"]),
            (typeof(ChangeMentorModel.Input), ["Reason"]),
            (typeof(DeclineModel.Input), ["Reason"]),
        ];
        using var services = new ServiceCollection().AddLogging().AddPortalLocalization().BuildServiceProvider();
        foreach (var (language, says) in new[] { ("da", "Her må der ikke stå et CPR-nummer"), ("en", "A CPR number may not stand here") })
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            foreach (var (form, texts) in forms)
            {
                // A text that is added later stands on the list too.
                Assert.Equal(texts.Order(), form.GetProperties().Where(p => p.PropertyType == typeof(string)).Select(p => p.Name).Order());
                foreach (var text in texts)
                {
                    var (context, found) = (new ValidationContext(Activator.CreateInstance(form)!, services, null) { MemberName = text },
                        new List<ValidationResult>());
                    Assert.True(Validator.TryValidateProperty("Møder mandag den 01.03.2026", context, found), $"{form} {text}");
                    Assert.False(Validator.TryValidateProperty($"Møder {Typed} mandag", context, found), $"{form} {text}");
                    Assert.StartsWith(says, Assert.Single(found).ErrorMessage, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public async Task A_number_in_the_words_of_a_grant_is_refused_at_its_field()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        using var teamLeader = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        var create = $"/{world.Gribskov.Slug}/municipality/grants/create/{world.Draft.Citizen}";
        var approve = $"/{world.Gribskov.Slug}/municipality/grants/approve/{world.Submitted.Grant}";

        var drafted = await caseworker.SendAsync(create, (await caseworker.PageAsync(create)).Filled("#Form_PurposeText",
            ("Form.PurposeText", $"Om {Typed}"), ("Form.Goals[1].Kind", "Network"), ("Form.Goals[1].Detail", "Møde 02.02.88-0123")));
        var decided = await teamLeader.SendAsync(approve, (await teamLeader.PageAsync(approve))
            .Filled("#Form_Comment", ("Form.Comment", $"Om {Digits}")));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (drafted.Status, decided.Status));
        foreach (var error in new[] { drafted.Page.QuerySelector("#Form_PurposeText-error"), drafted.Page.QuerySelector(
            "#Form_Goals_1__Detail-error"), decided.Page.QuerySelector("#Form_Comment-error") })
            Assert.Contains("må der ikke stå et CPR-nummer", error!.TextContent);
        Assert.Equal("Submitted", await app.ScalarAsync("select status from portal.grants where id = $1", world.Submitted.Grant));
        foreach (var number in new[] { Typed, Digits, "02.02.88-0123" }) Assert.Empty(await app.Database.TablesWithAsync(number));
    }

    [Fact]
    public async Task A_number_is_shown_for_a_reason_that_is_kept_and_in_that_answer_only()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var show = $"/{world.Gribskov.Slug}/municipality/citizens/showcpr/{world.Live.Citizen}";
        async Task<AngleSharp.Html.Dom.IHtmlDocument> AskAsync(string? reason, string words)
        {
            var page = await caseworker.PageAsync(show);
            Assert.DoesNotContain(world.Live.Cpr.Written(), page.Body!.InnerHtml);
            return (await caseworker.SendAsync(show,
                page.Filled("[name='Form.Reason']",
                reason is null ? [("Form.Words", words)] : [("Form.Reason", reason), ("Form.Words", words)]))).Page;
        }

        Assert.DoesNotContain(world.Live.Cpr.Written(), (await AskAsync(null, "")).Body!.InnerHtml);
        Assert.DoesNotContain(world.Live.Cpr.Written(), (await AskAsync("Other", " ")).Body!.InnerHtml);
        Assert.Contains("må der ikke stå et CPR-nummer", (await AskAsync("Other", $"fordi {world.Live.Cpr.Written()}")).Body!.TextContent);
        Assert.Equal(0L, await app.Database.EventsAsync("CprShown", world.Gribskov.Id));

        Assert.Contains(world.Live.Cpr.Written(), (await AskAsync("Other", "aftalt med borgeren")).Body!.TextContent);
        Assert.Equal(1L, await app.Database.EventsAsync("CprShown", world.Gribskov.Id, world.Live.Citizen));
        Assert.Contains("evidence_payloads", await app.Database.TablesWithAsync("aftalt med borgeren"));
        using var again = await caseworker.PostAsync(show, (await caseworker.PageAsync(show))
            .Filled("[name='Form.Reason']", ("Form.Reason", "Verify")), TestContext.Current.CancellationToken);
        Assert.Contains("no-store", again.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task A_number_moved_to_another_citizens_row_is_a_message_and_an_alarm()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        await app.ScalarAsync("""
            with other as (select key_id, cipher from portal.citizen_cprs where citizen_id = $2)
            update portal.citizen_cprs c set key_id = other.key_id, cipher = other.cipher from other where c.citizen_id = $1
            """, world.Live.Citizen, world.Open.Citizen);
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var pages = $"/{world.Gribskov.Slug}/municipality/citizens";

        Assert.Contains("Kan ikke læses", (await caseworker.PageAsync($"{pages}/details/{world.Live.Citizen}")).Body!.TextContent);
        Assert.Contains("Kan ikke læses", (await caseworker.PageAsync($"{pages}/edit/{world.Live.Citizen}")).Body!.TextContent);
        var show = $"{pages}/showcpr/{world.Live.Citizen}";
        var answer = await caseworker.SendAsync(show, (await caseworker.PageAsync(show))
            .Filled("[name='Form.Reason']", ("Form.Reason", "Verify")));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("Nummeret kan ikke læses", answer.Page.Body!.TextContent);
        Assert.DoesNotContain(world.Open.Cpr.Written(), answer.Page.Body.TextContent);
        Assert.Equal(3L, await app.Database.EventsAsync("CprNotOurs", world.Gribskov.Id, world.Live.Citizen));
        Assert.Equal(0L, await app.Database.EventsAsync("CprShown", world.Gribskov.Id, world.Live.Citizen));
        Assert.Equal(3, app.Log.Count(line => line.StartsWith($"Critical: The CPR number of citizen {world.Live.Citizen}",
            StringComparison.Ordinal)));
        Assert.Equal(world.Open.Cpr,
            await app.SendAsync(world.Gribskov.As(Role.Caseworker), new ShowCprModel.Ask(world.Open.Citizen, CprReason.Verify, "")));
    }

    [Fact]
    public async Task A_look_up_moved_to_another_citizens_row_leads_to_nobody_and_is_an_alarm()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var sought = await app.ScalarAsync("select lookup from portal.citizen_cprs where citizen_id = $1", world.Live.Citizen);
        await app.ScalarAsync("update portal.citizen_cprs set lookup = sha256(lookup) where citizen_id = $1", world.Live.Citizen);
        await app.ScalarAsync("update portal.citizen_cprs set lookup = $2 where citizen_id = $1", world.Open.Citizen, sought!);
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var found = await FindAsync(caseworker, world, world.Live.Cpr.Written());

        Assert.DoesNotContain(world.Open.Citizen.ToString(), found.Location);
        Assert.Contains("Ingen borger i kommunen", found.Page.Body!.TextContent);
        Assert.Equal(1L, await app.Database.EventsAsync("CprNotOurs", world.Gribskov.Id, world.Open.Citizen));
        Assert.Contains(app.Log, line => line.StartsWith($"Critical: The CPR number of citizen {world.Open.Citizen}",
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_that_cannot_be_read_is_written_anew_by_whoever_knows_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        await app.ScalarAsync("update portal.citizen_cprs set cipher = decode(repeat('00', 38), 'hex') where citizen_id = $1",
            world.Live.Citizen);
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var edit = $"/{world.Gribskov.Slug}/municipality/citizens/edit/{world.Live.Citizen}";

        await caseworker.SendAsync(edit, (await caseworker.PageAsync(edit)).Filled("#Form_Name", ("Form.Cpr", world.Live.Cpr.Written())));

        Assert.Equal(world.Live.Cpr,
            await app.SendAsync(world.Gribskov.As(Role.Caseworker), new ShowCprModel.Ask(world.Live.Citizen, CprReason.Verify, "")));
    }
}
