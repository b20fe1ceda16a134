namespace MentorMarket.Web.Words;

/// <summary>What a user is told when a transition is forbidden: what is so, and what to do next.</summary>
public static class RuleTexts
{
    public static string Say(RuleViolation violation, IStringLocalizer<SharedTexts> L) => violation.Rule switch
    {
        Rule.GrantIsNotADraft => L["Bevillingen er ikke længere en kladde og kan ikke rettes."],
        Rule.GrantIsIncomplete => L["Bevillingen mangler oplysninger. Se listen over, hvad der mangler."],
        Rule.GrantDoesNotAwaitApproval => L["Bevillingen venter ikke på godkendelse. Den er allerede afgjort eller taget tilbage."],
        Rule.GrantIsAnothers => L["Kun den, der har skrevet bevillingen eller følger op på den, kan tage den tilbage."],
        Rule.ApproverIsTheAuthor => L["Man kan ikke godkende sin egen bevilling. Bed en anden om det."],
        Rule.GrantIsNotApproved => L["Bevillingen skal være godkendt, før den kan offentliggøres."],
        Rule.GrantPeriodIsOver => L["Bevillingens periode er slut."],
        Rule.AssignmentIsTaken =>
            L["Forløbet er desværre allerede taget af en anden leverandør ({0}). Der kan være andre opslag, der passer til jer.",
            violation.Detail],
        Rule.AssignmentIsWithdrawn => L["Kommunen har trukket opslaget tilbage."],
        Rule.AssignmentCannotBeWithdrawn => L["Opslaget kan ikke trækkes tilbage, for det er ikke åbent længere."],
        Rule.MentorIsUnknown => L["Mentoren er ikke en af jeres mentorer."],
        Rule.MentorIsNotOnTheAssignment => L["Mentoren er ikke navngivet i aftalen om forløbet."],
        Rule.EntryIsSuperseded => L["Registreringen er allerede rettet. Ret den nyeste."],
        Rule.EntryIsNotDirectContact => L["Registreringen er ikke direkte kontakt, så der er ikke noget at kvittere for."],
        Rule.InvoiceIsEmpty => L["Fakturaen har ingen linjer."],
        Rule.InvoiceHasChanged =>
            L["Fakturaen er blevet kontrolleret igen eller afgjort, siden siden blev vist. Se, hvad der er ændret, og prøv igen."],
        Rule.NothingToApprove => L["Der er ikke mere at godkende på fakturaen lige nu."],
        Rule.InvoiceIsApproved => L["En faktura, der er godkendt noget af, kan ikke sendes retur."],
        Rule.FormWasUsedBefore =>
            L["Formularen er allerede sendt, med andre oplysninger. Det, du har skrevet nu, er ikke gemt. Er det noget nyt, så send det herfra."],
        Rule.ConcurrentChange => L["En anden har ændret det samme imens. Se, hvad der er ændret, og prøv igen."],
        Rule.LinkIsClosed => L["Linket er lukket. Bed kommunen om et nyt."],
        Rule.LastAdministrator => L["Organisationen skal have mindst én administrator."],
        Rule.OwnAdministratorRole => L["Du kan ikke tage administratorrollen fra dig selv. Bed en anden administrator om det."],
        Rule.OwnRoles => L["Du kan ikke give dig selv flere roller. Bed en anden administrator om det."],
        Rule.InformationDutyIsAnswered => L["Borgeren har svaret. Svaret kan kun erstattes af et nyt svar."],
        Rule.GrantCannotBeFollowed => L["Kun en bevilling, der er godkendt, kan forlænges, og kun en, der er i gang, kan ændres."],
        Rule.GrantCannotBeGivenUp =>
            L["Kun en kladde, eller med en begrundelse en godkendt bevilling, der ikke er offentliggjort, kan opgives."],
        Rule.DeputyAppointsNobody =>
            L["En stedfortræder kan ikke udpege eller trække stedfortrædere tilbage. Det gør teamlederen eller administratoren."],
        Rule.DeputyIsOver => L["Stedfortræderens dage er forbi."],
        Rule.GrantIsFollowed => L[
            "Der er allerede en forlængelse eller ændring af bevillingen. Gør den færdig, opgiv den, eller gå ud fra den i stedet."],
        Rule.OfferIsNotOpen => L["Forløbet er ikke længere tilbudt jer."],
        Rule.GrantIsNotRunning => L["Støtten er ikke i gang hos en leverandør og kan hverken sættes på pause eller afsluttes."],
        Rule.PauseDoesNotFit => L["Pausen overlapper en anden pause eller ligger uden for bevillingens periode."],
        Rule.PauseIsOver => L["Pausen er slut den dag i forvejen."],
        Rule.EndIsOutsidePeriod => L["Støtten slutter på en dag i sin egen periode."],
        Rule.GrantHasEnded => L["Det er allerede noteret, at støtten er slut."],
        Rule.OutcomeIsIncomplete => L["Hvert mål skal have en vurdering."],
        Rule.OutcomeIsTooEarly => L["Det er for tidligt at følge op på det tidspunkt."],
        Rule.MentorHasHandedOver => L["Du har givet forløbet videre til en anden mentor og kan ikke registrere tid efter den dag."],
        Rule.MentorHasNotBegun => L["Du tager forløbet over på en senere dag og kan ikke registrere tid før den."],
        Rule.MentorCannotBeginThen =>
            L["En ny mentor begynder efter forløbets og den nuværende mentors første dag, højst 31 dage tilbage og senest på forløbets sidste dag."],
        Rule.MentorIsNamedAlready => L["Mentoren har allerede forløbet."],
        Rule.AssignmentIsOver => L["Forløbet er slut. Det kan ikke få en ny mentor."],
        Rule.TextHoldsCpr =>
            L["Intet er gemt, for i teksten står et CPR-nummer. Det hører kun til i sit eget felt. Skriv borgerens nummer i kommunen eller initialer i stedet."],
        Rule.EngagementIsRevoked => L["Adgangen er allerede lukket."],
        Rule.DocumentNeedsApproval => L["Bevillingen er ikke godkendt endnu. Der skrives først til borgeren, når den er en afgørelse."],
        Rule.DocumentNeedsMentor => L["Mentoren er ikke kendt endnu. Dokumentet kan laves, når en leverandør har taget forløbet."],
        Rule.DocumentIsUpToDate => L["Der er ikke ændret noget siden den nyeste udgave. Du kan sende den, der er."],
        Rule.DispatchDateIsImpossible => L["Datoen kan ikke passe: Dokumentet er ikke sendt, før det blev lavet, og ikke i fremtiden."],
        Rule.AssessmentIsMissing => L["Skriv både grunden og den nye vurdering."],
        Rule.EndCannotBeCorrected => L["Afslutningen kan ikke rettes sådan. Ret den nyeste, og skriv, hvad der var forkert."],
        Rule.EndCannotBeTakenBack => L["Støtten kan ikke gå videre: Perioden er gået, eller en ændring har taget over."],
        Rule.EndMeetsAnotherGrant => L["Støtten kan ikke løbe så længe: Borgeren har en anden bevilling med en leverandør i de dage."],
        Rule.RefusalIsIncomplete => L["Et afslag siger, hvad borgeren ikke opfylder, og hvorfor."],
        Rule.RefusalIsProposed => L["Sagsbehandleren indstiller til afslag. Giv afslag, eller send tilbage."],
        Rule.MentorIsNotOnTheMarket =>
            L["Et forløb med en mentor, der er ansat i kommunen, virksomheden eller på uddannelsesstedet, slås ikke op. Vælg, hvem forløbet tilbydes."],
        Rule.DocumentHasNoOccasion => L["Der er ikke noget at skrive det brev om."],
        Rule.DecisionIsNotSent =>
            L["Forløbet kan ikke offentliggøres endnu: Afgørelsen skal først være sendt til borgeren med sikker post, og det skal være noteret."],
        Rule.FollowUpIsHandled => L["En anden har allerede noteret det som udført."],
        Rule.FollowUpIsTooEarly => L["Det skete for længe før fristen til at tælle for den."],
        Rule.FollowUpCannotWait => L["Fristen kan ikke udsættes, eller ikke så længe."],
        Rule.FollowUpIsNotHandled => L["Der er ikke noteret noget, der kan tages tilbage."],
        Rule.FollowUpIsIncomplete => L["Opfølgningen mangler oplysninger. Prøv igen."],
        Rule.ImportHasMovedOn => L["Indlæsningen er i gang eller slut og kan ikke ændres mere. Se, hvor langt den er."],
        Rule.ImportHasErrors => L["Filen har fejl, så intet er indlæst. Ret dem, og læg filen op igen."],
        Rule.ImportWarningsNotSeen => L["Sæt kryds ved, at du har set advarslerne. Er der kommet flere til, så se listen igennem igen."],
    };
}
