using MentorMarket.Exchange.Csv;
using MentorMarket.Web.Importing;
using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Pages.Municipality.Imports;

/// <summary>An empty file with all the columns, in the order of the form.</summary>
[For(Role.Caseworker)]
public sealed class TemplateModel(IStringLocalizer<SharedTexts> S) : PageModel
{
    public IActionResult OnGet()
    {
        var file = new DanishExcel();
        foreach (var field in ImportFields.All) file.Add(ImportLabels.Of(field, S));
        file.EndRow();
        return File(file.ToBytes(), InvoiceFile.ContentType, "indlaesning.csv");
    }
}
