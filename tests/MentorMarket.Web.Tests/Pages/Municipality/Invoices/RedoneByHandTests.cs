using MentorMarket.Web.Pages.Municipality.Invoices;
using MentorMarket.Web.Tests.Demo;

namespace MentorMarket.Web.Tests.Pages.Municipality.Invoices;

/// <summary>
/// What a year of invoices seldom has stands on the page too: each line is redone from its words, and comes out as the check says.
/// </summary>
public sealed class RedoneByHandTests(Cluster cluster)
{
    private static async Task<string> ReadAsync(PortalApp app, Agreed agreed, Guid invoice, params string[] verdicts)
    {
        var document = await PageAsync(app, agreed.Municipality, Role.Finance, invoice);
        var page = new InvoiceOnScreen(document);
        Assert.Equal(verdicts, page.Lines.Select(l => l.Verdict.TrimEnd()));
        Assert.Equal(verdicts, PenAndPaper.Redo(page).OrderBy(l => l.Key).Select(l => l.Value.TrimEnd()));
        return Words(document);
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> PageAsync(PortalApp app, World.Party party, Role role, Guid invoice)
    {
        using var reader = await app.LogInAsync(party[role]);
        return await reader.PageAsync(
            $"/{party.Slug}/{(role == Role.Coordinator ? "provider" : "municipality")}/invoices/details/{invoice}");
    }

    private static string Words(AngleSharp.Dom.IDocument page) =>
        string.Join(' ', page.Body!.TextContent.Replace('\u00a0', ' ')
        .Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private static async Task ApproveAsync(PortalApp app, Agreed agreed, Guid invoice)
    {
        var shown = (Guid)(await app.ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!;
        await app.SendAsync(agreed.Municipality.As(Role.Finance), new ApproveModel.Command(invoice, shown, ""));
    }

    [Fact]
    public async Task Minutes_approved_before_come_first_and_what_was_found_since_is_said_to_be_found_since()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 2, rate: 400);
        var wednesday = await agreed.DeliverAsync(2, 90);
        var invoice = await agreed.BillAsync("H-1", agreed.Line(60, 400, entry: wednesday), agreed.Line(120, 400));
        await ApproveAsync(app, agreed, invoice);
        await agreed.AnswerAsync(wednesday, "Disputed");
        await agreed.DeliverAsync(0, 60);
        await agreed.CheckAsync(invoice);

        var page = await ReadAsync(app, agreed, invoice, "400.00 0.00 0.00 E02", "400.00 0.00 400.00 E02|U01");

        Assert.Contains("60 min. er godkendt til betaling før; det tages ikke tilbage, hvad der end er fundet siden.", page);
        Assert.Contains("Fundet, efter at minutterne blev godkendt til betaling; ingen virkning på beløbet.", page);
        Assert.Contains("60 min. godkendt før på denne linje", page);
    }

    [Fact]
    public async Task The_ceiling_says_whose_it_is()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400, ceiling: 390);
        await app.ScalarAsync("""
            insert into portal.municipal_settings (id, municipality_id, version, valid_from, price_ceiling, accepts_weak_receipts, shadow_rules, recorded_at)
            values (gen_random_uuid(), $1, 7, $2, 360, false, '{}', now() - interval '40 days')
            """, agreed.Municipality.Id, agreed.Monday.AddDays(-20));
        await agreed.DeliverAsync(0, 60);
        var invoice = await agreed.BillAsync("H-2", agreed.Line(60, 412.50m, amount: 402.50m));

        var page = await ReadAsync(app, agreed, invoice, "360.00 0.00 42.50 P01|P02|P05");

        Assert.Contains("prisloft 390,00 kr.", page);
        Assert.Contains("Kommunens eget prisloft: 360,00 kr. i timen.", page);
        Assert.Contains("60 min × 412,50 kr./t mod 400,00 kr./t: 12,50 kr.", page);
        // The provider may not read the municipality's settings, but is told what set the price.
        Assert.Contains("Kommunens eget prisloft: 360,00 kr. i timen.",
            Words(await PageAsync(app, agreed.Provider, Role.Coordinator, invoice)));
    }

    [Fact]
    public async Task The_provider_is_told_of_a_ceiling_only_where_it_took_something_off()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 450, ceiling: 400);
        await agreed.ShadowAsync("P02");
        await agreed.DeliverAsync(0, 60);
        var invoice = await agreed.BillAsync("H-2b", agreed.Line(60, 450));
        Assert.Equal(["450.00 0.00 0.00 P02"], await agreed.VerdictsAsync(invoice));

        var page = Words(await PageAsync(app, agreed.Provider, Role.Coordinator, invoice));

        Assert.Contains("prisloft 400,00 kr.", page);
        Assert.DoesNotContain("Kommunens eget prisloft", page);
    }

    [Fact]
    public async Task What_is_paid_though_nothing_was_delivered_names_its_rule_and_is_no_payment_too_much()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        await agreed.ShadowAsync("D02", "P05");
        var entry = await agreed.DeliverAsync(0, 60);
        var invoice = await agreed.BillAsync("H-9", agreed.Line(100, 400, amount: 700));
        string[] Rows(AngleSharp.Dom.IDocument page) =>
            [.. page.QuerySelectorAll("table.mm-account tbody tr")
            .Select(r => string.Join(' ', r.TextContent.Replace('\u00a0', ' ')
            .Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)))];

        var rows = Rows(await PageAsync(app, agreed.Municipality, Role.Finance, invoice));
        Assert.StartsWith(
            "Kan betales Leveret inden for bevillingen, uden noget der holder betalingen tilbage. 60 min × 400,00 kr./t = 400,00 kr. 400,00 kr.",
            rows[0]);
        Assert.StartsWith("Kan betales D02 ", rows[1]);
        Assert.EndsWith("Reglen prøves i skyggetilstand og ændrer ikke betalingen. 266,67 kr.", rows[1]);
        Assert.StartsWith("Kan betales P05 ", rows[2]);
        Assert.EndsWith("33,33 kr.", rows[2]);
        Assert.Equal(4, rows.Length);

        await ApproveAsync(app, agreed, invoice);
        await agreed.DeliverAsync(0, 30, corrects: entry);
        await agreed.CheckAsync(invoice);
        rows = Rows(await PageAsync(app, agreed.Municipality, Role.Finance, invoice));
        Assert.Contains("60 min. er godkendt til betaling før", rows[0]);
        Assert.DoesNotContain("Resten er leveret", rows[0]);
        Assert.Contains("Faktureret mere end leveret: 70 min.", rows[1]);
        Assert.DoesNotContain(rows, r => r.Contains("Betalt for meget", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Time_that_a_rule_in_shadow_mode_would_reject_is_not_said_to_be_delivered_within_the_grant()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 1, rate: 400);
        await agreed.ShadowAsync("G02");
        await agreed.DeliverAsync(0, 120);
        var invoice = await agreed.BillAsync("H-10", agreed.Line(120, 400));
        Assert.Equal(["800.00 0.00 0.00 G02"], await agreed.VerdictsAsync(invoice));

        var page = Words(await PageAsync(app, agreed.Municipality, Role.Finance, invoice));

        Assert.DoesNotContain("Leveret inden for bevillingen", page);
        Assert.Contains("En regel, der kun prøves, ville have afvist noget af det; den står nedenfor.", page);
    }

    [Fact]
    public async Task A_total_is_counted_from_every_registration_of_the_course()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        await app.ScalarAsync("""
            insert into portal.agreements (id, assignment_id, municipality_id, provider_id, citizen_id, version, target_group, valid_from, valid_to, hours_per_week, total_hours, rate, recorded_by, recorded_at)
            select gen_random_uuid(), assignment_id, municipality_id, provider_id, citizen_id, 2, target_group, valid_from, valid_to, hours_per_week, 2.5, rate, recorded_by, recorded_at
            from portal.agreements where assignment_id = $1
            """, agreed.Assignment);
        await agreed.DeliverAsync(-7, 75);
        await agreed.DeliverAsync(0, 60, confirmed: false);
        var last = await agreed.DeliverAsync(1, 60);
        var invoice = await agreed.BillAsync("H-3", agreed.Line(60, 400, entry: last), agreed.Line(60, 400, to: 0));

        var page = await ReadAsync(app, agreed, invoice, "400.00 0.00 0.00", "0.00 100.00 300.00 E01|G03");

        Assert.Contains("150 af 150 min. i alt brugt", page);
        Assert.Contains("45 min. over timerne i alt", page);
    }

    [Fact]
    public async Task A_line_says_which_registration_it_names_and_what_became_of_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var first = await agreed.DeliverAsync(0, 60);
        await agreed.DeliverAsync(0, 45, corrects: first, confirmed: false);
        var other = await agreed.DeliverAsync(1, 60);
        await agreed.BillAsync("H-4a", agreed.Line(60, 400, entry: other));
        var invoice = await agreed.BillAsync("H-4b", 15,
            agreed.Line(60, 400, entry: first), agreed.Line(60, 400, entry: Guid.CreateVersion7()), agreed.Line(60, 400, entry: other),
                agreed.Line(45, 400, to: 0),
            agreed.Line(60, 400) with { Reference = "MF-FINDES-IKKE" });

        var page = await ReadAsync(app, agreed, invoice,
            "0.00 0.00 400.00 D01", "0.00 0.00 400.00 D01", "0.00 0.00 400.00 U01", "0.00 300.00 0.00 D07|E01", "0.00 0.00 400.00 G04");

        Assert.Contains("Den er rettet og findes ikke længere for kontrollen", page);
        Assert.Contains("Linjen nævner en registrering, som ikke findes hos leverandøren i kommunen.", page);
        Assert.Contains("60 min. brugt først af faktura H-4a, linje 1", page);
        Assert.Contains("Linjens forløb er ikke et, som leverandøren har i kommunen.", page);
        Assert.Contains("Mentorer i aftalen: Mentor Prøve", page);
    }

    [Fact]
    public async Task An_overlap_stands_in_full_where_it_is_ones_own_and_elsewhere_as_times_alone()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var mentor = world.Nord[Role.Mentor];
        var here = await Agreed.CreateAsync(app, 4, 400, municipality: world.Gribskov, provider: world.Nord, mentor: mentor,
            number: "MF-HER-1");
        var beside = await Agreed.CreateAsync(app, 4, 400, municipality: world.Gribskov, provider: world.Syd, mentor: mentor,
            number: "MF-HER-2");
        var there = await Agreed.CreateAsync(app, 4, 400, municipality: world.Hilleroed, provider: world.Syd, mentor: mentor,
            number: "MF-DER-1");
        await here.DeliverAsync(0, 60, at: "09:00");
        await beside.DeliverAsync(0, 30, at: "08:45");
        await there.DeliverAsync(0, 60, at: "09:30");
        var invoice = await here.BillAsync("H-5", here.Line(60, 400));

        var page = await ReadAsync(app, here, invoice, "0.00 400.00 0.00 D04");
        var providers = Words(await PageAsync(app, world.Nord, Role.Coordinator, invoice));

        string Deadline(string time) =>
            Web.Words.Show.Time(TimeOnly.FromDateTime(
            MentorMarket.Domain.Values.DanishTime.ToLocal(
            new DateTimeOffset(here.Monday.ToDateTime(TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture)),
            TimeSpan.Zero))));
        Assert.Contains($"{Deadline("08:45")}-{Deadline("09:15")}, forløb MF-HER-2, Mentor Prøve", page);
        Assert.Contains($"{Deadline("09:30")}-{Deadline("10:30")}, et andet sted", page);
        Assert.Contains($"{Deadline("08:45")}-{Deadline("09:15")}, et andet sted", providers);
        foreach (var secret in new[] { "MF-DER-1", world.Hilleroed.Slug }) Assert.DoesNotContain(secret, page);
        foreach (var secret in new[] { "MF-DER-1", "MF-HER-2", world.Syd.Slug }) Assert.DoesNotContain(secret, providers);
        Assert.Contains("Mentorens leverandør finder den registrering, der er forkert", page);
    }

    [Fact]
    public async Task A_paid_line_with_a_remark_that_costs_nothing_is_closed_and_its_codes_have_words()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var late = await agreed.DeliverAsync(0, 60);
        await app.ScalarAsync("alter table portal.time_entries disable trigger user");
        await app.ScalarAsync("update portal.time_entries set registered_at = ends_at + interval '15 days' where id = $1", late);
        await agreed.DeliverAsync(1, 60, confirmed: false);
        var invoice = await agreed.BillAsync("H-6", agreed.Line(60, 400, to: 0), agreed.Line(60, 400, from: 1));
        await agreed.CheckAsync(invoice);

        var page = await PageAsync(app, agreed.Municipality, Role.Finance, invoice);

        var lines = page.QuerySelectorAll("details.mm-line");
        Assert.Equal([false, true], lines.Select(l => l.HasAttribute("open")));
        Assert.Contains("D06 Registreret sent",
            string.Join(' ', lines[0]
            .QuerySelector("summary")!.TextContent.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains("Det, der venter", Words(page));
        Assert.Contains("E01 Ikke kvitteret, 400,00 kr.: Borgeren skal kvittere", Words(page));
    }

    [Fact]
    public async Task That_a_contact_is_disputed_reaches_provider_and_mentor_and_the_citizens_words_never()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var entry = await agreed.DeliverAsync(0, 60, confirmed: false);
        await agreed.AnswerAsync(entry, "Disputed");
        var invoice = await agreed.BillAsync("H-7", agreed.Line(60, 400));
        using var coordinator = await app.LogInAsync(agreed.Provider[Role.Coordinator]);
        using var mentor = await app.LogInAsync(agreed.Provider[Role.Mentor]);
        var provider = $"/{agreed.Provider.Slug}/provider";

        foreach (var (client, path, told) in new[]
        {
            (coordinator, $"{provider}/invoices/details/{invoice}", "Bestridt"),
                (coordinator, $"{provider}/entries/details/{entry}", "Kommunen afklarer det med borgeren"),
            (mentor, $"{provider}/entries/details/{entry}", "Borgeren siger, at det ikke passer"),
                (mentor, $"{provider}/entries", "Borgeren siger, at det ikke passer"),
            (coordinator, $"{provider}/assignments/details/{agreed.Assignment}", "Borgeren siger, at det ikke passer"),
        })
        {
            var page = Words(await client.PageAsync(path));
            Assert.Contains(told, page);
            Assert.DoesNotContain("Vi sås ikke", page);
            Assert.DoesNotContain("Tal med borgeren", page);
        }
        Assert.Contains("Vi sås ikke", Words(await PageAsync(app, agreed.Municipality, Role.Finance, invoice)));
    }

    [Fact]
    public async Task The_card_of_what_waits_counts_what_its_link_shows_and_a_receipt_has_a_number_one_can_say()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        await agreed.DeliverAsync(0, 60, confirmed: false);
        await agreed.DeliverAsync(1, 60);
        await agreed.BillAsync("H-8a", agreed.Line(60, 400, to: 0));
        var paid = await agreed.BillAsync("H-8b", agreed.Line(60, 400, from: 1, to: 1));
        await ApproveAsync(app, agreed, paid);
        using var finance = await app.LogInAsync(agreed.Municipality[Role.Finance]);
        var start = await finance.PageAsync($"/{agreed.Municipality.Slug}/municipality");

        var card = start.QuerySelectorAll(".mm-card")
            .Single(c => c.QuerySelector("a")!.TextContent == "Fakturaer, hvor noget holdes tilbage");
        var list = await finance.PageAsync(card.QuerySelector("a")!.GetAttribute("href")!);

        Assert.Equal(card.QuerySelector(".mm-card-number")!.TextContent,
            $"{list.QuerySelectorAll("table.mm-invoices tbody tr td:first-child a").Length}");
        Assert.Contains("H-8a", list.Body!.TextContent);
        var approval = await app.ScalarAsync("select id from portal.approvals where invoice_id = $1", paid);
        Assert.Contains("H-8b-1",
            Words(await finance.PageAsync($"/{agreed.Municipality.Slug}/municipality/invoices/receipt/{paid}/{approval}")));
        using var coordinator = await app.LogInAsync(agreed.Provider[Role.Coordinator]);
        foreach (var receipt in new[] { Words(
            await finance.PageAsync($"/{agreed.Municipality.Slug}/municipality/invoices/receipt/{paid}/{approval}")),
            Words(await coordinator.PageAsync($"/{agreed.Provider.Slug}/provider/invoices/receipt/{paid}")) })
            Assert.DoesNotMatch("[0-9a-f]{8}-[0-9a-f]{4}-", receipt);
    }
}
