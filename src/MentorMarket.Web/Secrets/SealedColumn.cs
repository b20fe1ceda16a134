namespace MentorMarket.Web.Secrets;

/// <summary>
/// A column of sealed values beside the id of the key: what a new key encrypts anew. Whoever seals in another table adds it here.
/// </summary>
/// <param name="Table">Has the columns <c>municipality_id</c> and <c>key_id</c>.</param>
/// <param name="Row">The column of the <see cref="SealedPlace.Row"/>.</param>
/// <param name="Column">The sealed value.</param>
public sealed record SealedColumn(string Table, string Row, string Column)
{
    public static IReadOnlyList<SealedColumn> All { get; } = [new("citizen_cprs", "citizen_id", "cipher"),
        new("import_files", "import_id", "cipher")];
}
