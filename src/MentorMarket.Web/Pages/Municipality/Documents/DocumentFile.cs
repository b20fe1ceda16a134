using MentorMarket.Domain.Grants;

namespace MentorMarket.Web.Pages.Municipality.Documents;

/// <summary>What a downloaded document is called: nothing of whom it is about.</summary>
internal static class DocumentFile
{
    public static string Name(DocumentKind kind, int version, string ending) => $"{Stem(kind)}-{version}.{ending}";

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
