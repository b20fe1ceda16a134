using Npgsql;

namespace MentorMarket.Web.Demo;

/// <summary>Duties to inform: of citizens whose grant is not written yet, some told, some answered, one overdue.</summary>
internal sealed class DemoInformationDuties(DemoClock clock)
{
    private readonly Rows duties =
        new("information_duties",
        "id, municipality_id, citizen_id, cause, received_on, event_on, due_on, note, registered_by, registered_at");
    private readonly Rows steps =
        new("information_steps", "id, information_duty_id, municipality_id, kind, way, happened_on, words, recorded_by, recorded_at");

    public async Task WriteAsync(NpgsqlConnection connection, IEnumerable<DemoCase> cases, CancellationToken cancel)
    {
        foreach (var municipality in cases.GroupBy(c => c.Municipality).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var causes = Enum.GetValues<InformationCause>();
            var number = 0;
            foreach (var c in municipality.DistinctBy(c => c.CitizenId).Take(7)) Add(c, causes[number % causes.Length], number++);
        }
        await duties.WriteAsync(connection, cancel);
        await steps.WriteAsync(connection, cancel);
    }

    private void Add(DemoCase c, InformationCause cause, int number)
    {
        var id = Named.Id("inform", c.Municipality, c.Citizen);
        var by = DemoPeople.Member($"sagsbehandler@{c.Municipality}.example").Person;
        var received = clock.Today.AddDays(number == 2 ? -16 : -3 - number);
        DateOnly? on = cause switch
        {
            InformationCause.DischargeNotice => clock.Today.AddDays(25),
            InformationCause.Admission or InformationCause.DiscoveredLater or InformationCause.DropoutWarning => received.AddDays(-20),
            InformationCause.OwnEnquiry => null,
        };
        duties.Add(id, c.Owner.Id, c.CitizenId, cause, received, on,
            InformationDuty.Due(cause, received, on, new GrantSettings().InformationDays), "", by, clock.At(received, 9, 30));
        foreach (var (kind, way, words) in Done(number))
        {
            steps.Add(Named.Id("inform step", c.Municipality, c.Citizen, kind.ToString()), id, c.Owner.Id, kind, way, received.AddDays(1),
                words, by, clock.At(received.AddDays(1), 10, kind == InformationStepKind.Told ? 0 : 30));
        }
    }

    private static (InformationStepKind Kind, InformationWay? Way, string Words)[] Done(int number) => number switch
    {
        0 => [(InformationStepKind.Told, InformationWay.Meeting, "Fortalt på afdelingen sammen med kontaktpersonen."),
            (InformationStepKind.Wants, null, "")],
        1 => [(InformationStepKind.Told, InformationWay.SecurePost, "")],
        2 => [(InformationStepKind.NotReached, null, "Ringet to gange uden svar.")],
        3 => [(InformationStepKind.Told, InformationWay.Phone, ""),
            (InformationStepKind.DoesNotWant, null, "Har hjælp nok fra uddannelsesstedet.")],
        _ => [],
    };
}
