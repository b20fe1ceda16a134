using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoices;

/// <summary>
/// A municipality's settings as a check reads them: what holds for a delivery is the newest version that was in force on its day,
/// not on the day of the invoice or of the check. Where a line bills for several days, whoever writes it chooses them: among all that
/// holds on some of them, it is judged by what pays least.
/// </summary>
/// <remarks>
/// Danish: kommunens indstillinger i kontrollen. Source: none; a municipality decides its ceiling and its receipts for the future.
/// </remarks>
/// <param name="recorded">The versions recorded when the check is run, in any order.</param>
public sealed class CheckSettings(IEnumerable<SettingsVersion> recorded)
{
    private readonly List<SettingsVersion> newestFirst = [.. recorded.OrderByDescending(s => s.Version)];
    private readonly Dictionary<int, FindingSet> shadows = [];

    /// <summary>
    /// The rules that can be in shadow mode: those that do something to the money of a line. F01, F04 and K are found by no check of the
    /// portal yet.
    /// </summary>
    public static FindingSet RulesForShadow { get; } = (RuleSet.With(FindingEffect.Hold) | RuleSet.With(FindingEffect.Reject))
        - new FindingSet(FindingCode.K01, FindingCode.K02, FindingCode.K03) + FindingCode.F02 + FindingCode.F03;

    /// <summary>The names of the versions that hold on some of the days, each once, sorted.</summary>
    public string VersionsIn(IEnumerable<Period> days) => string.Join(' ', days.Distinct().SelectMany(During)
        .Select(found => found is null ? SettingsVersion.Standard : $"municipal.{found.Version}").Distinct()
            .Order(StringComparer.Ordinal));

    /// <summary>The lowest price ceiling of the days; none if the municipality has set none on any of them.</summary>
    public Money? CeilingIn(Period days) => During(days).Min(found => found?.PriceCeiling) is { } ceiling ? Money.Round(ceiling) : null;

    /// <summary>Whether another ceiling, or none, holds on some of the days.</summary>
    public bool CeilingChangesIn(Period days) => During(days).Select(found => found?.PriceCeiling).Distinct().Skip(1).Any();

    /// <summary>The rules that are shown without effect on the money of a delivery.</summary>
    public FindingSet ShadowOn(DateOnly deliveredOn) => ShadowOf(On(deliveredOn));

    /// <summary>The rules that are shown without effect on each of the days.</summary>
    public FindingSet ShadowIn(Period days) => During(days).Select(ShadowOf).Aggregate((all, shadow) => all & shadow);

    /// <summary>
    /// The codes of the references that an invoice must have for a line of these days: those that are asked for on any of them.
    /// </summary>
    public FindingSet ReferencesIn(Period days)
    {
        var asked = FindingSet.None;
        foreach (var found in During(days))
        {
            if (found?.OrderReferenceAsked == true) asked += FindingCode.F02;
            if (found?.PersonReferenceAsked == true) asked += FindingCode.F03;
        }
        return asked;
    }

    /// <summary>The codes of the references that an invoice lacks for a line of these days.</summary>
    public FindingSet MissingIn(Period days, Invoice invoice)
    {
        var missing = ReferencesIn(days);
        if (invoice.OrderReference.Length > 0) missing -= new FindingSet(FindingCode.F02);
        if (invoice.PersonReference.Length > 0) missing -= new FindingSet(FindingCode.F03);
        return missing;
    }

    /// <summary>After how many times 24 hours a registration of a day is late (D06).</summary>
    public int LateDaysOn(DateOnly deliveredOn) => On(deliveredOn)?.LateDays ?? CheckInput.UsualLateDays;

    /// <summary>
    /// What an answer counts for. A dispute always counts; a receipt from the mentor's own device only where the municipality accepts it.
    /// </summary>
    public Receipt Judge(Confirmation? answer, DateOnly deliveredOn) => answer switch
    {
        null => Receipt.None,
        { Answer: Answer.Disputed } => Receipt.Disputed,
        { Strength: ReceiptStrength.Weak } when On(deliveredOn)?.AcceptsWeakReceipts != true => Receipt.None,
        _ => Receipt.Confirmed,
    };

    /// <summary>What holds for a delivery of a day; what a municipality begins with where it has decided nothing.</summary>
    /// <param name="recorded">The versions, in any order.</param>
    /// <param name="deliveredOn">The day.</param>
    public static SettingsVersion On(IEnumerable<SettingsVersion> recorded, DateOnly deliveredOn) =>
        new CheckSettings(recorded).On(deliveredOn) ?? new() { ValidFrom = DateOnly.MinValue };

    /// <summary>The versions that begin after a day and hold on some day.</summary>
    /// <param name="recorded">The versions, in any order.</param>
    /// <param name="day">The day.</param>
    public static IReadOnlyList<SettingsVersion> BeginningAfter(IReadOnlyList<SettingsVersion> recorded, DateOnly day) =>
        [.. recorded.Where(v => v.ValidFrom > day && !NeverHolds(recorded, v)).OrderBy(v => v.ValidFrom)];

    /// <summary>Whether versions that were recorded later hold on all days of a version.</summary>
    /// <param name="recorded">The versions, in any order.</param>
    /// <param name="version">One of them.</param>
    public static bool NeverHolds(IReadOnlyList<SettingsVersion> recorded, SettingsVersion version) =>
        FirstOfLater(recorded, version) <= version.ValidFrom;

    /// <summary>The last day on which a version holds; null where it holds until something else is decided.</summary>
    /// <param name="recorded">The versions, in any order.</param>
    /// <param name="version">One of them, which holds on some day.</param>
    public static DateOnly? LastDayOf(IReadOnlyList<SettingsVersion> recorded, SettingsVersion version) =>
        FirstOfLater(recorded, version)?.AddDays(-1);

    private static DateOnly? FirstOfLater(IReadOnlyList<SettingsVersion> recorded, SettingsVersion version) =>
        recorded.Where(later => later.Version > version.Version).Min(later => (DateOnly?)later.ValidFrom);

    // What holds changes on a first day only.
    private IEnumerable<SettingsVersion?> During(Period days) => newestFirst.Select(v => v.ValidFrom)
        .Where(first => days.From < first && first <= days.To).Append(days.From).Select(On).Distinct();

    private FindingSet ShadowOf(SettingsVersion? version)
    {
        if (version is null) return FindingSet.None;
        if (!shadows.TryGetValue(version.Version, out var shadow))
        {
            shadows[version.Version] = shadow = new([.. version.ShadowRules.Select(Enum.Parse<FindingCode>)]);
        }
        return shadow;
    }

    private SettingsVersion? On(DateOnly deliveredOn) => newestFirst.Find(s => s.ValidFrom <= deliveredOn);
}
