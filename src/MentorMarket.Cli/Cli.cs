namespace MentorMarket.Cli;

/// <summary>The command line: which command, and what a user who asks wrongly is told.</summary>
public static class Cli
{
    /// <summary>Everything went well.</summary>
    public const int Good = 0;

    /// <summary>The command or a file cannot be used; nothing was written.</summary>
    public const int BadInput = 2;

    /// <summary>Runs one command.</summary>
    /// <param name="args">What was typed.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="inDanish">Danish, or English.</param>
    /// <param name="showProgress">Standard error is a terminal.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error, bool inDanish, bool showProgress)
    {
        try
        {
            switch (args)
            {
                case ["check", .. var options]:
                    return CheckCommand.Run(options, output, error, inDanish, showProgress);
                case ["--version"]:
                    output.Write($"mentormarket {typeof(Cli).Assembly.GetName().Version!.ToString(3)}\n");
                    return Good;
                case ["--help" or "-h" or "help", ..]:
                    output.Write(Help(inDanish));
                    return Good;
                case []:
                    error.Write(Help(inDanish));
                    return BadInput;
                default:
                    error.Write(inDanish
                        ? $"mentormarket: ukendt kommando: {args[0]}\nPrøv: mentormarket --help\n"
                        : $"mentormarket: unknown command: {args[0]}\nTry: mentormarket --help\n");
                    return BadInput;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            error.Write($"mentormarket: {problem.Message}\n");
            return BadInput;
        }
        catch (OutOfMemoryException)
        {
            error.Write(inDanish ? "mentormarket: der er ikke hukommelse nok til filerne\n" : "mentormarket: there is not enough memory for the files\n");
            return BadInput;
        }
    }

    private static string Help(bool inDanish) => inDanish
        ? """
        Brug: mentormarket KOMMANDO

          check      kontrollerer et års fakturalinjer mod bevillinger og tidsregistreringer i CSV-filer
          --help     denne hjælp; "mentormarket check --help" forklarer filerne
          --version  version

        """
        : """
        Usage: mentormarket COMMAND

          check      checks a year's invoice lines against grants and time entries in CSV files
          --help     this help; "mentormarket check --help" explains the files
          --version  version

        """;
}
