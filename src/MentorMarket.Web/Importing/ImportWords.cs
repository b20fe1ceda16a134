using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MentorMarket.Exchange.Tables;

namespace MentorMarket.Web.Importing;

/// <summary>
/// The words of a file in the portal's terms: what a header means, and which value a label stands for. Both languages are
/// understood whoever asks; capitals, spaces and punctuation do not matter.
/// </summary>
public sealed class ImportWords
{
    private static readonly CultureInfo[] Languages = [CultureInfo.GetCultureInfo("da"), CultureInfo.GetCultureInfo("en")];

    // What other systems and hand-made lists call them, beside the portal's own labels.
    private static readonly (ImportField Field, string[] Headers)[] Others =
    [
        (ImportField.Cpr, ["cpr", "cpr nr", "cprnr", "personnummer", "cpr number", "civil registration number"]),
        (ImportField.Name, ["borger", "borgerens navn", "fulde navn", "citizen", "full name"]),
        (ImportField.Address, ["bopæl", "vej", "postadresse", "street"]),
        (ImportField.IsProtected, ["beskyttet", "adressebeskyttelse", "adressebeskyttet", "hemmelig adresse", "protected",
            "protected address"]),
        (ImportField.Phone, ["tlf", "telefonnummer", "mobil", "mobilnummer", "phone number", "mobile"]),
        (ImportField.Email, ["e mail", "email", "mail", "email address"]),
        (ImportField.Area, ["by", "bydel", "distrikt", "town", "district"]),
        (ImportField.Language, ["modersmål", "sprog i brevet"]),
        (ImportField.TargetGroup, ["ydelse", "ydelsesgruppe", "målgruppe efter lab", "group", "benefit"]),
        (ImportField.Basis, ["lov", "hjemmel", "retsgrundlag", "act"]),
        (ImportField.Programme, ["forløb", "forløbstype", "course"]),
        (ImportField.PurposeText, ["begrundelse for støtten", "grund", "reason", "purpose text"]),
        (ImportField.Problems, ["problemer", "barrierer", "problems"]),
        (ImportField.MainGoal, ["mål", "mål 1", "goal", "goal 1", "main goal"]),
        (ImportField.MainGoalText, ["mål 1 med ord", "mål 1 tekst", "måltekst", "goal 1 text"]),
        (ImportField.SecondGoal, ["goal 2"]),
        (ImportField.SecondGoalText, ["mål 2 tekst", "goal 2 text"]),
        (ImportField.ThirdGoal, ["goal 3"]),
        (ImportField.ThirdGoalText, ["mål 3 tekst", "goal 3 text"]),
        (ImportField.Tasks, ["opgaver", "tasks"]),
        (ImportField.TaskText, ["opgavetekst", "task text"]),
        (ImportField.Requirements, ["krav", "requirements"]),
        (ImportField.Qualifications, ["kvalifikationer", "mentors kvalifikationer", "qualifications"]),
        (ImportField.MentorKind, ["mentortype", "type mentor"]),
        (ImportField.HoursPerWeek, ["ugentlige timer", "timer ugentligt", "timer/uge", "timer uge", "hours a week", "weekly hours"]),
        (ImportField.TotalHours, ["timer i alt", "samlede timer", "total hours"]),
        (ImportField.StartsOn, ["start", "fra", "fra dato", "startdag", "gyldig fra", "bevilget fra", "from", "start date"]),
        (ImportField.EndsOn, ["slut", "til", "til dato", "ophør", "ophørsdato", "gyldig til", "bevilget til", "to", "end date"]),
        (ImportField.Rate, ["pris", "timesats", "takst", "sats", "rate", "hourly rate"]),
        (ImportField.ResidesHere, ["bopæl i kommunen", "resident"]),
        (ImportField.IsAgreed, ["aftale med borgeren", "samtykke", "enig", "agreed"]),
        (ImportField.NoOtherSupport, ["snitflader", "snitflader vurderet", "anden støtte", "other support"]),
        (ImportField.AdmittedOn, ["optagelse", "optagelsesdato", "optaget", "admission", "admitted"]),
        (ImportField.DischargeOn, ["udskrivning", "udskrivningsdato", "udskrives", "discharge", "discharge date"]),
        (ImportField.OpeningMeetingOn, ["opstartsmøde", "opening meeting"]),
    ];

    private readonly Dictionary<string, ImportField> headers = new(StringComparer.Ordinal);
    private readonly Dictionary<(Type Type, string Label), Enum> values = [];

    public ImportWords(IStringLocalizer<SharedTexts> L)
    {
        foreach (var (field, names) in Others)
        {
            foreach (var name in names) headers[Plain(name)] = field;
        }
        foreach (var language in Languages) Learn(L, language);
    }

    /// <summary>Which field a header names, if any.</summary>
    public ImportField? FieldOf(string header) => headers.TryGetValue(Plain(header), out var field) ? field : null;

    /// <summary>The fields of a row of headers; a field goes to the first column that names it.</summary>
    public IReadOnlyList<ImportField?> Guess(IReadOnlyList<string> row)
    {
        var taken = new HashSet<ImportField>();
        return [.. row.Select(header => FieldOf(header) is { } field && taken.Add(field) ? field : (ImportField?)null)];
    }

    /// <summary>
    /// Where a file most likely has its names of columns: the row with the most names that are known, the first of them; where no
    /// row has any, the first row of the first sheet that has one.
    /// </summary>
    public (string Sheet, int Row)? HeaderIn(IReadOnlyList<SheetStart> sheets)
    {
        var rows = sheets.SelectMany(sheet => sheet.Rows.Where(CanBeHeader)
            .Select(row => (sheet.Sheet, Row: row.Number, Known: Guess([.. row.Cells.Select(c => c.Text)]).Count(f => f is not null))))
            .ToList();
        if (rows.Count == 0) return null;
        var best = rows.MaxBy(row => row.Known);
        // Without a single known name the first row is as good a guess as any, unless a number stands in it: then it is somebody's own.
        return best.Known > 0 || sheets.First(s => s.Rows.Count > 0).Rows[0].Number == best.Row ? (best.Sheet, best.Row) : null;
    }

    /// <summary>A row with a CPR number is a citizen's and never the names of the columns: those are kept in the clear.</summary>
    public static bool CanBeHeader(TableRow row) => row.Fault == RowFault.None && !row.Cells.Any(cell => CprNumber.IsLikeOrIn(cell.Text));

    /// <summary>The value that a label stands for, in either language; its name in the code counts too.</summary>
    public T? ValueOf<T>(string label)
        where T : struct, Enum => values.TryGetValue((typeof(T), Plain(label)), out var value) ? (T)value : null;

    /// <summary>What a row of headers is remembered by: the same names in the same order, whoever wrote them how.</summary>
    public static byte[] HashOf(IReadOnlyList<string> headers) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', headers.Select(Plain))));

    /// <summary>Letters and digits in small letters, whatever stands between them as one space.</summary>
    internal static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize())
        {
            if (char.IsLetterOrDigit(c)) plain.Append(char.ToLowerInvariant(c));
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        }
        return plain.ToString().TrimEnd();
    }

    // The localizer answers in the language of whoever asks, so it is asked once as each.
    private void Learn(IStringLocalizer<SharedTexts> L, CultureInfo language)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = language;
        try
        {
            foreach (var field in ImportFields.All) headers[Plain(ImportLabels.Of(field, L))] = field;
            Learn<TargetGroup>(v => Labels.Of(v, L));
            Learn<LegalBasis>(v => Labels.Of(v, L));
            Learn<Programme>(v => Labels.Of(v, L));
            Learn<Purpose>(v => Labels.Of(v, L));
            Learn<Aim>(v => Labels.Of(v, L));
            Learn<ProblemTag>(v => Labels.Of(v, L));
            Learn<GoalKind>(v => Labels.Of(v, L));
            Learn<MentorTask>(v => Labels.Of(v, L));
            Learn<Requirement>(v => Labels.Of(v, L));
            Learn<MentorKind>(v => Labels.Of(v, L));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private void Learn<T>(Func<T, string> label)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            values[(typeof(T), Plain(label(value)))] = value;
            values[(typeof(T), Plain(value.ToString()))] = value;
        }
    }
}
