using System.Globalization;
using MentorMarket.Cli;

var inDanish = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "da";
// Console.Out would write through at every row; Cli flushes at the end.
var output = new StreamWriter(Console.OpenStandardOutput(), Console.OutputEncoding, 1 << 16);
return Cli.Run(args, output, Console.Error, inDanish, showProgress: !Console.IsErrorRedirected);
