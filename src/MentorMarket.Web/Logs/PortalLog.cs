using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace MentorMarket.Web.Logs;

/// <summary>
/// The portal's log: one line of JSON for each thing that happened, to the error stream and to <c>log/</c> of the data folder.
/// Of an error it tells the kinds and where in the portal's own code, never the message: that may quote what somebody typed or
/// what stands in a row. The same error within ten minutes is a short line.
/// </summary>
public sealed class PortalLog(LogFile file, TextWriter stream, TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    private const int Frames = 8;
    private static readonly TimeSpan Known = TimeSpan.FromMinutes(10);

    private readonly Lock writing = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> seen = new(StringComparer.Ordinal);
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new Of(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose() => file.Dispose();

    private void Write(LogLevel level, string category, string text, Exception? error)
    {
        var now = time.GetUtcNow();
        var line = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["time"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["level"] = level.ToString(),
            ["from"] = category[(category.LastIndexOf('.') + 1)..],
            ["text"] = text,
        };
        scopes.ForEachScope(static (scope, line) =>
        {
            if (scope is not RequestWords request) return;
            line["trace"] = request.Trace;
            if (request.Route is { } route) line["route"] = route;
            if (request.Actor is { } actor) line["actor"] = actor;
        }, line);
        if (error is not null) Describe(error, now, line);
        // UTF-8 as it is: the text is the portal's own.
        var written = JsonSerializer.Serialize(line, Plain);
        lock (writing)
        {
            file.Append(written, now);
            stream.WriteLine(written);
        }
    }

    private void Describe(Exception error, DateTimeOffset now, Dictionary<string, object> line)
    {
        var kinds = new StringBuilder();
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (kinds.Length > 0) kinds.Append(" < ");
            kinds.Append(e.GetType().Name);
            if (e is PostgresException postgres)
            {
                kinds.Append(' ').Append(postgres.SqlState).Append(postgres.ConstraintName is { } name ? " " + name : "");
            }
        }
        line["error"] = kinds.ToString();
        var at = Where(error);
        var isNew = !seen.TryGetValue($"{kinds} {string.Join(' ', at)}", out var last) || now - last > Known;
        if (!isNew)
        {
            line["at"] = at.Count > 0 ? at[0] : "";
            return;
        }
        if (seen.Count > 1000) seen.Clear();
        seen[$"{kinds} {string.Join(' ', at)}"] = now;
        line["at"] = at;
    }

    // The innermost error knows best; frames of the portal's own code, the file's name without its folder.
    private static List<string> Where(Exception error)
    {
        while (error.InnerException is { } inner) error = inner;
        var frames = new StackTrace(error, fNeedFileInfo: true).GetFrames();
        var own = frames.Where(f => f.GetMethod()?.DeclaringType?.FullName?.StartsWith("MentorMarket", StringComparison.Ordinal) == true);
        var told = own.Any() ? own : frames;
        return [.. told.Take(Frames)
            .Select(f =>
            $"{f.GetMethod()?.DeclaringType?.FullName}.{f.GetMethod()?.Name}{(f.GetFileName() is { } name ? $" {Path.GetFileName(name)}:{f.GetFileLineNumber()}" : "")}")];
    }

    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed class Of(PortalLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            log.Write(logLevel, category, formatter(state, null), exception);
    }
}

/// <summary>A file that is set aside when it is full; the oldest goes. Only its owner may read it.</summary>
public sealed class LogFile(string folder, long full = 10_000_000, int kept = 10) : IDisposable
{
    private StreamWriter? open;
    private DateTimeOffset notBefore;

    private string Current => Path.Combine(folder, "portal.jsonl");

    public void Append(string line, DateTimeOffset now)
    {
        // A full disk stops the file, not the portal: the line went to the error stream too.
        if (now < notBefore) return;
        try
        {
            open ??= Open();
            if (open.BaseStream.Length > full) SetAside();
            open!.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Close();
            notBefore = now.AddSeconds(10);
        }
    }

    public void Dispose() => Close();

    private void SetAside()
    {
        Close();
        for (var i = kept - 1; i > 0; i--)
        {
            if (File.Exists(Numbered(i))) File.Move(Numbered(i), Numbered(i + 1), overwrite: true);
        }
        File.Move(Current, Numbered(1), overwrite: true);
        File.Delete(Numbered(kept));
        open = Open();
    }

    private string Numbered(int number) => Path.Combine(folder, $"portal.{number}.jsonl");

    private StreamWriter Open()
    {
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new StreamWriter(Current, options) { AutoFlush = true };
    }

    private void Close()
    {
        var closing = open;
        open = null;
        try
        {
            closing?.Dispose();
        }
        catch (IOException)
        {
            // What could not be flushed is lost to the file.
        }
    }
}
