namespace MentorMarket.Web.Documents;

/// <summary>A sheet on the screen, shown by <c>_Sheet</c>.</summary>
/// <param name="Key">Only in the one answer that shows the citizen's link and code.</param>
/// <param name="IsPreview">Stands under headings of the page.</param>
public sealed record SheetView(Sheet Sheet, LetterKey? Key = null, bool IsPreview = false);
