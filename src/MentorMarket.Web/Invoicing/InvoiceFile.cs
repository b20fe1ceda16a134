using Microsoft.Extensions.Localization;
using MentorMarket.Exchange.Csv;
using MentorMarket.Web.Look;

namespace MentorMarket.Web.Invoicing;

/// <summary>A list of invoices as a file for Danish Excel.</summary>
public static class InvoiceFile
{
    public const string ContentType = "text/csv; charset=utf-8";

    public static byte[] Of(IEnumerable<InvoiceRow> rows, IStringLocalizer<SharedTexts> L)
    {
        var file = new DanishExcel();
        foreach (var heading in new string[] { L["Nummer"], L["Kommune"], L["Leverandør"], L["Udstedt"], L["Beløb"], L["Betales"], L["Tilbageholdt"], L["Afvist"], L["Godkendt"], L["Status"] })
            file.Add(heading);
        file.EndRow();
        foreach (var row in rows)
            file.Add(row.Number).Add(row.Municipality).Add(row.Provider).Add(row.IssuedOn).Add(row.Amount)
                .Add(row.Payable).Add(row.Held).Add(row.Rejected).Add(row.Approved).Add(Labels.Of(row.Status, L)).EndRow();
        return file.ToBytes();
    }
}
