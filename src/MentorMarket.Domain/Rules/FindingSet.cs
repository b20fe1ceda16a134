using System.Collections;
using System.Numerics;

namespace MentorMarket.Domain.Rules;

/// <summary>A set of codes, one bit each; lists them in alphabetical order.</summary>
/// <remarks>Danish: anmærkninger. Source: none; one machine word, since a year has millions of them.</remarks>
public readonly record struct FindingSet : IEnumerable<FindingCode>
{
    private FindingSet(uint bits) => Bits = bits;

    /// <summary>A set of the given codes.</summary>
    /// <param name="codes">Any codes, in any order.</param>
    public FindingSet(params ReadOnlySpan<FindingCode> codes)
    {
        foreach (var code in codes)
        {
            Bits |= 1u << (int)code;
        }
    }

    /// <summary>No codes.</summary>
    public static FindingSet None => default;

    /// <summary>One bit for each code.</summary>
    public uint Bits { get; }

    /// <summary>Are there no codes?</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>How many codes.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>Everything in either.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static FindingSet operator |(FindingSet left, FindingSet right) => new(left.Bits | right.Bits);

    /// <summary>What both have.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static FindingSet operator &(FindingSet left, FindingSet right) => new(left.Bits & right.Bits);

    /// <summary>The left without the right.</summary>
    /// <param name="left">What is taken from.</param>
    /// <param name="right">What is taken out.</param>
    public static FindingSet operator -(FindingSet left, FindingSet right) => new(left.Bits & ~right.Bits);

    /// <summary>The set with one more code.</summary>
    /// <param name="left">The set.</param>
    /// <param name="code">The code.</param>
    public static FindingSet operator +(FindingSet left, FindingCode code) => new(left.Bits | (1u << (int)code));

    /// <summary>Is the code in the set?</summary>
    /// <param name="code">A code.</param>
    public bool Contains(FindingCode code) => (Bits >> (int)code & 1) != 0;

    /// <summary>Do the two share a code?</summary>
    /// <param name="other">Another set.</param>
    public bool Intersects(FindingSet other) => (Bits & other.Bits) != 0;

    /// <summary>The codes, sorted.</summary>
    public IEnumerator<FindingCode> GetEnumerator()
    {
        for (var rest = Bits; rest != 0; rest &= rest - 1)
        {
            yield return (FindingCode)BitOperations.TrailingZeroCount(rest);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Sorted and joined, as the findings file has them: <c>D06|G02</c>.</summary>
    public override string ToString() => string.Join('|', this);
}
