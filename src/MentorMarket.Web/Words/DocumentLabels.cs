using MentorMarket.Domain.Documents;

namespace MentorMarket.Web.Words;

/// <summary>What documents, and what they say, are called on the screen.</summary>
public static class DocumentLabels
{
    public static string Of(DocumentKind kind, IStringLocalizer<SharedTexts> L) => kind switch
    {
        DocumentKind.DecisionLetter => L["Afgørelse"],
        DocumentKind.Agreement => L["Aftale med borgeren"],
        DocumentKind.MinPlan => L["Ark til Min Plan"],
        DocumentKind.MentorLetter => L["Brev om mentor, med link og kode"],
        DocumentKind.Refusal => L["Afslag"],
        DocumentKind.Pause => L["Brev om pause"],
        DocumentKind.End => L["Afgørelse om afslutning"],
    };

    public static string Of(LetterFact fact, IStringLocalizer<SharedTexts> L) => fact switch
    {
        LetterFact.Purpose => L["Formål"],
        LetterFact.Reason => L["Begrundelse"],
        LetterFact.TargetGroup => L["Målgruppe"],
        LetterFact.Basis => L["Lov"],
        LetterFact.Goals => L["Mål"],
        LetterFact.Tasks => L["Mentorens opgaver"],
        LetterFact.Hours => L["Timetal"],
        LetterFact.Period => L["Periode"],
        LetterFact.Mentor => L["Mentor"],
        LetterFact.MentorContact => L["Mentorens kontaktdata"],
        LetterFact.Link => L["Link og kode"],
        LetterFact.Change => L["Hvorfor bevillingen er ny"],
        LetterFact.Refusal => L["Grunde til afslag"],
        LetterFact.Pause => L["Pauser"],
        LetterFact.End => L["Afslutning"],
    };

    public static string Of(DispatchChannel channel, IStringLocalizer<SharedTexts> L) => channel switch
    {
        DispatchChannel.DigitalPost => L["Digital Post"],
        DispatchChannel.PaperLetter => L["Brev på papir"],
    };
}
