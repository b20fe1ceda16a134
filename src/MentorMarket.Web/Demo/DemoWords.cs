namespace MentorMarket.Web.Demo;

/// <summary>What people wrote in the demo. It is content, not the portal's own text, so it is in Danish only.</summary>
internal static class DemoWords
{
    public static readonly IReadOnlyList<(GoalKind Kind, string Detail)> JobGoals =
    [
        (GoalKind.FindJob, "Finde et ordinært job på deltid inden for detail, lager eller køkken."),
        (GoalKind.KeepJob, "Blive i de nuværende ansættelsestimer og få dem udvidet, når det kan lade sig gøre."),
        (GoalKind.TakePartInOffer, "Deltage aktivt i virksomhedspraktikken to dage om ugen."),
        (GoalKind.MeetSteadily, "Møde stabilt og til tiden mindst fire ud af fem dage."),
        (GoalKind.EverydayStructure, "Få en døgnrytme, der passer til en arbejdsdag, og holde en ugeplan."),
        (GoalKind.AuthoritiesAndTreatment, "Selv kunne holde aftaler med behandlere og læse breve fra kommunen."),
        (GoalKind.Network, "Have mindst én at ringe til på arbejdspladsen og én uden for."),
        (GoalKind.Clarity, "Afklare hvilke opgaver og hvor mange timer der er realistiske."),
    ];

    public static readonly IReadOnlyList<(GoalKind Kind, string Detail)> EducationGoals =
    [
        (GoalKind.StartEducation, "Begynde på forberedende grunduddannelse ved næste optag."),
        (GoalKind.CompleteEducation, "Gennemføre grundforløbet uden længere fraværsperioder."),
        (GoalKind.MeetSteadily, "Møde til undervisningen hver dag og give besked ved sygdom."),
        (GoalKind.EverydayStructure, "Komme op om morgenen og få lavet lektier inden aften."),
        (GoalKind.Clarity, "Vælge en uddannelsesretning efter besøg på to skoler."),
        (GoalKind.Network, "Være med i klassens fællesskab og kende en at gå sammen med."),
    ];

    public static readonly IReadOnlyList<(MentorTask Task, string Text)> Tasks =
    [
        (MentorTask.WorkTasks, "Gennemgå opgaverne på arbejdspladsen sammen med borgeren, indtil de sidder fast."),
        (MentorTask.WorkplaceCulture, "Tale om uskrevne regler, pauser og det at sige fra og til."),
        (MentorTask.MeetOnTime, "Lave en plan for morgenen og følge op på den hver uge."),
        (MentorTask.PractiseTransport, "Øve busturen og finde en vej, der er til at overskue."),
        (MentorTask.Authorities, "Læse post sammen og forberede samtaler med kommunen."),
        (MentorTask.Treatment, "Støtte borgeren i at komme til aftaler med behandlere."),
        (MentorTask.Economy, "Lægge et budget og få overblik over faste udgifter."),
        (MentorTask.JobSearch, "Skrive ansøgning og tage med på besøg hos virksomheder."),
        (MentorTask.PersonalCoping, "Øve måder at håndtere uro og bekymring på i hverdagen."),
        (MentorTask.BuildNetwork, "Finde en forening eller et sted at komme og følge med de første gange."),
        (MentorTask.Clarify, "Drøfte muligheder og ønsker for arbejde eller uddannelse."),
        (MentorTask.DailyRoutines, "Få mad, søvn og oprydning ind i en fast rytme."),
    ];

    public static readonly IReadOnlyList<string> JobPurposes =
    [
        "Støtten skal hjælpe borgeren tættere på ordinær beskæftigelse. Borgeren har været i praktik, men fraværet er steget, og uden støtte vurderes det, at praktikken afbrydes.",
        "Borgeren ønsker et job på nedsat tid og har selv peget på to virksomheder. Mentoren skal støtte i at møde stabilt og i at tale med arbejdsgiveren.",
        "Støtten skal fastholde borgeren i den aktuelle ansættelse. Arbejdsgiveren ser gerne flere timer, hvis mødestabiliteten bedres.",
        "Borgeren har gode faglige erfaringer, men hverdagen er uden struktur. Støtten skal gøre det muligt at deltage i det planlagte tilbud og derefter søge job.",
    ];

    public static readonly IReadOnlyList<string> EducationPurposes =
    [
        "Støtten skal hjælpe den unge i gang med en uddannelse og forebygge frafald i de første måneder.",
        "Den unge er begyndt på grundforløbet og er i risiko for at falde fra. Støtten skal hjælpe med fremmøde og med at bede om hjælp i tide.",
        "Den unge ønsker en uddannelse, men mangler overblik og rutiner. Støtten skal føre til valg af retning og start ved næste optag.",
    ];

    public static readonly IReadOnlyList<string> Qualifications =
    [
        "Erfaring med psykisk sårbarhed og kendskab til arbejdspladser i området. Vurderet tilstrækkeligt til opgaven.",
        "Pædagogisk erfaring og ro i samtalen. Der er ikke behov for særlig behandlingsfaglig viden.",
        "Kendskab til uddannelsessystemet og erfaring med unge. Vurderet ud fra opgavens karakter.",
        "Erfaring fra virksomhedskonsulentarbejde. Skal kunne deltage i møder på arbejdspladsen.",
    ];

    public static readonly IReadOnlyList<string> Decisions =
    [
        "Godkendt. Formål og mål hænger sammen, og timetallet svarer til behovet.",
        "Godkendt. Husk opfølgning inden 13 uger.",
        "Godkendt. Kan forlænges ved en ny vurdering.",
    ];

    public const string Refusal =
        "Du har en kontaktperson i kommunen, som allerede følger dig til jobsamtaler. Vi vurderer, at det dækker det behov, du har nu.";

    public static readonly IReadOnlyList<string> Notes =
    [
        "Vi gennemgik ugeplanen og rettede den til. Borgeren kom til tiden og havde selv forberedt spørgsmål.",
        "Øvede busturen til praktikstedet. Det gik bedre end sidst, og næste gang prøver borgeren alene.",
        "Talte om den kommende samtale med kommunen og skrev tre punkter ned.",
        "Besøg på arbejdspladsen. Lederen var tilfreds og foreslog en time mere om ugen.",
        "Borgeren var træt, så vi gik en tur og talte om søvn og morgenrutiner.",
        "Læste post sammen og betalte to regninger. Budgettet holder denne måned.",
        "Skrev en ansøgning færdig og sendte den. Aftalt at ringe til virksomheden på torsdag.",
        "Samtale om uro i store forsamlinger. Vi aftalte en plan for pauser.",
        "Var med til holdets fælles frokost. Borgeren blev hele tiden ud og talte med to kolleger.",
        "Fulgte op på fravær i sidste uge. Aftale om at give besked inden kl. 8.",
        "Kiggede på uddannelser og meldte til et besøg på skolen.",
        "Videosamtale. Ugen er gået godt, og borgeren har mødt alle dage.",
    ];

    public static readonly IReadOnlyList<string> Disputes =
    [
        "Vi mødtes ikke den dag, jeg var syg.",
        "Vi talte kun sammen i en halv time.",
        "Det var ugen efter, så vidt jeg husker.",
        "Mentoren kom ikke.",
        "Vi mødtes kort, men ikke så længe som der står.",
    ];

    public static readonly IReadOnlyList<string> FirstNames =
        ["Ane", "Bjørn", "Cille", "Dan", "Eva", "Finn", "Grete", "Hugo", "Iben", "Jon", "Kaja", "Leo", "Maja", "Nils", "Oda", "Poul",
            "Rosa", "Svend", "Tilde", "Viggo"];

    public static readonly IReadOnlyList<string> LastNames = ["Eksempelsen", "Prøveborg", "Opdigtsen", "Demoholm", "Mønstersen",
        "Testgaard", "Skabelund", "Påfundsen"];

    public static IReadOnlyList<string> Areas(string municipality) => municipality switch
    {
        "gribskov" => ["Helsinge-området", "Gilleleje-området", "Græsted-området", "Tisvilde-området"],
        "hilleroed" => ["Hillerød by", "Skævinge-området", "Allerød-siden", "Gørløse-området"],
        _ => ["Brønderslev by", "Hjallerup-området", "Dronninglund-området", "Asaa-området"],
    };

    public static string CorrectionReason(CorrectionCode code) => code switch
    {
        CorrectionCode.WrongTime => "Sluttidspunktet var forkert; vi holdt før tid.",
        CorrectionCode.WrongKind => "Arten var valgt forkert.",
        CorrectionCode.WrongCase => "Stod på en anden sag.",
        CorrectionCode.WrongPlace => "Mødet blev flyttet.",
        CorrectionCode.Duplicate => "Registreret to gange.",
        CorrectionCode.Other => "Rettet efter samtale med borgeren.",
    };
}
