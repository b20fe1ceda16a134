using System.Text.Json;
using MentorMarket.Web.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace MentorMarket.Web.Tests.Logs;

public sealed class PortalLogTests(Cluster cluster) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mentormarket-log-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_number_on_the_error_page_is_found_in_the_log_with_time_route_and_kind_of_actor_and_nothing_typed()
    {
        await using var database = await cluster.NewWorldAsync();
        using var stream = new StringWriter();
        await using var app = new PortalApp(database, with: services =>
        {
            services.AddSingleton<ILoggerProvider>(new PortalLog(new LogFile(folder), stream, TimeProvider.System));
            services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Breaks<,>));
        });
        using var finance = await app.LogInAsync(database.World.Gribskov[Role.Finance]);
        List<string> shown = [];
        for (var i = 0; i < 2; i++)
        {
            using var answer = await finance.GetAsync("/gribskov/municipality/invoices?q=Anna", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            var page = await new AngleSharp.Html.Parser.HtmlParser()
                .ParseDocumentAsync(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                TestContext.Current.CancellationToken);
            shown.Add(page.QuerySelector(".mm-reference")!.TextContent);
        }

        var lines = await LinesAsync("portal.jsonl");
        var failed = shown.Select(number => Assert.Single(lines, l => Of(l, "trace") == number && Of(l, "level") == "Error")).ToList();
        Assert.All(failed, line =>
        {
            Assert.InRange(DateTimeOffset.Parse(Of(line, "time")!), TimeProvider.System.GetUtcNow().AddMinutes(-5),
                TimeProvider.System.GetUtcNow());
            Assert.Equal("/Municipality/Invoices", Of(line, "route"), ignoreCase: true);
            Assert.Equal("Municipality", Of(line, "actor"));
            Assert.Equal("InvalidTimeZoneException", Of(line, "error"));
        });
        Assert.InRange(failed[0].Length, 1, 3000);
        Assert.InRange(failed[1].Length, 1, 600);
        Assert.DoesNotContain(lines, l => l.Contains("Anna", StringComparison.Ordinal)
            || l.Contains("a citizen's word", StringComparison.Ordinal));
        Assert.Contains(lines, l => Of(l, "trace") == shown[0] && Of(l, "text")!.StartsWith("GET 500", StringComparison.Ordinal));
        Assert.Equal(lines, stream.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_full_file_is_set_aside_and_the_oldest_goes()
    {
        using (var file = new LogFile(folder, full: 100, kept: 3))
        {
            for (var i = 0; i < 20; i++) file.Append($"line {i:00} {new string('x', 40)}", DateTimeOffset.UnixEpoch);
        }

        Assert.Equal(["portal.1.jsonl", "portal.2.jsonl", "portal.jsonl"], Directory.EnumerateFiles(folder)
            .Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.StartsWith("line 19", (await LinesAsync("portal.jsonl"))[^1], StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "portal.jsonl")));
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_written_stops_nobody()
    {
        var taken = Path.Combine(folder, "taken");
        File.WriteAllText(taken, "");
        using var file = new LogFile(taken);

        file.Append("line", DateTimeOffset.UnixEpoch);
    }

    private async Task<string[]> LinesAsync(string name)
    {
        await using var stream = new FileStream(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string? Of(string line, string name)
    {
        using var parsed = JsonDocument.Parse(line);
        return parsed.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
    }

    private sealed class Breaks<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
        where TRequest : IRequest<TResponse>
    {
        public Task<TResponse> Handle(TRequest request, CancellationToken cancel, RequestHandlerDelegate<TResponse> next) =>
            throw new InvalidTimeZoneException("a citizen's word");
    }
}
