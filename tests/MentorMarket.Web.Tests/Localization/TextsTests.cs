namespace MentorMarket.Web.Tests.Localization;

/// <summary>Every text of the portal stands in Danish in the source and in English in its area's resource.</summary>
public sealed class TextsTests
{
    // The same in both languages, and meant to be.
    private static readonly HashSet<string> Equal = ["Menu", "MentorMarket, version {0}", "Administrator", "Mentor", "Status",
        "Invitation", "Version", "Send invitation"];

    [Fact]
    public void Every_text_has_its_English() => Assert.Empty(Missing(Used(), TextScan.English));

    [Fact]
    public void Reports_a_text_without_English() => Assert.Equal(
        ["CitizenTexts: Din mentor"],
        Missing([("CitizenTexts", "Din mentor"), ("CitizenTexts", "Timer")], _ => new Dictionary<string, string> { ["Timer"] = "Hours" }));

    [Fact]
    public void No_English_outlives_its_text() => Assert.Empty(Orphaned(Used(), TextScan.English));

    [Fact]
    public void Reports_English_that_no_source_uses() => Assert.Contains(
        "CitizenTexts: Timer",
        Orphaned([("CitizenTexts", "Din mentor")], _ => new Dictionary<string, string> { ["Timer"] = "Hours" }));

    [Fact]
    public void No_English_is_the_Danish_repeated() => Assert.Empty(Untranslated(TextScan.English));

    [Fact]
    public void Reports_Danish_left_as_English() => Assert.Contains(
        "CitizenTexts: Timer",
        Untranslated(_ => new Dictionary<string, string> { ["Timer"] = "Timer" }));

    [Fact]
    public void Both_languages_have_the_same_places_for_values() => Assert.Empty(OtherPlaces(TextScan.English));

    [Fact]
    public void Reports_a_value_that_English_forgets() => Assert.Contains(
        "CitizenTexts: {0} af {1}",
        OtherPlaces(_ => new Dictionary<string, string> { ["{0} af {1}"] = "{0}" }));

    [Fact]
    public void Every_look_up_is_a_literal() => Assert.Empty(
        TextScan.Sources(".cs", ".cshtml")
            .SelectMany(file => TextScan.ComputedLookUps(file.Source).Select(found => $"{file.Path}: {found}")));

    [Theory]
    [InlineData("""<p>@L[status]</p>""")]
    [InlineData("""<p>@L[$"Uge {week}"]</p>""")]
    [InlineData("""<p>@L["Uge " + week]</p>""")]
    [InlineData("""var text = Texts.Key(name);""")]
    public void Reports_a_look_up_that_is_computed(string source) => Assert.NotEmpty(TextScan.ComputedLookUps(source));

    [Fact]
    public void No_page_has_words_of_its_own() => Assert.Empty(
        TextScan.Sources(".cshtml").SelectMany(file => TextScan.NakedWords(file.Source).Select(found => $"{file.Path}: {found}")));

    [Theory]
    [InlineData("<h1>Bevillinger</h1>")]
    [InlineData("<p>@L[\"Timer\"] i alt</p>")]
    [InlineData("@if (Model.IsOpen)\n{\n  <p>Åben</p>\n}\nelse\n{\n  <p>@L[\"Lukket\"]</p>\n}")]
    [InlineData("@foreach (var x in Model.Rows)\n{\n  var y = x.Name;\n  <td>@y timer</td>\n}")]
    [InlineData("<mm-field asp-for=\"Form.Name\" label=\"Navn\" />")]
    [InlineData("<td data-title='Dato'>@x</td>")]
    [InlineData("<button\n  type=\"submit\">Gem</button>")]
    [InlineData("Løs tekst")]
    public void Reports_words_that_come_from_no_localizer(string cshtml) => Assert.NotEmpty(TextScan.NakedWords(cshtml));

    [Theory]
    [InlineData("<p>@L[\"Leveret {0}\", Show.Minutes(Model.Week(\"uge\"))]</p>")]
    [InlineData("@{\n  var title = Model.Code switch\n  {\n    404 => L[\"Væk\"].Value,\n    _ => \"x\",\n  };\n}\n<p>@title</p>")]
    [InlineData("@if (a < b)\n{\n  <b>@(isDone ? L[\"Ja\"] : L[\"Nej\"])</b>\n}\nelse if (Model.Has(\"ord\"))\n{\n  <i>@Model.Name</i>\n}")]
    [InlineData("<label title=\"@L[\"Navn\"]\">&nbsp;1 - 2 …</label>")]
    public void Leaves_data_and_looked_up_texts_alone(string cshtml) => Assert.Empty(TextScan.NakedWords(cshtml));

    private static List<(string Area, string Text)> Used() =>
        [.. TextScan.Sources(".cs", ".cshtml")
            .SelectMany(file => TextScan.TextsIn(file.Source).Select(text => (TextScan.AreaOf(file.Path), text))).Distinct()];

    private static IEnumerable<string> Missing(List<(string Area, string Text)> used,
        Func<string, IReadOnlyDictionary<string, string>> english) =>
        used.Where(each => !english(each.Area).ContainsKey(each.Text)).Select(each => $"{each.Area}: {each.Text}");

    private static IEnumerable<string> Orphaned(List<(string Area, string Text)> used,
        Func<string, IReadOnlyDictionary<string, string>> english) =>
        from area in TextScan.Areas
        from text in english(area).Keys
        where !used.Contains((area, text))
        select $"{area}: {text}";

    private static IEnumerable<string> Untranslated(Func<string, IReadOnlyDictionary<string, string>> english) =>
        from area in TextScan.Areas
        from entry in english(area)
        where entry.Key == entry.Value && !Equal.Contains(entry.Key)
        select $"{area}: {entry.Key}";

    private static IEnumerable<string> OtherPlaces(Func<string, IReadOnlyDictionary<string, string>> english) =>
        from area in TextScan.Areas
        from entry in english(area)
        where !Places(entry.Key).SetEquals(Places(entry.Value))
        select $"{area}: {entry.Key}";

    private static HashSet<string> Places(string text) =>
        [.. System.Text.RegularExpressions.Regex.Matches(text, @"\{\d+").Select(match => match.Value)];
}
