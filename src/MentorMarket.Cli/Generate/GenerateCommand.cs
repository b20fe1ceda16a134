using System.CommandLine;
using System.Globalization;

namespace MentorMarket.Cli.Generate;

/// <summary><c>mentormarket generate</c>: a made-up year of any size, as files or as rows for the portal's database.</summary>
public static class GenerateCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Make(Screen screen)
    {
        var number = screen.Say("et tal fra 1 til 50000000", "a number from 1 to 50000000");
        var entries = new Option<int>("--entries") { Required = true, HelpName = number };
        var invoices = new Option<int?>("--invoices") { HelpName = number };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 2025, HelpName = screen.Say("et helt tal", "a whole number") };
        var folder = new Option<string>("--out") { HelpName = screen.Say("en mappe", "a folder") };
        var asSql = new Option<bool>("--sql") { Arity = ArgumentArity.Zero };
        foreach (var counted in (Option[])[entries, invoices])
        {
            counted.Validators.Add(given =>
            {
                if (given.Tokens is [var token]
                    && (!int.TryParse(token.Value, CultureInfo.InvariantCulture, out var count)
                    || count is < 1 or > MadeUpYear.MostEntries))
                {
                    given.AddError(number);
                }
            });
        }

        var command = new Command("generate", Help(screen)) { entries, invoices, seed, folder, asSql };
        command.SetAction(parsed =>
        {
            var into = parsed.GetValue(folder);
            if (into is null != parsed.GetValue(asSql))
            {
                return screen.Refuse("generate", screen.Say("enten --out, --sql eller --database", "one of --out, --sql and --database"));
            }
            // Made only once it is known that there is a place for it.
            MadeUpYear Year() => new(parsed.GetValue(entries), parsed.GetValue(invoices), parsed.GetValue(seed));
            return into is null ? WriteSql(Year, screen) : WriteFiles(Year, into, screen);
        });
        return command;
    }

    private static int WriteFiles(Func<MadeUpYear> make, string folder, Screen screen)
    {
        var place = Directory.CreateDirectory(folder).FullName;
        if (MadeUpFiles.Names.FirstOrDefault(name => File.Exists(Path.Combine(place, name))) is { } there)
        {
            return screen.Refuse("generate",
                $"{screen.Say("filen findes allerede", "the file is there already")}: {Path.Combine(folder, there)}");
        }

        return screen.Show(screen.Say("Skriver", "Writing"), progress =>
        {
            MadeUpFiles.Write(make(), place, progress);
            return Cli.Good;
        });
    }

    private static int WriteSql(Func<MadeUpYear> make, Screen screen) => screen.Show(screen.Say("Skriver", "Writing"), progress =>
    {
        new MadeUpPortal(make(), screen.InDanish).Write(screen.Output, progress);
        return Cli.Good;
    });

    private static string Help(Screen screen) => screen.Say(
        """
        Brug: mentormarket generate --entries ANTAL [--invoices ANTAL] [--seed TAL] --out MAPPE
              infra/mentormarket generate --entries ANTAL [--invoices ANTAL] [--seed TAL] --database

        Laver et opdigtet år: bevillinger, tidsregistreringer og fakturalinjer, med fejl af hver slags.
        Samme tal giver altid samme år. Ingen i det findes, og ingen har et CPR-nummer.

          --entries ANTAL   tidsregistreringer; en bevilling har omkring 50
          --invoices ANTAL  omkring så mange fakturaer; højst én pr. uge for hver bevilling
          --seed TAL        et andet tal giver et andet år; ellers 2025
          --out MAPPE       grants.csv, entries.csv og lines.csv, som "mentormarket check" læser dem
          --database        fylder portalens database (MENTORMARKET_DATA, som infra/run), hvis ingen
                            virkelig organisation eller person står i den; alt eller intet
          --sql             det samme som SQL på standard output, til psql

        """,
        """
        Usage: mentormarket generate --entries COUNT [--invoices COUNT] [--seed NUMBER] --out FOLDER
               infra/mentormarket generate --entries COUNT [--invoices COUNT] [--seed NUMBER] --database

        Makes a made-up year: grants, time entries and invoice lines, with every kind of error.
        The same numbers always give the same year. Nobody in it exists, and nobody has a CPR number.

          --entries COUNT   time entries; a grant has about 50
          --invoices COUNT  about so many invoices; at most one a week for each grant
          --seed NUMBER     another number gives another year; otherwise 2025
          --out FOLDER      grants.csv, entries.csv and lines.csv, as "mentormarket check" reads them
          --database        fills the portal's database (MENTORMARKET_DATA, as infra/run) if no real
                            organisation or person stands in it; all or nothing
          --sql             the same as SQL on standard output, for psql

        """);
}
