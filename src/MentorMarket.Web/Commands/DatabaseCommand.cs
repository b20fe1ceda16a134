using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Commands;

/// <summary><c>MentorMarket.Web database</c>: roles, database and schema brought up to date, then the demo.</summary>
public static class DatabaseCommand
{
    public static async Task<int> RunAsync()
    {
        var administrator = Environment.GetEnvironmentVariable("ConnectionStrings__Portal");
        var folder = Environment.GetEnvironmentVariable("MENTORMARKET_DATA");
        if (string.IsNullOrEmpty(administrator) || string.IsNullOrEmpty(folder))
        {
            await Console.Error.WriteLineAsync(
                "Set ConnectionStrings__Portal (an administrator's connection string) and MENTORMARKET_DATA (a folder).");
            return 2;
        }
        var keys = Environment.GetEnvironmentVariable("MENTORMARKET_KEYS");
        var migrator = await new DatabaseSetup(administrator, folder, keys).RunAsync();
        if (Environment.GetEnvironmentVariable("MENTORMARKET_DEMO") != "0")
        {
            await Demo.DemoSeed.RunAsync(migrator, folder, TimeProvider.System, new Vault(KeyRing.Open(KeyRing.PathIn(folder, keys))));
        }
        return 0;
    }
}
