namespace MentorMarket.Web.Tests.Architecture;

/// <summary>Pages that stand alone; each rule is run on a bad sample first and must complain about it.</summary>
public sealed class PageRuleTests
{
    private static readonly string Web = Path.Combine(Source.Root, "src", "MentorMarket.Web");

    private static readonly IReadOnlyList<(string Path, string Source)> Files =
    [
        .. Directory.EnumerateFiles(Path.Combine(Web, "Pages"), "*.cs*", SearchOption.AllDirectories)
            .Where(p => p.EndsWith(".cs", StringComparison.Ordinal) || p.EndsWith(".cshtml", StringComparison.Ordinal))
            .Select(p => (Path.GetRelativePath(Web, p), File.ReadAllText(p))),
    ];

    private static readonly HashSet<string> Pages =
        Files.Where(f => f.Path.EndsWith(".cshtml", StringComparison.Ordinal) && f.Source.StartsWith("@page", StringComparison.Ordinal))
            .Select(f => PageRules.PageOf(f.Path)).ToHashSet(StringComparer.Ordinal);

    [Fact]
    public void A_page_opens_nothing_of_another_page()
    {
        static IEnumerable<string> Of(string path, string source) =>
            PageRules.ForeignPages(path, source,
            ["/Municipality/Grants/Edit", "/Municipality/Grants/Approve", "/Municipality/Citizens/Edit"]);
        Assert.Equal(["Pages/Municipality/Grants/Approve.cshtml.cs uses EditModel"],
            Of("Pages/Municipality/Grants/Approve.cshtml.cs", "await sender.Send(new EditModel.Query(id), cancel)"));
        Assert.Single(Of("Pages/Municipality/Grants/Approve.cshtml", "@EditModel.Longest"));
        Assert.Single(Of("Pages/Municipality/Grants/_Terms.cshtml", "@model MentorMarket.Web.Pages.Municipality.Grants.EditModel.Model"));
        Assert.Single(Of("Pages/Municipality/Grants/RefusalForm.cs", "public static RefusalForm Of(EditModel.Model stored)"));
        Assert.Single(Of("Pages/Municipality/Grants/Edit.cshtml.cs", "Citizens.EditModel.Model Citizen"));
        Assert.Empty(Of("Pages/Municipality/Grants/Edit.cshtml.cs",
            "public sealed class EditModel(IMediator sender) : PageModel { EditModel.Query Asked; }\n    // as ApproveModel does\n/// <see cref=\"EditModel\"/>"));
        Assert.Empty(Of("Pages/Municipality/Grants/Edit.cshtml", "@model MentorMarket.Web.Pages.Municipality.Grants.EditModel\n"));

        Assert.True(Pages.Count > 80, "The pages were not found.");
        Assert.Empty(Files.SelectMany(f => PageRules.ForeignPages(f.Path, f.Source, Pages)));
    }

    [Fact]
    public void Every_page_that_is_led_to_by_name_is_there()
    {
        Assert.Equal(["Pages/Provider/Invoices/Create.cshtml.cs leads to Recipt"],
            PageRules.DeadLinks("Pages/Provider/Invoices/Create.cshtml.cs", "return RedirectToPage(\"Recipt\", new { id });",
                ["/Provider/Invoices/Receipt"]));
        Assert.Single(PageRules.DeadLinks("Pages/Provider/Index.cshtml", "<a asp-page=\"/Provider/Listing/Index\">",
            ["/Provider/Listings/Index"]));
        Assert.Empty(PageRules.DeadLinks("Pages/Provider/Index.cshtml", "@Url.Page(\"/Provider/Listings/Index\")",
            ["/Provider/Listings/Index"]));

        Assert.Empty(Files.SelectMany(f => PageRules.DeadLinks(f.Path, f.Source, Pages)));
    }

    [Fact]
    public void A_part_of_a_page_is_handed_a_typed_model()
    {
        Assert.NotEmpty(PageRules.UntypedKeys("Pages/X/_Part.cshtml", "var basis = (LegalBasis)ViewData[\"Basis\"]!;"));
        Assert.Empty(PageRules.UntypedKeys("Pages/X/Index.cshtml", "ViewData[\"Title\"] = L[\"Bevillinger\"].Value;"));

        Assert.Empty(Files.SelectMany(f => PageRules.UntypedKeys(f.Path, f.Source)));
    }
}
