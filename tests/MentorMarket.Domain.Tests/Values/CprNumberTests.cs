using System.Text.Json;

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
    [InlineData("010190\u20130001", 1990)]
    [InlineData("010190\u00a0-\u00a00001", 1990)]
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
    public void A_wrong_number_is_told_which_part_is_wrong(string? typed, CprFault fault) =>
        Assert.Equal(fault, CprNumber.Parse(typed, Today, out _));

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
        Assert.DoesNotContain("3102901234", Assert.Throws<ArgumentException>(() => new CprNumber("3102901234")).ToString(),
            StringComparison.Ordinal);
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
    public void What_looks_like_a_number_is_never_treated_as_words(string typed, bool isLike) =>
        Assert.Equal(isLike, CprNumber.IsLike(typed));

    [Theory]
    [InlineData("Født 010190-1234 i Helsinge", true)]
    [InlineData("cpr:0101901234.", true)]
    [InlineData("010190 - 1234", true)]
    [InlineData("Ord (01.01.90-1234)", true)]
    [InlineData("01/01/90 1234", true)]
    [InlineData("liste 2026 010190-1234.csv", true)]
    [InlineData("123456 010190-1234", true)]
    [InlineData("050662\u20130613", true)]
    [InlineData("050662\u20100613", true)]
    [InlineData("050662\u00a00613", true)]
    [InlineData("050662 \u2014 0613", true)]
    [InlineData("050662.0613", true)]
    [InlineData("050662/0613", true)]
    [InlineData("050662_0613", true)]
    [InlineData("050662\u00ad0613", true)]
    [InlineData("(050662) 0613", true)]
    [InlineData("050662\n0613", true)]
    [InlineData("05-06-62 0613", true)]
    [InlineData("05-06-62-0613", true)]
    [InlineData("05 06 62 06 13", true)]
    [InlineData("05 06 62 0613", true)]
    [InlineData("0 5 0 6 6 2 0 6 1 3", true)]
    [InlineData("0 5 0 6 6 2 - 0 6 1 3", true)]
    [InlineData("050 662 0613", true)]
    [InlineData("05061962-0613", true)]
    [InlineData("05.06.1962-0613", true)]
    [InlineData("05/06-1962 0613", true)]
    [InlineData("050619620613", true)]
    [InlineData("\uff10\uff15\uff10\uff16\uff16\uff12\uff0d\uff10\uff16\uff11\uff13", true)]
    [InlineData("\u0660\u0665\u0660\u0666\u0666\u0662\u0660\u0666\u0661\u0663", true)]
    [InlineData("650662-0613", true)]
    [InlineData("kl. 10 050662-0613", true)]
    [InlineData("050662-0613 kl. 10", true)]
    [InlineData("ring +45 12 34 56 78 om 050662-0613", true)]
    [InlineData("050662 og 0613", true)]
    [InlineData("050662 løbenummer 0613", true)]
    [InlineData("født 05.06.62, og de sidste fire cifre er: 0613", true)]
    [InlineData("050662 followed by 0613", true)]
    [InlineData("050662 bindestreg 0613", true)]
    [InlineData("ab0506620613", true)]
    [InlineData("0198c1a2-3b4c-7d5e-8f60-ab0506620613", false)]
    [InlineData("/nord/provider/entries/details/0198C1A2-3B4C-7D5E-8F60-AB0506620613?sort=date", false)]
    [InlineData("0506620613-3b4c-7d5e-8f60-ab0506620613", true)]
    [InlineData("0198c1a2-3b4c-7d5e-8f60-ab0506620613 050662-0613", true)]
    [InlineData("050662 0198c1a2-3b4c-7d5e-8f60-abcdefabcdef 0613", false)]
    [InlineData("\u2070\u2075\u2070\u2076\u2076\u00b2\u2070\u2076\u00b9\u00b3", true)]
    [InlineData("\u24ea\u2464\u24ea\u2465\u2465\u2461\u24ea\u2465\u2460\u2462", true)]
    [InlineData("050662-0613\u00b2", true)]
    [InlineData("05066206\u034f13", true)]
    [InlineData("050662\u31640613", true)]
    [InlineData("0\u03365\u03360\u03366\u03366\u03362\u03360\u03366\u03361\u03363\u0336", true)]
    [InlineData("25.11.2026 og 1405", false)]
    [InlineData("251126 og så 1405", false)]
    [InlineData("010203 timer 0405", false)]
    [InlineData("12 m\u00b2 og 4 m\u00b3", false)]
    [InlineData("01019012345", false)]
    [InlineData("+45 12 34 56 78", false)]
    [InlineData("+4701020304", false)]
    [InlineData("4500123456", false)]
    [InlineData("5790000123456", false)]
    [InlineData("2026110001", false)]
    [InlineData("25.11.2026 1405", false)]
    [InlineData("25.11.26, 1405", false)]
    [InlineData("10.05-11.30 og 12.15", false)]
    [InlineData("10.05-11.30 12.15", false)]
    [InlineData("uge 10, 11, 12, 13, 14", false)]
    [InlineData("1 2 3 4 5 6 7 8 9 10", false)]
    [InlineData("01.03.26-31.05", false)]
    [InlineData("01.03.26-31.05.26", false)]
    [InlineData("perioden 01.03-30.06.2026", false)]
    [InlineData("2 x 350,00 kr. = 700,00 kr.", false)]
    [InlineData("faktura 2026-11 af 30.11.2026", false)]
    [InlineData("0123abcd-4567-7000-8000-000000000bad", false)]
    [InlineData("+4512345678", false)]
    [InlineData("12 34 56 78", false)]
    [InlineData("01.03.2026 - 31.05.2026", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_number_is_seen_inside_a_text(string? text, bool isIn) => Assert.Equal(isIn, CprNumber.IsIn(text));
}
