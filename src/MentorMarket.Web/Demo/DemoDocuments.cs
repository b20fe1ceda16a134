using MentorMarket.Domain.Documents;
using MentorMarket.Web.Documents;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MentorMarket.Web.Demo;

/// <summary>
/// Documents of some grants of each municipality: most sent, one decision made and not sent yet, and one that got a
/// second edition when its hours were changed. The others have none, as where a municipality has just begun.
/// </summary>
internal static class DemoDocuments
{
    private const int GrantsWithDocuments = 6;
    private const int NotSent = 1;
    private const int ChangedHours = 2;

    private static readonly StringLocalizer<SharedTexts> Danish =
        new(new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions { ResourcesPath = "Resources" }),
            NullLoggerFactory.Instance));

    public static async Task WriteAsync(NpgsqlConnection connection, PortalDb db, DemoClock clock, CancellationToken cancel)
    {
        var documents = new Rows("documents",
            "id, municipality_id, citizen_id, grant_id, kind, version, language, facts, content, changes, made_by, made_at");
        var dispatches = new Rows("document_dispatches",
            "id, document_id, municipality_id, channel, sent_on, reference, recorded_by, recorded_at");
        foreach (var municipality in DemoPeople.Organisations.Where(o => o.Kind == OrganisationKind.Municipality))
        {
            var grants = await db.Grants.Where(g => g.MunicipalityId == municipality.Id && g.Status == GrantStatus.Accepted
                && g.Terms.EndsOn > clock.Today
                && db.Agreements.Any(a => db.Assignments.Any(f => f.Id == a.AssignmentId && f.GrantId == g.Id)
                && db.AgreementMentors.Any(m => m.AgreementId == a.Id)))
                .OrderByDescending(g => g.Terms.StartsOn).ThenBy(g => g.Number)
                .Select(g => new { g.Id, g.DecidedAt, AcceptedAt = db.Assignments.Where(a => a.GrantId == g.Id).Max(a => a.AcceptedAt) })
                    .Take(GrantsWithDocuments).ToListAsync(cancel);
            for (var i = 0; i < grants.Count; i++)
            {
                var about = await DocumentQueries.CaseAsync(db, municipality.Id, grants[i].Id, cancel);
                // Written when the support began: what has happened to it since was not known.
                about = about with { Facts = about.Facts with { EndedOn = null, Pauses = [] } };
                var draft = new Draft(municipality, about, documents, dispatches);
                var first = i == ChangedHours ? about.Facts with { HoursPerWeek = about.Facts.HoursPerWeek + 1 } : about.Facts;
                draft.Add(DocumentKind.DecisionLetter, 1, first with { Mentors = [] }, [], grants[i].DecidedAt!.Value.AddHours(2),
                    i != NotSent);
                if (i == ChangedHours)
                {
                    draft.Add(DocumentKind.DecisionLetter, 2, about.Facts with { Mentors = [] }, [LetterFact.Hours],
                        grants[i].DecidedAt!.Value.AddDays(3), true);
                }
                if (i == NotSent || !about.HasMentor || grants[i].AcceptedAt is not { } accepted) continue;
                draft.Add(DocumentKind.Agreement, 1, about.Facts, [], accepted.AddHours(3), true);
                draft.Add(DocumentKind.MinPlan, 1, about.Facts, [], accepted.AddHours(3), false);
            }
        }
        await AddSentDecisionsAsync(db, documents, dispatches, cancel);
        await documents.WriteAsync(connection, cancel);
        await dispatches.WriteAsync(connection, cancel);
    }

    // What is on the market has had its decision sent; of two that are approved, one has, and is ready to be published.
    private static async Task AddSentDecisionsAsync(PortalDb db, Rows documents, Rows dispatches, CancellationToken cancel)
    {
        foreach (var municipality in DemoPeople.Organisations.Where(o => o.Kind == OrganisationKind.Municipality))
        {
            var grants = await db.Grants.Where(g => g.MunicipalityId == municipality.Id
                && (g.Status == GrantStatus.Published || g.Status == GrantStatus.Approved)).OrderBy(g => g.Number)
                .Select(g => new { g.Id, g.Status, g.DecidedAt }).ToListAsync(cancel);
            grants.Remove(grants.First(g => g.Status == GrantStatus.Approved));
            foreach (var grant in grants)
            {
                var draft = new Draft(municipality, await DocumentQueries.CaseAsync(db, municipality.Id, grant.Id, cancel), documents,
                    dispatches);
                draft.Add(DocumentKind.DecisionLetter, 1, draft.About.Facts, [], grant.DecidedAt!.Value.AddHours(2), true);
            }
        }
    }

    private sealed record Draft(DemoOrganisation Municipality, GrantCase About, Rows Documents, Rows Dispatches)
    {
        public void Add(DocumentKind kind, int version, GrantFacts facts, LetterFact[] changes, DateTimeOffset at, bool isSent)
        {
            var number = About.Grant.Number;
            var id = Named.Id("document", Municipality.Slug, number, kind.ToString(),
                version.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var day = DanishTime.DateOf(at);
            var sheet = (About with { Facts = facts }).Write(kind, Municipality.Name, day, Danish);
            var caseworker = About.Grant.CreatedBy;
            Documents.Add(id, Municipality.Id, About.Grant.CitizenId, About.Grant.Id, kind, version, sheet.Language, facts.ToJson(),
                sheet.ToJson(), changes.Select(c => c.ToString()).ToArray(), caseworker, at);
            if (isSent)
            {
                Dispatches.Add(Named.Id("dispatch", id.ToString()), id, Municipality.Id, DispatchChannel.DigitalPost, day,
                    $"Opdigtet forsendelse {number}-{version}", caseworker, at.AddMinutes(20));
            }
        }
    }
}
