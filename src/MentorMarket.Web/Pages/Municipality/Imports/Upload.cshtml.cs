using System.Security.Cryptography;
using System.Text;
using MentorMarket.Domain.Importing;
using MentorMarket.Domain.Values;
using MentorMarket.Exchange.Tables;
using MentorMarket.Web.Data;
using MentorMarket.Web.Importing;
using MentorMarket.Web.Jobs;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Secrets;
using MentorMarket.Web.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Pages.Municipality.Imports;

/// <summary>Takes a file in: it is looked at, sealed and kept until the import is over.</summary>
[For(Role.Caseworker)]
[RequestSizeLimit(TableLimits.MostBytes + (1 << 20))]
public sealed class UploadModel(ISender sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
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
        var (table, fault) = Table.Read(bytes, string.IsNullOrWhiteSpace(Sheet) ? null : Sheet.Trim());
        if (table is null)
        {
            var sheets = fault == TableFault.UnknownSheet ? Table.Read(bytes).Table?.Sheets ?? [] : [];
            ModelState.AddModelError(fault == TableFault.UnknownSheet ? nameof(Sheet) : nameof(Attached), ImportText.Of(fault, sheets, L));
            return Page();
        }
        // Without names in the first row somebody's own data would be stored as such, in the clear.
        if (table.Headers.Any(CprNumber.IsLikeOrIn) || CprNumber.IsLikeOrIn(table.Sheet))
        {
            ModelState.AddModelError(nameof(Attached), L["Den første række skal være kolonnenavne, og der må ikke stå et CPR-nummer i den eller i arkets navn."]);
            return Page();
        }
        var id = await sender.Send(new Command(NameOf(Attached.FileName), bytes, table.Sheet, table.Headers, table.Rows.Count), cancel);
        return RedirectToPage("Map", new { id });
    }

    // People name files after people: what could be a CPR number is not kept.
    private static string NameOf(string fileName)
    {
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        name = string.Concat(name.Where(c => !char.IsControl(c)));
        if (CprNumber.IsIn(name) || CprNumber.IsLike(string.Concat(name.Where(char.IsAsciiDigit)))) name = string.Concat(name.Select(c => char.IsAsciiDigit(c) ? '*' : c));
        return name.Length <= LongestName ? name : name[..LongestName];
    }

    public sealed record Command(string FileName, byte[] File, string Sheet, IReadOnlyList<string> Headers, int Rows) : ICommand<Guid>;

    public sealed class Handler(PortalDb db, CurrentActor current, Vault vault, TimeProvider time) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var import = Import.Upload(Guid.CreateVersion7(), actor.Tenant, request.FileName, request.File.Length, Convert.ToHexStringLower(vault.Mark(request.File, actor.Tenant)),
                request.Sheet, request.Headers, request.Rows, actor.Person!.Value, time.GetUtcNow());
            var secret = vault.Seal(request.File, ImportReader.Place(actor.Tenant, import.Id));
            db.Imports.Add(import);
            db.ImportFiles.Add(new ImportFile { ImportId = import.Id, MunicipalityId = actor.Tenant, KeyId = secret.KeyId, Cipher = secret.Cipher });
            await Ask.ToImportAsync(db, JobKinds.ForgetImport, actor.Tenant, import.Id, null, TimeSpan.FromDays(Import.DaysKept), cancel);
            return import.Id;
        }
    }

    /// <summary>What a row of headers is remembered by: the same names in the same order, whoever wrote them how.</summary>
    public static byte[] HashOf(IReadOnlyList<string> headers) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', headers.Select(ImportWords.Plain))));
}
