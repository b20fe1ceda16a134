namespace MentorMarket.Web.Tests.Database;

/// <summary>A made-up year in the portal's tables: it keeps their laws, nobody in it is real, and it goes to nobody who is.</summary>
public sealed class MadeUpPortalTests(Cluster cluster)
{
    [Fact]
    public async Task A_made_up_year_fits_the_schema_and_every_trigger_wakes_up_again()
    {
        await using var database = await cluster.NewDatabaseAsync();
        const string triggers =
            "select string_agg(t.tgrelid::regclass || ' ' || t.tgname || ' ' || t.tgenabled::text, ',' order by t.tgrelid::regclass::text, t.tgname) from pg_trigger t where not t.tgisinternal";
        var before = await database.ScalarAsync(triggers);

        await MadeUpRows.FillAsync(database, entries: 2000, invoices: 300);

        Assert.Equal(before, await database.ScalarAsync(triggers));
        Assert.Equal(2000L, await database.ScalarAsync("select count(*) from portal.time_entries"));
        Assert.InRange((long)(await database.ScalarAsync("select count(*) from portal.invoices"))!, 300, 400);
        Assert.Equal(0L, await database.ScalarAsync("select count(*) from portal.invoices where check_id is null"));
        Assert.InRange((long)(await database.ScalarAsync("select count(*) from portal.approvals"))!, 50, 300);
    }

    [Fact]
    public async Task Nobody_in_it_is_real_or_can_log_in()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await MadeUpRows.FillAsync(database, entries: 500, invoices: 50);

        Assert.Equal(0L, await database.ScalarAsync("select count(*) from portal.citizen_cprs"));
        Assert.Equal(0L, await database.ScalarAsync(
            "select count(*) from portal.users where password_hash is not null or not is_demo or email not like '%.example'"));
        foreach (var (table, column) in ((string, string)[])[("organisations", "name"), ("memberships", "name"),
            ("citizen_identities", "name"), ("citizen_addresses", "address")])
            Assert.Equal(0L, await database.ScalarAsync($"select count(*) from portal.{table} where {column} not like 'Opdigtet %'"));
    }

    [Fact]
    public async Task A_database_with_anybody_real_in_it_is_refused_and_stays_as_it_was()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await database.ScalarAsync(
            "insert into portal.organisations (id, kind, slug, name) values (gen_random_uuid(), 'Municipality', 'en-kommune', 'En Kommune')");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => MadeUpRows.FillAsync(database, entries: 100, invoices: 10));
        Assert.Contains("real organisations or people", refused.MessageText, StringComparison.Ordinal);
        var iDanish = await Assert.ThrowsAsync<PostgresException>(() =>
            MadeUpRows.FillAsync(database, entries: 100, invoices: 10, inDanish: true));
        Assert.Contains("virkelige organisationer eller personer", iDanish.MessageText, StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync("select count(*) from portal.citizens"));
    }

    [Fact]
    public async Task A_second_made_up_year_does_not_go_on_top_of_the_first()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await MadeUpRows.FillAsync(database, entries: 100, invoices: 10);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => MadeUpRows.FillAsync(database, entries: 100, invoices: 10));
        Assert.Contains("made-up year already", refused.MessageText, StringComparison.Ordinal);
    }
}
