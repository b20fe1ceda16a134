using System.Globalization;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Web.Words;

/// <summary>What asks for something, named in the reader's language.</summary>
public static class LegalSource
{
    public static string Of(string source) => Paragraphs.In(source, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "da");
}
