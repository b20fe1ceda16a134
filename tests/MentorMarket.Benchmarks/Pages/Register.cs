using System.Globalization;
using System.Net;

namespace MentorMarket.Benchmarks.Pages;

/// <summary>
/// Eight mentors who are logged in register one entry after another, each on a course of their own: a form with its token and one-time key.
/// </summary>
internal sealed class Register()
    : PageAndRaw("register", "raw endpoint: the same rows of entry, note and job, and one append to the chain, in one transaction")
{
    private const string NoteWords = "En kort note om kontakten.";
    private static readonly TimeZoneInfo Denmark = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");
    private readonly List<Mentor> mentors = [];
    private readonly int[] sent = new int[Load.Connections];
    private DateOnly today;
    private (long Entries, long Events) before;
    private int asked;

    private sealed record Mentor(Visit Visit, string Slug, Guid Municipality, Guid Provider, Guid Assignment, Guid Person, string Name);

    protected override HttpStatusCode Expected => HttpStatusCode.Redirect;

    protected override async Task PrepareAsync()
    {
        var found = await House.RowsAsync(
            """
            select distinct on (m.email) m.email, p.slug, a.municipality_id, a.provider_id, a.id, m.person_id, m.name, portal.today()
            from portal.agreement_mentors am join portal.agreements g on g.id = am.agreement_id join portal.assignments a on a.id = g.assignment_id
            join portal.organisations p on p.id = a.provider_id
            join portal.memberships m on m.person_id = am.mentor_id and m.organisation_id = p.id and 'Mentor' = any (m.roles)
            where a.status = 'Accepted' and a.starts_on <= portal.today() - 40 and a.ends_on >= portal.today() and am.from_on is null and am.until_on is null
              and not exists (select from portal.agreements later where later.assignment_id = a.id and later.version > g.version)
            order by m.email, a.number limit 8
            """);
        Prove(found.Count == Load.Connections, $"{found.Count} mentors with a course and not {Load.Connections}");
        foreach (var row in found)
        {
            mentors.Add(new(await Visit.LogInAsync(House.Portal, House.Login((string)row[0])), (string)row[1], (Guid)row[2], (Guid)row[3],
                (Guid)row[4], (Guid)row[5], (string)row[6]));
        }

        today = (DateOnly)found[0][7];
        before = await CountAsync();
        // The entries of a measurement are taken away before the next one; those of the demo stay.
        await House.AdministerAsync("create table public.entries_of_the_demo as select id from portal.time_entries");
        await RestoreAsync();
        await Load.TextAsync(Ask(House.Portal, 0, 0), Expected);
        Prove(await CountAsync() == (1, 1), "the form left no entry with its event");
        await Load.TextAsync(AskRaw(House.Raw, 0, 0));
        Prove(await CountAsync() == (2, 2), "the raw endpoint left no entry with its event");
        var rows = await House.RowsAsync(
            "select count(*) from portal.entry_notes n where n.note = $1 union all select count(*) from portal.jobs where kind = 'RecheckEntry'",
            NoteWords);
        Prove((long)rows[0][0] == 2 && (long)rows[1][0] == 2, "the two do not leave the same rows");
    }

    protected override HttpRequestMessage Ask(Uri portal, int connection, int n)
    {
        var (mentor, date, from) = Next(connection);
        return mentor.Visit.Post(new Uri(portal, $"/{mentor.Slug}/provider/entries/register"),
        [
            new("Assignment", mentor.Assignment.ToString()), new("Form.Date", date.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture)),
            new("Form.From", from.ToString("HH.mm", CultureInfo.InvariantCulture)),
                new("Form.To", from.AddMinutes(1).ToString("HH.mm", CultureInfo.InvariantCulture)),
            new("Form.Kind", "Direct"), new("Form.Place", "Office"), new("Form.Note", NoteWords),
        ]);
    }

    protected override HttpRequestMessage AskRaw(Uri raw, int connection, int n)
    {
        var (mentor, date, from) = Next(connection);
        var local = date.ToDateTime(from);
        return new(HttpMethod.Post, new Uri(raw, "/entry"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["municipality"] = mentor.Municipality.ToString(),
                ["provider"] = mentor.Provider.ToString(),
                ["assignment"] = mentor.Assignment.ToString(),
                ["mentor"] = mentor.Person.ToString(),
                ["name"] = mentor.Name,
                ["starts"] = new DateTimeOffset(local, Denmark.GetUtcOffset(local)).ToUniversalTime().ToString("O"),
                ["date"] = date.ToString("O"),
                ["week"] = ((ISOWeek.GetYear(local) * 100) + ISOWeek.GetWeekOfYear(local)).ToString(CultureInfo.InvariantCulture),
                ["note"] = NoteWords,
            }),
        };
    }

    /// <summary>Every answer of the last measurement has its entry and its event, and then the entries go; the chain stays.</summary>
    protected override async Task RestoreAsync()
    {
        var (entries, events) = await CountAsync();
        Prove(entries == asked && events == asked, $"{asked} answers, {entries} entries and {events} events");
        // What is registered can be deleted by nobody; this database is the benchmark's own.
        await House.AdministerAsync(
            """
            set session_replication_role = replica;
            alter table portal.time_entries disable trigger time_entries_append_only;
            alter table portal.entry_notes disable trigger record_unlogged_change;
            delete from portal.entry_notes n where not exists (select from public.entries_of_the_demo d where d.id = n.entry_id);
            delete from portal.time_entries e where not exists (select from public.entries_of_the_demo d where d.id = e.id);
            alter table portal.entry_notes enable always trigger record_unlogged_change;
            alter table portal.time_entries enable always trigger time_entries_append_only;
            delete from portal.once_keys;
            delete from portal.jobs where kind = 'RecheckEntry';
            """);
        await House.AdministerAsync("vacuum analyze portal.time_entries");
        Array.Clear(sent);
        asked = 0;
        before = default;
        before = await CountAsync();
    }

    // A minute that is free, each the next in another of forty days.
    private (Mentor Mentor, DateOnly Date, TimeOnly From) Next(int connection)
    {
        var n = sent[connection]++;
        Interlocked.Increment(ref asked);
        return (mentors[connection], today.AddDays(-1 - (n % 39)), new TimeOnly(4, 0).AddMinutes(n / 39 % 1100));
    }

    private async Task<(long Entries, long Events)> CountAsync()
    {
        var counts = (await House.RowsAsync(
            "select (select count(*) from portal.time_entries), (select count(*) from portal.evidence_events where kind = 'TimeRegistered')"))
            .Single();
        return ((long)counts[0] - before.Entries, (long)counts[1] - before.Events);
    }
}
