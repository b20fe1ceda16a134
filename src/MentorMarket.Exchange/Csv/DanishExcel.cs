using System.Globalization;
using System.Text;

namespace MentorMarket.Exchange.Csv;

/// <summary>A table as Danish Excel opens it by a double click: semicolons, decimal commas, UTF-8 with its mark, rows that end in CRLF.</summary>
/// <remarks>
/// A text that begins like a formula gets an apostrophe in front, for a spreadsheet runs what begins with one of these
/// characters, whoever wrote it.
/// </remarks>
public sealed class DanishExcel
{
    private static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da-DK");
    private readonly StringBuilder text = new();
    private bool isInRow;

    /// <summary>A text; quoted where it holds a semicolon, a quote or a line break.</summary>
    /// <param name="value">Any text.</param>
    public DanishExcel Add(string value)
    {
        var safe = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + value : value;
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
