using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace MentorMarket.Benchmarks.Pages;

/// <summary>
/// What came of asking for a while: how many answers a second, how long the slow ones took, and the processor time of each.
/// </summary>
internal sealed record Window(double PerSecond, double P99Milliseconds, double ProgramMilliseconds, double DatabaseMilliseconds)
{
    public double CpuMilliseconds => ProgramMilliseconds + DatabaseMilliseconds;
}

/// <summary>Asks over eight connections at once, each for the next as soon as it has its answer.</summary>
internal sealed class Load(int server) : IDisposable
{
    public const int Connections = 8;

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = Connections,
        UseCookies = false,
        AllowAutoRedirect = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
    });

    /// <param name="process">The program that answers.</param>
    /// <param name="request">The n-th request of a connection.</param>
    /// <param name="expected">The status of the right answer; any other fails the run.</param>
    public async Task<Window> RunAsync(int process, Func<int, int, HttpRequestMessage> request, HttpStatusCode expected, TimeSpan duration)
    {
        var (program, database) = (Cpu(process), CpuOfServer());
        var began = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(async () =>
        {
            var took = new List<double>();
            for (var n = 0; Stopwatch.GetElapsedTime(began) < duration; n++)
            {
                var asked = Stopwatch.GetTimestamp();
                using var message = request(connection, n);
                await AskAsync(message, expected);
                took.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            return took;
        })));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var all = times.SelectMany(t => t).Order().ToList();
        return new(all.Count / seconds, all[(int)(all.Count * 0.99)], (Cpu(process) - program) / all.Count,
            (CpuOfServer() - database) / all.Count);
    }

    /// <summary>One answer in full; any other status fails the run.</summary>
    public async Task<string> TextAsync(HttpRequestMessage message, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using (message)
        {
            using var answer = await client.SendAsync(message, CancellationToken.None);
            Visit.Received(message, answer);
            var text = await answer.Content.ReadAsStringAsync();
            return answer.StatusCode == expected ? text
                : throw new InvalidOperationException($"{message.RequestUri} answered {(int)answer.StatusCode}: {text}");
        }
    }

    public void Dispose() => client.Dispose();

    private async Task AskAsync(HttpRequestMessage message, HttpStatusCode expected)
    {
        using var answer = await client.SendAsync(message, CancellationToken.None);
        Visit.Received(message, answer);
        await answer.Content.CopyToAsync(Stream.Null);
        if (answer.StatusCode != expected)
        {
            throw new InvalidOperationException($"{message.RequestUri} answered {(int)answer.StatusCode}");
        }
    }

    /// <summary>Milliseconds of processor time; of the server with all its connections, also those that have ended.</summary>
    private double CpuOfServer() => Children(server).Append(server).Sum(Cpu) + (Stat(server) is { } stat ? stat[15] + stat[16] : 0);

    private static double Cpu(int process) => Stat(process) is { } stat ? stat[13] + stat[14] : 0;

    private static List<int> Children(int parent)
    {
        try
        {
            return File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList();
        }
        catch (IOException)
        {
            return [];
        }
    }

    // The fields of /proc/N/stat, times in hundredths of a second made milliseconds. The name before them may hold spaces.
    private static double[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return [0, 0, .. fields.Select((field, i) => i is >= 11 and <= 14 ? double.Parse(field, CultureInfo.InvariantCulture) * 10
                : 0)];
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
