using System.Diagnostics;
using MentorMarket.Domain.Invoicing;
using MentorMarket.Exchange.Csv;

namespace MentorMarket.Cli;

/// <summary><c>mentormarket check</c>: the invoice check over three files, without a database.</summary>
public static class CheckCommand
{
    public static int Run(string[] args, TextWriter output, TextWriter error, bool inDanish, bool showProgress)
    {
        if (args.Any(arg => arg is "--help" or "-h"))
        {
            output.Write(Help(inDanish));
            return Cli.Good;
        }

        if (CheckOptions.Parse(args, inDanish, out var problem) is not { } options)
        {
            return Refuse(problem, error, inDanish);
        }

        foreach (var input in options.Inputs)
        {
            if (!File.Exists(input))
            {
                return Refuse(inDanish ? $"filen findes ikke: {input}" : $"no such file: {input}", error, inDanish);
            }

            if (Path.GetFullPath(input) == Path.GetFullPath(options.Out))
            {
                return Refuse(inDanish ? $"--out er en af filerne: {input}" : $"--out is one of the files: {input}", error, inDanish);
            }
        }

        return Check(options, output, error, inDanish, showProgress);
    }

    private static int Check(CheckOptions options, TextWriter output, TextWriter error, bool inDanish, bool showProgress)
    {
        var clock = Stopwatch.StartNew();
        var progress = showProgress ? new ProgressBar(error, inDanish) : null;
        var files = CheckFiles.Read(options.Grants, options.Entries, options.Lines, progress is null ? null : progress.Show);
        progress?.Clear();
        if (files.Input is not { } input)
        {
            Tell(files.Bad, error, inDanish);
            return Cli.BadInput;
        }

        var result = InvoiceCheck.Run(input);
        WriteWhole(options.Out, stream => FindingsFile.Write(stream, result, files.Names));
        var summary = CheckSummary.Of(result, clock.Elapsed);
        output.Write(options.AsJson ? summary.ToJson() : summary.ToTable(inDanish));
        return Cli.Good;
    }

    private static int Refuse(string problem, TextWriter error, bool inDanish)
    {
        error.Write($"mentormarket check: {problem}\n{(inDanish ? "Prøv" : "Try")}: mentormarket check --help\n");
        return Cli.BadInput;
    }

    private static void Tell(BadRows bad, TextWriter error, bool inDanish)
    {
        foreach (var row in bad.First)
        {
            error.Write(row.ToText(inDanish) + "\n");
        }

        if (bad.Count > bad.First.Count)
        {
            var more = bad.Count - bad.First.Count;
            error.Write(inDanish
                ? $"... og {more} dårlige rækker til, {bad.Count} i alt\n"
                : $"... and {more} more bad rows, {bad.Count} in all\n");
        }
    }

    // Written beside its place and moved there when whole: a reader never sees half a file.
    private static void WriteWhole(string path, Action<Stream> write)
    {
        var target = new FileInfo(path).LinkTarget is null
            ? Path.GetFullPath(path)
            : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        if (target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal))
        {
            using var device = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
            write(device);
            return;
        }

        var folder = Path.GetDirectoryName(target)!;
        var temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Environment.ProcessId}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 0))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string Help(bool inDanish) => inDanish
        ? """
        Brug: mentormarket check --grants G.csv --entries E.csv --lines L.csv --out findings.csv [--json]

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

        Filerne er CSV med komma og decimalpunktum eller semikolon og decimalkomma (dansk Excel),
        i UTF-8 eller Windows-1252. En dårlig række standser kontrollen med kode 2; så skrives intet.

        """
        : """
        Usage: mentormarket check --grants G.csv --entries E.csv --lines L.csv --out findings.csv [--json]

        Checks every invoice line against grants and time entries: what is payable, what is held,
        what is rejected, and why.

          --grants FILE   grant_id,municipality,provider,citizen,target_group,valid_from,valid_to,
                          hours_per_week,total_hours,rate,price_ceiling,mentors
          --entries FILE  entry_id,grant_id,mentor,start,end,kind,confirmation,registered_at,supersedes
          --lines FILE    invoice_no,line_no,provider,municipality,issue_date,grant_id,entry_id,
                          from,to,minutes,rate,amount,text
          --out FILE      one row per invoice line is written here
          --json          the totals as JSON on standard output

        The files are CSV with comma and decimal point, or semicolon and decimal comma (Danish Excel),
        in UTF-8 or Windows-1252. A bad row stops the check with code 2, and nothing is written.

        """;
}
