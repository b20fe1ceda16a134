using System.Text;
using MentorMarket.Domain.Importing;
using MentorMarket.Exchange.Tables;
using MentorMarket.Web.Importing;
using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Pages.Municipality.Imports;

/// <summary>Takes a file in: it is looked at, sealed and kept until the import is over.</summary>
[For(Role.Caseworker)]
[RequestSizeLimit(TableLimits.MostBytes + (1 << 20))]
public sealed class UploadModel(IMediator sender, ImportWords words, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    private const int LongestName = 100;

    [BindProperty]
    public IFormFile? Attached { get; set; }

    [BindProperty]
    public string? Sheet { get; set; }

    public void OnGet()
    {
        // The form alone.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Attached is null)
        {
            ModelState.AddModelError(nameof(Attached), L["Vælg en fil."]);
            return Page();
        }
        if (Attached.Length > TableLimits.MostBytes)
        {
            ModelState.AddModelError(nameof(Attached), ImportText.Of(TableFault.TooLarge, [], L));
            return Page();
        }
        using var content = new MemoryStream();
        await Attached.CopyToAsync(content, cancel);
        var bytes = content.ToArray();
        var table = Read(bytes, cancel);
        if (table is null) return Page();
        var id = await sender.Send(new Command(NameOf(Attached.FileName), bytes, table.Sheet, table.Headers, table.Rows.Count,
            table.HeaderRow), cancel);
        return RedirectToPage("Map", new { id });
    }

    // From where the names of the columns most likely stand; another sheet or row can be chosen on the next page.
    private Table? Read(byte[] bytes, CancellationToken cancel)
    {
        var (sheets, fault) = Table.Look(bytes, cancel);
        var wanted = string.IsNullOrWhiteSpace(Sheet) ? null : Sheet.Trim();
        if (fault == TableFault.None && wanted is not null && !sheets.Any(s => s.Sheet == wanted))
        {
            ModelState.AddModelError(nameof(Sheet), ImportText.Of(TableFault.UnknownSheet, [.. sheets.Select(s => s.Sheet)], L));
            return null;
        }
        var starts = sheets.Where(s => s.Rows.Count > 0 && (wanted is null || s.Sheet == wanted)).ToList();
        var place = words.HeaderIn(starts);
        Table? table = null;
        if (fault == TableFault.None && (place is not null || starts.Count == 0))
        {
            (table, fault) = Table.Read(bytes, place is { Sheet.Length: > 0 } ? place.Value.Sheet : wanted, place?.Row, cancel);
        }
        if (fault != TableFault.None) ModelState.AddModelError(nameof(Attached), ImportText.Of(fault, [], L));
        // Without names in the first row somebody's own data would be stored as such, in the clear.
        else if (table is null || table.Headers.Any(CprNumber.IsLikeOrIn) || CprNumber.IsLikeOrIn(table.Sheet))
        {
            ModelState.AddModelError(nameof(Attached),
                L["Den første række skal være kolonnenavne, og der må ikke stå et CPR-nummer i den eller i arkets navn."]);
            return null;
        }
        return table;
    }

    // People name files after people: what could be a CPR number is not kept.
    private static string NameOf(string fileName)
    {
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        name = string.Concat(name.EnumerateRunes().Where(r => !Rune.IsControl(r)));
        // Digits of every script, as the number is found in every script.
        if (CprNumber.IsIn(name) || CprNumber.IsLike(string.Concat(name.EnumerateRunes().Where(Rune.IsDigit))))
        {
            name = string.Concat(name.EnumerateRunes().Select(r => Rune.IsDigit(r) ? new Rune('*') : r));
        }
        // Between two characters, never within one.
        return name.Length <= LongestName ? name : name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)];
    }

    public sealed record Command(string FileName, byte[] File, string Sheet, IReadOnlyList<string> Headers, int Rows,
        int HeaderRow = 1) : ICommand<Guid>;

    public sealed class Handler(PortalDb db, CurrentActor current, Vault vault, TimeProvider time) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var import = Import.Upload(Guid.CreateVersion7(), actor.Tenant, request.FileName, request.File.Length,
                Convert.ToHexStringLower(vault.Mark(request.File, actor.Tenant)),
                request.Sheet, request.HeaderRow, request.Headers, request.Rows, actor.Person!.Value, time.GetUtcNow());
            var secret = vault.Seal(request.File, ImportReader.Place(actor.Tenant, import.Id));
            db.Imports.Add(import);
            db.ImportFiles.Add(new ImportFile
            {
                ImportId = import.Id,
                MunicipalityId = actor.Tenant,
                KeyId = secret.KeyId,
                Cipher = secret.Cipher
            });
            await Enqueue.ImportAsync(db, JobKinds.ForgetImport, actor.Tenant, import.Id, null, TimeSpan.FromDays(Import.DaysKept), cancel);
            return import.Id;
        }
    }
}
