using Npgsql;

namespace MentorMarket.Web.Demo;

/// <summary>Time entries with their notes, steps on goals and receipts.</summary>
internal sealed class DemoDelivery(DemoClock clock)
{
    private readonly Rows entries = new("time_entries",
        "id, municipality_id, provider_id, assignment_id, mentor_id, mentor_name, starts_at, ends_at, minutes, local_date, iso_week, kind, place, registered_by, registered_at, supersedes_id, correction, correction_reason");
    private readonly Rows notes = new("entry_notes", "entry_id, assignment_id, municipality_id, provider_id, note");
    private readonly Rows steps = new("goal_steps", "entry_id, goal_id, assignment_id, municipality_id, provider_id, step");
    private readonly Rows confirmations =
        new("confirmations",
        "id, entry_id, municipality_id, provider_id, assignment_id, answer, word, channel, strength, device, recorded_at");

    public static Guid Id(string entry) => Named.Id("entry", entry);

    public void Add(SampleEntry e, DemoCase c, DemoMember mentor)
    {
        var provider = DemoPeople.Organisation(c.Provider!).Id;
        var date = DanishTime.DateOf(e.Start);
        var isCorrection = e.Supersedes.Length > 0;
        var correction = CorrectionCode.WrongTime;
        entries.Add(Id(e.Id), c.Owner.Id, provider, c.Assignment, mentor.Person, mentor.Name, e.Start, e.End,
            Math.Max(0, (int)((e.End - e.Start).Ticks / TimeSpan.TicksPerMinute)), date, DanishTime.WeekOf(date), e.Kind, Place(e),
            mentor.Person, e.RegisteredAt, isCorrection ? Id(e.Supersedes) : null, isCorrection ? correction : null,
            isCorrection ? DemoWords.CorrectionReason(correction) : "");
        if (e.Kind != EntryKind.Direct) return;

        // One in twelve has no word on any goal, so that the notice E03 can be seen.
        if (Named.Number(12, e.Id, "silent") != 0)
        {
            notes.Add(Id(e.Id), c.Assignment, c.Owner.Id, provider, Named.Pick(DemoWords.Notes, e.Id));
            for (var goal = 1; goal <= c.Goals.Count; goal++)
            {
                steps.Add(Id(e.Id), c.Goal(goal), c.Assignment, c.Owner.Id, provider, Step(e, c, date, goal));
            }
        }
        Receipt(e, c, provider, date);
    }

    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        foreach (var rows in (Rows[])[entries, notes, steps, confirmations]) await rows.WriteAsync(connection, cancel);
    }

    private void Receipt(SampleEntry e, DemoCase c, Guid provider, DateOnly date)
    {
        if (e.Confirmation == "none") return;
        // Of the last two weeks most still wait for the citizen.
        if (date > clock.Today.AddDays(-15) && Named.Number(3, e.Id, "waits") != 0) return;
        var at = e.RegisteredAt.AddMinutes(20 + Named.Number(2400, e.Id, "answered"));
        if (at >= clock.Now) return;
        var isDisputed = e.Confirmation == "disputed";
        confirmations.Add(Named.Id("confirmation", e.Id), Id(e.Id), c.Owner.Id, provider, c.Assignment,
            isDisputed ? Answer.Disputed : Answer.Confirmed,
            isDisputed ? Named.Pick(DemoWords.Disputes, e.Id) : "", ReceiptChannel.Demo, ReceiptStrength.Strong, "", at);
    }

    // From 1 or 2 upwards as the period goes by, the later goals slower, with a step back now and then.
    private static int Step(SampleEntry e, DemoCase c, DateOnly date, int goal)
    {
        var part = (double)(date.DayNumber - c.From.DayNumber) / Math.Max(1, c.To.DayNumber - c.From.DayNumber);
        var step = 1.2 + (3.2 * part) - (0.4 * (goal - 1))
            + (Named.Number(100, c.Number, "pace") / 100.0) - (Named.Number(6, e.Id, "back") == 0 ? 1 : 0);
        return Math.Clamp((int)step, 1, 5);
    }

    private static PlaceType Place(SampleEntry e) => Named.Number(10, e.Id, "place") switch
    {
        < 3 => PlaceType.Home,
        < 5 => PlaceType.Workplace,
        5 => PlaceType.School,
        6 => PlaceType.Office,
        7 => PlaceType.Outdoors,
        8 => PlaceType.Phone,
        _ => PlaceType.Video,
    };
}
