using System.Collections.Frozen;

namespace MentorMarket.Exchange.Tables;

/// <summary>What spreadsheets write where a formula failed, in English and in Danish: in a text file it looks like any text.</summary>
internal static class SpreadsheetErrors
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "#N/A", "#I/T", "#REF!", "#REFERENCE!", "#VALUE!", "#VÆRDI!", "#DIV/0!", "#DIVISION/0!", "#NAME?", "#NAVN?", "#NULL!", "#NUL!",
            "#NUM!", "#TAL!", "#SPILL!", "#OVERLØB!",
        "#CALC!", "#BEREGN!", "#FIELD!", "#FELT!", "#GETTING_DATA", "#HENTER_DATA", "#BLOCKED!", "#BLOKERET!", "#CONNECT!", "#UNKNOWN!",
            "#BUSY!", "#PYTHON!",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsOne(string text) =>
        text.Length > 0 && (text[0] == '#' ? Names.Contains(text) || IsTooNarrow(text) : IsNumbered(text, "Err:")
            || IsNumbered(text, "Fejl:"));

    // A column that was too narrow to show its number or date was saved as it looked.
    private static bool IsTooNarrow(string text) => text.Length > 2 && !text.AsSpan().ContainsAnyExcept('#');

    // LibreOffice numbers its errors.
    private static bool IsNumbered(string text, string name) =>
        text.StartsWith(name, StringComparison.OrdinalIgnoreCase) && text.Length > name.Length && !text.AsSpan(name.Length)
            .ContainsAnyExceptInRange('0', '9');
}
