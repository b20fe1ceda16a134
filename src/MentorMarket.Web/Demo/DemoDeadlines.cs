using System.Globalization;
using MentorMarket.Domain.Deadlines;
using Npgsql;

namespace MentorMarket.Web.Demo;

/// <summary>
/// What was written about the dates of the demo's grants: most of them done, here and there one forgotten, and one that waits.
/// </summary>
internal sealed class DemoDeadlines(DemoClock clock)
{
    private static readonly string[] Notes =
    [
        "Formålet er uændret. Mødet om morgenen går bedre.", "Vi holder fast i målet og ser på timerne igen ved næste opfølgning.",
        "Kontakten til arbejdspladsen er kommet i gang.", "Fremmødet er steget, og støtten fortsætter som aftalt.",
    ];

    private static readonly string[] Words = ["Det hjælper, at der er en, der ringer.", "Jeg kan selv mere nu.",
        "Jeg vil gerne fortsætte lidt endnu."];

    private readonly Rows rows = new("follow_ups",
        "id, municipality_id, grant_id, kind, sequence, due_on, result, done_on, postponed_until, with_citizen, purpose_still_there, reason, note, citizen_words, recorded_by, recorded_at");

    public void Add(DemoCase c)
    {
        if (c.Provider is null) return;
        foreach (var date in DeadlineRules.Of(new RunningGrant(c.From, c.To, c.HoursPerWeek), DeadlineSettings.Of(new GrantSettings())))
        {
            if (date.DueOn >= clock.Today) continue;
            var mayWait = DeadlineRules.CanBePostponed(date.Kind) && c.To > clock.Today;
            var chance = Named.Number(mayWait ? 5 : 16, c.Municipality, c.Number, date.Kind.ToString(), "handled");
            if (chance == 0) continue;
            if (chance == 1 && mayWait) Postponed(c, date);
            else Done(c, date);
        }
    }

    public Task WriteAsync(NpgsqlConnection connection, CancellationToken cancel) => rows.WriteAsync(connection, cancel);

    private void Done(DemoCase c, Deadline date)
    {
        var day = date.DueOn.AddDays(-Named.Number(6, c.Number, date.Kind.ToString(), "day"));
        if (day < c.From) day = c.From;
        var isAbout = DeadlineRules.CanBePostponed(date.Kind);
        var note = isAbout ? Named.Pick(Notes, c.Number, date.Kind.ToString()) : date.Kind == DeadlineKind.PeriodEnds
            ? "Støtten slutter som aftalt." : "";
        rows.Add(Id(c, date), c.Owner.Id, c.Grant, date.Kind, date.Sequence, date.DueOn, FollowUpResult.Done, day, null,
            isAbout ? true : null,
            isAbout ? PurposeStanding.Yes : null, "", note, date.Kind == DeadlineKind.EffectWithCitizen ? Named.Pick(Words, c.Number)
                : "", c.Caseworker, clock.At(day, 14, Named.Number(60, c.Number, "minute")));
    }

    private void Postponed(DemoCase c, Deadline date)
    {
        var until = clock.Today.AddDays(5) < c.To ? clock.Today.AddDays(5) : c.To;
        if (until <= date.DueOn) return;
        rows.Add(Id(c, date), c.Owner.Id, c.Grant, date.Kind, date.Sequence, date.DueOn, FollowUpResult.Postponed, null, until, null, null,
            "Borgeren er i praktik den uge og kan ikke mødes.", "", "", c.Caseworker, clock.At(date.DueOn, 10, 15));
    }

    private static Guid Id(DemoCase c, Deadline date) => Named.Id("follow-up", c.Municipality, c.Number, date.Kind.ToString(),
        date.Sequence.ToString(CultureInfo.InvariantCulture));
}
