using MentorMarket.Domain.FollowUps;
using MentorMarket.Domain.Rules;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Look;

/// <summary>What the dates of a grant are called on the screen, and what sets them.</summary>
public static class ClockLabels
{
    public static string Of(ClockKind kind, IStringLocalizer<SharedTexts> L) => kind switch
    {
        ClockKind.FollowUp => L["Opfølgning"],
        ClockKind.EffectWithCitizen => L["Effekt vurderes med borgeren"],
        ClockKind.PeriodEnds => L["Perioden slutter"],
        ClockKind.RightEnds => L["Retten til støtte slutter"],
        ClockKind.LevelFourReview => L["Niveau 4 vurderes igen"],
        ClockKind.Outcome => L["Udbytte ved slut"],
        ClockKind.OutcomeAfter3Months => L["Udbytte efter 3 måneder"],
        ClockKind.OutcomeAfter6Months => L["Udbytte efter 6 måneder"],
        ClockKind.Inform => L["Borger orienteres om sin ret"],
        ClockKind.PauseReview => L["Åben pause vurderes"],
    };

    /// <summary>With its number where there are several.</summary>
    public static string Of(Clock clock, IStringLocalizer<SharedTexts> L) =>
        clock.Kind == ClockKind.FollowUp ? L["Opfølgning nr. {0}", clock.Sequence] : Of(clock.Kind, L);

    public static string Source(Clock clock, ClockSettings settings, IStringLocalizer<SharedTexts> L) => clock.Source switch
    {
        ClockSource.GrantedPeriod => L["Bevillingens periode ({0})", LegalSource.Of(Paragraphs.Period)],
        ClockSource.DischargeRight => L["Vejledningen kap. 4.1: 6 måneder i alt"],
        ClockSource.TransitionRight => L["Vejledningen kap. 4.2: 6 måneder, fra støtten begynder"],
        ClockSource.InformDuty => L["Vejledningen kap. 4.1 og 4.2: så tidligt som muligt"],
        ClockSource.Municipality => clock.Kind switch
        {
            ClockKind.FollowUp => L["Kommunens indstilling: hver {0}. uge", settings.FollowUpWeeks],
            ClockKind.EffectWithCitizen => L["Kommunens indstilling: mindst {0} dage før slut", settings.EffectDaysBeforeEnd],
            ClockKind.LevelFourReview => L["Kommunens indstilling: over {0} timer om ugen højst {1} måneder", Show.Number(settings.LevelFourOver), settings.LevelFourMonths],
            ClockKind.RightEnds => L["Kommunens indstilling: det særlige forløbs længde"],
            ClockKind.PeriodEnds or ClockKind.Outcome or ClockKind.OutcomeAfter3Months or ClockKind.OutcomeAfter6Months =>
                L["Kommunens indstilling: udbytte ved slut og efter 3 og 6 måneder"],
            ClockKind.PauseReview => L["Kommunens indstilling: en pause uden slutdato vurderes hver {0}. uge", settings.PauseReviewWeeks],
            ClockKind.Inform => L["Vejledningen kap. 4.1 og 4.2: så tidligt som muligt"],
        },
    };

    public static string Of(ClockStanding standing, IStringLocalizer<SharedTexts> L) => standing switch
    {
        ClockStanding.Ahead => L["Kommer"],
        ClockStanding.Today => L["I dag"],
        ClockStanding.Overdue => L["Overskredet"],
        ClockStanding.Done => L["Udført"],
        ClockStanding.NotHeld => L["Ikke holdt"],
        ClockStanding.Passed => L["Forbi"],
    };

    public static string Kind(ClockStanding standing) => standing switch
    {
        ClockStanding.Ahead => "none",
        ClockStanding.Today => "warning",
        ClockStanding.Overdue => "error",
        ClockStanding.Done => "success",
        ClockStanding.NotHeld => "error",
        ClockStanding.Passed => "none",
    };

    public static string Of(PurposeStanding purpose, IStringLocalizer<SharedTexts> L) => purpose switch
    {
        PurposeStanding.Yes => L["Ja, formålet er stadig til stede"],
        PurposeStanding.Adjusted => L["Ja, men formål eller indsats rettes til"],
        PurposeStanding.No => L["Nej, formålet er der ikke længere"],
    };

    public static string Of(HandlingResult result, IStringLocalizer<SharedTexts> L) => result switch
    {
        HandlingResult.Done => L["Udført"],
        HandlingResult.Postponed => L["Udsat"],
        HandlingResult.Undone => L["Taget tilbage"],
    };
}
