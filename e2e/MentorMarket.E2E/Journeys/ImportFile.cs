using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace MentorMarket.E2E.Journeys;

/// <summary>A file with grants, as a municipality exports it from somewhere else.</summary>
internal static class ImportFile
{
    private static readonly string[] Columns =
    [
        "CPR", "Borger", "Adresse", "By", "Målgruppe", "Formål", "Formål i servicestandarden", "Begrundelse", "Hovedmål",
            "Hovedmål med ord", "Opgaver", "Kvalifikationer", "Mentortype",
        "Timer pr. uge", "Start", "Slut", "Timesats", "Bor i kommunen", "Borgeren er enig", "Snitflader",
    ];

    /// <summary>The row as the file numbers it, the column, what somebody typed there, and what is said about it.</summary>
    public sealed record Mistake(int Row, string Column, string Typed, string Said);

    /// <summary>All that stands in a file without mistakes.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Columns, .. Row("0", 0)[5..], "Har brug for støtte for at holde fast i",
        "Komme op, møde og være der til tiden|Job", "Kender små arbejdspladser og kan støtte"];

    public static byte[] Of(string mark, int rows, params Mistake[] mistakes)
    {
        var file = Enumerable.Range(0, rows).Select(i => Row(mark, i)).ToArray();
        foreach (var (row, column, typed, _) in mistakes) file[row - 2][Array.IndexOf(Columns, column)] = typed;
        var text = new StringBuilder();
        foreach (var row in file.Prepend(Columns)) text.AppendJoin(';', row).Append("\r\n");
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>On the page that takes a file; ends at the choice of columns.</summary>
    public static async Task UploadFile(this Actor caseworker, string name, byte[] content)
    {
        await caseworker.Page.Locator("input[type=file]")
            .SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = content });
        await caseworker.Press("Videre til kolonnerne");
        await caseworker.IsAt("Hvilken kolonne er hvad?");
    }

    // Invented people, born on a day that the mark decides, so that no other run has the same numbers.
    private static string[] Row(string mark, int i)
    {
        var born = new DateOnly(1950, 1, 1).AddDays(Convert.ToInt32(mark, 16) % 15_000);
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"{born:ddMMyy}-{1000 + i:0000}"), $"Opfundet-{mark} Nummer {i}",
                $"Findesvej {i}, 9999 Påfundby", "Helsinge", "Kontanthjælp, jobparat",
            "Få eller beholde et job", "Komme tættere på job eller uddannelse", "Har brug for støtte for at holde fast i praktikken.",
                "Møde stabilt og til tiden", "Møde tre dage om ugen",
            "Komme op, møde og være der til tiden|Jobsøgning og virksomhedsbesøg", "Kender små arbejdspladser og kan støtte roligt.",
                "Ekstern mentor eller firma", "2,5",
            Casework.Today.AddDays(14).Danish(), Casework.Today.AddDays(100).Danish(), "350,00", "ja", "ja", "ja",
        ];
    }
}
