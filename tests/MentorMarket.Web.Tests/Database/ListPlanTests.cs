using System.Text.RegularExpressions;
using MentorMarket.Domain.Assignments;
using MentorMarket.Domain.Deadlines;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices;
using MentorMarket.Web.Pages.Municipality.FollowUps;
using MentorMarket.Web.Tests.Demo;

namespace MentorMarket.Web.Tests.Database;

/// <summary>
/// What PostgreSQL reads for each list of the portal with a million time entries and 300,000 invoices of fifty municipalities: the
/// statements that the pages send, as the logins that send them, and no more of a big table than is the organisation's own.
/// Takes some minutes: <c>infra/test --all</c>.
/// </summary>
public sealed class ListPlanTests(Cluster cluster)
{
    private const string Seq = "Seq Scan";

    // A table of no more rows may be read whole: that is as fast as an index.
    private const int FewRows = 5_000;

    // What a step may read beside the organisation's own.
    private const int Some = 200;

    // A day in the middle of the made-up year, on which much of it is under way.
    private static readonly DateTimeOffset Day = new(2025, 6, 18, 9, 0, 0, TimeSpan.Zero);

    /// <param name="Path">Below the organisation's; the citizen's is whole.</param>
    /// <param name="Asked">What can be asked of it, each with the page as it opens.</param>
    private sealed record List(string Who, string Path, params string[] Asked);

    /// <param name="Columns">Of each big table.</param>
    /// <param name="First">The first column of each of their indexes.</param>
    private sealed record Big(IReadOnlyDictionary<string, string[]> Columns, IReadOnlyDictionary<string, string> First);

    /// <param name="Own">How many rows of each big table are the organisation's; of one that is not named, none are.</param>
    private sealed record Visitor(HttpClient Browser, string Base, IReadOnlyDictionary<string, long> Own)
    {
        public long Most => Own.Values.DefaultIfEmpty().Max();
    }

    private const string Staff = "Municipality";
    private const string Caseworker = "Caseworker";
    private const string Firm = "Provider";
    private const string Mentor = "Mentor";
    private const string Auditor = "Auditor";
    private const string Citizen = "Citizen";

    private static readonly string[] OfInvoices =
    [
        "page=2", "page=99999", "q=O12", "q=Firma 12", "waiting=true", "paidTooMuch=true", "from=2025-05-01&to=2025-05-31",
        "finding=D05", "finding=G02", "finding=G02&page=99999", "finding=M01", "provider={provider}", "municipality={municipality}",
        .. Each<InvoiceStatus>("status"),
        .. Sorts("number", "municipality", "provider", "issued", "amount", "payable", "held", "rejected", "toomuch", "status"),
    ];

    private static readonly List[] Lists =
    [
        new(Staff, "municipality"),
        new(Staff, "municipality/assignments", ["page=2", "page=99999", "q=O12", "provider={provider}", "endsWithin=30",
            .. Each<AssignmentStatus>("status"), .. Sorts("number", "ends")]),
        new(Staff, "municipality/citizens", ["page=2", "page=99999", "q=O12", "q=Borger 12", "area=Opdigtet",
            .. Sorts("number", "name", "area")]),
        new(Staff, "municipality/grants", ["page=2", "page=99999", "q=O12", "purpose=Job", "mine=true", .. Each<GrantStatus>("status"),
            .. Sorts("number", "citizen", "ends")]),
        new(Staff, "municipality/followups", ["page=2", "page=99999", "q=O12", "who=all", "who=mine", .. Each<DeadlineKind>("kind"),
            .. Each<When>("when"), .. Sorts("grant", "citizen", "kind", "due")]),
        new(Staff, "municipality/information-duties", [.. Sorts("due", "citizen", "received")]),
        new(Staff, "municipality/imports"),
        new(Staff, "municipality/effect", ["year=2025", "year=2025&by=MentorKind", "year=2025&handler=Export"]),
        new(Staff, "municipality/engagements"),
        new(Staff, "municipality/deputies"),
        new(Staff, "municipality/invoices", OfInvoices),
        new(Staff, "municipality/invoices/export", "status=Checked", "finding=G02", "paidTooMuch=true"),
        new(Staff, "organisation/members", ["page=2", "q=Opdigtet", .. Sorts("name", "email", "status")]),
        new(Caseworker, "municipality"),
        new(Caseworker, "municipality/followups"),
        new(Firm, "provider"),
        new(Firm, "provider/assignments", ["page=2", "page=99999", "q=O12", "state=live", "state=ahead", "state=over", "mentor={mentor}",
            .. Sorts("number", "municipality", "ends")]),
        new(Firm, "provider/entries", ["page=2", "page=99999", "month=2025-05", "assignment={assignment}", "mentor={mentor}",
            "state=superseded", "state=unconfirmed", "state=confirmed", "state=disputed", .. Each<EntryKind>("kind"), "sort=date",
            "sort=date&page=99999"]),
        new(Firm, "provider/invoices", ["page=2", "page=99999", "q=O12", "municipality={municipality}", .. Each<InvoiceStatus>("status"),
            .. Sorts("number", "amount", "date")]),
        new(Firm, "provider/invoices/create"),
        new(Firm, "provider/listings", [.. Sorts("municipality", "hours", "rate", "starts", "published")]),
        new(Firm, "organisation/members", ["q=Opdigtet", .. Sorts("name", "email", "status")]),
        new(Mentor, "provider"),
        new(Mentor, "provider/assignments"),
        new(Mentor, "provider/entries", "state=unconfirmed", "state=disputed", "sort=date"),
        new(Mentor, "provider/entries/register"),
        new(Auditor, "auditor"),
        new(Auditor, "auditor/invoices", OfInvoices),
        new(Auditor, "auditor/invoices/export", "status=Checked", "finding=G02", "paidTooMuch=true"),
        new(Citizen, "/c/hours"),
    ];

    [Fact]
    public async Task No_list_reads_more_of_a_big_table_than_is_the_organisations_own()
    {
        if (Environment.GetEnvironmentVariable("MENTORMARKET_TEST_ALL") != "1") Assert.Skip("infra/test --all");
        await using var database = await cluster.NewDatabaseAsync();
        await MadeUpRows.FillAsync(database, entries: 1_000_000, invoices: 300_000);
        await AddPeopleAsync(database);
        var big = await BigTablesAsync(database);
        Assert.Subset(big.Columns.Keys.ToHashSet(), new HashSet<string>
        {
            "time_entries", "confirmations", "invoices", "invoice_lines", "checks", "line_verdicts", "line_matches", "approvals", "grants",
            "assignments", "agreements", "citizens",
        });
        var plans = new ToldPlans(database);
        await plans.BeginAsync();
        await using var app = new PortalApp(database, new StoppedClock(Day));

        var found = new List<string>();
        var asked = 0;
        var choices = await ChoicesAsync(database);
        foreach (var lists in Lists.GroupBy(list => list.Who))
        {
            var visitor = await VisitorAsync(database, app, lists.Key, big);
            foreach (var list in lists)
            {
                foreach (var variant in list.Asked.Prepend(""))
                {
                    var address = $"{list.Path}{(variant.Length == 0 ? "" : "?")}{Filled(variant, choices)}";
                    var answer = HttpStatusCode.OK;
                    var told = await plans.WhileAsync(async () =>
                    {
                        using var response = await visitor.Browser.GetAsync(visitor.Base + address);
                        answer = response.StatusCode;
                    });
                    asked++;
                    TestContext.Current.TestOutputHelper?.WriteLine(
                        $"{lists.Key,-12} {address,-60} {told.Count,3} statements {told.Sum(plan => plan.Milliseconds),9:0.0} ms");
                    if (answer != HttpStatusCode.OK) found.Add($"{lists.Key} {address} answered {answer}");
                    found.AddRange(told.SelectMany(p => TooMuch(p, visitor, big).Select(words => $"{lists.Key} {address} {words}")));
                }
            }
        }
        Assert.True(found.Count == 0, $"{asked} pages were asked for:\n{string.Join('\n', found)}");
    }

    [Fact]
    public async Task Whoever_reads_more_than_that_is_told()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await MadeUpRows.FillAsync(database, entries: 6_000, invoices: 1_000);
        var plans = new ToldPlans(database);
        await plans.BeginAsync();
        var big = await BigTablesAsync(database);
        var visitor = new Visitor(null!, "", new Dictionary<string, long> { ["time_entries"] = 100 });

        Assert.Contains("reads all of time_entries", await TellAsync("select sum(minutes) from portal.time_entries",
            "enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan"), StringComparison.Ordinal);
        Assert.Contains("Index Only Scan reads 6000 rows of time_entries, of which 100 are its own",
            await TellAsync("select count(id) from portal.time_entries", "enable_seqscan"), StringComparison.Ordinal);
        // Thrown away is read too.
        Assert.Contains("Index Scan reads 6000 rows of time_entries",
            await TellAsync("select count(*) from portal.time_entries where minutes < 0 and id > '00000000-0000-0000-0000-000000000000'",
                "enable_seqscan", "enable_bitmapscan"), StringComparison.Ordinal);
        Assert.Contains("reads 1 rows of time_entries 6000 times", await TellAsync("""
            select count(*) from generate_series(1, 6000) n, lateral (
                select from portal.time_entries e where e.id = md5(n::text)::uuid limit 1) e
            """, "enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_memoize"), StringComparison.Ordinal);
        // By the second column of an index.
        Assert.Contains("starts_at_idx of time_entries", await TellAsync(
            "select count(*) from portal.time_entries where starts_at = '2000-01-01'", "enable_seqscan"), StringComparison.Ordinal);
        Assert.Contains("reads all of time_entries", await TellAsync("""
            do $$ begin perform count(*) from portal.time_entries; end $$
            """, "enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan"), StringComparison.Ordinal);
        Assert.Equal("", await TellAsync("select minutes from portal.time_entries where id = '00000000-0000-0000-0000-000000000000'"));

        async Task<string> TellAsync(string sql, params string[] without)
        {
            var told = await plans.WhileAsync(async () =>
            {
                await using var connection = new NpgsqlConnection(database.Migrator + ";Pooling=false");
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand(string.Concat(without.Select(w => $"set {w} = off;")) + sql, connection);
                await command.ExecuteNonQueryAsync();
            });
            return string.Join('\n', told.SelectMany(plan => TooMuch(plan, visitor, big)));
        }
    }

    private static IEnumerable<string> TooMuch(ToldPlan plan, Visitor visitor, Big big)
    {
        foreach (var read in plan.Reads.Where(read => big.Columns.ContainsKey(read.Table)).Distinct())
        {
            var own = visitor.Own.GetValueOrDefault(read.Table);
            // An index that is asked for anything but its first column is read from end to end, and tells only of what fitted.
            var isWhole = read.Condition.Length > 0 && !Regex.IsMatch(read.Condition, $@"\b{big.First[read.Index]}\b");
            var words = read.How == Seq ? $"reads all of {read.Table}"
                : isWhole ? $"reads all of {read.Index} of {read.Table}"
                : read.Rows > own + Some ? $"{read.How} reads {read.Rows} rows of {read.Table}, of which {own} are its own"
                : read.All > visitor.Most + Some ? $"{read.How} reads {read.Rows} rows of {read.Table} {read.Passes} times"
                : null;
            if (words is not null) yield return $"{words}: {OneLine(plan.Statement)}";
        }
    }

    private static string OneLine(string statement)
    {
        var words = string.Join(' ', statement.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length > 300 ? words[..300] : words;
    }

    // An auditor of a municipality, a citizen's link, somebody in each role; and some assignments that last beyond the server's day.
    private static async Task AddPeopleAsync(TestDatabase database)
    {
        await database.ScalarAsync(People);
        await MadeUpCases.FillAsync(database);
        // As a server leaves its tables that has had a quiet hour.
        await using var connection = await database.OpenAsync("mm_migrator");
        await using var vacuum = new NpgsqlCommand("vacuum analyze", connection) { CommandTimeout = 600 };
        await vacuum.ExecuteNonQueryAsync();
    }

    private const string People = """
        insert into portal.organisations (id, kind, slug, name)
        values ('0a000000-0000-8000-8000-000000000001', 'AuditFirm', 'opdigtet-revision', 'Opdigtet Revision');
        insert into portal.users (id, user_name, normalized_user_name, email, normalized_email, display_name, is_demo)
        values ('0a000000-0000-8000-8000-000000000002', 'revisor@opdigtet.example', 'REVISOR@OPDIGTET.EXAMPLE',
            'revisor@opdigtet.example', 'REVISOR@OPDIGTET.EXAMPLE', 'Opdigtet Revisor', true);
        insert into portal.memberships (id, organisation_id, person_id, name, email, roles)
        values ('0a000000-0000-8000-8000-000000000003', '0a000000-0000-8000-8000-000000000001', '0a000000-0000-8000-8000-000000000002',
            'Opdigtet Revisor', 'revisor@opdigtet.example', '{Auditor}');
        insert into portal.engagements (id, auditor_id, municipality_id, period_from, period_to, opens_on, expires_on, granted_at)
        select '0a000000-0000-8000-8000-000000000004', '0a000000-0000-8000-8000-000000000001', id, '2025-01-01', '2025-12-31', '2025-01-01',
            '2099-12-31', now()
        from portal.organisations where slug = 'opdigtet-kommune-7';
        update portal.users set security_stamp = id::text;
        update portal.memberships m
        set roles = case
            when o.slug = 'opdigtet-kommune-7' then '{Caseworker,TeamLeader,Finance,Administrator}'::text[]
            when o.kind = 'Municipality' then '{Caseworker}'
            when m.person_id = (select min(x.person_id::text)::uuid from portal.memberships x where x.organisation_id = o.id)
                then '{Coordinator,Administrator}'
            else '{Mentor}' end
        from portal.organisations o
        where o.id = m.organisation_id and o.slug in ('opdigtet-kommune-7', 'opdigtet-kommune-8', 'opdigtet-firma-7');
        update portal.assignments set ends_on = '2099-12-31'
        where provider_id = (select id from portal.organisations where slug = 'opdigtet-firma-7') and hashtext(number) % 3 = 0;
        insert into portal.citizen_links (id, municipality_id, citizen_id, token_hash, code_hash, issued_by, issued_at, expires_on)
        select '0a000000-0000-8000-8000-000000000005', municipality_id, citizen_id, '\x00', '\x00', published_by, published_at, '2099-12-31'
        from portal.assignments where ends_on = '2099-12-31' order by number limit 1
        """;

    private static async Task<Big> BigTablesAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync("mm_migrator");
        await using var command = new NpgsqlCommand($"""
            select c.relname, array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0),
                array(select i.indexrelid::regclass::text from pg_index i where i.indrelid = c.oid order by i.indexrelid),
                array(select pg_get_indexdef(i.indexrelid, 1, true) from pg_index i where i.indrelid = c.oid order by i.indexrelid)
            from pg_class c
            where c.relnamespace = 'portal'::regnamespace and c.relkind = 'r' and c.reltuples > {FewRows}
            """, connection);
        await using var row = await command.ExecuteReaderAsync();
        var (columns, first) = (new Dictionary<string, string[]>(), new Dictionary<string, string>());
        while (await row.ReadAsync())
        {
            columns[row.GetString(0)] = row.GetFieldValue<string[]>(1);
            foreach (var (index, column) in row.GetFieldValue<string[]>(2).Zip(row.GetFieldValue<string[]>(3)))
            {
                first[index["portal.".Length..]] = column;
            }
        }
        return new(columns, first);
    }

    private static async Task<Visitor> VisitorAsync(TestDatabase database, PortalApp app, string who, Big big)
    {
        if (who == Citizen)
        {
            var link = await RowAsync(database, "select id, municipality_id, citizen_id from portal.citizen_links");
            return new(await app.OpenLinkAsync(link[0], link[1], link[2]), "", new Dictionary<string, long>());
        }
        var (slug, role, of) = who switch
        {
            Staff => ("opdigtet-kommune-7", "TeamLeader", "municipality_id"),
            Caseworker => ("opdigtet-kommune-8", "Caseworker", "municipality_id"),
            Firm => ("opdigtet-firma-7", "Coordinator", "provider_id"),
            Mentor => ("opdigtet-firma-7", "Mentor", "provider_id"),
            _ => ("opdigtet-revision", "Auditor", "municipality_id"),
        };
        var found = await RowAsync(database, """
            select m.person_id, coalesce((select municipality_id from portal.engagements e where e.auditor_id = o.id), o.id)
            from portal.memberships m join portal.organisations o on o.id = m.organisation_id
            where o.slug = $1 and $2 = any (m.roles) order by m.person_id limit 1
            """, slug, role);
        var own = new Dictionary<string, long>();
        foreach (var (table, columns) in big.Columns)
        {
            if (columns.Contains(of))
            {
                own[table] = (long)(await database.ScalarAsync($"select count(*) from portal.{table} where {of} = $1", found[1]))!;
            }
        }
        // The market is everybody's.
        if (of == "provider_id") own["listings"] = (long)(await database.ScalarAsync(
            "select count(*) from portal.listings where taken_at is null and withdrawn_at is null"))!;
        return new(await app.LogInAsync(found[0]), $"/{slug}/", own);
    }

    // Values that a list can be asked for.
    private static async Task<IReadOnlyList<(string Name, Guid Id)>> ChoicesAsync(TestDatabase database) =>
        [.. (await RowAsync(database, """
            select a.municipality_id, a.provider_id, a.id, m.mentor_id
            from portal.assignments a
            join portal.organisations p on p.id = a.provider_id
            join portal.agreements g on g.assignment_id = a.id
            join portal.agreement_mentors m on m.agreement_id = g.id
            where p.slug = 'opdigtet-firma-7' order by a.number limit 1
            """)).Zip(["municipality", "provider", "assignment", "mentor"], (id, name) => (name, id))];

    private static string Filled(string asked, IReadOnlyList<(string Name, Guid Id)> choices) =>
        choices.Aggregate(asked, (words, choice) => words.Replace($"{{{choice.Name}}}", choice.Id.ToString(), StringComparison.Ordinal));

    private static async Task<Guid[]> RowAsync(TestDatabase database, string sql, params object[] values)
    {
        await using var connection = await database.OpenAsync("mm_migrator");
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var row = await command.ExecuteReaderAsync();
        Assert.True(await row.ReadAsync());
        return [.. Enumerable.Range(0, row.FieldCount).Select(row.GetGuid)];
    }

    private static string[] Each<T>(string name)
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(value => $"{name}={value}")];

    private static string[] Sorts(params string[] columns) => [.. columns.SelectMany(c => new[] { $"sort={c}", $"sort=-{c}" })];
}
