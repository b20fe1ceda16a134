namespace MentorMarket.Web.Tests.Database;

public sealed class CatalogueLintTests(Cluster cluster)
{
    [Fact]
    public async Task The_schema_keeps_every_rule()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync();

        Assert.Empty(await CatalogueLint.FindingsAsync(connection));
    }

    [Fact]
    public async Task Each_rule_reports_a_schema_that_breaks_it()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync();
        var silent = new List<string>();
        foreach (var rule in CatalogueLint.Rules.Keys)
        {
            foreach (var wrong in Wrong[rule])
            {
                await using var transaction = await connection.BeginTransactionAsync();
                await using (var command = new NpgsqlCommand(wrong, connection)) await command.ExecuteNonQueryAsync();
                if ((await CatalogueLint.FindingsAsync(connection, rule)).Count == 0) silent.Add($"{rule}: {wrong}");
                await transaction.RollbackAsync();
            }
        }

        Assert.Empty(silent);
        Assert.Equal(CatalogueLint.Rules.Keys.Order(), Wrong.Keys.Order());
    }

    [Fact]
    public async Task Every_right_of_every_login_stands_in_the_frozen_table()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync();

        var granted = await Rights.GrantedAsync(connection);

        var differences = Rights.Differences(Rights.Frozen(), granted);
        if (differences.Count > 0)
        {
            await File.WriteAllLinesAsync(Rights.Actual, Rights.Lines(granted), TestContext.Current.CancellationToken);
        }
        Assert.True(differences.Count == 0, $"""
            The rights of the logins are not those of Database/Rights.txt (+ granted, - missing):
            {string.Join(Environment.NewLine, differences)}
            If a migration meant each of them, copy {Rights.Actual} over tests/MentorMarket.Web.Tests/Database/Rights.txt.
            """);
    }

    private static readonly Dictionary<string, string[]> Wrong = new(StringComparer.Ordinal)
    {
        ["Row-level security is on, and forced on the owner too"] =
            ["create table portal.wrong (id uuid)", "alter table portal.grants no force row level security",
                "alter table portal.grants disable row level security"],
        ["The migration role owns every table"] = ["create table portal.wrong (id uuid)", "alter table portal.jobs owner to mm_definer"],
        ["The portal's logins own nothing"] =
            ["grant create on schema portal to mm_provider; create table portal.wrong (id uuid); alter table portal.wrong owner to mm_provider"],
        ["The portal's logins have no power over the server and are members of nothing"] =
            ["alter role mm_provider bypassrls", "alter role mm_citizen superuser", "alter role mm_platform createrole",
                "grant mm_definer to mm_auditor", "grant mm_municipality to mm_provider"],
        ["Nobody can log in as the owner of the definer functions"] = ["alter role mm_definer login"],
        ["No login may truncate, reference or add triggers"] =
            ["grant truncate on portal.grants to mm_municipality", "grant references on portal.grants to mm_provider",
                "grant trigger on portal.invoices to mm_checker"],
        ["Rows are deleted only where the domain forgets"] = ["grant delete on portal.invoices to mm_provider"],
        ["No login can lock a table against the others"] =
            ["grant update on portal.jobs to mm_checker", "grant delete on portal.grant_goals to mm_municipality",
                "grant update on portal.users to mm_signin"],
        ["No login reaches the server beside its rows"] =
            ["grant execute on function pg_advisory_lock(bigint) to public", "grant execute on function lo_create(oid) to mm_citizen",
                "grant select on pg_stat_user_tables to mm_provider",
                "grant execute on function pg_terminate_backend(integer, bigint) to mm_auditor"],
        ["What may be changed is never changed silently"] =
            ["alter table portal.grants disable trigger record_unlogged_change",
                "drop trigger record_unlogged_change on portal.memberships", "drop trigger refuse_truncate on portal.entry_notes",
                "alter table portal.invoices enable trigger record_unlogged_change"],
        ["What an event said is erased only with an event"] =
            ["alter table portal.evidence_payloads disable trigger require_erasure_event"],
        ["Facts and evidence are never updated by a login"] =
            ["grant update (minutes) on portal.time_entries to mm_provider", "grant update on portal.evidence_payloads to mm_platform"],
        ["Nothing is granted to everybody"] =
            ["grant select on portal.listings to public", "grant execute on function portal.audit_scope() to public",
                "create function portal.wrong() returns int language sql as 'select 1'", "grant usage on schema portal to public"],
        ["The logins create nothing"] = ["grant create on schema portal to mm_definer", "grant create on schema public to mm_signin"],
        ["The definer functions are the listed ones, of the role that cannot log in"] =
            ["create function portal.wrong() returns int language sql security definer as 'select 1'",
                "alter function portal.open_citizen_link(bytea, bytea) owner to mm_migrator",
                "alter function portal.append_event(uuid, text, uuid, text, bytea) security invoker"],
        ["Only the definer functions append to a chain without being asked who they are"] =
            ["grant execute on function portal.append_to_chain(uuid, text, uuid, text, bytea, uuid, uuid) to mm_citizen"],
        ["A definer function fixes its search path"] =
            ["alter function portal.open_citizen_link(bytea, bytea) reset search_path",
                "alter function portal.append_event(uuid, text, uuid, text, bytea) set search_path = public, portal"],
        ["What policies call is STABLE, never IMMUTABLE"] = ["alter function portal.tenant() immutable",
            "alter function portal.audit_days() volatile"],
        ["Views ask with the rights of whoever asks"] = ["create view portal.wrong as select * from portal.grants"],
        ["No materialized views, partitions or foreign tables"] =
            ["create materialized view portal.wrong as select * from portal.grants",
                "create table portal.wrong (id uuid) partition by hash (id)"],
        ["No sequence tells how many rows others have"] =
            ["create sequence portal.wrong", "create table portal.wrong (id int generated always as identity)"],
        ["Every policy is permissive and names its logins"] =
            ["create policy wrong on portal.grants using (id is null)",
                "create policy wrong on portal.grants to mm_migrator using (id is null)",
                "create policy wrong on portal.grants as restrictive to mm_provider using (id is null)"],
        ["Only the listed policies let everybody's rows pass"] =
            ["create policy wrong on portal.grants to mm_provider using (true)",
                "create policy wrong on portal.grants for insert to mm_provider with check (true)",
                "create policy sign_in on portal.grants to mm_provider using (true)"],
        ["A policy evaluates who asks once per statement"] =
            ["create policy wrong on portal.grants to mm_provider using (municipality_id = portal.tenant())"],
        ["A policy for reading calls none of our functions for each row"] =
            ["create function portal.wrong(uuid) returns boolean language sql stable as 'select true'; create policy wrong on portal.grants to mm_provider using (portal.wrong(id))"],
        ["A foreign key between two tenants' tables carries the tenant"] =
            ["alter table portal.grants add constraint wrong foreign key (citizen_id) references portal.citizens (id) not valid; alter table portal.grants drop constraint grants_citizen_id_municipality_id_fkey",
                "create unique index wrong on portal.invoices (id, municipality_id); alter table portal.checks drop constraint checks_invoice_id_municipality_id_provider_id_fkey; alter table portal.checks drop constraint checks_invoice_id_municipality_id_provider_id_issued_on_fkey; alter table portal.checks add constraint wrong foreign key (invoice_id, municipality_id) references portal.invoices (id, municipality_id)"],
        ["Triggers that refuse change cannot be switched off by a replica's role"] =
            ["alter table portal.approvals enable trigger approvals_append_only",
                "drop trigger time_entries_append_only on portal.time_entries",
                "drop trigger line_verdicts_append_only on portal.line_verdicts"],
        ["The database's door is open to the portal's logins only"] =
            ["do $$ begin execute format('grant connect on database %I to public', current_database()); end $$"],
    };
}
