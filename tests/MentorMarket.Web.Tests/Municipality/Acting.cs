using MentorMarket.Domain.Documents;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Pages.Municipality.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Municipality;

/// <summary>Sends what a page sends, as the person who would have pressed the button.</summary>
internal static class Acting
{
    public static Actor As(this World.Party party, Role role) => new(
        party.Kind switch
        {
            OrganisationKind.Municipality => ActorKind.Municipality,
            OrganisationKind.Provider => ActorKind.Provider,
            OrganisationKind.AuditFirm => ActorKind.Auditor,
            OrganisationKind.Platform => ActorKind.Platform,
        },
        party.Id, party[role], $"{role} i {party.Slug}")
    { Roles = [role] };

    public static async Task<T> SendAsync<T>(this PortalApp app, Actor actor, IRequest<T> request, string? onceKey = null)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var current = scope.ServiceProvider.GetRequiredService<CurrentActor>();
        current.Value = actor;
        // What a letter is headed by; a request has it from its path.
        if (actor.Kind == ActorKind.Municipality)
        {
            current.Organisation = new(actor.Tenant, OrganisationKind.Municipality, "proeve", "Prøve Kommune");
        }
        scope.ServiceProvider.GetRequiredService<OnceKey>().Value = onceKey;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    /// <summary>
    /// Makes the decision letter of an approved grant and notes that it was sent, as a caseworker does before publishing.
    /// </summary>
    public static async Task SendDecisionAsync(this PortalApp app, Actor caseworker, Guid grant)
    {
        var document = await app.SendAsync(caseworker, new MakeModel.Command(grant, DocumentKind.DecisionLetter));
        await app.SendAsync(caseworker,
            new SendModel.Command(document, DanishTime.DateOf(app.Services.GetRequiredService<TimeProvider>().GetUtcNow()),
            DispatchChannel.DigitalPost, ""));
    }

    /// <summary>The tables in which a text stands, in whatever column.</summary>
    public static async Task<IReadOnlyList<string>> TablesWithAsync(this TestDatabase database, string text)
    {
        await using var connection = await database.OpenAsync("mm_migrator");
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand("select tablename from pg_tables where schemaname = 'portal' order by 1", connection))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        }
        var found = new List<string>();
        foreach (var table in tables)
        {
            // A row as text has its bytes in hexadecimal.
            await using var look = new NpgsqlCommand(
                $"select exists (select from portal.{table} t where position(lower($1) in lower(t::text)) > 0 or position(encode(convert_to($1, 'UTF8'), 'hex') in t::text) > 0)",
                    connection);
            look.Parameters.Add(new() { Value = text });
            if ((bool)(await look.ExecuteScalarAsync())!) found.Add(table);
        }
        return found;
    }

    /// <summary>The version of a row that a page would have shown.</summary>
    public static async Task<uint> VersionAsync(this TestDatabase database, string table, Guid id) =>
        uint.Parse((string)(await database.ScalarAsync($"select xmin::text from portal.{table} where id = $1", id))!,
            System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<long> EventsAsync(this TestDatabase database, string kind, Guid chain, Guid? subject = null) =>
        (long)(await database.ScalarAsync(
            "select count(*) from portal.evidence_events where kind = $1 and organisation_id = $2 and subject_id = coalesce($3, subject_id)",
            kind, chain, (object?)subject ?? DBNull.Value))!;
}
