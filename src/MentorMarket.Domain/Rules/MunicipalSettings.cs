using MentorMarket.Domain.Invoicing;
using MentorMarket.Domain.Values;

namespace MentorMarket.Domain.Rules;

/// <summary>How a delivery was receipted, weakest first.</summary>
/// <remarks>Danish: kvitteringsform. Source: Fokusrevision 2019 (deltagerliste eller anden form for kvittering).</remarks>
public enum ReceiptStrength
{
    /// <summary>No receipt.</summary>
    None,

    /// <summary>The mentor's own declaration.</summary>
    MentorDeclaration,

    /// <summary>An attendance list of the place where they met.</summary>
    AttendanceList,

    /// <summary>A third party (employer, teacher) vouches for it.</summary>
    ThirdParty,

    /// <summary>The citizen confirmed it.</summary>
    Citizen,
}

/// <summary>The most a municipality pays for an hour, on given days of delivery.</summary>
/// <remarks>Danish: prisloft. Source: the municipality's own decision.</remarks>
/// <param name="InForce">Days of delivery.</param>
/// <param name="Rate">Kroner per hour.</param>
public sealed record PriceCeiling(Period InForce, Money Rate);

/// <summary>A rule that is shown and has no effect on money, on given days of delivery.</summary>
/// <remarks>Danish: skyggetilstand. Source: the municipality's own decision: a new rule is tried before it blocks payment.</remarks>
/// <param name="Code">The rule.</param>
/// <param name="InForce">Days of delivery.</param>
public sealed record ShadowMode(FindingCode Code, Period InForce);

/// <summary>What a municipality decides for itself in the invoice check, as one version of it.</summary>
/// <remarks>
/// Danish: kommunens indstillinger. Source: the municipality's own decisions, dated. A change is a new version;
/// a judgement stores <see cref="Version"/> beside that of the national rules.
/// </remarks>
/// <param name="Version">The name that judgements store.</param>
/// <param name="PriceCeilings">Ceilings by date; the lowest in force counts.</param>
/// <param name="AcceptedReceipts">Receipts that pass E01.</param>
/// <param name="ShadowModes">Rules without effect on money, by date.</param>
public sealed record MunicipalSettings(
    string Version,
    IReadOnlyList<PriceCeiling> PriceCeilings,
    IReadOnlySet<ReceiptStrength> AcceptedReceipts,
    IReadOnlyList<ShadowMode> ShadowModes)
{
    /// <summary>A municipality that has decided nothing: no ceiling, only the citizen's own receipt, every rule in effect.</summary>
    public static MunicipalSettings Standard { get; } =
        new("standard.1", [], new HashSet<ReceiptStrength> { ReceiptStrength.Citizen }, []);

    /// <summary>The ceiling on a day of delivery, if any.</summary>
    /// <param name="deliveredOn">The day of delivery.</param>
    public Money? CeilingOn(DateOnly deliveredOn)
    {
        Money? lowest = null;
        foreach (var ceiling in PriceCeilings.Where(c => c.InForce.Contains(deliveredOn)))
        {
            lowest = lowest is { } known && known <= ceiling.Rate ? known : ceiling.Rate;
        }

        return lowest;
    }

    /// <summary>The rules that are shown without effect on a day of delivery.</summary>
    /// <param name="deliveredOn">The day of delivery.</param>
    public FindingSet ShadowOn(DateOnly deliveredOn) =>
        new([.. ShadowModes.Where(mode => mode.InForce.Contains(deliveredOn)).Select(mode => mode.Code)]);

    /// <summary>What the check calls an entry with such a receipt; a dispute counts before any receipt.</summary>
    /// <param name="receipt">The strongest receipt there is.</param>
    /// <param name="isDisputed">The citizen says it is not right.</param>
    public Confirmation Judge(ReceiptStrength receipt, bool isDisputed) =>
        isDisputed ? Confirmation.Disputed
        : AcceptedReceipts.Contains(receipt) ? Confirmation.Confirmed
        : Confirmation.None;
}
