using System.Security.Cryptography;
using System.Text;
using MentorMarket.Web.Commands;
using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Tests.Secrets;

/// <summary>What is sealed: bound to its place, opened with the key that sealed it, found under a key of the municipality's own.</summary>
public sealed class VaultTests(Cluster cluster) : IDisposable
{
    private static readonly CprNumber Someone = new("0101900001");
    private readonly string folder = Directory.CreateTempSubdirectory("mentormarket-keys-").FullName;
    private readonly Guid tenant = Guid.CreateVersion7();
    private readonly Guid citizen = Guid.CreateVersion7();

    private string Keys => KeyRing.PathIn(folder, null);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_is_sealed_opens_in_its_own_place_only()
    {
        await KeyRing.CreateAsync(Keys);
        var vault = new Vault(KeyRing.Open(Keys));
        var secret = vault.Seal(Someone, tenant, citizen);

        Assert.Equal(Someone, vault.OpenCpr(secret, tenant, citizen));
        Assert.ThrowsAny<CryptographicException>(() => vault.OpenCpr(secret, tenant, Guid.CreateVersion7()));
        Assert.ThrowsAny<CryptographicException>(() => vault.OpenCpr(secret, Guid.CreateVersion7(), citizen));
        Assert.ThrowsAny<CryptographicException>(() => vault.Open(secret, new(tenant, "citizen_cprs", citizen, "other")));
        Assert.ThrowsAny<CryptographicException>(() => vault.Open(secret, new(tenant, "other", citizen, "cipher")));
        secret.Cipher[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => vault.OpenCpr(secret, tenant, citizen));
        Assert.ThrowsAny<CryptographicException>(() => vault.OpenCpr(new Sealed(secret.KeyId, [1, 2, 3]), tenant, citizen));
    }

    [Fact]
    public async Task The_same_number_is_sealed_differently_each_time_and_found_by_a_value_of_the_municipalitys_own()
    {
        await KeyRing.CreateAsync(Keys);
        var vault = new Vault(KeyRing.Open(Keys));

        Assert.NotEqual(vault.Seal(Someone, tenant, citizen).Cipher, vault.Seal(Someone, tenant, citizen).Cipher);
        Assert.Equal(vault.LookUp(Someone, tenant), vault.LookUp(new CprNumber("0101900001"), tenant));
        Assert.NotEqual(vault.LookUp(Someone, tenant), vault.LookUp(Someone, Guid.CreateVersion7()));
        Assert.NotEqual(vault.LookUp(Someone, tenant), vault.LookUp(new CprNumber("0101900002"), tenant));
    }

    [Fact]
    public async Task A_key_that_is_added_seals_at_once_in_a_portal_that_runs_and_the_old_one_still_opens()
    {
        await KeyRing.CreateAsync(Keys);
        var vault = new Vault(KeyRing.Open(Keys));
        var before = vault.Seal(Someone, tenant, citizen);
        var lookup = vault.LookUp(Someone, tenant);

        Assert.Equal("k2", await KeyRing.AddAsync(Keys));

        Assert.Equal("k1", before.KeyId);
        Assert.Equal("k2", vault.Seal(Someone, tenant, citizen).KeyId);
        Assert.Equal(Someone, vault.OpenCpr(before, tenant, citizen));
        Assert.Equal(lookup, vault.LookUp(Someone, tenant));
        Assert.Equal(lookup, new Vault(KeyRing.Open(Keys)).LookUp(Someone, tenant));
    }

    [Fact]
    public async Task A_value_whose_key_is_missing_is_refused()
    {
        await KeyRing.CreateAsync(Keys);
        var secret = new Vault(KeyRing.Open(Keys)).Seal(Someone, tenant, citizen);
        File.Delete(Keys);
        await KeyRing.CreateAsync(Keys);

        Assert.ThrowsAny<CryptographicException>(() => new Vault(KeyRing.Open(Keys)).OpenCpr(secret, tenant, citizen));
        Assert.ThrowsAny<CryptographicException>(() => new Vault(KeyRing.Open(Keys))
            .OpenCpr(secret with { KeyId = "k9" }, tenant, citizen));
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_key_file_and_none_is_overwritten()
    {
        await KeyRing.CreateAsync(Keys);
        var first = await File.ReadAllTextAsync(Keys, TestContext.Current.CancellationToken);
        await KeyRing.CreateAsync(Keys);

        Assert.Equal(first, await File.ReadAllTextAsync(Keys, TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Keys));
        Assert.Throws<CannotStartException>(() => KeyRing.Open(Keys + ".elsewhere"));
    }

    [Fact]
    public async Task A_lost_key_file_stops_the_preparation_of_a_database_that_holds_sealed_rows()
    {
        await using var database = await cluster.NewWorldAsync();
        File.Delete(KeyRing.PathIn(database.Folder, null));
        var admin = new Npgsql.NpgsqlConnectionStringBuilder(database.Administrator) { Pooling = false }.ConnectionString;

        // The roles are the server's: their passwords stay as they are only with the files of the run.
        foreach (var file in new[] { "connections.json", "migrator-connection" })
        {
            File.Copy(Path.Combine(Path.GetDirectoryName(database.Folder)!, file), Path.Combine(database.Folder, file), overwrite: true);
        }
        var lost = await Assert.ThrowsAsync<CannotStartException>(() => new Web.Commands.DatabaseSetup(admin, database.Folder).RunAsync());

        Assert.Contains("citizen_cprs", lost.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyRing.PathIn(database.Folder, null)));
    }

    [Fact]
    public async Task A_new_key_encrypts_every_row_anew_while_numbers_are_looked_up_and_opened()
    {
        await using var database = await cluster.NewWorldAsync();
        var world = database.World;
        var vault = database.Vault();
        await GrowAsync(database, vault, 400);
        await using var source = Npgsql.NpgsqlDataSource.Create(database.Logins["mm_municipality"]);
        using var stop = new CancellationTokenSource();
        var looked = 0;
        async Task LookAsync(int seed)
        {
            for (var i = seed; !stop.IsCancellationRequested; i++)
            {
                var number = new CprNumber($"0101910{(i % 400) + 1:000}");
                await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
                await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
                await using (var act = new Npgsql.NpgsqlCommand($"select set_config('app.tenant', '{world.Gribskov.Id}', true)",
                    connection, transaction))
                {
                    await act.ExecuteScalarAsync(CancellationToken.None);
                }
                await using var find = new Npgsql.NpgsqlCommand(
                    "select citizen_id, key_id, cipher from portal.citizen_cprs where lookup = $1", connection, transaction)
                {
                    Parameters = { new() { Value = vault.LookUp(number, world.Gribskov.Id) } },
                };
                await using var reader = await find.ExecuteReaderAsync(CancellationToken.None);
                Assert.True(await reader.ReadAsync(CancellationToken.None), "A look-up was lost.");
                Assert.Equal(number, vault.OpenCpr(new Sealed(reader.GetString(1), reader.GetFieldValue<byte[]>(2)), world.Gribskov.Id,
                    reader.GetGuid(0)));
                Interlocked.Increment(ref looked);
            }
        }
        var looking = Enumerable.Range(0, 3).Select(i => Task.Run(() => LookAsync(i * 100))).ToList();
        var rows = (long)(await database.ScalarAsync(
            "select (select count(*) from portal.citizen_cprs) + (select count(*) from portal.import_files)"))!;
        for (var round = 2; round <= 4; round++)
        {
            Assert.Equal($"k{round}", await KeyRing.AddAsync(KeyRing.PathIn(database.Folder, null)));
            Assert.Equal(rows, await KeyRotation.RunAsync(database.Migrator, KeyRing.Open(KeyRing.PathIn(database.Folder, null)),
                TestContext.Current.CancellationToken));
            Assert.Equal(0L, await database.ScalarAsync("select count(*) from portal.citizen_cprs where key_id <> $1", $"k{round}"));
        }
        await stop.CancelAsync();
        await Task.WhenAll(looking);

        Assert.True(looked > 20, $"Only {looked} look-ups ran beside the rotation.");
        Assert.Equal(0, await KeyRotation.RunAsync(database.Migrator, KeyRing.Open(KeyRing.PathIn(database.Folder, null)),
            TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task No_number_stands_in_the_database_in_any_column()
    {
        await using var database = await cluster.NewWorldAsync();
        foreach (var c in database.World.Cases)
        {
            Assert.Empty(await Acting.TablesWithAsync(database, c.Cpr.Digits));
            Assert.Empty(await Acting.TablesWithAsync(database, c.Cpr.Written()));
            Assert.Empty(await Acting.TablesWithAsync(database,
                Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(c.Cpr.Digits)))));
        }
    }

    private static async Task GrowAsync(TestDatabase database, Vault vault, int count)
    {
        var rows = new Rows();
        var municipality = database.World.Gribskov.Id;
        for (var i = 1; i <= count; i++)
        {
            var (id, cpr) = (Guid.CreateVersion7(), new CprNumber($"0101910{i:000}"));
            var secret = vault.Seal(cpr, municipality, id);
            rows.Add("citizens", ("id", id), ("municipality_id", municipality), ("number", $"B-many-{i}"), ("area", "Prøveby"),
                ("birth_year", 1991));
            rows.Add("citizen_cprs", ("citizen_id", id), ("municipality_id", municipality), ("key_id", secret.KeyId),
                ("cipher", secret.Cipher), ("lookup", vault.LookUp(cpr, municipality)));
        }
        await rows.SaveAsync(database.Migrator);
    }
}
