namespace MentorMarket.Web.Tests.Histories;

/// <summary>Histories that once broke a law, as short as they could be made.</summary>
public sealed class KnownFaultTests(Cluster cluster)
{
    private Task LivesThroughAsync(params Step[] steps) => LivesThroughAsync(Plain, steps);

    private async Task LivesThroughAsync(Terms terms, Step[] steps)
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var run = new HistoryRun(database);
        var broken = await run.TryAsync(terms, steps);
        Assert.True(broken is null, broken?.ToString());
    }

    private static Terms Plain => Agreeing(2, null);

    // The same on every course.
    private static Terms Agreeing(decimal hoursPerWeek, decimal? totalHours) =>
        new(0)
        {
            Monday = new(2040, 5, 7),
            Agreed = [
            .. Enumerable.Repeat(new Terms.Course(hoursPerWeek, totalHours, 400, null, -7), Terms.Courses)]
        };

    private static Step Registered(int entry, int day, int minutes) =>
        new(Kind.Register, Entry: entry, Day: day, At: 600, Minutes: minutes);

    private static Step Billing(int invoice, params Billed[] lines) => new(Kind.Invoice, Invoice: invoice, Day: 21) { Lines = lines };

    private static Billed Days(int minutes) => new(0, null, false, 0, 13, minutes, 400);

    [Fact]
    public async Task An_hour_that_is_corrected_after_its_approval_is_paid_once() => await LivesThroughAsync(
        Registered(1, 1, 60),
        new(Kind.Confirm, Entry: 1),
        Registered(2, 8, 60),
        Billing(1, Days(180)),
        new(Kind.Approve, Invoice: 1),
        new(Kind.CorrectSameTimes, Entry: 1),
        new(Kind.Check, Invoice: 1),
        new(Kind.Confirm, Entry: 2),
        new(Kind.Check, Invoice: 1),
        new(Kind.Approve, Invoice: 1),
        new(Kind.Check, Invoice: 1),
        new(Kind.Approve, Invoice: 1),
        new(Kind.Check, Invoice: 1));

    [Theory]
    [InlineData("G01")]
    [InlineData("G02")]
    [InlineData("G03")]
    public async Task Minutes_that_a_rule_in_shadow_mode_lets_through_are_paid_once(string rule) =>
        await LivesThroughAsync(rule == "G03" ? Agreeing(20, 2) : Plain, [
        Registered(1, rule == "G01" ? -9 : 1, 200),
        new(Kind.Confirm, Entry: 1),
        new(Kind.ShadowRules, Day: -14) { Rules = [rule] },
        Billing(1, new Billed(0, 1, false, 1, 1, 200, 400)),
        Billing(2, new Billed(0, 1, false, 1, 1, 200, 400)),
        new(Kind.Approve, Invoice: 1),
        new(Kind.Check, Invoice: 2),
        new(Kind.Approve, Invoice: 2),
        new(Kind.Check, Invoice: 1)]);

    [Fact]
    public async Task An_hour_is_paid_once_where_it_is_only_noted_that_it_was_billed_before() => await LivesThroughAsync(
        Registered(1, 1, 60),
        new(Kind.Confirm, Entry: 1),
        new(Kind.ShadowRules, Day: -14) { Rules = ["U01"] },
        Billing(1, new Billed(0, 1, false, 1, 1, 60, 400)),
        Billing(2, new Billed(0, 1, false, 1, 1, 60, 400)),
        new(Kind.Approve, Invoice: 1),
        new(Kind.Check, Invoice: 2),
        new(Kind.Approve, Invoice: 2),
        new(Kind.Check, Invoice: 2));

    [Fact]
    public async Task What_was_approved_of_time_that_was_no_direct_contact_stays_when_that_counts_again() => await LivesThroughAsync(
        // A citizen confirms direct contact only, so that it is not confirmed is only noted too.
        Registered(1, 1, 60) with { NoShow = true },
        new(Kind.ShadowRules, Day: -14) { Rules = ["D03", "E01"] },
        Billing(1, new Billed(0, 1, false, 1, 1, 60, 400), Days(60)),
        new(Kind.Approve, Invoice: 1),
        new(Kind.ShadowRules, Day: -14),
        new(Kind.Check, Invoice: 1),
        new(Kind.Approve, Invoice: 1),
        new(Kind.CorrectSameTimes, Entry: 1),
        Billing(2, Days(60)),
        new(Kind.Check, Invoice: 1),
        new(Kind.Approve, Invoice: 2));

    [Theory]
    [InlineData("D01", 1)]
    [InlineData("D02", 1)]
    [InlineData("P05", 1)]
    [InlineData("G04", 2)]
    [InlineData("P04", 3)]
    public async Task What_a_rule_in_shadow_mode_lets_through_without_a_delivery_is_paid_once_and_stays(string rule, int line) =>
        await LivesThroughAsync(
        Registered(1, 1, 60),
        new(Kind.Confirm, Entry: 1),
        new(Kind.ShadowRules, Day: -14) { Rules = line == 1 ? [rule] : [rule, "D01", "P05"] },
        Billing(1, Days(90) with { More = 50 }, Days(30) with { IsMisspelt = line == 2 },
            new Billed(0, null, false, 0, 13, line == 3 ? 0 : 15, 400, 350)),
        new(Kind.Approve, Invoice: 1),
        new(Kind.Check, Invoice: 1),
        new(Kind.Approve, Invoice: 1),
        new(Kind.ShadowRules, Day: -14),
        new(Kind.Check, Invoice: 1),
        new(Kind.Approve, Invoice: 1),
        Registered(2, 2, 60),
        new(Kind.Confirm, Entry: 2),
        Billing(2, Days(60)),
        new(Kind.Check, Invoice: 1),
        new(Kind.Approve, Invoice: 2));

    [Theory]
    [InlineData("D02", 30)]
    [InlineData("D01", 0)]
    [InlineData("P05", 0)]
    public async Task An_approved_hour_that_is_corrected_is_paid_too_much_only_where_the_line_would_not_pay_it_anyway(string rule,
        int minutes) => await LivesThroughAsync(
        Registered(1, 1, 60),
        new(Kind.Confirm, Entry: 1),
        new(Kind.ShadowRules, Day: -14) { Rules = [rule] },
        Billing(1, Days(60) with { More = rule == "P05" ? 100 : 0 }),
        new(Kind.Approve, Invoice: 1),
        new(minutes == 0 ? Kind.CorrectToNothing : Kind.CorrectTimes, Entry: 1, Day: 1, At: 600, Minutes: minutes),
        new(Kind.Confirm, Entry: 1),
        new(Kind.Check, Invoice: 1),
        new(Kind.Approve, Invoice: 1),
        new(Kind.ShadowRules, Day: -14),
        new(Kind.Check, Invoice: 1));

    [Theory]
    [InlineData("E02", false)]
    [InlineData("E01", true)]
    public async Task A_correction_waits_until_it_is_confirmed_anew_and_no_other_answer_lifts_that(string rule, bool weakly) =>
        await LivesThroughAsync(
        new(Kind.ShadowRules, Day: -14) { Rules = [rule] },
        Registered(1, 1, 60),
        new(Kind.Confirm, Entry: 1),
        new(Kind.CorrectTimes, Entry: 1, Day: 1, At: 600, Minutes: 90),
        new(weakly ? Kind.Confirm : Kind.Dispute, Entry: 1, Weakly: weakly),
        Billing(1, Days(90)),
        new(Kind.Check, Invoice: 1));

    [Fact]
    public async Task The_same_facts_have_the_same_hash_in_any_culture() => await LivesThroughAsync(
        Registered(1, 1, 60),
        new(Kind.Confirm, Entry: 1),
        Billing(1, Days(60)),
        new(Kind.Check, Invoice: 1),
        new(Kind.Check, Invoice: 1),
        new(Kind.Check, Invoice: 1),
        new(Kind.Check, Invoice: 1));

    private static readonly string[] Kept = ["approvals", "approved_minutes", "line_verdicts"];

    /// <summary>The laws are no ornament: they see what is wrong in the tables.</summary>
    [Theory]
    [InlineData("update portal.approved_minutes set minutes = minutes - 1", "3 no approval and no approved minute goes away")]
    [InlineData("delete from portal.approved_minutes", "3 no approval and no approved minute goes away")]
    [InlineData("update portal.line_verdicts set payable = payable - 1, held = held + 1", "4 no verdict changes")]
    [InlineData(
        "insert into portal.approvals select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'amount', 0.01))).* from portal.approvals a",
        "1 every approved øre stands on approved minutes")]
    [InlineData("""
        with more as (insert into portal.approvals select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'amount', 0))).* from portal.approvals a returning id)
        insert into portal.approved_minutes select more.id, m.line_id, m.entry_id, m.municipality_id, m.provider_id, 1 from more, portal.approved_minutes m
        """, "1 approved minutes of a chain stay within the most that any link had")]
    public async Task A_law_that_is_broken_behind_the_portal_is_seen(string harm, string law)
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var run = new HistoryRun(database);
        var broken = await run.TryAsync(Plain,
            [Registered(1, 1, 60), new(Kind.Confirm, Entry: 1), Billing(1, Days(60)), new(Kind.Approve, Invoice: 1), new(Kind.DoTheWork),
                new(Kind.MoveClock, Minutes: 1)],
            beforeStep: async step =>
            {
                if (step.Kind == Kind.MoveClock)
                {
                    await Crowd.RunAsync(database,
                        $"{string.Concat(Kept.Select(t => $"alter table portal.{t} disable trigger all; "))} {harm}");
                }
            });

        Assert.Equal(law, broken?.Law);
    }
}
