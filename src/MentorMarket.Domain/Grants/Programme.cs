namespace MentorMarket.Domain.Grants;

/// <summary>What a grant is to the one before it.</summary>
/// <remarks>
/// Danish: bevillingens art. Terms never change: an extension and a change are grants of their own, with a new assessment.
/// </remarks>
public enum GrantKind
{
    /// <summary>The first.</summary>
    New,
    /// <summary>Goes on after the period of another one. Source: guidance ch. 6.</summary>
    Extension,
    /// <summary>Takes over from another one before its end, with other hours, goals or tasks.</summary>
    Change,
}

/// <summary>A programme with rules of its own.</summary>
/// <remarks>
/// Danish: særligt forløb. Source: guidance ch. 4.1 and 4.2; the last two are a municipality's own (service standard, "Målgruppe").
/// </remarks>
public enum Programme
{
    /// <summary>None: the ordinary rules.</summary>
    Ordinary,
    /// <summary>A discharge coordinator for somebody admitted for mental illness (udskrivningskoordinator): a right.</summary>
    DischargeCoordinator,
    /// <summary>The transition from education assistance to an education (overgang til uddannelse): a right, with two clocks.</summary>
    EducationTransition,
    /// <summary>A lone parent on education assistance (enlig forsørger).</summary>
    LoneParent,
    /// <summary>Released from prison (udslusningskoordinator).</summary>
    ReleasedFromPrison,
}

/// <summary>Who the mentor is employed by.</summary>
/// <remarks>Danish: mentortype. Source: guidance ch. 5.</remarks>
public enum MentorKind
{
    /// <summary>An external consultant or firm.</summary>
    External,
    /// <summary>An employee of the company, bought out of ordinary work.</summary>
    CompanyEmployee,
    /// <summary>An employee of the institution of education, bought out of ordinary work.</summary>
    InstitutionEmployee,
    /// <summary>An employee of the municipality.</summary>
    Municipal,
}

/// <summary>The act that a grant is given under.</summary>
/// <remarks>Danish: lovgrundlag.</remarks>
public enum LegalBasis
{
    /// <summary>LAB §§ 167-171.</summary>
    EmploymentAct,
    /// <summary>Integration act § 23 d.</summary>
    IntegrationAct,
}

/// <summary>What a target group means for the right to support.</summary>
/// <remarks>Danish: adgang til mentorstøtte. Source: guidance ch. 3.</remarks>
public enum Access
{
    /// <summary>May be granted after an assessment.</summary>
    MayBeGranted,
    /// <summary>May be granted after an assessment, and there are programmes that these persons have a right to. A LAB § 6 group.</summary>
    HasRights,
    /// <summary>Cannot be granted.</summary>
    Excluded,
}

/// <summary>What the law says of a target group.</summary>
public static class Target
{
    /// <summary>Whether support may be granted to a group, and whether it has rights.</summary>
    public static Access AccessOf(TargetGroup group) => group switch
    {
        TargetGroup.InsuredUnemployed or TargetGroup.JobReady or TargetGroup.ActivityReady or TargetGroup.EducationAssistance
            or TargetGroup.SicknessBenefit
            or TargetGroup.JobClarification or TargetGroup.ResourceCourse or TargetGroup.Rehabilitation or TargetGroup.FlexJob
                or TargetGroup.DisabilityPensionWithGoal
            or TargetGroup.SelfSupporting or TargetGroup.UnderEighteen => Access.HasRights,
        TargetGroup.OrdinaryEducation or TargetGroup.OrdinaryEmployment or TargetGroup.NoEarlierContact or TargetGroup.Prisoner
            or TargetGroup.IntegrationAct
            or TargetGroup.SeniorJob or TargetGroup.AdultApprentice => Access.MayBeGranted,
        TargetGroup.Pensioner or TargetGroup.DisabilityPensionWithoutGoal or TargetGroup.UndefinedCircle => Access.Excluded,
    };

    /// <summary>Whether a programme can be given to a group at all.</summary>
    /// <remarks>Source: guidance ch. 4.1 (LAB § 6) and 4.2 (LAB § 6 nr. 4 and 5); service standard for lone parents.</remarks>
    public static bool CanHave(TargetGroup group, Programme programme) => programme switch
    {
        Programme.Ordinary => true,
        Programme.DischargeCoordinator => AccessOf(group) == Access.HasRights,
        Programme.EducationTransition or Programme.LoneParent => group == TargetGroup.EducationAssistance,
        Programme.ReleasedFromPrison => AccessOf(group) != Access.Excluded,
    };
}
