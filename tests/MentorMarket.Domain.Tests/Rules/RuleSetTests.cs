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
    public void Grant_and_invoice_check_name_the_same_paragraph_for_the_same_rule()
    {
        foreach (var set in RuleSet.All)
        {
            Assert.StartsWith(GrantRules.SourceOf(Demand.Period), set[FindingCode.G01].LegalSource.Danish, StringComparison.Ordinal);
            Assert.StartsWith(GrantRules.SourceOf(Demand.HoursPerWeek), set[FindingCode.G02].LegalSource.Danish, StringComparison.Ordinal);
            Assert.StartsWith(GrantRules.SourceOf(Demand.HoursPerWeek), set[FindingCode.G03].LegalSource.Danish, StringComparison.Ordinal);
            Assert.All([FindingCode.G04, FindingCode.G05, FindingCode.P01, FindingCode.P02],
                code => Assert.StartsWith("LAB § 168 (", set[code].LegalSource.Danish, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(Demand.Period, "LAB § 167, stk. 1")]
    [InlineData(Demand.DischargeStart, "LAB § 167, stk. 2, vejl. kap. 4.1")]
    [InlineData(Demand.EducationStart, "LAB § 167, stk. 3, vejl. kap. 4.2")]
    [InlineData(Demand.MentorKind, "LAB § 168, vejl. kap. 5")]
    [InlineData(Demand.BeyondOrdinary, "LAB § 169, vejl. kap. 7")]
    [InlineData(Demand.Rate, "LAB §§ 169-170, vejl. kap. 7")]
    public void Each_demand_names_the_paragraph_that_asks_for_it(Demand demand, string source) =>
        Assert.Equal(source, GrantRules.SourceOf(demand));

    [Fact]
    public void A_source_is_said_in_the_readers_language()
    {
        Assert.Equal("LAB § 167, subsection 2 and 3", Paragraphs.In(GrantRules.SourceOf(RefusalGround.NoRight, LegalBasis.EmploymentAct),
            danish: false));
        Assert.Equal("LAB § 167, subsection 1, and the municipality's service standard",
            Paragraphs.In(GrantRules.SourceOf(RefusalGround.NotResident, LegalBasis.EmploymentAct), danish: false));
        Assert.Equal("Integration act § 23 d", Paragraphs.In(GrantRules.SourceOf(RefusalGround.OrdinaryDuty, LegalBasis.IntegrationAct),
            danish: false));
    }
}
