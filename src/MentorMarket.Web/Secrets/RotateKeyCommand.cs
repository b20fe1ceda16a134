using System.Globalization;

namespace MentorMarket.Web.Secrets;

/// <summary><c>MentorMarket.Web rotate-cpr-key</c>: adds a key, makes it the current one and encrypts everything anew, while the portal runs.</summary>
public static class RotateKeyCommand
{
    public static async Task<int> RunAsync()
    {
        var folder = Environment.GetEnvironmentVariable("MENTORMARKET_DATA");
        var path = KeyRing.PathIn(folder ?? "", Environment.GetEnvironmentVariable("MENTORMARKET_KEYS"));
        if (string.IsNullOrEmpty(folder) || !File.Exists(path) || !File.Exists(Path.Combine(folder, "migrator-connection")))
        {
            await Console.Error.WriteLineAsync("Set MENTORMARKET_DATA to the folder that the 'database' command wrote, and MENTORMARKET_KEYS if the key file is elsewhere.");
            return 2;
        }
        var id = await KeyRing.AddAsync(path);
        var rows = await KeyRotation.RunAsync(await File.ReadAllTextAsync(Path.Combine(folder, "migrator-connection")), KeyRing.Open(path));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rows} rows are sealed with the new key {id}. Keep a copy of {path} apart from the backups of the database; the older keys in it open older backups."));
        return 0;
    }
}
