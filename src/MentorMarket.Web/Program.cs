using MentorMarket.Web;
using MentorMarket.Web.Data;
using MentorMarket.Web.Secrets;

if (args is ["database", ..])
    return await DatabaseCommand.RunAsync();

if (args is ["rotate-cpr-key", ..])
    return await RotateKeyCommand.RunAsync();

await Portal.Build(args).RunAsync();
return 0;
