using System.Globalization;
using MentorMarket.Cli;

var inDanish = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "da";
return Cli.Run(args, Console.Out, Console.Error, inDanish, showProgress: !Console.IsErrorRedirected);
