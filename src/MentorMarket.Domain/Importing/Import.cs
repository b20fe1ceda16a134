namespace MentorMarket.Domain.Importing;

/// <summary>How far an import has come.</summary>
/// <remarks>Danish: status på indlæsning.</remarks>
public enum ImportState
{
    /// <summary>The file is there; which column is what has not been said.</summary>
    Uploaded,
    /// <summary>The dry run is asked for or going on.</summary>
    Checking,
    /// <summary>The dry run is over and its list of problems can be read.</summary>
    Checked,
    /// <summary>It is being carried out, or is about to be.</summary>
    Running,
    /// <summary>Every row of the file is in the portal.</summary>
    Imported,
    /// <summary>Given up by a caseworker; nothing was written.</summary>
    Cancelled,
    /// <summary>Left alone for so long that the file was erased; nothing was written.</summary>
    Forgotten,
}

/// <summary>A file with citizens and grants on its way into the portal: all of it or nothing.</summary>
/// <remarks>
/// Danish: indlæsning. The file itself stands apart, sealed, and is erased when the import is over. A dry run lists every
/// problem; the import is judged once more when it is carried out, since the portal's cases change in between.
/// </remarks>
public sealed class Import : IRecordsEvents
{
    /// <summary>Days after which a file that nobody has finished is erased.</summary>
    public const int DaysKept = 7;

    private readonly List<CaseEvent> events = [];

    private Import() { }

    /// <summary>A file that has just come.</summary>
    /// <param name="headerRow">The row with the names of its columns.</param>
    /// <param name="headers">The names of its columns, in order.</param>
    /// <param name="mark">What the evidence tells the file by, in hexadecimal. Keyed: of a file with few rows a plain digest gives away the
    /// CPR numbers.</param>
    public static Import Upload(Guid id, Guid municipality, string fileName, int bytes, string mark, string sheet, int headerRow,
        IReadOnlyList<string> headers, int rows, Guid by, DateTimeOffset now)
    {
        var import = new Import
        {
            Id = id,
            MunicipalityId = municipality,
            State = ImportState.Uploaded,
            FileName = fileName,
            Sheet = sheet,
            HeaderRow = headerRow,
            Headers = [.. headers],
            RowsTotal = rows,
            CreatedBy = by,
            CreatedAt = now,
        };
        import.Record(CaseEventKind.ImportUploaded, ("mark", mark), ("bytes", bytes), ("rows", rows));
        return import;
    }

    public Guid Id { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public ImportState State { get; private set; }
    public string FileName { get; private set; } = "";

    /// <summary>The sheet of the workbook; empty for CSV.</summary>
    public string Sheet { get; private set; } = "";

    /// <summary>The row with the names of the columns.</summary>
    public int HeaderRow { get; private set; } = 1;
    public List<string> Headers { get; private set; } = [];

    /// <summary>For each column the name of the field it fills, or nothing; as long as <see cref="Headers"/> once it is said.</summary>
    public List<string> Fields { get; private set; } = [];
    public int RowsTotal { get; private set; }

    /// <summary>How far the dry run or the import has come; written beside the transaction that does the work.</summary>
    public int RowsDone { get; private set; }

    /// <summary>Problems that stop it, of the last dry run.</summary>
    public int Errors { get; private set; }

    /// <summary>Problems that somebody must have seen, of the last dry run.</summary>
    public int Warnings { get; private set; }
    public Guid CreatedBy { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Who asked for what is going on now: the job acts for that person.</summary>
    public Guid? AskedBy { get; private set; }
    public DateTimeOffset? CheckedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }
    public int NewCitizens { get; private set; }
    public int NewGrants { get; private set; }
    public IReadOnlyList<CaseEvent> Events => events;

    /// <summary>Whether it is over, one way or the other.</summary>
    public bool IsOver => State is ImportState.Imported or ImportState.Cancelled or ImportState.Forgotten;

    /// <summary>Whether the portal is at work on it.</summary>
    public bool IsAtWork => State is ImportState.Checking or ImportState.Running;

    /// <summary>Says in which sheet and row the names of the columns stand; what was said of the columns before no longer holds.</summary>
    public void ReadFrom(string sheet, int headerRow, IReadOnlyList<string> headers, int rows)
    {
        if (State is not (ImportState.Uploaded or ImportState.Checked)) throw new RuleViolation(Rule.ImportHasMovedOn);
        (State, Sheet, HeaderRow, Headers, Fields, RowsTotal, RowsDone, Errors, Warnings) = (ImportState.Uploaded, sheet, headerRow,
            [.. headers], [], rows, 0, 0, 0);
        Record(CaseEventKind.ImportTableChosen, ("sheet", sheet), ("row", headerRow), ("rows", rows));
    }

    /// <summary>Says which column is what, and asks for the dry run.</summary>
    public void AskForCheck(IReadOnlyList<string> fields, Guid by)
    {
        if (State is not (ImportState.Uploaded or ImportState.Checked)) throw new RuleViolation(Rule.ImportHasMovedOn);
        if (fields.Count != Headers.Count) throw new ArgumentException("One field for each column.", nameof(fields));
        Fields = [.. fields];
        (State, AskedBy, RowsDone) = (ImportState.Checking, by, 0);
        Record(CaseEventKind.ImportCheckAsked, ("fields", Fields));
    }

    /// <summary>The dry run is over.</summary>
    public void Checked(int errors, int warnings, DateTimeOffset now)
    {
        if (!IsAtWork) throw new RuleViolation(Rule.ImportHasMovedOn);
        (State, Errors, Warnings, RowsDone, CheckedAt) = (ImportState.Checked, errors, warnings, RowsTotal, now);
        Record(CaseEventKind.ImportChecked, ("rows", RowsTotal), ("errors", errors), ("warnings", warnings));
    }

    /// <summary>Asks for it to be carried out.</summary>
    /// <param name="warningsSeen">How many warnings the person has accepted: all that the page showed, or none.</param>
    public void AskToRun(int warningsSeen, Guid by)
    {
        if (State != ImportState.Checked) throw new RuleViolation(Rule.ImportHasMovedOn);
        if (Errors > 0) throw new RuleViolation(Rule.ImportHasErrors);
        if (warningsSeen != Warnings) throw new RuleViolation(Rule.ImportWarningsNotSeen);
        (State, AskedBy, RowsDone) = (ImportState.Running, by, 0);
        Record(CaseEventKind.ImportConfirmed, ("warnings", Warnings));
    }

    /// <summary>Every row is in. What happened is noted by whoever knows the rows: one event for all of them.</summary>
    public void CarriedOut(int citizens, int grants, DateTimeOffset now)
    {
        if (State != ImportState.Running) throw new RuleViolation(Rule.ImportHasMovedOn);
        (State, NewCitizens, NewGrants, RowsDone, FinishedAt) = (ImportState.Imported, citizens, grants, RowsTotal, now);
    }

    /// <summary>Gives it up.</summary>
    public void Cancel(DateTimeOffset now)
    {
        if (State is not (ImportState.Uploaded or ImportState.Checking or ImportState.Checked))
        {
            throw new RuleViolation(Rule.ImportHasMovedOn);
        }
        (State, FinishedAt) = (ImportState.Cancelled, now);
        Record(CaseEventKind.ImportCancelled);
    }

    /// <summary>Its time is up: nobody finished it.</summary>
    public void Forget(DateTimeOffset now)
    {
        if (IsOver) throw new RuleViolation(Rule.ImportHasMovedOn);
        (State, FinishedAt) = (ImportState.Forgotten, now);
        Record(CaseEventKind.ImportForgotten);
    }

    private void Record(CaseEventKind kind, params ReadOnlySpan<(string Name, object? Value)> payload)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in payload) values[name] = value;
        events.Add(new(kind, MunicipalityId, Id, values));
    }
}

/// <summary>How bad a problem is.</summary>
/// <remarks>Danish: alvor.</remarks>
public enum ImportSeverity
{
    /// <summary>Stops the import.</summary>
    Error,
    /// <summary>Somebody must say that it is meant.</summary>
    Warning,
}

/// <summary>Something that the dry run found: where, and what. It never quotes who it is about.</summary>
/// <remarks>Danish: problem i filen.</remarks>
public sealed class ImportProblem
{
    private ImportProblem() { }

    /// <summary>One problem of an import.</summary>
    /// <param name="position">Its place in the list, which is in the order of the rows.</param>
    /// <param name="row">As the spreadsheet numbers it.</param>
    /// <param name="letter">The letter of the column; empty when the whole row, or a column that is not there, is meant.</param>
    public ImportProblem(Guid import, Guid municipality, int position, int row, string letter, string header, string fault,
        IReadOnlyList<string> args, ImportSeverity severity)
    {
        ImportId = import;
        MunicipalityId = municipality;
        Position = position;
        Row = row;
        Letter = letter;
        Header = header;
        Fault = fault;
        Args = [.. args];
        Severity = severity;
    }

    public Guid ImportId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public int Position { get; private set; }
    public int Row { get; private set; }
    public string Letter { get; private set; } = "";
    public string Header { get; private set; } = "";
    public string Fault { get; private set; } = "";
    public List<string> Args { get; private set; } = [];
    public ImportSeverity Severity { get; private set; }
}

/// <summary>What became of a row: the citizen, the grant, and the payload that the event's Merkle root was made over.</summary>
/// <remarks>Danish: indlæst række.</remarks>
public sealed class ImportedRow
{
    private ImportedRow() { }

    /// <summary>One row of the file.</summary>
    public ImportedRow(Guid import, Guid municipality, int row, Guid citizen, bool isNewCitizen, Guid? grant, string payload, byte[] salt)
    {
        ImportId = import;
        MunicipalityId = municipality;
        Row = row;
        CitizenId = citizen;
        IsNewCitizen = isNewCitizen;
        GrantId = grant;
        Payload = payload;
        Salt = salt;
    }

    public Guid ImportId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public int Row { get; private set; }
    public Guid CitizenId { get; private set; }
    public bool IsNewCitizen { get; private set; }
    public Guid? GrantId { get; private set; }
    public string Payload { get; private set; } = "";
    public byte[] Salt { get; private set; } = [];
}
