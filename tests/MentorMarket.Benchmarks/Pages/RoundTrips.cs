using System.Net;
using System.Net.Sockets;

namespace MentorMarket.Benchmarks.Pages;

/// <summary>
/// Stands between a program and its database and counts how often the program speaks after it was answered, which is what it waits
/// for. Nobody else is asked, so nothing that is sent can be left out.
/// </summary>
internal sealed class RoundTrips : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int database;
    private long count;

    public RoundTrips(int database)
    {
        this.database = database;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Of one request, asked alone: the median of many, so that what a program does beside its requests does not count.</summary>
    public async Task<int> OfAsync(Func<int, Task> request)
    {
        for (var warm = 0; warm < 20; warm++)
        {
            await request(warm);
        }

        var counts = new List<long>();
        for (var n = 20; n < 61; n++)
        {
            var before = Interlocked.Read(ref count);
            await request(n);
            counts.Add(Interlocked.Read(ref count) - before);
        }

        return (int)counts.Order().ElementAt(counts.Count / 2);
    }

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassOnAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The count is over.
        }
    }

    private async Task PassOnAsync(TcpClient program)
    {
        using var here = program;
        using var there = new TcpClient { NoDelay = true };
        here.NoDelay = true;
        await there.ConnectAsync(IPAddress.Loopback, database);
        var wasAnswered = 1;
        await Task.WhenAny(
            PumpAsync(here, there, () =>
            {
                if (Interlocked.Exchange(ref wasAnswered, 0) == 1)
                {
                    Interlocked.Increment(ref count);
                }
            }),
            PumpAsync(there, here, () => Interlocked.Exchange(ref wasAnswered, 1)));
    }

    private static async Task PumpAsync(TcpClient from, TcpClient to, Action passed)
    {
        try
        {
            var buffer = new byte[1 << 16];
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var read)
            {
                passed();
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // One of the two has hung up.
        }
    }
}
