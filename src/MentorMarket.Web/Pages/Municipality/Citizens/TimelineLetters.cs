namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>The documents of a citizen's grants on the timeline: each version when it was made, and each time it was sent.</summary>
internal static class TimelineLetters
{
    public static async Task<IReadOnlyList<TimelineEvent>> OfAsync(TimelineAsk ask, CancellationToken cancel)
    {
        var (db, tenant) = (ask.Db, ask.Tenant);
        var made = await db.Documents.Where(d => d.CitizenId == ask.Citizen && d.MunicipalityId == tenant)
            .Select(d => new
            {
                d.Id,
                d.GrantId,
                d.Kind,
                d.Version,
                d.MadeAt,
                By = db.Memberships.Where(m => m.OrganisationId == tenant && m.PersonId == d.MadeBy).Select(m => m.Name).FirstOrDefault()
            }).ToListAsync(cancel);
        var documents = made.ConvertAll(d => d.Id);
        var sent = await db.DocumentDispatches.Where(s => documents.Contains(s.DocumentId) && s.MunicipalityId == tenant)
            .Select(s => new
            {
                s.DocumentId,
                s.SentOn,
                s.Channel,
                s.Reference,
                s.RecordedAt,
                By = db.Memberships.Where(
                m => m.OrganisationId == tenant && m.PersonId == s.RecordedBy).Select(m => m.Name).FirstOrDefault()
            }).ToListAsync(cancel);
        var moments = new List<TimelineEvent>();
        foreach (var d in made)
        {
            var name = DocumentLabels.Of(d.Kind, ask.S);
            var (grant, path) = (ask.Grants.GetValueOrDefault(d.GrantId, ""), $"~/municipality/documents/details/{d.Id}");
            moments.Add(new(d.MadeAt, TimelineKind.Letter, ask.L["Dokument lavet: {0}, udgave {1}", name, d.Version], grant, d.By ?? "",
                path));
            foreach (var s in sent.FindAll(s => s.DocumentId == d.Id))
            {
                var how = $"{grant}: {Show.Date(s.SentOn)}, {DocumentLabels.Of(s.Channel, ask.S)}"
                    + (s.Reference.Length > 0 ? $", {s.Reference}" : "");
                moments.Add(new(s.RecordedAt, TimelineKind.Letter, ask.L["Dokument noteret sendt: {0}, udgave {1}", name, d.Version], how,
                    s.By ?? "", path));
            }
        }
        return moments;
    }
}
