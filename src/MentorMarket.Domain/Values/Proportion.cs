namespace MentorMarket.Domain.Values;

/// <summary>So many of so many, with how far chance alone can move the share.</summary>
/// <remarks>Danish: andel med usikkerhed. Source: E. B. Wilson's interval (1927), which also holds for few and for none or all.</remarks>
public readonly record struct Proportion
{
    // The normal distribution's 97.5 percent point: 95 percent between the two ends.
    private const double Z = 1.959963984540054;

    /// <summary>So many of so many; refuses more than all, and a share of nobody.</summary>
    public Proportion(int hits, int of)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(of);
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, of);
        (Hits, Of) = (hits, of);
    }

    public int Hits { get; }

    public int Of { get; }

    /// <summary>In whole percent.</summary>
    public int Percent => Whole((double)Hits / Of);

    /// <summary>The 95 percent interval, from 0 to 1.</summary>
    public (double Low, double High) Interval
    {
        get
        {
            var (share, z2) = ((double)Hits / Of, Z * Z);
            var middle = share + (z2 / (2 * Of));
            var spread = Z * Math.Sqrt(((share * (1 - share)) + (z2 / (4 * Of))) / Of);
            return (Hits == 0 ? 0 : (middle - spread) / (1 + (z2 / Of)), Hits == Of ? 1 : (middle + spread) / (1 + (z2 / Of)));
        }
    }

    /// <summary>The same in whole percent.</summary>
    public (int Low, int High) IntervalPercent => (Whole(Interval.Low), Whole(Interval.High));

    private static int Whole(double share) => (int)Math.Round(100 * share, MidpointRounding.AwayFromZero);
}
