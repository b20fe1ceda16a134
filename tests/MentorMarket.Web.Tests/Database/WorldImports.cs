using System.Text;
using MentorMarket.Web.Importing;
using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Tests.Database;

public sealed partial class World
{
    /// <summary>
    /// A file of one row for each case: tried out and ready, tried out with an error, or, where the grant is a draft, imported.
    /// </summary>
    private void AddImport(Case c)
    {
        var (m, by, isRight) = (c.Municipality.Id, c.Municipality[Role.Caseworker], c.Provider is not null);
        var isDone = c.Name == "draft";
        rows.Add("imports", ("id", c.Import), ("municipality_id", m), ("state", isDone ? "Imported" : "Checked"),
            ("file_name", $"{c.Municipality.Canary}-file.csv"), ("headers", new[] { "CPR", "Navn" }),
            ("fields", new[] { nameof(ImportField.Cpr), nameof(ImportField.Name) }), ("rows_total", 1), ("rows_done", 1),
                ("errors", isRight || isDone ? 0 : 1), ("created_by", by), ("created_at", Now.AddDays(-1)),
            ("asked_by", by), ("checked_at", Now.AddDays(-1)), ("finished_at", isDone ? Now : null), ("new_grants", isDone ? 1 : 0));
        var secret = Vault.Seal(Encoding.UTF8.GetBytes($"CPR;Navn\n{c.Cpr.Digits};{c.Identity}\n"), ImportReader.Place(m, c.Import));
        rows.Add("import_files", ("import_id", c.Import), ("municipality_id", m), ("key_id", secret.KeyId), ("cipher", secret.Cipher));
        rows.Add("import_problems", ("import_id", c.Import), ("municipality_id", m), ("position", 1), ("row", 2), ("letter", "B"),
            ("header", $"{c.Municipality.Canary}-header"),
            ("fault", nameof(ImportFault.OtherName)), ("severity", "Error"));
        rows.Add("imported_rows", ("import_id", c.Import), ("municipality_id", m), ("row", 2), ("citizen_id", c.Citizen),
            ("is_new_citizen", false), ("grant_id", c.Grant),
            ("payload", $"{{\"word\":\"{c.Identity}\"}}"), ("salt", new byte[16]));
    }

    private void AddImportMappings()
    {
        foreach (var municipality in new[] { Gribskov, Hilleroed })
        {
            rows.Add("import_mappings", ("municipality_id", municipality.Id), ("headers_hash", Hash("headers")),
                ("fields", new[] { nameof(ImportField.Cpr) }),
                ("saved_by", municipality[Role.Caseworker]), ("saved_at", Now.AddDays(-1)));
        }
    }
}
