using System.Diagnostics;
using MentorMarket.Domain.Invoicing;
using MentorMarket.Exchange.Csv;

namespace MentorMarket.Cli;

/// <summary><c>mentormarket check</c>: the invoice check over three files, without a database.</summary>
public static class CheckCommand
{
    public static int Run(string[] args, TextWriter told, TextWriter error, bool inDanish, bool showProgress)
    {
        var clock = Stopwatch.StartNew();
        if (args.Any(arg => arg is "--help" or "-h"))
        {
            told.Write(Help(inDanish));
            return Cli.Good;
        }

        if (CheckOptions.Parse(args, inDanish, out var problem) is not { } options)
        {
            return Refuse(problem, error, inDanish);
        }

        var output = FilePlace.Of(options.Out);
        foreach (var input in options.Inputs)
        {
            var place = FilePlace.Of(input);
            if (Directory.Exists(place))
            {
                return Refuse(inDanish ? $"det er en mappe: {input}" : $"this is a folder: {input}", error, inDanish);
            }

            if (!File.Exists(place))
            {
                return Refuse(inDanish ? $"filen findes ikke: {input}" : $"no such file: {input}", error, inDanish);
            }

            if (place == output)
            {
                return Refuse(inDanish ? $"--out er en af filerne: {input}" : $"--out is one of the files: {input}", error, inDanish);
            }
        }

        if (Directory.Exists(output))
        {
            return Refuse(inDanish ? $"--out er en mappe: {options.Out}" : $"--out is a folder: {options.Out}", error, inDanish);
        }

        using var grants = CsvFile.OpenRead(FilePlace.Of(options.Grants), Path.GetFileName(options.Grants));
        using var entries = CsvFile.OpenRead(FilePlace.Of(options.Entries), Path.GetFileName(options.Entries));
        using var lines = CsvFile.OpenRead(FilePlace.Of(options.Lines), Path.GetFileName(options.Lines));
        if (OutputFile.IsOpen(output))
        {
            // A hard link, or two spellings of one name where case does not count: only the open file tells.
            return Refuse(
                inDanish ? $"--out er en af filerne eller i brug: {options.Out}" : $"--out is one of the files or in use: {options.Out}", error, inDanish);
        }

        var progress = showProgress ? new ProgressBar(error, inDanish) : null;
        var files = CheckFiles.Read(grants, entries, lines, progress is null ? null : progress.Show);
        progress?.Clear();
        if (files.Input is not { } checkInput)
        {
            Tell([.. files.Bad.First.Select(row => row.ToText(inDanish))], files.Bad.Count, inDanish ? "dårlige rækker" : "bad rows", error, inDanish);
            return Cli.BadInput;
        }

        Tell([.. files.NearMisses.Take(BadRows.Shown).Select(miss => miss.ToText(inDanish))], files.NearMisses.Count, inDanish ? "forslag" : "hints", error, inDanish);
        var result = InvoiceCheck.Run(checkInput);
        var formulas = 0;
        OutputFile.WriteWhole(output, stream => formulas = FindingsFile.Write(stream, result, files.Names, options.ForExcel));
        var summary = CheckSummary.Of(result, files.NearMisses.Count, formulas, clock.Elapsed);
        told.Write(options.AsJson ? summary.ToJson() : summary.ToTable(inDanish));
        return Cli.Good;
    }

    private static int Refuse(string problem, TextWriter error, bool inDanish)
    {
        error.Write($"mentormarket check: {problem}\n{(inDanish ? "Prøv" : "Try")}: mentormarket check --help\n");
        return Cli.BadInput;
    }

    private static void Tell(IReadOnlyList<string> first, int count, string what, TextWriter error, bool inDanish)
    {
        foreach (var row in first)
        {
            error.Write(row + "\n");
        }

        if (count > first.Count)
        {
            var more = count - first.Count;
            error.Write(inDanish ? $"... og {more} {what} til, {count} i alt\n" : $"... and {more} more {what}, {count} in all\n");
        }
    }

    private static string Help(bool inDanish) => inDanish
        ? """
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

        """
        : """
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

        """;
}
