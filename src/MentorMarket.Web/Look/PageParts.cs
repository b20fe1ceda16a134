namespace MentorMarket.Web.Look;

/// <summary>An entry of the main menu. The layout reads <c>ViewData["Navigation"]</c> as a list of these.</summary>
public sealed record NavItem(string Text, string Href, bool IsCurrent);

/// <summary>Where in a list the reader is; <c>_Pager</c> makes the links and keeps the rest of the query string.</summary>
public sealed record Pager(int Page, int Pages, int Total)
{
    /// <summary>The page asked for, or the nearest there is: the number stands in the address and may be any.</summary>
    public static Pager At(int asked, int total, int pageSize)
    {
        var pages = Math.Max(1, (total + pageSize - 1) / pageSize);
        return new(Math.Clamp(asked, 1, pages), pages, total);
    }

    /// <summary>The page numbers to show, with null where numbers are left out.</summary>
    public IEnumerable<int?> Shown()
    {
        var last = 0;
        for (var page = 1; page <= Pages; page++)
        {
            if (page != 1 && page != Pages && Math.Abs(page - Page) > 1)
            {
                continue;
            }
            if (page - last > 1)
            {
                yield return null;
            }
            yield return last = page;
        }
    }
}

/// <summary>What an empty list says: that it is empty, what to do next, and where. Shown by <c>_Empty</c>.</summary>
public sealed record Empty(string Title, string NextStep, string? LinkText = null, string? LinkHref = null);

/// <summary>The steps of a form that goes over several pages; <paramref name="Current"/> counts from 1. Shown by <c>_Steps</c>.</summary>
public sealed record Steps(int Current, IReadOnlyList<string> Names);
