namespace MentorMarket.Web.Importing;

/// <summary>What the fields are called, on the screen and in the template.</summary>
public static class ImportLabels
{
    public static string Of(ImportField field, IStringLocalizer<SharedTexts> L) => field switch
    {
        ImportField.Cpr => L["CPR-nummer"],
        ImportField.Name => L["Navn"],
        ImportField.Address => L["Adresse"],
        ImportField.IsProtected => L["Navne- og adressebeskyttelse"],
        ImportField.Phone => L["Telefon"],
        ImportField.Email => L["Mailadresse"],
        ImportField.Area => L["Område"],
        ImportField.Language => L["Sprog"],
        ImportField.TargetGroup => L["Målgruppe"],
        ImportField.Basis => L["Lovgrundlag"],
        ImportField.Programme => L["Særligt forløb"],
        ImportField.Purpose => L["Formål"],
        ImportField.Aim => L["Formål i servicestandarden"],
        ImportField.PurposeText => L["Begrundelse"],
        ImportField.Problems => L["Problemstillinger"],
        ImportField.MainGoal => L["Hovedmål"],
        ImportField.MainGoalText => L["Hovedmål med ord"],
        ImportField.SecondGoal => L["Mål 2"],
        ImportField.SecondGoalText => L["Mål 2 med ord"],
        ImportField.ThirdGoal => L["Mål 3"],
        ImportField.ThirdGoalText => L["Mål 3 med ord"],
        ImportField.Tasks => L["Mentorens opgaver"],
        ImportField.TaskText => L["Opgaver med egne ord"],
        ImportField.Requirements => L["Krav til mentoren"],
        ImportField.Qualifications => L["Vurdering af kvalifikationer"],
        ImportField.MentorKind => L["Slags mentor"],
        ImportField.HoursPerWeek => L["Timer pr. uge"],
        ImportField.TotalHours => L["Timer i alt højst"],
        ImportField.StartsOn => L["Startdato"],
        ImportField.EndsOn => L["Slutdato"],
        ImportField.Rate => L["Timepris"],
        ImportField.ResidesHere => L["Bor i kommunen"],
        ImportField.IsAgreed => L["Borgeren er enig"],
        ImportField.IsBeyondOrdinary => L["Ud over det sædvanlige"],
        ImportField.NoOtherSupport => L["Ingen anden støtte dækker behovet"],
        ImportField.AdmittedOn => L["Optaget på uddannelse den"],
        ImportField.DischargeOn => L["Udskrives den"],
        ImportField.OpeningMeetingOn => L["Opstartsmøde den"],
        ImportField.StandsAloneReason => L["Hvorfor støtten står alene"],
        ImportField.DepartureReason => L["Hvorfor servicestandarden fraviges"],
    };
}
