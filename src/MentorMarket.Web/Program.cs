using MentorMarket.Web;
using MentorMarket.Web.Data;
using MentorMarket.Web.Secrets;

try
{
    if (args is ["database", ..])
        return await DatabaseCommand.RunAsync();

    if (args is ["rotate-cpr-key", ..])
        return await RotateKeyCommand.RunAsync();

    await Portal.Build(args).RunAsync();
    return 0;
}
catch (CannotStartException e)
{
    // Something is missing that whoever starts it can mend: they need the sentence, and no stack.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
