using MentorMarket.Web;
using MentorMarket.Web.Commands;

try
{
    switch (args)
    {
        case ["database", ..]:
            return await DatabaseCommand.RunAsync();
        case ["first-operator", .. var how]:
            return await FirstOperatorCommand.RunAsync(how);
        case ["rotate-cpr-key", ..]:
            return await RotateKeyCommand.OfCprAsync();
        case ["rotate-login-key", ..]:
            return await RotateKeyCommand.OfLogInsAsync();
        case ["erase-evidence", .. var what]:
            return await EraseCommand.RunAsync(what);
        default:
            await Portal.Build(args).RunAsync();
            return 0;
    }
}
catch (CannotStartException e)
{
    // Something is missing that whoever starts it can mend: they need the sentence, and no stack.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
