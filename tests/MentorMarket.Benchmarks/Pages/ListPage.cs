using System.Globalization;
using System.Net;
using System.Text.Json;

namespace MentorMarket.Benchmarks.Pages;

/// <summary>The finance clerk's list of invoices: the first 25, the sums of all, and the organisations to choose among.</summary>
internal sealed class ListPage() : PageAndRaw("list-page", "raw endpoint: the same rows, sums and choices as JSON")
{
    private const string Clerk = "oekonomi@gribskov.example";
    private Visit visit = null!;
    private Guid municipality;

    public static Uri Address(Uri portal) => new(portal, "/gribskov/municipality/invoices");

    public static async Task<(Visit Visit, Guid Municipality, Guid Person)> ClerkAsync(House house)
    {
        var found = (await house.RowsAsync(
            "select o.id, m.person_id from portal.organisations o join portal.memberships m on m.organisation_id = o.id where o.slug = 'gribskov' and 'Finance' = any (m.roles)"))
            .Single();
        return (await Visit.LogInAsync(house.Portal, house.Login(Clerk)), (Guid)found[0], (Guid)found[1]);
    }

    protected override async Task PrepareAsync()
    {
        (visit, municipality, _) = await ClerkAsync(House);
        await CompareAsync(null);
    }

    protected override HttpRequestMessage Ask(Uri portal, int connection, int n) => visit.Get(Address(portal));

    protected override HttpRequestMessage AskRaw(Uri raw, int connection, int n) =>
        new(HttpMethod.Get, new Uri(raw, $"/list/{municipality}"));

    protected override async Task WriteInBetweenAsync()
    {
        await House.RowsAsync(
            """
            insert into portal.invoices (id, municipality_id, provider_id, number, issued_on, period_from, period_to, amount, status, submitted_by, submitted_at)
            select gen_random_uuid(), municipality_id, provider_id, 'NEW-IN-BETWEEN', portal.today(), period_from, period_to, 1.25, 'Submitted', submitted_by, now()
            from portal.invoices where municipality_id = $1 order by id limit 1
            """, municipality);
        await CompareAsync("NEW-IN-BETWEEN");
    }

    /// <summary>Every number of the raw rows and every sum stands on the page, and so does what was written just now.</summary>
    private async Task CompareAsync(string? written)
    {
        var page = WebUtility.HtmlDecode(await Load.TextAsync(Ask(House.Portal, 0, 0)));
        using var raw = JsonDocument.Parse(await Load.TextAsync(AskRaw(House.Raw, 0, 0)));
        var (rows, sums) = (raw.RootElement[0].EnumerateArray().ToList(), raw.RootElement[1][0]);
        Prove(rows.Count == 25, $"{rows.Count} rows and not 25");
        var numbers = rows.ConvertAll(row => row.GetProperty("number").GetString()!);
        Prove(numbers.TrueForAll(number => page.Contains($">{number}</a>", StringComparison.Ordinal)),
            "a row of the raw endpoint is not on the page");
        Prove(written is null || numbers.Contains(written), $"{written} is not told at once");
        Prove(page.Contains($"{sums.GetProperty("count").GetInt64()} fakturaer", StringComparison.Ordinal), "another count");
        foreach (var sum in new[] { "amount", "payable", "held", "rejected", "approved", "paid_too_much" })
        {
            var amount = sums.GetProperty(sum).GetDecimal();
            Prove(page.Contains($"<strong>{amount.ToString("N2", CultureInfo.GetCultureInfo("da-DK"))}</strong>", StringComparison.Ordinal)
                || (sum == "paid_too_much" && amount == 0), $"another sum of {sum}: {amount}");
        }
    }
}
