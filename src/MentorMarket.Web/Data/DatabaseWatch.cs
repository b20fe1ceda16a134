namespace MentorMarket.Web.Data;

/// <summary>
/// Holds one connection open that does nothing but wait. The moment the database goes away it breaks, and with it every idle
/// connection of the pools: they are let go at once, so that nobody is handed a dead one when the database is back.
/// </summary>
public sealed partial class DatabaseWatch(PortalDataSources sources, ILogger<DatabaseWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var told = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = sources.Unpooled(PortalRoles.SignIn);
                await connection.OpenAsync(stoppingToken);
                if (told) LogBack();
                told = false;
                while (true) await connection.WaitAsync(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                sources.Clear();
                if (!told) LogAway(DatabaseAway.IsBusyOrAway(e) ? DatabaseAway.Words(e) : e.GetType().Name);
                told = true;
            }
            await Task.WhenAny(Task.Delay(Pause, stoppingToken));
        }
    }

    [LoggerMessage(LogLevel.Critical, "The database is away ({Why}); everything is answered 503 until it is back")]
    private partial void LogAway(string why);

    [LoggerMessage(LogLevel.Warning, "The database is back")]
    private partial void LogBack();
}
