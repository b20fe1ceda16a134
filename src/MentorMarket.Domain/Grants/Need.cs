namespace MentorMarket.Domain.Grants;

/// <summary>What stands in the way, often several at once; to describe the need, and to choose the right mentor.</summary>
/// <remarks>
/// Danish: problemstilling. Source: guidance ch. 1, whose nine these are. They tell of health and private matters: no provider reads them.
/// </remarks>
public enum ProblemTag
{
    /// <summary>Physical trouble that, with the social situation as a whole, often ends in reporting sick.</summary>
    PhysicalTrouble,
    /// <summary>A network that is weak, or far from education or work.</summary>
    WeakNetwork,
    /// <summary>A rhythm of day and night that does not fit fixed hours.</summary>
    DayAndNight,
    /// <summary>Abuse.</summary>
    Abuse,
    /// <summary>Belongs to groups without norms of supporting oneself by lawful means.</summary>
    GroupsWithoutNorms,
    /// <summary>No experience with jobs, or very little.</summary>
    LittleJobExperience,
    /// <summary>Psychological problems, social anxiety among them.</summary>
    Psychological,
    /// <summary>Language and culture.</summary>
    LanguageAndCulture,
    /// <summary>Health.</summary>
    Health,
}

/// <summary>The four kinds of content that mentor tasks fall in.</summary>
/// <remarks>Danish: indhold. Source: guidance ch. 4.</remarks>
public enum ContentType
{
    /// <summary>Concrete tasks at work or in class (faglig).</summary>
    Professional,
    /// <summary>Coping with psychological, social, family and money problems; network; appearance (personlig).</summary>
    Personal,
    /// <summary>Structure in everyday life (praktisk).</summary>
    Practical,
    /// <summary>Clarity about job and education, and what to allow for (afklarende).</summary>
    Clarifying,
}

/// <summary>Which content a task belongs to.</summary>
public static class Content
{
    /// <summary>The content of a task.</summary>
    /// <remarks>Source: guidance ch. 4, which lists the examples under each.</remarks>
    public static ContentType Of(MentorTask task) => task switch
    {
        MentorTask.WorkTasks or MentorTask.WorkplaceCulture or MentorTask.PrepareForClass or MentorTask.BeIncluded =>
            ContentType.Professional,
        MentorTask.PersonalCoping or MentorTask.BuildNetwork or MentorTask.UseTheSupport or MentorTask.Appearance or MentorTask.Despondency
            or MentorTask.LanguageOrDiagnosis
            => ContentType.Personal,
        MentorTask.MeetOnTime or MentorTask.PractiseTransport or MentorTask.Authorities or MentorTask.Treatment or MentorTask.Economy
            or MentorTask.JobSearch
            or MentorTask.DailyRoutines or MentorTask.StudyGrant or MentorTask.HomeAndFamily => ContentType.Practical,
        MentorTask.Clarify => ContentType.Clarifying,
    };
}

/// <summary>What Gribskov's service standard lets the support be for.</summary>
/// <remarks>Danish: formål i servicestandarden. Source: service standard, "Formål".</remarks>
public enum Aim
{
    /// <summary>Keep or further the attachment to the labour market.</summary>
    KeepOrFurther,
    /// <summary>Come closer to job or education.</summary>
    Closer,
    /// <summary>Take active part in an offer that leads to employment.</summary>
    TakePart,
}

/// <summary>Support that lies close to this one, to be looked into before granting.</summary>
/// <remarks>
/// Danish: tilgrænsende ordning, snitflade. Source: guidance ch. 5 and 8; service standard, "Snitfladeproblemstillinger".
/// </remarks>
public enum NeighbouringScheme
{
    /// <summary>The institution's own coach for pupils, or special educational support (elevcoach, SPS).</summary>
    EducationSupport,
    /// <summary>What an employer is expected to do for any employee.</summary>
    EmployersDuty,
    /// <summary>The prison and probation service's own mentor comes first (Kriminalforsorgen).</summary>
    PrisonMentor,
    /// <summary>A contact person under 25, who may be the mentor.</summary>
    ContactPersonUnder25,
    /// <summary>Personal assistance in employment for people with a disability (personlig assistance).</summary>
    PersonalAssistance,
    /// <summary>Social-pedagogical support, social services act § 85.</summary>
    SocialPedagogical,
    /// <summary>Assistance that the citizen manages, social services act § 96 (BPA).</summary>
    CitizenManagedAssistance,
    /// <summary>Special treatment, social services act § 102.</summary>
    SpecialTreatment,
    /// <summary>Support in one's home (bostøtte).</summary>
    HousingSupport,
    /// <summary>A support and contact person (støttekontaktperson).</summary>
    ContactSupport,
    /// <summary>A coordinating caseworker (koordinerende sagsbehandler).</summary>
    CoordinatingCaseworker,
}

/// <summary>What was found when a neighbouring scheme was looked into.</summary>
/// <remarks>Danish: svar på snitflade.</remarks>
public enum SchemeAnswer
{
    /// <summary>Considered, and not relevant for this citizen.</summary>
    NotRelevant,
    /// <summary>The citizen has it, or gets it, and mentor support runs beside it.</summary>
    Beside,
    /// <summary>It covers the need: then there is no mentor support to grant.</summary>
    Covers,
}

/// <summary>Which neighbouring schemes to look into for a grant.</summary>
public static class NeighbouringSchemes
{
    /// <summary>The age up to which a contact person is given under the act on the municipal effort for young people.</summary>
    private const int YoungUntil = 25;

    /// <summary>Those to be answered: four only where the case is of their kind, the rest always.</summary>
    /// <param name="terms">The terms as they stand.</param>
    /// <param name="age">Of the citizen when the support starts, or null when it is not known: then nothing is left out for age.</param>
    public static IReadOnlyList<NeighbouringScheme> Asked(GrantTerms terms, int? age) =>
        [.. Enum.GetValues<NeighbouringScheme>().Where(check => check switch
        {
            NeighbouringScheme.EducationSupport => terms.Purpose == Purpose.Education || terms.MentorKind == MentorKind.InstitutionEmployee
                || terms.TargetGroup == TargetGroup.OrdinaryEducation,
            NeighbouringScheme.EmployersDuty => terms.MentorKind == MentorKind.CompanyEmployee
                || terms.TargetGroup is TargetGroup.OrdinaryEmployment or TargetGroup.SeniorJob or TargetGroup.AdultApprentice
                or TargetGroup.FlexJob,
            NeighbouringScheme.PrisonMentor => terms.TargetGroup == TargetGroup.Prisoner || terms.Programme == Programme.ReleasedFromPrison,
            NeighbouringScheme.ContactPersonUnder25 => age is null or < YoungUntil,
            NeighbouringScheme.PersonalAssistance or NeighbouringScheme.SocialPedagogical or NeighbouringScheme.CitizenManagedAssistance
                or NeighbouringScheme.SpecialTreatment
                or NeighbouringScheme.HousingSupport or NeighbouringScheme.ContactSupport or NeighbouringScheme.CoordinatingCaseworker =>
                    true,
        })];
}
