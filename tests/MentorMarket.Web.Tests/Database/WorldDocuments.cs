using MentorMarket.Web.Documents;

namespace MentorMarket.Web.Tests.Database;

public sealed partial class World
{
    // The decision letter as it was written when the grant was approved, and that it was sent.
    private void AddDocument(Case c)
    {
        var m = c.Municipality;
        var made = Now.AddDays(c.StartsOn.DayNumber - Today.DayNumber - 17);
        var facts = new GrantFacts
        {
            Purpose = Domain.Grants.Purpose.Job,
            Reason = $"{m.Canary}-purpose-{c.Name}",
            TargetGroup = Domain.Grants.TargetGroup.JobReady,
            Goals = [new(GoalKind.FindJob, $"{m.Canary}-goal-{c.Name}")],
            Tasks = [MentorTask.MeetOnTime],
            HoursPerWeek = 3,
            TotalHours = 60,
            StartsOn = c.StartsOn,
            EndsOn = c.EndsOn,
        };
        var sheet = new Sheet("Du har fået bevilget mentorstøtte", "da", $"Prøve {m.Slug}", [c.Identity], Today.AddDays(-30),
            $"Bevilling G-{c.Name}", [new Paragraph($"{c.Identity}-document")]);
        rows.Add("documents", ("id", c.Document), ("municipality_id", m.Id), ("citizen_id", c.Citizen), ("grant_id", c.Grant),
            ("kind", "DecisionLetter"), ("version", 1), ("language", "da"),
            ("facts", facts.ToJson()), ("content", sheet.ToJson()), ("changes", Array.Empty<string>()), ("made_by", m[Role.Caseworker]),
                ("made_at", made));
        rows.Add("document_dispatches", ("id", c.Dispatch), ("document_id", c.Document), ("municipality_id", m.Id),
            ("channel", "DigitalPost"), ("sent_on", Today.AddDays(-5)),
            ("reference", $"{m.Canary}-dispatch"), ("recorded_by", m[Role.Caseworker]), ("recorded_at", Now.AddDays(-5)));
    }
}
