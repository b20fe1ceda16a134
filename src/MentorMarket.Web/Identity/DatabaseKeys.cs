using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace MentorMarket.Web.Identity;

/// <summary>The data protection keys in PostgreSQL, shared by all web nodes: cookies and links of one are good on the other.</summary>
public sealed class DatabaseKeys(SignInSource source) : IXmlRepository
{
    private static readonly XmlReaderSettings Strict = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 100_000 };

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = source.Source.CreateCommand("select xml from portal.data_protection_keys order by created_at, id");
        using var rows = command.ExecuteReader();
        var keys = new List<XElement>();
        while (rows.Read())
        {
            using var text = new StringReader(rows.GetString(0));
            using var xml = XmlReader.Create(text, Strict);
            keys.Add(XElement.Load(xml));
        }
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = source.Source.CreateCommand(
            "insert into portal.data_protection_keys (id, friendly_name, xml) values ($1, $2, $3)");
        command.Parameters.Add(new() { Value = Guid.CreateVersion7() });
        command.Parameters.Add(new() { Value = friendlyName });
        command.Parameters.Add(new() { Value = element.ToString(SaveOptions.DisableFormatting) });
        command.ExecuteNonQuery();
    }
}
