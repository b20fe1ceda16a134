using System.Text;

namespace MentorMarket.Exchange.Csv;

/// <summary>The rows of one file by the names of its columns; remembers the first fault of each row.</summary>
internal sealed class CsvTable
{
    private readonly CsvFile file;
    private readonly CsvRows rows;
    private readonly string[] columns;
    private readonly int[] places;
    private readonly BadRows bad;
    private readonly int width;
    private readonly string lastColumn = "";
    private bool isBad;

    public CsvTable(CsvFile file, string[] columns, BadRows bad, Action<long>? progress)
    {
        this.file = file;
        this.columns = columns;
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

        var missing = Array.IndexOf(places, -1);
        if (missing >= 0)
        {
            bad.Add(new BadRow(file.Name, rows.Line, columns[missing], CsvFault.MissingColumn, ""));
        }

        HasAllColumns = missing < 0;
    }

    public bool HasAllColumns { get; }

    /// <summary>Has no field of this row been faulty so far?</summary>
    public bool IsGood => !isBad;

    public int Line => rows.Line;

    /// <summary>Goes to the next row that has the fields of the header; reports the others.</summary>
    public bool Read()
    {
        while (rows.Read())
        {
            isBad = false;
            if (rows.IsBroken)
            {
                bad.Add(new BadRow(file.Name, rows.Line, columns[0], CsvFault.BrokenQuotes, ""));
            }
            else if (rows.FieldCount > width)
            {
                bad.Add(new BadRow(file.Name, rows.Line, lastColumn, CsvFault.ExtraField, ""));
            }
            else if (rows.FieldCount < width)
            {
                var missing = Array.FindIndex(places, place => place >= rows.FieldCount);
                bad.Add(new BadRow(file.Name, rows.Line, missing < 0 ? lastColumn : columns[missing], CsvFault.MissingField, ""));
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    public ReadOnlySpan<byte> Field(int column) => rows[places[column]];

    public bool IsEmpty(int column) => Field(column).IsEmpty;

    /// <summary>A name that is kept; one too long is a fault.</summary>
    public ReadOnlySpan<byte> Name(int column)
    {
        var field = Field(column);
        if (field.Length <= NameTable.Longest)
        {
            return field;
        }

        Report(column, CsvFault.TooLong);
        return [];
    }

    public DateOnly Date(int column)
    {
        Report(column, FieldParser.Date(Field(column), out var date));
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

    public int Whole(int column, int most)
    {
        var fault = FieldParser.Number(Field(column), rows.DecimalMark, 0, out var number);
        Report(column, fault == CsvFault.None && number > most ? CsvFault.TooLarge : fault);
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
}
