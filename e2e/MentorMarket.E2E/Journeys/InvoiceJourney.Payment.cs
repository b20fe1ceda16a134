using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

public sealed partial class InvoiceJourney
{
    private async Task The_coordinator_makes_the_invoice_of_the_month()
    {
        await _coordinator.Follow("Fakturaer");
        await Look.At(_coordinator.Page, "5-invoices");
        await _coordinator.Content().GetByRole(AriaRole.Link, new() { Name = "Ny faktura" }).First.ClickAsync();
        await _coordinator.Choose("Kommune", "Gribskov Kommune (demo)");
        await _coordinator.Choose("Måned", Casework.Yesterday.ToString("MMMM yyyy", CultureInfo.GetCultureInfo("da-DK")));
        await Look.At(_coordinator.Page, "5-choose");
        await _coordinator.Press("Lav månedens faktura");
        await _coordinator.Fill("Fakturanummer", _invoiceNumber);

        // What was delivered stands there already. Fifteen minutes too many, and a fee for the transport:
        var (second, last) = await LineOf("75");
        await _coordinator.Fill($"Minutter, linje {second}", "90");
        await _coordinator.Fill($"Beløb, linje {second}", "");
        await _coordinator.Press("Tilføj linje");
        await Expect(_coordinator.Field($"Minutter, linje {second}")).ToHaveValueAsync("90");
        await _coordinator.Choose($"Forløb, linje {last + 1}", _number);
        await _coordinator.Fill($"Fra, linje {last + 1}", Casework.Yesterday.Danish());
        await _coordinator.Fill($"Til, linje {last + 1}", Casework.Yesterday.Danish());
        await _coordinator.Fill($"Minutter, linje {last + 1}", "0");
        await _coordinator.Fill($"Timepris, linje {last + 1}", "0");
        await _coordinator.Fill($"Beløb, linje {last + 1}", "120,50");
        await _coordinator.Fill($"Tekst, linje {last + 1}", "Kørsel");
        await Look.At(_coordinator.Page, "5-lines");
        await _coordinator.Press("Send fakturaen");
        await _coordinator.IsAt($"Kvittering for faktura {_invoiceNumber}");
        await _coordinator.Sees("Fakturaen er modtaget");
        await Look.At(_coordinator.Page, "5-receipt");
        await _coordinator.Follow("Se fakturaen linje for linje");
        _providerInvoice = _coordinator.Page.Url;
    }

    /// <summary>The number of our line with these minutes, and how many lines there are.</summary>
    private async Task<(int Line, int Count)> LineOf(string minutes)
    {
        var count = await _coordinator.Content().GetByLabel(new Regex(@"^Minutter, linje \d+")).CountAsync();
        for (var line = 1; line <= count; line++)
        {
            if (await _coordinator.Field($"Forløb, linje {line}").InputValueAsync() == _number
                && await _coordinator.Field($"Minutter, linje {line}").InputValueAsync() == minutes)
                return (line, count);
        }
        throw new InvalidOperationException($"No line of {_number} with {minutes} minutes among {count}.");
    }

    private async Task Finance_sees_what_is_payable_held_and_rejected_and_approves_the_payable_part()
    {
        _finance = await Enter("finance");
        await _finance.LogIn(Portal.Login("oekonomi@gribskov.example"));
        await Look.At(_finance.Page, "6-finance-start");
        await _finance.Follow("Fakturaer");
        await Look.At(_finance.Page, "6-invoices");
        await _finance.Fill("Nummer eller leverandør", _invoiceNumber);
        await _finance.Press("Vis");
        await _finance.Follow(_invoiceNumber);
        _financeInvoice = _finance.Page.Url;

        var kept = Line("17.00-18.00");
        await Expect(kept).ToContainTextAsync("Kan betales 350,00 kr.");
        var contested = Line("19.00-20.15").Filter(new() { HasText = "E02" });
        await Expect(contested).ToContainTextAsync("Tilbageholdt 437,50 kr.");
        await Expect(contested).ToContainTextAsync("Afvist 87,50 kr.");
        await Expect(contested).ToContainTextAsync("D02");
        await Expect(contested).ToContainTextAsync("Han gik klokken 19.30");
        await Expect(contested).ToContainTextAsync(new Regex("BAB|LAB|Vejledning"));
        await Expect(contested).ToContainTextAsync("75 min.");
        var transport = Line("Kørsel");
        await Expect(transport).ToContainTextAsync("Afvist 120,50 kr.");
        await Expect(transport).ToContainTextAsync("P04");
        await InvoicePage.EveryOereIsExplained(_finance);
        await Look.At(_finance.Page, "6-invoice");

        var payable = (await InvoicePage.Sums(_finance)).Payable;
        await _finance.Follow($"Godkend {InvoicePage.Kroner(payable)} til betaling");
        await Look.At(_finance.Page, "6-approve");
        await _finance.Fill("Bemærkning", "Resten venter på borgerens svar.");
        await _finance.Press($"Godkend {InvoicePage.Kroner(payable)}");
        await _finance.IsAt($"Faktura {_invoiceNumber} er godkendt");
        await Look.At(_finance.Page, "6-approved");
        await _finance.Open(_financeInvoice);
        await _finance.Sees("Delvis godkendt");
        await _finance.Sees($"{InvoicePage.Kroner((await InvoicePage.Sums(_finance)).Held)} venter.");

        ILocator Line(string text) => _finance.Content().Locator("details.mm-line").Filter(new() { HasText = _number })
            .Filter(new() { HasText = text });
    }

    private async Task The_provider_sees_why_the_rest_waits()
    {
        await _coordinator.Open(_providerInvoice);
        await _coordinator.Sees("Delvis godkendt");
        await _coordinator.Sees("Borgeren siger, at en kontakt ikke passer. Kommunen afklarer det med borgeren.");
        await _coordinator.Sees("Resten venter på borgerens svar.");
        await InvoicePage.EveryOereIsExplained(_coordinator);
        await Look.At(_coordinator.Page, "6-provider-invoice");
    }

    private async Task The_citizen_changes_mind_and_the_held_part_is_approved_too()
    {
        var before = await InvoicePage.Sums(_finance);
        await _citizen.Page.ReloadAsync();
        await Contact("19.00").GetByRole(AriaRole.Button, new() { Name = "Det passer", Exact = true }).ClickAsync();
        await _citizen.Sees("Tak. Du har sagt, at kontakten passer.");

        // Nobody asks for it: the portal checks again by itself.
        var more = _finance.Link("Godkend 437,50 kr. til betaling");
        for (var i = 0; i < 60 && await more.CountAsync() == 0; i++)
        {
            await Task.Delay(1000);
            await _finance.Open(_financeInvoice);
        }
        await Expect(more).ToBeVisibleAsync();
        var after = await InvoicePage.Sums(_finance);
        Assert.Equal((before.Payable + 437.50m, before.Held - 437.50m, before.Rejected, before.Amount), after);
        await InvoicePage.EveryOereIsExplained(_finance);
        await Look.At(_finance.Page, "6-invoice-again");
        await more.ClickAsync();
        await _finance.Press("Godkend 437,50 kr.");
        await _finance.IsAt($"Faktura {_invoiceNumber} er godkendt");
        await Expect(_finance.Fact("Godkendt i alt")).ToHaveTextAsync(InvoicePage.Kroner(after.Payable));
    }

    private async Task The_auditor_finds_the_invoice_and_takes_the_list_home()
    {
        _auditor = await Enter("auditor");
        await _auditor.LogIn(Portal.Login("revisor@revision-nord.example"));
        await Look.At(_auditor.Page, "7-auditor-start");
        await _auditor.Follow("Fakturaer");
        await Look.At(_auditor.Page, "7-invoices");
        var p04 = (await _auditor.Field("Anmærkning").GetByRole(AriaRole.Option).AllInnerTextsAsync())
            .Single(option => option.StartsWith("P04", StringComparison.Ordinal));
        await _auditor.Choose("Anmærkning", p04);
        await _auditor.Fill("Nummer eller leverandør", _invoiceNumber);
        await _auditor.Press("Vis");
        await _auditor.Sees(_invoiceNumber);
        await Look.At(_auditor.Page, "7-invoices-filtered");

        var download = await _auditor.Page.RunAndWaitForDownloadAsync(() => _auditor.Follow("Hent listen som CSV, en række pr. linje"));
        using var content = new MemoryStream();
        await (await download.CreateReadStreamAsync()).CopyToAsync(content, TestContext.Current.CancellationToken);
        var bytes = content.ToArray();
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        var rows = Encoding.UTF8.GetString(bytes[3..]).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Contains(';', rows[0]);
        var fee = Assert.Single(rows, row => row.Contains(_invoiceNumber) && row.Contains("P04"));
        Assert.Contains(";120,50;", fee);
        Assert.Equal(rows[0].Split(';').Length, fee.Split(';').Length);

        await _auditor.Follow(_invoiceNumber);
        await InvoicePage.EveryOereIsExplained(_auditor);
        await Look.At(_auditor.Page, "7-invoice");
        // What finance knew when it approved the first part can still be seen.
        await _auditor.Content().GetByRole(AriaRole.Link, new() { NameRegex = new Regex("kontrollen fra") }).Last.ClickAsync();
        await _auditor.Sees("En tidligere kontrol");
        await _auditor.Sees("Tilbageholdt 437,50 kr.");
        await InvoicePage.EveryOereIsExplained(_auditor);
        var page = await _auditor.Page.ContentAsync();
        Assert.DoesNotContain(_citizenName, page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Vi øvede den første samtale", page, StringComparison.OrdinalIgnoreCase);
        await Look.At(_auditor.Page, "7-invoice-as-known-then");
    }
}
