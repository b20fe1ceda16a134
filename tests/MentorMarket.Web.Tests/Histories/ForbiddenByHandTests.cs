namespace MentorMarket.Web.Tests.Histories;

/// <summary>
/// What the laws of the ledger forbid, tried by hand: past the portal, over each of its logins, as the person who comes nearest to being
/// allowed it.
/// </summary>
public sealed class ForbiddenByHandTests(Cluster cluster)
{
    // Of the 700 that the invoice bills for two hours, one hour and 350 are approved; the other hour is held. Named values stand for the
    // case's ids.
    private static string Approval(string amount) =>
        $"insert into portal.approvals values (:fresh, :invoice, :check, :municipality, :provider, {amount}, '', :person, 'By hand', now())";

    private static string Minutes(string approval, string entry, string minutes) =>
        $"insert into portal.approved_minutes values ({approval}, :line, {entry}, :municipality, :provider, {minutes})";

    private static readonly (string What, string Sql)[] Forbidden =
    [
        ("approve an øre more than is payable", Approval("0.01")),
        ("approve what was approved once more", Approval("350")),
        ("approve less than nothing", Approval("-1")),
        ("approve on the check of another invoice", Approval("0").Replace(":check", ":foreigncheck", StringComparison.Ordinal)),
        ("approve in somebody else's name", Approval("0").Replace(":person", ":mentor", StringComparison.Ordinal)),
        ("approve minutes of an entry a second time", $"{Approval("0")}; {Minutes(":fresh", ":entry", "1")}"),
        ("approve more minutes than an entry has", $"{Approval("0")}; {Minutes(":fresh", ":unanswered", "61")}"),
        ("approve minutes under an earlier approval", Minutes(":approval", ":unanswered", "61")),
        ("approve no minutes at all of an entry", $"{Approval("0")}; {Minutes(":fresh", ":unanswered", "0")}"),
        ("approve minutes on the line of another invoice",
            $"{Approval("0")}; {Minutes(":fresh", ":unanswered", "1").Replace(":line", ":foreignline", StringComparison.Ordinal)}"),
        ("take an approval back", "delete from portal.approvals where id = :approval"),
        ("take approved minutes back", "delete from portal.approved_minutes where approval_id = :approval"),
        ("change an approved amount", "update portal.approvals set amount = amount + 1 where id = :approval"),
        ("change approved minutes", "update portal.approved_minutes set minutes = minutes - 1 where approval_id = :approval"),
        ("move approved minutes to another entry",
            "update portal.approved_minutes set entry_id = :unanswered where approval_id = :approval"),
        ("empty the approvals", "truncate portal.approvals cascade"),
        ("empty the approved minutes", "truncate portal.approved_minutes"),
        ("change a verdict", "update portal.line_verdicts set payable = payable + held, held = 0 where check_id = :check"),
        ("take a verdict back", "delete from portal.line_verdicts where check_id = :check"),
        ("change a check", "update portal.checks set payable = payable + held, held = 0 where id = :check"),
        ("keep a check that does not add up",
            "insert into portal.checks values (:fresh, :invoice, :municipality, :provider, now(), now(), '2026', '1', '\\x00', 700, 700, 1, 0)"),
        ("keep a verdict that does not add up",
            "insert into portal.line_verdicts values (:check, :foreignline, :municipality, :provider, 700, 700, 1, 0, 120, 0, 350, '{}')"),
        ("change a finding", "update portal.line_findings set amount = amount + 1 where check_id = :check"),
        ("change a match", "update portal.line_matches set minutes = minutes + 1 where check_id = :check"),
        ("bill more on a line that is checked",
            "update portal.invoice_lines set minutes = minutes + 60, amount = amount + 350 where id = :line"),
        ("add a line to an invoice that is checked",
            "insert into portal.invoice_lines (id, invoice_id, municipality_id, provider_id, line_no, assignment_ref, assignment_id, from_on, to_on, minutes, rate, amount) values (:fresh, :invoice, :municipality, :provider, 9, 'A', :assignment, current_date, current_date, 60, 350, 350)"),
        ("change what an invoice asks for", "update portal.invoices set amount = amount + 350 where id = :invoice"),
        ("return what is approved",
            "update portal.invoices set status = 'Returned', returned_at = now(), return_reason = 'By hand' where id = :invoice"),
        ("forget an invoice", "delete from portal.invoices where id = :invoice"),
        ("lengthen an entry",
            "update portal.time_entries set ends_at = ends_at + interval '1 hour', minutes = minutes + 60 where id = :entry"),
        ("cut a correction loose", "update portal.time_entries set supersedes_id = null where id = :entry"),
        ("take an answer back", "delete from portal.confirmations where entry_id = :entry"),
        ("change settings that were in force",
            "update portal.municipal_settings set shadow_rules = '{G02}' where municipality_id = :municipality"),
    ];

    private static readonly string[] Refusals =
    [
        PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.CheckViolation, PostgresErrorCodes.ForeignKeyViolation,
            PostgresErrorCodes.UniqueViolation, PostgresErrorCodes.RaiseException, PostgresErrorCodes.ExclusionViolation,
    ];

    [Fact]
    public async Task No_login_can_break_a_law_of_the_ledger_by_hand()
    {
        await using var database = await cluster.NewWorldAsync();
        var went = new List<string>();
        var tries = 0;
        foreach (var login in PortalRoles.Logins)
        {
            foreach (var (what, sql) in Forbidden)
            {
                tries++;
                var (state, rows) = await TryAsync(database, login, sql);
                // Rows that the login does not see are not changed either.
                if (state is null ? rows != 0 : !Refusals.Contains(state) && !state.StartsWith("MM", StringComparison.Ordinal))
                {
                    went.Add($"{login} can {what} ({state ?? $"{rows} rows"})");
                }
            }
        }
        Console.WriteLine($"Histories: {tries} tries by hand over {PortalRoles.Logins.Count} logins");
        Assert.True(went.Count == 0, string.Join(Environment.NewLine, went));
    }

    /// <summary>What is refused above is refused for what it is: the same statements do what the laws allow.</summary>
    [Fact]
    public async Task What_the_newest_check_finds_payable_can_be_approved_by_hand()
    {
        await using var database = await cluster.NewWorldAsync();
        var c = database.World.Live;
        var check = Guid.CreateVersion7();
        var rows = new Rows();
        (string, object?)[] sides = [("municipality_id", c.Municipality.Id), ("provider_id", c.Provider!.Id)];
        rows.Add("checks", [("id", check), ("invoice_id", c.Invoice), .. sides, ("as_known_at", database.World.Now),
            ("run_at", database.World.Now), ("rules_version", "2026"),
            ("settings_version", "1"), ("inputs_hash", new byte[32]), ("amount", 700m), ("payable", 700m), ("held", 0m), ("rejected", 0m)]);
        rows.Add("line_verdicts", [("check_id", check), ("line_id", c.Line), .. sides, ("amount", 700m), ("payable", 700m), ("held", 0m),
            ("rejected", 0m),
            ("payable_minutes", 120), ("held_minutes", 0), ("pay_rate", 350m), ("codes", Array.Empty<string>())]);
        foreach (var entry in new[] { c.Entry, c.Unanswered })
        {
            rows.Add("line_matches", [("check_id", check), ("line_id", c.Line), ("entry_id", entry), .. sides, ("minutes", 60),
                ("is_held", false)]);
        }
        rows.Run("update portal.invoices set check_id = $1 where id = $2", check, c.Invoice);
        await rows.SaveAsync(database.Migrator);
        var approving =
            $"{Approval("350").Replace(":check", $"'{check}'", StringComparison.Ordinal)}; {Minutes(":fresh", ":unanswered", "60")}";

        Assert.Equal((null, 2), await TryAsync(database, "mm_municipality", approving));
        Assert.NotNull((await TryAsync(database, "mm_municipality", approving.Replace("350,", "350.01,", StringComparison.Ordinal))).State);
        Assert.NotNull((await TryAsync(database, "mm_municipality", approving.Replace("60)", "61)", StringComparison.Ordinal))).State);
        // The check that it rests on is no longer the newest.
        Assert.NotNull((await TryAsync(database, "mm_municipality", Approval("0"))).State);
    }

    /// <summary>In a transaction that is not kept. What is only asked at its end is asked.</summary>
    private static async Task<(string? State, int Rows)> TryAsync(TestDatabase database, string login, string sql)
    {
        var (world, c) = (database.World, database.World.Live);
        await using var connection = await database.OpenAsync(login);
        await using var transaction = await connection.BeginTransactionAsync();
        var (tenant, person) = login switch
        {
            "mm_provider" => (c.Provider!.Id, c.Provider[Role.Coordinator]),
            "mm_auditor" => (world.Revision.Id, world.Revision[Role.Auditor]),
            "mm_platform" => (c.Municipality.Id, c.Municipality[Role.Administrator]),
            _ => (c.Municipality.Id, c.Municipality[Role.Finance]),
        };
        var values = new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            [":foreigncheck"] = world.Ended.Check,
            [":foreignline"] = world.Ended.Line,
            [":fresh"] = Guid.CreateVersion7(),
            [":invoice"] = c.Invoice,
            [":check"] = c.Check,
            [":municipality"] = c.Municipality.Id,
            [":provider"] = c.Provider!.Id,
            [":person"] = person,
            [":mentor"] = c.Mentor,
            [":line"] = c.Line,
            [":entry"] = c.Entry,
            [":unanswered"] = c.Unanswered,
            [":approval"] = c.Approval,
            [":assignment"] = c.Assignment,
        };
        foreach (var (name, value) in values.OrderByDescending(v => v.Key.Length))
        {
            sql = sql.Replace(name, $"'{value}'", StringComparison.Ordinal);
        }
        try
        {
            await using (var act = new NpgsqlCommand(
                "select set_config('app.tenant', $1, true), set_config('app.person', $2, true), set_config('app.citizen', $3, true)",
                connection, transaction))
            {
                foreach (var value in new[] { tenant, person, login == "mm_citizen" ? c.Citizen : default })
                {
                    act.Parameters.Add(new() { Value = value == default ? "" : value.ToString() });
                }
                await act.ExecuteNonQueryAsync();
            }
            await using var attempt = new NpgsqlCommand(sql, connection, transaction);
            var rows = await attempt.ExecuteNonQueryAsync();
            await using var end = new NpgsqlCommand("set constraints all immediate", connection, transaction);
            await end.ExecuteNonQueryAsync();
            return (null, Math.Max(0, rows));
        }
        catch (PostgresException refused)
        {
            return (refused.SqlState, 0);
        }
    }
}
