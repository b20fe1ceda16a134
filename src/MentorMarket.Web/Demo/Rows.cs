using Npgsql;
using NpgsqlTypes;

namespace MentorMarket.Web.Demo;

/// <summary>Rows of one table, written in one go by COPY.</summary>
internal sealed class Rows(string table, string columns)
{
    private readonly List<object?[]> rows = [];
    private readonly int width = columns.Split(',').Length;

    public int Count => rows.Count;

    public void Add(params object?[] values)
    {
        if (values.Length != width) throw new ArgumentException($"{table} has {width} columns here.", nameof(values));
        rows.Add(values);
    }

    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy portal.{table} ({columns}) from stdin (format binary)",
            cancel);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancel);
            foreach (var value in row)
            {
                if (value is null) await copy.WriteNullAsync(cancel);
                else if (value is Json json) await copy.WriteAsync(json.Text, NpgsqlDbType.Jsonb, cancel);
                else await copy.WriteAsync(value is Enum name ? name.ToString() : value, cancel);
            }
        }
        await copy.CompleteAsync(cancel);
    }
}

/// <summary>A value of a <c>jsonb</c> column.</summary>
internal sealed record Json(string Text);
