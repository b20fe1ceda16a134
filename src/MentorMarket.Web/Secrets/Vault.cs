using System.Security.Cryptography;
using System.Text;

namespace MentorMarket.Web.Secrets;

/// <summary>Where a secret stands. It is bound to the place: moved to another row, it cannot be opened there.</summary>
public readonly record struct SealedPlace(Guid Tenant, string Table, Guid Row, string Column)
{
    internal byte[] Bound => Encoding.UTF8.GetBytes($"{Tenant:D}|{Table}|{Row:D}|{Column}");
}

/// <summary>A secret as it is stored: which key sealed it, and nonce, tag and cipher text in one.</summary>
public sealed record Sealed(string KeyId, byte[] Cipher);

/// <summary>Seals and opens what must not be readable in the database, a dump or a backup, and makes CPR numbers findable.</summary>
/// <remarks>
/// AES-256-GCM with the place as associated data; the look-up is HMAC-SHA-256 under a key of the municipality's own, which no rotation
/// changes.
/// </remarks>
public sealed class Vault(KeyRing ring)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Encrypts with the current key.</summary>
    public Sealed Seal(ReadOnlySpan<byte> plain, SealedPlace place)
    {
        var (id, key) = ring.Current;
        var stored = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = stored.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, stored.AsSpan(NonceBytes + TagBytes), stored.AsSpan(NonceBytes, TagBytes), place.Bound);
        return new(id, stored);
    }

    /// <summary>Decrypts with the key that sealed it.</summary>
    /// <exception cref="CryptographicException">It was changed, belongs to another place, or its key is missing.</exception>
    public byte[] Open(Sealed secret, SealedPlace place)
    {
        if (secret.Cipher.Length < NonceBytes + TagBytes) throw new CryptographicException("What is stored is too short to be sealed.");
        var plain = new byte[secret.Cipher.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(ring[secret.KeyId], TagBytes);
        aes.Decrypt(secret.Cipher.AsSpan(0, NonceBytes), secret.Cipher.AsSpan(NonceBytes + TagBytes),
            secret.Cipher.AsSpan(NonceBytes, TagBytes), plain, place.Bound);
        return plain;
    }

    /// <summary>A citizen's CPR number, sealed to the citizen's row.</summary>
    public Sealed Seal(CprNumber cpr, Guid municipality, Guid citizen) =>
        Seal(Encoding.ASCII.GetBytes(cpr.Digits), OfCpr(municipality, citizen));

    /// <summary>The CPR number that is sealed to the citizen's row.</summary>
    /// <exception cref="CryptographicException">It was changed, or is another citizen's.</exception>
    public CprNumber OpenCpr(Sealed secret, Guid municipality, Guid citizen) =>
        new(Encoding.ASCII.GetString(Open(secret, OfCpr(municipality, citizen))));

    /// <summary>What a CPR number is found by within one municipality: the same number gives another value in the next.</summary>
    public byte[] LookUp(CprNumber cpr, Guid municipality)
    {
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, ring.LookUpMaster, 32, municipality.ToByteArray(bigEndian: true),
            "mentormarket cpr look-up"u8.ToArray());
        return HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(cpr.Digits));
    }

    /// <summary>
    /// What bytes are told again by within one municipality or house. A plain digest of few unknown characters can be tried out
    /// from the database alone; this one cannot without the key file.
    /// </summary>
    public byte[] Mark(ReadOnlySpan<byte> bytes, Guid tenant)
    {
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, ring.LookUpMaster, 32, tenant.ToByteArray(bigEndian: true),
            "mentormarket mark"u8.ToArray());
        return HMACSHA256.HashData(key, bytes);
    }

    /// <summary>The number in a citizen's row; null when the row was moved or changed, or its look-up leads to another number.</summary>
    public CprNumber? Read(CitizenCpr row)
    {
        try
        {
            var cpr = OpenCpr(new(row.KeyId, row.Cipher), row.MunicipalityId, row.CitizenId);
            return CryptographicOperations.FixedTimeEquals(LookUp(cpr, row.MunicipalityId), row.Lookup) ? cpr : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static SealedPlace OfCpr(Guid municipality, Guid citizen) => new(municipality, "citizen_cprs", citizen, "cipher");
}
