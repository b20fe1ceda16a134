using MentorMarket.Web.Pages.Municipality.Grants;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Tests.Pages.Municipality.Grants;

/// <summary>What the form of a grant asks, and what stands beside it.</summary>
public sealed class GrantFormTests(Cluster cluster)
{
    // The world's own grants lack what law asks for today, so each draft begins complete and lacks what is taken away.
    private static IEnumerable<(GrantKind Kind, GrantForm Form)> Incomplete(World world)
    {
        GrantForm Complete(Action<GrantForm> change)
        {
            var form = GrantTests.Complete(world);
            change(form);
            return form;
        }
        var (today, after) = (world.Today, world.Live.EndsOn);
        yield return (GrantKind.New, new());
        yield return (GrantKind.New,
            Complete(f => (f.Goals[0].Detail, f.TargetGroup, f.StandsAlone, f.MentorKind) = ("", TargetGroup.Pensioner, true,
            MentorKind.CompanyEmployee)));
        yield return (GrantKind.New,
            Complete(f => (f.TargetGroup, f.HoursPerWeek, f.EndsOn) = (TargetGroup.IntegrationAct, 6, today.AddDays(300))));
        yield return (GrantKind.New, Complete(f => f.NeighbouringSchemes[NeighbouringScheme.HousingSupport] = SchemeAnswer.Covers));
        yield return (GrantKind.New, Complete(f => f.NeighbouringSchemes[NeighbouringScheme.HousingSupport] = SchemeAnswer.Beside));
        yield return (GrantKind.New, Complete(f => (f.Programme, f.TargetGroup) = (Programme.DischargeCoordinator, TargetGroup.Prisoner)));
        yield return (GrantKind.New,
            Complete(f => (f.Programme, f.DischargeOn, f.EndsOn) = (Programme.DischargeCoordinator, today.AddDays(200),
            today.AddDays(220))));
        yield return (GrantKind.New,
            Complete(f => (f.Programme, f.TargetGroup) = (Programme.EducationTransition, TargetGroup.EducationAssistance)));
        yield return (GrantKind.New,
            Complete(f => (f.Programme, f.TargetGroup, f.AdmittedOn, f.EndsOn) =
            (Programme.EducationTransition, TargetGroup.EducationAssistance, today.AddDays(-300), today.AddDays(220))));
        yield return (GrantKind.New,
            Complete(f => (f.Programme, f.TargetGroup, f.EndsOn) = (Programme.ReleasedFromPrison, TargetGroup.Prisoner,
            today.AddDays(220))));
        yield return (GrantKind.Extension, Complete(f => (f.StartsOn, f.EndsOn) = (after, after.AddDays(220))));
        yield return (GrantKind.Change, Complete(f => (f.StartsOn, f.EndsOn) = (today.AddDays(10), after.AddDays(10))));
    }

    [Fact]
    public async Task Every_demand_stands_on_the_form_with_its_source_and_leads_to_its_field()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var actor = world.Gribskov.As(Role.Caseworker);
        var L = app.Services.GetRequiredService<IStringLocalizer<MunicipalityTexts>>();
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var asked = new HashSet<Demand>();
        foreach (var (kind, form) in Incomplete(world))
        {
            var grant = kind == GrantKind.New
                ? await app.SendAsync(actor, new CreateModel.Command(world.Draft.Citizen, form))
                : await app.SendAsync(actor, new FollowGrant(world.Live.Grant, kind, form));
            var lacks = form.Terms().Shortfalls(kind, (await app.SendAsync(actor, new GrantView.Query(grant))).Context);

            var page = await caseworker.PageAsync($"/gribskov/municipality/grants/edit/{grant}");

            Assert.Equal(
                lacks.Select(
                    s => $"#{DemandTexts.Anchor(s)} {DemandTexts.Of(s, L)} {s.Source}{(s.MayBeDepartedFrom ? " - kan fraviges med en begrundelse" : "")}"),
                page.QuerySelectorAll("#missing li")
                    .Select(li =>
                    $"{li.QuerySelector("a")!.GetAttribute("href")} {string.Join(' ', li.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}"));
            Assert.All(lacks, s => Assert.NotNull(page.GetElementById(DemandTexts.Anchor(s))));
            asked.UnionWith(lacks.Select(s => s.Demand));
            // A grant is followed by one other at a time.
            if (kind != GrantKind.New) await app.SendAsync(actor, new DiscardModel.Command(grant, ""));
        }
        // Today's law sets no most hours; the municipality offers all the courses of its own that there are.
        Assert.Equal([Demand.MostHours, Demand.OwnProgramme], Enum.GetValues<Demand>().Except(asked));
    }

    [Fact]
    public async Task The_levels_with_their_descriptions_stand_beside_the_hours_and_fill_in_nothing()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var page = await caseworker.PageAsync($"/gribskov/municipality/grants/create/{world.Draft.Citizen}");

        var levels = new GrantSettings().Levels;
        Assert.Equal(4, levels.Count);
        var beside = page.QuerySelectorAll(".mm-columns dl dd").Select(dd => dd.TextContent).ToList();
        Assert.All(levels, level => Assert.Contains(beside, said => said.StartsWith(level.Description.Danish, StringComparison.Ordinal)));
        Assert.Equal("", page.QuerySelector("#Form_HoursPerWeek")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Tasks_are_picked_under_the_four_contents_or_said_in_own_words_and_nothing_is_picked_beforehand()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var path = $"/gribskov/municipality/grants/edit/{world.Draft.Grant}";

        var page = await caseworker.PageAsync(path);

        var picked = page.QuerySelectorAll("#Form_Tasks .mm-choices");
        Assert.Equal(["Fagligt", "Personligt", "Praktisk", "Afklarende"], picked.Select(group => group.QuerySelector("p")!.TextContent));
        Assert.Equal(Enum.GetValues<MentorTask>().GroupBy(Content.Of).OrderBy(g => g.Key).Select(g => g.Count()),
            picked.Select(group => group.QuerySelectorAll("input").Length));
        Assert.Equal(9, page.QuerySelectorAll("#Form_Problems input[type=checkbox]").Length);
        await caseworker.SendAsync(path,
            page.Filled("#Form_TaskText", ("Form.TaskText", "Gå med til mødet hos lægen"), ("Form.Tasks", "Clarify"),
            ("Form.Problems", "WeakNetwork")));
        var details = (await caseworker.PageAsync($"/gribskov/municipality/grants/details/{world.Draft.Grant}")).Body!.TextContent;
        Assert.All(["Gå med til mødet hos lægen", "Afklare muligheder og hensyn"], said => Assert.Contains(said, details));
        // The neighbouring schemes are asked one by one, each with its own three answers and none chosen.
        var empty = await caseworker.PageAsync($"/gribskov/municipality/grants/create/{world.Draft.Citizen}");
        var schemes = empty.QuerySelectorAll("#Form_NeighbouringSchemes fieldset");
        Assert.Equal(Enum.GetValues<NeighbouringScheme>().Length, schemes.Length);
        Assert.All(schemes, scheme => Assert.Equal(3, scheme.QuerySelectorAll("input[type=radio]").Length));
        Assert.Empty(empty.QuerySelectorAll("#Form_NeighbouringSchemes input[checked], #Form_MentorKind option[selected]:not([value=''])"));
    }
}
