using System.Globalization;
using System.Text;

namespace MentorMarket.Web.Tests.Importing;

/// <summary>A file of invented citizens with a lawful grant each, as a caseworker would have it; single cells can be made wrong.</summary>
internal sealed class GrantFile
{
    private static readonly string[] Columns =
    [
        "CPR-nummer", "Navn", "Adresse", "Beskyttet", "Telefon", "E-mail", "Område", "Sprog", "Målgruppe", "Formål",
            "Formål i servicestandarden", "Begrundelse", "Hovedmål",
        "Hovedmål med ord", "Mål 2", "Opgaver", "Kvalifikationer", "Mentortype", "Timer pr. uge", "Startdato", "Slutdato", "Timepris",
            "Bor i kommunen", "Borgeren er enig", "Snitflader",
    ];

    private readonly List<string[]> rows;

    public GrantFile(int count, DateOnly startsOn)
    {
        rows = [.. Enumerable.Range(0, count).Select(i => Row(i, startsOn))];
    }

    public int Count => rows.Count;

    /// <summary>The cell of a row as the file numbers it: the first below the header is 2.</summary>
    public string this[int row, string column]
    {
        get => rows[row - 2][Array.IndexOf(Columns, column)];
        set => rows[row - 2][Array.IndexOf(Columns, column)] = value;
    }

    /// <summary>The letter of a column as the list of problems shows it.</summary>
    public static string Letter(string column) => ((char)('A' + Array.IndexOf(Columns, column))).ToString();

    /// <summary>Fictitious: born on one of five days, numbered as they come.</summary>
    public static string Cpr(int i) => string.Create(CultureInfo.InvariantCulture, $"{1 + (i / 4000):00}0185{i % 4000:0000}");

    public byte[] ToBytes(params string[] without)
    {
        var kept = Enumerable.Range(0, Columns.Length).Where(c => !without.Contains(Columns[c])).ToList();
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(Columns)) text.AppendJoin(';', kept.Select(c => row[c])).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string[] Row(int i, DateOnly startsOn) =>
    [
        $"{Cpr(i)[..6]}-{Cpr(i)[6..]}", $"Opfundet Prøvesen {i}", $"Findesvej {i}, 9999 Påfundby", i % 50 == 0 ? "ja" : "nej",
            "00 00 12 34", $"borger{i}@eksempel.example", "Helsinge",
        i % 7 == 0 ? "English" : "dansk", "Kontanthjælp, jobparat", "Få eller beholde et job", "Komme tættere på job eller uddannelse",
            "Har brug for støtte for at holde fast i praktikken.",
        "Møde stabilt og til tiden", "Møde tre dage om ugen", i % 2 == 0 ? "Finde et ordinært job" : "",
            "Komme op, møde og være der til tiden|Jobsøgning og virksomhedsbesøg",
        "Kender små arbejdspladser og kan støtte roligt.", "Ekstern mentor eller firma", "2,5", Day(startsOn), Day(startsOn.AddMonths(3)),
            "350,00", "ja", "ja", "ja",
    ];

    public static string Day(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);
}
