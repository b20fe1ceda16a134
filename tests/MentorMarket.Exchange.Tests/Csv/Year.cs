using System.Text;

namespace MentorMarket.Exchange.Tests.Csv;

/// <summary>Three files in a folder of their own, and the command run over them.</summary>
internal sealed class Year : IDisposable
{
    private static readonly string[] Files = ["grants.csv", "entries.csv", "lines.csv"];

    private readonly string folder = Directory.CreateTempSubdirectory("mentormarket-").FullName;

    public static string SampleFolder => Path.Combine(AppContext.BaseDirectory, "Samples", "year-2025");

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public string FindingsPath => Path.Combine(folder, "findings.csv");

    public byte[] Findings => File.ReadAllBytes(FindingsPath);

    /// <summary>What lies in the folder beside the three files.</summary>
    public string[] Left => [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)!).Except(Files)];

    /// <summary>One good grant, entry and line.</summary>
    public static Year Small() => new Year()
        .With("grants.csv", """
            grant_id,municipality,provider,citizen,target_group,valid_from,valid_to,hours_per_week,total_hours,rate,price_ceiling,mentors
            G1,gribskov,nord,c1,sygedagpenge,2025-01-01,2025-06-30,2.5,10,400.00,380.00,m1|m2

            """)
        .With("entries.csv", """
            entry_id,grant_id,mentor,start,end,kind,confirmation,registered_at,supersedes
            T1,G1,m1,2025-03-03T10:00:00+01:00,2025-03-03T11:00:00+01:00,direct,confirmed,2025-03-03T12:00:00Z,

            """)
        .With("lines.csv", """
            invoice_no,line_no,provider,municipality,issue_date,grant_id,entry_id,from,to,minutes,rate,amount,text
            F1,1,nord,gribskov,2025-04-01,G1,T1,2025-03-03,2025-03-03,60,380.00,380.00,mentor

            """);

    /// <summary>The sample year, each file changed by <paramref name="change"/>.</summary>
    public static Year Sample(Func<string, byte[]> change)
    {
        var year = new Year();
        foreach (var name in Files)
        {
            File.WriteAllBytes(year.PathOf(name), change(File.ReadAllText(Path.Combine(SampleFolder, name))));
        }

        return year;
    }

    public Year With(string name, string text)
    {
        File.WriteAllText(PathOf(name), text.ReplaceLineEndings("\n"), new UTF8Encoding(false));
        return this;
    }

    public Year WithBytes(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return this;
    }

    public Year Replace(string name, string from, string to)
    {
        var text = File.ReadAllText(PathOf(name));
        Assert.Contains(from, text, StringComparison.Ordinal);
        return With(name, text.Replace(from, to, StringComparison.Ordinal));
    }

    public Year Append(string name, string row)
    {
        File.AppendAllText(PathOf(name), row + "\n");
        return this;
    }

    public int Check(bool inDanish = false, params string[] more)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Cli.Cli.Run(
            ["check", "--grants", PathOf("grants.csv"), "--entries", PathOf("entries.csv"), "--lines", PathOf("lines.csv"), "--out",
                FindingsPath, .. more],
            output, error, inDanish, showProgress: false);
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    public string PathOf(string name) => Path.Combine(folder, name);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
