using System.Text.RegularExpressions;
using MentorMarket.Web.Commands;
using MentorMarket.Web.Pages.Municipality.Citizens;
using MentorMarket.Web.Words;

namespace MentorMarket.Web.Tests.Evidence;

/// <summary>The kinds of evidence are a closed set, and what is read of a chain knows each that any part of the portal writes.</summary>
public sealed partial class EvidenceKindTests(Cluster cluster)
{
    [Fact]
    public void What_the_database_writes_by_itself_has_a_name_in_the_set()
    {
        Assert.Equal(["Looked"], Unknown("perform portal.append_to_chain(chain, 'Looked', subject, 'x');"));
        Assert.Equal(["Peeked"], Unknown("happened := 'Peeked'; select portal.append_event($1, 'GrantDrafted', $2)"));

        var sources = Directory.EnumerateFiles(Path.Combine(Source.Root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(p => p.EndsWith(".sql", StringComparison.Ordinal) || p.EndsWith(".cs", StringComparison.Ordinal)).ToList();
        Assert.True(sources.Count > 300, "The sources were not found.");
        Assert.Empty(sources.SelectMany(p => Unknown(File.ReadAllText(p))));
    }

    [Fact]
    public async Task A_case_whose_evidence_was_erased_and_whose_rows_were_changed_by_hand_is_shown_all_the_same()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        await app.SendAsync(world.Gribskov.As(Role.Caseworker), new ShowCprModel.Ask(world.Live.Citizen, CprReason.SecurePost, "brevet"));
        var shown = (long)(await app.ScalarAsync("select max(sequence) from portal.evidence_events where kind = 'CprShown'"))!;
        await EraseCommand.EraseAsync(app.Database.Migrator, "gribskov", (int)shown, "Prøve", "GDPR art. 17");
        await app.ScalarAsync("update portal.grants set total_hours = 60 where id = $1 returning id", world.Live.Grant);
        await app.ScalarAsync("update portal.citizens set area = 'Gilleleje' where id = $1 returning id", world.Live.Citizen);
        var kinds = (string)(await app.ScalarAsync("select string_agg(distinct kind, ' ') from portal.evidence_events"))!;
        Assert.Contains("PayloadErased", kinds, StringComparison.Ordinal);
        Assert.Contains("ChangedByHand", kinds, StringComparison.Ordinal);

        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        foreach (var path in new[]
        {
            $"citizens/details/{world.Live.Citizen}", $"citizens/edit/{world.Live.Citizen}", $"citizens/timeline/{world.Live.Citizen}",
            $"grants/details/{world.Live.Grant}", $"assignments/details/{world.Live.Assignment}",
        })
        {
            Assert.NotNull((await caseworker.PageAsync($"/{world.Gribskov.Slug}/municipality/{path}")).QuerySelector("h1"));
        }
    }

    private static IEnumerable<string> Unknown(string source) =>
        Written().Matches(source).Select(m => m.Groups[1].Value).Where(kind => !Enum.TryParse<CaseEventKind>(kind, out _));

    [GeneratedRegex(@"(?:append_to_chain\([\w.]+, |append_event\([^,]+, |happened := )'(\w+)'", RegexOptions.None, 1000)]
    private static partial Regex Written();
}
