namespace MentorMarket.Web.Tests;

/// <summary>What no other test has.</summary>
public static class Unique
{
    /// <summary>
    /// Letters only: of words with digits drawn by chance one in 800 holds what could be a CPR number, which no field takes.
    /// </summary>
    public static string Word() =>
        string.Concat(Guid.CreateVersion7().ToByteArray().SelectMany(b => new[] { (char)('a' + (b >> 4)), (char)('a' + (b & 15)) }));

    public static string Address() => $"{Word()}@eksempel.dk";
}
