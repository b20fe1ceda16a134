using MentorMarket.Domain.Documents;

namespace MentorMarket.Web.Pages.Municipality.Documents;

/// <summary>What a downloaded document is called: which of which grant, and nothing of whom it is about.</summary>
internal static class DocumentFile
{
    public static string Name(DocumentKind kind, int version, string grant, string ending) =>
        $"{Stem(kind)}-{version}-{Plain(grant)}.{ending}";

    // A number may be the municipality's own, with what no file's name may hold.
    private static string Plain(string number) => string.Concat(number.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    private static string Stem(DocumentKind kind) => kind switch
    {
        DocumentKind.DecisionLetter => "afgoerelse",
        DocumentKind.Agreement => "aftale",
        DocumentKind.MinPlan => "min-plan",
        DocumentKind.Refusal => "afslag",
        DocumentKind.Pause => "pause",
        DocumentKind.End => "afslutning",
        DocumentKind.MentorLetter => "brev-om-mentor",
    };
}
