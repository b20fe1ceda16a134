using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using MentorMarket.E2E;

namespace MentorMarket.Benchmarks.Pages;

/// <summary>Somebody who has logged in through the form, as a browser would: their cookies and the token of their forms.</summary>
internal sealed partial class Visit(CookieContainer jar, Uri portal, string token)
{
    private static readonly HttpRequestOptionsKey<Visit> Whose = new("visit");
    private string cookies = jar.GetCookieHeader(portal);

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
            ? new Visit(jar, portal, TokenIn(page))
            : throw new InvalidOperationException($"{login.Email} could not log in: {(int)answer.StatusCode}");
    }

    public HttpRequestMessage Get(Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        return With(request);
    }

    public HttpRequestMessage Post(Uri address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent([
                .. fields, new("__RequestVerificationToken", token),
                    new("__once", "bench-" + Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture)),
            ]),
        };
        return With(request);
    }

    /// <summary>Keeps the cookies that came with an answer, as a browser does: an old one would be looked at anew each time.</summary>
    public static void Received(HttpRequestMessage request, HttpResponseMessage answer)
    {
        if (!request.Options.TryGetValue(Whose, out var visit) || !answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            return;
        }

        lock (visit.Jar)
        {
            foreach (var cookie in set)
            {
                visit.Jar.SetCookies(visit.Portal, cookie);
            }

            visit.cookies = visit.Jar.GetCookieHeader(visit.Portal);
        }
    }

    private CookieContainer Jar => jar;

    private Uri Portal => portal;

    private HttpRequestMessage With(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Cookie", cookies);
        request.Options.Set(Whose, this);
        return request;
    }

    private static string TokenIn(string page) => TokenField().Match(page) is { Success: true } field
        ? field.Groups[1].Value : throw new InvalidOperationException("No token stands on the page.");

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
