namespace MentorMarket.Exchange.Tables;

/// <summary>What the format of a number makes of it.</summary>
internal enum TimeFormat
{
    /// <summary>A number.</summary>
    None,

    /// <summary>A date, a time of day or both.</summary>
    Moment,

    /// <summary>Hours that go on past twenty-four.</summary>
    Elapsed,
}

/// <summary>Dates stand in a workbook as numbers of days; only the format of the cell tells them from other numbers.</summary>
/// <remarks>Source: ECMA-376 part 1, 18.8.30 (number formats).</remarks>
internal static class TimeFormats
{
    /// <summary>By the code of the format, or by its number where it is one of those that every workbook has.</summary>
    public static TimeFormat Of(int number, string? code) => code is not null
        ? OfCode(code)
        : number switch
        {
            46 => TimeFormat.Elapsed,
            (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58) => TimeFormat.Moment,
            _ => TimeFormat.None,
        };

    private static TimeFormat OfCode(string code)
    {
        // Only the first section: the others are for negative numbers, zero and text.
        for (var at = 0; at < code.Length && code[at] != ';'; at++)
        {
            switch (code[at])
            {
                case '"':
                    at = code.IndexOf('"', at + 1) is var close and >= 0 ? close : code.Length;
                    break;
                case '\\' or '_' or '*':
                    at++;
                    break;
                case '[':
                    var end = code.IndexOf(']', at) is var found and >= 0 ? found : code.Length - 1;
                    // [h] goes on counting; [Red] and [$-406] say nothing of time.
                    if (code[(at + 1)..end].Trim('h', 'H', 'm', 'M', 's', 'S').Length == 0 && end > at + 1) return TimeFormat.Elapsed;
                    at = end;
                    break;
                case 'd' or 'D' or 'm' or 'M' or 'y' or 'Y' or 'h' or 'H' or 's' or 'S':
                    return TimeFormat.Moment;
            }
        }
        return TimeFormat.None;
    }
}
