using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>
/// Every form of the matrix as somebody who may send it: as the page shows it, and then as an attacker or a double click would.
/// </summary>
public sealed class FormTests(Cluster cluster, ITestOutputHelper output)
{
    private const string Planted = "0abad000-0000-7000-8000-000000000bad";

    private static readonly string[] NotForForms =
        ["MunicipalityId", "ProviderId", "OrganisationId", "TenantId", "CitizenId", "ApprovedBy", "DecidedBy", "CreatedBy", "AcceptedBy",
            "SubmittedBy", "RegisteredBy", "MentorName", "Number", "RulesVersion"];

    [Fact]
    public async Task A_form_needs_its_token_and_its_key_and_has_one_effect_and_takes_nothing_it_does_not_ask_for()
    {
        var (sent, effects, wrong) = (0, new SortedSet<string>(StringComparer.Ordinal), new List<string>());
        // A portal on which nothing has had an effect yet is as good as a new one.
        PortalApp? app = null;
        try
        {
            foreach (var route in Matrix.Routes.Where(r => r.Door == Door.Member && r.Posts is { Length: > 0 }))
            {
                app ??= await PortalApp.OpenAsync(cluster);
                if (await TryAsync(app, route)) continue;
                await app.DisposeAsync();
                app = null;
            }
        }
        finally
        {
            if (app is not null) await app.DisposeAsync();
        }

        var silent = wrong.Where(x => x.EndsWith(NoEffect, StringComparison.Ordinal)).ToList();
        output.WriteLine($"{sent} forms sent; {effects.Count} kinds have an effect as they are shown: {string.Join(", ", effects)}");
        output.WriteLine(string.Join(Environment.NewLine, silent));
        wrong.RemoveAll(silent.Contains);
        foreach (var (known, _) in NotRepeated)
        {
            Assert.True(wrong.RemoveAll(x => x.Contains(known, StringComparison.Ordinal)) > 0,
                $"{known} is repeated now, or: {string.Join(Environment.NewLine, wrong)}");
        }
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        Assert.True(effects.Count >= 8, "Hardly any form did anything, so hardly anything was tested.");

        // Whether the portal is as it was.
        async Task<bool> TryAsync(PortalApp portal, Route route)
        {
            var isUntouched = true;
            var w = portal.World;
            var home = route.Home(w);
            using var browser = await portal.LogInAsync(home[route.Roles[0]]);
            foreach (var handler in route.Posts!)
            {
                foreach (var address in (route.Ids?.Invoke(w, home).Own ?? [""]).Select(id => $"/{home.Slug}/{route.Filled(id)}"))
                {
                    using var page = await browser.GetAsync(address);
                    if (page.StatusCode != HttpStatusCode.OK) continue;
                    var fields = FieldsOf(await page.Content.ReadAsStringAsync(), handler);
                    if (fields is null) continue;
                    sent++;
                    var fault = await SendAsync(browser, address, handler, fields, portal.Database);
                    if (fault is null) effects.Add($"{route.Path} {handler}".Trim());
                    else wrong.Add($"{address} {handler}: {fault.Wrong}");
                    isUntouched &= fault?.Wrong == NoEffect;
                }
            }
            return isUntouched;
        }
    }

    /// <summary>Forms that a repeat is answered otherwise, and why that is no harm.</summary>
    private static readonly Dictionary<string, string> NotRepeated = new(StringComparer.Ordinal)
    {
        [": answers OK , then Found /gribskov/municipality/citizens/letter/"] =
            "one link is issued; it is shown once and kept nowhere, so a repeat can only lead back to the page",
        [": answers OK , then Found /gribskov/municipality/followups/reminders"] = "one address is made; it is shown once and kept nowhere",
    };

    private const string NoEffect = "no effect as it is shown";

    private sealed record Fault(string Wrong);

    private static async Task<Fault?> SendAsync(HttpClient browser, string address, string handler,
        List<KeyValuePair<string, string>> fields, TestDatabase database)
    {
        var token = fields.Single(f => f.Key == "__RequestVerificationToken").Value;
        fields.RemoveAll(f => f.Key is "__RequestVerificationToken" or "__once");
        var names = fields.Select(f => f.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var before = await Snapshot.TakeAsync(database);

        using (var forged = await Form.SendAsync(browser, address, handler, null, Form.NewKey(), fields))
        {
            if (forged.StatusCode != HttpStatusCode.BadRequest) return new($"without token: {forged.StatusCode}");
        }
        using (var keyless = await Form.SendAsync(browser, address, handler, token, null, fields))
        {
            if (keyless.StatusCode != HttpStatusCode.BadRequest) return new($"without key: {keyless.StatusCode}");
        }
        if ((await Snapshot.TakeAsync(database)).ChangesSince(before) is { Count: > 0 } changed)
        {
            return new($"refused, yet {string.Join(", ", changed)}");
        }

        foreach (var name in NotForForms)
        {
            foreach (var prefix in new[] { "", "Form.", "Input.", "Command." })
            {
                if (!names.Contains(prefix + name)) fields.Add(new(prefix + name, Planted));
            }
        }
        var key = Form.NewKey();
        using var first = await Form.SendAsync(browser, address, handler, token, key, fields);
        var after = await Snapshot.TakeAsync(database);
        using var second = await Form.SendAsync(browser, address, handler, token, key, fields);
        if ((int)first.StatusCode >= 500 || first.StatusCode != second.StatusCode
            || first.Headers.Location?.OriginalString != second.Headers.Location?.OriginalString)
            return new($"answers {first.StatusCode} {first.Headers.Location}, then {second.StatusCode} {second.Headers.Location}");
        // What a page discloses again is noted again.
        if ((await Snapshot.TakeAsync(database)).ChangesSince(after).Except(Snapshot.ByReading).ToList() is { Count: > 0 } again)
        {
            return new($"the second time {string.Join(", ", again)}");
        }
        if (await Snapshot.FindAsync(database, Planted) is { Count: > 0 } taken)
        {
            return new($"took what it did not ask for into {string.Join(", ", taken)}");
        }
        return after.ChangesSince(before).Except(Snapshot.ByReading).Any() ? null : new(NoEffect);
    }

    /// <summary>What a browser would send of the form with this handler; null where the page shows no such form.</summary>
    private static List<KeyValuePair<string, string>>? FieldsOf(string html, string handler)
    {
        var forms = new HtmlParser().ParseDocument(html).QuerySelectorAll("main form").OfType<IHtmlFormElement>()
            .Where(f => f.Method == "post").ToList();
        var form = handler.Length == 0
            ? forms.FirstOrDefault(f => f.GetAttribute("action")?.Contains("handler=", StringComparison.Ordinal) != true)
            : forms.FirstOrDefault(f => f.OuterHtml.Contains("handler=" + handler, StringComparison.OrdinalIgnoreCase));
        if (form is null) return null;
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var element in form.QuerySelectorAll("input[name], select[name], textarea[name]"))
        {
            var name = element.GetAttribute("name")!;
            switch (element)
            {
                case IHtmlInputElement { Type: "radio" or "checkbox" } box:
                    if (box.IsChecked || (box.Type == "radio" && fields.All(f => f.Key != name)
                        && !form.QuerySelectorAll($"input[name='{name}']").OfType<IHtmlInputElement>().Any(i => i.IsChecked)))
                        fields.Add(new(name, box.Value));
                    break;
                case IHtmlInputElement input:
                    fields.Add(new(name, input.Value.Length > 0 || input.Type is "hidden" or "number" ? input.Value : input.Type == "email"
                        ? "prove@example.dk" : name.EndsWith("Cpr", StringComparison.Ordinal) ? "0101920001" : "Prøve"));
                    break;
                case IHtmlTextAreaElement area:
                    fields.Add(new(name, area.Value.Length > 0 ? area.Value : "Prøve"));
                    break;
                case IHtmlSelectElement choice:
                    fields.Add(new(name, choice.Value is { Length: > 0 } chosen ? chosen : choice.Options.FirstOrDefault(o =>
                        o.Value.Length > 0)?.Value ?? ""));
                    break;
            }
        }
        return fields;
    }
}
