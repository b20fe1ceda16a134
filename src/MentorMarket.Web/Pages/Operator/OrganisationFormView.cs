using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace MentorMarket.Web.Pages.Operator;

/// <summary>The form as the fields that several pages share draw it.</summary>
public sealed record OrganisationFormView(OrganisationForm Form)
{
    /// <summary>Asked only where the check digit spoke against a number of eight digits.</summary>
    public bool AsksWhetherCvrIsRight(ModelStateDictionary state) => Form.CvrIsRight
        || (state["Form.Cvr"]?.Errors.Count > 0 && CvrNumber.TryParse(Form.Cvr, out var cvr) && !cvr.HasValidCheckDigit);
}
