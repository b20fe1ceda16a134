using MentorMarket.Domain.Deadlines;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Web.Words;

/// <summary>What the dates of a grant are called on the screen, and what sets them.</summary>
public static class DeadlineLabels
{
    public static string Of(DeadlineKind kind, IStringLocalizer<SharedTexts> L) => kind switch
    {
        DeadlineKind.FollowUp => L["Opfølgning"],
        DeadlineKind.EffectWithCitizen => L["Effekt vurderes med borgeren"],
        DeadlineKind.PeriodEnds => L["Perioden slutter"],
        DeadlineKind.RightEnds => L["Retten til støtte slutter"],
        DeadlineKind.LevelFourReview => L["Niveau 4 vurderes igen"],
        DeadlineKind.Outcome => L["Udbytte ved slut"],
        DeadlineKind.OutcomeAfter3Months => L["Udbytte efter 3 måneder"],
        DeadlineKind.OutcomeAfter6Months => L["Udbytte efter 6 måneder"],
        DeadlineKind.InformationDuty => L["Borger orienteres om sin ret"],
        DeadlineKind.PauseReview => L["Åben pause vurderes"],
    };

    /// <summary>With its number where there are several.</summary>
    public static string Of(Deadline deadline, IStringLocalizer<SharedTexts> L) =>
        deadline.Kind == DeadlineKind.FollowUp ? L["Opfølgning nr. {0}", deadline.Sequence] : Of(deadline.Kind, L);

    public static string Source(Deadline deadline, DeadlineSettings settings, IStringLocalizer<SharedTexts> L) => deadline.Source switch
    {
        DeadlineSource.GrantedPeriod => L["Bevillingens periode ({0})", LegalSource.Of(Paragraphs.Period)],
        DeadlineSource.DischargeRight => L["Vejledningen kap. 4.1: 6 måneder i alt"],
        DeadlineSource.TransitionRight => L["Vejledningen kap. 4.2: 6 måneder, fra støtten begynder"],
        DeadlineSource.InformationDuty => L["Vejledningen kap. 4.1 og 4.2: så tidligt som muligt"],
        DeadlineSource.Municipality => deadline.Kind switch
        {
            DeadlineKind.FollowUp => L["Kommunens servicestandard: hver {0}. uge", settings.FollowUpWeeks],
            DeadlineKind.EffectWithCitizen => L["Kommunens servicestandard: mindst {0} dage før slut", settings.EffectDaysBeforeEnd],
            DeadlineKind.LevelFourReview => L["Kommunens servicestandard: over {0} timer om ugen højst {1} måneder",
                Show.Number(settings.LevelFourOver), settings.LevelFourMonths],
            DeadlineKind.RightEnds => L["Kommunens servicestandard: det særlige forløbs længde"],
            DeadlineKind.PeriodEnds or DeadlineKind.Outcome or DeadlineKind.OutcomeAfter3Months or DeadlineKind.OutcomeAfter6Months =>
                L["Kommunens servicestandard: udbytte ved slut og efter 3 og 6 måneder"],
            DeadlineKind.PauseReview => L["Kommunens servicestandard: en pause uden slutdato vurderes hver {0}. uge",
                settings.PauseReviewWeeks],
            DeadlineKind.InformationDuty => L["Vejledningen kap. 4.1 og 4.2: så tidligt som muligt"],
        },
    };

    public static string Of(DeadlineStanding standing, IStringLocalizer<SharedTexts> L) => standing switch
    {
        DeadlineStanding.Ahead => L["Kommer"],
        DeadlineStanding.Today => L["I dag"],
        DeadlineStanding.Overdue => L["Overskredet"],
        DeadlineStanding.Done => L["Udført"],
        DeadlineStanding.NotHeld => L["Ikke holdt"],
        DeadlineStanding.Passed => L["Forbi"],
    };

    public static string Kind(DeadlineStanding standing) => standing switch
    {
        DeadlineStanding.Ahead => "none",
        DeadlineStanding.Today => "warning",
        DeadlineStanding.Overdue => "error",
        DeadlineStanding.Done => "success",
        DeadlineStanding.NotHeld => "error",
        DeadlineStanding.Passed => "none",
    };

    public static string Of(PurposeStanding purpose, IStringLocalizer<SharedTexts> L) => purpose switch
    {
        PurposeStanding.Yes => L["Ja, formålet er stadig til stede"],
        PurposeStanding.Adjusted => L["Ja, men formål eller indsats rettes til"],
        PurposeStanding.No => L["Nej, formålet er der ikke længere"],
    };

    public static string Of(FollowUpResult result, IStringLocalizer<SharedTexts> L) => result switch
    {
        FollowUpResult.Done => L["Udført"],
        FollowUpResult.Postponed => L["Udsat"],
        FollowUpResult.Undone => L["Taget tilbage"],
    };
}
