namespace MentorMarket.Cli;

/// <summary>How much is done, on one line of a terminal that is overwritten.</summary>
internal sealed class ProgressBar(TextWriter error, string what)
{
    private const int Width = 40;
    private int shown = -1;

    public void Show(double part)
    {
        var percent = (int)(part * 100);
        if (percent != shown)
        {
            shown = percent;
            var full = percent * Width / 100;
            error.Write($"\r{what} [{new string('#', full)}{new string('.', Width - full)}] {percent,3} %");
        }
    }

    public void Clear()
    {
        if (shown >= 0)
        {
            error.Write($"\r{new string(' ', what.Length + Width + 9)}\r");
        }
    }
}
