using MentorMarket.Web.Secrets;
using Microsoft.Extensions.Configuration;

namespace MentorMarket.Web.Tests.Secrets;

public sealed class KeyFingerprintTests(Cluster cluster)
{
    [Fact]
    public async Task A_portal_starts_with_the_keys_that_its_database_was_sealed_with_and_with_newer_ones()
    {
        await using var database = await cluster.NewWorldAsync();
        var keys = KeyRing.PathIn(database.Folder, null);
        await StartAsync(database);

        await KeyRing.AddAsync(keys);
        await StartAsync(database);
    }

    [Fact]
    public async Task A_portal_with_another_key_file_an_older_copy_or_none_says_which_and_does_not_start()
    {
        await using var database = await cluster.NewWorldAsync();
        var keys = KeyRing.PathIn(database.Folder, null);
        File.Copy(keys, keys + ".old");
        await KeyRing.AddAsync(keys);
        await using (var owner = await database.OpenAsync("mm_migrator"))
        {
            await KeyFingerprints.NoteAsync(owner, "cases", KeyRing.Open(keys));
        }

        File.Copy(keys + ".old", keys, overwrite: true);
        Assert.Contains("is an older copy: the key k2 is not in it", await RefusedAsync(database), StringComparison.Ordinal);

        File.Delete(keys);
        Assert.Contains("There is no key file", await RefusedAsync(database), StringComparison.Ordinal);

        await KeyRing.CreateAsync(keys);
        Assert.Contains("the key file of another database", await RefusedAsync(database), StringComparison.Ordinal);

        await File.WriteAllTextAsync(keys, "{", TestContext.Current.CancellationToken);
        Assert.Contains("is not a key file", await RefusedAsync(database), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_portal_itself_asks_at_its_start()
    {
        await using var database = await cluster.NewWorldAsync();
        var keys = KeyRing.PathIn(database.Folder, null);
        File.Delete(keys);
        await KeyRing.CreateAsync(keys);
        await using var app = new PortalApp(database);

        // The program has said why on its error stream, and ended.
        Assert.ThrowsAny<Exception>(() => app.Services);
    }

    private static async Task<string> RefusedAsync(TestDatabase database) =>
        (await Assert.ThrowsAsync<CannotStartException>(() => StartAsync(database))).Message;

    private static async Task StartAsync(TestDatabase database)
    {
        await using var sources = database.Sources();
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("MENTORMARKET_DATA", database.Folder)]).Build();
        await new KeyCheck(sources, settings).StartAsync(TestContext.Current.CancellationToken);
    }
}
