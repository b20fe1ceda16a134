using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace MentorMarket.Web.Look;

/// <summary>One form field: label, hint, control and error, tied together for those who cannot see them side by side.</summary>
/// <remarks>
/// <c>&lt;mm-field asp-for="Form.HoursPerWeek" label="@L["Timer pr. uge"]" hint="..." suffix="@L["timer"]" /&gt;</c>.
/// The control follows from the property's type; <c>as</c> chooses another: text, textarea, select, radios, checkboxes, checkbox,
/// password, email, tel, search, file.
/// </remarks>
[HtmlTargetElement("mm-field", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper(IStringLocalizer<SharedTexts> L) : TagHelper
{
    [HtmlAttributeName("asp-for")]
    public required ModelExpression For { get; set; }

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    /// <summary>The control, where the type of the property does not say it.</summary>
    public string? As { get; set; }

    /// <summary>The choices of a select, radios or checkboxes.</summary>
    public IEnumerable<SelectListItem>? Items { get; set; }

    /// <summary>What is known already and may be chosen; anything else may be typed.</summary>
    public IEnumerable<string>? Proposals { get; set; }

    /// <summary>Fields must be filled in; this one need not be.</summary>
    public bool Optional { get; set; }

    /// <summary>
    /// Which other field makes this one needed, by its name and values: <c>Form.Programme=EducationTransition|LoneParent</c>. The label
    /// follows it while it is typed in.
    /// </summary>
    public string? AskedWhen { get; set; }

    /// <summary>
    /// What the field belongs to, where the heading above says it: heard, and told in the list of errors, but not shown again.
    /// </summary>
    public string? Within { get; set; }

    /// <summary>Must be filled in in some cases; the hint says which, and nothing else is said of it.</summary>
    public bool Sometimes { get; set; }

    public int Rows { get; set; } = 4;

    public int? Maxlength { get; set; }

    /// <summary>How many characters the field is wide; the width tells what is expected.</summary>
    public int? Width { get; set; }

    public string? Suffix { get; set; }

    public string? Prefix { get; set; }

    public string? Autocomplete { get; set; }

    public string? Inputmode { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    private string Name => ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    private string Id => TagBuilder.CreateSanitizedId(Name, "_");

    private const int ChoicesInOneColumn = 8;

    private ModelStateEntry? Entry => ViewContext.ViewData.ModelState[Name];

    private Type Type => For.Metadata.UnderlyingOrModelType;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var control = As ?? Inferred();
        var error = Entry?.Errors.Select(each => each.ErrorMessage).FirstOrDefault(message => message.Length > 0);
        var describedBy = string.Join(' ',
            new[] { Hint is null ? null : $"{Id}-hint", error is null ? null : $"{Id}-error" }.OfType<string>());

        FieldLabels.Of(ViewContext.HttpContext).TryAdd(Name, Within is null ? Label : $"{Within}: {Labels.InSentence(Label)}");
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", error is null ? "form-group" : "form-group form-error");
        if (AskedWhen is not null) output.Attributes.SetAttribute("data-asked-when", AskedWhen);

        var content = output.Content;
        if (control is "radios" or "checkboxes")
        {
            content.AppendHtml("<fieldset").AppendHtml(Attributes(("id", Id), ("aria-describedby", describedBy), ("tabindex", "-1")))
                .AppendHtml("><legend class=\"form-label\">");
            AppendLabel(content);
            content.AppendHtml("</legend>");
            AppendHintAndError(content, error);
            AppendChoices(content, control == "radios" ? "radio" : "checkbox");
            content.AppendHtml("</fieldset>");
            return;
        }
        if (control == "checkbox")
        {
            AppendHintAndError(content, error);
            AppendCheckbox(content, describedBy, error);
            return;
        }
        content.AppendHtml("<label class=\"form-label\"").AppendHtml(Attributes(("for", Id))).AppendHtml(">");
        AppendLabel(content);
        content.AppendHtml("</label>");
        AppendHintAndError(content, error);
        AppendControl(content, control, describedBy, error);
    }

    private string Inferred() =>
        Items is not null ? (typeof(IEnumerable).IsAssignableFrom(For.Metadata.ModelType)
            && Type != typeof(string) ? "checkboxes" : "select")
        : Type == typeof(bool) ? "checkbox"
        : Type == typeof(IFormFile) ? "file"
        : "text";

    private void AppendLabel(TagHelperContent content)
    {
        if (Within is not null) content.AppendHtml("<span class=\"sr-only\">").Append(Within).AppendHtml(": </span>");
        content.Append(Label);
        if (Optional || AskedWhen is not null)
        {
            content.AppendHtml(
                $"<span class=\"weight-normal\"{(AskedWhen is null ? "" : " data-optional")}{(Optional ? "" : " hidden")}> (")
                .Append(L["frivilligt"]).AppendHtml(")</span>");
        }
    }

    private void AppendHintAndError(TagHelperContent content, string? error)
    {
        if (Hint is not null)
        {
            content.AppendHtml("<span class=\"form-hint\"").AppendHtml(Attributes(("id", $"{Id}-hint"))).AppendHtml(">").Append(Hint)
                .AppendHtml("</span>");
        }
        if (error is not null)
        {
            content.AppendHtml("<span class=\"form-error-message\"").AppendHtml(Attributes(("id", $"{Id}-error")))
                .AppendHtml("><span class=\"sr-only\">")
                .Append(L["Fejl:"]).AppendHtml(" </span>").Append(error).AppendHtml("</span>");
        }
    }

    private void AppendControl(TagHelperContent content, string control, string describedBy, string? error)
    {
        var shared = new (string, string?)[]
        {
            ("id", Id), ("name", Name), ("aria-describedby", describedBy), ("aria-invalid", error is null ? null : "true"),
            ("aria-required", Optional || Sometimes || control == "search" ? null : "true"), ("autocomplete", Autocomplete),
            ("maxlength", Maxlength?.ToString(CultureInfo.InvariantCulture)), ("list", Proposals is null ? null : $"{Id}-list"),
        };
        switch (control)
        {
            case "textarea":
                content.AppendHtml("<textarea class=\"form-input\"")
                    .AppendHtml(Attributes([.. shared, ("rows", Rows.ToString(CultureInfo.InvariantCulture))]))
                    // A parser drops the first line break of a textarea, so one is spent on it.
                    .AppendHtml(">\n").Append(Typed()).AppendHtml("</textarea>");
                break;
            case "select":
                AppendSelect(content, shared);
                break;
            default:
                AppendInput(content, control, shared);
                AppendProposals(content);
                break;
        }
    }

    private void AppendSelect(TagHelperContent content, (string, string?)[] shared)
    {
        var chosen = Chosen();
        content.AppendHtml("<select class=\"form-select\"").AppendHtml(Attributes(shared)).AppendHtml(">");
        SelectListGroup? group = null;
        foreach (var item in Items ?? [])
        {
            if (item.Group != group)
            {
                if (group is not null) content.AppendHtml("</optgroup>");
                if (item.Group is not null)
                {
                    content.AppendHtml("<optgroup").AppendHtml(Attributes(("label", item.Group.Name))).AppendHtml(">");
                }
                group = item.Group;
            }
            content.AppendHtml("<option")
                .AppendHtml(Attributes(("value", item.Value ?? ""), ("selected", IsChosen(chosen, item) ? "selected" : null)))
                .AppendHtml(">").Append(item.Text).AppendHtml("</option>");
        }
        if (group is not null) content.AppendHtml("</optgroup>");
        content.AppendHtml("</select>");
    }

    private void AppendInput(TagHelperContent content, string control, (string, string?)[] shared)
    {
        var isWrapped = Prefix is not null || Suffix is not null;
        if (isWrapped)
        {
            content.AppendHtml(
                $"<div class=\"form-input-wrapper{(Prefix is null ? "" : " form-input-wrapper--prefix")}{(Suffix is null ? "" : " form-input-wrapper--suffix")}\">");
            if (Prefix is not null)
            {
                content.AppendHtml("<div class=\"form-input-prefix\" aria-hidden=\"true\">").Append(Prefix).AppendHtml("</div>");
            }
        }
        content.AppendHtml("<input").AppendHtml(Attributes([
            ("type", control), ("class", "form-input" + WidthClass()),
            .. shared,
            ("inputmode", Inputmode ?? Keypad()),
            // A password or file is never written back into the page.
            ("value", control is "password" or "file" ? null : Typed()),
        ])).AppendHtml(">");
        if (Suffix is not null)
        {
            content.AppendHtml("<div class=\"form-input-suffix\" aria-hidden=\"true\">").Append(Suffix).AppendHtml("</div>");
        }
        if (isWrapped)
        {
            content.AppendHtml("</div>");
        }
    }

    private void AppendProposals(TagHelperContent content)
    {
        if (Proposals is null) return;
        content.AppendHtml("<datalist").AppendHtml(Attributes(("id", $"{Id}-list"))).AppendHtml(">");
        foreach (var known in Proposals) content.AppendHtml("<option").AppendHtml(Attributes(("value", known))).AppendHtml("></option>");
        content.AppendHtml("</datalist>");
    }

    // What the keypads of telephones can type is read: digits alone are a number, a date or a time; a decimal has a comma too.
    private string? Keypad() => Type == typeof(decimal) ? "decimal" : IsShort ? "numeric" : null;

    private bool IsShort => Type == typeof(DateOnly) || Type == typeof(TimeOnly) || Type == typeof(ClockEnd) || Type == typeof(decimal)
        || Type == typeof(int);

    private string WidthClass() => Width switch
    {
        null when IsShort => " input-char-11",
        null => "",
        <= 5 => " input-char-5",
        <= 11 => " input-char-11",
        _ => " input-char-27",
    };

    private void AppendCheckbox(TagHelperContent content, string describedBy, string? error)
    {
        var isChecked = Entry?.AttemptedValue is { } typed ? typed.Split(',').Contains("true", StringComparer.OrdinalIgnoreCase)
            : For.Model is true;
        content.AppendHtml("<div class=\"form-group-checkbox\"><input type=\"checkbox\" class=\"form-checkbox\" value=\"true\"")
            .AppendHtml(Attributes(("id", Id), ("name", Name), ("aria-describedby", describedBy),
                ("aria-invalid", error is null ? null : "true"), ("checked", isChecked ? "checked" : null)))
            .AppendHtml("><label").AppendHtml(Attributes(("for", Id))).AppendHtml(">").Append(Label)
            .AppendHtml("</label></div>");
    }

    private void AppendChoices(TagHelperContent content, string type)
    {
        var chosen = Chosen();
        var items = Items?.ToList() ?? [];
        var number = 0;
        // Many choices stand in two columns where there is room; those of one group stay together.
        if (items.Count > ChoicesInOneColumn) content.AppendHtml("<div class=\"mm-many\">");
        foreach (var group in items.GroupBy(item => item.Group))
        {
            if (group.Key is { } named) content.AppendHtml("<div class=\"mm-choices\"><p>").Append(named.Name).AppendHtml("</p>");
            foreach (var item in group)
            {
                var id = $"{Id}-{++number}";
                content.AppendHtml($"<div class=\"form-group-{type}\"><input type=\"{type}\" class=\"form-{type}\"")
                    .AppendHtml(Attributes(("id", id), ("name", Name), ("value", item.Value ?? ""),
                        ("checked", IsChosen(chosen, item) ? "checked" : null)))
                    .AppendHtml("><label").AppendHtml(Attributes(("for", id))).AppendHtml(">").Append(item.Text)
                        .AppendHtml("</label></div>");
            }
            if (group.Key is not null) content.AppendHtml("</div>");
        }
        if (items.Count > ChoicesInOneColumn) content.AppendHtml("</div>");
    }

    private static bool IsChosen(IReadOnlyCollection<string>? chosen, SelectListItem item) =>
        chosen is null ? item.Selected : chosen.Contains(item.Value ?? item.Text);

    /// <summary>The chosen values, or null when neither the reader nor the model has chosen.</summary>
    private IReadOnlyCollection<string>? Chosen()
    {
        if (Entry?.RawValue is string[] several)
        {
            return several;
        }
        if (Entry?.RawValue is string single)
        {
            return [single];
        }
        return For.Model switch
        {
            null => null,
            string text => [text],
            IEnumerable many => [.. many.Cast<object>().Select(Written)],
            var one => [Written(one)],
        };
    }

    /// <summary>What was typed, also when it could not be read; else the model's value.</summary>
    private string Typed() => Entry?.AttemptedValue ?? (For.Model is null ? "" : Written(For.Model));

    private static string Written(object value) => value switch
    {
        DateOnly date => Show.Date(date),
        TimeOnly time => Show.Time(time),
        ClockEnd end => end.ToString(),
        decimal number => Show.Number(number),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static HtmlString Attributes(params (string Name, string? Value)[] attributes) =>
        new(string.Concat(attributes
            .Where(attribute => attribute.Value is not null && (attribute.Value.Length > 0 || attribute.Name == "value"))
            .Select(attribute => $" {attribute.Name}=\"{HtmlEncoder.Default.Encode(attribute.Value!)}\"")));
}
