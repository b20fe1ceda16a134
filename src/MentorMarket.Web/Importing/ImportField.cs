namespace MentorMarket.Web.Importing;

/// <summary>What a column of an imported file can fill.</summary>
public enum ImportField
{
    Cpr,
    Name,
    Address,
    IsProtected,
    Phone,
    Email,
    Area,
    Language,
    TargetGroup,
    Basis,
    Programme,
    Purpose,
    Aim,
    PurposeText,
    Problems,
    MainGoal,
    MainGoalText,
    SecondGoal,
    SecondGoalText,
    ThirdGoal,
    ThirdGoalText,
    Tasks,
    TaskText,
    Requirements,
    Qualifications,
    MentorKind,
    HoursPerWeek,
    TotalHours,
    StartsOn,
    EndsOn,
    Rate,
    ResidesHere,
    IsAgreed,
    IsBeyondOrdinary,
    NoOtherSupport,
    AdmittedOn,
    DischargeOn,
    OpeningMeetingOn,
    StandsAloneReason,
    DepartureReason,
}

/// <summary>How the cells of a field are read.</summary>
public enum ImportKind
{
    Cpr,
    Text,
    Email,
    Language,
    Truth,
    Number,
    Date,
    One,
    Many,
}

/// <summary>What is known about each field.</summary>
public static class ImportFields
{
    public static IReadOnlyList<ImportField> All { get; } = Enum.GetValues<ImportField>();

    /// <summary>Of the citizen; the rest is of the grant.</summary>
    public static bool IsOfCitizen(ImportField field) => field <= ImportField.Language;

    public static ImportKind KindOf(ImportField field) => field switch
    {
        ImportField.Cpr => ImportKind.Cpr,
        ImportField.Name or ImportField.Address or ImportField.Phone or ImportField.Area or ImportField.PurposeText
            or ImportField.MainGoalText or ImportField.SecondGoalText
            or ImportField.ThirdGoalText or ImportField.TaskText or ImportField.Qualifications or ImportField.StandsAloneReason
                or ImportField.DepartureReason => ImportKind.Text,
        ImportField.Email => ImportKind.Email,
        ImportField.Language => ImportKind.Language,
        ImportField.IsProtected or ImportField.ResidesHere or ImportField.IsAgreed or ImportField.IsBeyondOrdinary
            or ImportField.NoOtherSupport => ImportKind.Truth,
        ImportField.HoursPerWeek or ImportField.TotalHours or ImportField.Rate => ImportKind.Number,
        ImportField.StartsOn or ImportField.EndsOn or ImportField.AdmittedOn or ImportField.DischargeOn or ImportField.OpeningMeetingOn =>
            ImportKind.Date,
        ImportField.TargetGroup or ImportField.Basis or ImportField.Programme or ImportField.Purpose or ImportField.Aim
            or ImportField.MainGoal or ImportField.SecondGoal
            or ImportField.ThirdGoal or ImportField.MentorKind => ImportKind.One,
        ImportField.Problems or ImportField.Tasks or ImportField.Requirements => ImportKind.Many,
    };

    /// <summary>How many characters a text may have: as many as the portal's own form takes.</summary>
    public static int MostCharacters(ImportField field) => field switch
    {
        ImportField.Phone => 20,
        ImportField.Area => 40,
        ImportField.Name => 120,
        ImportField.Address => 200,
        ImportField.Email => 254,
        ImportField.MainGoalText or ImportField.SecondGoalText or ImportField.ThirdGoalText => 500,
        _ => 2000,
    };

    /// <summary>The highest number that can be meant.</summary>
    public static decimal Most(ImportField field) => field switch
    {
        ImportField.HoursPerWeek => 168,
        ImportField.TotalHours => 5000,
        _ => 10000,
    };
}
