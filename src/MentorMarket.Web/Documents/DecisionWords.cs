namespace MentorMarket.Web.Documents;

/// <summary>Why something was refused or ended, said to the citizen.</summary>
internal static class DecisionWords
{
    public static string ToCitizen(RefusalGround ground, IStringLocalizer<SharedTexts> L) => ground switch
    {
        RefusalGround.NoJobOrEducationGoal => L["Du har ikke et mål om job eller uddannelse, som støtten kan hjælpe dig mod"],
        RefusalGround.ExcludedGroup => L["Du hører ikke til en af de grupper, der kan få støtte fra en mentor"],
        RefusalGround.NotDecisive =>
            L["Vi har vurderet, at støtte fra en mentor ikke er afgørende for, at du kan få eller beholde et job, en uddannelse eller et tilbud"],
        RefusalGround.OtherCover => L["Du får eller kan få hjælp til det samme på en anden måde"],
        RefusalGround.OrdinaryDuty => L["Det er noget, din arbejdsplads eller dit uddannelsessted selv skal hjælpe dig med"],
        RefusalGround.NoRight => L["Du opfylder ikke betingelserne for det særlige forløb, eller du har brugt retten til det"],
        RefusalGround.NotResident => L["Du bor ikke i kommunen"],
        RefusalGround.NoAgreement => L["Du har sagt, at du ikke ønsker støtten"],
    };

    public static string ToCitizen(EndReason reason, IStringLocalizer<SharedTexts> L) => reason switch
    {
        EndReason.GoalReached => L["Målet med støtten er nået."],
        EndReason.CitizensWish => L["Du har selv ønsket det."],
        EndReason.Moved => L["Du er flyttet til en anden kommune."],
        EndReason.NoContact => L["Det har ikke været muligt at få kontakt med dig."],
        EndReason.ProviderCouldNot => L["Leverandøren kan ikke længere give dig støtten."],
        EndReason.Other => "",
    };
}
