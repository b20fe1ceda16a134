using System.Globalization;
using System.Text;

namespace MentorMarket.Exchange.Csv;

/// <summary>
/// A table as Danish Excel opens it by a double click: semicolons, decimal commas, UTF-8 with its mark, rows that end in CRLF.
/// </summary>
/// <remarks>
/// A text that begins like a formula gets an apostrophe in front, for a spreadsheet runs what begins with one of these
/// characters, whoever wrote it.
/// </remarks>
public sealed class DanishExcel
{
    // The last are the same characters in the full and small widths of East Asian keyboards, which some spreadsheets take for them.
    private const string RunSigns = "=+-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B";

    private const string Invisible = "\u200B\u200C\u200D\u200E\u200F\u2060\uFEFF\0";

    private static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da-DK");
    private readonly StringBuilder text = new();
    private bool isInRow;

    /// <summary>
    /// Whether a spreadsheet could run a cell with this text: it begins like a formula, or with a line break or tab, or does so after
    /// spaces.
    /// </summary>
    public static bool IsRun(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return false;
        if (text[0] is '\t' or '\r' or '\n') return true;
        while (!text.IsEmpty && (char.IsWhiteSpace(text[0]) || Invisible.Contains(text[0], StringComparison.Ordinal))) text = text[1..];
        return !text.IsEmpty && RunSigns.Contains(text[0], StringComparison.Ordinal);
    }

    /// <summary>The same of bytes in UTF-8.</summary>
    public static bool IsRun(ReadOnlySpan<byte> utf8) =>
        !utf8.IsEmpty && !char.IsAsciiLetterOrDigit((char)utf8[0]) && IsRun(Encoding.UTF8.GetString(utf8).AsSpan());

    /// <summary>A text; quoted where it holds a semicolon, a quote or a line break.</summary>
    /// <param name="value">Any text.</param>
    public DanishExcel Add(string value)
    {
        var safe = IsRun(value) ? "'" + value : value;
        return Raw(safe.AsSpan().IndexOfAny(";\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    /// <summary>Kroner with two decimals, without group marks; an empty cell where it is not known.</summary>
    /// <param name="kroner">The amount; may be negative.</param>
    public DanishExcel Add(decimal? kroner) => Raw(kroner?.ToString("0.00", Danish) ?? "");

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public DanishExcel Add(int number) => Raw(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A date as <c>11-03-2019</c>, which Excel in Danish takes for a date.</summary>
    /// <param name="date">The date.</param>
    public DanishExcel Add(DateOnly date) => Raw(date.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture));

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        text.Append("\r\n");
        isInRow = false;
    }

    /// <summary>The file.</summary>
    public byte[] ToBytes() => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];

    private DanishExcel Raw(string cell)
    {
        if (isInRow) text.Append(';');
        text.Append(cell);
        isInRow = true;
        return this;
    }
}
