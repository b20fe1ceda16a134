using System.Globalization;
using MentorMarket.Web.Invoices;
using MentorMarket.Web.Jobs;
using MentorMarket.Web.Pages.Provider.Invoices;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Pages;

/// <summary>
/// A case with terms and deliveries of a test's own. What the provider and the citizen did is put there as rows;
/// invoices go the way of the portal: submitted by the coordinator, then checked. The first day is a Monday.
/// </summary>
internal sealed class Agreed
{
    private readonly PortalApp app;
    private readonly TestDatabase database;
    private readonly Guid mentor;

    private Agreed(PortalApp app, World.Party municipality, World.Party provider, string number, Guid mentor)
    {
        this.app = app;
        database = app.Database;
        this.mentor = mentor;
        (Municipality, Provider, Number) = (municipality, provider, number);
        var today = database.World.Today;
        Monday = today.AddDays(-28 - (((int)today.DayOfWeek + 6) % 7));
    }

    public World.Party Municipality { get; }
    public World.Party Provider { get; }
    public string Number { get; }

    /// <summary>What the next invoice refers to.</summary>
    public (string Order, string Person) References { get; set; } = ("", "");
    public DateOnly Monday { get; }
    public Guid Citizen { get; } = Guid.CreateVersion7();
    public Guid Grant { get; } = Guid.CreateVersion7();
    public Guid Assignment { get; } = Guid.CreateVersion7();
    private Guid Goal { get; } = Guid.CreateVersion7();

    public static async Task<Agreed> CreateAsync(
        PortalApp app, decimal hoursPerWeek, decimal rate, decimal? ceiling = null,
        World.Party? municipality = null, World.Party? provider = null, Guid? mentor = null, string number = "MF-PROEVE-1")
    {
        var world = app.World;
        var by = provider ?? world.Nord;
        var agreed = new Agreed(app, municipality ?? world.Gribskov, by, number, mentor ?? by[Role.Mentor]);
        await agreed.SaveTermsAsync(hoursPerWeek, rate, ceiling);
        return agreed;
    }

    /// <summary>Direct contact on the n-th day from Monday, registered ten minutes after it ended.</summary>
    public async Task<Guid> DeliverAsync(int day, int minutes, bool confirmed = true, string at = "09:00", Guid? corrects = null,
        string? act = null, Guid? by = null)
    {
        var id = Guid.CreateVersion7();
        var on = Monday.AddDays(day);
        var starts = new DateTimeOffset(on.ToDateTime(TimeOnly.Parse(at, CultureInfo.InvariantCulture)), TimeSpan.Zero);
        var rows = new Rows();
        rows.Add("time_entries",
            [("id", id), .. Sides, ("assignment_id", Assignment), ("mentor_id", by ?? mentor), ("mentor_name", "Mentor Prøve"),
            ("starts_at", starts), ("ends_at", starts.AddMinutes(minutes)),
            ("minutes", minutes), ("local_date", on), ("iso_week", ISOWeek.GetWeekOfYear(on.ToDateTime(default))), ("kind", "Direct"),
                ("place", "Home"), ("registered_by", mentor),
            ("registered_at", starts.AddMinutes(minutes + 10)), ("supersedes_id", corrects),
                ("correction", corrects is null ? null : "WrongTime"), ("act", act)]);
        rows.Add("goal_steps", [("entry_id", id), ("goal_id", Goal), ("assignment_id", Assignment), .. Sides, ("step", 3)]);
        await rows.SaveAsync(database.Migrator);
        if (confirmed) await AnswerAsync(id, "Confirmed", starts.AddMinutes(minutes + 20));
        return id;
    }

    public async Task AnswerAsync(Guid entry, string answer = "Confirmed", DateTimeOffset? at = null, string strength = "Strong")
    {
        var rows = new Rows();
        rows.Add("confirmations", [("id", Guid.CreateVersion7()), ("entry_id", entry), .. Sides, ("assignment_id", Assignment),
            ("answer", answer), ("word", answer == "Disputed" ? "Vi sås ikke" : ""),
            ("channel", "CitizenLink"), ("strength", strength), ("recorded_at", at ?? TimeProvider.System.GetUtcNow())]);
        await rows.SaveAsync(database.Migrator);
    }

    /// <summary>The municipality's next settings: nothing but rules in shadow mode, for days of delivery long before.</summary>
    public Task ShadowAsync(params string[] codes) => SettingsAsync(Monday.AddDays(-300), null, codes);

    /// <summary>The municipality's next settings: nothing but a price ceiling.</summary>
    public Task CeilingAsync(DateOnly from, decimal ceiling) => SettingsAsync(from, ceiling, []);

    private async Task SettingsAsync(DateOnly from, decimal? ceiling, string[] shadow)
    {
        var version = (int)(await database.ScalarAsync(
            "select coalesce(max(version), 0) + 1 from portal.municipal_settings where municipality_id = $1", Municipality.Id))!;
        var rows = new Rows();
        rows.Add("municipal_settings", ("id", Guid.CreateVersion7()), ("municipality_id", Municipality.Id), ("version", version),
            ("valid_from", from), ("price_ceiling", ceiling), ("shadow_rules", shadow),
            ("recorded_at", new DateTimeOffset(Monday.ToDateTime(default), TimeSpan.Zero)));
        await rows.SaveAsync(database.Migrator);
    }

    public TypedLine Line(int minutes, decimal rate, decimal? amount = null, Guid? entry = null, int from = 0, int to = 6) => new(
        Number, entry, Monday.AddDays(from), Monday.AddDays(to), minutes, rate,
            amount ?? Math.Round(minutes * rate / 60, 2, MidpointRounding.AwayFromZero), "Mentorstøtte");

    public async Task<Guid> BillAsync(string number, params TypedLine[] lines) => await BillAsync(number, 14, lines);

    /// <param name="issuedAfter">Days from Monday to the invoice's own date.</param>
    public async Task<Guid> BillAsync(string number, int issuedAfter, params TypedLine[] lines)
    {
        var (invoice, check) = await app.SendAsync(Provider.As(Role.Coordinator), new SubmitInvoice(
            Municipality.Id, number, Monday.AddDays(issuedAfter), Monday, Monday.AddDays(13), References.Order, References.Person, lines));
        Assert.True(await app.Services.GetRequiredService<JobRunner>().RunNowAsync(check));
        return invoice;
    }

    /// <summary>What the worker does when an entry is new, corrected or answered: it asks for checks, and makes them.</summary>
    public Task RecheckAsync(Guid entry) => RecheckAsync(app, Municipality, entry);

    public static async Task RecheckAsync(PortalApp app, World.Party municipality, Guid entry)
    {
        await app.SendAsync(new Actor(ActorKind.Checker, municipality.Id), new RecheckEntry(entry));
        await WorkAsync(app, municipality);
    }

    /// <summary>Makes every check that waits in the municipality.</summary>
    public Task WorkAsync() => WorkAsync(app, Municipality);

    private static async Task WorkAsync(PortalApp app, World.Party municipality)
    {
        while (await app.ScalarAsync("""
            update portal.jobs set done_at = now() where kind = 'CheckInvoice' and municipality_id = $1 and done_at is null
              and subject_id = (select subject_id from portal.jobs where kind = 'CheckInvoice' and municipality_id = $1 and done_at is null order by id limit 1)
            returning subject_id
            """, municipality.Id) is Guid invoice)
            await app.SendAsync(new Actor(ActorKind.Checker, municipality.Id), new CheckInvoice(invoice));
    }

    public Task CheckAsync(Guid invoice) => app.SendAsync(Checker, new CheckInvoice(invoice));

    public Actor Checker => new(ActorKind.Checker, Municipality.Id);

    /// <summary>The newest verdict on each line: payable, held, rejected, codes.</summary>
    public async Task<string[]> VerdictsAsync(Guid invoice)
    {
        await using var connection = await database.OpenAsync("mm_migrator");
        await using var command = new NpgsqlCommand("""
            select concat_ws(' ', v.payable, v.held, v.rejected, nullif((select string_agg(c, '|' order by c) from unnest(v.codes) c), ''))
            from portal.invoices i join portal.line_verdicts v on v.check_id = i.check_id join portal.invoice_lines l on l.id = v.line_id
            where i.id = $1 order by l.line_no
            """, connection);
        command.Parameters.Add(new() { Value = invoice });
        await using var reader = await command.ExecuteReaderAsync();
        var verdicts = new List<string>();
        while (await reader.ReadAsync()) verdicts.Add(reader.GetString(0));
        return [.. verdicts];
    }

    private (string, object?)[] Sides => [("municipality_id", Municipality.Id), ("provider_id", Provider.Id)];

    private async Task SaveTermsAsync(decimal hoursPerWeek, decimal rate, decimal? ceiling)
    {
        var (from, to, m) = (Monday.AddDays(-7), Monday.AddDays(80), Municipality.Id);
        var before = new DateTimeOffset(from.ToDateTime(default), TimeSpan.Zero).AddDays(-5);
        var rows = new Rows();
        rows.Add("citizens", ("id", Citizen), ("municipality_id", m), ("number", $"B-{Number}"), ("area", "Prøveby"), ("birth_year", 1990));
        rows.Add("citizen_identities", ("citizen_id", Citizen), ("municipality_id", m), ("name", "Prøve Borgersen"), ("phone", ""),
            ("email", ""));
        rows.Add("citizen_addresses", ("citizen_id", Citizen), ("municipality_id", m), ("address", "Prøvevej 1"));
        rows.Add("grants", ("id", Grant), ("municipality_id", m), ("citizen_id", Citizen), ("number", $"G-{Number}"),
            ("status", "Accepted"), ("purpose", "Job"), ("purpose_text", "Job"),
            ("target_group", "JobReady"), ("tasks", new[] { "MeetOnTime" }), ("requirements", Array.Empty<string>()),
                ("hours_per_week", hoursPerWeek), ("starts_on", from), ("ends_on", to), ("rate", rate),
            ("created_by", Municipality[Role.Caseworker]), ("created_at", before), ("submitted_by", Municipality[Role.Caseworker]),
                ("submitted_at", before),
            ("decided_by", Municipality[Role.TeamLeader]), ("decided_at", before), ("rules_version", "2026"));
        rows.Add("grant_goals", ("id", Goal), ("grant_id", Grant), ("municipality_id", m), ("priority", 1), ("kind", "FindJob"),
            ("detail", "Job"));
        rows.Add("assignments", ("id", Assignment), ("municipality_id", m), ("grant_id", Grant), ("citizen_id", Citizen),
            ("number", Number), ("status", "Accepted"), ("target_group", "JobReady"),
            ("starts_on", from), ("ends_on", to), ("hours_per_week", hoursPerWeek), ("rate", rate), ("price_ceiling", ceiling),
                ("published_by", Municipality[Role.Caseworker]), ("published_at", before),
            ("provider_id", Provider.Id), ("accepted_by", Provider[Role.Coordinator]), ("accepted_at", before));
        var agreement = Guid.CreateVersion7();
        rows.Add("agreements", [("id", agreement), ("assignment_id", Assignment), .. Sides, ("citizen_id", Citizen), ("version", 1),
            ("target_group", "JobReady"), ("valid_from", from), ("valid_to", to),
            ("hours_per_week", hoursPerWeek), ("rate", rate), ("price_ceiling", ceiling), ("recorded_by", Provider[Role.Coordinator]),
                ("recorded_at", before)]);
        rows.Add("agreement_mentors", [("agreement_id", agreement), ("mentor_id", mentor), .. Sides, ("name", "Mentor Prøve"),
            ("phone", ""), ("email", "")]);
        await rows.SaveAsync(database.Migrator);
    }
}
