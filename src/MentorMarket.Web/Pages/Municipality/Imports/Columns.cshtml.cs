using MentorMarket.Web.Importing;

namespace MentorMarket.Web.Pages.Municipality.Imports;

/// <summary>What the columns of a file are, and what may stand in each.</summary>
[For(Role.Caseworker)]
public sealed class ColumnsModel(IStringLocalizer<MunicipalityTexts> L, IStringLocalizer<SharedTexts> S) : PageModel
{
    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public void OnGet() => Rows =
        [.. ImportFields.All.Select(f => new Row(ImportLabels.Of(f, S), ImportFields.IsOfCitizen(f), ImportText.Accepts(f, L),
        ChoicesOf(f)))];

    public sealed record Row(string Label, bool IsOfCitizen, string Accepts, IReadOnlyList<string> Choices);

    private IReadOnlyList<string> ChoicesOf(ImportField field) => field switch
    {
        ImportField.TargetGroup =>
            [.. Enum.GetValues<TargetGroup>().Where(g => Target.AccessOf(g) != Access.Excluded).Select(g => Labels.Of(g, S))],
        ImportField.Basis => All<LegalBasis>(v => Labels.Of(v, S)),
        ImportField.Programme => All<Programme>(v => Labels.Of(v, S)),
        ImportField.Purpose => All<Purpose>(v => Labels.Of(v, S)),
        ImportField.Aim => All<Aim>(v => Labels.Of(v, S)),
        ImportField.Problems => All<ProblemTag>(v => Labels.Of(v, S)),
        ImportField.MainGoal or ImportField.SecondGoal or ImportField.ThirdGoal => All<GoalKind>(v => Labels.Of(v, S)),
        ImportField.Tasks => All<MentorTask>(v => Labels.Of(v, S)),
        ImportField.Requirements => All<Requirement>(v => Labels.Of(v, S)),
        ImportField.MentorKind => All<MentorKind>(v => Labels.Of(v, S)),
        _ => [],
    };

    private static IReadOnlyList<string> All<T>(Func<T, string> label)
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(label)];
}
