using MentorMarket.Exchange.Csv;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Pages.Municipality.Effect;

/// <summary>What came of the support: by age, target group and kind of mentor; on the screen and as a file.</summary>
[For(Role.TeamLeader, Role.Caseworker, Role.Finance)]
public sealed class IndexModel(IMediator sender, TimeProvider time, IStringLocalizer<SharedTexts> S, IStringLocalizer<MunicipalityTexts> L)
    : PageModel
{
    private const int YearsShown = 5;

    [BindProperty(SupportsGet = true)]
    public EffectBy By { get; set; }

    [BindProperty(SupportsGet = true)]
    public OutcomeStage Stage { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Year { get; set; }

    public EffectFigures Figures { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => Figures = await sender.Send(Asked(), cancel);

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        Figures = await sender.Send(Asked(), cancel);
        var file = new DanishExcel();
        file.Add(Heading).Add(L["Borgere"]);
        if (Figures.HasResults)
        {
            foreach (var column in Figures.Table.Columns) file.Add(Figures.NameOf(column, S, L));
            if (Figures.HasShares) file.Add(L["I job eller uddannelse, %"]).Add(L["Usikkerhed fra, %"]).Add(L["Usikkerhed til, %"]);
        }
        file.EndRow();
        foreach (var row in Figures.Table.Rows.Append(Figures.Table.All))
        {
            file.Add(Figures.NameOf(row, S, L));
            if (row.Citizens is { } citizens) file.Add(citizens);
            else file.Add(Figures.Hidden(row, L));
            if (Figures.HasResults)
            {
                foreach (var cell in row.Cells)
                {
                    if (cell is { } count) file.Add(count);
                    else file.Add(L["vises ikke"]);
                }
                if (Figures.Table.Reached(row) is { } share)
                {
                    file.Add(share.Percent).Add(share.IntervalPercent.Low).Add(share.IntervalPercent.High);
                }
                else if (Figures.HasShares) file.Add(L["vises ikke"]).Add("").Add("");
            }
            file.EndRow();
        }
        return File(file.ToBytes(), "text/csv; charset=utf-8", "effekt.csv");
    }

    public string Heading => By switch
    {
        EffectBy.Age => L["Alder ved afslutningen"],
        EffectBy.TargetGroup => L["Målgruppe"],
        EffectBy.MentorKind => L["Slags mentor"],
    };

    public IEnumerable<SelectListItem> Divisions =>
    [
        new(L["Alder"], nameof(EffectBy.Age)), new(L["Målgruppe"], nameof(EffectBy.TargetGroup)),
            new(L["Slags mentor"], nameof(EffectBy.MentorKind)),
    ];

    public IEnumerable<SelectListItem> Years
    {
        get
        {
            var now = time.Today.Year;
            return Enumerable.Range(0, YearsShown).Select(back => (now - back).ToString(System.Globalization.CultureInfo.InvariantCulture))
                .Select(year => new SelectListItem(year, year));
        }
    }

    private EffectQuery Asked()
    {
        var now = time.Today.Year;
        Year = Math.Clamp(Year ?? now, now - YearsShown + 1, now);
        if (!Enum.IsDefined(By)) By = default;
        if (!Enum.IsDefined(Stage)) Stage = default;
        return new(By, Stage, Year.Value);
    }
}
