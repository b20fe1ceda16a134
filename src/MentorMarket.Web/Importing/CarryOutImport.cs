using System.Globalization;
using System.Security.Cryptography;
using MentorMarket.Domain.Importing;
using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Importing;

/// <summary>The import itself, in one transaction: every row or none.</summary>
public sealed record CarryOutImport(Guid Id) : ICommand<Unit>;

/// <summary>
/// Does it, for the person who asked. The file is judged once more: what has happened in the portal since the dry run counts,
/// and if it made a problem that nobody has seen, nothing is written and the list is shown instead.
/// </summary>
public sealed class CarryOutImportHandler(PortalDb db, CurrentActor current, ImportReader reader, Vault vault, EvidenceLog evidence,
    TimeProvider time)
    : IRequestHandler<CarryOutImport, Unit>
{
    private const int PartRows = 500;

    private readonly List<byte[]> leaves = [];
    private readonly Dictionary<CprNumber, Guid> created = [];
    private int grants;

    public async Task<Unit> Handle(CarryOutImport request, CancellationToken cancel)
    {
        await db.WaitForImportAsync(request.Id, cancel);
        var import = await db.Imports.Of(current.Required).GetAsync(request.Id, cancel);
        if (import.State != ImportState.Running) return default;
        var judged = await reader.JudgeAsync(import, cancel);
        if (!await IsSeenAsync(import, judged, cancel) || !await IsCaseworkerAsync(cancel))
        {
            await db.ReplaceProblemsAsync(import, judged, cancel);
            import.Checked(judged.Findings.Errors, judged.Findings.Warnings, time.GetUtcNow());
            return default;
        }
        db.ChangeTracker.Clear();
        await WriteAsync(import, judged, cancel);

        import = await db.Imports.SingleAsync(i => i.Id == request.Id, cancel);
        import.CarriedOut(created.Count, grants, time.GetUtcNow());
        await db.EraseFileAsync(import, cancel);
        evidence.RecordBulk(CaseEventKind.ImportCarriedOut, import.MunicipalityId, import.Id, leaves, ("citizens", created.Count),
            ("grants", grants), ("rules", judged.Rules.Version));
        return default;
    }

    // Errors stop it; and so does a warning that was not on the list when somebody said yes.
    private async Task<bool> IsSeenAsync(Import import, JudgedFile judged, CancellationToken cancel)
    {
        if (judged.Findings.Errors > 0 || judged.Findings.Warnings > import.Warnings) return false;
        static string Key(ImportProblem problem) => $"{problem.Row} {problem.Fault} {string.Join(' ', problem.Args)}";
        var seen = (await db.ImportProblems.AsNoTracking().Where(p => p.ImportId == import.Id).ToListAsync(cancel)).Select(Key)
            .ToHashSet(StringComparer.Ordinal);
        return ImportRows.ProblemsOf(import, judged).All(p => seen.Contains(Key(p)));
    }

    // Whoever asked may have left since: then nobody is there to be the author of the drafts.
    private Task<bool> IsCaseworkerAsync(CancellationToken cancel) => db.Memberships.AnyAsync(
        m => m.OrganisationId == current.Required.Tenant && m.PersonId == current.Required.Person && m.EndedAt == null
            && m.Roles.Contains(Role.Caseworker), cancel);

    private async Task WriteAsync(Import import, JudgedFile judged, CancellationToken cancel)
    {
        var tenant = import.MunicipalityId;
        var now = time.GetUtcNow();
        var citizenNumbers = await Series.FromAsync(db, tenant, "B-", db.Citizens.Where(c => c.MunicipalityId == tenant)
            .Select(c => c.Number), cancel);
        var grantNumbers = await Series.FromAsync(db, tenant, $"BEV-{DanishTime.DateOf(now).Year}-",
            db.Grants.Where(g => g.MunicipalityId == tenant).Select(g => g.Number), cancel);
        var done = 0;
        foreach (var part in judged.Rows.Chunk(PartRows))
        {
            foreach (var row in part) Add(import, row, judged.Rules.Version, citizenNumbers, grantNumbers, now);
            await db.SavePartAsync(cancel);
            await reader.ReportAsync(import, done += part.Length, PartRows, cancel);
        }
    }

    private void Add(Import import, ImportRow row, string rules, Series citizenNumbers, Series grantNumbers, DateTimeOffset now)
    {
        var payload = new Dictionary<string, object?>(StringComparer.Ordinal) { ["row"] = row.Read.Number };
        var cpr = row.Read.Cpr!.Value;
        var isNew = row.Known is null && !created.ContainsKey(cpr);
        var citizen = row.Known?.Id ?? (isNew ? AddCitizen(import, row.Read, cpr, citizenNumbers, now, payload) : created[cpr]);
        Guid? grant = row.Terms is { } terms ? AddGrant(import, citizen, terms, rules, grantNumbers, now, payload) : null;
        payload["citizen"] = citizen;
        var (text, salt) = (CanonicalJson.Of(payload), RandomNumberGenerator.GetBytes(16));
        db.ImportedRows.Add(new ImportedRow(import.Id, import.MunicipalityId, row.Read.Number, citizen, isNew, grant, text, salt));
        leaves.Add(MerkleTree.Leaf(salt, text));
    }

    private Guid AddCitizen(Import import, ReadRow row, CprNumber cpr, Series numbers, DateTimeOffset now,
        Dictionary<string, object?> payload)
    {
        var (id, tenant) = (Guid.CreateVersion7(), import.MunicipalityId);
        var language = row.Of(ImportField.Language) is { Length: > 0 } code ? code : "da";
        var citizen = new Citizen(id, tenant, numbers.Next(), row.Of(ImportField.Area), cpr.BornOn.Year, language, now);
        var secret = vault.Seal(cpr, tenant, id);
        db.Citizens.Add(citizen);
        db.CitizenIdentities.Add(new CitizenIdentity(id, tenant, row.Of(ImportField.Name), row.Of(ImportField.Phone),
            row.Of(ImportField.Email)));
        db.CitizenAddresses.Add(new CitizenAddress(id, tenant, row.Of(ImportField.Address), row.IsProtected));
        db.CitizenCprs.Add(new CitizenCpr(id, tenant, secret.KeyId, secret.Cipher, vault.LookUp(cpr, tenant)));
        created.Add(cpr, id);
        payload["newCitizen"] = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["number"] = citizen.Number,
            ["area"] = citizen.Area,
            ["birthYear"] = citizen.BirthYear,
            ["language"] = citizen.Language,
        };
        return id;
    }

    private Guid AddGrant(Import import, Guid citizen, GrantTerms terms, string rules, Series numbers, DateTimeOffset now,
        Dictionary<string, object?> payload)
    {
        var grant = Grant.Draft(import.MunicipalityId, citizen, numbers.Next(), terms, current.Required.Person!.Value, now, rules);
        db.Grants.Add(grant);
        // What the draft notes of itself is in the row's payload; the import's event stands for all of them.
        payload["grant"] = grant.Events[0].Payload;
        payload["grantId"] = grant.Id;
        grants++;
        return grant.Id;
    }

    /// <summary>Numbers that follow each other; others who ask for the series wait until this transaction is over.</summary>
    private sealed class Series(string prefix, int next)
    {
        private int next = next;

        public static async Task<Series> FromAsync(PortalDb db, Guid municipality, string prefix, IQueryable<string> numbers,
            CancellationToken cancel) =>
            new(prefix, int.Parse((await NextNumber.AfterAsync(db, municipality, prefix, numbers, cancel))[prefix.Length..],
                CultureInfo.InvariantCulture));

        public string Next() => $"{prefix}{next++.ToString("0000", CultureInfo.InvariantCulture)}";
    }
}
