using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace MentorMarket.Web.Data;

/// <summary>
/// Gives a context its connection. A data source among the options would do the same, but EF builds its model, and compiles every
/// query, once for each connection string that it finds there: for each kind of actor again.
/// </summary>
internal sealed class ConnectsTo(NpgsqlDataSource source) : DbConnectionInterceptor
{
    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData,
        InterceptionResult<DbConnection> result) =>
        InterceptionResult<DbConnection>.SuppressWithResult(source.CreateConnection());
}
