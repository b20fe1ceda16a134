using System.Net;
using System.Text.RegularExpressions;

namespace MentorMarket.E2E.Walk;

/// <summary>A page of the portal as one of its readers comes to it.</summary>
/// <param name="Page">The page's file, as in <see cref="PageFile.Name"/>.</param>
/// <param name="Login">Who looks; empty for a visitor.</param>
/// <param name="Way">An address in the reader's organisation, then a part of the address of each link that is followed from there: a list,
/// a row, an action.</param>
public sealed partial record Stop(string Page, string Login, params string[] Way)
{
    /// <summary>The button that shows the chosen form in its error state, all its text fields emptied before.</summary>
    public const string MainButton = "main form[method=post] button.button-primary";

    /// <summary>So many rows of a list are tried for one that has the link.</summary>
    private const int MostRows = 25;

    /// <summary>Which state of the page it is, when there are several stops at one.</summary>
    public string State { get; init; } = "";

    /// <summary>
    /// The button (a CSS selector) pressed on the emptied form, after the page itself was looked at; the page must then show errors.
    /// </summary>
    public string? Blank { get; init; }

    /// <summary>Makes what the demo lacks and gives its address, where there is no <see cref="Way"/>.</summary>
    public Func<Making, Task<string>>? Made { get; init; }

    /// <summary>The page shows this file's answer at whatever address was asked for.</summary>
    public bool IsAnywhere { get; init; }

    /// <summary>What stands there as somebody wrote it in a file.</summary>
    public IReadOnlyList<string> Written { get; init; } = [];

    public string Name => $"{Page.Replace('/', '-').ToLowerInvariant()}{(State.Length > 0 ? "-" + State : "")}";

    /// <summary>The address at the end of a way, found by following the links; tells how far it came if there is none.</summary>
    public static async Task<string> FindAsync(Actor reader, string slug, params string[] way)
    {
        var first = way[0].StartsWith('/') ? way[0] : $"/{slug}/{way[0]}";
        var reached = new List<string>();
        return await FollowAsync(reader, first, way[1..], reached)
            ?? throw new InvalidOperationException(
                $"No way from {first} by {string.Join(", ", way[1..])}. Seen: {string.Join(" ", reached.Take(40))}");
    }

    private static async Task<string?> FollowAsync(Actor reader, string address, string[] rest, List<string> reached)
    {
        if (rest.Length == 0) return address;
        reached.Add(address);
        var answer = await reader.Context.APIRequest.GetAsync(address);
        if (!answer.Ok) return null;
        var links = Href().Matches(await answer.TextAsync()).Select(found => WebUtility.HtmlDecode(found.Groups[1].Value))
            .Where(link => link.Contains(rest[0], StringComparison.OrdinalIgnoreCase)).Distinct().Take(MostRows);
        foreach (var link in links)
        {
            if (await FollowAsync(reader, new Uri(new Uri(answer.Url), link).PathAndQuery, rest[1..], reached) is { } found) return found;
        }
        return null;
    }

    [GeneratedRegex("<a [^>]*href=\"([^\"#][^\"]*)\"")]
    private static partial Regex Href();
}

/// <summary>What a state is made with: who is to look, and how others come in to help.</summary>
public sealed record Making(Actor Reader, Portal Portal, Func<string, Task<Actor>> Enter);
