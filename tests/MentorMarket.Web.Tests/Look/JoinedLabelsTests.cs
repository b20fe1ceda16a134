using System.Text.RegularExpressions;
using MentorMarket.Web.Words;

namespace MentorMarket.Web.Tests.Look;

/// <summary>Labels that stand after each other are one sentence: no capital within it but of names and abbreviations.</summary>
public sealed partial class JoinedLabelsTests
{
    [Theory]
    [InlineData("Kørekort, taler arabisk, kvinde", "Kørekort", "Taler arabisk", "Kvinde")]
    [InlineData("Bostøtte, SPS, det en arbejdsgiver ellers gør, Kriminalforsorgens egen mentor", "Bostøtte", "SPS",
        "Det en arbejdsgiver ellers gør", "Kriminalforsorgens egen mentor")]
    [InlineData("Digital Post, brev på papir", "Digital Post", "Brev på papir")]
    [InlineData("Evenings, speaks English, GPS, i job", "Evenings", "Speaks English", "GPS", "I job")]
    [InlineData("Økonomi, øvrige, CPR-nummer, Digital Post", "Økonomi", "Øvrige", "CPR-nummer", "Digital Post")]
    [InlineData("", new string[0])]
    public void Only_the_first_and_names_keep_their_capital(string joined, params string[] labels) =>
        Assert.Equal(joined, Labels.Joined(labels));

    [Fact]
    public void Within_a_sentence_not_even_the_first_does() =>
        Assert.Equal("mål, CPR-nummer, ø", Labels.InSentence(["Mål", "CPR-nummer", "Ø"]));

    [Fact]
    public void No_page_joins_labels_by_itself()
    {
        var pages = Path.Combine(Source.Root, "src", "MentorMarket.Web", "Pages");
        var wrong = Directory.GetFiles(pages, "*.cs*", SearchOption.AllDirectories)
            .SelectMany(file => JoinsItself(File.ReadAllText(file)).Select(found => $"{Path.GetRelativePath(pages, file)}: {found}"))
            .ToList();

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        Assert.NotEmpty(JoinsItself("""string.Join(", ", row.Requirements.Select(r => Labels.Of(r, S)))"""));
        Assert.NotEmpty(JoinsItself("""Labels.Of(strength, L).ToLower(culture)"""));
    }

    private static IEnumerable<string> JoinsItself(string text) => ByHand().Matches(text).Select(m => m.Value);

    [GeneratedRegex("""string\.Join\(", ?", [^\n]*Labels\.Of|Labels\.Of\([^\n]*\)\.ToLower""", RegexOptions.None, 1000)]
    private static partial Regex ByHand();
}
