namespace MentorMarket.Domain.Grants;

/// <summary>How far a grant has come. The status only moves forward, but for a grant sent back to draft.</summary>
/// <remarks>Danish: status på bevilling.</remarks>
public enum GrantStatus
{
    /// <summary>Being written by the caseworker.</summary>
    Draft,
    /// <summary>Waits for the team leader.</summary>
    Submitted,
    /// <summary>Approved; not yet on the market.</summary>
    Approved,
    /// <summary>Published as an assignment that no provider has accepted yet.</summary>
    Published,
    /// <summary>A provider has accepted with a named mentor.</summary>
    Accepted,
    /// <summary>The support has ended.</summary>
    Ended,
    /// <summary>A draft that was given up before anybody decided.</summary>
    Discarded,
    /// <summary>Refused at the gate: a decision that nothing is granted.</summary>
    Refused,
}

/// <summary>What the support is to lead to; without one of these there is no grant.</summary>
/// <remarks>Danish: formål. Source: LAB § 167; guidance ch. 2.</remarks>
public enum Purpose
{
    /// <summary>A job on ordinary terms, or keeping one.</summary>
    Job,
    /// <summary>An education on ordinary terms, or completing one.</summary>
    Education,
}

/// <summary>The groups that support may be granted to.</summary>
/// <remarks>Danish: målgruppe. Source: LAB § 6; guidance ch. 3; integration act § 23 d.</remarks>
public enum TargetGroup
{
    /// <summary>Insured unemployed (dagpengemodtager).</summary>
    InsuredUnemployed,
    /// <summary>Recipient of cash assistance, ready for a job (jobparat).</summary>
    JobReady,
    /// <summary>Recipient of cash assistance, ready for activity (aktivitetsparat).</summary>
    ActivityReady,
    /// <summary>Recipient of education assistance (uddannelseshjælp).</summary>
    EducationAssistance,
    /// <summary>Recipient of sickness benefit (sygedagpenge).</summary>
    SicknessBenefit,
    /// <summary>In a job clarification course (jobafklaringsforløb).</summary>
    JobClarification,
    /// <summary>In a resource course (ressourceforløb).</summary>
    ResourceCourse,
    /// <summary>In rehabilitation (revalidering).</summary>
    Rehabilitation,
    /// <summary>In or approved for a flex job (fleksjob).</summary>
    FlexJob,
    /// <summary>Disability pensioner with a job or education goal.</summary>
    DisabilityPensionWithGoal,
    /// <summary>In ordinary education.</summary>
    OrdinaryEducation,
    /// <summary>In ordinary employment, senior job or adult apprenticeship.</summary>
    OrdinaryEmployment,
    /// <summary>No earlier contact with the job centre, in transition to education.</summary>
    NoEarlierContact,
    /// <summary>Prisoner with a job or education goal.</summary>
    Prisoner,
    /// <summary>Covered by the integration act.</summary>
    IntegrationAct,
    /// <summary>In a senior job; counts as ordinary employment.</summary>
    SeniorJob,
    /// <summary>Adult apprentice; counts as ordinary employment.</summary>
    AdultApprentice,
    /// <summary>Supports himself or herself and seeks help from the municipality.</summary>
    SelfSupporting,
    /// <summary>Under 18 with a need for an effort towards education or job.</summary>
    UnderEighteen,
    /// <summary>Old-age pensioner: excluded, there is no job or education goal.</summary>
    Pensioner,
    /// <summary>Disability pensioner without a job or education goal: excluded.</summary>
    DisabilityPensionWithoutGoal,
    /// <summary>People without an individual agreement, such as a youth club (ubestemt kreds): excluded.</summary>
    UndefinedCircle,
}

/// <summary>Goals to choose from; the detail in words stays with the grant and never reaches a listing.</summary>
/// <remarks>Danish: mål. Source: guidance ch. 2 and 4.</remarks>
public enum GoalKind
{
    /// <summary>Find an ordinary job.</summary>
    FindJob,
    /// <summary>Keep a job.</summary>
    KeepJob,
    /// <summary>Start an education.</summary>
    StartEducation,
    /// <summary>Complete an education.</summary>
    CompleteEducation,
    /// <summary>Take active part in a placement, course or other offer.</summary>
    TakePartInOffer,
    /// <summary>Meet steadily and on time.</summary>
    MeetSteadily,
    /// <summary>Structure in everyday life.</summary>
    EverydayStructure,
    /// <summary>Contact with authorities and treatment.</summary>
    AuthoritiesAndTreatment,
    /// <summary>A social network that supports working life.</summary>
    Network,
    /// <summary>Clarity about job and education.</summary>
    Clarity,
}

/// <summary>What the mentor is to help with.</summary>
/// <remarks>Danish: mentorens opgaver. Source: guidance ch. 4.</remarks>
public enum MentorTask
{
    /// <summary>Concrete tasks at work or in class (faglig).</summary>
    WorkTasks,
    /// <summary>Culture, unwritten rules and colleagues at the place of work or study.</summary>
    WorkplaceCulture,
    /// <summary>Getting up, meeting and being on time.</summary>
    MeetOnTime,
    /// <summary>Practising transport to work or education.</summary>
    PractiseTransport,
    /// <summary>Letters, appointments and talks with authorities.</summary>
    Authorities,
    /// <summary>Keeping up treatment.</summary>
    Treatment,
    /// <summary>Order in one's economy.</summary>
    Economy,
    /// <summary>Job search and visits to companies.</summary>
    JobSearch,
    /// <summary>Coping with psychological, social or family problems that stand in the way (personlig).</summary>
    PersonalCoping,
    /// <summary>Building and keeping a network.</summary>
    BuildNetwork,
    /// <summary>Clarifying possibilities and considerations (afklarende).</summary>
    Clarify,
    /// <summary>Food, sleep and everyday routines (praktisk).</summary>
    DailyRoutines,
    /// <summary>From assistance to study grant, and what else begins with a study.</summary>
    StudyGrant,
    /// <summary>Preparing for lessons beside everything else.</summary>
    PrepareForClass,
    /// <summary>Being included at the place of work or study: the canteen, the breaks.</summary>
    BeIncluded,
    /// <summary>Help through despondency.</summary>
    Despondency,
    /// <summary>Understanding and using the support that others give, a psychologist's for example.</summary>
    UseTheSupport,
    /// <summary>Dress, hygiene and appearance.</summary>
    Appearance,
    /// <summary>Language, culture, a certain diagnosis, abuse or violent behaviour.</summary>
    LanguageOrDiagnosis,
    /// <summary>Ordinary daily life, with what stands in the way of taking part.</summary>
    HomeAndFamily,
}

/// <summary>What the mentor must be able to or have; named, so that a listing needs no free text.</summary>
/// <remarks>Danish: krav til mentor. Source: guidance ch. 5 (the municipality assesses the qualifications for the task).</remarks>
public enum Requirement
{
    /// <summary>Experience with mental illness.</summary>
    MentalHealth,
    /// <summary>Experience with substance abuse.</summary>
    SubstanceAbuse,
    /// <summary>Experience with young people.</summary>
    YoungPeople,
    /// <summary>Knowledge of workplaces and employers.</summary>
    WorkplaceKnowledge,
    /// <summary>Knowledge of the education system.</summary>
    EducationKnowledge,
    /// <summary>Speaks Arabic.</summary>
    Arabic,
    /// <summary>Speaks English.</summary>
    English,
    /// <summary>Speaks Ukrainian.</summary>
    Ukrainian,
    /// <summary>The mentor is a woman.</summary>
    Woman,
    /// <summary>The mentor is a man.</summary>
    Man,
    /// <summary>Has a driving licence.</summary>
    DrivingLicence,
    /// <summary>Can meet in the evening.</summary>
    Evenings,
}

/// <summary>An age span wide enough to identify nobody.</summary>
/// <remarks>Danish: aldersgruppe.</remarks>
public static class AgeBand
{
    /// <summary>
    /// The band of a year of birth, as seen in a year: <c>18-24</c>, <c>25-29</c>, <c>30-39</c>, <c>40-49</c>, <c>50+</c>, or <c>under
    /// 18</c>.
    /// </summary>
    public static string Of(int birthYear, int year) => (year - birthYear) switch
    {
        < 18 => "under 18",
        < 25 => "18-24",
        < 30 => "25-29",
        < 40 => "30-39",
        < 50 => "40-49",
        _ => "50+",
    };
}
