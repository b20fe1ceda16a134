using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace MentorMarket.Web.Tests.Pages;

/// <summary>Reads a page and sends its form as a browser does: with the hidden fields that stand in it.</summary>
internal static class Browser
{
    public static async Task<IHtmlDocument> PageAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {response.StatusCode} {response.Headers.Location}");
        return new HtmlParser().ParseDocument(html);
    }

    /// <summary>The form that holds the named button or field, filled in.</summary>
    public static FormUrlEncodedContent Filled(this IHtmlDocument page, string selector, params (string Name, string Value)[] typed)
    {
        var form = page.Forms.First(f => f.Method == "post" && f.QuerySelector(selector) is not null);
        var values = form.QuerySelectorAll("input[type=hidden], input[type=text], input[type=email], input[type=tel], input:checked").OfType<IHtmlInputElement>()
            .Select(i => (i.Name!, i.Value))
            .Concat(form.QuerySelectorAll("select").OfType<IHtmlSelectElement>().Select(s => (s.Name!, s.Value ?? "")))
            .Concat(form.QuerySelectorAll("textarea").OfType<IHtmlTextAreaElement>().Select(t => (t.Name!, t.Value)))
            .Where(v => typed.All(t => t.Name != v.Item1)).Concat(typed);
        return new FormUrlEncodedContent(values.Select(v => KeyValuePair.Create(v.Item1, v.Item2)));
    }

    public static async Task<(HttpStatusCode Status, string Location, IHtmlDocument Page)> SendAsync(this HttpClient client, string path,
        FormUrlEncodedContent form)
    {
        using var response = await client.PostAsync(path, form, TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Headers.Location?.OriginalString ?? "",
            new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }
}
