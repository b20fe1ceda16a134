using MentorMarket.Domain.Importing;
using MentorMarket.Exchange.Tables;
using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Importing;

/// <summary>What reading and judging a file came to.</summary>
/// <param name="Rows">In the order of the file; complete only where there are no errors.</param>
public sealed record JudgedFile(IReadOnlyList<ImportRow> Rows, ImportFindings Findings, IReadOnlyDictionary<ImportField, int> Columns,
    GrantContext Rules);

/// <summary>
/// Opens the sealed file of an import and judges it by what the portal knows now: the same for the dry run and for the import itself.
/// </summary>
public sealed class ImportReader(PortalDb db, Vault vault, ImportWords words, IMediator sender, EvidenceLog evidence, CprRows cprs,
    TimeProvider time)
{
    // Often enough to be seen to move, seldom enough to cost nothing.
    private const int ProgressSteps = 20;

    public static SealedPlace Place(Guid municipality, Guid import) => new(municipality, "import_files", import, "cipher");

    /// <summary>The file as it came.</summary>
    public async Task<byte[]> OpenAsync(Import import, CancellationToken cancel)
    {
        var file = await db.ImportFiles.AsNoTracking()
            .SingleOrDefaultAsync(f => f.ImportId == import.Id && f.MunicipalityId == import.MunicipalityId, cancel).OrNotFound();
        return vault.Open(new Sealed(file.KeyId, file.Cipher), Place(import.MunicipalityId, import.Id));
    }

    /// <summary>The table of the file, from the sheet and the row that were chosen.</summary>
    public static (Table? Table, TableFault Fault) Read(Import import, byte[] file, CancellationToken cancel) =>
        Table.Read(file, import.Sheet.Length == 0 ? null : import.Sheet, import.HeaderRow, cancel);

    /// <summary>The columns that fill something.</summary>
    public static IReadOnlyDictionary<ImportField, int> ColumnsOf(IReadOnlyList<string> fields)
    {
        var columns = new Dictionary<ImportField, int>();
        for (var i = 0; i < fields.Count; i++)
        {
            if (Enum.TryParse<ImportField>(fields[i], out var field)) columns[field] = i;
        }
        return columns;
    }

    public async Task<JudgedFile> JudgeAsync(Import import, CancellationToken cancel)
    {
        var today = DanishTime.DateOf(time.GetUtcNow());
        var columns = ColumnsOf(import.Fields);
        var rules = new GrantContext(GrantRules.On(today), await GrantQueries.SettingsAsync(db, import.MunicipalityId, today, cancel));
        var findings = new ImportFindings();
        var (table, _) = Read(import, await OpenAsync(import, cancel), cancel);
        if (table is null || !table.Headers.SequenceEqual(import.Headers))
        {
            findings.Add(1, null, ImportFault.FileUnreadable);
            return new([], findings, columns, rules);
        }

        var reader = new RowReader(words, columns, findings, today);
        var read = table.Rows.Select(reader.Read).OfType<ReadRow>().ToList();
        CprNumber[] numbers = [.. read.Select(r => r.Cpr).OfType<CprNumber>().Distinct()];
        var known = await KnownAsync(import.MunicipalityId, numbers, cancel);
        // To ask whom a number belongs to is an event; here one for the whole file.
        evidence.Record(CaseEventKind.CprLookedUp, import.MunicipalityId, import.Id, ("asked", numbers.Length), ("known", known.Count),
            ("purpose", "import"));
        var check = new ImportCheck(columns, findings, rules);
        var rows = new List<ImportRow>(read.Count);
        foreach (var row in read)
        {
            rows.Add(check.Judge(row, row.Cpr is { } cpr ? known.GetValueOrDefault(cpr) : null));
            await ReportAsync(import, rows.Count, read.Count, cancel);
        }
        return new(rows, findings, columns, rules);
    }

    /// <summary>Says how far it has come, in a transaction of its own so that it is seen at once.</summary>
    public async Task ReportAsync(Import import, int done, int of, CancellationToken cancel)
    {
        if (done % Math.Max(250, of / ProgressSteps) == 0) await sender.Send(new NoteImportProgress(import.Id, done), cancel);
    }

    // By the keyed hash of the number: the numbers themselves are not in the database to be compared with.
    private async Task<IReadOnlyDictionary<CprNumber, KnownCitizen>> KnownAsync(Guid municipality, IReadOnlyList<CprNumber> numbers,
        CancellationToken cancel)
    {
        var byHash = numbers.ToDictionary(n => Convert.ToHexString(vault.LookUp(n, municipality)), StringComparer.Ordinal);
        var lookups = byHash.Keys.Select(Convert.FromHexString).ToArray();
        // A row that was moved to another citizen is nobody's: the number is then a new one, and registering it tells that it is known.
        var rows = (await db.CitizenCprs.AsNoTracking().Where(n => n.MunicipalityId == municipality && lookups.Contains(n.Lookup))
            .ToListAsync(cancel)).Where(n => cprs.Open(n) is not null).ToList();
        var owners = rows.ConvertAll(r => r.CitizenId);
        var people = await (from c in db.Citizens
                            join i in db.CitizenIdentities on c.Id equals i.CitizenId
                            where owners.Contains(c.Id)
                            select new { c.Id, i.Name, c.BirthYear }).ToDictionaryAsync(c => c.Id, cancel);
        var found = rows.ConvertAll(r => (Number: byHash[Convert.ToHexString(r.Lookup)], Id: r.CitizenId, people[r.CitizenId].Name,
            people[r.CitizenId].BirthYear));

        var ids = found.Select(f => f.Id).ToList();
        var grants = (await db.Grants.Where(g => g.MunicipalityId == municipality && ids.Contains(g.CitizenId)
            && g.Status != GrantStatus.Discarded && g.Status != GrantStatus.Refused && g.Terms.StartsOn != null && g.Terms.EndsOn != null)
            .OrderBy(g => g.Terms.StartsOn)
                .Select(g => new { g.CitizenId, g.Number, From = g.Terms.StartsOn!.Value, To = g.Terms.EndsOn!.Value }).ToListAsync(cancel))
            .ToLookup(g => g.CitizenId, g => new KnownGrant(g.Number, new Period(g.From, g.To)));
        return found.ToDictionary(f => f.Number, f => new KnownCitizen(f.Id, f.Name, f.BirthYear, [.. grants[f.Id]]));
    }
}

/// <summary>How far an import has come: for the page that waits, while the work itself is not committed.</summary>
public sealed record NoteImportProgress(Guid Id, int Done) : ICommand<Unit>;

/// <summary>Writes it down.</summary>
public sealed class NoteImportProgressHandler(PortalDb db) : IRequestHandler<NoteImportProgress, Unit>
{
    public async Task<Unit> Handle(NoteImportProgress request, CancellationToken cancel)
    {
        await using var note = db.Command("update portal.imports set rows_done = $2 where id = $1 and state in ('Checking', 'Running')",
            request.Id, request.Done);
        await note.ExecuteNonQueryAsync(cancel);
        return default;
    }
}
