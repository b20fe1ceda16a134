using System.Globalization;

namespace MentorMarket.Web.Pictures;

/// <summary>One ISO week: minutes granted, and minutes of direct contact delivered.</summary>
/// <param name="IsPaused">The support rests in all or some of it.</param>
public sealed record WeekHours(int Year, int Week, int GrantedMinutes, int DeliveredMinutes, bool IsPaused = false);

/// <summary>Granted against delivered hours per week, drawn on the server by <c>_HoursPicture</c>.</summary>
/// <remarks>
/// Widths are in percent and heights in pixels, so the picture fits 360 px and 1280 px without
/// scaling its letters. Measures are numbers in attributes: the content policy forbids inline styles.
/// </remarks>
public sealed class HoursPicture(IReadOnlyList<WeekHours> weeks, decimal? hoursInAll = null)
{
    public const int Height = 180;

    public IReadOnlyList<WeekHours> Weeks { get; } = weeks;

    /// <summary>What the weeks add up to, but never more than the grant has in all.</summary>
    public int GrantedMinutes =>
        Math.Min(Weeks.Sum(week => week.GrantedMinutes), hoursInAll is { } most ? Minutes.FromHours(most).Value : int.MaxValue);

    public int DeliveredMinutes => Weeks.Sum(week => week.DeliveredMinutes);

    public int PausedWeeks => Weeks.Count(week => week.IsPaused);

    public int WeeksOverGrant => Weeks.Count(IsOver);

    /// <summary>The top of the scale in whole hours: a number that four or fewer even steps reach.</summary>
    public int TopHours { get; } = Top(weeks);

    /// <summary>The hours at which a line is drawn.</summary>
    public IEnumerable<int> Lines()
    {
        var step = Math.Max(1, TopHours / 4);
        for (var hour = 0; hour <= TopHours; hour += step)
        {
            yield return hour;
        }
    }

    /// <summary>About eight week numbers fit on a phone.</summary>
    public bool IsLabelled(int index) => index % Math.Max(1, (Weeks.Count + 7) / 8) == 0;

    public static bool IsOver(WeekHours week) => week.DeliveredMinutes > week.GrantedMinutes;

    public string X(double index) => Percent(100 * index / Math.Max(1, Weeks.Count));

    public string Width(double share) => Percent(100 * share / Math.Max(1, Weeks.Count));

    public string Y(double minutes) => Pixels(Height - Tall(minutes));

    public string Tallness(double minutes) => Pixels(Tall(minutes));

    private double Tall(double minutes) => Height * minutes / (TopHours * 60.0);

    private static int Top(IReadOnlyList<WeekHours> weeks)
    {
        var most = weeks.Count == 0 ? 0 : weeks.Max(week => Math.Max(week.GrantedMinutes, week.DeliveredMinutes));
        var hours = Math.Max(1, (most + 59) / 60);
        return hours <= 4 ? hours : (hours + 3) / 4 * 4;
    }

    private static string Percent(double value) => value.ToString("0.###", CultureInfo.InvariantCulture) + "%";

    private static string Pixels(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
