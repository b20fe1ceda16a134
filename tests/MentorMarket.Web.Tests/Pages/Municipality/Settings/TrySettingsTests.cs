using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Rules;
using MentorMarket.Web.Pages.Municipality.Settings;
using MentorMarket.Web.Pages.Provider.Invoices;
using MentorMarket.Web.Tests.Identity;
using Approve = MentorMarket.Web.Pages.Municipality.Invoices.ApproveModel;

namespace MentorMarket.Web.Tests.Pages.Municipality.Settings;

/// <summary>What settings would have done to the invoices of the last quarter is what the checks then find.</summary>
public sealed class TrySettingsTests(Cluster cluster)
{
    private const string Change = "/gribskov/municipality/settings/change";
    private const string Count = "select count(*) from portal.municipal_settings where municipality_id = $1";

    [Fact]
    public async Task The_trial_says_to_the_ore_what_the_checks_then_find()
    {
        var clock = new Clock();
        await using var app = await PortalApp.OpenAsync(cluster, clock);
        var agreed = await Agreed.CreateAsync(app, 3, 400);
        var lines = new List<TypedLine>();
        for (var day = 0; day < 4; day++)
        {
            var entry = await agreed.DeliverAsync(day, 50, confirmed: day % 2 == 0);
            if (day == 1) await agreed.AnswerAsync(entry, strength: "Weak", at: Morning(agreed.Monday.AddDays(day)).AddHours(8));
            lines.Add(agreed.Line(day == 2 ? 70 : 50, 410, entry: entry, from: day, to: day));
        }
        // In a quarter of its own.
        var invoice = await agreed.BillAsync("I-2", 120, [.. lines]);
        var issued = agreed.Monday.AddDays(120);
        GoPastTheQuarterOf(issued, clock);
        var form = new SettingsForm
        {
            PriceCeiling = 350,
            AcceptsWeakReceipts = true,
            ShadowRules = [FindingCode.G02, FindingCode.D02, FindingCode.E02],
        };

        var (from, to, trial, left) = await app.SendAsync(agreed.Municipality.As(Role.Administrator), new TrySettings(form));
        var unchanged = await app.SendAsync(agreed.Municipality.As(Role.Administrator),
            new TrySettings(new() { PriceCeiling = 450 }));

        Assert.Empty(unchanged.Trial.Effects);
        Assert.True(from <= issued && issued <= to);
        Assert.Equal(0, left);
        Assert.All(trial.Effects, e => Assert.Equal(0, e.Payable.Ore + e.Held.Ore + e.Rejected.Ore));
        Assert.Contains(trial.Effects, e => e is { Part: SettingsPart.WeakReceipts, Lines: 1 });
        Assert.Contains(trial.Effects, e => e is { Rule: FindingCode.D02, Lines: 1 });
        Assert.Contains(trial.Effects, e => e is { Rule: FindingCode.E02, Lines: 0 });
        var before = await SumsAsync(app, agreed, from, to);
        await app.ScalarAsync("""
            insert into portal.municipal_settings
                (id, municipality_id, version, valid_from, price_ceiling, accepts_weak_receipts, shadow_rules, recorded_at)
            values (gen_random_uuid(), $1, 99, $2, 350, true, '{D02,E02,G02}', $3)
            """, agreed.Municipality.Id, agreed.Monday.AddDays(-500), clock.GetUtcNow());
        await agreed.WorkAsync();
        await agreed.CheckAsync(invoice);
        var (together, after) = (trial.Effects[^1], await SumsAsync(app, agreed, from, to));
        Assert.Equal(SettingsPart.Together, together.Part);
        Assert.Equal((together.Payable.Kroner, together.Held.Kroner, together.Rejected.Kroner),
            (after.Payable - before.Payable, after.Held - before.Held, after.Rejected - before.Rejected));
        Assert.NotEqual(Money.Zero, together.Payable);
    }

    [Fact]
    public async Task The_trial_says_of_references_to_the_ore_what_the_checks_then_find()
    {
        var clock = new Clock();
        await using var app = await PortalApp.OpenAsync(cluster, clock);
        var agreed = await Agreed.CreateAsync(app, 20, 400);
        // In a quarter of its own.
        var invoices = new List<Guid>();
        foreach (var (order, person, day) in new[] { ("", "", 0), ("R-1", "", 1), ("R-2", "P-2", 2) })
        {
            agreed.References = (order, person);
            var line = agreed.Line(60 + day, 400, entry: await agreed.DeliverAsync(day, 60), from: day, to: day);
            invoices.Add(await agreed.BillAsync($"R-{day}", 120, line));
        }
        GoPastTheQuarterOf(agreed.Monday.AddDays(120), clock);
        var form = new SettingsForm { OrderReferenceAsked = true, PersonReferenceAsked = true, PriceCeiling = 450 };

        var (from, to, trial, _) = await app.SendAsync(agreed.Municipality.As(Role.Administrator), new TrySettings(form));

        // What is not delivered is not held but rejected, with a reference or without one.
        Assert.Equal([(SettingsPart.OrderReference, 1, 400m), (SettingsPart.PersonReference, 2, 800m), (SettingsPart.Together, 2, 800m)],
            trial.Effects.Select(e => (e.Part, e.Lines, e.Held.Kroner)));
        Assert.All(trial.Effects, e => Assert.Equal((-e.Held.Kroner, 0m), (e.Payable.Kroner, e.Rejected.Kroner)));
        var before = await SumsAsync(app, agreed, from, to);
        await app.ScalarAsync("""
            insert into portal.municipal_settings
                (id, municipality_id, version, valid_from, price_ceiling, order_reference_asked, person_reference_asked, recorded_at)
            values (gen_random_uuid(), $1, 99, $2, 450, true, true, $3)
            """, agreed.Municipality.Id, agreed.Monday.AddDays(-500), clock.GetUtcNow());
        await agreed.WorkAsync();
        foreach (var invoice in invoices) await agreed.CheckAsync(invoice);
        var (together, after) = (trial.Effects[^1], await SumsAsync(app, agreed, from, to));
        Assert.Equal((together.Payable.Kroner, together.Held.Kroner, together.Rejected.Kroner),
            (after.Payable - before.Payable, after.Held - before.Held, after.Rejected - before.Rejected));
    }

    [Fact]
    public async Task The_trial_is_the_same_once_the_invoices_are_approved()
    {
        var clock = new Clock();
        await using var app = await PortalApp.OpenAsync(cluster, clock);
        var agreed = await Agreed.CreateAsync(app, 3, 400);
        var lines = new List<TypedLine>();
        for (var day = 0; day < 4; day++)
        {
            lines.Add(agreed.Line(60, 400, entry: await agreed.DeliverAsync(day, 60, confirmed: day != 1), from: day, to: day));
        }
        // In a quarter of its own.
        var invoice = await agreed.BillAsync("I-4", 120, [.. lines]);
        GoPastTheQuarterOf(agreed.Monday.AddDays(120), clock);
        async Task<IReadOnlyList<SettingsEffect>> TryAsync() => (await app.SendAsync(agreed.Municipality.As(Role.Administrator),
            new TrySettings(new() { PriceCeiling = 350, ShadowRules = [FindingCode.E01, FindingCode.G02] }))).Trial.Effects;
        var before = await TryAsync();

        await app.SendAsync(agreed.Municipality.As(Role.Finance), new Approve.Command(invoice,
            (Guid)(await app.ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!, ""));

        Assert.Equal(before, await TryAsync());
        Assert.All(before, effect => Assert.NotEqual(0, effect.Lines));
    }

    [Fact]
    public async Task The_page_shows_what_it_would_have_done_keeps_what_was_typed_and_records_nothing()
    {
        var clock = new Clock();
        await using var app = await PortalApp.OpenAsync(cluster, clock);
        var agreed = await Agreed.CreateAsync(app, 3, 400);
        await agreed.BillAsync("I-3", agreed.Line(60, 400, entry: await agreed.DeliverAsync(0, 60), to: 0));
        GoPastTheQuarterOf(agreed.Monday.AddDays(14), clock);
        using var administrator = await app.LogInAsync(app.World.Gribskov[Role.Administrator]);
        var before = await app.ScalarAsync(Count, app.World.Gribskov.Id);
        var page = await administrator.PageAsync(Change);

        var answer = await administrator.SendAsync(Change + "?handler=Try",
            page.Filled("#Form_ValidFrom", ("Form.PriceCeiling", "350"), ("Form.ShadowRules", "G02")));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var tried = answer.Page.QuerySelector("#tried")!;
        Assert.Contains("Prisloft på 350,00\u00a0kr.", tried.TextContent);
        Assert.Contains("G02 i skyggetilstand", tried.TextContent);
        Assert.Contains("Alt sammen", tried.TextContent);
        Assert.Equal("350", answer.Page.QuerySelector("#Form_PriceCeiling")!.GetAttribute("value"));
        Assert.Equal(before, await app.ScalarAsync(Count, app.World.Gribskov.Id));
    }

    private static async Task<(decimal Payable, decimal Held, decimal Rejected)> SumsAsync(PortalApp app, Agreed agreed, DateOnly from,
        DateOnly to)
    {
        async Task<decimal> Of(string column) => (decimal)(await app.ScalarAsync($"""
            select coalesce(sum(v.{column}), 0) from portal.invoices i join portal.line_verdicts v on v.check_id = i.check_id
            where i.municipality_id = $1 and i.issued_on between $2 and $3 and i.status <> 'Returned'
            """, agreed.Municipality.Id, from, to))!;
        return (await Of("payable"), await Of("held"), await Of("rejected"));
    }

    private static void GoPastTheQuarterOf(DateOnly day, Clock clock) =>
        clock.Advance(Morning(new DateOnly(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1).AddMonths(3)) - clock.GetUtcNow());

    private static DateTimeOffset Morning(DateOnly day) => new(day.ToDateTime(new TimeOnly(6, 0)), TimeSpan.Zero);
}
