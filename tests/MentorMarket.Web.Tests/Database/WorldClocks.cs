namespace MentorMarket.Web.Tests.Database;

public sealed partial class World
{
    // The first follow-up of every case that has begun is done; the words of it are the municipality's alone.
    private void AddFollowUp(Case c)
    {
        rows.Add("follow_ups", ("id", c.FollowUp), ("municipality_id", c.Municipality.Id), ("grant_id", c.Grant), ("kind", "FollowUp"),
            ("sequence", 1), ("due_on", c.StartsOn.AddDays(91)),
            ("result", "Done"), ("done_on", c.StartsOn.AddDays(20)), ("with_citizen", true), ("purpose_still_there", "Yes"),
                ("note", $"{c.Identity}-follow-up"),
            ("citizen_words", $"{c.Identity}-own-words"), ("recorded_by", c.Municipality[Role.Caseworker]),
                ("recorded_at", Now.AddDays(-2)));
    }

    private void AddReminders()
    {
        foreach (var municipality in new[] { Gribskov, Hilleroed })
        {
            (string, object?)[] person = [("municipality_id", municipality.Id), ("person_id", municipality[Role.Caseworker])];
            rows.Add("calendar_feeds", [("id", municipality.Feed), .. person, ("token_hash", Hash("feed-" + municipality.Slug)),
                ("culture", "da"), ("created_at", Now.AddDays(-5))]);
            rows.Add("mail_choices", [.. person, ("daily_mail", true)]);
            rows.Add("daily_mails", [.. person, ("day", Today.AddDays(-1))]);
        }
    }
}
