using System.Globalization;
using System.Text.RegularExpressions;

namespace MentorMarket.Web.Data;

/// <summary>The next number of a municipality's series: <c>BEV-2026-0001</c>.</summary>
internal static class NextNumber
{
    /// <summary>
    /// One more than the highest with the prefix. Others who ask for the same series wait for this transaction, so that
    /// nobody is told of a number that is taken.
    /// </summary>
    public static async Task<string> AfterAsync(PortalDb db, Guid municipality, string prefix, IQueryable<string> numbers,
        CancellationToken cancel)
    {
        await db.TakeTurnAsync($"number|{municipality}|{prefix}", cancel);
        var pattern = $"^{prefix}[0-9]+$";
        var last = await numbers.Where(number => Regex.IsMatch(number, pattern))
            .OrderByDescending(number => number.Length).ThenByDescending(number => number).FirstOrDefaultAsync(cancel);
        var next = last is null ? 1 : int.Parse(last[prefix.Length..], CultureInfo.InvariantCulture) + 1;
        return $"{prefix}{next.ToString("0000", CultureInfo.InvariantCulture)}";
    }
}
