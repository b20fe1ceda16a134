namespace MentorMarket.Web.Tests.Architecture;

public sealed class ComponentsTests
{
    private const string Advice = "Run infra/components, and look at what came.";

    private static string Page => File.ReadAllText(Path.Combine(Source.Root, Components.Page));

    [Fact]
    public void The_list_of_components_is_what_is_locked_and_copied_in()
    {
        var findings = Findings(Page);

        Assert.True(findings.Count == 0, $"{string.Join("; ", findings)}. {Advice}");
    }

    [Fact]
    public void A_new_a_newer_and_a_gone_component_and_a_licence_that_binds_are_found()
    {
        var mediatr = Page.Split('\n').Single(line => line.StartsWith("| MediatR ", StringComparison.Ordinal));

        Assert.Equal(["MediatR 5.1.0 is not listed"], Findings(Page.Replace(mediatr + "\n", "", StringComparison.Ordinal)));
        Assert.Equal(["MediatR 5.0.0 is in no lock file", "MediatR 5.1.0 is not listed"],
            Findings(Page.Replace(mediatr, mediatr.Replace("5.1.0", "5.0.0", StringComparison.Ordinal), StringComparison.Ordinal)));
        Assert.Equal(["Gone 1.0.0 is in no lock file"],
            Findings(Page.Replace(mediatr, mediatr + "\n| Gone | 1.0.0 | MIT | nuget.org |", StringComparison.Ordinal)));
        Assert.Equal(["MediatR is in the program under AGPL-3.0"],
            Findings(Page.Replace(mediatr, mediatr.Replace("Apache-2.0", "AGPL-3.0", StringComparison.Ordinal), StringComparison.Ordinal)));
        Assert.Equal(["dkfds 11.2.0 is not listed"], Findings(Page.Replace("| 11.2.0 |", "| 11.1.0 |", StringComparison.Ordinal)));
    }

    // What a project of the program is locked to may not stand under what is only for building.
    [Fact]
    public void What_the_portal_is_locked_to_is_listed_as_part_of_the_program()
    {
        var program = Page.Split("## Copied into it")[0];

        Assert.DoesNotContain(Components.Locked(Source.Root, "src").Distinct(), c =>
            c.Name is not ("Meziantou.Analyzer" or "Microsoft.CodeAnalysis.BannedApiAnalyzers")
                && !program.Contains($"| {c.Name} | {c.Version} |", StringComparison.Ordinal));
    }

    private static List<string> Findings(string page) =>
        [.. Components.Findings(page, Components.Locked(Source.Root, "src", "tests", "e2e").ToHashSet(),
            [.. Components.Copied(Source.Root)])];
}
