namespace MentorMarket.Web.Tests.Database;

/// <summary>The ground that the other tests stand on.</summary>
public sealed class FixtureTests(Cluster cluster)
{
    [Fact]
    public async Task Every_table_of_the_world_has_rows()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var connection = await database.OpenAsync("mm_migrator");
        await using var list = new Npgsql.NpgsqlCommand(
            "select string_agg(format('select %L where not exists (select from portal.%I)', tablename, tablename), ' union all ') from pg_tables where schemaname = 'portal'",
            connection);
        await using var look = new Npgsql.NpgsqlCommand((string)(await list.ExecuteScalarAsync())!, connection);
        await using var reader = await look.ExecuteReaderAsync();
        var empty = new List<string>();
        while (await reader.ReadAsync()) empty.Add(reader.GetString(0));

        // The portal makes its keys itself when it first starts.
        Assert.Equal(["data_protection_keys"], empty);
    }

    [Fact]
    public async Task Databases_are_apart()
    {
        await using var one = await cluster.NewWorldAsync();
        await using var other = await cluster.NewWorldAsync();
        await one.ScalarAsync("update portal.organisations set name = 'changed' where id = $1", one.World.Vest.Id);

        Assert.Equal("changed", await one.ScalarAsync("select name from portal.organisations where id = $1", one.World.Vest.Id));
        Assert.NotEqual("changed", await other.ScalarAsync("select name from portal.organisations where id = $1", one.World.Vest.Id));
    }

    [Fact]
    public async Task A_person_who_is_logged_in_is_known_to_the_portal()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var anonymous = app.Anonymous();
        using var caseworker = await app.LogInAsync(app.World.Gribskov[Role.Caseworker]);

        using var refused = await anonymous.GetAsync("/account/profile");
        using var shown = await caseworker.GetAsync("/account/profile");
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        Assert.StartsWith("/account/login", refused.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Contains("caseworker i gribskov", await shown.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }
}
