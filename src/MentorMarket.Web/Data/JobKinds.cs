namespace MentorMarket.Web.Data;

/// <summary>The kinds of job. A kind that this version does not know is left for one that does.</summary>
public static class JobKinds
{
    public const string CheckInvoice = "CheckInvoice";
    public const string RecheckEntry = "RecheckEntry";
    public const string CheckImport = "CheckImport";
    public const string CarryOutImport = "CarryOutImport";
    public const string ForgetImport = "ForgetImport";
}
