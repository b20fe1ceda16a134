using System.Text.Json;
using MentorMarket.Domain.Values;

namespace MentorMarket.Domain.Tests.Values;

/// <summary>A CPR number: ten digits and a real date, with no check digit; and a value that never prints itself.</summary>
public sealed class CprNumberTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    [Theory]
    [InlineData("010190-0001", 1990)]
    [InlineData("0101900001", 1990)]
    [InlineData("010190 0001", 1990)]
    [InlineData("010100-3001", 1900)]
    [InlineData("010137-4001", 1937)]
    [InlineData("010107-4001", 2007)]
    [InlineData("010107-9001", 2007)]
    [InlineData("010199-9001", 1999)]
    [InlineData("010120-5001", 2020)]
    [InlineData("010158-5001", 1858)]
    [InlineData("290200-4001", 2000)]
    public void The_seventh_digit_decides_the_century(string typed, int born)
    {
        Assert.Null(CprNumber.Parse(typed, Today, out var number));
        Assert.Equal(born, number.BornOn.Year);
    }

    [Theory]
    [InlineData("", CprFault.NotTenDigits)]
    [InlineData(null, CprFault.NotTenDigits)]
    [InlineData("010190-001", CprFault.NotTenDigits)]
    [InlineData("010190-00011", CprFault.NotTenDigits)]
    [InlineData("010190/0001", CprFault.NotTenDigits)]
    [InlineData("01o190-0001", CprFault.NotTenDigits)]
    [InlineData("٠١٠١٩٠٠٠٠١", CprFault.NotTenDigits)]
    [InlineData("310290-0001", CprFault.NoSuchDate)]
    [InlineData("290200-0001", CprFault.NoSuchDate)]
    [InlineData("000190-0001", CprFault.NoSuchDate)]
    [InlineData("011390-0001", CprFault.NoSuchDate)]
    [InlineData("610190-0001", CprFault.NoSuchDate)]
    [InlineData("020626-4001", CprFault.InTheFuture)]
    public void A_wrong_number_is_told_which_part_is_wrong(string? typed, CprFault fault) => Assert.Equal(fault, CprNumber.Parse(typed, Today, out _));

    [Fact]
    public void No_check_digit_is_asked_for()
    {
        // Ten numbers that differ in the last digit only cannot all pass modulus 11.
        for (var last = 0; last < 10; last++) Assert.Null(CprNumber.Parse($"010190-001{last}", Today, out _));
    }

    [Theory]
    [InlineData("020690-0001", 35)]
    [InlineData("010690-0001", 36)]
    [InlineData("290200-4001", 26)]
    public void Age_follows_from_the_number(string typed, int age)
    {
        Assert.Null(CprNumber.Parse(typed, Today, out var number));
        Assert.Equal(age, number.AgeOn(Today));
    }

    [Fact]
    public void It_never_prints_itself()
    {
        var number = new CprNumber("0101901234");

        Assert.Equal("010190-****", number.ToString());
        Assert.Equal("010190-****", $"{number}");
        Assert.DoesNotContain("1234", JsonSerializer.Serialize(number), StringComparison.Ordinal);
        Assert.DoesNotContain("3102901234", Assert.Throws<ArgumentException>(() => new CprNumber("3102901234")).ToString(), StringComparison.Ordinal);
        Assert.Equal("010190-1234", number.Written());
    }

    [Theory]
    [InlineData("010190-0001", true)]
    [InlineData("0101900001", true)]
    [InlineData("010190 000", true)]
    [InlineData("01.01.90-1234", true)]
    [InlineData("01/01/90-1234", true)]
    [InlineData("01 01 90/1234", true)]
    [InlineData("01.03.2026", false)]
    [InlineData("01.03.2026 - 31.05.2026", false)]
    [InlineData("B-2026-0001", false)]
    [InlineData("Prøvine", false)]
    [InlineData("12345678", false)]
    public void What_looks_like_a_number_is_never_treated_as_words(string typed, bool isLike) => Assert.Equal(isLike, CprNumber.IsLike(typed));

    [Theory]
    [InlineData("Født 010190-1234 i Helsinge", true)]
    [InlineData("cpr:0101901234.", true)]
    [InlineData("010190 - 1234", true)]
    [InlineData("Ord (01.01.90-1234)", true)]
    [InlineData("01/01/90 1234", true)]
    [InlineData("liste 2026 010190-1234.csv", true)]
    [InlineData("123456 010190-1234", true)]
    [InlineData("01019012345", false)]
    [InlineData("+4512345678", false)]
    [InlineData("12 34 56 78", false)]
    [InlineData("01.03.2026 - 31.05.2026", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_number_is_seen_inside_a_text(string? text, bool isIn) => Assert.Equal(isIn, CprNumber.IsIn(text));
}
