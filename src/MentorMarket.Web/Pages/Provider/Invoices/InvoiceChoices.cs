using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Web.Pages.Provider.Invoices;

/// <summary>
/// What an invoice can be made of: the municipalities the provider works for, its assignments there, and the month's direct contact.
/// </summary>
public sealed record InvoiceChoices(Guid? Municipality, DateOnly? Month) : IQuery<InvoiceChoices.Model>
{
    public sealed record Place(Guid Id, string Name);

    /// <param name="IsBilled">Whether it stands on an invoice that was not sent back.</param>
    public sealed record Entry(Guid Id, string Number, DateTimeOffset StartsAt, DateOnly Date, int Minutes, string MentorName,
        decimal Rate, bool IsBilled);

    /// <param name="Asked">The codes of the references that the municipality asks for on some day of the month.</param>
    public sealed record Model(IReadOnlyList<Place> Municipalities, IReadOnlyList<string> Assignments, IReadOnlyList<Entry> Entries,
        FindingSet Asked);

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<InvoiceChoices, Model>
    {
        public async Task<Model> Handle(InvoiceChoices request, CancellationToken cancel)
        {
            var own = db.Assignments.Of(current.Required);
            var places = await (from m in db.Organisations
                                where own.Any(a =>
                a.MunicipalityId == m.Id)
                                orderby m.Name
                                select new Place(m.Id, m.Name)).ToListAsync(cancel);
            if (request.Municipality is not { } municipality || request.Month is not { } first) return new(places, [], [], FindingSet.None);

            var next = first.AddMonths(1);
            var numbers = await own.Where(a => a.MunicipalityId == municipality).OrderBy(a => a.Number).Select(a => a.Number)
                .ToListAsync(cancel);
            var entries = await (
                from e in db.TimeEntries
                join a in own on e.AssignmentId equals a.Id
                where e.MunicipalityId == municipality && e.LocalDate >= first && e.LocalDate < next && e.Kind == EntryKind.Direct
                    && e.Minutes > 0
                    && !db.TimeEntries.Any(s => s.SupersedesId == e.Id)
                orderby a.Number, e.StartsAt
                select new Entry(e.Id, a.Number, e.StartsAt, e.LocalDate, e.Minutes, e.MentorName,
                    db.Agreements.Newest(db).Where(g => g.AssignmentId == a.Id).Select(g => g.Rate).FirstOrDefault(),
                    (from l in db.InvoiceLines
                     join i in db.Invoices on l.InvoiceId equals i.Id
                     where l.EntryId == e.Id
                        && i.Status != InvoiceStatus.Returned
                     select l.Id).Any()))
                .ToListAsync(cancel);
            var (days, settings) = (new Period(first, next.AddDays(-1)), await db.ReferencesAskedAsync(municipality, cancel));
            return new(places, numbers, entries, settings.ReferencesIn(days) - settings.ShadowIn(days));
        }
    }
}
