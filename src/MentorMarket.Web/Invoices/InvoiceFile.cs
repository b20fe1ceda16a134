using MentorMarket.Exchange.Csv;

namespace MentorMarket.Web.Invoices;

/// <summary>A list of invoices as a file for Danish Excel.</summary>
public static class InvoiceFile
{
    public const string ContentType = "text/csv; charset=utf-8";

    /// <summary>As on the screen: what was paid too much has its column where anything was.</summary>
    public static byte[] Of(IReadOnlyList<InvoiceRow> rows, IStringLocalizer<SharedTexts> L)
    {
        var showsTooMuch = rows.Any(r => r.PaidTooMuch > 0);
        var file = new DanishExcel();
        foreach (var heading in new string[] { L["Nummer"], L["Kommune"], L["Leverandør"], L["Udstedt"], L["Beløb"], L["Kan betales"], L[
            "Tilbageholdt"], L["Afvist"], L["Godkendt"] })
            file.Add(heading);
        if (showsTooMuch) file.Add(L["Betalt for meget"]);
        file.Add(L["Status"]).EndRow();
        foreach (var row in rows)
        {
            file.Add(row.Number).Add(row.Municipality).Add(row.Provider).Add(row.IssuedOn).Add(row.Amount)
                .Add(row.Payable).Add(row.Held).Add(row.Rejected).Add(row.Approved);
            if (showsTooMuch) file.Add(row.PaidTooMuch);
            file.Add(Labels.Of(row.Status, L)).EndRow();
        }
        return file.ToBytes();
    }
}
