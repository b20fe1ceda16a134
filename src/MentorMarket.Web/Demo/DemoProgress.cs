using System.Text.Json;
using Npgsql;

namespace MentorMarket.Web.Demo;

/// <summary>
/// How assignments of the demo go on: in each municipality one is to be extended and one rests, and what came of those that ended.
/// </summary>
internal static class DemoProgress
{
    private static readonly string[] Texts = ["Borgeren er kommet godt videre.", "Praktikken fortsætter hos samme arbejdsgiver.",
        "Borgeren klarer sig nu uden mentor.", ""];

    public static async Task WriteAsync(NpgsqlConnection connection, DemoClock clock, IEnumerable<DemoCase> cases, CancellationToken cancel)
    {
        foreach (var own in cases.GroupBy(c => c.Municipality).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var live = own.Where(c => c.Status == GrantStatus.Accepted && c.Provider is not null && c.To >= clock.Today.AddDays(10))
                .OrderBy(c => c.To).ThenBy(c => c.Number, StringComparer.Ordinal).ToList();
            if (live.Count > 0) await ExtendAsync(connection, clock, live[0], cancel);
            if (live.Count > 1) await PauseAsync(connection, clock, live[^1], cancel);
            await EndAsync(connection, clock,
                [.. own.Where(c => c.Status == GrantStatus.Ended).OrderBy(c => c.Number, StringComparer.Ordinal)], cancel);
        }
    }

    // The terms as they are, for another stretch of the same length; it waits for the team leader.
    private static async Task ExtendAsync(NpgsqlConnection connection, DemoClock clock, DemoCase c, CancellationToken cancel)
    {
        var number = $"{c.Number}F";
        var id = Named.Id("grant", c.Municipality, number);
        var changes = JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["id"] = id,
            ["number"] = number,
            ["status"] = nameof(GrantStatus.Submitted),
            ["kind"] = nameof(GrantKind.Extension),
            ["follows_id"] = c.Grant,
            ["starts_on"] = c.To.AddDays(1),
            ["ends_on"] = c.To.AddDays(84),
            ["change_reason"] = "Borgeren er tæt på målet og har brug for støtte, til den nye hverdag holder.",
            ["reassessment"] = "Borgeren møder nu det meste af tiden. Hovedmålet er det samme, og støtten er stadig afgørende.",
            ["created_at"] = clock.At(clock.Today.AddDays(-3), 9, 0),
            ["submitted_at"] = clock.At(clock.Today.AddDays(-2), 9, 0),
            ["decided_by"] = null,
            ["decided_at"] = null,
            ["decision_comment"] = "",
        });
        await RunAsync(connection,
            "insert into portal.grants select (jsonb_populate_record(g, $2::jsonb)).* from portal.grants g where g.id = $1", cancel,
            c.Grant, changes);
        for (var priority = 1; priority <= c.Goals.Count; priority++)
        {
            await RunAsync(connection,
                "insert into portal.grant_goals (id, grant_id, municipality_id, priority, kind, detail) select $3, $4, g.municipality_id, g.priority, g.kind, g.detail from portal.grant_goals g where g.grant_id = $1 and g.priority = $2",
                cancel, c.Grant, priority,
                    Named.Id("goal", c.Municipality, number, priority.ToString(System.Globalization.CultureInfo.InvariantCulture)), id);
        }
    }

    private static async Task PauseAsync(NpgsqlConnection connection, DemoClock clock, DemoCase c, CancellationToken cancel)
    {
        var pauses = new Rows("grant_pauses",
            "id, grant_id, municipality_id, from_on, to_on, reason, assessment, resumes_id, recorded_by, recorded_at");
        pauses.Add(Named.Id("pause", c.Municipality, c.Number), c.Grant, c.Owner.Id, clock.Today, null, "Borgeren er indlagt.",
            "Formålet er det samme. Efter udskrivningen tager vi op, om timerne stadig passer.", null, Caseworker(c),
            clock.At(clock.Today.AddDays(-1), 11, 0));
        await pauses.WriteAsync(connection, cancel);
    }

    // Recorded at the end and three and six months after, for those for whom the day has come; now and then nobody followed up.
    private static async Task EndAsync(NpgsqlConnection connection, DemoClock clock, IReadOnlyList<DemoCase> ended,
        CancellationToken cancel)
    {
        var ends = new Rows("grant_ends", "id, grant_id, municipality_id, ended_on, reason, text, assessment, recorded_by, recorded_at");
        var outcomes = new Rows("outcomes", "id, grant_id, municipality_id, stage, result, with_citizen, note, recorded_by, recorded_at");
        var goals = new Rows("goal_outcomes", "outcome_id, goal_id, municipality_id, result");
        foreach (var c in ended)
        {
            ends.Add(Named.Id("end", c.Municipality, c.Number), c.Grant, c.Owner.Id, c.To,
                Named.Number(4, c.Number, "end") == 0 ? EndReason.CitizensWish : EndReason.GoalReached, "",
                "Talt igennem med borgeren til det sidste møde.", Caseworker(c), At(clock, c.To));
            var progress = Named.Number(10, c.Number, "progress");
            foreach (var stage in Enum.GetValues<OutcomeStage>())
            {
                var day = Outcome.DueOn(stage, c.To);
                if (day >= clock.Today || Named.Number(8, c.Number, "followed", stage.ToString()) == 0) continue;
                var outcome = Named.Id("outcome", c.Municipality, c.Number, stage.ToString());
                var result = Result(c, progress + (int)stage);
                outcomes.Add(outcome, c.Grant, c.Owner.Id, stage, result, Named.Number(3, c.Number, "with", stage.ToString()) != 0,
                    result is OutcomeResult.None or OutcomeResult.Unknown ? "" : Named.Pick(Texts, c.Number, "note", stage.ToString()),
                        Caseworker(c), At(clock, day));
                for (var goal = 1; goal <= c.Goals.Count; goal++)
                {
                    goals.Add(outcome, c.Goal(goal), c.Owner.Id,
                        (GoalResult)Math.Clamp(2 - ((progress + (int)stage) / 4) + (goal == 1 ? 0 : 1), 0, 2));
                }
            }
        }
        foreach (var rows in (Rows[])[ends, outcomes, goals]) await rows.WriteAsync(connection, cancel);
    }

    private static OutcomeResult Result(DemoCase c, int progress) => progress switch
    {
        >= 8 => c.Purpose == Purpose.Education ? OutcomeResult.Education : OutcomeResult.Job,
        >= 4 => OutcomeResult.Closer,
        >= 1 => OutcomeResult.None,
        _ => OutcomeResult.Unknown,
    };

    // Nothing here has happened after last midnight.
    private static DateTimeOffset At(DemoClock clock, DateOnly day) => clock.At(day, 12, 0) < clock.Now ? clock.At(day, 12, 0)
        : clock.Now.AddMinutes(-30);

    private static Guid Caseworker(DemoCase c) => DemoPeople.Member($"sagsbehandler@{c.Municipality}.example").Person;

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
