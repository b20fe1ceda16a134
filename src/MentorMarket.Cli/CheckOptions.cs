namespace MentorMarket.Cli;

/// <summary>The options of <c>mentormarket check</c>.</summary>
public sealed record CheckOptions(string Grants, string Entries, string Lines, string Out, bool AsJson, bool ForExcel)
{
    /// <summary>Reads the options.</summary>
    /// <param name="args">What was typed after "check".</param>
    /// <param name="inDanish">Danish, or English.</param>
    /// <param name="problem">What is wrong, when something is.</param>
    public static CheckOptions? Parse(string[] args, bool inDanish, out string problem)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var (asJson, forExcel) = (false, false);
        for (var i = 0; i < args.Length; i++)
        {
            var equals = args[i].IndexOf('=');
            var name = equals < 0 ? args[i] : args[i][..equals];
            if (args[i] == "--json")
            {
                asJson = true;
                continue;
            }

            if (args[i] == "--for-excel")
            {
                forExcel = true;
                continue;
            }

            if (name is not ("--grants" or "--entries" or "--lines" or "--out"))
            {
                problem = inDanish ? $"ukendt tilvalg: {args[i]}" : $"unknown option: {args[i]}";
                return null;
            }

            var value = equals >= 0 ? args[i][(equals + 1)..] : i + 1 < args.Length ? args[++i] : "";
            if (value.Length == 0 || value.StartsWith("--", StringComparison.Ordinal))
            {
                problem = inDanish ? $"{name} mangler en fil" : $"{name} needs a file";
                return null;
            }

            if (!files.TryAdd(name, value))
            {
                problem = inDanish ? $"{name} står to gange" : $"{name} is given twice";
                return null;
            }
        }

        foreach (var name in (string[])["--grants", "--entries", "--lines", "--out"])
        {
            if (!files.ContainsKey(name))
            {
                problem = inDanish ? $"{name} mangler" : $"{name} is missing";
                return null;
            }
        }

        problem = "";
        return new CheckOptions(files["--grants"], files["--entries"], files["--lines"], files["--out"], asJson, forExcel);
    }

    /// <summary>The names that the output must not overwrite.</summary>
    public IEnumerable<string> Inputs => [Grants, Entries, Lines];
}
