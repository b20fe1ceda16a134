namespace MentorMarket.Web.Tests.Database;

/// <summary>Where the sources of this repository lie.</summary>
internal static class Source
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MentorMarket.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("MentorMarket.sln is in no folder above the tests.");
        }
        return folder.FullName;
    }
}
