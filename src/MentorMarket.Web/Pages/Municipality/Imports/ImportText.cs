using System.Globalization;
using MentorMarket.Domain.Importing;
using MentorMarket.Exchange.Tables;
using MentorMarket.Web.Importing;
using MentorMarket.Web.Pages.Municipality.Grants;

namespace MentorMarket.Web.Pages.Municipality.Imports;

/// <summary>What is said about a file: why it cannot be read, and each of its problems with what to do about it.</summary>
public static class ImportText
{
    public static string Of(ImportState state, int errors, IStringLocalizer<MunicipalityTexts> L) => state switch
    {
        ImportState.Uploaded => L["Kolonner mangler at blive valgt"],
        ImportState.Checking => L["Prøves af"],
        ImportState.Checked => errors > 0 ? L["Har fejl"] : L["Klar til at blive indlæst"],
        ImportState.Running => L["Indlæses"],
        ImportState.Imported => L["Indlæst"],
        ImportState.Cancelled => L["Fortrudt"],
        ImportState.Forgotten => L["Slettet efter {0} dage", Import.DaysKept],
    };

    public static string Kind(ImportState state, int errors) => state switch
    {
        ImportState.Uploaded => "warning",
        ImportState.Checked => errors > 0 ? "error" : "info",
        ImportState.Checking or ImportState.Running => "info",
        ImportState.Imported => "success",
        ImportState.Cancelled or ImportState.Forgotten => "none",
    };

    public static string Of(TableFault fault, IReadOnlyList<string> sheets, IStringLocalizer<MunicipalityTexts> L) => fault switch
    {
        TableFault.None => "",
        TableFault.TooLarge => L["Filen er for stor. Den må højst fylde {0} MB. Del den i flere.", TableLimits.MostBytes >> 20],
        TableFault.TooManyRows => L["Filen har for mange rækker. Der kan indlæses {0} ad gangen. Del den i flere.",
            Show.Number(TableLimits.MostRows)],
        TableFault.TooManyColumns => L["Filen har for mange kolonner. Der kan højst være {0}.", TableLimits.MostColumns],
        TableFault.Empty => L["Filen er tom. Den skal have en række med kolonnenavne og mindst én række under den."],
        TableFault.OldOrLocked =>
            L["Projektmappen er i det gamle Excel-format eller har en adgangskode. Gem den som .xlsx uden adgangskode."],
        TableFault.OpenDocument =>
            L["Filen er gemt i LibreOffices eget format (.ods). Vælg Filer > Gem som, og gem den som Excel (.xlsx)."],
        TableFault.Numbers => L["Filen er fra Numbers. Vælg Arkiv > Eksportér til > Excel, og læg den nye fil op."],
        TableFault.BinaryWorkbook => L["Projektmappen er gemt i det binære format (.xlsb). Gem den som Excel-projektmappe (.xlsx)."],
        TableFault.Markup => L["Filen er en webside eller XML, selv om den kaldes noget andet. Åbn den i Excel, og gem den som .xlsx."],
        TableFault.NotATable => L["Filen kan ikke læses. Brug CSV eller Excel (.xlsx)."],
        TableFault.UnknownSheet => L["Arket findes ikke i projektmappen. Den har: {0}.", string.Join(", ", sheets)],
    };

    /// <summary>The problem, and what to write instead.</summary>
    public static string Of(ImportProblem problem, IStringLocalizer<MunicipalityTexts> L)
    {
        var args = problem.Args;
        return Enum.Parse<ImportFault>(problem.Fault) switch
        {
            ImportFault.BrokenQuotes => L["Anførselstegnene i rækken passer ikke sammen, så cellerne kan ikke skilles ad."],
            ImportFault.ExtraCells => L["Rækken har flere celler, end der er kolonnenavne."],
            ImportFault.CellError => L["Cellen har en fejl fra regnearket, fx #I/T. Skriv den værdi, der skal stå, eller gør cellen tom."],
            ImportFault.CellWithoutValue =>
                L["Cellen har en formel, hvis værdi ikke er gemt i filen. Åbn filen i regnearket, gem den, og læg den op igen, eller skriv værdien."],
            ImportFault.CprMissing => L["CPR-nummeret mangler."],
            ImportFault.CprNotTenDigits => L["CPR-nummeret skal have ti cifre."],
            ImportFault.CprNoSuchDate => L["CPR-nummeret begynder ikke med en dato, der findes."],
            ImportFault.CprInTheFuture => L["CPR-nummeret har en fødselsdag, der ikke har været endnu."],
            ImportFault.NameMissing => L["Borgeren er ny og skal have et navn."],
            ImportFault.AreaMissing => L["Borgeren er ny og skal have et område: en by eller bydel."],
            ImportFault.AreaHasDigits => L["Området skal være en by eller bydel uden tal, for det vises i opslaget."],
            ImportFault.OtherName => L["Kommunen har borgeren med dette CPR-nummer under et andet navn. Ret det, der er forkert."],
            ImportFault.ContradictsRow => L["Samme CPR-nummer står i række {0} med noget andet her.", args[0]],
            ImportFault.HasCpr => L["Her må der ikke stå et CPR-nummer. Det hører kun til i sit eget felt."],
            ImportFault.TooLong => L["Teksten er for lang. Skriv højst {0} tegn.",
                Show.Number(int.Parse(args[0], NumberStyles.None, CultureInfo.InvariantCulture))],
            ImportFault.NotAnEmail => L["Det er ikke en mailadresse."],
            ImportFault.NotALanguage => L["Skriv dansk eller engelsk."],
            ImportFault.NotYesOrNo => L["Skriv ja eller nej."],
            ImportFault.NotANumber => L["Det er ikke et tal. Skriv fx 2,5."],
            ImportFault.UseComma => L["Brug komma foran decimaler, fx 2,5. Punktum er kun til tusinder."],
            ImportFault.OutOfRange =>
                L["Skriv et tal over 0 og højst {0}.", Show.Number(int.Parse(args[0], NumberStyles.None, CultureInfo.InvariantCulture))],
            ImportFault.TooManyDecimals => L["Skriv højst to decimaler."],
            ImportFault.NotADate => L["Det er ikke en dato, der findes. Skriv fx 01.03.2026."],
            ImportFault.YearOutOfReach => L["Årstallet skal ligge mellem {0} og {1}.", args[0], args[1]],
            ImportFault.NotAChoice => L["Det er ikke en af mulighederne. Se dem under »Hvad kan der stå i kolonnerne?«."],
            ImportFault.GoalWithoutKind => L["Målet mangler: Der er ord eller et senere mål, men ikke dette."],
            ImportFault.NotMet => L["Bevillingen opfylder ikke kravet: {0} ({1}).", DemandTexts.Of(Shortfall(args), L),
                LegalSource.Of(args[1])],
            ImportFault.NotInFile => L["Ikke i filen: {0} ({1}). Kladderne kan ikke sendes til godkendelse, før det er udfyldt.",
                DemandTexts.Of(Shortfall(args), L), LegalSource.Of(args[1])],
            ImportFault.OverlapsGrant => L["Borgeren har allerede bevilling {0} i perioden {1} - {2}.", args[0], args[1], args[2]],
            ImportFault.OverlapsRow => L["Perioden overlapper bevillingen i række {0} for samme borger.", args[0]],
            ImportFault.FileUnreadable => L["Filen kan ikke læses mere. Læg den op igen."],
        };
    }

    /// <summary>What may stand in a column.</summary>
    public static string Accepts(ImportField field, IStringLocalizer<MunicipalityTexts> L) => ImportFields.KindOf(field) switch
    {
        ImportKind.Cpr => L["Ti cifre, med eller uden bindestreg"],
        ImportKind.Text => L["Tekst, højst {0} tegn", Show.Number(ImportFields.MostCharacters(field))],
        ImportKind.Email => L["En mailadresse"],
        ImportKind.Language => L["Dansk eller engelsk"],
        // One answer for many questions is said plainly.
        ImportKind.Truth => field == ImportField.NoOtherSupport
            ? L["Ja eller nej. Ja svarer »ikke relevant« på hver enkelt af de ordninger, der ligger tæt på, og som bevillingen spørger om. Er det ikke undersøgt for dem alle, så lad feltet stå tomt, og svar på dem hver for sig i kladden."]
            : L["Ja eller nej"],
        ImportKind.Number => L["Et tal med komma, over 0 og højst {0}", Show.Number(ImportFields.Most(field))],
        ImportKind.Date => L["En dato, fx 01.03.2026"],
        ImportKind.One => L["En af mulighederne:"],
        ImportKind.Many => L["En eller flere af mulighederne, med | imellem:"],
    };

    private static Shortfall Shortfall(List<string> args) => new(Enum.Parse<Demand>(args[0]), args[1],
        args.Count > 2 && decimal.TryParse(args[2], NumberStyles.Number, CultureInfo.InvariantCulture, out var limit) ? limit : null);
}
