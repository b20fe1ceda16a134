using System.Text.RegularExpressions;
using MentorMarket.Web.Mediation;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>Sends forms as a browser does.</summary>
internal static partial class Form
{
    public static string NewKey() => new RandomOnceKeys().Issue();

    /// <summary>The token against forged requests, from a page with a form; it is good for all forms of the same login.</summary>
    public static async Task<string> TokenAsync(HttpClient browser, string page) =>
        Token().Match(await browser.GetStringAsync(page)) is { Success: true } found ? found.Groups[1].Value
            : throw new InvalidOperationException($"{page} has no form.");

    public static async Task<HttpResponseMessage> SendAsync(HttpClient browser, string address, string handler, string? token, string? key,
        IEnumerable<KeyValuePair<string, string>> fields)
    {
        var all = fields.ToList();
        if (token is not null) all.Add(new("__RequestVerificationToken", token));
        if (key is not null) all.Add(new(OnceKey.Field, key));
        using var content = new FormUrlEncodedContent(all);
        return await browser.PostAsync(handler.Length == 0 ? address : $"{address}?handler={handler}", content);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
