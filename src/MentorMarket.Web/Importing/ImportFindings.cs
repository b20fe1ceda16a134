using MentorMarket.Domain.Importing;

namespace MentorMarket.Web.Importing;

/// <summary>What can be wrong with a file. The name is stored, the words are made where it is shown.</summary>
public enum ImportFault
{
    BrokenQuotes,
    ExtraCells,

    /// <summary>A formula that failed, in whatever column: never taken for "nothing".</summary>
    CellError,

    /// <summary>A formula whose value is not in the file.</summary>
    CellWithoutValue,
    CprMissing,
    CprNotTenDigits,
    CprNoSuchDate,
    CprInTheFuture,
    NameMissing,
    AreaMissing,
    AreaHasDigits,

    /// <summary>The portal knows the citizen by another name.</summary>
    OtherName,

    /// <summary>Another row says something else about the same citizen. Argument: the row.</summary>
    ContradictsRow,

    /// <summary>A CPR number in a text, where none may be kept.</summary>
    HasCpr,

    /// <summary>Argument: how many characters there may be.</summary>
    TooLong,
    NotAnEmail,
    NotALanguage,
    NotYesOrNo,
    NotANumber,
    UseComma,

    /// <summary>Argument: the highest number.</summary>
    OutOfRange,
    TooManyDecimals,
    NotADate,

    /// <summary>Arguments: the first and the last year.</summary>
    YearOutOfReach,

    /// <summary>What stands there is not said: columns are mixed up now and then, and it could be somebody's name.</summary>
    NotAChoice,

    /// <summary>A goal in words without its kind.</summary>
    GoalWithoutKind,

    /// <summary>The grant's rule set asks for it. Arguments: the demand, its source, the limit.</summary>
    NotMet,

    /// <summary>No column fills what the rule set asks of every grant. Arguments: the demand, its source.</summary>
    NotInFile,

    /// <summary>Another grant of the citizen in the portal. Arguments: its number, its first day, its last day.</summary>
    OverlapsGrant,

    /// <summary>Another row of the file. Argument: the row.</summary>
    OverlapsRow,

    /// <summary>The file was read otherwise before; it was changed, or is not what it was.</summary>
    FileUnreadable,
}

/// <summary>Something wrong at a row, and at a field where it is the field's.</summary>
public sealed record ImportFinding(int Row, ImportField? Field, ImportFault Fault, IReadOnlyList<string> Args)
{
    public ImportSeverity Severity => Fault is ImportFault.NotInFile or ImportFault.OverlapsGrant or ImportFault.OverlapsRow
        ? ImportSeverity.Warning : ImportSeverity.Error;
}

/// <summary>The list that the dry run makes.</summary>
public sealed class ImportFindings
{
    /// <summary>
    /// So many are kept; beyond that the columns are not what somebody thinks they are, and only the number tells anything.
    /// </summary>
    public const int MostKept = 5000;

    private readonly List<ImportFinding> errors = [];
    private readonly List<ImportFinding> warnings = [];
    private readonly HashSet<(int Row, ImportField Field)> cells = [];

    public int Errors { get; private set; }

    public int Warnings { get; private set; }

    /// <summary>What stops the import first, then the rest; each in the order of the rows, and of the columns within a row.</summary>
    public IEnumerable<ImportFinding> Kept(IReadOnlyDictionary<ImportField, int> columns)
    {
        IEnumerable<ImportFinding> InOrder(List<ImportFinding> found) => found.OrderBy(f => f.Row)
            .ThenBy(f => f.Field is { } field && columns.TryGetValue(field, out var column) ? column : -1);
        return InOrder(errors).Concat(InOrder(warnings)).Take(MostKept);
    }

    public void Add(int row, ImportField? field, ImportFault fault, params ReadOnlySpan<string> args)
    {
        var found = new ImportFinding(row, field, fault, [.. args]);
        if (found.Severity == ImportSeverity.Error) Errors++;
        else Warnings++;
        if (field is { } named) cells.Add((row, named));
        var kept = found.Severity == ImportSeverity.Error ? errors : warnings;
        if (kept.Count < MostKept) kept.Add(found);
    }

    /// <summary>Whether something is wrong with the cell already: what follows from that is not said again.</summary>
    public bool Has(int row, ImportField field) => cells.Contains((row, field));
}
