using System.Globalization;
using MentorMarket.Domain.Deadlines;
using MentorMarket.Exchange.ICalendar;
using MentorMarket.Web.Mail;
using Microsoft.AspNetCore.Diagnostics;

namespace MentorMarket.Web.Reminders;

/// <summary>
/// <c>GET /calendar/{token}.ics</c>: a person's dates for their own calendar, without a login, at an address that only they
/// know. Kind, number and link, and nothing about anybody. Unknown, revoked and of somebody who has left, lost the
/// role or is locked out are all 404, after the same one look-up; the address reaches no log. Only addresses that nobody has count
/// against who asks.
/// </summary>
public static class CalendarAddress
{
    private const string Ending = ".ics";

    /// <summary>Addresses that nobody has.</summary>
    public static readonly Throttle.Limit FromAddress = new("calendar", 300, TimeSpan.FromMinutes(15));

    /// <summary>One calendar; programs ask every few minutes at the most.</summary>
    public static readonly Throttle.Limit OfOne = new("one calendar", 60, TimeSpan.FromMinutes(15));

    public static void MapCalendars(this WebApplication app) =>
        app.MapGet("/calendar/{address}", async (string address, HttpContext context, IServiceScopeFactory scopes, Throttle throttle,
            SecurityLog log, PublicAddress portal, TimeProvider time, IStringLocalizer<SharedTexts> L) =>
        {
            var (response, cancel) = (context.Response, context.RequestAborted);
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.Headers.CacheControl = "private, no-store";
            response.Headers["X-Robots-Tag"] = "noindex";
            // A calendar program reads no page, and a page would say the address again.
            context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
            var token = address.EndsWith(Ending, StringComparison.Ordinal) ? address[..^Ending.Length] : null;
            if (InvitationToken.HashOf(token) is not { } hash || await scopes.SendAs(Nobody, new Open(hash), cancel) is not { } feed)
            {
                var isBelow = await throttle.AllowsAsync(FromAddress, "", context.Connection.RemoteIpAddress, cancel);
                await log.NoteAsync(context, isBelow ? SecurityEvent.UnknownAddress : SecurityEvent.Throttled);
                return isBelow ? Results.NotFound() : Results.StatusCode(StatusCodes.Status429TooManyRequests);
            }
            if (!await throttle.AllowsAsync(OfOne, Convert.ToHexString(hash), null, cancel))
            {
                return Results.StatusCode(StatusCodes.Status429TooManyRequests);
            }

            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(feed.Culture == "en" ? "en" : "da-DK");
            var now = time.GetUtcNow();
            var shown = await scopes.SendAs(new Actor(ActorKind.Checker, feed.Municipality),
                new Query(feed.Person, DanishTime.DateOf(now)), cancel);
            var file = CalendarFile.Write(L["MentorMarket: opfølgning"], shown.Dates.Select(d => new CalendarDay(
                $"{d.Subject}-{d.Kind}-{d.Sequence}@mentormarket", d.On, d.Number is { } number
                    ? $"{DeadlineLabels.Of(d.Kind, L)}: {number}" : DeadlineLabels.Of(d.Kind, L),
                new Uri(portal.Link(context.Request,
                    $"/{shown.Slug}/municipality/{(d.Number is null ? "information-duties" : "grants")}/details/{d.Subject}")))), now);
            return Results.Text(file, CalendarFile.MediaType);
        }).AllowAnonymous();

    // Until the address has answered, nobody is known and no municipality is meant.
    private static Actor Nobody { get; } = new(ActorKind.Checker, Guid.Empty);

    public sealed record Feed(Guid Municipality, Guid Person, string Culture);

    /// <summary>The hash only, so that the address reaches nothing that keeps commands.</summary>
    public sealed record Open(byte[] Token) : ICommand<Feed?>;

    public sealed class OpenHandler(PortalDb db) : IRequestHandler<Open, Feed?>
    {
        public async Task<Feed?> Handle(Open request, CancellationToken cancel)
        {
            await using var open = db.Command("select municipality_id, person_id, culture from portal.open_calendar_feed($1)",
                request.Token);
            await using var reader = await open.ExecuteReaderAsync(cancel);
            return await reader.ReadAsync(cancel) ? new(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2)) : null;
        }
    }

    /// <summary>What waits for the person, as the checker of the municipality reads it: it may read no name and no words.</summary>
    public sealed record Query(Guid Person, DateOnly Today) : IQuery<Shown>;

    public sealed record Shown(string Slug, IReadOnlyList<Date> Dates);

    /// <param name="Subject">The grant, or the duty to inform, which has no number.</param>
    public sealed record Date(Guid Subject, string? Number, DeadlineKind Kind, int Sequence, DateOnly On);

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Query, Shown>
    {
        public async Task<Shown> Handle(Query request, CancellationToken cancel)
        {
            var municipality = current.Required.Tenant;
            var grants = await DeadlineQueries.AllAsync(db, municipality, request.Today, cancel, request.Person);
            var duties = await DeadlineQueries.InformationDutiesAsync(db, municipality, request.Today, cancel);
            return new(
                await db.Organisations.Where(o => o.Id == municipality).Select(o => o.Slug).SingleAsync(cancel),
                [.. from g in grants
                    from c in g.Deadlines
                    where c.IsOpen
                    orderby c.On, g.Number, c.Deadline.Kind
                    select new Date(g.Grant, g.Number, c.Deadline.Kind, c.Deadline.Sequence, c.On),
                    .. from i in duties
                       where i.Responsible == request.Person
                       orderby i.Due.On, i.InformationDuty
                       select new Date(i.InformationDuty, null, i.Due.Deadline.Kind, i.Due.Deadline.Sequence, i.Due.On)]);
        }
    }
}
