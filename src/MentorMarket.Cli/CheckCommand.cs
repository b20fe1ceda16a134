using System.CommandLine;
using System.Diagnostics;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Exchange.Csv;

namespace MentorMarket.Cli;

/// <summary><c>mentormarket check</c>: the invoice check over three files, without a database.</summary>
public static class CheckCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Make(Screen screen)
    {
        var file = screen.Say("en fil", "a file");
        var grants = new Option<string>("--grants") { Required = true, HelpName = file };
        var entries = new Option<string>("--entries") { Required = true, HelpName = file };
        var lines = new Option<string>("--lines") { Required = true, HelpName = file };
        var findings = new Option<string>("--out") { Required = true, HelpName = file };
        var asJson = new Option<bool>("--json") { Arity = ArgumentArity.Zero };
        var forExcel = new Option<bool>("--for-excel") { Arity = ArgumentArity.Zero };
        var command = new Command("check", Help(screen)) { grants, entries, lines, findings, asJson, forExcel };
        command.SetAction(parsed => Run(
            [parsed.GetRequiredValue(grants), parsed.GetRequiredValue(entries), parsed.GetRequiredValue(lines)],
            parsed.GetRequiredValue(findings), parsed.GetValue(asJson), parsed.GetValue(forExcel), screen));
        return command;
    }

    private static int Run(string[] inputs, string findings, bool asJson, bool forExcel, Screen screen)
    {
        var clock = Stopwatch.StartNew();
        var output = FilePlace.Of(findings);
        foreach (var input in inputs)
        {
            var place = FilePlace.Of(input);
            if (Directory.Exists(place)) return Refuse("det er en mappe", "this is a folder", input);
            if (!File.Exists(place)) return Refuse("filen findes ikke", "no such file", input);
            if (place == output) return Refuse("--out er en af filerne", "--out is one of the files", input);
        }

        if (Directory.Exists(output)) return Refuse("--out er en mappe", "--out is a folder", findings);

        using var grants = CsvFile.OpenRead(FilePlace.Of(inputs[0]), Path.GetFileName(inputs[0]));
        using var entries = CsvFile.OpenRead(FilePlace.Of(inputs[1]), Path.GetFileName(inputs[1]));
        using var lines = CsvFile.OpenRead(FilePlace.Of(inputs[2]), Path.GetFileName(inputs[2]));
        // A hard link, or two spellings of one name where case does not count: only the open file tells.
        if (OutputFile.IsOpen(output))
        {
            return Refuse("--out er en af filerne eller i brug", "--out is one of the files or in use", findings);
        }

        var files = screen.Show(screen.Say("Læser", "Reading"), progress => CheckFiles.Read(grants, entries, lines, progress));
        if (files.Input is not { } checkInput)
        {
            Tell(files.Bad.First.Select(row => row.ToText(screen.InDanish)), files.Bad.Count, screen.Say("dårlige rækker", "bad rows"),
                screen);
            return Cli.BadInput;
        }

        Tell(files.NearMisses.Take(BadRows.Shown).Select(miss => miss.ToText(screen.InDanish)), files.NearMisses.Count,
            screen.Say("forslag", "hints"), screen);
        // What was needed to read goes before the check takes its room: together they would be a tenth more.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true);
        var result = InvoiceCheck.Run(checkInput);
        var formulas = 0;
        OutputFile.WriteWhole(output, stream => formulas = FindingsFile.Write(stream, result, files.Names, forExcel));
        var summary = CheckSummary.Of(result, files.NearMisses.Count, formulas, clock.Elapsed);
        screen.Output.Write(asJson ? summary.ToJson() : summary.ToTable(screen.InDanish));
        return Cli.Good;

        int Refuse(string danish, string english, string file) => screen.Refuse("check", $"{screen.Say(danish, english)}: {file}");
    }

    private static void Tell(IEnumerable<string> rows, int count, string what, Screen screen)
    {
        var more = count;
        foreach (var row in rows)
        {
            screen.Error.Write(row + "\n");
            more--;
        }

        if (more > 0)
        {
            screen.Error.Write(screen.Say($"... og {more} {what} til, {count} i alt\n", $"... and {more} more {what}, {count} in all\n"));
        }
    }

    private static string Help(Screen screen) => screen.Say(
        """
        Brug: mentormarket check --grants G.csv --entries E.csv --lines L.csv --out findings.csv [--json] [--for-excel]

        Kontrollerer hver fakturalinje mod bevillinger og tidsregistreringer: hvad kan betales,
        hvad tilbageholdes, hvad afvises, og hvorfor.

          --grants FIL   bevillinger: grant_id,municipality,provider,citizen,target_group,valid_from,
                         valid_to,hours_per_week,total_hours,rate,price_ceiling,mentors
          --entries FIL  tidsregistreringer: entry_id,grant_id,mentor,start,end,kind,confirmation,
                         registered_at,supersedes
          --lines FIL    fakturalinjer: invoice_no,line_no,provider,municipality,issue_date,grant_id,
                         entry_id,from,to,minutes,rate,amount,text
          --out FIL      hertil skrives én række pr. fakturalinje
          --json         sammentællingen som JSON på standard output
          --for-excel    filen som dansk Excel læser den; celler, et regneark ville udføre, får ' foran

        Filerne er CSV med komma og decimalpunktum eller semikolon og decimalkomma (dansk Excel),
        i UTF-8, UTF-16 eller Windows-1252. I den danske form må datoer også være 01-03-2025 eller
        01.03.2025. En dårlig række standser kontrollen med kode 2; så skrives intet.

        """,
        """
        Usage: mentormarket check --grants G.csv --entries E.csv --lines L.csv --out findings.csv [--json] [--for-excel]

        Checks every invoice line against grants and time entries: what is payable, what is held,
        what is rejected, and why.

          --grants FILE   grant_id,municipality,provider,citizen,target_group,valid_from,valid_to,
                          hours_per_week,total_hours,rate,price_ceiling,mentors
          --entries FILE  entry_id,grant_id,mentor,start,end,kind,confirmation,registered_at,supersedes
          --lines FILE    invoice_no,line_no,provider,municipality,issue_date,grant_id,entry_id,
                          from,to,minutes,rate,amount,text
          --out FILE      one row per invoice line is written here
          --json          the totals as JSON on standard output
          --for-excel     the file as Danish Excel reads it; cells that a spreadsheet would run get a ' in front

        The files are CSV with comma and decimal point, or semicolon and decimal comma (Danish Excel),
        in UTF-8, UTF-16 or Windows-1252. In the Danish form dates may also be 01-03-2025 or 01.03.2025.
        A bad row stops the check with code 2, and nothing is written.

        """);
}
