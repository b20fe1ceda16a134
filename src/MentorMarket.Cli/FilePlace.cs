namespace MentorMarket.Cli;

/// <summary>Where a path leads once every link in it is followed, so that two paths to one file are seen to be one.</summary>
public static class FilePlace
{
    private const int MostLinks = 40;

    /// <summary>Follows links part by part, each from the folder it lies in; what is not there yet stays as it is.</summary>
    /// <exception cref="IOException">The links lead round in a circle.</exception>
    public static string Of(string path)
    {
        var rooted = Path.IsPathRooted(path) ? path : Path.Combine(Environment.CurrentDirectory, path);
        var place = Path.GetPathRoot(rooted)!;
        var rest = new Stack<string>(Parts(rooted[place.Length..]));
        var links = 0;
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                place = Path.GetDirectoryName(place) ?? place;
                continue;
            }

            var next = Path.Combine(place, part);
            // The links of /proc lead to open files, which need not have a name.
            if (place.StartsWith("/proc/", StringComparison.Ordinal) || new FileInfo(next).LinkTarget is not { } target)
            {
                place = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"{path}: too many links");
            }

            var root = Path.GetPathRoot(target)!;
            place = root.Length > 0 ? root : place;
            foreach (var step in Parts(target[root.Length..]))
            {
                rest.Push(step);
            }
        }

        return place;
    }

    // The first part last, as a stack gives it back first.
    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part != ".").Reverse();
}
