using System.Data.Common;

namespace MentorMarket.Web.Invoices;

/// <summary>
/// What the provider wrote on an invoice, and why the municipality sent it back. An auditor has no right to the columns: the database
/// answers an auditor only where an open engagement of that municipality and period says notes.
/// </summary>
internal sealed class InvoiceWords
{
    private readonly Dictionary<Guid, (string Reference, string Text)> lines = [];

    public string OrderReference { get; private set; } = "";
    public string PersonReference { get; private set; } = "";
    public string ReturnReason { get; private set; } = "";

    public (string Reference, string Text)? OfLine(Guid line) => lines.TryGetValue(line, out var words) ? words : null;

    public static Task<InvoiceWords> Ask(Together together, Guid invoice, Actor reader, CancellationToken cancel)
    {
        const string own = """
            select l.id, l.assignment_ref, l.text, i.order_reference, i.person_reference, i.return_reason
            from portal.invoices i join portal.invoice_lines l on l.invoice_id = i.id where i.id = $1
            """;
        return together.Ask(read => ReadAsync(read, cancel),
            reader.Kind == ActorKind.Auditor ? "select * from portal.words_on_invoice($1)" : own, invoice);
    }

    private static async Task<InvoiceWords> ReadAsync(DbDataReader read, CancellationToken cancel)
    {
        var words = new InvoiceWords();
        while (await read.ReadAsync(cancel))
        {
            words.lines[read.GetGuid(0)] = (read.GetString(1), read.GetString(2));
            (words.OrderReference, words.PersonReference, words.ReturnReason) = (read.GetString(3), read.GetString(4), read.GetString(5));
        }
        return words;
    }
}
