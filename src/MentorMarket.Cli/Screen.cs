namespace MentorMarket.Cli;

/// <summary>Where a command writes, in which language, and whether somebody watches.</summary>
/// <param name="Output">Standard output: the command's answer.</param>
/// <param name="Error">Standard error: what is wrong, and how far it is.</param>
/// <param name="InDanish">Danish, or English.</param>
/// <param name="IsWatched">Standard error is a terminal.</param>
public sealed record Screen(TextWriter Output, TextWriter Error, bool InDanish, bool IsWatched)
{
    public string Say(string danish, string english) => InDanish ? danish : english;

    /// <summary>The command cannot be used as it was typed: nothing was written.</summary>
    public int Refuse(string command, string problem)
    {
        Error.Write($"mentormarket {command}: {problem}\n{Say("Prøv", "Try")}: mentormarket {command} --help\n");
        return Cli.BadInput;
    }

    /// <summary>Does some work, and shows how far it is where somebody watches.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="work">Tells the part that is done, from 0 to 1, to whatever it is given, if anything.</param>
    public T Show<T>(string what, Func<Action<double>?, T> work)
    {
        if (!IsWatched)
        {
            return work(null);
        }

        var bar = new ProgressBar(Error, what);
        var done = work(bar.Show);
        bar.Clear();
        return done;
    }
}
