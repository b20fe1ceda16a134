namespace MentorMarket.Web.Pages.Operator;

/// <summary>Why something is done to an organisation or said to an applicant.</summary>
public sealed class ReasonForm
{
    [Required, StringLength(1000)]
    public string Text { get; set; } = "";
}
