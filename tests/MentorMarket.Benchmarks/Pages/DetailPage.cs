using System.Net;
using System.Text.Json;

namespace MentorMarket.Benchmarks.Pages;

/// <summary>
/// An invoice with its explanation: the 25 of the list in turns. Where somebody's words are shown, both leave the event that says so.
/// </summary>
internal sealed class DetailPage()
    : PageAndRaw("detail-page", "raw endpoint: the same invoices with all rows behind their explanation as JSON, and the same events")
{
    private readonly List<(Guid Id, bool IsNoted)> invoices = [];
    private Visit visit = null!;
    private Guid municipality;
    private Guid person;

    protected override async Task PrepareAsync()
    {
        (visit, municipality, person) = await ListPage.ClerkAsync(House);
        foreach (var row in await House.RowsAsync(
            "select id from portal.invoices where municipality_id = $1 order by issued_on desc, number, id limit 25", municipality))
        {
            var before = await EventsAsync();
            await Load.TextAsync(visit.Get(Address(House.Portal, (Guid)row[0])));
            invoices.Add(((Guid)row[0], await EventsAsync() > before));
        }

        for (var n = 0; n < invoices.Count; n++)
        {
            await CompareAsync(n);
        }
    }

    protected override HttpRequestMessage Ask(Uri portal, int connection, int n) => visit.Get(Address(portal, At(connection, n).Id));

    protected override HttpRequestMessage AskRaw(Uri raw, int connection, int n)
    {
        var (id, isNoted) = At(connection, n);
        return new(HttpMethod.Get, new Uri(raw, $"/invoice/{id}" + (isNoted ? $"?chain={municipality}" : "")));
    }

    protected override async Task WriteInBetweenAsync()
    {
        await House.RowsAsync(
            """
            insert into portal.approvals (id, invoice_id, check_id, municipality_id, provider_id, amount, comment, approved_by, approved_by_name, approved_at)
            select gen_random_uuid(), id, check_id, municipality_id, provider_id, 0, 'Written in between', $2, 'Somebody', now() from portal.invoices where id = $1
            """, invoices[0].Id, person);
        await CompareAsync(0, "Written in between");
    }

    private static Uri Address(Uri portal, Guid invoice) => new(portal, $"/gribskov/municipality/invoices/details/{invoice}");

    private (Guid Id, bool IsNoted) At(int connection, int n) => invoices[((connection * 3) + n) % invoices.Count];

    private async Task<long> EventsAsync() =>
        (long)(await House.RowsAsync("select count(*) from portal.evidence_events where organisation_id = $1", municipality)).Single()[0];

    /// <summary>What the raw endpoint says of lines, steps and registrations stands on the page; and both leave as many events.</summary>
    private async Task CompareAsync(int n, string? written = null)
    {
        var before = await EventsAsync();
        var page = WebUtility.HtmlDecode(await Load.TextAsync(Ask(House.Portal, 0, n)));
        var between = await EventsAsync();
        using var raw = JsonDocument.Parse(await Load.TextAsync(AskRaw(House.Raw, 0, n)));
        Prove(await EventsAsync() - between == between - before, "another number of events");
        var sets = raw.RootElement;
        var told = new List<string?> { sets[0][0].GetProperty("number").GetString(), sets[0][0].GetProperty("provider").GetString() };
        told.AddRange(sets[3].EnumerateArray().Select(line => line.GetProperty("course").GetString()));
        told.AddRange(sets[5].EnumerateArray().Select(finding => finding.GetProperty("arithmetic_da").GetString()));
        told.AddRange(sets[12].EnumerateArray().Select(entry => entry.GetProperty("mentor_name").GetString()));
        if (written is not null)
        {
            Prove(sets[2].EnumerateArray().Any(approval => approval.GetProperty("comment").GetString() == written),
                $"'{written}' is not told at once by the raw endpoint");
            told.Add(written);
        }

        Prove(told.TrueForAll(text => text is null || page.Contains(text, StringComparison.Ordinal)),
            $"the page does not tell '{told.Find(text => text is not null && !page.Contains(text, StringComparison.Ordinal))}'");
    }
}
