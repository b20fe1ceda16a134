using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using MentorMarket.E2E;

namespace MentorMarket.Benchmarks.Pages;

/// <summary>Somebody who has logged in through the form, as a browser would: their cookies and the token of their forms.</summary>
internal sealed partial record Visit(string Cookies, string Token)
{
    public static async Task<Visit> LogInAsync(Uri portal, DemoLogin login)
    {
        var jar = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = jar };
        using var browser = new HttpClient(handler) { BaseAddress = portal };
        var form = await browser.GetStringAsync("/account/login");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Form.Email"] = login.Email,
            ["Form.Password"] = login.Password,
            ["ReturnUrl"] = "",
            ["__RequestVerificationToken"] = TokenIn(form),
        };
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await browser.PostAsync("/account/login", content);
        var page = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode && page.Contains("/account/logout", StringComparison.Ordinal)
            ? new Visit(jar.GetCookieHeader(portal), TokenIn(page))
            : throw new InvalidOperationException($"{login.Email} could not log in: {(int)answer.StatusCode}");
    }

    public HttpRequestMessage Get(Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Cookie", Cookies);
        return request;
    }

    public HttpRequestMessage Post(Uri address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent([
                .. fields, new("__RequestVerificationToken", Token), new("__once", "bench-" + Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture)),
            ]),
        };
        request.Headers.TryAddWithoutValidation("Cookie", Cookies);
        return request;
    }

    private static string TokenIn(string page) => TokenField().Match(page) is { Success: true } field
        ? field.Groups[1].Value : throw new InvalidOperationException("No token stands on the page.");

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
