using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MentorMarket.Web.Data;

/// <summary>
/// A lent context keeps what was set on it until it is lent again. So none sends a command that was not lent to somebody: without an
/// actor the policies would answer with nothing, and with a former one's they would answer wrongly.
/// </summary>
internal sealed class AsksNothingForNobody : DbCommandInterceptor
{
    public override InterceptionResult<DbCommand> CommandCreating(CommandCorrelatedEventData eventData,
        InterceptionResult<DbCommand> result) =>
        eventData.Context switch
        {
            PortalDb { Actor: null } => throw new InvalidOperationException("Nobody acts with this context."),
            PortalDb { Unsaid: not null, Together: null } =>
                throw new InvalidOperationException("Who acts is not said yet: this unit of work begins with questions asked together."),
            _ => result,
        };
}
