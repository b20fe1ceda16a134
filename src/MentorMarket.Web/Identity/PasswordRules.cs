using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Identity;

/// <summary>
/// Refuses passwords that are guessed first: a common word (or two) with digits and signs around it, runs of the
/// alphabet or the keyboard, one piece repeated, the person's own address, the portal's name; and what others know of the
/// person, with little around it: their name, their organisations', a Danish town. Nothing about which characters must
/// occur: such rules make passwords worse.
/// </summary>
public sealed class PasswordRules(SignInDb db) : IPasswordValidator<User>
{
    private const int ShortestOwnWord = 4;

    // So much beside an own word, and no common word itself, is a password of its own.
    private const int EnoughBeside = 8;
    public const string TooCommon = "PasswordTooCommon";
    private static readonly string[] Runs = ["abcdefghijklmnopqrstuvwxyzæøå", "01234567890", "qwertyuiopå", "asdfghjklæø", "zxcvbnm"];
    private static readonly IReadOnlyList<string> Towns = [.. Read("DanishTowns.txt").SelectMany(Spellings).Distinct()
        .OrderByDescending(w => w.Length)];
    private static readonly HashSet<string> Words = [.. Read("CommonPasswords.txt"), .. Towns];

    public async Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) =>
        IsCommon(password ?? "", user.Email) || IsOwn(password ?? "", await OwnWordsAsync(user))
            ? IdentityResult.Failed(new IdentityError
            {
                Code = TooCommon,
                Description = "The password is one of those that are guessed first."
            })
            : IdentityResult.Success;

    // Who makes an account is a member of nothing yet, but has an invitation.
    private async Task<IReadOnlyList<string>> OwnWordsAsync(User user)
    {
        var organisations = await db.Organisations.AsNoTracking()
            .Where(o => db.Memberships.Any(m => m.OrganisationId == o.Id && m.PersonId == user.Id)
                || db.Invitations.Any(i => i.OrganisationId == o.Id && i.Email == user.Email))
            .Select(o => new { o.Name, o.Slug }).ToListAsync();
        return [user.DisplayName, user.Email ?? "", .. organisations.SelectMany(o => new[] { o.Name, o.Slug })];
    }

    /// <summary>Whether it is little more than a word of the person's own.</summary>
    /// <param name="own">Names and addresses; each word of them counts.</param>
    public static bool IsOwn(string password, IEnumerable<string> own)
    {
        var words = own.SelectMany(text => WordsIn(text.Normalize().ToLowerInvariant())).Where(w => w.Length >= ShortestOwnWord)
            .SelectMany(Spellings).Distinct().OrderByDescending(w => w.Length).ToList();
        var lower = password.Normalize().ToLowerInvariant();
        return new[] { lower, Unmask(lower), Unmask(WithoutEnds(lower)) }.Any(text => LeavesLittle(text, words));
    }

    private static bool LeavesLittle(string text, IReadOnlyList<string> own)
    {
        var rest = own.Aggregate(text, (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        return rest.Length < text.Length && (rest.Length < EnoughBeside || IsOneOrTwoWords(Letters(rest)));
    }

    private static string[] WordsIn(string text) =>
        string.Concat(text.Select(c => char.IsLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Spellings(string word) =>
    [
        word,
        word.Replace("æ", "ae", StringComparison.Ordinal).Replace("ø", "oe", StringComparison.Ordinal)
            .Replace("å", "aa", StringComparison.Ordinal),
        word.Replace("æ", "a", StringComparison.Ordinal).Replace("ø", "o", StringComparison.Ordinal)
            .Replace("å", "a", StringComparison.Ordinal),
    ];

    public static bool IsCommon(string password, string? email)
    {
        var lower = password.Normalize().ToLowerInvariant();
        if (lower.Distinct().Count() < 5 || IsMostlyRuns(lower) || IsRepetition(lower)) return true;
        if (lower.Contains("mentormarket", StringComparison.Ordinal)) return true;
        var own = email?.ToLowerInvariant().Split('@')[0];
        if (own is { Length: >= 4 } && lower.Contains(own, StringComparison.Ordinal)) return true;
        return new[] { lower, Unmask(lower), Unmask(WithoutEnds(lower)) }.Any(text => IsOneOrTwoWords(Letters(text))
            || IsTownWithLittle(text));
    }

    private static bool IsTownWithLittle(string text) => LeavesLittle(text, Towns);

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
        foreach (var (mask, letter) in (ReadOnlySpan<(char, char)>)[('0', 'o'), ('1', 'i'), ('3', 'e'), ('4', 'a'), ('@', 'a'), ('5', 's'),
            ('$', 's'), ('7', 't')])
            plain.Replace(mask, letter);
        return plain.ToString();
    }

    private static bool IsOneOrTwoWords(string letters) =>
        Words.Contains(letters)
        || Enumerable.Range(1, Math.Max(0, letters.Length - 1)).Any(i => Words.Contains(letters[..i]) && Words.Contains(letters[i..]));

    private static string[] Read(string file)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly()
            .GetManifestResourceStream("MentorMarket.Web.Identity." + file)!);
        return reader.ReadToEnd().Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
    }
}
