namespace MentorMarket.Exchange.Csv;

/// <summary>What is wrong with a field.</summary>
public enum CsvFault
{
    None,
    NotATime,
    NoOffset,
    NotADate,
    NotADateInDenmark,
    NotANumber,
    NotWhole,
    NotWholeMinutes,
    NotWholeOre,
    Negative,
    TooLarge,
    UnknownKind,
    UnknownConfirmation,
    MissingId,
    DuplicateId,
    Empty,
    NoRate,
    FromAfterTo,
    CorrectsItself,
    CorrectsUnknown,
    CorrectsOtherGrant,
    CorrectedTwice,
    CorrectionCircle,
    MissingColumn,
    MissingColumns,
    RepeatedColumn,
    Tabs,
    NotText,
    Workbook,
    MissingField,
    ExtraField,
    BrokenQuotes,
}

/// <summary>A row that cannot be used: the file, the line, the column, and what is wrong.</summary>
public sealed record BadRow(string File, int Line, string Column, CsvFault Fault, string Value)
{
    private const int LongestShown = 60;

    /// <summary>A value as messages quote it: not longer than a line, and on one.</summary>
    internal static string Quoted(string value)
    {
        var text = value.Length <= LongestShown ? value : value[..LongestShown] + "…";
        return $"\"{string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c))}\"";
    }

    /// <summary>As it is shown: <c>entries.csv:17: end: "25:00" is not a time</c>.</summary>
    public string ToText(bool inDanish) => $"{File}:{Line}: {Column}: {(inDanish ? Danish : English)}";

    private string Shown => Quoted(Value);

    private string English => Fault switch
    {
        CsvFault.None => "",
        CsvFault.NotATime => $"{Shown} is not a time",
        CsvFault.NoOffset => $"{Shown} has no offset from UTC",
        CsvFault.NotADate => $"{Shown} is not a date: write 2025-03-01",
        CsvFault.NotADateInDenmark => $"{Shown} is not a date: write 2025-03-01 or 01-03-2025",
        CsvFault.NotANumber => $"{Shown} is not a number",
        CsvFault.NotWhole => $"{Shown} is not a whole number",
        CsvFault.NotWholeMinutes => $"{Shown} is not whole minutes",
        CsvFault.NotWholeOre => $"{Shown} has more than two decimals",
        CsvFault.Negative => $"{Shown} is negative",
        CsvFault.TooLarge => $"{Shown} is too large",
        CsvFault.UnknownKind => $"{Shown} is not one of direct, no_show, transport, preparation, sick, training, other",
        CsvFault.UnknownConfirmation => $"{Shown} is not one of confirmed, none, disputed",
        CsvFault.MissingId => "the id is missing",
        CsvFault.DuplicateId => $"{Shown} is there twice",
        CsvFault.Empty => "nothing stands here",
        CsvFault.NoRate => "there are minutes but no rate",
        CsvFault.FromAfterTo => $"{Shown} is after the last day",
        CsvFault.CorrectsItself => $"{Shown} is the entry itself",
        CsvFault.CorrectsUnknown => $"{Shown} is not an entry",
        CsvFault.CorrectsOtherGrant => $"{Shown} belongs to another grant",
        CsvFault.CorrectedTwice => $"{Shown} is already corrected by another entry",
        CsvFault.CorrectionCircle => $"{Shown} is part of a circle of corrections",
        CsvFault.MissingColumn => "the column is missing",
        CsvFault.MissingColumns => "the columns are missing",
        CsvFault.RepeatedColumn => "the column is there twice",
        CsvFault.Tabs => "there are tabs between the columns: save the file as CSV",
        CsvFault.NotText => "this is not text: save the file as CSV in UTF-8",
        CsvFault.Workbook => "this is a workbook or an archive: save the sheet as CSV",
        CsvFault.MissingField => "the row ends before this column",
        CsvFault.ExtraField => "the row has fields after this column",
        CsvFault.BrokenQuotes => "the quotes do not pair",
    };

    private string Danish => Fault switch
    {
        CsvFault.None => "",
        CsvFault.NotATime => $"{Shown} er ikke et tidspunkt",
        CsvFault.NoOffset => $"{Shown} mangler forskydning fra UTC",
        CsvFault.NotADate => $"{Shown} er ikke en dato: skriv 2025-03-01",
        CsvFault.NotADateInDenmark => $"{Shown} er ikke en dato: skriv 2025-03-01 eller 01-03-2025",
        CsvFault.NotANumber => $"{Shown} er ikke et tal",
        CsvFault.NotWhole => $"{Shown} er ikke et helt tal",
        CsvFault.NotWholeMinutes => $"{Shown} er ikke hele minutter",
        CsvFault.NotWholeOre => $"{Shown} har mere end to decimaler",
        CsvFault.Negative => $"{Shown} er negativ",
        CsvFault.TooLarge => $"{Shown} er for stort",
        CsvFault.UnknownKind => $"{Shown} er ikke en af direct, no_show, transport, preparation, sick, training, other",
        CsvFault.UnknownConfirmation => $"{Shown} er ikke en af confirmed, none, disputed",
        CsvFault.MissingId => "id mangler",
        CsvFault.DuplicateId => $"{Shown} findes to gange",
        CsvFault.Empty => "her står intet",
        CsvFault.NoRate => "der er minutter, men ingen timepris",
        CsvFault.FromAfterTo => $"{Shown} er efter den sidste dag",
        CsvFault.CorrectsItself => $"{Shown} er registreringen selv",
        CsvFault.CorrectsUnknown => $"{Shown} er ikke en registrering",
        CsvFault.CorrectsOtherGrant => $"{Shown} hører til en anden bevilling",
        CsvFault.CorrectedTwice => $"{Shown} er allerede rettet af en anden registrering",
        CsvFault.CorrectionCircle => $"{Shown} indgår i en ring af rettelser",
        CsvFault.MissingColumn => "kolonnen mangler",
        CsvFault.MissingColumns => "kolonnerne mangler",
        CsvFault.RepeatedColumn => "kolonnen findes to gange",
        CsvFault.Tabs => "der er tabulatorer mellem kolonnerne: gem filen som CSV",
        CsvFault.NotText => "det er ikke tekst: gem filen som CSV i UTF-8",
        CsvFault.Workbook => "det er en projektmappe eller et arkiv: gem arket som CSV",
        CsvFault.MissingField => "rækken slutter før denne kolonne",
        CsvFault.ExtraField => "rækken har felter efter denne kolonne",
        CsvFault.BrokenQuotes => "anførselstegnene passer ikke sammen",
    };
}

/// <summary>The bad rows of a run: the first of them in full, all of them counted.</summary>
public sealed class BadRows
{
    /// <summary>How many are shown.</summary>
    public const int Shown = 20;

    private readonly List<BadRow> first = [];

    public int Count { get; private set; }

    /// <summary>The first bad rows: file by file, in order of their lines.</summary>
    public IReadOnlyList<BadRow> First => first;

    internal void Add(BadRow row)
    {
        // Corrections are judged when the whole file is read, so a row may come that stands before others.
        Count++;
        var place = first.FindIndex(other => other.File == row.File && other.Line > row.Line);
        first.Insert(place < 0 ? first.Count : place, row);
        if (first.Count > Shown)
        {
            first.RemoveAt(Shown);
        }
    }
}
