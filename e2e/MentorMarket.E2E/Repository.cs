namespace MentorMarket.E2E;

/// <summary>Where the clone is that these tests were built in.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MentorMarket.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException($"No MentorMarket.sln above {AppContext.BaseDirectory}");
    }
}
