namespace MentorMarket.Web.Pages.Operator.Applications;

/// <summary>What became of an application, in words.</summary>
public static class ApplicationTexts
{
    public static string Say(ApplicationStatus status, IStringLocalizer<OperatorTexts> L) => status switch
    {
        ApplicationStatus.Waiting => L["Venter"],
        ApplicationStatus.Approved => L["Godkendt"],
        ApplicationStatus.Refused => L["Afslået"],
    };

    public static string Tag(ApplicationStatus status) => status switch
    {
        ApplicationStatus.Waiting => "warning",
        ApplicationStatus.Approved => "success",
        ApplicationStatus.Refused => "none",
    };
}
