using System.Security.Cryptography;

namespace MentorMarket.Web.Tests.Architecture;

public sealed class FrozenSchemaTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo sample = Directory.CreateTempSubdirectory("mentormarket-frozen-");

    public void Dispose()
    {
        // Git writes its objects read-only.
        foreach (var file in sample.EnumerateFiles("*", SearchOption.AllDirectories)) file.IsReadOnly = false;
        sample.Delete(recursive: true);
    }

    [Fact]
    public void A_file_of_the_schema_stands_as_it_was_frozen() =>
        Assert.Empty(FrozenSchema.Findings(Path.Combine(Source.Root, FrozenSchema.Folder)));

    [Fact]
    public void What_was_frozen_once_is_frozen_for_good()
    {
        var (findings, notSeen) = FrozenSchema.AgainstHistory(Source.Root, FrozenSchema.Folder);

        Assert.Empty(findings);
        if (notSeen is not null) output.WriteLine($"Not all of the history was looked at: {notSeen}.");
    }

    [Fact]
    public void An_edited_a_lost_a_new_and_a_misplaced_file_are_found()
    {
        Write("1_first.sql", "create table a ()");
        Write("2_second.sql", "create table b ()");
        Freeze("1_first.sql", "2_second.sql");
        Assert.Empty(FrozenSchema.Findings(sample.FullName));

        Write("1_first.sql", "create table a (id int)");
        File.Delete(Path.Combine(sample.FullName, "2_second.sql"));
        Write("3_third.sql", "create table c ()");
        Write("0_late.sql", "create table d ()");
        Assert.Equal(["1_first.sql is frozen and was edited", "2_second.sql is frozen and gone", "0_late.sql is not frozen",
            "3_third.sql is not frozen"],
            FrozenSchema.Findings(sample.FullName).Select(f => f.Split(": ")[0]));

        Freeze("1_first.sql", "3_third.sql", "0_late.sql");
        Assert.StartsWith("0_late.sql would run before 3_third.sql", Assert.Single(FrozenSchema.Findings(sample.FullName)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_was_changed_or_taken_out_after_a_commit_is_found_and_a_clone_without_history_says_so()
    {
        Assert.SkipWhen(FrozenSchema.Git(sample.FullName, "init", "--quiet", "--initial-branch=main") is null, "git is not installed");
        Write("1_first.sql", "create table a ()");
        Write("2_second.sql", "create table b ()");
        Freeze("1_first.sql", "2_second.sql");
        Commit();
        Write("1_first.sql", "create table a (id int)");
        Freeze("1_first.sql");
        Assert.Equal(["1_first.sql was frozen with another content", "2_second.sql was frozen and has left frozen.txt"],
            FrozenSchema.AgainstHistory(sample.FullName, ".").Findings);

        Commit();
        Write("3_third.sql", "create table c ()");
        Freeze("1_first.sql", "3_third.sql");
        Commit();
        Assert.Equal(2, FrozenSchema.AgainstHistory(sample.FullName, ".").Findings.Count);

        FrozenSchema.Git(sample.FullName, "clone", "--quiet", "--depth=1", $"file://{sample.FullName}", "shallow");
        var (findings, notSeen) = FrozenSchema.AgainstHistory(Path.Combine(sample.FullName, "shallow"), ".");
        Assert.Empty(findings);
        Assert.Contains("--unshallow", notSeen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_no_clone_says_so()
    {
        Freeze();

        Assert.Contains("no clone", FrozenSchema.AgainstHistory(sample.FullName, ".").NotSeen, StringComparison.Ordinal);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(sample.FullName, name), text);

    private void Freeze(params string[] names) => Write("frozen.txt", string.Concat(names.Select(name =>
        $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(sample.FullName, name))))}  {name}\n")));

    private void Commit()
    {
        Assert.NotNull(FrozenSchema.Git(sample.FullName, "add", "--all"));
        Assert.NotNull(FrozenSchema.Git(sample.FullName, "-c", "user.name=test", "-c", "user.email=test@example.org", "-c",
            "commit.gpgsign=false", "commit", "--quiet", "-m", "more"));
    }
}
