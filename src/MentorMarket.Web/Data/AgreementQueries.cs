namespace MentorMarket.Web.Data;

/// <summary>The terms of assignments as they are read.</summary>
public static class AgreementQueries
{
    /// <summary>Of each assignment the terms that hold now; the versions before it are what held earlier.</summary>
    public static IQueryable<Agreement> Newest(this IQueryable<Agreement> agreements, PortalDb db) =>
        agreements.Where(one => !db.Agreements.Any(later => later.AssignmentId == one.AssignmentId && later.Version > one.Version));
}
