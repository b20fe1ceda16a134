using System.Text;

namespace MentorMarket.Exchange.Csv;

/// <summary>
/// An id that differs from one that is there only by spaces or case: the rules take it for another, whoever typed it perhaps not.
/// </summary>
public sealed record NearMiss(string File, int Line, string Column, string Value, string Meant)
{
    /// <summary>As it is shown: <c>lines.csv:17: grant_id: "b1": did you mean "B1"?</c>.</summary>
    public string ToText(bool inDanish) =>
        $"{File}:{Line}: {Column}: {BadRow.Quoted(Value)}: {(inDanish ? "mente du" : "did you mean")} {BadRow.Quoted(Meant)}?";
}

/// <summary>Where each name was seen first, and which of them are nearly another.</summary>
internal sealed class NearMisses
{
    private readonly Dictionary<NameTable, List<Place>> firstSeen = [];

    /// <summary>The number of a name that must be there; notes where it came first.</summary>
    public int Add(NameTable names, CsvTable table, int column) => Add(names, table, column, table.Name(column));

    /// <summary>The number of a name; notes where it came first.</summary>
    public int Add(NameTable names, CsvTable table, int column, ReadOnlySpan<byte> name)
    {
        var number = names.Add(name, out var isNew);
        if (isNew)
        {
            if (!firstSeen.TryGetValue(names, out var places))
            {
                firstSeen[names] = places = [];
            }

            places.Add(new Place(table.FileName, table.Line, table.ColumnName(column)));
        }

        return number;
    }

    /// <summary>All of them, each once, where it came first; in the order of the files and of their lines.</summary>
    public IReadOnlyList<NearMiss> Find(CheckNames names, IReadOnlyList<string> files) =>
    [
        .. Unknown(names.UnknownGrants, names.Grants)
            .Concat(Unknown(names.UnknownEntries, names.Entries))
            .Concat(Twins(names.Municipalities, 0)).Concat(Twins(names.Providers, 0)).Concat(Twins(names.Mentors, 0))
            .Concat(Twins(names.Citizens, sizeof(int)))
            .OrderBy(miss => files.TakeWhile(file => file != miss.File).Count()).ThenBy(miss => miss.Line),
    ];

    // Of the few that nothing has; those that are there pass by one by one.
    private IEnumerable<NearMiss> Unknown(NameTable unknown, NameTable known)
    {
        if (unknown.Count == 0)
        {
            yield break;
        }

        var (folded, members) = (new NameTable(), new List<List<int>>());
        for (var number = 0; number < unknown.Count; number++)
        {
            var group = folded.Add(Folded(unknown[number]), out var isNew);
            if (isNew)
            {
                members.Add([]);
            }

            members[group].Add(number);
        }

        for (var number = 0; number < known.Count; number++)
        {
            var group = folded.Find(Folded(known[number]));
            if (group < 0)
            {
                continue;
            }

            foreach (var miss in members[group])
            {
                yield return Miss(unknown, miss, unknown.Text(miss), known.Text(number));
            }

            members[group].Clear();
        }
    }

    // Among names that are all in use: the later one may be meant to be the first.
    private IEnumerable<NearMiss> Twins(NameTable names, int prefix)
    {
        var (folded, first) = (new NameTable(names.Count), new List<int>());
        for (var number = 0; number < names.Count; number++)
        {
            var group = folded.Add([.. names[number][..prefix], .. Folded(names[number][prefix..])], out var isNew);
            if (isNew)
            {
                first.Add(number);
                continue;
            }

            yield return Miss(names, number, Encoding.UTF8.GetString(names[number][prefix..]),
                Encoding.UTF8.GetString(names[first[group]][prefix..]));
        }
    }

    private NearMiss Miss(NameTable names, int number, string value, string meant)
    {
        var place = firstSeen[names][number];
        return new NearMiss(place.File, place.Line, place.Column, value, meant);
    }

    private static byte[] Folded(ReadOnlySpan<byte> name) =>
        Encoding.UTF8.GetBytes(string.Concat(Encoding.UTF8.GetString(name).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant());

    private readonly record struct Place(string File, int Line, string Column);
}
