using System.Globalization;
using System.Text.Encodings.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using MentorMarket.Web.Localization;
using MentorMarket.Web.Look;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Tests.Look;

public sealed class FieldTagHelperTests
{
    private readonly ModelStateDictionary _state = new();
    private readonly DefaultHttpContext _http = new();

    [Fact]
    public void Ties_label_hint_and_error_to_the_control()
    {
        _state.SetModelValue("Form.Hours", "1234.56", "1234.56");
        _state.AddModelError("Form.Hours", "Brug komma");

        var field = Render("Form.Hours", 2.5m, helper => (helper.Label, helper.Hint, helper.Suffix) = ("Timer", "Pr. uge", "t."));

        var input = field.QuerySelector("input")!;
        Assert.Equal("1234.56", input.GetAttribute("value"));
        Assert.Equal("Form.Hours", input.GetAttribute("name"));
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal("decimal", input.GetAttribute("inputmode"));
        Assert.Equal(input.Id, field.QuerySelector("label")!.GetAttribute("for"));
        Assert.Equal(["Pr. uge", "Fejl: Brug komma"], input.GetAttribute("aria-describedby")!.Split(' ')
            .Select(id => field.QuerySelector("#" + id)!.TextContent));
        Assert.Equal("Timer", FieldLabels.Of(_http)["Form.Hours"]);
    }

    [Theory]
    [InlineData("decimal", "1.234,5")]
    [InlineData("date", "11.03.2019")]
    [InlineData("time", "14.05")]
    public void Shows_values_as_Danes_type_them(string kind, string shown)
    {
        object value = kind switch { "decimal" => 1234.5m, "date" => new DateOnly(2019, 3, 11), _ => new TimeOnly(14, 5) };

        Assert.Equal(shown, Render("Form.Value", value).QuerySelector("input")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("decimal", "decimal")]
    [InlineData("date", "numeric")]
    [InlineData("time", "numeric")]
    [InlineData("end", "numeric")]
    [InlineData("int", "numeric")]
    public void Asks_for_a_keypad_that_can_type_what_is_read(string kind, string keypad)
    {
        object value = kind switch
        {
            "decimal" => 1234.5m,
            "date" => new DateOnly(2019, 3, 11),
            "time" => new TimeOnly(14, 5),
            "end" => Domain.Values.ClockEnd.Midnight,
            _ => 1
        };

        Assert.Equal(keypad, Render("Form.Value", value).QuerySelector("input")!.GetAttribute("inputmode"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Says_that_it_is_optional_only_while_nothing_asks_for_it(bool optional)
    {
        var field = Render("Form.Note", "", helper => (helper.Label, helper.Optional, helper.AskedWhen) =
            ("Hvorfor?", optional, "Form.StandsAlone=true"));

        Assert.Equal("Form.StandsAlone=true", field.GetAttribute("data-asked-when"));
        Assert.Equal(!optional, field.QuerySelector("label [data-optional]")!.HasAttribute("hidden"));
        Assert.Equal(optional ? null : "true", field.QuerySelector("input")!.GetAttribute("aria-required"));
    }

    [Fact]
    public void What_the_heading_says_is_heard_and_not_shown_again()
    {
        var field = Render("Form.To", 2m, helper => (helper.Label, helper.Within) = ("Op til timer", "Niveau 1"));

        Assert.Equal("Niveau 1: ", field.QuerySelector("label .sr-only")!.TextContent);
        Assert.Equal("Niveau 1: op til timer", FieldLabels.Of(_http)["Form.To"]);
    }

    [Fact]
    public void Never_lets_typed_text_become_markup()
    {
        const string Evil = "\"><script>alert(1)</script></textarea><b>";
        _state.SetModelValue("Form.Note", Evil, Evil);
        _state.AddModelError("Form.Note", Evil);

        foreach (var control in new[] { "text", "textarea" })
        {
            var field = Render("Form.Note", "", helper => (helper.As, helper.Label, helper.Hint) = (control, Evil, Evil));
            Assert.Empty(field.QuerySelectorAll("script, b"));
            Assert.Equal(Evil, control == "text" ? field.QuerySelector("input")!.GetAttribute("value")
                : field.QuerySelector("textarea")!.TextContent);
        }
    }

    [Fact]
    public void A_password_is_never_written_back()
    {
        _state.SetModelValue("Form.Secret", "hunter2", "hunter2");

        Assert.False(Render("Form.Secret", "hunter2", helper => helper.As = "password").QuerySelector("input")!.HasAttribute("value"));
    }

    [Fact]
    public void Choices_stand_under_one_legend_and_keep_what_was_chosen()
    {
        _state.SetModelValue("Form.Tags", new[] { "a", "c" }, "a,c");
        SelectListItem[] items = [new("Gæld", "a"), new("Netværk", "b"), new("Misbrug", "c")];

        var field = Render("Form.Tags", new[] { "b" }, helper => (helper.Items, helper.Label) = (items, "Problemer"));

        Assert.Equal("Problemer", field.QuerySelector("fieldset > legend")!.TextContent);
        Assert.Equal(["a", "c"], field.QuerySelectorAll("input:checked").Select(input => input.GetAttribute("value")));
        Assert.All(field.QuerySelectorAll("input"), input => Assert.NotNull(field.QuerySelector($"label[for='{input.Id}']")));
    }

    [Fact]
    public void A_select_shows_the_models_choice_until_something_else_is_sent()
    {
        SelectListItem[] items = [new("Vælg", ""), new("Faglig", "f"), new("Praktisk", "p")];

        Assert.Equal("p", Render("Form.Kind", "p", helper => helper.Items = items)
            .QuerySelector("option[selected]")!.GetAttribute("value"));
        _state.SetModelValue("Form.Kind", "f", "f");
        Assert.Equal("f", Render("Form.Kind", "p", helper => helper.Items = items)
            .QuerySelector("option[selected]")!.GetAttribute("value"));
    }

    private IElement Render<T>(string name, T value, Action<FieldTagHelper>? with = null)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("da");
        using var services = new ServiceCollection().AddLogging().AddPortalLocalization().BuildServiceProvider();
        var metadata = new EmptyModelMetadataProvider();
        var data = new ViewDataDictionary(metadata, _state);
        var explorer = metadata.GetModelExplorerForType(value!.GetType(), value);
        var helper = new FieldTagHelper(services.GetRequiredService<IStringLocalizer<SharedTexts>>())
        {
            For = new ModelExpression(name, explorer),
            ViewContext = new ViewContext { HttpContext = _http, ViewData = data },
        };
        with?.Invoke(helper);

        var output = new TagHelperOutput("mm-field", [], (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        helper.Process(new TagHelperContext([], new Dictionary<object, object>(), name), output);
        using var writer = new StringWriter();
        output.WriteTo(writer, HtmlEncoder.Default);
        return new HtmlParser().ParseDocument(writer.ToString()).Body!.FirstElementChild!;
    }
}
