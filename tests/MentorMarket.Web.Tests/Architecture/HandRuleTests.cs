namespace MentorMarket.Web.Tests.Architecture;

/// <summary>One hand in all C#; each rule is run on a bad sample first and must complain about it.</summary>
public sealed class HandRuleTests
{
    private static readonly IReadOnlyList<(string Path, string Source)> Files =
    [
        .. new[] { "src", "tests", "e2e" }
            .SelectMany(top => Directory.EnumerateFiles(Path.Combine(Source.Root, top), "*.cs", SearchOption.AllDirectories))
            .Select(path => (Path: Path.GetRelativePath(Source.Root, path), Full: path))
            .Where(f => !f.Path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Select(f => (f.Path, File.ReadAllText(f.Full))),
    ];

    [Fact]
    public void A_line_fits_in_a_window()
    {
        var fits = new string('x', HandRules.Columns);
        Assert.Equal(["A.cs 2: 141 columns"], HandRules.LongLines("A.cs", $"{fits}\n{fits}x\n"));
        Assert.Empty(HandRules.LongLines("A.cs", $"Say(\"{fits}\");\nvar sql = \"\"\"\n    {fits}\n    \"\"\";"));
        Assert.Single(HandRules.LongLines("A.cs", $"var sql = \"\"\"\n    select\n    \"\"\";\n{fits}x"));

        Assert.True(Files.Count > 500, "The files were not found.");
        Assert.Empty(Files.SelectMany(f => HandRules.LongLines(f.Path, f.Source)));
    }

    [Fact]
    public void A_body_on_a_line_of_its_own_has_braces()
    {
        Assert.Equal(["A.cs 1"], HandRules.BareBodies("A.cs", "if (a)\n    return;\n"));
        Assert.Single(HandRules.BareBodies("A.cs", "foreach (var a in Of(b))\n    if (a) return;\n"));
        Assert.Single(HandRules.BareBodies("A.cs", "else\n    return;\n"));
        Assert.Empty(HandRules.BareBodies("A.cs", "if (a) return;\nif (a)\n{\n    return;\n}\nif (a\n    && b)\n{\n}\n"));

        Assert.Empty(Files.SelectMany(f => HandRules.BareBodies(f.Path, f.Source)));
    }

    [Fact]
    public void A_name_has_no_prefix()
    {
        Assert.Equal(["A.cs 1"], HandRules.Prefixes("A.cs", "private static readonly Guid s_person;\nSay(\"s_person\");"));

        Assert.Empty(Files.SelectMany(f => HandRules.Prefixes(f.Path, f.Source)));
    }
}
