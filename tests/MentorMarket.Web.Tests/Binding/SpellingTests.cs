using System.Reflection;
using System.Text.RegularExpressions;
using MentorMarket.Web.Binding;

namespace MentorMarket.Web.Tests.Binding;

/// <summary>A name is one name, whatever it was typed on.</summary>
public sealed partial class SpellingTests(Cluster cluster)
{
    private const string Decomposed = "A\u030Ase O\u2019Bria\u030Ank";
    private const string Composed = "Åse O'Briånk";

    [Theory]
    [InlineData(Decomposed, Composed)]
    [InlineData(Composed, Composed)]
    [InlineData("d\u2018Or \u00B4t \u02BCx \uFF07y", "d'Or 't 'x 'y")]
    [InlineData("", "")]
    public void Letters_are_composed_and_the_apostrophe_is_one(string typed, string expected) => Assert.Equal(expected, Spelling.Of(typed));

    [Fact]
    public void Half_a_pair_and_what_is_no_character_are_left_as_they_are()
    {
        foreach (var text in (string[])["a\uD83D", "\uDE00a\u030A", "\uD83D\uD83D", "a\uFFFE"]) Assert.Equal(text, Spelling.Of(text));
        Assert.Equal("\uD83D\uDE00'", Spelling.Of("\uD83D\uDE00\u2019"));
    }

    [Fact]
    public void Every_field_for_a_password_keeps_it_as_it_was_typed()
    {
        var pages = Path.Combine(Source.Root, "src/MentorMarket.Web/Pages");
        var shown = Directory.EnumerateFiles(pages, "*.cshtml", SearchOption.AllDirectories)
            .SelectMany(file => PasswordFields().Matches(File.ReadAllText(file))
                .Select(m => (Page: Path.GetRelativePath(pages, file), Field: m)))
            .Select(f => PropertyOf(f.Page, AspFor().Match(f.Field.Value).Groups[1].Value)).ToHashSet();
        var marked = typeof(Portal).Assembly.GetTypes().SelectMany(t => t.GetProperties())
            .Where(p => p.GetCustomAttribute<PasswordAttribute>() is not null).ToHashSet();

        // Two pages choose a new password, with the same two fields.
        Assert.True(shown.Count >= 7, $"only {shown.Count} fields were found");
        // A form that adds to another's fields has them as well.
        Assert.Equal(shown.Select(Name).Distinct().Order(StringComparer.Ordinal), marked.Select(Name).Distinct()
            .Order(StringComparer.Ordinal));
    }

    private static string Name(PropertyInfo property) => $"{property.DeclaringType!.FullName}.{property.Name}";

    // Account/Login.cshtml, Form.Password: the property of the type of LoginModel.Form. A part of a page says what its model is.
    private static PropertyInfo PropertyOf(string page, string path)
    {
        var name = Path.ChangeExtension(page, null).Replace('/', '.') + "Model";
        if (Path.GetFileName(page).StartsWith('_'))
        {
            var said = PartModel().Match(File.ReadAllText(Path.Combine(Source.Root, "src/MentorMarket.Web/Pages", page))).Groups[1].Value;
            name = $"{Path.GetDirectoryName(page)!.Replace('/', '.')}.{said}";
        }
        var type = typeof(Portal).Assembly.GetType($"MentorMarket.Web.Pages.{name}", throwOnError: true)!;
        var parts = path.Split('.');
        foreach (var part in parts[..^1]) type = type.GetProperty(part)!.PropertyType;
        return type.GetProperty(parts[^1])!;
    }

    [GeneratedRegex("<(mm-field|input)[^>]*\\b(as|type)=\"password\"[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex PasswordFields();

    [GeneratedRegex("^@model (\\w+)", RegexOptions.Multiline, 1000)]
    private static partial Regex PartModel();

    [GeneratedRegex("asp-for=\"([A-Za-z.]+)\"", RegexOptions.None, 1000)]
    private static partial Regex AspFor();

    [Fact]
    public async Task A_name_typed_on_a_Mac_is_stored_in_one_spelling_and_found_by_whoever_types_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var create = $"/{world.Gribskov.Slug}/municipality/citizens/create";
        var answer = await caseworker.SendAsync(create, (await caseworker.PageAsync(create)).Filled("#Form_Name",
            ("Form.Name", Decomposed), ("Form.Address", "Prøvevej 12"), ("Form.Area", "Tisva\u030Aby"), ("Form.Cpr", "010188-0007"),
                ("Form.Language", "da")));
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);

        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.citizen_identities where name = $1", Composed));
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.citizens where area = 'Tisvåby'"));
        var list = $"/{world.Gribskov.Slug}/municipality/citizens";
        foreach (var asked in new[] { Decomposed, Composed, "a\u030ASE o\u00B4bri" })
        {
            Assert.Single((await caseworker.PageAsync($"{list}?q={Uri.EscapeDataString(asked)}")).QuerySelectorAll("tbody tr"));
        }
        Assert.Single((await caseworker.PageAsync($"{list}?area={Uri.EscapeDataString("Tisva\u030Aby")}")).QuerySelectorAll("tbody tr"));
    }
}
