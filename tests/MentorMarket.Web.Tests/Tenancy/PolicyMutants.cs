using System.Text.RegularExpressions;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>A policy as the catalogue has it.</summary>
public sealed record Policy(string Table, string Name, string Command, string[] Roles, string? Using, string? Check, bool HasBothSides)
{
    public string Create(string? otherUsing, string? otherCheck, string? otherRoles = null) =>
        $"create policy {Name} on portal.{Table} for {Command} to {otherRoles ?? string.Join(", ", Roles)}"
        + (otherUsing is null ? "" : $" using ({otherUsing})") + (otherCheck is null ? "" : $" with check ({otherCheck})");

    public string Drop => $"drop policy {Name} on portal.{Table}";
}

/// <summary>One way in which the isolation could have been written wrong, and the way back.</summary>
/// <param name="SameBecause">Why this changes nothing that anybody could notice; null where it must be noticed.</param>
public sealed record Mutant(string Table, string Name, string[] Roles, string Apply, string Undo, string? SameBecause = null)
{
    public override string ToString() => Name;
}

/// <summary>Every policy made wrong in every way we know, and every table's protection switched off.</summary>
public static partial class PolicyMutants
{
    public static async Task<IReadOnlyList<Policy>> PoliciesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("""
            select tablename::text, policyname::text, cmd, roles::text[], qual, with_check,
                (select count(*) from pg_attribute where attrelid = ('portal.' || tablename)::regclass and attname in ('municipality_id', 'provider_id')) = 2
            from pg_policies where schemaname = 'portal' order by 1, 2
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var policies = new List<Policy>();
        while (await reader.ReadAsync())
        {
            policies.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<string[]>(3),
                await reader.IsDBNullAsync(4) ? null : reader.GetString(4), await reader.IsDBNullAsync(5) ? null : reader.GetString(5),
                    reader.GetBoolean(6)));
        }
        return policies;
    }

    public static IEnumerable<Mutant> Of(Policy p)
    {
        var back = $"{p.Drop}; {p.Create(p.Using, p.Check)}";
        Mutant Altered(string how, string? otherUsing, string? otherCheck, string? same = null) =>
            new(p.Table, $"{p.Table}.{p.Name}: {how}", p.Roles, $"{p.Drop}; {p.Create(otherUsing, otherCheck)}", back, same);

        yield return new(p.Table, $"{p.Table}.{p.Name}: dropped", p.Roles, p.Drop, p.Create(p.Using, p.Check));
        yield return new(p.Table, $"{p.Table}.{p.Name}: to everybody", [], $"{p.Drop}; {p.Create(p.Using, p.Check, "public")}", back);

        if (p.Using is not null)
        {
            yield return Altered("USING (true)", "true", p.Check, p.Using == "true" ? "it is true already" : null);
        }
        if (p.Check is not null)
        {
            yield return Altered("WITH CHECK (true)", p.Using, "true", p.Check == "true" ? "it is true already" : null);
            if (p.Using is not null)
            {
                yield return Altered("WITH CHECK dropped", p.Using, null,
                    p.Check == p.Using ? "without it USING holds for new rows too, and says the same" : null);
            }
        }
        if (p.HasBothSides && (Sides().IsMatch(p.Using ?? "") || Sides().IsMatch(p.Check ?? "")))
        {
            yield return Altered("sides swapped", Swapped(p.Using), Swapped(p.Check));
        }
        foreach (var (left, at) in Terms(p.Using)) yield return Altered($"USING without its term {at}", left, p.Check);
        foreach (var (left, at) in Terms(p.Check)) yield return Altered($"WITH CHECK without its term {at}", p.Using, left);
    }

    public static IEnumerable<Mutant> OfTable(string table)
    {
        yield return new(table, $"{table}: NO FORCE", [], $"alter table portal.{table} no force row level security",
            $"alter table portal.{table} force row level security");
        yield return new(table, $"{table}: row-level security off", [], $"alter table portal.{table} disable row level security",
            $"alter table portal.{table} enable row level security");
    }

    private static string? Swapped(string? condition) => condition is null ? null : Sides()
        .Replace(condition, m => m.Value == "municipality_id" ? "provider_id" : "municipality_id");

    /// <summary>The condition with each of the terms joined by its outermost ANDs left out in turn.</summary>
    private static IEnumerable<(string Left, int At)> Terms(string? condition)
    {
        if (condition is null) yield break;
        var terms = Split(condition);
        if (terms.Count < 2) yield break;
        for (var i = 0; i < terms.Count; i++)
        {
            yield return (string.Join(" AND ", terms.Where((_, j) => j != i)), i + 1);
        }
    }

    private static List<string> Split(string condition)
    {
        var inner = condition.StartsWith('(') && Closes(condition) == condition.Length - 1 ? condition[1..^1] : condition;
        var terms = new List<string>();
        var (depth, start) = (0, 0);
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '(') depth++;
            if (inner[i] == ')') depth--;
            if (depth == 0 && string.CompareOrdinal(inner, i, " AND ", 0, 5) == 0)
            {
                terms.Add(inner[start..i]);
                start = i + 5;
            }
        }
        terms.Add(inner[start..]);
        return terms;
    }

    private static int Closes(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            if (text[i] == ')' && --depth == 0) return i;
        }
        return -1;
    }

    [GeneratedRegex(@"\b(municipality_id|provider_id)\b", RegexOptions.None, 1000)]
    private static partial Regex Sides();
}
