using MentorMarket.Domain.Deadlines;
using MentorMarket.Web.Mail;

namespace MentorMarket.Web.Reminders;

/// <summary>
/// The mail of a working morning to whoever has something waiting. It says that and nothing else: no number of cases, no
/// name, nothing about a citizen. Every node tries; the row of the day, taken in the transaction that sends, lets one through.
/// </summary>
public sealed partial class DailyMail(PortalDataSources sources, IServiceScopeFactory scopes, PublicAddress address, TimeProvider time,
    ILogger<DailyMail> log)
{
    private static readonly TimeOnly From = new(6, 0);

    // A portal that starts in the afternoon does not send the morning's mail.
    private static readonly TimeOnly Until = new(12, 0);

    private DateOnly doneFor;
    private DateTimeOffset notBefore;

    /// <summary>Sends what is to be sent now, if anything. What could not be sent is tried again after five minutes.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var here = DanishTime.ToLocal(now);
        var (today, deadline) = (DateOnly.FromDateTime(here), TimeOnly.FromDateTime(here));
        if (doneFor == today || deadline < From || deadline >= Until || now < notBefore || !DanishHolidays.IsWorkday(today)) return;
        if (address.Link("/") is null)
        {
            doneFor = today;
            LogNoAddress();
            return;
        }
        notBefore = now.AddMinutes(5);
        var complete = true;
        foreach (var municipality in await MunicipalitiesAsync(cancel)) complete &= await SendAsync(municipality, today, cancel);
        if (complete) doneFor = today;
    }

    private async Task<bool> SendAsync(Organisation municipality, DateOnly today, CancellationToken cancel)
    {
        var complete = true;
        var checker = new Actor(ActorKind.Checker, municipality.Id);
        try
        {
            foreach (var waiting in await scopes.SendAs(checker, new Waiting(today), cancel))
            {
                complete &= await SendAsync(checker,
                    new Send(waiting.Person, waiting.Email, today, address.Link($"/{municipality.Slug}/municipality/followups")!), cancel);
            }
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            LogFailed(e, municipality.Id);
            return false;
        }
        return complete;
    }

    private async Task<bool> SendAsync(Actor checker, Send one, CancellationToken cancel)
    {
        try
        {
            await scopes.SendAs(checker, one, cancel);
            return true;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            LogFailed(e, one.Person);
            return false;
        }
    }

    private async Task<IReadOnlyList<Organisation>> MunicipalitiesAsync(CancellationToken cancel)
    {
        await using var list = sources[ActorKind.Checker]
            .CreateCommand("select id, slug, name from portal.organisations where kind = 'Municipality' and suspended_at is null order by id");
        await using var reader = await list.ExecuteReaderAsync(cancel);
        var found = new List<Organisation>();
        while (await reader.ReadAsync(cancel))
        {
            found.Add(new(reader.GetGuid(0), OrganisationKind.Municipality, reader.GetString(1), reader.GetString(2)));
        }
        return found;
    }

    /// <summary>Who has something due or overdue, is still there and wants the mail; and the team leaders for those who are not.</summary>
    public sealed record Waiting(DateOnly Today) : IQuery<IReadOnlyList<Recipient>>;

    public sealed record Recipient(Guid Person, string Email);

    public sealed class WaitingHandler(PortalDb db, CurrentActor current) : IRequestHandler<Waiting, IReadOnlyList<Recipient>>
    {
        public async Task<IReadOnlyList<Recipient>> Handle(Waiting request, CancellationToken cancel)
        {
            var municipality = current.Required.Tenant;
            var people = (await DeadlineQueries.AllAsync(db, municipality, request.Today, cancel))
                .Where(g => g.Deadlines.Any(c => c.Standing is DeadlineStanding.Overdue or DeadlineStanding.Today))
                    .Select(g => g.Responsible)
                .Concat((await DeadlineQueries.InformationDutiesAsync(db, municipality, request.Today, cancel))
                    .Where(i => i.Due.Standing is DeadlineStanding.Overdue or DeadlineStanding.Today).Select(i => i.Responsible))
                .Distinct().ToList();
            var members = db.Memberships.Where(m => m.OrganisationId == municipality && m.EndedAt == null);
            // What waits for somebody who has left waits for the team leaders, who can hand it over.
            var orphaned = people.Count > await members.CountAsync(m => people.Contains(m.PersonId), cancel);
            return await members
                .Where(m => (people.Contains(m.PersonId) || (orphaned && m.Roles.Contains(Role.TeamLeader)))
                    && !db.MailChoices.Any(c => c.MunicipalityId == municipality && c.PersonId == m.PersonId && !c.DailyMail))
                .OrderBy(m => m.PersonId).Select(m => new Recipient(m.PersonId, m.Email)).ToListAsync(cancel);
        }
    }

    /// <summary>The mail of one person and day, once.</summary>
    public sealed record Send(Guid Person, string Email, DateOnly Day, string Link) : ICommand<bool>;

    public sealed class SendHandler(PortalDb db, CurrentActor current, IMail mail) : IRequestHandler<Send, bool>
    {
        public async Task<bool> Handle(Send request, CancellationToken cancel)
        {
            // Another node that is sending the same mail is waited for here, and then there is nothing to do.
            await using var take = db.Command(
                "insert into portal.daily_mails (municipality_id, person_id, day) values ($1, $2, $3) on conflict do nothing",
                current.Required.Tenant, request.Person, request.Day);
            if (await take.ExecuteNonQueryAsync(cancel) == 0) return false;
            await mail.SendAsync(new Letter(request.Email, "MentorMarket: der er noget, der venter / something is waiting", $"""
                Der er noget, der venter på dig i MentorMarket.

                Something is waiting for you in MentorMarket.

                {request.Link}

                Mailen kan slås fra under Opfølgning, Påmindelser. / Switch this mail off under Follow-up, Reminders.
                """), cancel);
            return true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Nobody gets the morning's mail: set Portal:Address to the address people reach the portal at")]
    private partial void LogNoAddress();

    [LoggerMessage(LogLevel.Error, "The morning's mail of {Id} could not be sent and will be tried again")]
    private partial void LogFailed(Exception exception, Guid id);
}
