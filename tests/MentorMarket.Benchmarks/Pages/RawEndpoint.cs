using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace MentorMarket.Benchmarks.Pages;

/// <summary>
/// The least that any program must do for the same answer: Kestrel, one batch of prepared statements in one round trip, JSON. It knows
/// no log-in, no isolation, no form, no language and no page. It runs as a program of its own, as the portal does.
/// </summary>
internal static class RawEndpoint
{
    public static async Task<int> RunAsync(string folder, string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        await using var app = builder.Build();
        await using var owner = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(await File.ReadAllTextAsync(Path.Combine(folder, "migrator-connection")))
            { MaxAutoPrepare = 100 });
        await using var municipality = NpgsqlDataSource.Create(House.Connections(folder)["mm_municipality"]);
        app.MapGet("/", async (HttpContext context) =>
        {
            await using var command = owner.CreateCommand("select 1");
            await context.Response.WriteAsJsonAsync(await command.ExecuteScalarAsync());
        });
        app.MapGet("/list/{municipality:guid}", (HttpContext context, Guid municipality) => ListAsync(context, owner, municipality));
        app.MapGet("/isolated-list/{tenant:guid}/{person:guid}", (HttpContext context, Guid tenant, Guid person) =>
            IsolatedListAsync(context, municipality, tenant, person));
        app.MapGet("/invoice/{id:guid}", (HttpContext context, Guid id) => InvoiceAsync(context, owner, id));
        app.MapPost("/entry", (HttpContext context) => RegisterAsync(context, owner));
        await app.RunAsync();
        return 0;
    }

    private static async Task ListAsync(HttpContext context, NpgsqlDataSource source, Guid municipality)
    {
        await using var batch = source.CreateBatch();
        foreach (var sql in RawSql.List)
        {
            batch.BatchCommands.Add(With(sql, municipality));
        }

        await using var reader = await batch.ExecuteReaderAsync();
        await WriteAsync(context, reader);
    }

    /// <summary>The same behind the database's isolation, as the portal asks: a transaction that is told first who acts.</summary>
    private static async Task IsolatedListAsync(HttpContext context, NpgsqlDataSource source, Guid tenant, Guid person)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(With(
            "select set_config('transaction_read_only', 'on', true), set_config('app.tenant', $1, true), set_config('app.person', $2, true), set_config('app.citizen', '', true)",
            tenant.ToString(), person.ToString()));
        foreach (var sql in RawSql.List)
        {
            batch.BatchCommands.Add(With(sql, tenant));
        }

        await using (var reader = await batch.ExecuteReaderAsync())
        {
            await reader.NextResultAsync();
            await WriteAsync(context, reader);
        }

        await transaction.CommitAsync();
    }

    private static async Task InvoiceAsync(HttpContext context, NpgsqlDataSource source, Guid id)
    {
        await using var batch = source.CreateBatch();
        foreach (var sql in RawSql.Invoice)
        {
            batch.BatchCommands.Add(With(sql, id));
        }

        await using (var reader = await batch.ExecuteReaderAsync())
        {
            await WriteAsync(context, reader);
        }

        // Somebody's words are on it: that they were read is written down, as the portal does.
        if (context.Request.Query["chain"].ToString() is { Length: > 0 } chain)
        {
            await using var note = source.CreateBatch();
            note.BatchCommands.Add(With(
                "select portal.append_event($1, 'WordsRead', $2, $3, $4)", Guid.Parse(chain), id, """{"page":"invoice"}""",
                    RandomNumberGenerator.GetBytes(16)));
            await note.ExecuteNonQueryAsync();
        }
    }

    /// <summary>
    /// The rows that registering leaves - entry, note, the job that asks for a new check - and one event at the end of the chain.
    /// </summary>
    private static async Task RegisterAsync(HttpContext context, NpgsqlDataSource source)
    {
        var form = await context.Request.ReadFormAsync();
        Guid Id(string name) => Guid.Parse(form[name].ToString());
        var (entry, chain, starts) = (Guid.CreateVersion7(), Id("municipality"),
            DateTimeOffset.Parse(form["starts"].ToString(), CultureInfo.InvariantCulture));
        var (ends, date) = (starts.AddMinutes(1), DateOnly.Parse(form["date"].ToString(), CultureInfo.InvariantCulture));
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(With(RawSql.Entry, entry, chain, Id("provider"), Id("assignment"), Id("mentor"), form["name"].ToString(),
            starts, ends, date, int.Parse(form["week"].ToString(), CultureInfo.InvariantCulture)));
        batch.BatchCommands.Add(With(RawSql.Note, entry, Id("assignment"), chain, Id("provider"), form["note"].ToString()));
        batch.BatchCommands.Add(With("select portal.queue_rechecks($1)", entry));
        batch.BatchCommands.Add(With("select portal.append_event($1, 'TimeRegistered', $2, $3, $4)", chain, entry,
            $$"""{"starts":"{{starts:O}}","ends":"{{ends:O}}","minutes":1}""", RandomNumberGenerator.GetBytes(16)));
        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        await context.Response.WriteAsJsonAsync(entry);
    }

    private static NpgsqlBatchCommand With(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is string ? new() { Value = value, NpgsqlDbType = NpgsqlDbType.Text } : new() { Value = value });
        }

        return command;
    }

    /// <summary>Every set of rows as it came, in one answer.</summary>
    private static async Task WriteAsync(HttpContext context, NpgsqlDataReader reader)
    {
        context.Response.ContentType = "application/json";
        await using var json = new System.Text.Json.Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartArray();
        do
        {
            json.WriteStartArray();
            while (await reader.ReadAsync())
            {
                json.WriteStartObject();
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    json.WritePropertyName(reader.GetName(i));
                    Write(json, reader, i);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
        while (await reader.NextResultAsync());
        json.WriteEndArray();
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, NpgsqlDataReader reader, int i)
    {
        if (reader.IsDBNull(i))
        {
            json.WriteNullValue();
            return;
        }

        switch (reader.GetValue(i))
        {
            case string text: json.WriteStringValue(text); break;
            case Guid id: json.WriteStringValue(id); break;
            case decimal number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case int number: json.WriteNumberValue(number); break;
            case bool yes: json.WriteBooleanValue(yes); break;
            case DateTime time: json.WriteStringValue(time); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            case Array several:
                json.WriteStartArray();
                foreach (var one in several)
                {
                    json.WriteStringValue(one.ToString());
                }

                json.WriteEndArray();
                break;
            case var other: json.WriteStringValue(Convert.ToString(other, CultureInfo.InvariantCulture)); break;
        }
    }
}
