using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace MentorMarket.E2E.Chaos;

/// <summary>
/// A mentor who registers one contact after another over plain HTTP, sends each form twice at once, and sends it again until
/// there is an answer. Each contact has a word of its own in its note, to be counted by.
/// </summary>
internal sealed partial class Writer(DemoLogin login, string organisation, Random chance)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    private readonly CookieContainer cookies = new();
    private int begun;

    /// <summary>What the portal said it has.</summary>
    public HashSet<string> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything that was ever sent.</summary>
    public HashSet<string> Sent { get; } = new(StringComparer.Ordinal);

    public int SentAgain { get; private set; }

    /// <param name="url">Where the portal is now: it moves with each start.</param>
    public async Task WorkAsync(Func<Uri> url, CancellationToken stop)
    {
        using var handler = new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = Longest };
        var isLoggedIn = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!isLoggedIn) isLoggedIn = await LogInAsync(client, url());
                if (!isLoggedIn || await FormAsync(client, url) is not { } form)
                {
                    isLoggedIn = false;
                    await Task.WhenAny(Task.Delay(500, stop));
                    continue;
                }
                await SendAsync(client, url, form, stop);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                await Task.WhenAny(Task.Delay(300, stop));
            }
        }
    }

    private string Register => $"/{organisation}/provider/entries/register";

    private async Task<bool> LogInAsync(HttpClient client, Uri url)
    {
        var fields = Fields(await client.GetStringAsync(new Uri(url, "/account/login")), "Form.Email");
        fields["Form.Email"] = login.Email;
        fields["Form.Password"] = login.Password;
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(new Uri(url, "/account/login"), content);
        return answer.StatusCode == HttpStatusCode.Redirect;
    }

    // Any of the mentor's courses; the page of one that has only one is the form itself.
    private async Task<Dictionary<string, string>?> FormAsync(HttpClient client, Func<Uri> url)
    {
        var page = await PageAsync(client, new Uri(url(), Register));
        if (page is null) return null;
        var courses = Programme().Matches(page).Select(m => m.Groups[1].Value).Distinct().ToList();
        if (!page.Contains("Form.Date", StringComparison.Ordinal) && courses.Count > 0)
        {
            page = await PageAsync(client, new Uri(url(), $"{Register}?assignment={courses[chance.Next(courses.Count)]}"));
        }
        if (page is null || !page.Contains("Form.Date", StringComparison.Ordinal)) return null;
        var fields = Fields(page, "Form.Date");
        var slot = begun++;
        // Ten minutes each, from yesterday backwards.
        var day = TimeProvider.System.GetLocalNow().Date.AddDays(-1 - (slot / 100 % 5));
        var from = TimeSpan.FromMinutes(slot % 100 * 10);
        fields["Form.Date"] = day.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture);
        fields["Form.From"] = from.ToString(@"hh\.mm", CultureInfo.InvariantCulture);
        fields["Form.To"] = (from + TimeSpan.FromMinutes(10)).ToString(@"hh\.mm", CultureInfo.InvariantCulture);
        fields["Form.Kind"] = "Direct";
        fields["Form.Place"] = "Home";
        if (page.Contains("Form.Act", StringComparison.Ordinal)) fields["Form.Act"] = Act().Match(page).Groups[1].Value;
        // Letters only: digits could look like a number that no note may hold.
        fields["Form.Note"] = "chaos " + string.Concat(Enumerable.Range(0, 24).Select(_ => (char)('a' + chance.Next(26))));
        return fields;
    }

    private static async Task<string?> PageAsync(HttpClient client, Uri address)
    {
        using var answer = await client.GetAsync(address);
        return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : null;
    }

    private async Task SendAsync(HttpClient client, Func<Uri> url, Dictionary<string, string> form, CancellationToken stop)
    {
        var word = form["Form.Note"];
        lock (Sent) Sent.Add(word);
        for (var again = 0; again < 60; again++)
        {
            if (again > 0) SentAgain++;
            var answers = await Task.WhenAll(PostAsync(client, url(), form), PostAsync(client, url(), form));
            if (answers.Contains(Answer.Taken))
            {
                lock (Acknowledged) Acknowledged.Add(word);
                return;
            }
            // Said no, or asked to log in: nothing was promised.
            if (answers.Contains(Answer.Refused) || stop.IsCancellationRequested) return;
            await Task.WhenAny(Task.Delay(500, stop));
        }
    }

    private async Task<Answer> PostAsync(HttpClient client, Uri url, Dictionary<string, string> form)
    {
        try
        {
            using var content = new FormUrlEncodedContent(form);
            using var answer = await client.PostAsync(new Uri(url, Register), content);
            if ((int)answer.StatusCode >= 500) return Answer.None;
            return answer.StatusCode == HttpStatusCode.Redirect
                && answer.Headers.Location!.OriginalString.EndsWith("/provider/entries", StringComparison.Ordinal) ? Answer.Taken
                : Answer.Refused;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return Answer.None;
        }
    }

    private enum Answer
    {
        None,
        Taken,
        Refused,
    }

    /// <summary>The hidden fields of the form that has this field.</summary>
    private static Dictionary<string, string> Fields(string page, string field)
    {
        var at = page.IndexOf($"\"{field}\"", StringComparison.Ordinal);
        var start = at < 0 ? -1 : page.LastIndexOf("<form", at, StringComparison.Ordinal);
        var form = start < 0 ? "" : page[start..page.IndexOf("</form>", at, StringComparison.Ordinal)];
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var input in Input().Matches(form).Select(m => m.Value)
            .Where(i => i.Contains("type=\"hidden\"", StringComparison.Ordinal)))
            fields[Name().Match(input).Groups[1].Value] = WebUtility.HtmlDecode(Value().Match(input).Groups[1].Value);
        return fields;
    }

    [GeneratedRegex("<input [^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex(" name=\"([^\"]*)\"")]
    private static partial Regex Name();

    [GeneratedRegex(" value=\"([^\"]*)\"")]
    private static partial Regex Value();

    [GeneratedRegex("assignment=([0-9a-f-]{36})", RegexOptions.IgnoreCase)]
    private static partial Regex Programme();

    [GeneratedRegex("name=\"Form.Act\"[^>]* value=\"([^\"]+)\"")]
    private static partial Regex Act();
}
