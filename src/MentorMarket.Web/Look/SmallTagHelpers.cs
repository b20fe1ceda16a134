using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace MentorMarket.Web.Look;

/// <summary>
/// A status in a word: <c>&lt;mm-tag kind="success"&gt;@L["Godkendt"]&lt;/mm-tag&gt;</c>; kinds: success, warning, error, info, none.
/// </summary>
[HtmlTargetElement("mm-tag")]
public sealed class StatusTagHelper : TagHelper
{
    public string Kind { get; set; } = "none";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.Attributes.SetAttribute("class", $"badge badge-{Kind} mm-tag");
    }
}

/// <summary>
/// How far a grant or a assignment has come, today: <c>&lt;mm-standing grant="@row.Shown" starts-on="@row.StartsOn" /&gt;</c>. One that is
/// taken and not begun says when it begins.
/// </summary>
[HtmlTargetElement("mm-standing", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StandingTagHelper(TimeProvider time, IStringLocalizer<SharedTexts> L) : TagHelper
{
    public GrantStatus? Grant { get; set; }

    public AssignmentStatus? Assignment { get; set; }

    public DateOnly? StartsOn { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var isTaken = Grant == GrantStatus.Accepted || Assignment == AssignmentStatus.Accepted;
        var ahead = isTaken ? Labels.Ahead(StartsOn, DanishTime.DateOf(time.GetUtcNow()), L) : null;
        var kind = ahead is not null ? "info" : Grant is { } grant ? Labels.Kind(grant) : Labels.Kind(Assignment!.Value);
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"badge badge-{kind} mm-tag");
        output.Content.SetContent(ahead ?? (Grant is { } given ? Labels.Of(given, L) : Labels.Of(Assignment!.Value, L)));
    }
}

/// <summary>An icon of the design system, decoration only: <c>&lt;mm-icon name="print" /&gt;</c>.</summary>
[HtmlTargetElement("mm-icon", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class IconTagHelper : TagHelper
{
    public required string Name { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon-svg");
        output.Attributes.SetAttribute("focusable", "false");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.AppendHtml($"<use href=\"/lib/dkfds/img/all-svg-icons.svg#{Name}\"></use>");
    }
}

/// <summary>
/// A message box: <c>&lt;mm-alert kind="warning" heading="@L["..."]"&gt;...&lt;/mm-alert&gt;</c>; kinds: success, warning, error, info.
/// </summary>
[HtmlTargetElement("mm-alert")]
public sealed class AlertTagHelper(IStringLocalizer<SharedTexts> L) : TagHelper
{
    public string Kind { get; set; } = "info";

    public string? Heading { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var body = await output.GetChildContentAsync();
        output.TagName = "div";
        output.Attributes.SetAttribute("class", $"alert alert-{Kind}");
        output.PreContent.AppendHtml(
            $"<svg class=\"icon-svg alert-icon\" focusable=\"false\" role=\"img\" aria-label=\"{KindInWords()}\"><use href=\"/lib/dkfds/img/all-svg-icons.svg#{Kind}\"></use></svg><div class=\"alert-body\">");
        if (Heading is not null)
        {
            output.PreContent.AppendHtml("<h2 class=\"alert-heading h4\">").Append(Heading).AppendHtml("</h2>");
        }
        output.Content.AppendHtml("<div class=\"alert-text\">").AppendHtml(body).AppendHtml("</div></div>");
    }

    private string KindInWords() => Kind switch
    {
        "success" => L["Udført"],
        "warning" => L["Advarsel"],
        "error" => L["Fejl"],
        _ => L["Oplysning"],
    };
}

/// <summary>The key that makes two clicks one effect: <c>&lt;mm-once /&gt;</c> inside the form.</summary>
[HtmlTargetElement("mm-once", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class OnceTagHelper(IOnceKeys keys) : TagHelper
{
    /// <summary>The name of the form field.</summary>
    public const string FieldName = "__once";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "input";
        output.TagMode = TagMode.SelfClosing;
        output.Attributes.SetAttribute("type", "hidden");
        output.Attributes.SetAttribute("name", FieldName);
        output.Attributes.SetAttribute("value", keys.Issue());
    }
}

/// <summary>
/// Every form says where it posts: to the handler it names, else to the page's own. The framework writes the address on
/// the screen, and that one may still name the button that was pressed before. Errors are told by the page, not by the browser.
/// </summary>
[HtmlTargetElement("form")]
public sealed class PostedHereTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.SetAttribute(new TagHelperAttribute("novalidate"));
        var isPost = string.Equals(Said("method"), "post", StringComparison.OrdinalIgnoreCase);
        var isElsewhere = context.AllAttributes.Any(a => a.Name is "action" or "asp-page"
            || a.Name.StartsWith("asp-route", StringComparison.Ordinal));
        if (isPost && !isElsewhere)
        {
            output.Attributes.SetAttribute("action", ViewContext.HttpContext.Request.Posted(Said("asp-page-handler")));
        }

        string? Said(string attribute) => context.AllAttributes[attribute]?.Value.ToString();
    }
}

/// <summary>
/// The button behind which the filters of a list wait on a phone. The page's script shows it; without that the filters stand there.
/// </summary>
[HtmlTargetElement("form", Attributes = "[class=mm-filter],[role=search]")]
public sealed class FoldedFilterTagHelper(IStringLocalizer<SharedTexts> L) : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var button = new TagBuilder("button");
        button.MergeAttributes(new Dictionary<string, string?>
        {
            ["type"] = "button",
            ["class"] = "button button-secondary mm-fold",
            [
            "aria-expanded"] = "false"
        });
        button.InnerHtml.Append(L["Filtrér"]);
        output.PreContent.AppendHtml(button);
    }
}

/// <summary>
/// A column header that sorts: <c>&lt;th mm-sort="date"&gt;@L["Dato"]&lt;/th&gt;</c>; the query string says <c>sort=date</c> or
/// <c>sort=-date</c>.
/// </summary>
[HtmlTargetElement("th", Attributes = "mm-sort")]
public sealed class SortTagHelper(IStringLocalizer<SharedTexts> L) : TagHelper
{
    [HtmlAttributeName("mm-sort")]
    public required string Column { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var request = ViewContext.HttpContext.Request;
        var now = request.Query["sort"].ToString();
        var isAscending = now == Column;
        var isDescending = now == "-" + Column;
        var text = await output.GetChildContentAsync();

        output.Attributes.SetAttribute("scope", "col");
        if (isAscending || isDescending)
        {
            output.Attributes.SetAttribute("aria-sort", isAscending ? "ascending" : "descending");
        }
        var icon = isAscending ? "sort-table-ascending" : isDescending ? "sort-table-descending" : "sort-table-none";
        var link = new TagBuilder("a");
        link.AddCssClass("mm-sort");
        link.Attributes["href"] = request.Query.With(("sort", isAscending ? "-" + Column : Column), ("page", null));
        link.InnerHtml.AppendHtml(text).AppendHtml("<span class=\"sr-only\"> (")
            .Append(isAscending ? L["sortér faldende"] : L["sortér stigende"])
            .AppendHtml(
                $")</span><svg class=\"icon-svg\" focusable=\"false\" aria-hidden=\"true\"><use href=\"/lib/dkfds/img/all-svg-icons.svg#{icon}\"></use></svg>");
        output.Content.SetHtmlContent(link);
    }
}

/// <summary>The same page with another query string.</summary>
public static class QueryStrings
{
    private const string Handler = "handler";

    /// <summary>The address of the page with what was asked for there, but not the handler: that is the button that was pressed.</summary>
    public static string WithoutHandler(this HttpRequest request) => request.Posted(null);

    /// <summary>The address of the page, and the handler of it that a form is for.</summary>
    public static string Posted(this HttpRequest request, string? handler)
    {
        var query = Without(request.Query);
        return request.PathBase + request.Path + (string.IsNullOrEmpty(handler) ? query : query.Add(Handler, handler));
    }

    /// <summary>The same of a request that an error page stands in for.</summary>
    public static string WithoutHandler(this IStatusCodeReExecuteFeature sent, PathString organisation) =>
        organisation + new PathString(sent.OriginalPath) + Without(QueryHelpers.ParseQuery(sent.OriginalQueryString));

    private static QueryString Without(IEnumerable<KeyValuePair<string, StringValues>> query) =>
        QueryString.Create(query.Where(pair => !IsHandler(pair.Key)));

    /// <summary>The query string with some values replaced; null takes one away.</summary>
    public static string With(this IQueryCollection query, params (string Key, string? Value)[] changes)
    {
        var kept = query.Where(pair => !IsHandler(pair.Key) && changes.All(change => change.Key != pair.Key))
            .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value));
        var added = changes.Where(change => change.Value is not null).Select(change => KeyValuePair.Create(change.Key, change.Value));
        var made = QueryString.Create(kept.Concat(added)).Value;
        return string.IsNullOrEmpty(made) ? "?" : made;
    }

    private static bool IsHandler(string key) => key.Equals(Handler, StringComparison.OrdinalIgnoreCase);
}
