namespace MentorMarket.Web.Tests.Database;

/// <summary>
/// What a made-up year leaves out, since nobody bills it: the cases around the registrations, as many as a year of that size has of
/// them. Triggers are off: the rows keep the laws as they are written here, and are only read.
/// </summary>
internal static class MadeUpCases
{
    public static async Task FillAsync(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.Administrator + ";Pooling=false;Command Timeout=600");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Rows, connection);
        await command.ExecuteNonQueryAsync();
    }

    private const string Rows = """
        set session_replication_role = replica;
        insert into portal.information_duties (id, municipality_id, citizen_id, cause, received_on, due_on, registered_by, registered_at)
        select md5('duty' || c.id)::uuid, c.municipality_id, c.id, 'OwnEnquiry', '2025-05-01', '2025-05-15', m.person_id, '2025-05-01'
        from portal.citizens c join portal.memberships m on m.organisation_id = c.municipality_id;
        insert into portal.information_steps (id, information_duty_id, municipality_id, kind, way, happened_on, recorded_by, recorded_at)
        select md5('step' || id)::uuid, id, municipality_id, 'Told', 'Phone', '2025-05-02', registered_by, '2025-05-02'
        from portal.information_duties where hashtext(id::text) % 10 <> 0;
        insert into portal.grant_goals (id, grant_id, municipality_id, priority, kind)
        select md5('goal' || g.id || n)::uuid, g.id, g.municipality_id, n, 'FindJob' from portal.grants g, generate_series(1, 2) n;
        insert into portal.documents (id, municipality_id, citizen_id, grant_id, kind, version, language, facts, content, changes, made_by,
            made_at)
        select md5('letter' || g.id)::uuid, g.municipality_id, g.citizen_id, g.id, 'DecisionLetter', 1, 'da', '{}', '{}', '{}',
            g.decided_by, g.decided_at
        from portal.grants g;
        insert into portal.document_dispatches (id, document_id, municipality_id, channel, sent_on, recorded_by, recorded_at)
        select md5('sent' || id)::uuid, id, municipality_id, 'DigitalPost', '2025-01-07', made_by, made_at
        from portal.documents where hashtext(id::text) % 20 <> 0;
        insert into portal.follow_ups (id, municipality_id, grant_id, kind, sequence, due_on, result, done_on, recorded_by, recorded_at)
        select md5('followed' || g.id || n)::uuid, g.municipality_id, g.id, 'FollowUp', n, g.starts_on + 60 * n, 'Done',
            g.starts_on + 60 * n, g.responsible_id, '2025-06-01'
        from portal.grants g, generate_series(1, 2) n where g.starts_on + 60 * n < '2025-06-01';
        insert into portal.outcomes (id, grant_id, municipality_id, stage, result, with_citizen, recorded_by, recorded_at)
        select md5('outcome' || g.id)::uuid, g.id, g.municipality_id, 'AtEnd', 'Closer', true, g.responsible_id, '2025-06-01'
        from portal.grants g;
        insert into portal.grant_pauses (id, grant_id, municipality_id, from_on, to_on, reason, recorded_by, recorded_at)
        select md5('pause' || g.id)::uuid, g.id, g.municipality_id, g.starts_on + 10, g.starts_on + 20, 'x', g.responsible_id, '2025-05-01'
        from portal.grants g where hashtext(g.id::text) % 2 = 0;
        insert into portal.listings (id, municipality_id, number, area, age_band, target_group, purpose, goals, tasks, requirements,
            hours_per_week, starts_on, ends_on, rate, published_at, taken_at)
        select a.id, a.municipality_id, a.number, 'Opdigtet', '30-39', a.target_group, 'Job', '{}', '{}', '{}', a.hours_per_week,
            a.starts_on, a.ends_on, a.rate, a.published_at, case when hashtext(a.id::text) % 40 <> 0 then a.accepted_at end
        from portal.assignments a;
        insert into portal.entry_notes (entry_id, assignment_id, municipality_id, provider_id, note)
        select id, assignment_id, municipality_id, provider_id, 'Opdigtet' from portal.time_entries where hashtext(id::text) % 3 = 0;
        insert into portal.evidence_events (organisation_id, sequence, occurred_at, kind, subject_id, actor_role, payload_hash,
            previous_hash, hash)
        select municipality_id, 1000 + row_number() over (partition by municipality_id order by id), registered_at, 'TimeRegistered',
            assignment_id, 'Mentor', sha256(''), sha256(''), sha256('')
        from portal.time_entries where hashtext(id::text) % 2 = 0;
        insert into portal.jobs (id, kind, municipality_id, subject_id, done_at)
        select md5('job' || id)::uuid, 'CheckInvoice', municipality_id, id, submitted_at from portal.invoices;
        """;
}
