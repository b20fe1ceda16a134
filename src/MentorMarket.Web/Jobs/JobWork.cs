using MentorMarket.Web.Importing;
using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Jobs;

/// <summary>What is done for a kind of job, and as whom.</summary>
internal static class JobWork
{
    public static IRequest<Unit>? Request(string kind, Guid subject) => kind switch
    {
        JobKinds.CheckInvoice => new CheckInvoice(subject),
        JobKinds.RecheckEntry => new RecheckEntry(subject),
        JobKinds.CheckImport => new CheckImport(subject),
        JobKinds.CarryOutImport => new CarryOutImport(subject),
        JobKinds.ForgetImport => new ForgetImport(subject),
        _ => null,
    };

    /// <summary>As whom it is done: the checker, unless the kind belongs to the municipality's own work.</summary>
    /// <param name="person">Who asked, where the job names somebody.</param>
    public static Actor Actor(string kind, Guid municipality, Guid? person) => kind switch
    {
        JobKinds.CheckImport or JobKinds.CarryOutImport or JobKinds.ForgetImport => new(ActorKind.Municipality, municipality, person),
        _ => new(ActorKind.Checker, municipality),
    };
}
