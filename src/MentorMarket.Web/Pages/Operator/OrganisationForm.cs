using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace MentorMarket.Web.Pages.Operator;

/// <summary>What an organisation is known by, as it is typed by an operator or by whoever applies.</summary>
public class OrganisationForm
{
    [Required]
    public OrganisationKind? Kind { get; set; }

    [Required, StringLength(100)]
    public string Name { get; set; } = "";

    [Required, StringLength(20)]
    public string Cvr { get; set; } = "";

    /// <summary>The number is meant though its check digit is wrong: official bodies have such.</summary>
    public bool CvrIsRight { get; set; }

    [StringLength(20), MayHoldCpr("a P-number has ten digits too")]
    public string? PNumber { get; set; }

    [StringLength(5)]
    public string? MunicipalityCode { get; set; }

    [StringLength(30)]
    public string? Gln { get; set; }

    [Required, StringLength(100)]
    public string ContactName { get; set; } = "";

    [Required, Mailbox, StringLength(254)]
    public string ContactEmail { get; set; } = "";

    [StringLength(30)]
    public string? ContactPhone { get; set; }

    /// <summary>The form as it is kept; null where something is wrong, which then stands at its field.</summary>
    public OrganisationFacts? Read(ModelStateDictionary state, IStringLocalizer<OperatorTexts> L)
    {
        if (Kind is { } kind && !KindTexts.LetIn.Contains(kind)) state.AddModelError("Form.Kind", L["Vælg en slags fra listen."]);
        var (cvr, pNumber, code, gln) = (default(CvrNumber), WithoutSpaces(PNumber), WithoutSpaces(MunicipalityCode), default(Gln));
        // What is not typed at all comes as null, and that it is needed is said already.
        if (!string.IsNullOrWhiteSpace(Cvr) && !CvrNumber.TryParse(Cvr, out cvr))
        {
            state.AddModelError("Form.Cvr", L["Et CVR-nummer er otte cifre."]);
        }
        else if (!string.IsNullOrWhiteSpace(Cvr) && !cvr.HasValidCheckDigit && !CvrIsRight)
        {
            state.AddModelError("Form.Cvr",
                L["Kontrolcifret passer ikke. Se efter i CVR-registret, eller sæt kryds ved, at nummeret er rigtigt."]);
        }
        if (pNumber is not null && !(pNumber is ['1', ..] && pNumber.Length == 10 && pNumber.All(char.IsAsciiDigit)))
        {
            state.AddModelError("Form.PNumber", L["Et P-nummer er ti cifre, og det første er 1."]);
        }
        if (Kind == OrganisationKind.Municipality && code is null)
        {
            state.AddModelError("Form.MunicipalityCode", L["Skriv kommunekoden, fx 270."]);
        }
        else if (code is not null && !(code.Length == 3 && code.All(char.IsAsciiDigit)))
        {
            state.AddModelError("Form.MunicipalityCode", L["En kommunekode er tre cifre."]);
        }
        else if (code is not null && Kind is not OrganisationKind.Municipality)
        {
            state.AddModelError("Form.MunicipalityCode", L["Kun en kommune har en kommunekode."]);
        }
        if (!string.IsNullOrWhiteSpace(Gln) && !MentorMarket.Domain.Values.Gln.TryParse(Gln, out gln))
        {
            state.AddModelError("Form.Gln", L["Et EAN-nummer er 13 cifre, og det sidste skal passe med de andre. Se efter."]);
        }
        return state.IsValid
            ? new(Kind!.Value, Name.Trim(), cvr.ToString(), pNumber, code, gln.ToString() is { Length: > 0 } found ? found : null,
                ContactName.Trim(), ContactEmail.Trim(), ContactPhone?.Trim() ?? "")
            : null;
    }

    private static string? WithoutSpaces(string? typed) =>
        typed?.Replace(" ", "", StringComparison.Ordinal) is { Length: > 0 } text ? text : null;
}

/// <summary>What an organisation is known by, and whom to write to about it.</summary>
public sealed record OrganisationFacts(
    OrganisationKind Kind, string Name, string Cvr,
    [property: MayHoldCpr("a P-number has ten digits too")] string? PNumber,
    string? MunicipalityCode, string? Gln, string ContactName, string ContactEmail, string ContactPhone);
