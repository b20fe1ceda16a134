using System.Globalization;
using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Commands;

/// <summary>
/// <c>MentorMarket.Web rotate-cpr-key</c> and <c>rotate-login-key</c>: adds a key to one of the two files, makes it the current one and
/// encrypts everything anew, while the portal runs.
/// </summary>
public static class RotateKeyCommand
{
    public static Task<int> OfCprAsync() => RunAsync(KeyRing.PathIn, KeyRotation.RunAsync);

    public static Task<int> OfLogInsAsync() => RunAsync(KeyRing.LogInPathIn, KeyRotation.SealLogInKeysAsync);

    private static async Task<int> RunAsync(Func<string, string?, string> pathIn, Func<string, KeyRing, CancellationToken, Task<int>> seal)
    {
        var folder = Environment.GetEnvironmentVariable("MENTORMARKET_DATA");
        var path = string.IsNullOrEmpty(folder) ? "" : pathIn(folder, Environment.GetEnvironmentVariable("MENTORMARKET_KEYS"));
        if (string.IsNullOrEmpty(folder) || !File.Exists(path) || !File.Exists(Path.Combine(folder, "migrator-connection")))
        {
            await Console.Error.WriteLineAsync(
                "Set MENTORMARKET_DATA to the folder that the 'database' command wrote, and MENTORMARKET_KEYS if the key file is elsewhere.");
            return 2;
        }
        var id = await KeyRing.AddAsync(path);
        var rows = await seal(await File.ReadAllTextAsync(Path.Combine(folder, "migrator-connection")), KeyRing.Open(path),
            CancellationToken.None);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{rows} rows are sealed with the new key {id}. Keep a copy of {path} apart from the backups of the database; the older keys in it open older backups."));
        return 0;
    }
}
