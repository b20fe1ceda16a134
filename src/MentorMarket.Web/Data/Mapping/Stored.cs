using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MentorMarket.Web.Data.Mapping;

/// <summary>A value that is stored whole, as <c>jsonb</c>, with enums by their names.</summary>
internal static class Stored
{
    private static readonly JsonSerializerOptions ByName = new() { Converters = { new JsonStringEnumConverter() } };

    public static void AsJson<T>(PropertyBuilder<T> property)
        where T : class =>
        property.HasColumnType("jsonb").HasConversion(Converter<T>(), Comparer<T>());

    public static void AsJson<T>(ComplexTypePropertyBuilder<T> property)
        where T : class =>
        property.HasColumnType("jsonb").HasConversion(Converter<T>(), Comparer<T>());

    private static ValueConverter<T, string> Converter<T>()
        where T : class =>
        new(value => Text(value), text => JsonSerializer.Deserialize<T>(text, ByName)!);

    // Compared by what would be stored: a value changed in place is noticed as well.
    private static ValueComparer<T> Comparer<T>()
        where T : class =>
        new((a, b) => Text(a) == Text(b), value => Text(value).GetHashCode(StringComparison.Ordinal),
            value => JsonSerializer.Deserialize<T>(Text(value), ByName)!);

    private static string Text<T>(T? value) => JsonSerializer.Serialize(value, ByName);
}
