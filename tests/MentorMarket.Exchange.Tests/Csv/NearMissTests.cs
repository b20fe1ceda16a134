namespace MentorMarket.Exchange.Tests.Csv;

/// <summary>An id that is nearly another is judged as it stands, and whoever typed it is told.</summary>
public sealed class NearMissTests
{
    [Fact]
    public void An_id_that_differs_by_spaces_or_case_gets_a_hint_and_is_counted()
    {
        using var year = Year.Small()
            .Append("grants.csv", "G2,gribskov,Nord,C 1,x,2025-01-01,2025-06-30,2,,400.00,,")
            .Append("entries.csv", "T2,g1 ,M1,2025-03-05T10:00:00Z,2025-03-05T11:00:00Z,direct,none,2025-03-05T12:00:00Z,")
            .Append("lines.csv", "F1,2,nord,Gribskov ,2025-04-01,G 1,t1,2025-03-03,2025-03-03,60,380.00,380.00,x")
            .Append("lines.csv", "F1,3,nord,gribskov,2025-04-01,G9,T9,2025-03-03,2025-03-03,60,380.00,380.00,x");

        Assert.Equal(0, year.Check(more: "--json"));
        Assert.Equal(
            """
            grants.csv:3: provider: "Nord": did you mean "nord"?
            grants.csv:3: citizen: "C 1": did you mean "c1"?
            entries.csv:3: grant_id: "g1 ": did you mean "G1"?
            entries.csv:3: mentor: "M1": did you mean "m1"?
            lines.csv:3: grant_id: "G 1": did you mean "G1"?
            lines.csv:3: entry_id: "t1": did you mean "T1"?
            lines.csv:3: municipality: "Gribskov ": did you mean "gribskov"?

            """.ReplaceLineEndings("\n"),
            year.Error);
        Assert.Contains("\"hints\":7,", year.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_is_told_once_where_it_came_first_twenty_in_all_and_then_a_count()
    {
        using var year = Year.Small();
        for (var i = 0; i < 50; i++)
        {
            year.Append("lines.csv",
                $"F2,{i},nord,gribskov,2025-04-01,{string.Concat(new string(' ', i % 25), "g1")},,2025-03-03,2025-03-03,60,380.00,380.00,x");
        }

        Assert.Equal(0, year.Check(inDanish: true));
        var told = year.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(21, told.Length);
        Assert.Equal("lines.csv:4: grant_id: \" g1\": mente du \"G1\"?", told[1]);
        Assert.Equal("... og 5 forslag til, 25 i alt", told[20]);
    }
}
