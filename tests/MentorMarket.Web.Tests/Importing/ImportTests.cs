using System.Globalization;
using MentorMarket.Domain.Importing;
using MentorMarket.Web.Evidence;
using MentorMarket.Web.Importing;
using MentorMarket.Web.Pages.Municipality.Imports;

namespace MentorMarket.Web.Tests.Importing;

/// <summary>A file of citizens and grants comes in whole or not at all.</summary>
public sealed class ImportTests(Cluster cluster, ITestOutputHelper output)
{
    private static readonly string[] Written = ["citizens", "citizen_identities", "citizen_addresses", "citizen_cprs", "grants",
        "grant_goals", "imported_rows"];

    [Fact]
    public async Task The_column_that_answers_for_every_scheme_says_so_before_the_file_is_made()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var caseworker = await app.LogInAsync(app.World.Gribskov[Role.Caseworker]);

        Assert.Contains("»ikke relevant« på hver enkelt af de ordninger",
            (await caseworker.PageAsync("/gribskov/municipality/imports/columns")).Body!.TextContent);
    }

    [Fact]
    public async Task Of_500_grants_the_dry_run_lists_exactly_the_seven_that_are_wrong_and_the_mended_file_comes_in_whole()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var flow = new ImportFlow(app, app.World.Gribskov);
        var (right, wrong) = (FileOf(500, app.Database), FileOf(500, app.Database));
        (int Row, string Column, string Cell, ImportFault Fault)[] planted =
        [
            (12, "CPR-nummer", "010185-001", ImportFault.CprNotTenDigits),
            (57, "Startdato", "31.02.2026", ImportFault.NotADate),
            (101, "Timer pr. uge", "2.5", ImportFault.UseComma),
            (188, "Målgruppe", "Pensioner", ImportFault.NotMet),
            (233, "Slutdato", GrantFile.Day(StartsOn(app.Database).AddMonths(8)), ImportFault.NotMet),
            (320, "Formål", "Hygge i hverdagen", ImportFault.NotAChoice),
            (444, "Kvalifikationer", "", ImportFault.NotMet),
        ];
        foreach (var error in planted) wrong[error.Row, error.Column] = error.Cell;
        var before = await CountsAsync(app.Database);

        var id = await flow.TryOutAsync(wrong.ToBytes());

        var found = await flow.ProblemsAsync(id);
        Assert.Equal(planted.Select(p => (p.Row, GrantFile.Letter(p.Column), p.Column, p.Fault.ToString())),
            found.Select(p => (p.Row, p.Letter, p.Header, p.Fault)));
        Assert.All(found, p => Assert.Equal(ImportSeverity.Error, p.Severity));
        Assert.Empty(found.Single(p => p.Fault == nameof(ImportFault.NotAChoice)).Args);
        Assert.Empty(await app.Database.TablesWithAsync("Hygge i hverdagen"));
        Assert.Equal((7, 0), ((await flow.SeeAsync(id)).Errors, (await flow.SeeAsync(id)).Warnings));
        Assert.Equal(before, await CountsAsync(app.Database));
        Assert.Equal(Rule.ImportHasErrors, (await Assert.ThrowsAsync<RuleViolation>(() => flow.RunAsync(id))).Rule);

        var mended = await flow.TryOutAsync(right.ToBytes());
        Assert.Empty(await flow.ProblemsAsync(mended));
        await flow.RunAsync(mended);

        var after = await CountsAsync(app.Database);
        Assert.Equal([500, 500, 500, 500, 500, 750, 500], Written.Select((_, i) => after[i] - before[i]));
        Assert.Equal(500L, await app.ScalarAsync(
            "select count(*) from portal.grants where created_by = $1 and status = 'Draft' and id in (select grant_id from portal.imported_rows where import_id = $2)",
            app.World.Gribskov[Role.Caseworker], mended));
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.import_files where import_id = $1", mended));
    }

    [Fact]
    public async Task The_whole_import_is_one_event_whose_root_can_be_made_again_from_the_rows()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var gribskov = app.World.Gribskov;
        var flow = new ImportFlow(app, gribskov);
        var drafted = await app.Database.EventsAsync("GrantDrafted", gribskov.Id);
        var id = await flow.TryOutAsync(FileOf(11, app.Database).ToBytes());
        await flow.RunAsync(id);

        Assert.Equal(1, await app.Database.EventsAsync("ImportCarriedOut", gribskov.Id, id));
        Assert.Equal(drafted, await app.Database.EventsAsync("GrantDrafted", gribskov.Id));
        // The numbers were looked up twice: for the dry run, and for the import itself.
        Assert.Equal(2, await app.Database.EventsAsync("CprLookedUp", gribskov.Id, id));
        var leaves = new List<byte[]>();
        await using (var connection = await app.Database.OpenAsync("mm_migrator"))
        await using (var rows = new NpgsqlCommand("select salt, payload from portal.imported_rows where import_id = $1 order by row",
            connection)
        { Parameters = { new() { Value = id } } })
        await using (var reader = await rows.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                leaves.Add(MerkleTree.Leaf(reader.GetFieldValue<byte[]>(0), reader.GetString(1)));
            }
        }
        var payload = (string)(await app.ScalarAsync("""
            select p.payload from portal.evidence_payloads p join portal.evidence_events e using (organisation_id, sequence) where e.kind = 'ImportCarriedOut' and e.subject_id = $1
            """, id))!;
        Assert.Equal(11, leaves.Count);
        Assert.Contains($"\"root\":\"{Convert.ToHexStringLower(MerkleTree.Root(leaves))}\"", payload, StringComparison.Ordinal);
        Assert.Contains("\"grants\":11", payload, StringComparison.Ordinal);
        leaves[3][0] ^= 1;
        Assert.DoesNotContain(Convert.ToHexStringLower(MerkleTree.Root(leaves)), payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_at_the_last_row_leaves_nothing_and_can_be_done_again()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var flow = new ImportFlow(app, app.World.Gribskov);
        var id = await flow.TryOutAsync(FileOf(700, app.Database).ToBytes());
        var before = await CountsAsync(app.Database);
        await app.ScalarAsync(
            "create function portal.fail_at_the_last() returns trigger language plpgsql as $$ begin raise exception 'the last row'; end $$");
        await app.ScalarAsync(
            "create trigger fail before insert on portal.imported_rows for each row when (new.row = 701) execute function portal.fail_at_the_last()");

        await Assert.ThrowsAnyAsync<Exception>(() => flow.RunAsync(id));

        Assert.Equal(before, await CountsAsync(app.Database));
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.evidence_events where kind = 'ImportCarriedOut'"));
        var seen = await flow.SeeAsync(id);
        Assert.Equal(ImportState.Running, seen.State);
        Assert.Equal(500, seen.RowsDone);

        await app.ScalarAsync("drop trigger fail on portal.imported_rows");
        await flow.WorkAsync(JobKinds.CarryOutImport, id);
        await flow.WorkAsync(JobKinds.CarryOutImport, id);
        Assert.Equal(before[0] + 700, (await CountsAsync(app.Database))[0]);
    }

    [Fact]
    public async Task A_citizen_whom_the_municipality_has_is_used_again_and_another_name_is_a_problem()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var flow = new ImportFlow(app, app.World.Gribskov);
        await flow.RunAsync(await flow.TryOutAsync(FileOf(3, app.Database).ToBytes()));

        var later = new GrantFile(4, StartsOn(app.Database).AddMonths(4));
        later[3, "Navn"] = "OPFUNDET  PRØVESEN 1";
        var id = await flow.TryOutAsync(later.ToBytes());
        Assert.Empty(await flow.ProblemsAsync(id));
        await flow.RunAsync(id);
        Assert.Equal(2L, await app.ScalarAsync("""
            select count(*) from portal.evidence_payloads p join portal.evidence_events e using (organisation_id, sequence)
            where e.kind = 'CprLookedUp' and e.subject_id = $1 and p.payload = '{"asked":4,"known":3,"purpose":"import"}'
            """, id));
        Assert.Equal("1 4", await app.ScalarAsync("select concat_ws(' ', new_citizens, new_grants) from portal.imports where id = $1",
            id));

        var other = new GrantFile(2, StartsOn(app.Database).AddMonths(9));
        other[2, "Navn"] = "En Helt Anden";
        Assert.Equal([(2, "B", "OtherName")], (await flow.ProblemsAsync(await flow.TryOutAsync(other.ToBytes())))
            .Select(p => (p.Row, p.Letter, p.Fault)));

        // The neighbour knows nobody of them: there the same numbers are new citizens.
        var elsewhere = new ImportFlow(app, app.World.Hilleroed);
        Assert.Empty(await elsewhere.ProblemsAsync(await elsewhere.TryOutAsync(other.ToBytes())));
    }

    [Fact]
    public async Task Overlapping_periods_are_shown_and_must_be_accepted()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var flow = new ImportFlow(app, app.World.Gribskov);
        await flow.RunAsync(await flow.TryOutAsync(FileOf(1, app.Database).ToBytes()));
        var file = FileOf(3, app.Database);
        foreach (var column in new[] { "CPR-nummer", "Navn", "Adresse", "Beskyttet", "E-mail", "Sprog" }) file[4, column] = file[3, column];

        var id = await flow.TryOutAsync(file.ToBytes());

        var found = await flow.ProblemsAsync(id);
        Assert.Equal([(2, "OverlapsGrant"), (4, "OverlapsRow")], found.Select(p => (p.Row, p.Fault)));
        Assert.Equal("3", found[1].Args[0]);
        Assert.All(found, p => Assert.Equal(ImportSeverity.Warning, p.Severity));
        Assert.Equal(Rule.ImportWarningsNotSeen, (await Assert.ThrowsAsync<RuleViolation>(() => flow.RunAsync(id))).Rule);
        Assert.Equal(Rule.ImportWarningsNotSeen, (await Assert.ThrowsAsync<RuleViolation>(() => flow.RunAsync(id, warningsSeen: 1))).Rule);
        await flow.RunAsync(id, warningsSeen: 2);
        Assert.Equal(3L, await app.ScalarAsync("select count(*) from portal.imported_rows where import_id = $1", id));
    }

    [Fact]
    public async Task A_problem_that_came_after_the_dry_run_stops_the_import_and_is_shown()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var flow = new ImportFlow(app, app.World.Gribskov);
        var id = await flow.TryOutAsync(FileOf(2, app.Database).ToBytes());
        await flow.RunAsync(await flow.TryOutAsync(FileOf(1, app.Database).ToBytes()));

        await flow.RunAsync(id);

        Assert.Equal(ImportState.Checked, (await flow.SeeAsync(id)).State);
        Assert.Equal([(2, "OverlapsGrant")], (await flow.ProblemsAsync(id)).Select(p => (p.Row, p.Fault)));
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.imported_rows where import_id = $1", id));
    }

    [Fact]
    public async Task No_CPR_number_stands_in_a_message_a_log_or_a_table()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var flow = new ImportFlow(app, app.World.Gribskov);
        var file = FileOf(8, app.Database);
        var secret = file[3, "CPR-nummer"];
        file[2, "CPR-nummer"] = "3113857777";
        file[3, "Målgruppe"] = secret;
        file[4, "Timer pr. uge"] = secret;
        file[5, "Startdato"] = secret;
        file[6, "Sprog"] = secret;
        file[7, "Navn"] = "";
        file[2, "Begrundelse"] = $"Taler med {secret} hver dag";
        file[8, "Adresse"] = $"c/o {secret[..2]}.{secret[2..4]}.{secret[4..]}, Findesvej 1";
        file[9, "Navn"] = secret;

        var id = await flow.TryOutAsync(file.ToBytes());

        var found = await flow.ProblemsAsync(id);
        Assert.Equal(9, found.Count);
        Assert.Equal([(2, "Begrundelse"), (8, "Adresse"), (9, "Navn")], found.Where(p => p.Fault == nameof(ImportFault.HasCpr))
            .Select(p => (p.Row, p.Header)));
        foreach (var number in new[] { secret, secret.Replace("-", "", StringComparison.Ordinal), "3113857777", "311385-7777" })
        {
            Assert.Empty(await app.Database.TablesWithAsync(number));
            Assert.DoesNotContain(app.Log, line => line.Contains(number, StringComparison.Ordinal));
        }
        using var browser = await app.LogInAsync(app.World.Gribskov[Role.Caseworker]);
        foreach (var page in new[] { $"/gribskov/municipality/imports/check/{id}", $"/gribskov/municipality/imports/problems/{id}",
            $"/gribskov/municipality/imports/map/{id}" })
        {
            var told = await browser.GetStringAsync(page, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(secret[7..], told, StringComparison.Ordinal);
            Assert.DoesNotContain("3113857777", told, StringComparison.Ordinal);
        }
        Assert.Contains("010185-****",
            await browser.GetStringAsync($"/gribskov/municipality/imports/map/{id}", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_no_column_is_said_once_and_the_drafts_wait_for_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var gribskov = app.World.Gribskov;
        var flow = new ImportFlow(app, gribskov);
        var id = await flow.TryOutAsync(FileOf(5, app.Database).ToBytes("Kvalifikationer", "Snitflader"));
        Assert.Equal([(1, "", "NotInFile"), (1, "", "NotInFile")], (await flow.ProblemsAsync(id)).Select(p => (p.Row, p.Letter, p.Fault)));
        await flow.RunAsync(id, warningsSeen: 2);
        Assert.Equal(new ResultModel.Outcome(0, 5), await app.SendAsync(gribskov.As(Role.Caseworker), new ResultModel.Command(id)));
    }

    [Fact]
    public async Task All_complete_drafts_go_to_approval_in_one_act_and_each_needs_somebody_else()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var gribskov = app.World.Gribskov;
        var flow = new ImportFlow(app, gribskov);
        var id = await flow.TryOutAsync(FileOf(6, app.Database).ToBytes());
        await flow.RunAsync(id);

        Assert.Equal(new ResultModel.Outcome(6, 0), await app.SendAsync(gribskov.As(Role.Caseworker), new ResultModel.Command(id)));

        Assert.Equal(6L, await app.ScalarAsync(
            "select count(*) from portal.grants where status = 'Submitted' and submitted_by = $1 and id in (select grant_id from portal.imported_rows where import_id = $2)",
            gribskov[Role.Caseworker], id));
        Assert.Equal(1, await app.Database.EventsAsync("ImportedGrantsSubmitted", gribskov.Id, id));
        Assert.Equal(new ResultModel.Outcome(0, 0), await app.SendAsync(gribskov.As(Role.Caseworker), new ResultModel.Command(id)));
    }

    [Fact]
    public async Task A_file_is_erased_when_the_import_is_given_up_or_forgotten_and_stands_sealed_until_then()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var gribskov = app.World.Gribskov;
        var flow = new ImportFlow(app, gribskov);
        var file = FileOf(2, app.Database).ToBytes();
        var (given, forgotten) = (await flow.TryOutAsync(file), await flow.UploadAsync(file));
        Assert.Empty(await app.Database.TablesWithAsync("Opfundet Prøvesen"));
        Assert.Equal(true, await app.ScalarAsync(
            "select run_after between now() + interval '6 days 23 hours' and now() + interval '7 days' from portal.jobs where kind = 'ForgetImport' and subject_id = $1",
            forgotten));

        await app.SendAsync(gribskov.As(Role.Caseworker), new CheckModel.Cancelling(given));
        await flow.WorkAsync(JobKinds.ForgetImport, forgotten);
        await flow.WorkAsync(JobKinds.ForgetImport, given);

        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.import_files where import_id = any ($1)",
            new[] { given, forgotten }));
        Assert.Equal("Cancelled Forgotten",
            await app.ScalarAsync("select string_agg(state, ' ' order by state) from portal.imports where id = any ($1)",
            new[] { given, forgotten }));
        Assert.Equal(Rule.ImportHasMovedOn, (await Assert.ThrowsAsync<RuleViolation>(() => flow.RunAsync(given))).Rule);
    }

    [Fact]
    public async Task The_worker_acts_as_the_person_who_asked_and_the_columns_are_remembered()
    {
        await using var app = await PortalApp.OpenAsync(cluster, runsJobs: true);
        var gribskov = app.World.Gribskov;
        var flow = new ImportFlow(app, gribskov);
        var file = FileOf(2, app.Database).ToBytes();
        var id = await flow.UploadAsync(file);
        var caseworker = gribskov.As(Role.Caseworker);
        var fields = (await app.SendAsync(caseworker, new MapModel.Query(id))).Columns.Select(c =>
            c.Field == ImportField.Phone ? "" : c.Field?.ToString() ?? "").ToList();
        await app.SendAsync(caseworker, new MapModel.Command(id, fields));
        await UntilAsync(flow, id, ImportState.Checked);
        await app.SendAsync(caseworker, new CheckModel.Command(id, 0));
        await UntilAsync(flow, id, ImportState.Imported);

        Assert.Equal(caseworker.Person,
            await app.ScalarAsync("select actor_id from portal.evidence_events where kind = 'ImportCarriedOut' and subject_id = $1",
            id));
        Assert.Equal("", await app.ScalarAsync(
            "select string_agg(distinct phone, '') from portal.citizen_identities where citizen_id in (select citizen_id from portal.imported_rows where import_id = $1)",
            id));
        var next = await app.SendAsync(caseworker, new MapModel.Query(await flow.UploadAsync(file)));
        Assert.True(next.IsRemembered);
        Assert.Null(next.Columns.Single(c => c.Header == "Telefon").Field);
        var neighbour = app.World.Hilleroed;
        Assert.False((await app.SendAsync(neighbour.As(Role.Caseworker),
            new MapModel.Query(await new ImportFlow(app, neighbour).UploadAsync(file)))).IsRemembered);
    }

    [Fact]
    public async Task Five_hundred_rows_ask_the_database_hardly_more_often_than_fifty()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var flow = new ImportFlow(app, app.World.Gribskov);
        var asked = 0;
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) =>
                System.Diagnostics.ActivitySamplingResult.AllData,
            // Other tests ask other databases meanwhile.
            ActivityStopped = command =>
                { if (command.TagObjects.Any(t => t.Value as string == app.Database.Name)) Interlocked.Increment(ref asked); },
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        await flow.TryOutAsync(FileOf(50, app.Database).ToBytes());
        asked = 0;
        await flow.TryOutAsync(FileOf(50, app.Database).ToBytes());
        var few = asked;
        var count = int.Parse(Environment.GetEnvironmentVariable("MENTORMARKET_IMPORT_ROWS") ?? "500", CultureInfo.InvariantCulture);
        var file = FileOf(count, app.Database).ToBytes();
        asked = 0;
        var id = await flow.UploadAsync(file);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await flow.CheckAsync(id, file);
        var (tried, many) = (clock.Elapsed, asked);
        await flow.RunAsync(id);

        output.WriteLine(
            $"{count} rows: tried out in {tried.TotalSeconds:0.00} s, imported in {(clock.Elapsed - tried).TotalSeconds:0.00} s");
        // How long it takes is the machine's affair; how often the database is asked is not. Known citizens are looked up a hundred at a
        // time.
        Assert.True(few > 0 && many <= few + (count / 100), $"{few} commands for 50 rows, {many} for {count}");
    }

    private static async Task UntilAsync(ImportFlow flow, Guid id, ImportState state)
    {
        for (var i = 0; i < 900 && (await flow.SeeAsync(id)).State != state; i++)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        Assert.Equal(state, (await flow.SeeAsync(id)).State);
    }

    internal static DateOnly StartsOn(TestDatabase database) => database.World.Today.AddDays(14);

    internal static GrantFile FileOf(int count, TestDatabase database) => new(count, StartsOn(database));

    internal static async Task<long[]> CountsAsync(TestDatabase database)
    {
        var counts = new List<long>();
        foreach (var table in Written) counts.Add((long)(await database.ScalarAsync($"select count(*) from portal.{table}"))!);
        return [.. counts];
    }
}
