using System.Security.Cryptography;
using System.Text;

namespace MentorMarket.Web.Demo;

/// <summary>Ids and choices of the demo, made from names: the same name gives the same every time.</summary>
internal static class Named
{
    /// <summary>A UUID of version 8 (RFC 9562: made by the application's own rule) from SHA-256 of the name.</summary>
    public static Guid Id(params ReadOnlySpan<string> name)
    {
        var bytes = Hash(name)[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A whole number from 0 up to <paramref name="below"/>.</summary>
    public static int Number(int below, params ReadOnlySpan<string> name) =>
        (int)(BitConverter.ToUInt32(Hash(name)) % (uint)below);

    public static T Pick<T>(IReadOnlyList<T> from, params ReadOnlySpan<string> name) => from[Number(from.Count, name)];

    private static byte[] Hash(ReadOnlySpan<string> name) =>
        SHA256.HashData(Encoding.UTF8.GetBytes("mentormarket demo\n" + string.Join('\n', name)));
}
