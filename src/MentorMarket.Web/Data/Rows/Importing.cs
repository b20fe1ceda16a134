namespace MentorMarket.Web.Data;

/// <summary>The file of an import, sealed. The row is deleted when the import is over.</summary>
public sealed class ImportFile
{
    public Guid ImportId { get; init; }
    public Guid MunicipalityId { get; init; }
    public string KeyId { get; init; } = "";
    public byte[] Cipher { get; init; } = [];
}

/// <summary>Which column was what, the last time a file with the same headers came to the municipality.</summary>
public sealed class ImportMapping
{
    public Guid MunicipalityId { get; init; }
    public byte[] HeadersHash { get; init; } = [];
    public List<string> Fields { get; set; } = [];
    public Guid SavedBy { get; set; }
    public DateTimeOffset SavedAt { get; set; }
}
