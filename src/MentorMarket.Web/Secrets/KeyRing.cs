using System.Security.Cryptography;
using System.Text.Json;

namespace MentorMarket.Web.Secrets;

/// <summary>
/// The keys that what must stay secret in the database is encrypted with, in a file that only its owner may read.
/// One key is current and seals; the older ones open what they sealed, also in a backup. The file is read again when it
/// has changed, so a key that is added while the portal runs is used at once.
/// </summary>
public sealed class KeyRing
{
    private const int KeyBytes = 32;
    private readonly Lock changing = new();
    private readonly string path;
    private Ring ring;
    private DateTime readFrom;

    private KeyRing(string path)
    {
        this.path = path;
        readFrom = File.GetLastWriteTimeUtc(path);
        ring = Read(path);
    }

    /// <summary>
    /// The place of the file for what is sealed in the cases: <c>MENTORMARKET_KEYS</c>, or next to the connections in the data folder.
    /// </summary>
    public static string PathIn(string folder, string? configured) => string.IsNullOrEmpty(configured)
        ? System.IO.Path.Combine(folder, "keys.json") : configured;

    /// <summary>The place of the file that seals the keys of the log-ins: always beside the other one, and of the same form.</summary>
    public static string LogInPathIn(string folder, string? configured) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(PathIn(folder, configured)))!, "login-keys.json");

    /// <summary>The ring in the file that <c>database</c> made.</summary>
    /// <exception cref="CannotStartException">There is no such file.</exception>
    public static KeyRing Open(string path) =>
        File.Exists(path) ? new KeyRing(path)
            : throw new CannotStartException(
            $"There is no key file at {path}. Run the 'database' command, or restore the file that belongs to this database.");

    /// <summary>Writes a ring with one key; a file that is there is left alone.</summary>
    public static async Task CreateAsync(string path)
    {
        if (File.Exists(path)) return;
        await SecretFile.WriteAsync(path,
            JsonSerializer.Serialize(new Stored("k1", NewKey(),
            new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["k1"] = NewKey() })));
    }

    /// <summary>Adds a key and makes it the current one; answers its id.</summary>
    public static async Task<string> AddAsync(string path)
    {
        var stored = Load(path);
        var id = $"k{stored.Keys.Count + 1}";
        stored.Keys.Add(id, NewKey());
        await SecretFile.WriteAsync(path, JsonSerializer.Serialize(stored with { Current = id }));
        return id;
    }

    internal string Path => path;

    internal (string Id, byte[] Key) Current
    {
        get
        {
            var now = Fresh(null);
            return (now.Current, now.Keys[now.Current]);
        }
    }

    internal byte[] LookUpMaster => ring.LookUp;

    internal byte[] this[string id] => Fresh(id).Keys.TryGetValue(id, out var key) ? key
        : throw new CryptographicException($"The key {id} is not in the key file.");

    /// <summary>A mark of each key, from which the key cannot be computed.</summary>
    internal IReadOnlyDictionary<string, byte[]> Fingerprints()
    {
        var now = Fresh(null);
        return now.Keys.Append(new("look-up", now.LookUp))
            .ToDictionary(k => k.Key, k => HMACSHA256.HashData(k.Value, "mentormarket key fingerprint"u8), StringComparer.Ordinal);
    }

    // A rename replaces the file, so its time tells that there is another; an id that is unknown is looked for once more.
    private Ring Fresh(string? wanted)
    {
        var writtenAt = File.GetLastWriteTimeUtc(path);
        lock (changing)
        {
            if (writtenAt != readFrom || (wanted is not null && !ring.Keys.ContainsKey(wanted)))
            {
                ring = Read(path);
                readFrom = writtenAt;
            }
            return ring;
        }
    }

    private static Ring Read(string path)
    {
        var stored = Load(path);
        if (stored.LookUp.Length != KeyBytes || stored.Keys.Values.Any(k => k.Length != KeyBytes)
            || !stored.Keys.ContainsKey(stored.Current))
            throw new CannotStartException($"{path} is not a whole key file.");
        return new(stored.Current, stored.LookUp, new Dictionary<string, byte[]>(stored.Keys, StringComparer.Ordinal));
    }

    private static Stored Load(string path) =>
        Parsed(path) ?? throw new CannotStartException($"{path} is not a key file.");

    private static Stored? Parsed(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Stored>(File.ReadAllBytes(path));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    private sealed record Ring(string Current, byte[] LookUp, IReadOnlyDictionary<string, byte[]> Keys);

    private sealed record Stored(string Current, byte[] LookUp, SortedDictionary<string, byte[]> Keys);
}
