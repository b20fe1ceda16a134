using System.Security.Cryptography;

namespace MentorMarket.Web.Tests.Histories;

/// <summary>
/// The organisations, people and courses of one history, put there as rows: what the history itself does goes the portal's way.
/// </summary>
internal sealed class ArenaRows
{
    private static readonly DateOnly LastDay = new(2099, 12, 31);

    private readonly Rows rows = new();
    private readonly Guid[] providers = [Guid.CreateVersion7(), Guid.CreateVersion7()];
    private readonly Guid[] mentors = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];
    private readonly (Guid Id, Guid Link)[] citizens =
        [.. Enumerable.Range(0, 4).Select(_ => (Guid.CreateVersion7(), Guid.CreateVersion7()))];
    private readonly Guid clerk = Guid.CreateVersion7();
    private readonly Guid coordinator = Guid.CreateVersion7();
    private readonly string name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    private ArenaRows(string connection, Terms terms) => (Connection, Terms) = (connection, terms);

    public string Connection { get; }
    public Terms Terms { get; }
    public Guid[] Municipalities { get; } = [Guid.CreateVersion7(), Guid.CreateVersion7()];
    public IReadOnlyList<Course> Courses { get; private set; } = [];

    public Actor Finance(Guid municipality) => new(ActorKind.Municipality, municipality, clerk, "Økonomi") { Roles = [Role.Finance] };

    /// <param name="Mentors">By their places in the course.</param>
    internal sealed record Course(Guid Assignment, string Number, Guid Grant, Guid Goal, Guid Municipality, Guid[] Mentors, Guid Link,
        Actor Citizen, Actor Coordinator, Actor Caseworker)
    {
        public Actor Mentor(int place) =>
            Coordinator with { Person = Mentors[place % Mentors.Length], Name = $"Mentor {place}", Roles = [Role.Mentor] };
    }

    public static async Task<ArenaRows> SaveAsync(string connection, Terms terms)
    {
        var world = new ArenaRows(connection, terms);
        world.AddOrganisations();
        world.Courses = [.. Enumerable.Range(0, Terms.Courses).Select(world.AddAssignment)];
        await world.rows.SaveAsync(connection);
        return world;
    }

    private void AddOrganisations()
    {
        foreach (var (id, kind) in Municipalities.Select(id => (id, "Municipality")).Concat(providers.Select(id => (id, "Provider"))))
        {
            rows.Add("organisations", ("id", id), ("kind", kind), ("slug", $"h-{id:N}"), ("name", $"Prøve {name}"));
        }
        // Who is responsible for a grant is one of the municipality's people.
        var email = $"{name}@kommune.example";
        rows.Add("users", ("id", clerk), ("user_name", email), ("normalized_user_name", email.ToUpperInvariant()), ("email", email),
            ("normalized_email", email.ToUpperInvariant()),
            ("email_confirmed", true), ("security_stamp", name), ("concurrency_stamp", name), ("display_name", "Sagsbehandler"),
                ("is_demo", true));
        foreach (var municipality in Municipalities)
        {
            rows.Add("memberships", ("id", Guid.CreateVersion7()), ("organisation_id", municipality), ("person_id", clerk),
                ("name", "Sagsbehandler"), ("email", email), ("phone", ""), ("roles", new[] { "Caseworker", "Finance" }));
        }
        for (var c = 0; c < citizens.Length; c++)
        {
            var municipality = Municipalities[c == 3 ? 1 : 0];
            rows.Add("citizens", ("id", citizens[c].Id), ("municipality_id", municipality), ("number", $"B-{c}"), ("area", "Prøveby"),
                ("birth_year", 1990));
            rows.Add("citizen_links", ("id", citizens[c].Link), ("municipality_id", municipality), ("citizen_id", citizens[c].Id),
                ("token_hash", RandomNumberGenerator.GetBytes(32)),
                ("code_hash", RandomNumberGenerator.GetBytes(32)), ("issued_by", clerk), ("issued_at", DateTimeOffset.UnixEpoch),
                    ("expires_on", LastDay));
        }
    }

    private Course AddAssignment(int place)
    {
        var (m, p, c, named) = Terms.Parties(place);
        var agreed = Terms.Agreed[place];
        var (municipality, provider, citizen) = (Municipalities[m], providers[p], citizens[c]);
        var caseworker = new Actor(ActorKind.Municipality, municipality, clerk, "Sagsbehandler") { Roles = [Role.Caseworker] };
        var course = new Course(Guid.CreateVersion7(), $"MF-{place}", Guid.CreateVersion7(), Guid.CreateVersion7(), municipality,
            [.. named.Select(i => mentors[i])], citizen.Link,
            new Actor(ActorKind.Citizen, municipality) { Citizen = citizen.Id },
                new Actor(ActorKind.Provider, provider, coordinator, "Koordinator") { Roles = [Role.Coordinator] }, caseworker);
        var from = Terms.Monday.AddDays(agreed.FirstDay);
        var before = new DateTimeOffset(from.ToDateTime(default), TimeSpan.Zero).AddDays(-40);
        rows.Add("grants", ("id", course.Grant), ("municipality_id", municipality), ("citizen_id", citizen.Id), ("number", $"G-{place}"),
            ("status", "Accepted"), ("purpose", "Job"), ("purpose_text", "Job"),
            ("target_group", "JobReady"), ("tasks", new[] { "MeetOnTime" }), ("requirements", Array.Empty<string>()),
                ("hours_per_week", agreed.HoursPerWeek), ("total_hours", agreed.TotalHours),
            ("starts_on", from), ("ends_on", LastDay), ("rate", agreed.Rate), ("created_by", clerk), ("created_at", before),
                ("submitted_by", clerk), ("submitted_at", before),
            ("decided_by", coordinator), ("decided_at", before), ("rules_version", "2026"));
        rows.Add("grant_goals", ("id", course.Goal), ("grant_id", course.Grant), ("municipality_id", municipality), ("priority", 1),
            ("kind", "FindJob"), ("detail", "Job"));
        rows.Add("assignments", ("id", course.Assignment), ("municipality_id", municipality), ("grant_id", course.Grant),
            ("citizen_id", citizen.Id), ("number", course.Number), ("status", "Accepted"), ("target_group", "JobReady"),
            ("starts_on", from), ("ends_on", LastDay), ("hours_per_week", agreed.HoursPerWeek), ("total_hours", agreed.TotalHours),
                ("rate", agreed.Rate), ("price_ceiling", agreed.Ceiling), ("published_by", clerk), ("published_at", before),
            ("provider_id", provider), ("accepted_by", coordinator), ("accepted_at", before));
        var agreement = Guid.CreateVersion7();
        rows.Add("agreements", ("id", agreement), ("assignment_id", course.Assignment), ("municipality_id", municipality),
            ("provider_id", provider), ("citizen_id", citizen.Id), ("version", 1), ("target_group", "JobReady"),
            ("valid_from", from), ("valid_to", LastDay), ("hours_per_week", agreed.HoursPerWeek), ("total_hours", agreed.TotalHours),
                ("rate", agreed.Rate), ("price_ceiling", agreed.Ceiling), ("recorded_by", coordinator), ("recorded_at", before));
        foreach (var mentor in course.Mentors)
        {
            rows.Add("agreement_mentors", ("agreement_id", agreement), ("mentor_id", mentor), ("municipality_id", municipality),
                ("provider_id", provider), ("name", "Mentor Prøve"), ("phone", ""), ("email", ""));
        }
        return course;
    }
}
