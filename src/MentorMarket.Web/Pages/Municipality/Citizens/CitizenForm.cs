using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>What is typed about a citizen.</summary>
public sealed class CitizenForm
{
    private const int OldestInYears = 110;

    [Required, StringLength(120)]
    public string? Name { get; set; }

    // Not part of what is remembered of a form: a hash of it could be searched through for the number.
    [JsonIgnore, StringLength(20)]
    [MayHoldCpr("the field that asks for it")]
    public string? Cpr { get; set; }

    [Required, StringLength(200)]
    public string? Address { get; set; }

    public bool IsProtected { get; set; }

    [StringLength(20)]
    public string? Phone { get; set; }

    [Mailbox, StringLength(254)]
    public string? Email { get; set; }

    [Required, StringLength(40)]
    public string? Area { get; set; }

    /// <summary>Only asked for where no CPR number is known: otherwise it follows from the number.</summary>
    public int? BirthYear { get; set; }

    [Required, RegularExpression("^(da|en)$")]
    public string? Language { get; set; } = "da";

    /// <summary>Which version of the citizen the page showed.</summary>
    public int Version { get; set; }

    /// <summary>Says at the fields what is wrong; answers the CPR number if one was typed and it is one.</summary>
    /// <param name="hasCpr">A number is known already, and an empty field leaves it.</param>
    /// <param name="mustHaveCpr">A new citizen is registered with one.</param>
    public CprNumber? Check(ModelStateDictionary state, bool hasCpr, bool mustHaveCpr, DateTimeOffset now,
        IStringLocalizer<MunicipalityTexts> L)
    {
        var today = DanishTime.DateOf(now);
        // An area with a house number in it is an address, and would stand in the public listing.
        if (Area is { } area && area.Any(char.IsAsciiDigit))
        {
            state.AddModelError("Form.Area", L["Skriv en by eller en bydel uden tal: Området vises i opslaget."]);
        }
        if (string.IsNullOrWhiteSpace(Cpr))
        {
            if (mustHaveCpr) state.AddModelError("Form.Cpr", L["Skriv borgerens CPR-nummer."]);
            else if (!hasCpr && (BirthYear is not { } born || born < today.Year - OldestInYears || born > today.Year))
            {
                state.AddModelError("Form.BirthYear", L["Skriv et år mellem {0} og {1}.", today.Year - OldestInYears, today.Year]);
            }
            return null;
        }
        if (CprNumber.Parse(Cpr, today, out var cpr) is not { } fault) return cpr;
        state.AddModelError("Form.Cpr", Say(fault, L));
        return null;
    }

    /// <summary>What is wrong, without the number.</summary>
    public static string Say(CprFault fault, IStringLocalizer<MunicipalityTexts> L) => fault switch
    {
        CprFault.NotTenDigits => L["Et CPR-nummer er ti cifre: dag, måned og år med to cifre hver, og så fire til."],
        CprFault.NoSuchDate => L["De første seks cifre er ikke en dato, der findes i det århundrede, som det syvende ciffer peger på."],
        CprFault.InTheFuture => L["Fødselsdatoen ligger ude i fremtiden. Se efter, om det syvende ciffer er rigtigt."],
    };
}
