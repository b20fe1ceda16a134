namespace MentorMarket.Web.Tests.Database;

public sealed partial class World
{
    private void AddDecline(Case c) =>
        rows.Add("offer_declines", ("assignment_id", c.Assignment), ("municipality_id", c.Municipality.Id),
            ("offered_to", c.OfferedTo!.Id), ("reason", $"{c.OfferedTo.Canary}-{c.Municipality.Canary}-no"),
            ("declined_by", c.OfferedTo[Role.Coordinator]), ("declined_at", Now.AddDays(-1)));

    // A pause in its second week; how it ended and what came of it also where it has not: the policies do not ask.
    private void AddAssignment(Case c)
    {
        (string, object?)[] by = [("municipality_id", c.Municipality.Id), ("recorded_by", c.Municipality[Role.Caseworker]),
            ("recorded_at", Now.AddDays(-2))];
        rows.Add("grant_pauses",
            [("id", c.Pause), ("grant_id", c.Grant), ("from_on", c.StartsOn.AddDays(7)), ("to_on", c.StartsOn.AddDays(13)),
            ("reason", $"{c.Municipality.Canary}-pause"), ("assessment", $"{c.Municipality.Canary}-pause-assessment"), .. by]);
        if (c != Live)
        {
            rows.Add("grant_ends", [("id", Guid.CreateVersion7()), ("grant_id", c.Grant), ("ended_on", c.EndsOn), ("reason", "Other"),
                ("text", $"{c.Municipality.Canary}-end"), ("assessment", $"{c.Municipality.Canary}-end-assessment"), .. by]);
        }
        rows.Add("outcomes", [("id", c.Outcome), ("grant_id", c.Grant), ("stage", "After6Months"), ("result", "Job"),
            ("with_citizen", true), ("note", $"{c.Municipality.Canary}-outcome"), .. by]);
        rows.Add("goal_outcomes", ("outcome_id", c.Outcome), ("goal_id", c.Goal), ("municipality_id", c.Municipality.Id),
            ("result", "Partly"));
    }
}
