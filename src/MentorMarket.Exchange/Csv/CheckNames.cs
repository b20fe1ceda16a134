namespace MentorMarket.Exchange.Csv;

/// <summary>The names behind the numbers of a check.</summary>
public sealed class CheckNames
{
    internal CheckNames(int grants, int entries)
    {
        Grants = new NameTable(grants);
        Entries = new NameTable(entries);
    }

    public NameTable Grants { get; }

    public NameTable Entries { get; }

    public NameTable Invoices { get; } = new();

    public NameTable Providers { get; } = new();

    public NameTable Municipalities { get; } = new();

    public NameTable Mentors { get; } = new();

    /// <summary>Grants that entries or lines name and the grants file does not have.</summary>
    internal NameTable UnknownGrants { get; } = new();

    /// <summary>Entries that lines name and the entries file does not have.</summary>
    internal NameTable UnknownEntries { get; } = new();

    /// <summary>Citizens with their municipality in front: the same id in two municipalities is two citizens.</summary>
    internal NameTable Citizens { get; } = new();

    /// <summary>Invoice numbers of lines that spell them otherwise than they are compared.</summary>
    internal WrittenNames WrittenInvoices { get; } = new();

    /// <summary>Providers of lines that spell them otherwise than they are compared.</summary>
    internal WrittenNames WrittenProviders { get; } = new();

    internal NearMisses Near { get; } = new();
}

/// <summary>What stands in the file where that is not how it is compared: findings give back the bytes that came.</summary>
internal sealed class WrittenNames
{
    private readonly Dictionary<int, int> byLine = [];
    private readonly NameTable written = new();

    public void Keep(int line, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> compared)
    {
        if (!bytes.SequenceEqual(compared))
        {
            byLine.Add(line, written.Add(bytes));
        }
    }

    public ReadOnlySpan<byte> On(int line, ReadOnlySpan<byte> compared) => byLine.TryGetValue(line, out var name) ? written[name]
        : compared;
}
