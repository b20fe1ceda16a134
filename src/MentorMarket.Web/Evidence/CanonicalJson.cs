using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MentorMarket.Web.Evidence;

/// <summary>
/// One way to write a payload, so that its hash can be made again: keys in ordinal order, no white space, dates and
/// times in ISO 8601 (UTC), decimals as strings with a point.
/// </summary>
public static class CanonicalJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(IReadOnlyDictionary<string, object?> payload)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Compact)) Write(json, payload);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteStringValue(number.ToString("0.00", CultureInfo.InvariantCulture)); break;
            case Guid id: json.WriteStringValue(id); break;
            case DateOnly date: json.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case DateTimeOffset instant:
                json.WriteStringValue(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
                CultureInfo.InvariantCulture)); break;
            case IReadOnlyDictionary<string, object?> values:
                json.WriteStartObject();
                foreach (var (name, inner) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(name);
                    Write(json, inner);
                }
                json.WriteEndObject();
                break;
            case System.Collections.IEnumerable list:
                json.WriteStartArray();
                foreach (var item in list) Write(json, item);
                json.WriteEndArray();
                break;
            default: throw new ArgumentException($"No canonical form for {value.GetType()}.", nameof(value));
        }
    }
}
