namespace MentorMarket.E2E;

/// <summary>A login of the demo, from a line "e-mail  password  who it is" as <c>infra/run</c> prints it.</summary>
public sealed record DemoLogin(string Email, string Password, string Line)
{
    public static IReadOnlyList<DemoLogin> Among(IEnumerable<string> lines) =>
        [.. from line in lines
            let words = line.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries)
            where words.Length >= 2 && words[0].Contains('@')
            select new DemoLogin(words[0], words[1], line.Trim())];
}
