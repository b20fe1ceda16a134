using System.Globalization;

namespace MentorMarket.Domain.Values;

/// <summary>An amount in Danish kroner with exactly two decimals; never a fraction of an øre.</summary>
/// <remarks>
/// Danish: beløb (kr.). Source: bogføringsloven § 9; amounts in the check are without VAT.
/// Kept as whole øre, so that sums are exact and no rounding can slip in unseen.
/// </remarks>
public readonly record struct Money : IComparable<Money>
{
    private Money(long ore) => Ore = ore;

    /// <summary>Builds an amount of kroner that has at most two decimals.</summary>
    /// <param name="kroner">Kroner; 12.345 is refused, since half an øre cannot be paid.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is a fraction of an øre.</exception>
    public Money(decimal kroner)
    {
        if (decimal.Round(kroner, 2) != kroner)
        {
            throw new ArgumentOutOfRangeException(nameof(kroner), kroner, "An amount has whole øre.");
        }

        Ore = (long)(kroner * 100m);
    }

    /// <summary>No money.</summary>
    public static Money Zero => default;

    /// <summary>The amount in whole øre.</summary>
    public long Ore { get; }

    /// <summary>The amount in kroner, with two decimals.</summary>
    public decimal Kroner => Ore / 100m + 0.00m;

    /// <summary>An amount of whole øre.</summary>
    /// <param name="ore">Øre; 100 is one krone.</param>
    public static Money FromOre(long ore) => new(ore);

    /// <summary>Rounds kroner to whole øre, half away from zero, as an accountant does by hand.</summary>
    /// <param name="kroner">Kroner with any number of decimals.</param>
    public static Money Round(decimal kroner) => new(decimal.Round(kroner, 2, MidpointRounding.AwayFromZero));

    /// <summary>What a number of minutes costs at a rate per hour: one product, rounded once.</summary>
    /// <param name="minutes">Whole minutes.</param>
    /// <param name="ratePerHour">Kroner per hour.</param>
    public static Money Due(Minutes minutes, Money ratePerHour) => new(DueOre(minutes.Value, ratePerHour.Ore));

    /// <summary>The same in whole øre, for the sweep over a year: <c>round(minutes x rate / 60)</c>, half up.</summary>
    /// <param name="minutes">Whole minutes, not negative.</param>
    /// <param name="rateOre">Øre per hour, not negative.</param>
    public static long DueOre(int minutes, long rateOre) => (minutes * rateOre + 30) / 60;

    /// <summary>Adds two amounts.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static Money operator +(Money left, Money right) => new(left.Ore + right.Ore);

    /// <summary>Takes one amount from another; the answer may be negative.</summary>
    /// <param name="left">What is taken from.</param>
    /// <param name="right">What is taken.</param>
    public static Money operator -(Money left, Money right) => new(left.Ore - right.Ore);

    /// <summary>Is the left the smaller?</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator <(Money left, Money right) => left.Ore < right.Ore;

    /// <summary>Is the left the larger?</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator >(Money left, Money right) => left.Ore > right.Ore;

    /// <summary>Is the left the smaller, or are they equal?</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator <=(Money left, Money right) => left.Ore <= right.Ore;

    /// <summary>Is the left the larger, or are they equal?</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator >=(Money left, Money right) => left.Ore >= right.Ore;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Ore.CompareTo(other.Ore);

    /// <summary>As a Dane writes it, without the unit: <c>1.234,56</c>.</summary>
    public string ToDanish() => DanishNumber.Format(Kroner);

    /// <summary>As files carry it: <c>1234.56</c>.</summary>
    public override string ToString() => Kroner.ToString("0.00", CultureInfo.InvariantCulture);
}
