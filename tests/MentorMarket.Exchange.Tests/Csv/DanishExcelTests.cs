using System.Text;
using MentorMarket.Exchange.Csv;

namespace MentorMarket.Exchange.Tests.Csv;

public sealed class DanishExcelTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+45 12 34 56 78")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\ttab")]
    [InlineData("\rretur")]
    [InlineData("\nny linje")]
    [InlineData(" =1+1")]
    [InlineData("\n =1+1")]
    [InlineData("\u00A0=1+1")]
    [InlineData("\u200B=1+1")]
    [InlineData("\uFEFF +1")]
    [InlineData("\uFF1D1+1")]
    [InlineData("\uFF0B1")]
    [InlineData("\uFF0D1")]
    [InlineData("\uFF20SUM(A1)")]
    public void A_text_that_a_spreadsheet_could_run_gets_an_apostrophe(string text)
    {
        var cell = Encoding.UTF8.GetString(new DanishExcel().Add(text).ToBytes()[3..]);

        Assert.StartsWith("'", cell.TrimStart('"'), StringComparison.Ordinal);
        Assert.True(DanishExcel.IsRun(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ane")]
    [InlineData("a=b")]
    [InlineData(" Ane - Bo")]
    [InlineData("1-2")]
    [InlineData("Ærø")]
    [InlineData("(+45)")]
    public void Any_other_text_stays_as_it_is(string text)
    {
        Assert.Equal(text, Encoding.UTF8.GetString(new DanishExcel().Add(text).ToBytes()[3..]));
        Assert.False(DanishExcel.IsRun(Encoding.UTF8.GetBytes(text)));
    }
}
