namespace MentorMarket.Domain.Grants;

/// <summary>Everything that law and service standard ask of a grant.</summary>
/// <remarks>Danish: krav til bevillingen. What asks for each: <see cref="GrantRules.SourceOf(Demand)"/>.</remarks>
public enum Demand
{
    /// <summary>A job or an education: without it no grant.</summary>
    Purpose,
    /// <summary>Which purpose of the service standard.</summary>
    Aim,
    /// <summary>A reason that reflects the purpose.</summary>
    PurposeText,
    /// <summary>A target group.</summary>
    TargetGroup,
    /// <summary>A target group that support can be granted to.</summary>
    EligibleGroup,
    /// <summary>The integration act goes with its own target group, and the other way round.</summary>
    IntegrationBasis,
    /// <summary>At least one goal.</summary>
    Goals,
    /// <summary>The main goal in words, as detailed as possible.</summary>
    MainGoalDetail,
    /// <summary>The mentor's tasks.</summary>
    Tasks,
    /// <summary>The assessment of the mentor's qualifications.</summary>
    Qualifications,
    /// <summary>What kind of mentor.</summary>
    MentorKind,
    /// <summary>Hours a week.</summary>
    HoursPerWeek,
    /// <summary>No more hours a week than the rule set allows, where it has a limit.</summary>
    MostHours,
    /// <summary>The first day.</summary>
    StartsOn,
    /// <summary>The last day, not before the first.</summary>
    EndsOn,
    /// <summary>No longer than a grant may run.</summary>
    Period,
    /// <summary>Kroner an hour.</summary>
    Rate,
    /// <summary>The citizen lives in the municipality.</summary>
    Residence,
    /// <summary>The citizen agrees.</summary>
    Agreement,
    /// <summary>Beyond what the employer or institution does anyway, and decisive.</summary>
    BeyondOrdinary,
    /// <summary>Each neighbouring scheme has been looked into.</summary>
    SchemesAnswered,
    /// <summary>None of them covers the need.</summary>
    NoOtherCover,
    /// <summary>How the support is kept apart from what runs beside it.</summary>
    SchemeNote,
    /// <summary>Why mentor support stands on its own.</summary>
    StandsAloneReason,
    /// <summary>The special programme is for citizens of another group.</summary>
    ProgrammeGroup,
    /// <summary>The municipality does not offer this programme of its own.</summary>
    OwnProgramme,
    /// <summary>Longer than the municipality's own programme runs.</summary>
    OwnProgrammePeriod,
    /// <summary>The day of discharge.</summary>
    DischargeOn,
    /// <summary>Not earlier than so many months before the discharge.</summary>
    DischargeStart,
    /// <summary>No longer than the right lasts in all.</summary>
    DischargePeriod,
    /// <summary>The opening meeting.</summary>
    OpeningMeeting,
    /// <summary>The day of admission to the education.</summary>
    AdmittedOn,
    /// <summary>The support starts while the right stands: the first clock.</summary>
    EducationStart,
    /// <summary>No longer than the right lasts from its start: the second clock.</summary>
    EducationPeriod,
    /// <summary>A high service level runs for a limited time.</summary>
    LevelPeriod,
    /// <summary>No longer than the municipality extends in all.</summary>
    ExtensionPeriod,
    /// <summary>Why it is extended or changed.</summary>
    ChangeReason,
    /// <summary>The new assessment.</summary>
    Reassessment,
    /// <summary>An extension begins after the one it extends has ended.</summary>
    ExtensionStart,
    /// <summary>A change lies within the grant that it changes.</summary>
    ChangeWithin,
}

/// <summary>A demand that a grant does not meet.</summary>
/// <remarks>Danish: mangel.</remarks>
/// <param name="Demand">Which.</param>
/// <param name="Source">The paragraph, or the municipality's standard, that asks for it.</param>
/// <param name="Limit">The limit in months or hours where the demand is one.</param>
/// <param name="MayBeDepartedFrom">A municipality's own standard: met as well by a reason for departing from it.</param>
public sealed record Shortfall(Demand Demand, string Source, decimal? Limit = null, bool MayBeDepartedFrom = false);

/// <summary>What a grant is judged by: the rules of the day, the municipality's standard, and what is known beside the grant.</summary>
/// <param name="Rules">The national rules of the day of decision.</param>
/// <param name="Settings">The municipality's, of the same day.</param>
/// <param name="BirthYear">The citizen's, or null.</param>
/// <param name="Follows">The grant that this one extends or changes.</param>
public sealed record GrantContext(GrantRules Rules, GrantSettings Settings, int? BirthYear = null, Predecessor? Follows = null)
{
    /// <summary>
    /// When support under the same right first started, by any grant of the citizen: a right is there once, not once a grant.
    /// </summary>
    public DateOnly? ProgrammeStartedOn { get; init; }

    /// <summary>The names of both, as a grant stores them.</summary>
    public string Version => $"{Rules.Version} {Settings.Version}";
}

/// <summary>The grant before.</summary>
/// <param name="Period">Its days.</param>
/// <param name="Programme">Its programme.</param>
/// <param name="ProgrammeStartedOn">When support under that programme started, over all grants that follow each other: the right is counted
/// from there.</param>
public sealed record Predecessor(Period Period, Programme Programme, DateOnly ProgrammeStartedOn)
{
    /// <summary>The first day of the first extension up to this grant, itself among them; null where there was none.</summary>
    public DateOnly? ExtensionsBeganOn { get; init; }
}

/// <summary>Holds the terms of a grant against everything that is asked of it.</summary>
internal static class Demands
{
    public static IReadOnlyList<Shortfall> NotMet(GrantTerms terms, GrantKind kind, GrantContext context)
    {
        var found = new List<Shortfall>();
        void Ask(bool isMet, Demand demand, decimal? limit = null)
        {
            // What guides is met by a reason as well.
            var guides = GrantRules.MayBeDepartedFrom(demand);
            if (!isMet && !(guides && terms.DepartureReason.Length > 0)) found.Add(new(demand, GrantRules.SourceOf(demand), limit, guides));
        }
        Need(terms, Ask);
        Support(terms, context, Ask);
        Surroundings(terms, context, Ask);
        Period(terms, context, Ask);
        Programme(terms, context, Ask);
        Following(terms, kind, context, Ask);
        return found;
    }

    private static void Need(GrantTerms terms, Action<bool, Demand, decimal?> ask)
    {
        ask(terms.Purpose is not null, Demand.Purpose, null);
        ask(terms.Aim is not null, Demand.Aim, null);
        ask(terms.PurposeText.Length > 0, Demand.PurposeText, null);
        ask(terms.TargetGroup is not null, Demand.TargetGroup, null);
        ask(terms.TargetGroup is not { } group || Target.AccessOf(group) != Access.Excluded, Demand.EligibleGroup, null);
        ask(terms.TargetGroup is null || (terms.TargetGroup == TargetGroup.IntegrationAct) == (terms.Basis == LegalBasis.IntegrationAct),
            Demand.IntegrationBasis, null);
    }

    private static void Support(GrantTerms terms, GrantContext context, Action<bool, Demand, decimal?> ask)
    {
        ask(terms.Goals.Count > 0, Demand.Goals, null);
        ask(terms.Goals.Count == 0 || terms.Goals[0].Detail.Length > 0, Demand.MainGoalDetail, null);
        ask(terms.Tasks.Count > 0, Demand.Tasks, null);
        ask(terms.Qualifications.Length > 0, Demand.Qualifications, null);
        ask(terms.MentorKind is not null, Demand.MentorKind, null);
        ask(terms.HoursPerWeek is not null, Demand.HoursPerWeek, null);
        ask(context.Rules.MostHoursPerWeek is not { } most || terms.HoursPerWeek is not { } hours || hours <= most, Demand.MostHours,
            context.Rules.MostHoursPerWeek);
        ask(terms.Rate is not null, Demand.Rate, null);
    }

    private static void Surroundings(GrantTerms terms, GrantContext context, Action<bool, Demand, decimal?> ask)
    {
        ask(terms.ResidesHere, Demand.Residence, null);
        ask(terms.IsAgreed, Demand.Agreement, null);
        ask(terms.IsBeyondOrdinary || terms.MentorKind is not (MentorKind.CompanyEmployee or MentorKind.InstitutionEmployee),
            Demand.BeyondOrdinary, null);
        var asked = NeighbouringSchemes.Asked(terms, terms.StartsOn is { } start
            && context.BirthYear is { } born ? start.Year - born : null);
        ask(asked.All(terms.SchemeAnswers.ContainsKey), Demand.SchemesAnswered, null);
        ask(!asked.Any(check => terms.SchemeAnswers.GetValueOrDefault(check) == SchemeAnswer.Covers), Demand.NoOtherCover, null);
        ask(terms.SchemeNote.Length > 0 || !asked.Any(check => terms.SchemeAnswers.GetValueOrDefault(check) == SchemeAnswer.Beside),
            Demand.SchemeNote, null);
        ask(!terms.StandsAlone || terms.StandsAloneReason.Length > 0, Demand.StandsAloneReason, null);
    }

    private static void Period(GrantTerms terms, GrantContext context, Action<bool, Demand, decimal?> ask)
    {
        ask(terms.StartsOn is not null, Demand.StartsOn, null);
        ask(terms.EndsOn is not null && !(terms.EndsOn < terms.StartsOn), Demand.EndsOn, null);
        if (Days(terms) is not { } days) return;
        ask(IsWithin(days, days.From, context.Rules.LongestPeriodInMonths), Demand.Period, context.Rules.LongestPeriodInMonths);
        if (terms.HoursPerWeek is { } hours && context.Settings.LevelOf(hours)?.Months is { } months)
        {
            ask(IsWithin(days, days.From, months), Demand.LevelPeriod, months);
        }
    }

    private static void Programme(GrantTerms terms, GrantContext context, Action<bool, Demand, decimal?> ask)
    {
        var rules = context.Rules;
        ask(terms.TargetGroup is not { } group || Target.CanHave(group, terms.Programme), Demand.ProgrammeGroup, null);
        var days = Days(terms);
        // The right is counted from when support under it started, though several grants give it.
        var startedOn = context.Follows is { } before && before.Programme == terms.Programme ? before.ProgrammeStartedOn : days?.From;
        if (context.ProgrammeStartedOn is { } first && (startedOn is null || first < startedOn)) startedOn = first;
        switch (terms.Programme)
        {
            case Grants.Programme.DischargeCoordinator:
                ask(terms.DischargeOn is not null, Demand.DischargeOn, null);
                ask(startedOn is not { } from || rules.WindowOf(terms.Programme, terms.DischargeOn)?.Contains(from) != false,
                    Demand.DischargeStart, rules.DischargeMonthsBefore);
                ask(days is not { } all || IsWithin(all, startedOn!.Value, rules.DischargeMonthsInAll), Demand.DischargePeriod,
                    rules.DischargeMonthsInAll);
                ask(terms.OpeningMeetingOn is not null, Demand.OpeningMeeting, null);
                break;
            case Grants.Programme.EducationTransition:
                ask(terms.AdmittedOn is not null, Demand.AdmittedOn, null);
                ask(startedOn is not { } start || rules.WindowOf(terms.Programme, terms.AdmittedOn)?.Contains(start) != false,
                    Demand.EducationStart, rules.EducationRightInMonths);
                ask(days is not { } whole || IsWithin(whole, startedOn!.Value, rules.EducationMonths), Demand.EducationPeriod,
                    rules.EducationMonths);
                break;
            case Grants.Programme.LoneParent or Grants.Programme.ReleasedFromPrison:
                var own = context.Settings.OwnProgrammes.FirstOrDefault(c => c.Programme == terms.Programme);
                ask(own is not null, Demand.OwnProgramme, null);
                // A lone parent's support counts from the admission. Source: service standard, "Målgruppe".
                ask(terms.Programme != Grants.Programme.LoneParent || terms.AdmittedOn is not null, Demand.AdmittedOn, null);
                if (own is not null && days is { } span)
                {
                    ask(IsWithin(span, terms.Programme == Grants.Programme.LoneParent ? terms.AdmittedOn
                        ?? startedOn!.Value : startedOn!.Value, own.Months), Demand.OwnProgrammePeriod, own.Months);
                }
                break;
            case Grants.Programme.Ordinary:
                break;
        }
    }

    private static void Following(GrantTerms terms, GrantKind kind, GrantContext context, Action<bool, Demand, decimal?> ask)
    {
        if (kind == GrantKind.New) return;
        ask(terms.ChangeReason.Length > 0, Demand.ChangeReason, null);
        ask(terms.Reassessment.Length > 0, Demand.Reassessment, null);
        if (Days(terms) is not { } days || context.Follows is not { } before) return;
        if (kind == GrantKind.Extension)
        {
            ask(days.From > before.Period.To, Demand.ExtensionStart, null);
            // Six months and up to six more, in however many extensions. Source: service standard.
            ask(IsWithin(days, before.ExtensionsBeganOn ?? days.From, context.Settings.LongestExtensionInMonths), Demand.ExtensionPeriod,
                context.Settings.LongestExtensionInMonths);
        }
        else
        {
            ask(days.From > before.Period.From && days.To <= before.Period.To, Demand.ChangeWithin, null);
        }
    }

    private static Period? Days(GrantTerms terms) => terms is { StartsOn: { } from, EndsOn: { } to } && from <= to ? new Period(from, to)
        : null;

    private static bool IsWithin(Period days, DateOnly from, int months) => days.To <= Months.LastDay(from, months);
}
