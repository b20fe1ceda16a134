using MentorMarket.Web.Importing;
using MentorMarket.Web.Invoicing;

namespace MentorMarket.Web.Jobs;

/// <summary>The kinds of job. A kind that this version does not know is left for one that does.</summary>
public static class JobKinds
{
    public const string CheckInvoice = "CheckInvoice";
    public const string RecheckEntry = "RecheckEntry";
    public const string CheckImport = "CheckImport";
    public const string CarryOutImport = "CarryOutImport";
    public const string ForgetImport = "ForgetImport";

    internal static IRequest<Unit>? Request(string kind, Guid subject) => kind switch
    {
        CheckInvoice => new CheckInvoice(subject),
        RecheckEntry => new RecheckEntry(subject),
        CheckImport => new CheckImport(subject),
        CarryOutImport => new CarryOutImport(subject),
        ForgetImport => new ForgetImport(subject),
        _ => null,
    };

    /// <summary>As whom it is done: the checker, unless the kind belongs to the municipality's own work.</summary>
    /// <param name="person">Who asked, where the job names somebody.</param>
    internal static Actor Actor(string kind, Guid municipality, Guid? person) => kind switch
    {
        CheckImport or CarryOutImport or ForgetImport => new(ActorKind.Municipality, municipality, person),
        _ => new(ActorKind.Checker, municipality),
    };
}
