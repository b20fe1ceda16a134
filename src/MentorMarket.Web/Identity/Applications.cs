using Npgsql;

namespace MentorMarket.Web.Identity;

/// <summary>Whether an application was taken.</summary>
public enum Applied
{
    Taken,

    /// <summary>One for the same firm waits already.</summary>
    WaitsAlready,

    /// <summary>The organisation is here already.</summary>
    IsHere,
}

/// <summary>Takes what somebody who is not logged in writes to be let in.</summary>
public sealed class Applications(SignInDb db, TimeProvider time)
{
    public async Task<Applied> TakeAsync(Application application, CancellationToken cancel)
    {
        if (await db.Database.SqlQuery<bool>($"""
            select exists (select from portal.organisations o where o.kind = {application.Kind.ToString()} and o.cvr = {application.Cvr}
                and o.p_number is not distinct from {application.PNumber}) as "Value"
            """).SingleAsync(cancel)) return Applied.IsHere;
        try
        {
            await db.Database.ExecuteSqlAsync($"""
                insert into portal.applications (id, kind, name, cvr, p_number, municipality_code, gln, contact_name, contact_email,
                    contact_phone, message, applied_at, status)
                values ({Guid.CreateVersion7(time.GetUtcNow())}, {application.Kind.ToString()}, {application.Name}, {application.Cvr},
                    {application.PNumber}, {application.MunicipalityCode}, {application.Gln}, {application.ContactName},
                    {application.ContactEmail}, {application.ContactPhone}, {application.Message}, {time.GetUtcNow()}, 'Waiting')
                """, cancel);
            return Applied.Taken;
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "applications_once" })
        {
            return Applied.WaitsAlready;
        }
    }

    /// <summary>The addresses of those who decide about it.</summary>
    public Task<List<string>> OperatorsAsync(CancellationToken cancel) => (
        from m in db.Memberships
        join o in db.Organisations on m.OrganisationId equals o.Id
        where o.Kind == OrganisationKind.Platform && m.EndedAt == null && m.Roles.Contains(Role.Operator)
        select m.Email).ToListAsync(cancel);
}
