using System.Text.RegularExpressions;

namespace MentorMarket.E2E;

/// <summary>
/// A login of the demo, from the sheet that <c>infra/run</c> prints: a row "role, organisation, e-mail, start page" for each.
/// </summary>
public sealed partial record DemoLogin(string Email, string Password, string Line)
{
    public static IReadOnlyList<DemoLogin> Among(IEnumerable<string> lines)
    {
        var sheet = lines.ToList();
        var password = sheet.Select(line => PasswordLine().Match(line)).FirstOrDefault(found => found.Success)?.Groups[1].Value ?? "";
        return [.. from line in sheet
                   let row = Row().Match(line)
                   where row.Success
                   select new DemoLogin(row.Groups[1].Value, password, line.Trim())];
    }

    /// <summary>The one login whose line holds this text.</summary>
    public static DemoLogin Of(IEnumerable<DemoLogin> logins, string text)
    {
        var all = logins.ToList();
        var found = all.Where(login => login.Line.Contains(text, StringComparison.OrdinalIgnoreCase)).DistinctBy(login => login.Email)
            .ToList();
        return found.Count == 1 ? found[0] : throw new InvalidOperationException(
            $"{found.Count} demo logins hold '{text}' among:\n{string.Join('\n', all.Select(login => login.Line))}");
    }

    [GeneratedRegex(@"^Adgangskode for alle: (\S+)\s*$")]
    private static partial Regex PasswordLine();

    [GeneratedRegex(@"\s(\S+@\S+)\s+/\S+\s*$")]
    private static partial Regex Row();
}
