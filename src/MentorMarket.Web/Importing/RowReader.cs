using System.Globalization;
using MentorMarket.Exchange.Tables;
using MentorMarket.Web.Mail;

namespace MentorMarket.Web.Importing;

/// <summary>A row of the file as it was understood. Where something was wrong there is a finding, and the value is missing here.</summary>
/// <param name="Cpr">Null where it cannot be used.</param>
/// <param name="Citizen">What the row says of the citizen: trimmed texts, empty where nothing is said.</param>
/// <param name="Terms">The grant, or null where the row only tells of a citizen.</param>
public sealed record ReadRow(int Number, CprNumber? Cpr, IReadOnlyDictionary<ImportField, string> Citizen, bool IsProtected,
    GrantTerms? Terms, bool NoOtherSupport)
{
    public string Of(ImportField field) => Citizen.GetValueOrDefault(field, "");
}

/// <summary>
/// Reads rows by the mapping of columns; strict as the forms are, and it says everything that is wrong, not the first thing.
/// </summary>
public sealed class RowReader(ImportWords words, IReadOnlyDictionary<ImportField, int> columns, ImportFindings findings, DateOnly today)
{
    // Labels hold commas, so a list in a cell is told apart by something else.
    private static readonly char[] ListMarks = ['|', ';', '\n'];

    private readonly List<ImportField> grantFields = [.. columns.Keys.Where(f => !ImportFields.IsOfCitizen(f))];
    private TableRow row = new(0, []);

    /// <summary>The row, or null where its cells cannot be told apart.</summary>
    public ReadRow? Read(TableRow next)
    {
        row = next;
        if (row.Fault != RowFault.None)
        {
            Report(null, row.Fault == RowFault.BrokenQuotes ? ImportFault.BrokenQuotes : ImportFault.ExtraCells);
            return null;
        }
        foreach (var (field, column) in columns)
        {
            if (row.Cells[column].Fault is var fault and not CellFault.None)
            {
                Report(field, fault == CellFault.Error ? ImportFault.CellError : ImportFault.CellWithoutValue);
            }
        }
        var cpr = ReadCpr();
        var citizen = ReadCitizen();
        var isProtected = Truth(ImportField.IsProtected);
        var terms = grantFields.Exists(field => !Cell(field).IsEmpty) ? ReadTerms() : null;
        return new(row.Number, cpr, citizen, isProtected, terms, Truth(ImportField.NoOtherSupport));
    }

    private CprNumber? ReadCpr()
    {
        var cell = Cell(ImportField.Cpr);
        if (cell.IsEmpty)
        {
            if (!findings.Has(row.Number, ImportField.Cpr)) Report(ImportField.Cpr, ImportFault.CprMissing);
            return null;
        }
        // A spreadsheet that takes the number for a number drops the zero of the first nine days of a month.
        var text = cell is { IsNumber: true, Text.Length: 9 } ? "0" + cell.Text : cell.Text;
        switch (CprNumber.Parse(text, today, out var number))
        {
            case null: return number;
            case CprFault.NotTenDigits: Report(ImportField.Cpr, ImportFault.CprNotTenDigits); break;
            case CprFault.NoSuchDate: Report(ImportField.Cpr, ImportFault.CprNoSuchDate); break;
            case CprFault.InTheFuture: Report(ImportField.Cpr, ImportFault.CprInTheFuture); break;
        }
        return null;
    }

    private Dictionary<ImportField, string> ReadCitizen()
    {
        var said = new Dictionary<ImportField, string>();
        foreach (var field in (ImportField[])[ImportField.Name, ImportField.Address, ImportField.Phone, ImportField.Area])
        {
            if (Text(field) is { Length: > 0 } text) said[field] = text;
        }
        if (said.TryGetValue(ImportField.Area, out var area) && area.Any(char.IsAsciiDigit))
        {
            Report(ImportField.Area, ImportFault.AreaHasDigits);
        }
        if (Text(ImportField.Email) is { Length: > 0 } email)
        {
            if (Mailbox.Is(email)) said[ImportField.Email] = email;
            else Report(ImportField.Email, ImportFault.NotAnEmail);
        }
        if (Cell(ImportField.Language) is { IsEmpty: false } language)
        {
            if (LanguageOf(language.Text) is { } code) said[ImportField.Language] = code;
            else Report(ImportField.Language, ImportFault.NotALanguage);
        }
        return said;
    }

    private static string? LanguageOf(string text) => ImportWords.Plain(text) switch
    {
        "da" or "dk" or "dansk" or "danish" => "da",
        "en" or "gb" or "engelsk" or "english" => "en",
        _ => null,
    };

    private GrantTerms ReadTerms() => new()
    {
        Purpose = One<Purpose>(ImportField.Purpose),
        Aim = One<Aim>(ImportField.Aim),
        PurposeText = Text(ImportField.PurposeText),
        TargetGroup = One<TargetGroup>(ImportField.TargetGroup),
        Basis = One<LegalBasis>(ImportField.Basis) ?? BasisOf(One<TargetGroup>(ImportField.TargetGroup, isAgain: true)),
        Programme = One<Programme>(ImportField.Programme) ?? Programme.Ordinary,
        Problems = Many<ProblemTag>(ImportField.Problems),
        Goals = [.. ReadGoals()],
        Tasks = Many<MentorTask>(ImportField.Tasks),
        TaskText = Text(ImportField.TaskText),
        Requirements = Many<Requirement>(ImportField.Requirements),
        Qualifications = Text(ImportField.Qualifications),
        MentorKind = One<MentorKind>(ImportField.MentorKind),
        HoursPerWeek = Number(ImportField.HoursPerWeek),
        TotalHours = Number(ImportField.TotalHours),
        StartsOn = Date(ImportField.StartsOn),
        EndsOn = Date(ImportField.EndsOn),
        Rate = Number(ImportField.Rate),
        ResidesHere = Truth(ImportField.ResidesHere),
        IsAgreed = Truth(ImportField.IsAgreed),
        IsBeyondOrdinary = Truth(ImportField.IsBeyondOrdinary),
        AdmittedOn = Date(ImportField.AdmittedOn),
        DischargeOn = Date(ImportField.DischargeOn),
        OpeningMeetingOn = Date(ImportField.OpeningMeetingOn),
        StandsAlone = !Cell(ImportField.StandsAloneReason).IsEmpty,
        StandsAloneReason = Text(ImportField.StandsAloneReason),
        DepartureReason = Text(ImportField.DepartureReason),
    };

    // The act need not be said: the integration act is the one of its own group, the employment act of all others.
    private static LegalBasis BasisOf(TargetGroup? group) => group == TargetGroup.IntegrationAct ? LegalBasis.IntegrationAct
        : LegalBasis.EmploymentAct;

    private IEnumerable<(GoalKind Kind, string Detail)> ReadGoals()
    {
        if (Cell(ImportField.MainGoal).IsEmpty && Cell(ImportField.MainGoalText).IsEmpty && !Cell(ImportField.SecondGoal).IsEmpty)
        {
            Report(ImportField.MainGoal, ImportFault.GoalWithoutKind);
        }
        foreach (var (kind, words) in ((ImportField, ImportField)[])
            [(ImportField.MainGoal, ImportField.MainGoalText), (ImportField.SecondGoal, ImportField.SecondGoalText),
                (ImportField.ThirdGoal, ImportField.ThirdGoalText)])
        {
            var detail = Text(words);
            if (One<GoalKind>(kind) is { } goal) yield return (goal, detail);
            else if (detail.Length > 0 && Cell(kind).IsEmpty) Report(kind, ImportFault.GoalWithoutKind);
        }
    }

    private string Text(ImportField field)
    {
        var text = Cell(field).Text;
        var most = ImportFields.MostCharacters(field);
        // A telephone number with its country has as many digits as a CPR number.
        if (CprNumber.IsIn(text) || (field != ImportField.Phone && CprNumber.IsLike(text))) Report(field, ImportFault.HasCpr);
        else if (text.Length <= most) return text;
        else Report(field, ImportFault.TooLong, most.ToString(CultureInfo.InvariantCulture));
        return "";
    }

    private T? One<T>(ImportField field, bool isAgain = false)
        where T : struct, Enum
    {
        var cell = Cell(field);
        if (cell.IsEmpty) return null;
        var value = words.ValueOf<T>(cell.Text);
        if (value is null && !isAgain) Report(field, ImportFault.NotAChoice);
        return value;
    }

    private List<T> Many<T>(ImportField field)
        where T : struct, Enum
    {
        var found = new List<T>();
        foreach (var part in Cell(field).Text.Split(ListMarks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (words.ValueOf<T>(part) is { } value) found.Add(value);
            else Report(field, ImportFault.NotAChoice);
        }
        return found;
    }

    private decimal? Number(ImportField field)
    {
        var cell = Cell(field);
        if (cell.IsEmpty) return null;
        switch (DanishNumberParser.Read(cell.Text, out var number))
        {
            case NumberInput.NotANumber: Report(field, ImportFault.NotANumber); return null;
            case NumberInput.DotForComma: Report(field, ImportFault.UseComma); return null;
            case NumberInput.Number: break;
        }
        var most = ImportFields.Most(field);
        if (number <= 0 || number > most)
        {
            Report(field, ImportFault.OutOfRange, most.ToString("0", CultureInfo.InvariantCulture));
            return null;
        }
        if (decimal.Round(number, 2) == number) return number;
        Report(field, ImportFault.TooManyDecimals);
        return null;
    }

    private DateOnly? Date(ImportField field)
    {
        var cell = Cell(field);
        if (cell.IsEmpty) return null;
        if (!DanishTimeParser.TryReadDate(cell.Text, today, MissingYear.IsRefused, out var date))
        {
            Report(field, ImportFault.NotADate);
            return null;
        }
        if (DanishTimeParser.IsWithinReach(date)) return date;
        Report(field, ImportFault.YearOutOfReach, DanishTimeParser.FirstYear.ToString(CultureInfo.InvariantCulture),
            DanishTimeParser.LastYear.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    private bool Truth(ImportField field)
    {
        var cell = Cell(field);
        switch (ImportWords.Plain(cell.Text))
        {
            case "ja" or "j" or "x" or "1" or "sand" or "yes" or "y" or "true": return true;
            case "" or "nej" or "n" or "0" or "falsk" or "no" or "false": return false;
            default:
                Report(field, ImportFault.NotYesOrNo);
                return false;
        }
    }

    // What is no value was reported with the row, and is nothing here.
    private TableCell Cell(ImportField field) => columns.TryGetValue(field, out var column)
        && row.Cells[column] is { Fault: CellFault.None } cell ? cell : new("");

    private void Report(ImportField? field, ImportFault fault, params ReadOnlySpan<string> args) =>
        findings.Add(row.Number, field, fault, args);
}
