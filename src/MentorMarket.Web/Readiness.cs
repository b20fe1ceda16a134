using System.Globalization;
using MentorMarket.Web.Jobs;

namespace MentorMarket.Web;

/// <summary>
/// What <c>/health/ready</c> answers: the first line for a machine, the others for whoever operates the portal. Numbers and
/// times only. Ready is a portal whose database answers and whose worker comes around while work is due.
/// </summary>
public sealed class Readiness(PortalDataSources sources, WorkerRounds rounds, TimeProvider time)
{
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string Jobs = $"""
        select exists (select from portal.jobs where done_at is null and run_after < now() - interval '1 minute'),
            (select count(*) from portal.jobs where done_at is null and last_error is not null and tries < {JobQueue.GivenUpAfter}),
            (select count(*) from portal.jobs where done_at is null and last_error is not null and tries >= {JobQueue.GivenUpAfter})
        """;

    public async Task<IResult> AnswerAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            await using var ping = sources.SignIn.CreateCommand("select 1");
            await ping.ExecuteScalarAsync(patience.Token);
            return await WorkerAsync(patience.Token);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && (e is OperationCanceledException || DatabaseAway.IsBusyOrAway(e)))
        {
            return Plain(ready: false, "the database does not answer");
        }
    }

    private async Task<IResult> WorkerAsync(CancellationToken cancel)
    {
        await using var ask = sources[ActorKind.Checker].CreateCommand(Jobs);
        await using var reader = await ask.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var (isOverdue, failing, givenUp) = (reader.GetBoolean(0), reader.GetInt64(1), reader.GetInt64(2));
        var lastRound = rounds.LastEndedAt;
        var stands = isOverdue && time.GetUtcNow() - lastRound > LongestRound;
        List<string> said = [];
        if (stands) said.Add("the worker takes no jobs");
        if (stands || failing + givenUp > 0)
        {
            said.Add(string.Create(CultureInfo.InvariantCulture, $"worker's last round: {lastRound:yyyy-MM-ddTHH:mm:ssZ}"));
        }
        if (failing > 0) said.Add(string.Create(CultureInfo.InvariantCulture, $"jobs that fail and are tried again: {failing}"));
        if (givenUp > 0) said.Add(string.Create(CultureInfo.InvariantCulture, $"jobs given up, tried once a day: {givenUp}"));
        return Plain(!stands, [.. said]);
    }

    private static IResult Plain(bool ready, params string[] said) =>
        Results.Text(string.Join('\n', said.Prepend(ready ? "ready" : "not ready")),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}
