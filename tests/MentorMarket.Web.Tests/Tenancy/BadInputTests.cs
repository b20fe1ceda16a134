using System.Globalization;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>
/// What nobody types honestly is answered with 400 or a message at the field, on every page and in every form, and never with 500.
/// </summary>
public sealed class BadInputTests(Cluster cluster, ITestOutputHelper output)
{
    private static readonly string[] Nasty =
    [
        "x\0y", "2147483648", "-2147483649", "99999999999999999999999999999999", "79228162514264337593543950335", "1e400", "NaN",
            "'; drop table portal.grants; --", "%_\\", "\\",
        "\ud83d\ude00", "\u202e\u200b", "\ufffe\uffff", "{0}{1}{99}", "<x>@y.example", "ø@y.example", "31.12.9999", "01.01.0001", "24.00",
            "-1", "true,false", "[]", "00000000-0000-0000-0000-000000000000",
    ];

    [Fact]
    public async Task No_address_of_any_page_is_answered_with_an_error_of_ours()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (asked, wrong) = (0, new List<string>());
        foreach (var route in Matrix.Routes.Where(r => r.Path is not ("account/logout" or "account/setupfactor")))
        {
            foreach (var (browser, address) in (await VisitorOf(app, app.World, route)).Take(1))
            {
                foreach (var nasty in Nasty)
                {
                    asked++;
                    // Under every name that a list or a form of the portal knows.
                    var query = string.Join('&', Names.Select(n => $"{n}={Uri.EscapeDataString(nasty)}"));
                    using var answer = await browser.GetAsync($"{address}?{query}");
                    if ((int)answer.StatusCode >= 500) wrong.Add($"GET {address} with {nasty}: {(int)answer.StatusCode}");
                    if (nasty.Contains('\0', StringComparison.Ordinal) && answer.StatusCode != HttpStatusCode.BadRequest)
                    {
                        wrong.Add($"GET {address} with a NUL: {(int)answer.StatusCode}");
                    }
                }
            }
        }

        output.WriteLine($"{asked} addresses asked for");
        wrong.AddRange(app.Log.Where(l => l.StartsWith("Error:", StringComparison.Ordinal)
            || l.StartsWith("Critical:", StringComparison.Ordinal)).Take(5));
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong.Take(40)));
    }

    private static readonly string[] Names =
        ["q", "area", "sort", "page", "status", "provider", "month", "kind", "state", "mentor", "assignment", "municipality", "typed",
            "from", "to", "finding", "year", "set", "on", "grant", "person", "when", "who",
         "sequence", "stage", "programme", "duty", "format", "culture", "returnUrl", "token", "user", "purpose", "mine", "hours", "group"];

    [Fact]
    public async Task No_form_is_answered_with_an_error_of_ours()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (sent, forms, wrong) = (0, 0, new List<string>());
        foreach (var route in Matrix.Routes.Where(r => r.Posts is { Length: > 0 }
            && r.Path is not ("account/logout" or "organisation/members/end/{id:guid}")))
            foreach (var (browser, address) in (await VisitorOf(app, app.World, route)).Take(2))
            {
                using var page = await browser.GetAsync(address);
                if (page.StatusCode != HttpStatusCode.OK) continue;
                var html = new HtmlParser().ParseDocument(await page.Content.ReadAsStringAsync());
                foreach (var form in html.QuerySelectorAll("main form").OfType<IHtmlFormElement>().Where(f => f.Method == "post"))
                {
                    var action = form.GetAttribute("action")!;
                    var fields = form.QuerySelectorAll("input[name], select[name], textarea[name]").Select(e => e.GetAttribute("name")!)
                        .Distinct().Where(n => n is not ("__RequestVerificationToken" or "__once")).ToList();
                    if (fields.Count == 0) continue;
                    forms++;
                    var token = form.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value");
                    foreach (var nasty in Nasty)
                    {
                        sent++;
                        if (await SendAsync(browser, action, token, fields.Select(f => KeyValuePair.Create(f, nasty))) is { } status
                            && (status >= 500 || (nasty.Contains('\0', StringComparison.Ordinal) && status != 400)))
                            wrong.Add($"POST {action} with {nasty}: {status}");
                    }
                    foreach (var (what, made) in Posts(token!))
                    {
                        sent++;
                        using (made)
                        {
                            using var answer = await browser.SendAsync(made.To(action));
                            if (answer.StatusCode != HttpStatusCode.BadRequest || !(await answer.Content.ReadAsStringAsync())
                                .Contains("<main", StringComparison.Ordinal))
                            {
                                wrong.Add($"POST {action} with {what}: {answer.StatusCode}, or not our page");
                            }
                        }
                    }
                    foreach (var (what, made) in Forms(fields[0]))
                    {
                        sent++;
                        if (await SendAsync(browser, action, token, made) != 400) wrong.Add($"POST {action} with {what} is not refused");
                    }
                }
            }

        output.WriteLine($"{sent} forms sent of {forms}");
        wrong.AddRange(app.Log.Where(l => l.StartsWith("Error:", StringComparison.Ordinal)
            || l.StartsWith("Critical:", StringComparison.Ordinal)).Take(5));
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong.Take(40)));
        Assert.True(forms >= 25, $"Only {forms} forms were found.");
    }

    private static IEnumerable<(string What, IEnumerable<KeyValuePair<string, string>> Fields)> Forms(string name) =>
    [
        ("a NUL in a name", [new(name + "\0", "x")]),
        ("1,100 fields", Enumerable.Range(0, 1100)
            .Select(i => KeyValuePair.Create(string.Create(CultureInfo.InvariantCulture, $"Form.Lines[{i}].Text"), "x"))),
        ("3,000 levels", [new("Form" + string.Concat(Enumerable.Repeat(".Form", 600)), "x")]),
        ("lines numbered by hand", [new(name.Split('[', '.')[0] + ".index", "0"), new(name.Split('[')[0] + ".Index", "7")]),
        ("fields within fields", [new("Form" + string.Concat(Enumerable.Repeat("[0]", 400)), "x")]),
    ];

    // The token stands in a header, where the framework takes it as well.
    private static IEnumerable<(string What, Post Post)> Posts(string token) =>
    [
        ("no body", new(token, null, "")),
        ("JSON", new(token, "application/json", "{\"a\":1}")),
        ("words", new(token, "text/plain", "x")),
        ("letters of an alphabet that is not read", new(token, "application/x-www-form-urlencoded; charset=utf-7", "x=1")),
        ("parts without a mark between them", new(token, "multipart/form-data", "x")),
        ("parts that break off",
            new(token, "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nz")),
    ];

    private sealed class Post(string token, string? type, string body) : IDisposable
    {
        private readonly HttpRequestMessage message =
            new(HttpMethod.Post, (Uri?)null) { Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)) };

        public HttpRequestMessage To(string action)
        {
            message.RequestUri = new Uri(action, UriKind.Relative);
            message.Headers.Add("RequestVerificationToken", token);
            if (type is not null) message.Content!.Headers.TryAddWithoutValidation("Content-Type", type);
            return message;
        }

        public void Dispose() => message.Dispose();
    }

    [Theory]
    [InlineData("%00")]
    [InlineData("gribskov%00")]
    [InlineData("%FF")]
    [InlineData("account")]
    public async Task Where_somebody_came_from_is_looked_up_only_if_it_can_be_an_organisation(string kept)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var reader = await app.LogInAsync(app.World.Gribskov[Role.Caseworker]);
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/account/profile");
        foreach (var name in new[] { "mentormarket-from", "__Host-mentormarket-from" }) ask.Headers.Add("Cookie", $"{name}={kept}");

        using var answer = await reader.SendAsync(ask);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<int> SendAsync(HttpClient browser, string action, string? token,
        IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var answer = await Form.SendAsync(browser, action, "", token, Form.NewKey(), fields);
        return (int)answer.StatusCode;
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("QUERY")]
    public async Task A_method_that_no_page_has_is_not_allowed(string method)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var browser = app.Anonymous();
        foreach (var path in new[] { "/account/login", "/", "/gribskov/municipality", "/health/live" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await browser.SendAsync(request);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/\u2215x")]
    [InlineData("/gribskov/æøå")]
    [InlineData("/a\tb")]
    [InlineData("/a\0b")]
    [InlineData("//evil.example")]
    public async Task An_address_to_return_to_that_no_header_can_hold_leads_to_the_front_page(string returnUrl)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var reader = await app.LogInAsync(app.World.Gribskov[Role.Caseworker]);

        using var language = await reader.GetAsync("/account/language?culture=en&returnUrl=" + Uri.EscapeDataString(returnUrl));
        using var logIn = await reader.GetAsync("/account/login?returnUrl=" + Uri.EscapeDataString(returnUrl));

        foreach (var answer in new[] { language, logIn })
        {
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest
                || (answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.OK && answer.Headers.Location?.OriginalString is null
                or "/" or "/gribskov/"), $"{answer.StatusCode} {answer.Headers.Location}");
        }
    }

    [Theory]
    [InlineData("<x>@y.example")]
    [InlineData("jørgen@y.example")]
    [InlineData("\"a b\"@y.example")]
    [InlineData("a@b@y.example")]
    [InlineData("navn@eksempel")]
    [InlineData("Navn <navn@eksempel.dk>")]
    public async Task Nobody_is_invited_to_an_address_that_no_letter_reaches(string address)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var administrator = await app.LogInAsync(world.Gribskov[Role.Administrator]);
        var path = $"/{world.Gribskov.Slug}/organisation/members/invite";
        const string count = "select count(*) from portal.invitations";
        var before = await app.ScalarAsync(count);

        var answer = await administrator.SendAsync(path, (await administrator.PageAsync(path))
            .Filled("#Form_Email", ("Form.Name", "Prøve"), ("Form.Email", address), ("Form.Roles", "Caseworker")));

        Assert.NotNull(answer.Page.QuerySelector("#Form_Email-error"));
        Assert.Equal(before, await app.ScalarAsync(count));
    }

    private static async Task<List<(HttpClient Browser, string Address)>> VisitorOf(PortalApp app, World w, Route route) =>
        route.Door switch
        {
            Door.Open => [(app.Anonymous(),
            $"/{route.Filled(route.Path.StartsWith("error", StringComparison.Ordinal) ? "404" : "AAAAAAAAAAAAAAAAAAAAAA")}")],
            Door.Person => [(await app.LogInAsync(w.Gribskov[Role.Caseworker]), $"/{route.Path}")],
            Door.Citizen => [(await app.OpenLinkAsync(w.Live.Link, w.Gribskov.Id, w.Live.Citizen), $"/{route.Path}")],
            Door.Member => await MemberOf(app, w, route),
        };

    private static async Task<List<(HttpClient Browser, string Address)>> MemberOf(PortalApp app, World w, Route route)
    {
        var home = route.Home(w);
        var browser = await app.LogInAsync(home[route.Roles.Length > 0 ? route.Roles[0] : home.People.Keys.First()]);
        return [.. (route.Ids?.Invoke(w, home).Own ?? [""]).Select(id => (browser, $"/{home.Slug}/{route.Filled(id)}"))];
    }
}
