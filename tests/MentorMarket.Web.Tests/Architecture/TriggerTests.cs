using System.Text.RegularExpressions;

namespace MentorMarket.Web.Tests.Architecture;

/// <summary>What the database does beside what a command wrote is said where the command is read.</summary>
public sealed partial class TriggerTests
{
    [Fact]
    public void Each_trigger_of_its_own_is_named_in_the_code_that_sets_it_off()
    {
        var code = string.Join('\n', Directory.EnumerateFiles(Path.Combine(Source.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));

        Assert.Empty(Unnamed(File.ReadAllText(Path.Combine(Source.Root, "src/MentorMarket.Web/Data/Migrations/30_in_step.sql")), code));
    }

    [Fact]
    public void A_trigger_that_nobody_names_is_found() =>
        Assert.Equal(["moves_it"],
            Unnamed("create trigger moves_it after update of day\n    on portal.a for each row execute function portal.moves_it();\ncreate constraint trigger tells_it after insert on portal.a for each row execute function portal.tells_it();",
            "// tells_it does it"));

    // What refuses every change is no surprise to any command.
    private static IEnumerable<string> Unnamed(string sql, string code) => Trigger().Matches(sql)
        .Where(t => t.Groups["function"].Value != "refuse_change").Select(t => t.Groups["name"].Value).Distinct()
        .Where(name => !Regex.IsMatch(code, $@"\b{name}\b", RegexOptions.None, TimeSpan.FromSeconds(10)));

    [GeneratedRegex(@"^create (constraint )?trigger (?<name>\w+) [^;]*execute function portal\.(?<function>\w+)\(",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Trigger();
}
