using System.Globalization;

namespace MentorMarket.Exchange.Tests.Csv;

/// <summary>A bad row stops the run, is named by file, line and column, and leaves nothing behind.</summary>
public sealed class BadRowTests
{
    [Theory]
    [InlineData("grants.csv", "G1,gribskov", ",gribskov", "grants.csv:2: grant_id: the id is missing")]
    [InlineData("grants.csv", "2025-01-01", "2025-02-30", "grants.csv:2: valid_from: \"2025-02-30\" is not a date: write 2025-03-01")]
    [InlineData("grants.csv", "2025-06-30", "30-06-2025", "grants.csv:2: valid_to: \"30-06-2025\" is not a date: write 2025-03-01")]
    [InlineData("grants.csv", "2025-01-01", "2025-07-01", "grants.csv:2: valid_from: \"2025-07-01\" is after the last day")]
    [InlineData("grants.csv", "2.5", "two", "grants.csv:2: hours_per_week: \"two\" is not a number")]
    [InlineData("grants.csv", "2.5", "-2.5", "grants.csv:2: hours_per_week: \"-2.5\" is negative")]
    [InlineData("grants.csv", "2.5", "", "grants.csv:2: hours_per_week: \"\" is not a number")]
    [InlineData("grants.csv", ",10,", ",1e1,", "grants.csv:2: total_hours: \"1e1\" is not a number")]
    [InlineData("grants.csv", "400.00", "-400.00", "grants.csv:2: rate: \"-400.00\" is negative")]
    [InlineData("grants.csv", "400.00", "400.005", "grants.csv:2: rate: \"400.005\" has more than two decimals")]
    [InlineData("grants.csv", "380.00", "38O", "grants.csv:2: price_ceiling: \"38O\" is not a number")]
    [InlineData("grants.csv", "400.00", "99999999999999999.00", "grants.csv:2: rate: \"99999999999999999.00\" is too large")]
    [InlineData("grants.csv", ",400.00,380.00,m1|m2", "", "grants.csv:2: rate: the row ends before this column")]
    [InlineData("lines.csv", ",380.00,mentor", "", "lines.csv:2: amount: the row ends before this column")]
    [InlineData("lines.csv", "F1,1,", "F1,1.5,", "lines.csv:2: line_no: \"1.5\" is not a whole number")]
    [InlineData("entries.csv", ",2025-03-03T12:00:00Z,", "", "entries.csv:2: registered_at: the row ends before this column")]
    [InlineData("grants.csv", ",m1|m2", ",m1,m2", "grants.csv:2: mentors: the row has fields after this column")]
    [InlineData("grants.csv", "gribskov", "\"gribskov", "grants.csv:2: grant_id: the quotes do not pair")]
    [InlineData("grants.csv", "gribskov", "\"grib\"skov", "grants.csv:2: grant_id: the quotes do not pair")]
    [InlineData("grants.csv", ",rate,", ",price,", "grants.csv:1: rate: the column is missing")]
    [InlineData("grants.csv", ",rate,", ",rate,RATE,", "grants.csv:1: rate: the column is there twice")]
    [InlineData("entries.csv", "T1,G1", ",G1", "entries.csv:2: entry_id: the id is missing")]
    [InlineData("entries.csv", "2025-03-03T11:00:00+01:00", "25:00", "entries.csv:2: end: \"25:00\" is not a time")]
    [InlineData("entries.csv", "T11:00:00+01:00", "T25:00:00+01:00", "entries.csv:2: end: \"2025-03-03T25:00:00+01:00\" is not a time")]
    [InlineData("entries.csv", "T10:00:00+01:00", "T10:00:00", "entries.csv:2: start: \"2025-03-03T10:00:00\" has no offset from UTC")]
    [InlineData("entries.csv", "T10:00:00+01:00", "T10:00", "entries.csv:2: start: \"2025-03-03T10:00\" has no offset from UTC")]
    [InlineData("entries.csv", "T10:00:00+01:00", "T10:00:00+1", "entries.csv:2: start: \"2025-03-03T10:00:00+1\" is not a time")]
    [InlineData("entries.csv", "T10:00:00+01:00", "T10:60:00+01:00", "entries.csv:2: start: \"2025-03-03T10:60:00+01:00\" is not a time")]
    [InlineData("entries.csv", "2025-03-03T12:00:00Z", "", "entries.csv:2: registered_at: \"\" is not a time")]
    [InlineData("entries.csv", ",direct,", ",Direct,",
        "entries.csv:2: kind: \"Direct\" is not one of direct, no_show, transport, preparation, sick, training, other")]
    [InlineData("entries.csv", ",confirmed,", ",yes,", "entries.csv:2: confirmation: \"yes\" is not one of confirmed, none, disputed")]
    [InlineData("entries.csv", "12:00:00Z,", "12:00:00Z,T1", "entries.csv:2: supersedes: \"T1\" is the entry itself")]
    [InlineData("entries.csv", "12:00:00Z,", "12:00:00Z,T9", "entries.csv:2: supersedes: \"T9\" is not an entry")]
    [InlineData("lines.csv", "F1,1,", "F1,one,", "lines.csv:2: line_no: \"one\" is not a number")]
    [InlineData("lines.csv", "2025-04-01", "2025-4-1", "lines.csv:2: issue_date: \"2025-4-1\" is not a date: write 2025-03-01")]
    [InlineData("lines.csv", "2025-03-03,2025-03-03", "2025-03-04,2025-03-03", "lines.csv:2: from: \"2025-03-04\" is after the last day")]
    [InlineData("lines.csv", ",60,", ",-60,", "lines.csv:2: minutes: \"-60\" is negative")]
    [InlineData("lines.csv", ",60,", ",60.5,", "lines.csv:2: minutes: \"60.5\" is not whole minutes")]
    [InlineData("lines.csv", ",60,", ",6O,", "lines.csv:2: minutes: \"6O\" is not a number")]
    [InlineData("lines.csv", "60,380.00", "60,", "lines.csv:2: rate: there are minutes but no rate")]
    [InlineData("lines.csv", "60,380.00", "60,-380.00", "lines.csv:2: rate: \"-380.00\" is negative")]
    [InlineData("lines.csv", ",380.00,mentor", ",-380.00,mentor", "lines.csv:2: amount: \"-380.00\" is negative")]
    [InlineData("lines.csv", ",380.00,mentor", ",380.001,mentor", "lines.csv:2: amount: \"380.001\" has more than two decimals")]
    [InlineData("lines.csv", ",380.00,mentor", ",\"380,00\",mentor", "lines.csv:2: amount: \"380,00\" is not a number")]
    [InlineData("lines.csv", ",380.00,mentor", ",\"1,380.00\",mentor", "lines.csv:2: amount: \"1,380.00\" is not a number")]
    [InlineData("lines.csv", ",380.00,mentor", ",,mentor", "lines.csv:2: amount: \"\" is not a number")]
    public void Names_the_file_the_line_and_the_column(string file, string good, string bad, string message)
    {
        using var year = Year.Small().Replace(file, good, bad);

        Assert.Equal(2, year.Check());
        Assert.Equal(message + "\n", year.Error);
        Assert.Equal("", year.Output);
        Assert.Empty(year.Left);
    }

    [Theory]
    [InlineData("1.234", "lines.csv:2: amount: \"1.234\" is not a number")]
    [InlineData("1.234,00", "lines.csv:2: amount: \"1.234,00\" is not a number")]
    [InlineData("380.00", "lines.csv:2: amount: \"380.00\" is not a number")]
    [InlineData("1 234,00", "lines.csv:2: amount: \"1 234,00\" is not a number")]
    public void Never_guesses_at_a_point_in_the_Danish_dialect(string amount, string message)
    {
        using var year = Year.Small().With("lines.csv", $"""
            invoice_no;line_no;provider;municipality;issue_date;grant_id;entry_id;from;to;minutes;rate;amount;text
            F1;1;nord;gribskov;2025-04-01;G1;T1;2025-03-03;2025-03-03;60;380,00;{amount};mentor

            """);

        Assert.Equal((2, message + "\n"), (year.Check(), year.Error));
    }

    [Fact]
    public void Tells_it_in_Danish_to_a_Dane()
    {
        using var year = Year.Small().Replace("entries.csv", "2025-03-03T11:00:00+01:00", "25:00");

        Assert.Equal((2, "entries.csv:2: end: \"25:00\" er ikke et tidspunkt\n"), (year.Check(inDanish: true), year.Error));
    }

    [Fact]
    public void Names_the_second_of_two_rows_with_one_id()
    {
        using var year = Year.Small()
            .Append("grants.csv", "G1,gribskov,nord,c1,x,2025-01-01,2025-06-30,2,,400.00,,")
            .Append("entries.csv", "T1,G1,m1,2025-03-04T10:00:00Z,2025-03-04T11:00:00Z,direct,none,2025-03-04T12:00:00Z,");

        Assert.Equal(2, year.Check());
        Assert.Equal("grants.csv:3: grant_id: \"G1\" is there twice\nentries.csv:3: entry_id: \"T1\" is there twice\n", year.Error);
    }

    [Fact]
    public void Names_a_correction_of_another_grants_entry()
    {
        using var year = Year.Small().Append("entries.csv", Entry("T2", "G2", "T1"));

        Assert.Equal((2, "entries.csv:3: supersedes: \"T1\" belongs to another grant\n"), (year.Check(), year.Error));
    }

    [Fact]
    public void Names_a_correction_between_two_grants_that_are_both_unknown()
    {
        using var year = Year.Small().Append("entries.csv", Entry("T2", "X", "")).Append("entries.csv", Entry("T3", "Y", "T2"));

        Assert.Equal((2, "entries.csv:4: supersedes: \"T2\" belongs to another grant\n"), (year.Check(), year.Error));
    }

    [Fact]
    public void Names_the_second_correction_of_one_entry()
    {
        using var year = Year.Small().Append("entries.csv", Entry("T2", "G1", "T1")).Append("entries.csv", Entry("T3", "G1", "T1"));

        Assert.Equal((2, "entries.csv:4: supersedes: \"T1\" is already corrected by another entry\n"), (year.Check(), year.Error));
    }

    [Fact]
    public void Names_every_row_of_a_circle_of_corrections_and_no_other()
    {
        using var year = Year.Small()
            .Append("entries.csv", Entry("T2", "G1", "T4"))
            .Append("entries.csv", Entry("T3", "G1", "T2"))
            .Append("entries.csv", Entry("T4", "G1", "T3"))
            .Append("entries.csv", Entry("T5", "G1", "T1"));

        Assert.Equal(2, year.Check());
        Assert.Equal(
            "entries.csv:3: supersedes: \"T4\" is part of a circle of corrections\n"
            + "entries.csv:4: supersedes: \"T2\" is part of a circle of corrections\n"
            + "entries.csv:5: supersedes: \"T3\" is part of a circle of corrections\n",
            year.Error);
    }

    [Fact]
    public void Does_not_blame_a_correction_for_the_bad_row_it_corrects()
    {
        using var year = Year.Small()
            .Replace("entries.csv", "2025-03-03T11:00:00+01:00", "25:00")
            .Append("entries.csv", Entry("T2", "G1", "T1"));

        Assert.Equal((2, "entries.csv:2: end: \"25:00\" is not a time\n"), (year.Check(), year.Error));
    }

    [Fact]
    public void Shows_twenty_bad_rows_in_order_and_counts_the_rest()
    {
        using var year = Year.Small();
        for (var i = 0; i < 30; i++)
        {
            year.Append("entries.csv", i % 2 == 0 ? Entry($"U{i}", "G1", "nothing") : Entry($"U{i}", "G1", "")
                .Replace("direct", "bad", StringComparison.Ordinal));
        }

        Assert.Equal(2, year.Check());
        var rows = year.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(21, rows.Length);
        Assert.Equal(Enumerable.Range(3, 20), rows.Take(20).Select(row => int.Parse(row.Split(':')[1], CultureInfo.InvariantCulture)));
        Assert.Equal("... and 10 more bad rows, 30 in all", rows[20]);
    }

    [Fact]
    public void Counts_lines_of_the_file_also_past_quoted_line_ends_and_empty_lines()
    {
        using var year = Year.Small()
            .Append("lines.csv", "F1,2,nord,gribskov,2025-04-01,G1,T1,2025-03-03,2025-03-03,60,380.00,380.00,\"two\nlines\"")
            .Append("lines.csv", "")
            .Append("lines.csv", "F1,3,nord,gribskov,2025-04-01,G1,T1,2025-03-03,2025-03-03,60,380.00,x,mentor");

        Assert.Equal((2, "lines.csv:6: amount: \"x\" is not a number\n"), (year.Check(), year.Error));
    }

    [Fact]
    public void Leaves_the_findings_of_an_earlier_run_alone()
    {
        using var year = Year.Small();
        Assert.Equal(0, year.Check());
        var before = year.Findings;

        year.Replace("lines.csv", ",60,", ",-60,");
        Assert.Equal(2, year.Check());
        Assert.Equal(before, year.Findings);
        Assert.Equal(["findings.csv"], year.Left);
    }

    private static string Entry(string id, string grant, string supersedes) =>
        $"{id},{grant},m1,2025-03-05T10:00:00Z,2025-03-05T11:00:00Z,direct,none,2025-03-05T12:00:00Z,{supersedes}";
}
