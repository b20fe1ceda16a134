using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace MentorMarket.Web.Pages.Operator.Organisations;

/// <summary>What an organisation cannot be known by, since another one is.</summary>
public enum Hindrance
{
    SlugIsTaken,
    IsHere,
    CodeIsTaken,
}

/// <summary>What stands in the way of an organisation being known by something.</summary>
internal static class OrganisationRules
{
    /// <summary>One operator after the other: what nobody has is looked up before it is taken.</summary>
    public const string Turn = "organisations";

    public static void Say(this Hindrance hindrance, ModelStateDictionary state, IStringLocalizer<OperatorTexts> L)
    {
        var (field, text) = hindrance switch
        {
            Hindrance.SlugIsTaken => ("Form.Slug", L["En anden organisation har den adresse. Vælg en anden."]),
            Hindrance.CodeIsTaken => ("Form.MunicipalityCode", L["Kommunen med den kode findes allerede på portalen."]),
            Hindrance.IsHere => ("Form.Cvr", L["En organisation af den slags med det nummer findes allerede på portalen. Find den under Organisationer."]),
        };
        state.AddModelError(field, text);
    }

    public static async Task<Hindrance?> HindranceAsync(PortalDb db, OrganisationFacts facts, string slug, Guid? but,
        CancellationToken cancel)
    {
        var others = db.Organisations.Where(o => o.Id != but);
        return await others.AnyAsync(o => o.Slug == slug, cancel) || await WasAnothersAsync(db, slug, but, cancel) ? Hindrance.SlugIsTaken
            : await others.AnyAsync(o => o.Kind == facts.Kind && o.Cvr == facts.Cvr && o.PNumber == facts.PNumber, cancel)
                ? Hindrance.IsHere
            : facts.MunicipalityCode is { } code && await others.AnyAsync(o => o.MunicipalityCode == code, cancel)
                ? Hindrance.CodeIsTaken
            : null;
    }

    // Its links and bookmarks, and for half a minute the portal's own memory, still mean the one that had it.
    private static async Task<bool> WasAnothersAsync(PortalDb db, string slug, Guid? but, CancellationToken cancel)
    {
        await using var ask = db.Command("""
            select exists (select from portal.evidence_events e join portal.evidence_payloads p using (organisation_id, sequence)
                where e.kind = 'OrganisationChanged' and e.organisation_id <> $1 and p.payload::jsonb -> 'from' ->> 'slug' = $2)
            """, but ?? Guid.Empty, slug);
        return await ask.ExecuteScalarAsync(cancel) is true;
    }
}
