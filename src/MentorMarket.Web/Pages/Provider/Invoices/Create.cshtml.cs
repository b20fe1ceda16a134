using System.Globalization;
using MentorMarket.Domain.Rules;
using MentorMarket.Web.Jobs;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Pages.Provider.Invoices;

/// <summary>An invoice from the month's registrations with one click, or typed; submitted once and checked at once.</summary>
/// <remarks>Each line posts eight fields, and the framework takes 1024 in a form unless told.</remarks>
[For(Role.Coordinator)]
[RequestFormLimits(ValueCountLimit = 8192)]
public sealed class CreateModel(IMediator sender, JobRunner jobs, TimeProvider time, IStringLocalizer<ProviderTexts> L) : PageModel
{
    public const int MostLines = 500;

    [BindProperty(SupportsGet = true)]
    public Guid? Municipality { get; set; }

    /// <summary>A month as <c>2026-03</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Month { get; set; }

    /// <summary>Lines are typed rather than made from the registrations.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Typed { get; set; }

    [BindProperty]
    public InvoiceForm Form { get; set; } = new();

    public InvoiceChoices.Model Choices { get; private set; } = null!;

    /// <summary>There is more to bill than one invoice holds.</summary>
    public bool IsFull => !Typed && Form.Lines.Count >= MostLines && Choices.Entries.Count(e => !e.IsBilled) > MostLines;

    public bool IsChosen => Municipality is not null && First is not null;

    private DateOnly? First => DanishTimeParser.ReadMonth(Month);

    public IEnumerable<SelectListItem> Municipalities => Choices.Municipalities.Select(m => new SelectListItem(m.Name, m.Id.ToString()));

    public IEnumerable<SelectListItem> Months
    {
        get
        {
            var today = time.Today;
            var first = new DateOnly(today.Year, today.Month, 1);
            return Enumerable.Range(0, 15).Select(back => first.AddMonths(-back))
                .Select(m => new SelectListItem(Show.Month(m),
                    m.ToString("yyyy-MM", CultureInfo.InvariantCulture))
                { Selected = m == first.AddMonths(-1) });
        }
    }

    public IEnumerable<SelectListItem> References => Choices.Assignments.Select(a => new SelectListItem(a, a)).Prepend(new(L["Vælg"], ""));

    public IEnumerable<SelectListItem> Entries => Choices.Entries
        .Select(e => new SelectListItem($"{e.Number} {Show.DateTime(e.StartsAt)}, {Show.Minutes(e.Minutes)}", e.Id.ToString()))
            .Prepend(new(L["Ingen bestemt"], ""));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (First is not { } first || Municipality is not { } municipality) return Page();
        if (Choices.Municipalities.All(m => m.Id != municipality)) return NotFound();
        (Form.From, Form.To) = (first, first.AddMonths(1).AddDays(-1));
        Form.IssuedOn = time.Today;
        Form.Lines = Typed
            ? [.. Enumerable.Range(0, 3).Select(_ => new InvoiceForm.Line())]
            : [.. Choices.Entries.Where(e => !e.IsBilled).Take(MostLines).Select(e => new InvoiceForm.Line
            {
                Reference = e.Number, Entry = e.Id, From = e.Date, To = e.Date, Minutes = e.Minutes, Rate = e.Rate,
                    Amount = InvoiceForm.Due(e.Minutes, e.Rate), Text = e.MentorName,
            })];
        return Page();
    }

    public async Task<IActionResult> OnPostAddLineAsync(CancellationToken cancel)
    {
        // Nothing is judged yet: what was typed stays, and the messages wait until it is sent.
        foreach (var (_, entry) in ModelState)
        {
            entry.Errors.Clear();
            entry.ValidationState = ModelValidationState.Valid;
        }
        if (Form.Lines.Count < MostLines) Form.Lines.Add(new());
        else RefuseMore();
        return await AgainAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var lines = Form.Read(ModelState, L);
        if (lines?.Count > MostLines) RefuseMore();
        if (lines is null || Municipality is not { } municipality || lines.Count > MostLines) return await AgainAsync(cancel);
        try
        {
            var submitted = await sender.Send(new SubmitInvoice(municipality, Form.Number!, Form.IssuedOn!.Value, Form.From!.Value,
                Form.To!.Value,
                Form.OrderReference ?? "", Form.PersonReference ?? "", lines), cancel);
            // Received is received: if the check cannot run now, the receipt says so and the worker runs it.
            await jobs.RunNowAsync(submitted.Check);
            return RedirectToPage("Receipt", new { id = submitted.Invoice });
        }
        catch (InvoiceNumberIsUsedException)
        {
            ModelState.AddModelError("Form.Number", L["I har allerede sendt en faktura med det nummer."]);
            return await AgainAsync(cancel);
        }
        catch (ReferencesMissingException missing)
        {
            if (missing.Codes.Contains(FindingCode.F02))
            {
                ModelState.AddModelError("Form.OrderReference",
                    L["Kommunen kræver et ordrenummer på fakturaer for de dage, linjerne gælder."]);
            }
            if (missing.Codes.Contains(FindingCode.F03))
            {
                ModelState.AddModelError("Form.PersonReference",
                    L["Kommunen kræver en personreference på fakturaer for de dage, linjerne gælder."]);
            }
            return await AgainAsync(cancel);
        }
    }

    private void RefuseMore() =>
        ModelState.AddModelError("", L["En faktura kan højst have {0} linjer. Send resten på en faktura mere.", MostLines]);

    private async Task<IActionResult> AgainAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        return Municipality is { } municipality && Choices.Municipalities.Any(m => m.Id == municipality) && First is not null ? Page()
            : NotFound();
    }

    private async Task LoadAsync(CancellationToken cancel) => Choices = await sender.Send(new InvoiceChoices(Municipality, First), cancel);
}
