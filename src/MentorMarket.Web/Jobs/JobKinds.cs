using MentorMarket.Web.Invoicing;
using MentorMarket.Web.Mediation;

namespace MentorMarket.Web.Jobs;

/// <summary>The kinds of job. A kind that this version does not know is left for one that does.</summary>
public static class JobKinds
{
    public const string CheckInvoice = "CheckInvoice";
    public const string RecheckEntry = "RecheckEntry";

    internal static IRequest<Unit>? Request(string kind, Guid subject) => kind switch
    {
        CheckInvoice => new CheckInvoice(subject),
        RecheckEntry => new RecheckEntry(subject),
        _ => null,
    };
}
