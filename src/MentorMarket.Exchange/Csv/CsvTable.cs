using System.Text;
using MentorMarket.Domain.Values;

namespace MentorMarket.Exchange.Csv;

/// <summary>The rows of one file by the names of its columns; remembers the first fault of each row.</summary>
internal sealed class CsvTable
{
    private readonly CsvFile file;
    private readonly CsvRows rows;
    private readonly string[] columns;
    private readonly string[] mayBeEmpty;
    private readonly int[] places;
    private readonly BadRows bad;
    private readonly int width;
    private readonly string lastColumn = "";
    private bool isBad;

    /// <param name="mayBeEmpty">The columns that a row may leave out at its end.</param>
    public CsvTable(CsvFile file, string[] columns, string[] mayBeEmpty, BadRows bad, Action<long>? progress)
    {
        this.file = file;
        this.columns = columns;
        this.mayBeEmpty = mayBeEmpty;
        this.bad = bad;
        rows = new CsvRows(file.Utf8(), progress);
        places = new int[columns.Length];
        Array.Fill(places, -1);
        if (!rows.Read())
        {
            bad.Add(new BadRow(file.Name, 1, columns[0], CsvFault.MissingColumn, ""));
            return;
        }

        width = rows.FieldCount;
        for (var i = 0; i < width; i++)
        {
            lastColumn = Encoding.UTF8.GetString(rows[i]).Trim();
            var column = Array.FindIndex(columns, name => name.Equals(lastColumn, StringComparison.OrdinalIgnoreCase));
            if (column >= 0 && places[column] >= 0)
            {
                bad.Add(new BadRow(file.Name, rows.Line, columns[column], CsvFault.RepeatedColumn, ""));
                return;
            }

            if (column >= 0)
            {
                places[column] = i;
            }
        }

        // Which decimal mark goes with tabs nobody can tell.
        string[] missing = [.. columns.Where((_, column) => places[column] < 0 || rows.Delimiter == '\t')];
        if (missing.Length > 0)
        {
            bad.Add(new BadRow(file.Name, rows.Line, string.Join(", ", missing), HeaderFault(missing.Length), ""));
        }

        HasAllColumns = missing.Length == 0;
    }

    public bool HasAllColumns { get; }

    /// <summary>Has no field of this row been faulty so far?</summary>
    public bool IsGood => !isBad;

    public string FileName => file.Name;

    public int Line => rows.Line;

    /// <summary>Goes to the next row whose fields are those of the header; reports the others.</summary>
    public bool Read()
    {
        while (rows.Read())
        {
            isBad = false;
            if (rows.IsBroken)
            {
                bad.Add(new BadRow(file.Name, rows.Line, columns[0], CsvFault.BrokenQuotes, ""));
            }
            else if (rows.FieldCount > width && !rows.IsEmptyFrom(width))
            {
                bad.Add(new BadRow(file.Name, rows.Line, lastColumn, CsvFault.ExtraField, ""));
            }
            else if (FirstLeftOut() is { } leftOut)
            {
                bad.Add(new BadRow(file.Name, rows.Line, leftOut, CsvFault.MissingField, ""));
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    public string ColumnName(int column) => columns[column];

    /// <summary>The bytes of a field as they stand; none where the row has ended before.</summary>
    public ReadOnlySpan<byte> Field(int column) => places[column] < rows.FieldCount ? rows[places[column]] : [];

    public bool IsEmpty(int column) => Field(column).IsEmpty;

    /// <summary>A text in the one spelling that texts are compared in.</summary>
    public ReadOnlySpan<byte> Text(int column)
    {
        var field = Field(column);
        if (Ascii.IsValid(field))
        {
            return field;
        }

        var text = Encoding.UTF8.GetString(field);
        var plain = Spelling.Of(text);
        return ReferenceEquals(plain, text) ? field : Encoding.UTF8.GetBytes(plain);
    }

    /// <summary>A text that must be there.</summary>
    public ReadOnlySpan<byte> Name(int column)
    {
        var text = Text(column);
        Report(column, text.Trim((byte)' ').IsEmpty ? CsvFault.Empty : CsvFault.None);
        return text;
    }

    public DateOnly Date(int column)
    {
        Report(column, rows.Delimiter == ';' ? FieldParser.DanishDate(Field(column), out var date) : FieldParser.Date(Field(column),
            out date));
        return date;
    }

    public long Instant(int column)
    {
        Report(column, FieldParser.Instant(Field(column), out var ticks));
        return ticks;
    }

    public int Hours(int column)
    {
        Report(column, FieldParser.HoursAsMinutes(Field(column), rows.DecimalMark, out var minutes));
        return minutes;
    }

    public long Ore(int column, long most)
    {
        var fault = FieldParser.Number(Field(column), rows.DecimalMark, 2, out var ore);
        Report(column, fault == CsvFault.None && ore > most ? CsvFault.TooLarge : fault);
        return ore;
    }

    /// <summary>A whole number; <paramref name="fraction"/> is what is said of one that is not.</summary>
    public int Whole(int column, int most, CsvFault fraction)
    {
        var fault = FieldParser.Number(Field(column), rows.DecimalMark, 0, out var number);
        Report(column, fault == CsvFault.NotWhole ? fraction : fault == CsvFault.None && number > most ? CsvFault.TooLarge : fault);
        return (int)Math.Min(number, most);
    }

    /// <summary>Remembers a fault; the first of a row is the one that is told.</summary>
    public void Report(int column, CsvFault fault)
    {
        if (fault != CsvFault.None && !isBad)
        {
            isBad = true;
            bad.Add(new BadRow(file.Name, rows.Line, columns[column], fault, Encoding.UTF8.GetString(Field(column))));
        }
    }

    // Columns that are not there at all are told by what the file is, where that is plain to see.
    private CsvFault HeaderFault(int missing) =>
        rows[0].StartsWith("PK\x03\x04"u8) ? CsvFault.Workbook
        : rows[0].Contains((byte)0) ? CsvFault.NotText
        : rows.Delimiter == '\t' ? CsvFault.Tabs
        : missing > 1 ? CsvFault.MissingColumns : CsvFault.MissingColumn;

    private string? FirstLeftOut()
    {
        if (rows.FieldCount >= width)
        {
            return null;
        }

        string? first = null;
        var place = int.MaxValue;
        for (var column = 0; column < columns.Length; column++)
        {
            if (places[column] >= rows.FieldCount && places[column] < place && !mayBeEmpty.Contains(columns[column]))
            {
                (first, place) = (columns[column], places[column]);
            }
        }

        return first;
    }
}
