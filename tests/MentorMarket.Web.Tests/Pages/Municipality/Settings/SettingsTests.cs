using System.Globalization;
using MentorMarket.Domain.Invoices;
using MentorMarket.Web.Pages.Municipality.Settings;
using MentorMarket.Web.Pages.Provider.Invoices;
using MentorMarket.Web.Tests.Identity;
using MentorMarket.Web.Words;
using Return = MentorMarket.Web.Pages.Municipality.Invoices.ReturnModel;

namespace MentorMarket.Web.Tests.Pages.Municipality.Settings;

/// <summary>What the municipality decides for the check of its invoices, sent by the form and followed by the check.</summary>
public sealed class SettingsTests(Cluster cluster)
{
    private const string Change = "/gribskov/municipality/settings/change";
    private const string Count = "select count(*) from portal.municipal_settings where municipality_id = $1";

    [Fact]
    public async Task A_ceiling_weak_receipts_and_a_shadow_rule_hold_from_their_day_and_not_the_day_before()
    {
        var clock = new Clock();
        await using var app = await PortalApp.OpenAsync(cluster, clock);
        var agreed = await Agreed.CreateAsync(app, 20, 400);
        clock.Advance(Morning(agreed.Monday) - clock.GetUtcNow());
        using var administrator = await app.LogInAsync(app.World.Gribskov[Role.Administrator]);

        var sent = await SendAsync(administrator, agreed.Monday.AddDays(1), ("Form.PriceCeiling", "300"),
            ("Form.AcceptsWeakReceipts", "true"), ("Form.ShadowRules", "E02"));

        Assert.Equal((HttpStatusCode.Found, "/gribskov/municipality/settings"), (sent.Status, sent.Location));
        var lines = new List<TypedLine>();
        foreach (var day in (int[])[0, 1])
        {
            var strong = await agreed.DeliverAsync(day, 60);
            var weak = await agreed.DeliverAsync(day, 60, confirmed: false, at: "11:00");
            await agreed.AnswerAsync(weak, strength: "Weak", at: Morning(agreed.Monday.AddDays(day)).AddHours(8));
            var disputed = await agreed.DeliverAsync(day, 60, confirmed: false, at: "13:00");
            await agreed.AnswerAsync(disputed, "Disputed", Morning(agreed.Monday.AddDays(day)).AddHours(9));
            lines.AddRange(new[] { strong, weak, disputed }.Select(entry => agreed.Line(60, 400, entry: entry, from: day, to: day)));
        }
        clock.Advance(TimeSpan.FromDays(15));
        var invoice = await agreed.BillAsync("I-1", [.. lines]);
        Assert.Equal(
            ["400.00 0.00 0.00", "0.00 400.00 0.00 E01", "0.00 400.00 0.00 E02",
                "300.00 0.00 100.00 P02", "300.00 0.00 100.00 P02", "300.00 0.00 100.00 E02|P02"],
            await agreed.VerdictsAsync(invoice));
        Assert.Equal(1L, await app.Database.EventsAsync("CheckSettingsChanged", app.World.Gribskov.Id));
    }

    /// <summary>An invoice for days to come may be there before the municipality asks for anything on them.</summary>
    [Theory]
    [InlineData("Form.OrderReferenceAsked", "F02")]
    [InlineData("Form.PersonReferenceAsked", "F03")]
    public async Task A_line_waits_for_a_reference_that_is_asked_for_from_its_day_and_not_the_day_before(string field, string code)
    {
        var clock = new Clock();
        await using var app = await PortalApp.OpenAsync(cluster, clock);
        var agreed = await Agreed.CreateAsync(app, 20, 400);
        clock.Advance(Morning(agreed.Monday) - clock.GetUtcNow());
        var (first, second) = (await agreed.DeliverAsync(0, 120), await agreed.DeliverAsync(1, 60));
        var lines = new[]
        {
            agreed.Line(60, 400, entry: first, to: 0), agreed.Line(60, 400, to: 1), agreed.Line(60, 400, entry: second, to: 0),
        };
        var without = await agreed.BillAsync("I-5", lines);
        using var administrator = await app.LogInAsync(app.World.Gribskov[Role.Administrator]);

        await SendAsync(administrator, agreed.Monday.AddDays(1), (field, "true"));

        clock.Advance(TimeSpan.FromDays(15));
        await agreed.WorkAsync();
        Assert.Equal(["400.00 0.00 0.00", $"0.00 400.00 0.00 {code}", $"0.00 400.00 0.00 {code}"], await agreed.VerdictsAsync(without));
        using var finance = await app.LogInAsync(app.World.Gribskov[Role.Finance]);
        Assert.Contains("Fakturaen skal sendes retur, og leverandøren sender en ny med det, der mangler.",
            (await finance.PageAsync($"/gribskov/municipality/invoices/details/{without}")).QuerySelector("main")!.TextContent);
        await app.SendAsync(agreed.Municipality.As(Role.Finance), new Return.Command(without, "Reference mangler"));
        agreed.References = field == "Form.OrderReferenceAsked" ? ("R-17", "") : ("", "P-17");
        var with = await agreed.BillAsync("I-6", lines);
        Assert.Equal(["400.00 0.00 0.00", "400.00 0.00 0.00", "400.00 0.00 0.00"], await agreed.VerdictsAsync(with));
    }

    [Fact]
    public async Task A_reference_that_is_only_tried_out_is_shown_and_neither_holds_nor_refuses()
    {
        var clock = new Clock();
        await using var app = await PortalApp.OpenAsync(cluster, clock);
        var agreed = await Agreed.CreateAsync(app, 20, 400);
        clock.Advance(Morning(agreed.Monday) - clock.GetUtcNow());
        using var administrator = await app.LogInAsync(app.World.Gribskov[Role.Administrator]);

        await SendAsync(administrator, agreed.Monday.AddDays(1), ("Form.OrderReferenceAsked", "true"), ("Form.ShadowRules", "F02"),
            ("Form.ShadowUntil", Danish(agreed.Monday.AddDays(1))));

        await agreed.DeliverAsync(1, 60);
        await agreed.DeliverAsync(2, 60);
        clock.Advance(TimeSpan.FromDays(15));
        var noted = await agreed.BillAsync("I-7", agreed.Line(60, 400, from: 1, to: 1));
        Assert.Equal(["400.00 0.00 0.00 F02"], await agreed.VerdictsAsync(noted));
        // The day after the trial it is asked for, and so it is on a line for both days.
        foreach (var from in (int[])[1, 2])
        {
            var refused = await Assert.ThrowsAsync<ReferencesMissingException>(
                () => agreed.BillAsync("I-8", agreed.Line(60, 400, from: from, to: 2)));
            Assert.Equal("F02", refused.Codes.ToString());
        }
    }

    [Theory]
    [InlineData("3", 4, "", " D06")]
    [InlineData("30", 20, " D06", "")]
    [InlineData("20", 20, " D06", "")]
    public async Task A_registration_is_late_after_as_many_days_as_hold_on_its_day(string lateDays, int registeredAfter, string before,
        string after)
    {
        var clock = new Clock();
        await using var app = await PortalApp.OpenAsync(cluster, clock);
        var agreed = await Agreed.CreateAsync(app, 20, 400);
        clock.Advance(Morning(agreed.Monday) - clock.GetUtcNow());
        using var administrator = await app.LogInAsync(app.World.Gribskov[Role.Administrator]);

        await SendAsync(administrator, agreed.Monday.AddDays(1), ("Form.LateDays", lateDays));

        await agreed.DeliverAsync(0, 60);
        await agreed.DeliverAsync(1, 60);
        await app.ScalarAsync("alter table portal.time_entries disable trigger user");
        await app.ScalarAsync("update portal.time_entries set registered_at = ends_at + $2 where assignment_id = $1", agreed.Assignment,
            TimeSpan.FromDays(registeredAfter));
        clock.Advance(TimeSpan.FromDays(25));
        var invoice = await agreed.BillAsync("I-9", agreed.Line(60, 400, to: 0), agreed.Line(60, 400, from: 1, to: 1));
        Assert.Equal([$"400.00 0.00 0.00{before}", $"400.00 0.00 0.00{after}"], await agreed.VerdictsAsync(invoice));
        using var finance = await app.LogInAsync(app.World.Gribskov[Role.Finance]);
        // Who redoes the line needs the number of days, where it is not the usual one.
        var entries = (await finance.PageAsync($"/gribskov/municipality/invoices/details/{invoice}")).QuerySelectorAll("table.mm-entries")
            .Select(table => table.TextContent.Contains($"sent, hvis det er over {lateDays} døgn efter", StringComparison.Ordinal));
        Assert.Equal([false, true], entries.Take(2));
        Assert.Contains($"Efter {lateDays} døgn: en bemærkning, der ikke flytter penge",
            (await finance.PageAsync("/gribskov/municipality/settings")).QuerySelector("main")!.TextContent);
    }

    [Fact]
    public async Task What_is_asked_for_is_shown_with_its_version_and_stands_in_the_event()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (gribskov, today) = (app.World.Gribskov, app.World.Today);
        using var administrator = await app.LogInAsync(gribskov[Role.Administrator]);

        await SendAsync(administrator, today.AddDays(1), ("Form.OrderReferenceAsked", "true"), ("Form.PersonReferenceAsked", "true"),
            ("Form.LateDays", "90"));

        var row = (await administrator.PageAsync("/gribskov/municipality/settings")).QuerySelector("main tbody tr")!;
        Assert.Contains("Ordrereference og personreference", row.TextContent);
        Assert.Contains("90 døgn", row.TextContent);
        var payload = (string)(await app.ScalarAsync("""
            select p.payload from portal.evidence_events e
            join portal.evidence_payloads p on p.organisation_id = e.organisation_id and p.sequence = e.sequence
            where e.organisation_id = $1 and e.kind = 'CheckSettingsChanged' order by e.sequence desc limit 1
            """, gribskov.Id))!;
        foreach (var said in (string[])["\"orderReferenceAsked\":true", "\"personReferenceAsked\":true", "\"lateDays\":90"])
        {
            Assert.Contains(said, payload.Replace(" ", "", StringComparison.Ordinal));
        }
        // The next version begins with what holds, and what is decided for later is told with it.
        var form = await administrator.PageAsync(Change);
        Assert.Equal("14", form.QuerySelector("#Form_LateDays")!.GetAttribute("value"));
        Assert.Contains("referencer: ordrereference og personreference, sen efter 90 døgn", form.QuerySelector("main")!.TextContent);
    }

    /// <summary>
    /// A provider writes the days of a line; a ceiling is not passed by writing others than those on which anything was done.
    /// </summary>
    [Fact]
    public async Task A_line_follows_the_day_of_what_it_names_and_over_several_days_what_pays_least()
    {
        var clock = new Clock();
        await using var app = await PortalApp.OpenAsync(cluster, clock);
        var agreed = await Agreed.CreateAsync(app, 20, 400);
        clock.Advance(Morning(agreed.Monday) - clock.GetUtcNow());
        using var administrator = await app.LogInAsync(app.World.Gribskov[Role.Administrator]);
        await SendAsync(administrator, agreed.Monday.AddDays(1), ("Form.PriceCeiling", "300"), ("Form.ShadowRules", "D02"));
        await agreed.DeliverAsync(0, 60);
        var after = await agreed.DeliverAsync(1, 60);
        clock.Advance(TimeSpan.FromDays(15));

        var invoice = await agreed.BillAsync("I-2", agreed.Line(90, 400, entry: after, to: 0), agreed.Line(60, 400, to: 1),
            agreed.Line(30, 400, to: 0));

        // D02 is only noted from the day after, which is not all the days of the first: half an hour of it is not delivered.
        Assert.Equal(["300.00 0.00 300.00 D02|P02", "300.00 0.00 100.00 P02", "0.00 0.00 200.00 U01"], await agreed.VerdictsAsync(invoice));
        using var finance = await app.LogInAsync(app.World.Gribskov[Role.Finance]);
        var page = await finance.PageAsync($"/gribskov/municipality/invoices/details/{invoice}");
        var ceilings = page.QuerySelectorAll(".mm-line-body .mm-terms").Select(terms => terms.TextContent).ToList();
        Assert.Equal([true, true, false], ceilings.Select(c => c.Contains("Kommunens eget prisloft: 300,00", StringComparison.Ordinal)));
        Assert.Equal([true, true, false], ceilings.Select(c => c.Contains("det laveste på linjens dage", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_rule_that_is_tried_out_until_a_day_is_in_effect_again_the_day_after()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (gribskov, today) = (app.World.Gribskov, app.World.Today);
        using var administrator = await app.LogInAsync(gribskov[Role.Administrator]);
        using var finance = await app.LogInAsync(gribskov[Role.Finance]);

        await SendAsync(administrator, today.AddDays(2), ("Form.PriceCeiling", "512,50"), ("Form.ShadowRules", "G02"),
            ("Form.ShadowUntil", Danish(today.AddDays(9))));

        var recorded = await app.SendAsync(gribskov.As(Role.Administrator), new ChangeModel.Query());
        Assert.Equal([(512.50m, "G02"), (512.50m, "G02"), (512.50m, "")],
            new[] { 2, 9, 10 }.Select(day => CheckSettings.On(recorded, today.AddDays(day)))
            .Select(s => (s.PriceCeiling!.Value, string.Join(' ', s.ShadowRules))));
        Assert.NotEqual(512.50m, CheckSettings.On(recorded, today.AddDays(1)).PriceCeiling);
        var page = (await finance.PageAsync("/gribskov/municipality/settings")).QuerySelector("main")!;
        Assert.Contains(Show.Period(today.AddDays(2), today.AddDays(9)), page.TextContent);
        Assert.Equal(2, page.QuerySelectorAll("tbody .mm-tag").Count(tag => tag.TextContent.Trim() == "Kommende"));
        Assert.Null(page.QuerySelector("a[href*='change' i]"));
        Assert.NotNull((await administrator.PageAsync("/gribskov/municipality/settings")).QuerySelector("main a[href*='change' i]"));
        // Who changes the ceiling now finds the end of the trial in the form, and loses it by nothing that is not said.
        var form = await administrator.PageAsync(Change);
        Assert.Contains("Der er allerede besluttet noget for senere", form.QuerySelector("main")!.TextContent);
    }

    [Fact]
    public async Task What_is_decided_for_later_falls_away_only_when_that_was_said()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (gribskov, today) = (app.World.Gribskov, app.World.Today);
        using var administrator = await app.LogInAsync(gribskov[Role.Administrator]);
        await SendAsync(administrator, today.AddDays(20), ("Form.PriceCeiling", "350"));
        var before = await app.ScalarAsync(Count, gribskov.Id);

        var unsaid = await SendAsync(administrator, today.AddDays(5), ("Form.PriceCeiling", "320"));

        Assert.Contains("Der er allerede besluttet noget for senere", unsaid.Page.QuerySelector("main")!.TextContent);
        Assert.NotNull(unsaid.Page.QuerySelector("#Form_ReplacesLater"));
        Assert.Equal(before, await app.ScalarAsync(Count, gribskov.Id));
        // From its own first day on it falls away too; a later day leaves it as it is, and nothing has to be said.
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(administrator, today.AddDays(20), ("Form.PriceCeiling", "320"))).Status);
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(administrator, today.AddDays(30), ("Form.PriceCeiling", "330"))).Status);
        Assert.Equal(HttpStatusCode.Found,
            (await SendAsync(administrator, today.AddDays(5), ("Form.PriceCeiling", "320"), ("Form.ReplacesLater", "true"))).Status);
        var recorded = await app.SendAsync(gribskov.As(Role.Administrator), new ChangeModel.Query());
        Assert.All(new[] { 5, 20, 30 }, day => Assert.Equal(320, CheckSettings.On(recorded, today.AddDays(day)).PriceCeiling));
        var shown = await administrator.PageAsync("/gribskov/municipality/settings");
        Assert.Contains("Erstattet", shown.QuerySelector("tbody")!.TextContent);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_records_once_and_takes_nothing_that_it_does_not_ask_for()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (gribskov, hilleroed) = (app.World.Gribskov, app.World.Hilleroed);
        using var administrator = await app.LogInAsync(gribskov[Role.Administrator]);
        var before = ((long)(await app.ScalarAsync(Count, gribskov.Id))!, await app.ScalarAsync(Count, hilleroed.Id));
        var page = await administrator.PageAsync(Change);
        FormUrlEncodedContent Form() => page.Filled("#Form_ValidFrom", ("Form.PriceCeiling", "399,95"),
            ("Form.MunicipalityId", hilleroed.Id.ToString()), ("Form.Version", "77"),
            ("Form.RecordedBy", hilleroed[Role.Finance].ToString()), ("OrderReferenceAsked", "true"), ("LateDays", "77"));

        var answers = new[] { await administrator.SendAsync(Change, Form()), await administrator.SendAsync(Change, Form()) };

        Assert.All(answers, answer =>
            Assert.Equal((HttpStatusCode.Found, "/gribskov/municipality/settings"), (answer.Status, answer.Location)));
        Assert.Equal((before.Item1 + 1, before.Item2), ((long)(await app.ScalarAsync(Count, gribskov.Id))!,
            await app.ScalarAsync(Count, hilleroed.Id)));
        Assert.Equal(gribskov[Role.Administrator], await app.ScalarAsync(
            "select recorded_by from portal.municipal_settings where municipality_id = $1 and price_ceiling = 399.95 and version < 77 and not order_reference_asked and late_days = 14",
            gribskov.Id));
    }

    [Theory]
    [InlineData("Form.ValidFrom", "01.01.2026", "Tidligst i morgen")]
    [InlineData("Form.ValidFrom", "today", "Tidligst i morgen")]
    [InlineData("Form.PriceCeiling", "0", "Skriv et tal over 0")]
    [InlineData("Form.PriceCeiling", "300,125", "Skriv højst to decimaler")]
    [InlineData("Form.PriceCeiling", "10.000,01", "Skriv et tal over 0")]
    [InlineData("Form.ShadowUntil", "31.12.2099", "Vælg mindst én regel")]
    [InlineData("Form.ShadowUntil", "today", "Skyggetilstanden kan ikke slutte, før den begynder.", "G02")]
    [InlineData("Form.ShadowRules", "K01", "En af reglerne kan ikke være i skyggetilstand.")]
    [InlineData("Form.ShadowRules", "F01", "En af reglerne kan ikke være i skyggetilstand.")]
    [InlineData("Form.LateDays", "0", "Skriv et tal fra 1 til 90.")]
    [InlineData("Form.LateDays", "91", "Skriv et tal fra 1 til 90.")]
    [InlineData("Form.LateDays", "x", "tal")]
    [InlineData("Form.LateDays", "1,5", "tal")]
    [InlineData("Form.LateDays", "", "udfyldes")]
    public async Task What_cannot_hold_is_refused_at_its_field_and_nothing_is_recorded(string field, string value, string says,
        string? rule = null)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var administrator = await app.LogInAsync(app.World.Gribskov[Role.Administrator]);
        var before = await app.ScalarAsync(Count, app.World.Gribskov.Id);
        var typed = new List<(string, string)> { (field, value == "today" ? Danish(app.World.Today) : value) };
        if (rule is not null) typed.Add(("Form.ShadowRules", rule));

        var answer = await SendAsync(administrator, app.World.Today.AddDays(1), [.. typed]);

        Assert.Contains(says, answer.Page.QuerySelector($"#{field.Replace('.', '_')}-error")?.TextContent);
        Assert.Equal(before, await app.ScalarAsync(Count, app.World.Gribskov.Id));
    }

    [Fact]
    public async Task A_form_that_is_older_than_the_newest_version_is_told_so_and_records_nothing_until_it_is_sent_again()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var gribskov = app.World.Gribskov;
        using var administrator = await app.LogInAsync(gribskov[Role.Administrator]);
        var older = (await administrator.PageAsync(Change)).Filled("#Form_ValidFrom", ("Form.ShadowRules", "G02"));
        await SendAsync(administrator, app.World.Today.AddDays(1), ("Form.PriceCeiling", "350"));
        var before = (long)(await app.ScalarAsync(Count, gribskov.Id))!;

        var (status, _, page) = await administrator.SendAsync(Change, older);

        Assert.Equal((HttpStatusCode.OK, before), (status, (long)(await app.ScalarAsync(Count, gribskov.Id))!));
        Assert.Contains("Indstillingerne er ændret, siden du åbnede siden.", page.QuerySelector(".mm-errors")!.TextContent);
        var again = await administrator.SendAsync(Change, page.Filled("#Form_ValidFrom", ("Form.ReplacesLater", "true")));
        Assert.Equal((HttpStatusCode.Found, before + 1), (again.Status, (long)(await app.ScalarAsync(Count, gribskov.Id))!));
    }

    private static async Task<(HttpStatusCode Status, string Location, AngleSharp.Html.Dom.IHtmlDocument Page)> SendAsync(
        HttpClient administrator, DateOnly from, params (string, string)[] typed) =>
        await administrator.SendAsync(Change, (await administrator.PageAsync(Change)).Filled("#Form_ValidFrom",
            typed.Any(t => t.Item1 == "Form.ValidFrom") ? typed : [("Form.ValidFrom", Danish(from)), .. typed]));

    private static string Danish(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    private static DateTimeOffset Morning(DateOnly day) => new(day.ToDateTime(new TimeOnly(6, 0)), TimeSpan.Zero);
}
