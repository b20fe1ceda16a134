using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using MentorMarket.Web.Secrets;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace MentorMarket.Web.Identity;

/// <summary>
/// The data protection keys in PostgreSQL, shared by all web nodes: cookies and links of one are good on the other. Each is sealed
/// whole, to its row, with the key file of the log-ins, which is never in the database: whoever has a dump, or may write in this
/// table, makes no cookie with it. A row that is not sealed is refused, for somebody else may have written it.
/// </summary>
public sealed class DatabaseKeys(SignInSource source, Vault vault) : IXmlRepository
{
    private const string SealedWith = "sealed-with";
    private static readonly XmlReaderSettings Strict =
        new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 100_000 };

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = source.Source.CreateCommand("select id, xml from portal.data_protection_keys order by created_at, id");
        using var rows = command.ExecuteReader();
        var keys = new List<XElement>();
        while (rows.Read()) keys.Add(Open(vault, rows.GetGuid(0), rows.GetString(1)));
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var id = Guid.CreateVersion7();
        using var command = source.Source.CreateCommand(
            "insert into portal.data_protection_keys (id, friendly_name, xml) values ($1, $2, $3)");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = friendlyName });
        command.Parameters.Add(new() { Value = Seal(vault, id, element) });
        command.ExecuteNonQuery();
    }

    internal static string Seal(Vault vault, Guid row, XElement key)
    {
        var secret = vault.Seal(Encoding.UTF8.GetBytes(key.ToString(SaveOptions.DisableFormatting)), Place(row));
        return new XElement(key.Name, new XAttribute(SealedWith, secret.KeyId), Convert.ToBase64String(secret.Cipher)).ToString();
    }

    /// <exception cref="CannotStartException">It is not sealed, or not to this row, or not with a key of this file.</exception>
    internal static XElement Open(Vault vault, Guid row, string xml)
    {
        var stored = Parsed(xml);
        if (stored.Attribute(SealedWith)?.Value is not { } keyId)
        {
            throw new CannotStartException(
                $"The data protection key {row} stands in the database unsealed. Run the 'database' command, or remove the row if it is not yours.");
        }
        try
        {
            return Parsed(Encoding.UTF8.GetString(vault.Open(new Sealed(keyId, Convert.FromBase64String(stored.Value)), Place(row))));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw new CannotStartException(
                $"The data protection key {row} cannot be opened with the key file of the log-ins. Restore the file that belongs to this database.",
                e);
        }
    }

    internal static string? KeyIdOf(string xml) => Parsed(xml).Attribute(SealedWith)?.Value;

    internal static XElement Parsed(string xml)
    {
        using var text = new StringReader(xml);
        using var reader = XmlReader.Create(text, Strict);
        return XElement.Load(reader);
    }

    private static SealedPlace Place(Guid row) => new(Guid.Empty, "data_protection_keys", row, "xml");
}

/// <summary>
/// A portal whose keys are not sealed, or not with its file, does not start: the framework itself would go on and only log it.
/// </summary>
public sealed class UnsealedKeysStopTheStart(DatabaseKeys keys) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            keys.GetAllElements();
        }
        catch (NpgsqlException)
        {
            // A database that is away for a moment is no reason not to start: the keys are opened, or refused, when they are needed.
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
