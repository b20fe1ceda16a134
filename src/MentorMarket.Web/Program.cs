using MentorMarket.Web;
using MentorMarket.Web.Data;

if (args is ["database", ..])
    return await DatabaseCommand.RunAsync();

await Portal.Build(args).RunAsync();
return 0;
