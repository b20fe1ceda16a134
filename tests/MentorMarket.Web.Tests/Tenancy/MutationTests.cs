using System.Diagnostics;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>
/// The tests would notice: every policy is made wrong in a database of its own, and the questions of
/// <see cref="IsolationSuite"/> and the catalogue's lint must tell. All of them take about half a minute.
/// </summary>
public sealed class MutationTests(Cluster cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task Every_wrong_policy_is_caught()
    {
        await using var database = await cluster.NewWorldAsync();
        var suite = await IsolationSuite.PrepareAsync(database);
        Assert.Empty(await suite.ViolationsAsync());
        await using var administrator = new NpgsqlConnection(database.Administrator);
        await administrator.OpenAsync();
        var policies = await PolicyMutants.PoliciesAsync(administrator);
        var all = policies.SelectMany(PolicyMutants.Of).Concat(suite.TableNames.SelectMany(PolicyMutants.OfTable)).ToList();
        var same = all.Where(m => m.SameBecause is not null || Accepted.ContainsKey(m.Name)).ToList();
        var tried = all.Except(same).ToList();
        var clock = Stopwatch.StartNew();
        var (byQuestions, byLint, survivors) = (0, 0, new List<string>());
        foreach (var mutant in tried)
        {
            await RunAsync(administrator, mutant.Apply);
            if (mutant.Roles.Length > 0 && (await AnswersAsync(suite, mutant)).Count > 0) byQuestions++;
            else if (await CatalogueLint.FindingsAsync(administrator) is { Count: > 0 }) byLint++;
            else survivors.Add(mutant.Name);
            await RunAsync(administrator, mutant.Undo);
        }

        output.WriteLine(
            $"{policies.Count} policies, {all.Count} mutants: {tried.Count} tried in {clock.Elapsed.TotalSeconds:0} s, {byQuestions} caught by questions, {byLint} by the lint, {survivors.Count} survived");
        foreach (var reason in same.GroupBy(m => m.SameBecause ?? Accepted[m.Name]))
        {
            output.WriteLine($"{reason.Count()} change nothing: {reason.Key}");
        }
        Assert.True(survivors.Count == 0, string.Join(Environment.NewLine, survivors));
        Assert.Empty(await suite.ViolationsAsync());
        Assert.All(Accepted.Keys, name => Assert.Contains(all, m => m.Name == name));
    }

    [Fact]
    public async Task Every_wrong_function_is_caught()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var administrator = new NpgsqlConnection(database.Administrator);
        await administrator.OpenAsync();
        Assert.Empty(await FunctionMutants.ForgottenAsync(administrator));
        Assert.Empty(await Effects.WrongAsync(administrator, database.World));
        var suite = await IsolationSuite.PrepareAsync(database);
        var mutants = await FunctionMutants.AllAsync(administrator);
        var (byQuestions, byEffects, survivors) = (0, 0, new List<string>());
        foreach (var mutant in mutants)
        {
            await RunAsync(administrator, mutant.Apply);
            if ((await Effects.WrongAsync(administrator, database.World)).Count > 0) byEffects++;
            else if ((await suite.ViolationsAsync(firstIsEnough: true)).Count > 0) byQuestions++;
            else survivors.Add(mutant.Name);
            await RunAsync(administrator, mutant.Undo);
        }

        output.WriteLine(
            $"{mutants.Count} mutants of functions: {byEffects} caught by their effects, {byQuestions} by questions, {survivors.Count} survived");
        Assert.True(survivors.Count == 0, string.Join(Environment.NewLine, survivors));
        Assert.Empty(await suite.ViolationsAsync());
    }

    /// <summary>Rights given by mistake, about which no question is asked: the frozen table has them all.</summary>
    [Theory]
    [InlineData("grant select (departure_reason) on portal.grants to mm_provider")]
    [InlineData("grant select (problems) on portal.grants to mm_auditor")]
    [InlineData(
        "grant select (code_hash, token_hash) on portal.citizen_links to mm_checker; create policy checker on portal.citizen_links for select to mm_checker using (municipality_id = (select portal.tenant()))")]
    [InlineData("grant update (rate) on portal.assignments to mm_municipality")]
    [InlineData("grant update (citizen_id) on portal.grants to mm_municipality")]
    [InlineData("grant update (amount) on portal.invoices to mm_checker")]
    [InlineData("grant update (expires_on) on portal.engagements to mm_municipality")]
    [InlineData("grant insert (period_to) on portal.engagements to mm_auditor")]
    [InlineData("grant execute on function portal.erase_payload(uuid, bigint, text, text) to mm_municipality")]
    public async Task Every_right_given_by_mistake_is_caught(string mistake)
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var administrator = new NpgsqlConnection(database.Administrator);
        await administrator.OpenAsync();
        Assert.Empty(await CatalogueLint.FindingsAsync(administrator));

        await RunAsync(administrator, mistake);

        Assert.Contains(await CatalogueLint.FindingsAsync(administrator), finding => finding.StartsWith("+ ", StringComparison.Ordinal));
    }

    // The mutated table first: most mutants show there at once.
    private static async Task<IReadOnlyList<string>> AnswersAsync(IsolationSuite suite, Mutant mutant)
    {
        var found = await suite.ViolationsAsync(mutant.Roles, mutant.Table, firstIsEnough: true);
        return found.Count > 0 ? found : await suite.ViolationsAsync(mutant.Roles, firstIsEnough: true);
    }

    /// <summary>Mutants that nobody could notice, each with the reason.</summary>
    private static readonly Dictionary<string, string> Accepted = new(StringComparer.Ordinal)
    {
        ["agreements.accept: WITH CHECK without its term 1"] = ForeignKey,
        ["offer_declines.decline: WITH CHECK without its term 1"] = ForeignKey,
        ["confirmations.citizen: WITH CHECK dropped"] = ForeignKey,
        ["confirmations.citizen: WITH CHECK without its term 1"] = ForeignKey,
        ["entry_notes.provider: USING without its term 1"] = ForeignKey,
        ["goal_steps.provider: USING without its term 1"] = ForeignKey,
        ["time_entries.provider: WITH CHECK without its term 1"] = ForeignKey,
        ["invoice_lines.auditor: USING without its term 1"] = Implied,
        ["line_verdicts.auditor: USING without its term 1"] = Implied,
        ["line_findings.auditor: USING without its term 1"] = Implied,
        ["line_matches.auditor: USING without its term 1"] = Implied,
        ["approved_minutes.auditor: USING without its term 1"] = Implied,
        ["applications.decide: USING without its term 1"] = SeenFirst,
        ["invitations.revoke: USING without its term 1"] = SeenFirst,
        ["invitations.revoke: USING without its term 2"] = SeenFirst,
    };

    private const string ForeignKey = "the assignments it may name are the actor's own, and the foreign key to them carries the sides";
    private const string SeenFirst = "only what may be seen may be changed, and the policy for seeing says the same";
    private const string Implied = "the next term sees only what the scope allows; this one keeps the list fast";

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
