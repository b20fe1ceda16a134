using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using MentorMarket.Web.Secrets;
using Npgsql;
using NpgsqlTypes;

namespace MentorMarket.Web.Mediation;

/// <summary>
/// The key of the form that is being handled, if it is one: taken in the command's own transaction. A double click
/// waits here for the first one and is answered with its outcome; the same key with other contents is refused. Contents are
/// remembered by a mark under a key of the ring: a form or a file holds what nobody may try out from the database.
/// </summary>
public sealed class OnceKey(Vault vault)
{
    public const string Field = "__once";

    // One for each vault, and there is one: what is known of the commands' shapes is kept with it.
    private static readonly ConditionalWeakTable<Vault, JsonSerializerOptions> Contents = [];

    private Form form = new();

    /// <summary>Set from the posted form; null where no form was posted (a job, a follow-up).</summary>
    public string? Value { get => form.Value; set => form.Value = value; }

    /// <summary>Whether what was sent had been done before, and nothing was done now.</summary>
    public bool IsRepeated => form.IsRepeated;

    /// <summary>The unit of work handles the same form as the page that sent it.</summary>
    internal void Share(OnceKey page) => form = page.form;

    private sealed class Form
    {
        public string? Value { get; set; }
        public bool IsTaken { get; set; }
        public bool IsRepeated { get; set; }
    }

    public sealed record Repeated(string Json)
    {
        public TResponse Outcome<TResponse>() => JsonSerializer.Deserialize<TResponse>(Json)!;
    }

    /// <summary>Taken by the first command of the request, which keeps its outcome; whatever follows has no key.</summary>
    internal async Task<(bool IsTaken, Repeated? Repeated)> TakeAsync<TRequest>(PortalDb db, Actor actor, TRequest request,
        CancellationToken cancel)
    {
        if (Value is null || form.IsTaken) return default;
        form.IsTaken = true;
        var hash = vault.Mark(JsonSerializer.SerializeToUtf8Bytes<object>(request!, Contents.GetValue(vault, OptionsOf)), actor.Tenant);
        await using var take = db.Command(
            "insert into portal.once_keys (key, organisation_id, actor_id, request_hash) values ($1, $2, $3, $4) on conflict do nothing",
            Value, actor.Tenant, (object?)(actor.Citizen ?? actor.Person) ?? DBNull.Value, hash);
        if (await take.ExecuteNonQueryAsync(cancel) == 1) return (true, null);

        await using var look = db.Command(
            "select outcome::text from portal.once_keys where key = $1 and request_hash = $2 and actor_id is not distinct from $3",
            Value, hash, (object?)(actor.Citizen ?? actor.Person) ?? DBNull.Value);
        if (await look.ExecuteScalarAsync(cancel) is not string outcome) throw new RuleViolation(Rule.FormWasUsedBefore);
        form.IsRepeated = true;
        return (false, new Repeated(outcome));
    }

    internal void Keep<TResponse>(NpgsqlBatch last, TResponse response) =>
        last.BatchCommands.Add(new("update portal.once_keys set outcome = $2 where key = $1")
        {
            Parameters = { new() { Value = Value! }, new() { Value = JsonSerializer.Serialize(
                response), NpgsqlDbType = NpgsqlDbType.Jsonb } },
        });

    private static JsonSerializerOptions OptionsOf(Vault vault) => new() { Converters = { new Marked(vault) } };

    /// <summary>A file stands for itself by its own mark, and is not written out.</summary>
    private sealed class Marked(Vault vault) : JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("What is remembered is never read back.");

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
            writer.WriteBase64StringValue(vault.Mark(value, Guid.Empty));
    }
}
