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

    public static string Of(Fact fact, IStringLocalizer<SharedTexts> L) => fact switch
    {
        Fact.Purpose => L["Formål"],
        Fact.Reason => L["Begrundelse"],
        Fact.TargetGroup => L["Målgruppe"],
        Fact.Basis => L["Lov"],
        Fact.Goals => L["Mål"],
        Fact.Tasks => L["Mentorens opgaver"],
        Fact.Hours => L["Timetal"],
        Fact.Period => L["Periode"],
        Fact.Mentor => L["Mentor"],
        Fact.MentorContact => L["Mentorens kontaktdata"],
        Fact.Link => L["Link og kode"],
        Fact.Change => L["Hvorfor bevillingen er ny"],
        Fact.Refusal => L["Grunde til afslag"],
        Fact.Pause => L["Pauser"],
        Fact.End => L["Afslutning"],
    };

    public static string Of(DispatchChannel channel, IStringLocalizer<SharedTexts> L) => channel switch
    {
        DispatchChannel.DigitalPost => L["Digital Post"],
        DispatchChannel.PaperLetter => L["Brev på papir"],
    };
}
