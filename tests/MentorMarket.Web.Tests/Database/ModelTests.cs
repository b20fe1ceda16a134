using MentorMarket.Web.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MentorMarket.Web.Tests.Database;

/// <summary>EF's model and the schema are written apart, so that neither is made from the other; here they meet.</summary>
public sealed class ModelTests(Cluster cluster)
{
    private const string Default = "the database fills it in, and nothing in the portal asks";

    private static readonly Dictionary<string, string> NotMapped = new(StringComparer.Ordinal)
    {
        ["organisations.created_at"] = Default,
        ["checks.issued_on"] = Default,
        ["approvals.issued_on"] = Default,
    };

    // Identity's own class leaves them nullable; the schema is stricter.
    private static readonly string[] Framework = ["users.email", "users.normalized_email", "users.user_name", "users.normalized_user_name"];

    private static readonly Dictionary<string, string> TablesWithoutModel = new(StringComparer.Ordinal)
    {
        ["migrations"] = "the migrator's own",
        ["data_protection_keys"] = "read and written by DatabaseKeys, before any context exists",
        ["key_fingerprints"] = "compared by KeyFingerprints, before any context exists",
        ["password_letters"] = "asked for and taken in SQL, by the worker too",
        ["security_events"] = "only note_security_event writes",
        ["once_keys"] = "written by the unit of work in SQL",
        ["daily_mails"] = "taken in SQL by whoever sends the mail of the day",
        ["evidence_payloads"] = "only append_event writes; read by the verifier",
    };

    [Fact]
    public async Task Every_table_and_column_is_mapped_as_it_is()
    {
        await using var database = await cluster.NewDatabaseAsync();
        var schema = await ColumnsAsync(database);
        await using var portal = new PortalDb(new DbContextOptionsBuilder<PortalDb>().UseNpgsql(database.Migrator)
            .UseSnakeCaseNamingConvention().Options);
        await using var signIn = new SignInDb(new DbContextOptionsBuilder<SignInDb>().UseNpgsql(database.Migrator)
            .UseSnakeCaseNamingConvention().Options);

        var differences = Differences(portal.Model, schema).Concat(Differences(signIn.Model, schema)).ToList();
        var mapped = Mapped(portal.Model).Concat(Mapped(signIn.Model)).ToHashSet(StringComparer.Ordinal);
        var tables = mapped.Select(c => c.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        differences.AddRange(schema.Keys.Where(c => tables.Contains(c.Split('.')[0]) && !mapped.Contains(c) && !NotMapped.ContainsKey(c))
            .Select(c => $"{c} is mapped nowhere"));
        differences.AddRange(schema.Keys.Select(c => c.Split('.')[0]).Distinct()
            .Where(t => !tables.Contains(t) && !TablesWithoutModel.ContainsKey(t)).Select(t => $"table {t} is mapped nowhere"));

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    [Theory]
    [InlineData("alter table portal.grants drop column rules_version", "grants.rules_version")]
    [InlineData("alter table portal.grants alter column hours_per_week set not null", "grants.hours_per_week")]
    [InlineData("alter table portal.invoices alter column amount type text", "invoices.amount")]
    public async Task A_schema_that_differs_is_noticed(string change, string column)
    {
        await using var database = await cluster.NewDatabaseAsync();
        await database.ScalarAsync(change);
        await using var portal = new PortalDb(new DbContextOptionsBuilder<PortalDb>().UseNpgsql(database.Migrator)
            .UseSnakeCaseNamingConvention().Options);

        Assert.StartsWith(column, Assert.Single(Differences(portal.Model, await ColumnsAsync(database))));
    }

    private static IEnumerable<string> Differences(IModel model, IReadOnlyDictionary<string, (string Type, bool Nullable)> schema)
    {
        foreach (var entity in model.GetEntityTypes())
        {
            foreach (var property in entity.GetFlattenedProperties().Where(p => p.Name != "xmin"))
            {
                var name = $"{entity.GetTableName()}.{property.GetColumnName()}";
                if (!schema.TryGetValue(name, out var column))
                {
                    yield return $"{name} is not in the schema";
                    continue;
                }
                var type = Plain(property.GetColumnType());
                if (type != Plain(column.Type)) yield return $"{name} is {column.Type}, EF takes it for {type}";
                if (property.IsColumnNullable() != column.Nullable && !Framework.Contains(name))
                {
                    yield return $"{name} is {(column.Nullable ? "" : "not ")}nullable, EF takes it for the contrary";
                }
            }
        }
    }

    // Lengths and scales are the schema's to check.
    private static string Plain(string type) => type.Split('(')[0] switch
    {
        "character varying" => "text",
        var plain => plain + (type.EndsWith("[]", StringComparison.Ordinal) && !type.Split('(')[0]
            .EndsWith("[]", StringComparison.Ordinal) ? "[]" : ""),
    };

    private static IEnumerable<string> Mapped(IModel model) =>
        model.GetEntityTypes().SelectMany(e => e.GetFlattenedProperties().Select(p => $"{e.GetTableName()}.{p.GetColumnName()}"));

    private static async Task<IReadOnlyDictionary<string, (string Type, bool Nullable)>> ColumnsAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync("mm_migrator");
        await using var command = new NpgsqlCommand("""
            select c.relname || '.' || a.attname, format_type(a.atttypid, null), not a.attnotnull
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'portal' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new Dictionary<string, (string, bool)>(StringComparer.Ordinal);
        while (await reader.ReadAsync()) columns[reader.GetString(0)] = (reader.GetString(1), reader.GetBoolean(2));
        return columns;
    }
}
