namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>What is said of a demand that a grant does not meet, and where on the form it is met.</summary>
public static class DemandTexts
{
    public static string Of(Shortfall shortfall, IStringLocalizer<MunicipalityTexts> L) => shortfall.Demand switch
    {
        Demand.Purpose => L["Formål: job eller uddannelse"],
        Demand.Aim => L["Hvilket af servicestandardens formål"],
        Demand.PurposeText => L["Begrundelse for formålet"],
        Demand.TargetGroup => L["Målgruppe"],
        Demand.EligibleGroup => L["Der kan ikke bevilges mentorstøtte til denne målgruppe"],
        Demand.IntegrationBasis =>
            L["Målgruppe og lovgrundlag skal passe sammen: integrationsloven gælder kun den, der er omfattet af den"],
        Demand.Goals => L["Mindst ét mål"],
        Demand.MainGoalDetail => L["Hovedmålet med ord, så konkret som muligt"],
        Demand.Tasks => L["Mentorens opgaver"],
        Demand.Qualifications => L["Vurdering af mentorens kvalifikationer"],
        Demand.MentorKind => L["Hvem mentoren er ansat af"],
        Demand.HoursPerWeek => L["Timer pr. uge"],
        Demand.MostHours => L["Højst {0} timer pr. uge", Number(shortfall)],
        Demand.StartsOn => L["Startdato"],
        Demand.EndsOn => L["Slutdato"],
        Demand.Period => L["En periode på højst {0} måneder", Number(shortfall)],
        Demand.Rate => L["Timepris"],
        Demand.Residence => L["At borgeren bor i kommunen"],
        Demand.Agreement => L["At borgeren er enig og har et mål om job eller uddannelse"],
        Demand.BeyondOrdinary => L["At støtten ligger ud over det sædvanlige og er afgørende"],
        Demand.SchemesAnswered => L["Svar på hver af de andre ordninger, der ligger tæt på"],
        Demand.NoOtherCover => L["En anden ordning dækker behovet. Så kan der ikke bevilges mentor"],
        Demand.SchemeNote => L["Hvordan støtten holdes adskilt fra den, der løber ved siden af"],
        Demand.StandsAloneReason => L["Hvorfor mentorstøtten står alene"],
        Demand.ProgrammeGroup => L["Forløbet er for en anden målgruppe"],
        Demand.OwnProgramme => L["Kommunens servicestandard har ikke dette forløb"],
        Demand.OwnProgrammePeriod => L["Forløbet varer højst {0} måneder i kommunens servicestandard", Number(shortfall)],
        Demand.DischargeOn => L["Dato for udskrivning"],
        Demand.DischargeStart => L["Støtten kan tidligst begynde {0} måneder før udskrivningen", Number(shortfall)],
        Demand.DischargePeriod => L["Retten til udskrivningskoordinator er {0} måneder i alt", Number(shortfall)],
        Demand.OpeningMeeting => L["Dato for det indledende møde med borger, mentor og kommune"],
        Demand.AdmittedOn => L["Dato for optagelse på uddannelsen"],
        Demand.EducationStart => L["Støtten skal begynde inden {0} måneder efter optagelsen", Number(shortfall)],
        Demand.EducationPeriod => L["Retten er {0} måneder, fra støtten begynder", Number(shortfall)],
        Demand.LevelPeriod => L["Serviceniveauet gives højst {0} måneder ad gangen", Number(shortfall)],
        Demand.ExtensionPeriod => L["Kommunen forlænger højst {0} måneder i alt", Number(shortfall)],
        Demand.ChangeReason => L["Begrundelse for forlængelsen eller ændringen"],
        Demand.Reassessment => L["Ny vurdering af behovet"],
        Demand.ExtensionStart => L["En forlængelse begynder efter, at den bevilling, den forlænger, er slut"],
        Demand.ChangeWithin => L["En ændring ligger inden for den bevilling, den ændrer. Skal støtten vare længere, så forlæng"],
    };

    /// <summary>The id of the field that meets it.</summary>
    public static string Anchor(Shortfall shortfall) => shortfall.Demand switch
    {
        Demand.Purpose => "Form_Purpose",
        Demand.Aim => "Form_Aim",
        Demand.PurposeText => "Form_PurposeText",
        Demand.TargetGroup or Demand.EligibleGroup => "Form_TargetGroup",
        Demand.IntegrationBasis => "Form_Basis",
        Demand.Goals => "Form_Goals_0__Kind",
        Demand.MainGoalDetail => "Form_Goals_0__Detail",
        Demand.Tasks => "Form_Tasks",
        Demand.Qualifications => "Form_Qualifications",
        Demand.MentorKind => "Form_MentorKind",
        Demand.HoursPerWeek or Demand.MostHours => "Form_HoursPerWeek",
        Demand.StartsOn or Demand.DischargeStart or Demand.EducationStart or Demand.ExtensionStart => "Form_StartsOn",
        Demand.EndsOn or Demand.Period or Demand.DischargePeriod or Demand.EducationPeriod or Demand.ChangeWithin => "Form_EndsOn",
        Demand.Rate => "Form_Rate",
        Demand.Residence => "Form_ResidesHere",
        Demand.Agreement => "Form_IsAgreed",
        Demand.BeyondOrdinary => "Form_IsBeyondOrdinary",
        Demand.SchemesAnswered or Demand.NoOtherCover => "Form_NeighbouringSchemes",
        Demand.SchemeNote => "Form_SchemeNote",
        Demand.StandsAloneReason => "Form_StandsAloneReason",
        Demand.ProgrammeGroup or Demand.OwnProgramme => "Form_Programme",
        Demand.DischargeOn => "Form_DischargeOn",
        Demand.OpeningMeeting => "Form_OpeningMeetingOn",
        Demand.AdmittedOn => "Form_AdmittedOn",
        Demand.LevelPeriod or Demand.ExtensionPeriod or Demand.OwnProgrammePeriod => "Form_DepartureReason",
        Demand.ChangeReason => "Form_ChangeReason",
        Demand.Reassessment => "Form_Reassessment",
    };

    private static string Number(Shortfall shortfall) => shortfall.Limit is { } limit ? Show.Number(limit) : "";
}
