using System.Globalization;
using System.Text.RegularExpressions;

namespace MentorMarket.E2E.Journeys;

/// <summary>The arithmetic that a checked invoice shows, redone.</summary>
internal static partial class InvoicePage
{
    /// <summary>Payable + held + rejected = amount, on each line and in all, and the lines add up to the whole.</summary>
    public static async Task EveryOereIsExplained(Actor actor)
    {
        var total = await Sums(actor);
        Assert.Equal(total.Amount, total.Payable + total.Held + total.Rejected);
        var lines = 0m;
        foreach (var line in await actor.Content().Locator("details").Filter(new() { HasText = "Sådan er beløbet regnet ud" })
            .AllTextContentsAsync())
        {
            var sum = LineSum().Match(line);
            Assert.True(sum.Success, line);
            var (payable, held, rejected, amount) = Read(sum);
            Assert.Equal(amount, payable + held + rejected);
            lines += amount;
        }
        Assert.Equal(total.Amount, lines);
    }

    public static async Task<(decimal Payable, decimal Held, decimal Rejected, decimal Amount)> Sums(Actor actor) =>
        Read(TotalSum().Match(await actor.Content().InnerTextAsync()));

    private static (decimal Payable, decimal Held, decimal Rejected, decimal Amount) Read(Match sum)
    {
        Assert.True(sum.Success, "There is no sum on the page.");
        decimal Number(int i) => decimal.Parse(sum.Groups[i].Value.Replace(".", "").Replace(',', '.'), NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture);
        return (Number(1), Number(2), Number(3), Number(4));
    }

    public static string Kroner(decimal amount) => amount.ToString("#,##0.00", CultureInfo.GetCultureInfo("da-DK")) + " kr.";

    [GeneratedRegex(
        @"([\d.]+,\d\d)\s*kr\. betales \+ ([\d.]+,\d\d)\s*kr\. tilbageholdes \+ ([\d.]+,\d\d)\s*kr\. afvises = ([\d.]+,\d\d)\s*kr\. faktureret")]
    private static partial Regex TotalSum();

    [GeneratedRegex(@"([\d.]+,\d\d)\s*kr\. \+ ([\d.]+,\d\d)\s*kr\. \+ ([\d.]+,\d\d)\s*kr\. =\s*([\d.]+,\d\d)\s*kr\.")]
    private static partial Regex LineSum();
}
