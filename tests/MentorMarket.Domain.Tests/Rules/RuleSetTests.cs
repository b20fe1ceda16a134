using MentorMarket.Domain.Invoicing;
using MentorMarket.Domain.Rules;
using MentorMarket.Domain.Values;

namespace MentorMarket.Domain.Tests.Rules;

public sealed class RuleSetTests
{
    [Theory]
    [InlineData("2019-05-01", "national-2022.1")]
    [InlineData("2025-12-31", "national-2022.1")]
    [InlineData("2026-01-01", "national-2026.1")]
    [InlineData("2030-01-01", "national-2026.1")]
    public void Picks_the_set_by_the_day_of_delivery(string day, string version) =>
        Assert.Equal(version, RuleSet.On(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).Version);

    [Fact]
    public void Every_code_of_every_set_has_its_texts_and_its_source()
    {
        foreach (var rule in RuleSet.All.SelectMany(set => set.Rules))
        {
            foreach (var text in (Wording[])[rule.Title, rule.Explanation, rule.LegalSource])
            {
                Assert.False(string.IsNullOrWhiteSpace(text.Danish) || string.IsNullOrWhiteSpace(text.English), $"{rule.Code}");
                Assert.NotEqual(text.Danish, text.English);
                Assert.DoesNotContain("{", text.Danish + text.English, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Sets_follow_each_other_without_gap_or_overlap()
    {
        foreach (var (earlier, later) in RuleSet.All.Zip(RuleSet.All.Skip(1)))
        {
            Assert.Equal(earlier.InForce.To.AddDays(1), later.InForce.From);
        }

        Assert.Equal(RuleSet.All.Count, RuleSet.All.Select(set => set.Version).Distinct().Count());
    }

    [Fact]
    public void Names_the_authority_as_the_act_did_then()
    {
        Assert.StartsWith("Jobcenteret betaler kun", RuleSet.All[0][FindingCode.D03].Explanation.Danish, StringComparison.Ordinal);
        Assert.StartsWith("Kommunen betaler kun", RuleSet.All[1][FindingCode.D03].Explanation.Danish, StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_stand_in_alphabetical_order()
    {
        var codes = Enum.GetNames<FindingCode>();

        Assert.Equal(codes.Order(StringComparer.Ordinal), codes);
        Assert.Equal("D06|G02|U01", new FindingSet(FindingCode.U01, FindingCode.D06, FindingCode.G02).ToString());
    }

    [Fact]
    public void A_municipality_decides_ceilings_receipts_and_shadow_modes_by_date()
    {
        var spring = new Period(new DateOnly(2026, 3, 1), new DateOnly(2026, 5, 31));
        var settings = new MunicipalSettings(
            "gribskov-2026.2",
            [new PriceCeiling(spring, new Money(400)), new PriceCeiling(spring, new Money(380))],
            new HashSet<ReceiptStrength> { ReceiptStrength.Citizen, ReceiptStrength.AttendanceList },
            [new ShadowMode(FindingCode.D06, spring)]);

        Assert.Equal(new Money(380), settings.CeilingOn(new DateOnly(2026, 5, 31)));
        Assert.Null(settings.CeilingOn(new DateOnly(2026, 6, 1)));
        Assert.Equal("D06", settings.ShadowOn(new DateOnly(2026, 3, 1)).ToString());
        Assert.True(settings.ShadowOn(new DateOnly(2026, 2, 28)).IsEmpty);
        Assert.Equal(Confirmation.Confirmed, settings.Judge(ReceiptStrength.AttendanceList, isDisputed: false));
        Assert.Equal(Confirmation.None, settings.Judge(ReceiptStrength.MentorDeclaration, isDisputed: false));
        Assert.Equal(Confirmation.Disputed, settings.Judge(ReceiptStrength.Citizen, isDisputed: true));
    }
}
