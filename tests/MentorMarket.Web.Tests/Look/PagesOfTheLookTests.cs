using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using MentorMarket.Web.Frame;
using MentorMarket.Web.Localization;
using MentorMarket.Web.Look;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MentorMarket.Web.Tests.Look;

/// <summary>The pages that belong to the look itself, served without the rest of the portal.</summary>
public sealed class PagesOfTheLookTests : IAsyncLifetime
{
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddRazorPages().AddApplicationPart(typeof(NavItem).Assembly);
        builder.Services.AddAuthentication("none").AddCookie("none");
        builder.Services.AddAuthorization();
        builder.Services.AddPortalLocalization();
        builder.Services.AddPortalFrame(https: false);
        builder.Services.AddScoped<MentorMarket.Web.Actors.CurrentActor>();
        _app = builder.Build();
        _app.UsePortalHeaders();
        _app.UsePortalErrorPages();
        _app.UseRouting();
        _app.UsePortalLocalization();
        _app.UseAuthorization();
        _app.MapRazorPages();
        _app.MapGet("/breaks", (HttpContext _) => throw new InvalidOperationException("the secret detail"));
        _app.MapPost("/breaks", (HttpContext _) => throw new InvalidOperationException("the secret detail"));
        _app.MapGet("/refused", () => Results.StatusCode(403));
        _app.MapGet("/style", () => Results.Text("a{}", "text/css"));
        _app.MapGet("/picture", () => Results.Bytes([1], "image/png"));
        _app.MapGet("/file", () => Results.Bytes([1], "application/pdf"));
        _app.MapGet("/data", () => Results.Json(1));
        _app.MapGet("/leads", () => Results.Redirect("/data"));
        _app.MapGet("/secret", (HttpContext context) =>
        {
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            context.Response.Headers.CacheControl = "private, no-store";
            return Results.Text("x", "text/html");
        });
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _client = _app.GetTestClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("/nowhere", HttpStatusCode.NotFound, "Siden findes ikke")]
    [InlineData("/refused", HttpStatusCode.Forbidden, "Du har ikke adgang til siden")]
    [InlineData("/breaks", HttpStatusCode.InternalServerError, "Der gik noget galt hos os")]
    public async Task Errors_keep_their_code_and_say_what_to_do_next(string path, HttpStatusCode code, string heading)
    {
        using var response = await _client.GetAsync(path);
        var page = await Page(response);

        Assert.Equal(code, response.StatusCode);
        Assert.Equal(heading, page.QuerySelector("main h1")!.TextContent);
        Assert.Equal("/", page.QuerySelector("main a.button")!.GetAttribute("href"));
        Assert.Contains("returnUrl=%2F" + path[1..], page.QuerySelector("a[hreflang=en]")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_failure_shows_a_reference_and_no_details(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/breaks");
        using var response = await _client.SendAsync(request);
        var page = await Page(response);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Matches("^[0-9a-f]{32}$", page.QuerySelector(".mm-reference")!.TextContent);
        Assert.DoesNotContain("secret", page.Source.Text);
        Assert.DoesNotContain("Exception", page.Source.Text);
    }

    [Fact]
    public async Task Every_page_forbids_foreign_and_inline_content_and_is_not_kept()
    {
        foreach (var path in new[] { "/accessibility", "/nowhere", "/breaks" })
        {
            using var response = await _client.GetAsync(path);
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'self'", policy);
            Assert.Contains("frame-ancestors 'none'", policy);
            Assert.DoesNotContain("unsafe", policy);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.True(response.Headers.CacheControl!.NoStore);

            var page = await Page(response);
            Assert.Empty(page.QuerySelectorAll("[style], style, script:not([src])"));
            Assert.DoesNotContain(page.All,
                element => element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)));
            Assert.All(page.QuerySelectorAll("link[href], script[src], img[src], use[href]"),
                element => Assert.StartsWith("/", element.GetAttribute("href") ?? element.GetAttribute("src")));
        }
        using var style = await _client.GetAsync("/style");
        Assert.Null(style.Headers.CacheControl);
    }

    // Whatever it is, and whoever writes the headers: a page, an error, a file, another's address, nothing.
    [Theory]
    [InlineData("/accessibility", "no-store", "same-origin")]
    [InlineData("/nowhere", "no-store", "same-origin")]
    [InlineData("/breaks", "no-store", "same-origin")]
    [InlineData("/refused", "no-store", "same-origin")]
    [InlineData("/file", "no-store", "same-origin")]
    [InlineData("/data", "no-store", "same-origin")]
    [InlineData("/leads", "no-store", "same-origin")]
    [InlineData("/style", null, "same-origin")]
    [InlineData("/picture", null, "same-origin")]
    [InlineData("/secret", "no-store, private", "no-referrer")]
    public async Task Every_answer_has_these_headers_to_the_letter_and_no_other_of_their_kind(string path, string? kept, string referrer)
    {
        foreach (var scheme in new[] { "http", "https" })
        {
            using var response = await _client.GetAsync($"{scheme}://localhost{path}");

            var expected = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["Content-Security-Policy"] =
                    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
                    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
                ["Cross-Origin-Opener-Policy"] = "same-origin",
                ["Cross-Origin-Resource-Policy"] = "same-origin",
                ["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
                ["Referrer-Policy"] = referrer,
                ["X-Content-Type-Options"] = "nosniff",
                ["X-Frame-Options"] = "DENY",
            };
            if (kept is not null) expected["Cache-Control"] = kept;
            if (scheme == "https") expected["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains";
            // Of the frameworks that made the answer, not of how the browser treats it.
            string[] others = ["Location", "Pragma", "Set-Cookie", "Vary"];
            Assert.Equal(expected, new SortedDictionary<string, string>(
                response.Headers.Where(h => !others.Contains(h.Key)).ToDictionary(h => h.Key, h => string.Join(" | ", h.Value)),
                    StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Strict_transport_is_asked_for_on_https_only()
    {
        using var plain = await _client.GetAsync("http://localhost/accessibility");
        using var secure = await _client.GetAsync("https://localhost/accessibility");

        Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
        Assert.StartsWith("max-age=31536000", secure.Headers.GetValues("Strict-Transport-Security").Single());
    }

    [Fact]
    public async Task The_language_is_Danish_until_English_is_chosen()
    {
        using var first = new HttpRequestMessage(HttpMethod.Get, "/accessibility") { Headers = { { "Accept-Language", "en-US" } } };
        using var danish = await _client.SendAsync(first);
        Assert.Equal("Tilgængelighedserklæring", (await Page(danish)).QuerySelector("h1")!.TextContent);

        using var choice = await _client.GetAsync("/account/language?culture=en&returnUrl=%2Faccessibility");
        Assert.Equal("/accessibility", choice.Headers.Location!.OriginalString);

        using var second = new HttpRequestMessage(HttpMethod.Get, "/accessibility");
        second.Headers.Add("Cookie", choice.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using var english = await _client.SendAsync(second);
        var page = await Page(english);
        Assert.Equal("Accessibility statement", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("https%3A%2F%2Fevil.example")]
    [InlineData("%2F%2Fevil.example")]
    [InlineData("%2F%5Cevil.example")]
    [InlineData("")]
    public async Task The_language_choice_leads_nowhere_else(string returnUrl)
    {
        using var choice = await _client.GetAsync("/account/language?culture=en&returnUrl=" + returnUrl);
        Assert.Equal("/", choice.Headers.Location!.OriginalString);
    }

    private static async Task<IHtmlDocument> Page(HttpResponseMessage response) =>
        await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());
}
