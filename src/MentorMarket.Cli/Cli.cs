using System.CommandLine;
using MentorMarket.Cli.Generate;

namespace MentorMarket.Cli;

/// <summary>The command line: which command, and what a user who asks wrongly is told.</summary>
public static class Cli
{
    /// <summary>Everything went well.</summary>
    public const int Good = 0;

    /// <summary>The command or a file cannot be used; nothing was written.</summary>
    public const int BadInput = 2;

    private const int BrokenPipe = 32;

    /// <summary>Runs one command.</summary>
    /// <param name="args">What was typed.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="inDanish">Danish, or English.</param>
    /// <param name="showProgress">Standard error is a terminal.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error, bool inDanish, bool showProgress)
    {
        var screen = new Screen(output, error, inDanish, showProgress);
        try
        {
            var code = Run(args, screen);
            output.Flush();
            return code;
        }
        catch (IOException gone) when (gone.HResult == BrokenPipe)
        {
            // Whoever was reading has stopped, and says why.
            return BadInput;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            error.Write($"mentormarket: {problem.Message}\n");
            return BadInput;
        }
        catch (OutOfMemoryException)
        {
            error.Write(
                $"mentormarket: {screen.Say("der er ikke hukommelse nok til filerne", "there is not enough memory for the files")}\n");
            return BadInput;
        }
    }

    private static int Run(string[] args, Screen screen)
    {
        var help = new Option<bool>("--help", "-h") { Recursive = true };
        var version = new Option<bool>("--version");
        var root = new RootCommand(Help(screen)) { CheckCommand.Make(screen), GenerateCommand.Make(screen) };
        root.Options.Clear();
        root.Directives.Clear();
        root.Options.Add(help);
        root.Options.Add(version);

        // A name that begins with @ is a file's, not a list of more arguments.
        var parsed = root.Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        var command = parsed.CommandResult.Command;
        if (parsed.GetValue(help) || args is ["help", ..])
        {
            screen.Output.Write(command.Description);
            return Good;
        }

        if (command != root)
        {
            return Problem(parsed, args, screen) is { } problem
                ? screen.Refuse(command.Name, problem)
                : parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }

        if (args is ["--version"])
        {
            screen.Output.Write($"mentormarket {typeof(Cli).Assembly.GetName().Version!.ToString(3)}\n");
            return Good;
        }

        screen.Error.Write(args is [var first, ..]
            ? $"mentormarket: {screen.Say("ukendt kommando", "unknown command")}: {first}\n{screen.Say("Prøv", "Try")}: mentormarket --help\n"
            : command.Description);
        return BadInput;
    }

    // The library's own words are English, and not those of a caseworker.
    private static string? Problem(ParseResult parsed, string[] args, Screen screen)
    {
        var options = parsed.CommandResult.Command.Options;
        foreach (var option in options)
        {
            if (option.Arity.MaximumNumberOfValues == 0 || parsed.GetResult(option) is not { IdentifierTokenCount: > 0 } given) continue;
            var value = given.Tokens is [var token, ..] ? token.Value : "";
            if (value.Length == 0 || value.StartsWith("--", StringComparison.Ordinal))
            {
                return $"{option.Name} {screen.Say("mangler", "needs")} {option.HelpName}";
            }

            if (given.IdentifierTokenCount > 1) return $"{option.Name} {screen.Say("står to gange", "is given twice")}";
            if (given.Errors.Any()) return $"{option.Name} {screen.Say("skal være", "must be")} {option.HelpName}: {value}";
        }

        if (parsed.UnmatchedTokens is [var rest, ..])
        {
            // As it was typed: of --json=yes the library leaves only yes.
            var typed = args.FirstOrDefault(arg => options.Any(option => arg == $"{option.Name}={rest}"), rest);
            return $"{screen.Say("ukendt tilvalg", "unknown option")}: {typed}";
        }

        return options.FirstOrDefault(option => option.Required
            && parsed.GetResult(option) is not { IdentifierTokenCount: > 0 }) is { } missing
            ? $"{missing.Name} {screen.Say("mangler", "is missing")}"
            : parsed.Errors is [var error, ..] ? error.Message : null;
    }

    private static string Help(Screen screen) => screen.Say(
        """
        Brug: mentormarket KOMMANDO

          check      kontrollerer et års fakturalinjer mod bevillinger og tidsregistreringer i CSV-filer
          generate   laver et opdigtet år af enhver størrelse, som filer eller til portalens database
          --help     denne hjælp; "mentormarket check --help" forklarer filerne
          --version  version

        """,
        """
        Usage: mentormarket COMMAND

          check      checks a year's invoice lines against grants and time entries in CSV files
          generate   makes a made-up year of any size, as files or for the portal's database
          --help     this help; "mentormarket check --help" explains the files
          --version  version

        """);
}
