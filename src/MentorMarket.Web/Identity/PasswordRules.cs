using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Identity;

/// <summary>
/// Refuses passwords that are guessed first: a common word (or two) with digits and signs around it, runs of the
/// alphabet or the keyboard, one piece repeated, the person's own address, the portal's name. Nothing about which
/// characters must occur: such rules make passwords worse.
/// </summary>
public sealed class PasswordRules : IPasswordValidator<User>
{
    public const string TooCommon = "PasswordTooCommon";
    private static readonly string[] Runs = ["abcdefghijklmnopqrstuvwxyzæøå", "01234567890", "qwertyuiopå", "asdfghjklæø", "zxcvbnm"];
    private static readonly HashSet<string> Words = ReadWords();

    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) =>
        Task.FromResult(IsCommon(password ?? "", user.Email)
            ? IdentityResult.Failed(new IdentityError { Code = TooCommon, Description = "The password is one of those that are guessed first." })
            : IdentityResult.Success);

    public static bool IsCommon(string password, string? email)
    {
        var lower = password.Normalize().ToLowerInvariant();
        if (lower.Distinct().Count() < 5 || IsMostlyRuns(lower) || IsRepetition(lower)) return true;
        if (lower.Contains("mentormarket", StringComparison.Ordinal)) return true;
        var own = email?.ToLowerInvariant().Split('@')[0];
        if (own is { Length: >= 4 } && lower.Contains(own, StringComparison.Ordinal)) return true;
        return IsOneOrTwoWords(Letters(lower)) || IsOneOrTwoWords(Letters(Unmask(lower)))
            || IsOneOrTwoWords(Letters(Unmask(WithoutEnds(lower))));
    }

    private static bool IsMostlyRuns(string text)
    {
        var steps = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == text[i - 1] || Runs.Any(r => AreNeighbours(r, text[i - 1], text[i]))) steps++;
        }
        return steps * 3 >= text.Length * 2;
    }

    private static bool AreNeighbours(string run, char a, char b)
    {
        int i = run.IndexOf(a), j = run.IndexOf(b);
        return i >= 0 && j >= 0 && Math.Abs(i - j) == 1;
    }

    private static bool IsRepetition(string text)
    {
        for (var unit = 1; unit <= text.Length / 2; unit++)
        {
            if (Enumerable.Range(unit, text.Length - unit).All(i => text[i] == text[i - unit])) return true;
        }
        return false;
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter));

    // The year at the end is no mask for letters.
    private static string WithoutEnds(string text)
    {
        int first = 0, end = text.Length;
        while (first < end && !char.IsLetter(text[first])) first++;
        while (end > first && !char.IsLetter(text[end - 1])) end--;
        return text[first..end];
    }

    private static string Unmask(string text)
    {
        var plain = new StringBuilder(text);
        foreach (var (mask, letter) in (ReadOnlySpan<(char, char)>)[('0', 'o'), ('1', 'i'), ('3', 'e'), ('4', 'a'), ('@', 'a'), ('5', 's'), ('$', 's'), ('7', 't')])
            plain.Replace(mask, letter);
        return plain.ToString();
    }

    private static bool IsOneOrTwoWords(string letters) =>
        Words.Contains(letters)
        || Enumerable.Range(1, Math.Max(0, letters.Length - 1)).Any(i => Words.Contains(letters[..i]) && Words.Contains(letters[i..]));

    private static HashSet<string> ReadWords()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("MentorMarket.Web.Identity.CommonPasswords.txt")!);
        return [.. reader.ReadToEnd().Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
    }
}
