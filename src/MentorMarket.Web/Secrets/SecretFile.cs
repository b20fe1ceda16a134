namespace MentorMarket.Web.Secrets;

/// <summary>A file that only its owner may read, replaced whole or not at all.</summary>
internal static class SecretFile
{
    public static async Task WriteAsync(string path, string content)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        // Nobody else may read it from the first byte on.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(temporary, options)) await writer.WriteAsync(content);
        File.Move(temporary, path, overwrite: true);
    }
}
