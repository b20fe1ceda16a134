using System.Globalization;
using System.Text.Json;
using MentorMarket.Web.Secrets;
using Npgsql;

namespace MentorMarket.Web.Demo;

/// <summary>A grant of the demo: how far it has come, and the provider if it is accepted.</summary>
internal sealed record DemoCase(
    string Number, string Municipality, string Citizen, TargetGroup TargetGroup, GrantStatus Status, DateOnly From, DateOnly To,
    decimal HoursPerWeek, decimal? TotalHours, decimal Rate, decimal? Ceiling, string? Provider = null)
{
    public IReadOnlyList<DemoMember> Mentors { get; init; } = [];

    /// <summary>Some fields are not filled in yet.</summary>
    public bool IsIncomplete { get; init; }

    public Guid Grant => Named.Id("grant", Municipality, Number);
    public Guid Assignment => Named.Id("assignment", Municipality, Number);
    public Guid CitizenId => Named.Id("citizen", Municipality, Citizen);
    public Guid Caseworker =>
        DemoPeople.Member($"sagsbehandler{(Named.Number(3, Number, "caseworker") == 0 ? "2" : "")}@{Municipality}.example").Person;
    public DemoOrganisation Owner => DemoPeople.Organisation(Municipality);
    public Purpose Purpose => TargetGroup == TargetGroup.EducationAssistance ? Purpose.Education : Purpose.Job;

    public Guid Goal(int priority) => Named.Id("goal", Municipality, Number, priority.ToString(CultureInfo.InvariantCulture));

    public IReadOnlyList<(GoalKind Kind, string Detail)> Goals
    {
        get
        {
            var choice = Purpose == Purpose.Education ? DemoWords.EducationGoals : DemoWords.JobGoals;
            var first = Named.Number(2, Number, "main goal");
            var step = 1 + Named.Number(2, Number, "goal step");
            return [.. Enumerable.Range(0, 2 + Named.Number(2, Number, "goals")).Select(i => choice[(first + (i * step)) % choice.Count])];
        }
    }
}

/// <summary>Citizens, grants, assignments, listings and agreements.</summary>
internal sealed class DemoCases(DemoClock clock, Vault vault)
{
    private readonly Rows citizens = new("citizens", "id, municipality_id, number, area, birth_year, language, created_at");
    private readonly Rows identities = new("citizen_identities", "citizen_id, municipality_id, name, phone, email");
    private readonly Rows addresses = new("citizen_addresses", "citizen_id, municipality_id, address, is_protected");
    private readonly Rows cprs = new("citizen_cprs", "citizen_id, municipality_id, key_id, cipher, lookup");
    private readonly Rows grants = new("grants",
        "id, municipality_id, citizen_id, number, status, purpose, purpose_text, target_group, tasks, task_text, requirements, qualifications, hours_per_week, total_hours, starts_on, ends_on, rate, created_by, created_at, submitted_by, submitted_at, decided_by, decided_at, decision_comment, rules_version, aim, mentor_kind, resides_here, is_agreed, scheme_answers, problems, refusal_grounds, refusal_reason");
    private readonly Rows goals = new("grant_goals", "id, grant_id, municipality_id, priority, kind, detail");
    private readonly Rows assignments = new("assignments",
        "id, municipality_id, grant_id, citizen_id, number, status, target_group, starts_on, ends_on, hours_per_week, total_hours, rate, price_ceiling, published_by, published_at, provider_id, accepted_by, accepted_at, ended_on");
    private readonly Rows listings = new("listings",
        "id, municipality_id, number, area, age_band, target_group, purpose, goals, tasks, requirements, hours_per_week, total_hours, starts_on, ends_on, rate, published_at, taken_at");
    private readonly Rows agreements = new("agreements",
        "id, assignment_id, municipality_id, provider_id, citizen_id, version, target_group, valid_from, valid_to, hours_per_week, total_hours, rate, price_ceiling, recorded_by, recorded_at");
    private readonly Rows named = new("agreement_mentors", "agreement_id, mentor_id, municipality_id, provider_id, name, phone, email");
    private readonly Dictionary<Guid, int> birthYears = [];
    private readonly Dictionary<Guid, HashSet<CprNumber>> cprsOf = [];

    public void Add(DemoCase c)
    {
        AddCitizen(c);
        // A case that starts in some time was granted all the same; nothing here has happened after today.
        var start = c.From < clock.Today.AddDays(9) ? c.From : clock.Today.AddDays(9);
        DateTimeOffset Day(int before) => clock.At(start.AddDays(-before), 8 + Named.Number(7, c.Number, "hour"),
            Named.Number(60, c.Number, "minute"));
        var caseworker = c.Caseworker;
        var isSubmitted = c.Status is not (GrantStatus.Draft or GrantStatus.Discarded);
        var isDecided = isSubmitted && c.Status != GrantStatus.Submitted;
        var isRefused = c.Status == GrantStatus.Refused;
        var tasks = Tasks(c);
        var requirements = Requirements(c);
        // Its author follows it up: the database fills that in where nobody is named (trigger default_responsible).
        grants.Add(c.Grant, c.Owner.Id, c.CitizenId, c.Number, c.Status, c.Purpose,
            Named.Pick(c.Purpose == Purpose.Education ? DemoWords.EducationPurposes : DemoWords.JobPurposes, c.Number),
            c.TargetGroup, tasks.Select(t => t.Task.ToString()).ToArray(), c.IsIncomplete ? ""
                : string.Join(' ', tasks.Select(t => t.Text)), requirements,
            c.IsIncomplete ? "" : Named.Pick(DemoWords.Qualifications, c.Number), c.HoursPerWeek, c.TotalHours, c.From,
                c.IsIncomplete ? null : c.To, c.IsIncomplete ? null : c.Rate,
            caseworker, Day(28), isSubmitted ? caseworker : null, isSubmitted ? Day(26) : null,
            isDecided ? DemoPeople.Member($"teamleder@{c.Municipality}.example").Person : null, isDecided ? Day(23) : null,
            isDecided && !isRefused ? Named.Pick(DemoWords.Decisions, c.Number) : "",
                $"{GrantRules.On(DateOnly.FromDateTime(Day(23).Date)).Version} standard.1",
            c.IsIncomplete ? null : c.Purpose == Purpose.Education ? Aim.TakePart : Aim.Closer, MentorKind.External, !c.IsIncomplete,
                !c.IsIncomplete, NeighbouringSchemes(c), Problems(c),
            isRefused ? (string[])[nameof(RefusalGround.OtherCover)] : [], isRefused ? DemoWords.Refusal : "");
        var priority = 1;
        if (!c.IsIncomplete)
        {
            foreach (var (kind, detail) in c.Goals) goals.Add(c.Goal(priority), c.Grant, c.Owner.Id, priority++, kind, detail);
        }

        if (c.Status is GrantStatus.Draft or GrantStatus.Discarded or GrantStatus.Submitted or GrantStatus.Approved or GrantStatus.Refused)
        {
            return;
        }
        AddAssignment(c, caseworker, Day(21), c.Provider is null ? null : Day(14), tasks, requirements);
    }

    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        foreach (var rows in (Rows[])[citizens, identities, addresses, cprs, grants, goals, assignments, listings, agreements, named])
        {
            await rows.WriteAsync(connection, cancel);
        }
    }

    private void AddCitizen(DemoCase c)
    {
        if (!birthYears.TryAdd(c.CitizenId, BirthYear(c))) return;
        var name = $"Testborger {Named.Pick(DemoWords.FirstNames, c.Citizen)} {Named.Pick(DemoWords.LastNames, c.Citizen, "last")}";
        citizens.Add(c.CitizenId, c.Owner.Id, c.Citizen.ToUpperInvariant(), Area(c), birthYears[c.CitizenId], "da", clock.YearStart);
        identities.Add(c.CitizenId, c.Owner.Id, name,
            $"00 00 {Named.Number(90, c.Citizen, "a") + 10} {Named.Number(90, c.Citizen, "b") + 10}", $"{c.Citizen}@borger.example");
        // Every eleventh has a protected address.
        addresses.Add(c.CitizenId, c.Owner.Id, $"Eksempelvej {1 + Named.Number(120, c.Citizen, "street")}, 0000 Demoby",
            Named.Number(11, c.Citizen, "protected") == 0);
        var cpr = Cpr(c);
        var secret = vault.Seal(cpr, c.Owner.Id, c.CitizenId);
        cprs.Add(c.CitizenId, c.Owner.Id, secret.KeyId, secret.Cipher, vault.LookUp(cpr, c.Owner.Id));
    }

    // Plainly invented: the day of birth is always the first of January, and the last four digits begin with 00 and run on.
    private CprNumber Cpr(DemoCase c)
    {
        var taken = cprsOf.GetValueOrDefault(c.Owner.Id) ?? (cprsOf[c.Owner.Id] = []);
        var year = birthYears[c.CitizenId];
        for (var serial = 1; ; serial++)
        {
            var number = new CprNumber(string.Create(CultureInfo.InvariantCulture,
                $"0101{year % 100:00}{(year < 2000 ? 0 : 4)}{serial:000}"));
            if (taken.Add(number)) return number;
        }
    }

    private void AddAssignment(DemoCase c, Guid caseworker, DateTimeOffset publishedAt, DateTimeOffset? acceptedAt,
        List<(MentorTask Task, string Text)> tasks, string[] requirements)
    {
        var status = c.Status switch
        {
            GrantStatus.Ended => AssignmentStatus.Ended,
            GrantStatus.Accepted => AssignmentStatus.Accepted,
            _ => AssignmentStatus.Published,
        };
        var provider = c.Provider is null ? null : DemoPeople.Organisation(c.Provider);
        Guid? coordinator = c.Provider is null ? null : DemoPeople.Member($"koordinator@{c.Provider}.example").Person;
        assignments.Add(c.Assignment, c.Owner.Id, c.Grant, c.CitizenId, c.Number, status, c.TargetGroup, c.From, c.To, c.HoursPerWeek,
            c.TotalHours, c.Rate, c.Ceiling,
            caseworker, publishedAt, provider?.Id, coordinator, acceptedAt, status == AssignmentStatus.Ended ? c.To : null);
        listings.Add(c.Assignment, c.Owner.Id, c.Number, Area(c), AgeBand.Of(birthYears[c.CitizenId], c.From.Year), c.TargetGroup,
            c.Purpose,
            c.Goals.Select(g => g.Kind.ToString()).ToArray(), tasks.Select(t => t.Task.ToString()).ToArray(), requirements,
            c.HoursPerWeek, c.TotalHours, c.From, c.To, c.Rate, publishedAt, acceptedAt);
        if (provider is null) return;

        var agreement = Named.Id("agreement", c.Municipality, c.Number);
        agreements.Add(agreement, c.Assignment, c.Owner.Id, provider.Id, c.CitizenId, 1, c.TargetGroup, c.From, c.To, c.HoursPerWeek,
            c.TotalHours, c.Rate, c.Ceiling, coordinator, acceptedAt);
        foreach (var mentor in c.Mentors)
        {
            named.Add(agreement, mentor.Person, c.Owner.Id, provider.Id, mentor.Name, mentor.Phone, mentor.UserName);
        }
    }

    // All that a grant of this kind is asked about, considered and not relevant.
    private static Json NeighbouringSchemes(DemoCase c) => new(c.IsIncomplete ? "{}" : JsonSerializer.Serialize(
        Enum.GetValues<NeighbouringScheme>().ToDictionary(check => check.ToString(), _ => nameof(SchemeAnswer.NotRelevant))));

    private static string[] Problems(DemoCase c) => [Named.Pick(Enum.GetNames<ProblemTag>(), c.Number, "problem")];

    private static string Area(DemoCase c) => Named.Pick(DemoWords.Areas(c.Municipality), c.Citizen, "area");

    private int BirthYear(DemoCase c) =>
        clock.Today.Year - (c.TargetGroup == TargetGroup.EducationAssistance ? 19 + Named.Number(10, c.Citizen, "age") : 26
            + Named.Number(34, c.Citizen, "age"));

    private static List<(MentorTask Task, string Text)> Tasks(DemoCase c)
    {
        var first = Named.Number(DemoWords.Tasks.Count, c.Number, "task");
        return [.. Enumerable.Range(0, 2 + Named.Number(3, c.Number, "tasks"))
            .Select(i => DemoWords.Tasks[(first + (i * 5)) % DemoWords.Tasks.Count])];
    }

    private static string[] Requirements(DemoCase c)
    {
        var all = Enum.GetNames<Requirement>();
        return [.. Enumerable.Range(0, Named.Number(3, c.Number, "requirements"))
            .Select(i => Named.Pick(all, c.Number, "requirement", i == 0 ? "a" : "b")).Distinct()];
    }
}
