using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace MentorMarket.Web.Pages.Municipality.Grants.Decisions;

/// <summary>What a refusal says: what is not met, and why.</summary>
public sealed class RefusalForm
{
    public List<RefusalGround> Grounds { get; set; } = [];

    [Required, StringLength(2000), NoCpr]
    public string? Reason { get; set; }

    /// <summary>The version of the row that the page showed: what is decided about is what was read.</summary>
    public uint Version { get; set; }

    public bool Check(ModelStateDictionary state, IStringLocalizer<MunicipalityTexts> L)
    {
        if (Grounds.Count == 0) state.AddModelError("Form.Grounds", L["Vælg, hvad borgeren ikke opfylder."]);
        return state.IsValid;
    }
}
