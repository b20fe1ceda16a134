using System.Diagnostics;
using System.Globalization;
using System.Text;
using MentorMarket.Exchange.Csv;

namespace MentorMarket.Exchange.Tests.Csv;

public sealed class NameTableTests
{
    [Theory]
    [InlineData("\\T0000000", "")]
    [InlineData("00000000", "")]
    [InlineData("\\T000000000000000", "")]
    [InlineData("'BBBBBBBBT'000000000000000", "")]
    [InlineData("00000000", "BBBBBBBB")]
    [InlineData("\\T00000000", "")]
    [InlineData("'B'000000", "2025\0\0\0")]
    public void Takes_as_long_for_ids_of_any_shape(string shape, string after)
    {
        const int Count = 60_000;
        var names = Enumerable.Range(0, Count).Select(i => Encoding.UTF8.GetBytes(i.ToString(shape, CultureInfo.InvariantCulture) + after))
            .ToList();
        var table = new NameTable(Count);
        var clock = Stopwatch.StartNew();

        Assert.All(names, name => table.Add(name));
        Assert.Equal(Enumerable.Range(0, Count), names.Select(name => table.Find(name)));

        // A slot for each takes hundredths of a second; ten slots for all of them took a minute.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }

    [Fact]
    public void Gives_back_names_of_any_length()
    {
        var random = new Random(11);
        var table = new NameTable();
        var names = new List<byte[]>();
        foreach (var length in (int[])[0, 1, 7, 8, 254, 255, 256, 65_530, 65_535, 65_536, 200_000, 3])
        {
            var name = new byte[length];
            random.NextBytes(name);
            names.Add(name);
            Assert.Equal(names.Count - 1, table.Add(name));
        }

        for (var number = 0; number < names.Count; number++)
        {
            Assert.Equal(names[number], table[number].ToArray());
            Assert.Equal(number, table.Find(names[number]));
        }
    }
}
