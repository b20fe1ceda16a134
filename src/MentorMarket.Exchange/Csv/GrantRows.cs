using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Exchange.Csv;

/// <summary>The grants file.</summary>
internal static class GrantRows
{
    /// <summary>The highest rate: ten million kroner an hour, so that minutes times rate cannot overflow.</summary>
    public const long MostRateOre = 1_000_000_000;

    private static readonly string[] Columns =
    [
        "grant_id", "municipality", "provider", "citizen", "valid_from", "valid_to",
        "hours_per_week", "total_hours", "rate", "price_ceiling", "mentors", "target_group",
    ];

    private static readonly string[] MayBeEmpty = ["total_hours", "price_ceiling", "mentors", "target_group"];

    private enum Column
    {
        Id, Municipality, Provider, Citizen, ValidFrom, ValidTo, HoursPerWeek, TotalHours, Rate, PriceCeiling, Mentors,
    }

    public static ReadOnlyMemory<CheckGrant> Read(CsvFile file, CheckNames names, BadRows bad, Action<long>? progress)
    {
        var table = new CsvTable(file, Columns, MayBeEmpty, bad, progress);
        if (!table.HasAllColumns)
        {
            return default;
        }

        var grants = new CheckGrant[file.Lines];
        while (table.Read())
        {
            var id = table.Text((int)Column.Id);
            var number = -1;
            if (id.IsEmpty)
            {
                table.Report((int)Column.Id, CsvFault.MissingId);
            }
            else
            {
                number = names.Grants.Add(id, out var isNew);
                table.Report((int)Column.Id, isNew ? CsvFault.None : CsvFault.DuplicateId);
            }

            var grant = ReadGrant(table, names);
            if (!table.IsGood)
            {
                continue;
            }

            if (number >= grants.Length)
            {
                Array.Resize(ref grants, grants.Length * 2);
            }

            grants[number] = grant;
        }

        return grants.AsMemory(0, names.Grants.Count);
    }

    private static CheckGrant ReadGrant(CsvTable table, CheckNames names)
    {
        var municipality = names.Near.Add(names.Municipalities, table, (int)Column.Municipality);
        var provider = names.Near.Add(names.Providers, table, (int)Column.Provider);
        var citizen = CitizenOf(municipality, table, names);
        var (from, to) = (table.Date((int)Column.ValidFrom), table.Date((int)Column.ValidTo));
        if (table.IsGood && from > to)
        {
            table.Report((int)Column.ValidFrom, CsvFault.FromAfterTo);
        }

        return new CheckGrant(
            municipality,
            provider,
            citizen,
            from,
            to,
            table.Hours((int)Column.HoursPerWeek),
            table.IsEmpty((int)Column.TotalHours) ? -1 : table.Hours((int)Column.TotalHours),
            table.Ore((int)Column.Rate, MostRateOre),
            table.IsEmpty((int)Column.PriceCeiling) ? -1 : table.Ore((int)Column.PriceCeiling, MostRateOre),
            MentorsOf(table, names));
    }

    private static int CitizenOf(int municipality, CsvTable table, CheckNames names) =>
        names.Near.Add(names.Citizens, table, (int)Column.Citizen,
            [.. BitConverter.GetBytes(municipality), .. table.Name((int)Column.Citizen)]);

    private static int[]? MentorsOf(CsvTable table, CheckNames names)
    {
        var field = table.Text((int)Column.Mentors);
        if (field.IsEmpty)
        {
            return null;
        }

        var named = new List<int>();
        foreach (var range in field.Split((byte)'|'))
        {
            named.Add(names.Near.Add(names.Mentors, table, (int)Column.Mentors, field[range]));
        }

        return [.. named];
    }
}
