using System.Globalization;
using MentorMarket.Domain.Importing;
using MentorMarket.Exchange.Tables;
using MentorMarket.Web.Importing;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Pages.Municipality.Imports;

/// <summary>Says which column is what, with the first rows as examples, and asks for the dry run.</summary>
[For(Role.Caseworker)]
public sealed class MapModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L, IStringLocalizer<SharedTexts> S) : PageModel
{
    private const int Examples = 3;
    private const int MostPlaces = 50;

    [BindProperty]
    public List<ImportField?> Fields { get; set; } = [];

    /// <summary>The sheet and the row that the names of the columns stand in: the row's number, a bar, the sheet.</summary>
    [BindProperty]
    public string? Place { get; set; }

    public Model Mapped { get; private set; } = null!;

    /// <summary>What a column can be: nothing, or a field, those of the citizen first.</summary>
    public IReadOnlyList<SelectListItem> Choices { get; private set; } = [];

    /// <summary>The rows that can be the names of the columns, by sheet.</summary>
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        await ShowAsync(id, cancel);
        if (!Mapped.CanBeMapped) return RedirectToPage("Check", new { id });
        Place = Mapped.Place;
        Fields = [.. Mapped.Columns.Select(c => c.Field)];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!Fields.Contains(ImportField.Cpr)) ModelState.AddModelError("Fields[0]", L["Vælg den kolonne, der er CPR-nummeret."]);
        foreach (var twice in Fields.OfType<ImportField>().GroupBy(f => f).Where(f => f.Count() > 1))
        {
            ModelState.AddModelError($"Fields[{Fields.LastIndexOf(twice.Key)}]",
                L["»{0}« er valgt for to kolonner. Vælg én.", ImportLabels.Of(twice.Key, S)]);
        }
        if (!ModelState.IsValid)
        {
            await ShowAsync(id, cancel);
            return Page();
        }
        await sender.Send(new Command(id, [.. Fields.Select(f => f?.ToString() ?? "")]), cancel);
        return RedirectToPage("Check", new { id });
    }

    public async Task<IActionResult> OnPostTableAsync(Guid id, CancellationToken cancel)
    {
        if (await sender.Send(new Choosing(id, Place ?? ""), cancel)) return RedirectToPage("Map", new { id });
        ModelState.AddModelError(nameof(Place), L["Der er ingen rækker under de kolonnenavne. Vælg en anden række."]);
        Fields = [];
        await ShowAsync(id, cancel);
        Fields = [.. Mapped.Columns.Select(c => c.Field)];
        return Page();
    }

    private async Task ShowAsync(Guid id, CancellationToken cancel)
    {
        Mapped = await sender.Send(new Query(id), cancel);
        var sheets = Mapped.Places.Select(p => p.Sheet).Distinct(StringComparer.Ordinal)
            .ToDictionary(s => s, s => new SelectListGroup { Name = s }, StringComparer.Ordinal);
        Places = [.. Mapped.Places.Select(p => new SelectListItem(L["Række {0}: {1}", p.Row, string.Join(" · ", p.Names)],
            PlaceOf(p.Sheet, p.Row)) { Group = p.Sheet.Length > 0 ? sheets[p.Sheet] : null })];
        while (Fields.Count < Mapped.Columns.Count) Fields.Add(null);
        var (citizen, grant) = (new SelectListGroup { Name = L["Borger"] }, new SelectListGroup { Name = L["Bevilling"] });
        Choices = [new(L["Bruges ikke"], ""),
            .. ImportFields.All.Select(f =>
            new SelectListItem(ImportLabels.Of(f, S), f.ToString()) { Group = ImportFields.IsOfCitizen(f) ? citizen : grant })];
    }

    /// <summary>The examples tell who somebody is: to see them is noted.</summary>
    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    public sealed record Model(string FileName, int Rows, bool CanBeMapped, bool IsRemembered, IReadOnlyList<Column> Columns, string Place,
        IReadOnlyList<HeaderPlace> Places);

    /// <summary>A row that can be the names of the columns.</summary>
    public sealed record HeaderPlace(string Sheet, int Row, IReadOnlyList<string> Names);

    public sealed record Column(string Letter, string Header, IReadOnlyList<string> Examples, ImportField? Field);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, ImportReader reader, ImportWords words, EvidenceLog evidence)
        : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var import = await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.Id && i.MunicipalityId == tenant, cancel)
                .OrNotFound();
            if (import.State is not (ImportState.Uploaded or ImportState.Checked))
            {
                return new(import.FileName, import.RowsTotal, false, false, [], "", []);
            }

            var hash = ImportWords.HashOf(import.Headers);
            var remembered = await db.ImportMappings.Where(m => m.MunicipalityId == tenant && m.HeadersHash == hash).Select(m => m.Fields)
                .SingleOrDefaultAsync(cancel);
            var chosen = import.Fields.Count > 0 ? import.Fields : remembered;
            var guessed = words.Guess(import.Headers);
            var file = await reader.OpenAsync(import, cancel);
            var table = ImportReader.Read(import, file, cancel).Table;
            evidence.Record(CaseEventKind.ImportExamplesRead, tenant, import.Id);
            return new(import.FileName, import.RowsTotal, true, remembered is not null, [.. import.Headers.Select((header, i) => new Column(
                Table.Letter(i), header,
                    [.. (table?.Rows ?? []).Select(r => Masked(r.Cells[i].Text)).Where(t => t.Length > 0).Take(Examples)
                    .Distinct(StringComparer.Ordinal)],
                chosen is null ? guessed[i] : Enum.TryParse<ImportField>(chosen[i], out var field) ? field : null))],
                PlaceOf(import.Sheet, import.HeaderRow), PlacesIn(file, cancel));
        }

        private static string Masked(string text) =>
            CprNumber.IsLikeOrIn(text) ? CprNumber.Parse(text, DateOnly.MaxValue, out var number) is null ? number.ToString()
                : "**********" : text.Length <= 40 ? text : text[..40] + "…";
    }

    private static string PlaceOf(string sheet, int row) => $"{row.ToString(CultureInfo.InvariantCulture)}|{sheet}";

    private static IReadOnlyList<HeaderPlace> PlacesIn(byte[] file, CancellationToken cancel) =>
        [.. Table.Look(file, cancel).Sheets.Where(s => !CprNumber.IsLikeOrIn(s.Sheet)).SelectMany(s => s.Rows.Where(ImportWords.CanBeHeader)
            .Select(r => new HeaderPlace(s.Sheet, r.Number, [.. r.Cells.Select(c => c.Text).Where(t => t.Length > 0).Take(4)])))
                .Take(MostPlaces)];

    /// <summary>Reads the file from another sheet or row; answers whether there is anything to read.</summary>
    public sealed record Choosing(Guid Id, string Place) : ICommand<bool>;

    public sealed class ChoosingHandler(PortalDb db, CurrentActor current, ImportReader reader) : IRequestHandler<Choosing, bool>
    {
        public async Task<bool> Handle(Choosing request, CancellationToken cancel)
        {
            var import = await db.Imports.SingleOrDefaultAsync(i => i.Id == request.Id && i.MunicipalityId == current.Required.Tenant,
                cancel).OrNotFound();
            if (import.IsOver || import.IsAtWork) throw new RuleViolation(Rule.ImportHasMovedOn);
            var file = await reader.OpenAsync(import, cancel);
            if (PlacesIn(file, cancel).FirstOrDefault(p => PlaceOf(p.Sheet, p.Row) == request.Place) is not { } place) return false;
            if (Table.Read(file, place.Sheet.Length == 0 ? null : place.Sheet, place.Row, cancel).Table is not { } table) return false;
            import.ReadFrom(table.Sheet, table.HeaderRow, table.Headers, table.Rows.Count);
            return true;
        }
    }

    public sealed record Command(Guid Id, IReadOnlyList<string> Fields) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var import = await db.Imports.SingleOrDefaultAsync(i => i.Id == request.Id && i.MunicipalityId == actor.Tenant, cancel)
                .OrNotFound();
            import.AskForCheck([.. import.Headers.Select((_, i) => i < request.Fields.Count ? request.Fields[i] : "")],
                actor.Person!.Value);
            await RememberAsync(import, actor, cancel);
            await Enqueue.ImportAsync(db, JobKinds.CheckImport, actor.Tenant, import.Id, actor.Person, TimeSpan.Zero, cancel);
            return default;
        }

        private async Task RememberAsync(Import import, Actor actor, CancellationToken cancel)
        {
            var hash = ImportWords.HashOf(import.Headers);
            var known = await db.ImportMappings.SingleOrDefaultAsync(m => m.MunicipalityId == actor.Tenant && m.HeadersHash == hash,
                cancel);
            if (known is null)
            {
                known = new ImportMapping { MunicipalityId = actor.Tenant, HeadersHash = hash };
                db.ImportMappings.Add(known);
            }
            (known.Fields, known.SavedBy, known.SavedAt) = (import.Fields, actor.Person!.Value, time.GetUtcNow());
        }
    }
}
