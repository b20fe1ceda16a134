using System.Globalization;
using MentorMarket.Web.Binding;

namespace MentorMarket.Web.Tests.Binding;

public sealed class DanishNumberParserTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("350", "350")]
    [InlineData("1234,56", "1234.56")]
    [InlineData("1.234,56", "1234.56")]
    [InlineData("1.234", "1234")]
    [InlineData("12.345.678,9", "12345678.9")]
    [InlineData("-15,5", "-15.5")]
    [InlineData("\u221215,5", "-15.5")]
    [InlineData("  2,5 ", "2.5")]
    public void Reads_a_number_as_Danes_write_it(string typed, string expected)
    {
        Assert.Equal(NumberInput.Number, DanishNumberParser.Read(typed, out var number));
        Assert.Equal(decimal.Parse(expected, NumberStyles.Number, CultureInfo.InvariantCulture), number);
    }

    [Theory]
    [InlineData("1234.56")]
    [InlineData("2.5")]
    [InlineData("0.75")]
    [InlineData("1234.5678")]
    [InlineData("12345.678")]
    [InlineData("1,234.56")]
    public void Never_takes_a_dot_for_a_comma(string typed) =>
        Assert.Equal(NumberInput.DotForComma, DanishNumberParser.Read(typed, out _));

    [Theory]
    [InlineData("")]
    [InlineData("to")]
    [InlineData("1,2,3")]
    [InlineData("12,")]
    [InlineData(",5")]
    [InlineData("1.23.456")]
    [InlineData("1 234,50")]
    [InlineData("350 kr.")]
    [InlineData("1e3")]
    [InlineData("+5")]
    [InlineData("5\n6")]
    [InlineData("\u0661\u0662")]
    [InlineData("99999999999999999999999999999")]
    public void Refuses_what_is_not_a_number(string typed) =>
        Assert.Equal(NumberInput.NotANumber, DanishNumberParser.Read(typed, out _));

    [Fact]
    public void Holds_under_a_long_line_of_digits() =>
        Assert.Equal(NumberInput.NotANumber, DanishNumberParser.Read(new string('1', 100_000) + "x", out _));
}
