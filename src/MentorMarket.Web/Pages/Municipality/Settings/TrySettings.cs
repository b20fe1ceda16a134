using MentorMarket.Domain.Invoices;
using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Pages.Municipality.Settings;

/// <summary>What the form would have done to the invoices of the last whole quarter, had it held on all of their days.</summary>
public sealed record TrySettings(SettingsForm Form) : IQuery<TrySettings.Answer>
{
    /// <summary>Each invoice is read as for a check of its own, so a page looks at no more.</summary>
    public const int MostInvoices = 300;

    /// <param name="Left">Older invoices of the quarter that were not looked at.</param>
    public sealed record Answer(DateOnly From, DateOnly To, SettingsTrial Trial, int Left);

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<TrySettings, Answer>
    {
        public async Task<Answer> Handle(TrySettings request, CancellationToken cancel)
        {
            var (actor, now, today) = (current.Required, time.GetUtcNow(), time.Today);
            var begun = new DateOnly(today.Year, ((today.Month - 1) / 3 * 3) + 1, 1);
            var (from, to) = (begun.AddMonths(-3), begun.AddDays(-1));
            var recorded = await db.MunicipalSettings.AsNoTracking().Of(actor).ToListAsync(cancel);
            var trial = new SettingsTrial(CheckSettings.On(recorded, today), new()
            {
                PriceCeiling = request.Form.PriceCeiling,
                AcceptsWeakReceipts = request.Form.AcceptsWeakReceipts,
                OrderReferenceAsked = request.Form.OrderReferenceAsked,
                PersonReferenceAsked = request.Form.PersonReferenceAsked,
                ShadowRules = request.Form.Shadow,
            });
            var ofQuarter = db.Invoices.AsNoTracking().Of(actor)
                .Where(i => i.IssuedOn >= from && i.IssuedOn <= to && i.Status != InvoiceStatus.Returned);
            var all = await ofQuarter.CountAsync(cancel);
            var invoices = await ofQuarter.OrderByDescending(i => i.IssuedOn).ThenBy(i => i.Id).Take(MostInvoices).Include(i => i.Lines)
                .ToListAsync(cancel);
            foreach (var invoice in invoices) trial.LookAt(await db.FactsAsync(invoice, now, cancel));
            return new(from, to, trial, all - invoices.Count);
        }
    }
}
