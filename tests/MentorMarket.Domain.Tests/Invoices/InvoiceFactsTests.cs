using MentorMarket.Domain.Assignments;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Tests.Grants;

namespace MentorMarket.Domain.Tests.Invoices;

/// <summary>Rows become what the check counts with in one place, and here is what each of them becomes.</summary>
public sealed class InvoiceFactsTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Monday = new(2026, 3, 9);
    private static readonly Guid Mentor = Guid.CreateVersion7();
    private static readonly Agreement Agreed = Agree();

    [Fact]
    public void Hours_become_whole_minutes_and_kroner_ore()
    {
        var grant = Facts().Input.Grants.Span[0];

        Assert.Equal((140, 4205, 35050L, 40000L), (grant.WeeklyMinutes, grant.TotalMinutes, grant.RateOre, grant.CeilingOre));
        Assert.Equal((Agreed.ValidFrom, Agreed.ValidTo, 0), (grant.ValidFrom, grant.ValidTo, grant.Citizen));
    }

    [Fact]
    public void A_grant_without_named_mentors_lets_whoever_come_and_one_with_them_only_those()
    {
        var other = Guid.CreateVersion7();

        Assert.Null(Facts().Input.Grants.Span[0].Mentors);
        var input = Facts(entries: [Entry(9)], mentors: [new(Agreed.Id, Mentor, null, null), new(Agreed.Id, other, null, null)]).Input;
        Assert.Equal([0, 1], input.Grants.Span[0].Mentors!);
        Assert.Equal(0, input.Entries.Span[0].Mentor);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    [InlineData(null, false)]
    public void A_grant_is_in_force_once_it_was_decided_when_the_facts_were_known(int? decidedHoursAfter, bool isInForce)
    {
        var decided = decidedHoursAfter is { } hours ? Now.AddHours(hours) : (DateTimeOffset?)null;

        Assert.Equal(isInForce, Facts(grant: new(Agreed.AssignmentId, LegalBasis.EmploymentAct, decided, new Pauses([]))).Input.Grants.Span[
            0].IsInForce);
    }

    [Fact]
    public void A_corrected_entry_points_at_its_correction_and_its_minutes_are_counted_under_the_last_one()
    {
        var first = Entry(9);
        var second = Entry(10, supersedes: first);
        var third = Entry(11, supersedes: second);

        var facts = Facts(entries: [first, second, third]);

        Assert.Equal([1, 2, -1], facts.Input.Entries.ToArray().Select(e => e.SupersededBy));
        Assert.Equal((third.Id, third.Id, third.Id), (facts.LastOf(first.Id), facts.LastOf(second.Id), facts.LastOf(third.Id)));
    }

    [Theory]
    [InlineData(Answer.Confirmed, ReceiptStrength.Strong, false, Receipt.Confirmed)]
    [InlineData(Answer.Confirmed, ReceiptStrength.Weak, false, Receipt.None)]
    [InlineData(Answer.Confirmed, ReceiptStrength.Weak, true, Receipt.Confirmed)]
    [InlineData(Answer.Disputed, ReceiptStrength.Weak, false, Receipt.Disputed)]
    public void An_answer_counts_for_what_the_municipality_had_decided_on_the_day_of_delivery(Answer answer, ReceiptStrength strength,
        bool acceptsWeak, Receipt counts)
    {
        var entry = Entry(9);
        // The later version holds from the day after.
        var settings = new CheckSettings([Settings(1, Monday, acceptsWeak), Settings(2, Monday.AddDays(1), !acceptsWeak)]);

        Assert.Equal(counts, Facts(entries: [entry], receipts: [Say(entry, answer, strength)],
            settings: settings).Input.Entries.Span[0].Receipt);
    }

    [Fact]
    public void Nobody_has_answered_is_no_receipt() => Assert.Equal(Receipt.None, Facts(entries: [Entry(9)]).Input.Entries.Span[0].Receipt);

    [Fact]
    public void Among_versions_in_force_on_a_day_the_newest_holds()
    {
        var settings = new CheckSettings([Settings(2, Monday, ceiling: 410),
            Settings(1, Monday.AddDays(-7), ceiling: 390, shadow: ["E03"]), Settings(3, Monday.AddDays(-1), ceiling: 400)]);

        Assert.Equal([390m, 400m, 400m], new[] { -2, -1, 0 }.Select(day => settings.CeilingIn(Days(day, day))!.Value.Kroner));
        Assert.Equal(("E03", ""), (settings.ShadowOn(Monday.AddDays(-2)).ToString(), settings.ShadowOn(Monday).ToString()));
        Assert.Null(settings.CeilingIn(Days(-8, -8)));
        Assert.Equal($"municipal.1 municipal.3 {SettingsVersion.Standard}",
            settings.VersionsIn([Days(0, 0), Days(-2, -2), Days(-8, -8), Days(0, 0)]));
    }

    /// <summary>Whoever writes a line chooses its days; what they choose never pays more than the days by themselves.</summary>
    [Fact]
    public void Over_several_days_the_lowest_ceiling_holds_and_the_shadow_of_all_of_them()
    {
        // The second never holds: the third, recorded later, begins before it.
        var settings = new CheckSettings([Settings(1, Monday, ceiling: 390, shadow: ["D02", "P05"]),
            Settings(2, Monday.AddDays(5), ceiling: 100), Settings(3, Monday.AddDays(3), ceiling: 400, shadow: ["D01", "P05"]),
            Settings(4, Monday.AddDays(6))]);

        (int From, int To)[] lines = [(0, 2), (0, 5), (4, 6), (-1, 0), (6, 9), (-3, -1)];
        Assert.Equal(["390 D02|P05", "390 P05", "400 ", "390 ", " ", " "], lines.Select(l => Days(l.From, l.To))
            .Select(days => $"{settings.CeilingIn(days)?.Kroner:0} {settings.ShadowIn(days)}"));
        Assert.Equal([false, true, true, true, false, false], lines.Select(l => settings.CeilingChangesIn(Days(l.From, l.To))));
        Assert.Equal("municipal.1 municipal.3", settings.VersionsIn([Days(0, 5)]));
        Assert.Equal($"municipal.1 municipal.3 municipal.4 {SettingsVersion.Standard}", settings.VersionsIn([Days(-1, 7)]));
    }

    /// <summary>Neither what days are written on a line nor what it names carries it to days when more was paid.</summary>
    [Fact]
    public void A_line_that_names_an_entry_is_judged_by_its_own_days_the_entrys_and_those_of_what_it_became()
    {
        var (before, entry) = (Entry(9, day: 12), Entry(11, day: 10));
        var became = Entry(9, day: 14, supersedes: before);
        var settings = new CheckSettings([Settings(1, Monday.AddDays(-30), ceiling: 500, shadow: ["U02", "P05"]),
            Settings(2, new(2026, 3, 12), ceiling: 300, shadow: ["P05", "D01"]), Settings(3, new(2026, 3, 14), ceiling: 400, shadow: ["P05"])]);
        BilledLine On(int from, int to, TimeEntry? named) => Bill(named) with { From = new(2026, 3, from), To = new(2026, 3, to) };

        var facts = Facts(entries: [before, became, entry], settings: settings, lines:
        [
            On(9, 9, null), On(12, 13, null), On(14, 14, became), On(9, 9, became), On(14, 14, before), On(14, 14, entry),
            On(9, 9, became) with { Entry = Guid.CreateVersion7() }, On(9, 9, became) with { Assignment = Guid.CreateVersion7() },
        ]);

        Assert.Equal([50000, 30000, 40000, 30000, 30000, 30000, 50000, 50000], facts.Input.Lines.ToArray().Select(l => l.CeilingOre));
        Assert.Equal(["P05|U02", "D01|P05", "P05", "P05", "P05", "P05", "P05|U02", "P05|U02"],
            facts.Input.LineMarks.ToArray().Select(m => m.Shadow.ToString()));
        Assert.Equal("municipal.1 municipal.2 municipal.3", facts.SettingsVersion);
        Assert.Equal("municipal.3", Facts(entries: [before, became], lines: [On(14, 14, became)], settings: settings).SettingsVersion);
    }

    private static Period Days(int from, int to) => new(Monday.AddDays(from), Monday.AddDays(to));

    [Fact]
    public void Is_marked_for_what_only_the_rows_tell()
    {
        var confirmed = Entry(8);
        var changed = Entry(9, supersedes: confirmed);
        var paused = Entry(11, day: 10);
        var handedOver = Entry(11, day: 11, mentor: Guid.CreateVersion7());
        var transport = Entry(12, kind: EntryKind.Transport);

        var marks = Facts(
            entries: [confirmed, changed, paused, handedOver, transport],
            receipts: [Say(confirmed, Answer.Confirmed, ReceiptStrength.Strong)],
            withSteps: [changed.Id, paused.Id, handedOver.Id],
            overlaps: new() { [changed.Id] = FindingSet.None + FindingCode.D04 },
            mentors: [new(Agreed.Id, Mentor, null, null), new(Agreed.Id, handedOver.MentorId, null, new(2026, 3, 10))],
            grant: new(Agreed.AssignmentId, LegalBasis.EmploymentAct, Now,
                new Pauses([new(Guid.CreateVersion7(), Guid.CreateVersion7(), new(2026, 3, 10), new(2026, 3, 10), null)])))
            .Input.EntryMarks.ToArray().Select(m => m.Given.ToString());

        Assert.Equal(["E03", "D04|D07", "G01", "G05", ""], marks);
    }

    [Fact]
    public void Time_under_another_act_is_on_no_grant_and_neither_is_a_line_that_names_it()
    {
        var elsewhere = Entry(9, act: EntryAct.OtherAct);
        var here = Entry(11, act: EntryAct.EmploymentAct);

        var input = Facts(entries: [elsewhere, here], lines: [Bill(elsewhere), Bill(here), Bill(null)]).Input;

        Assert.Equal([-1, 0], input.Entries.ToArray().Select(e => e.Grant));
        Assert.Equal([-1, 0, 0], input.Lines.ToArray().Select(l => l.Grant));
        Assert.Equal([0, 1, CheckLine.NoEntry], input.Lines.ToArray().Select(l => l.Entry));
    }

    [Fact]
    public void A_line_of_no_known_assignment_or_entry_says_so()
    {
        var known = Entry(9);
        BilledLine stranger = Bill(known) with { Assignment = Guid.CreateVersion7() }, nobody = Bill(known) with { Assignment = null };
        BilledLine unread = Bill(known) with { Entry = null }, gone = Bill(known) with { Entry = Guid.CreateVersion7() };

        var input = Facts(entries: [known], lines: [stranger, nobody, unread, gone]).Input;

        Assert.Equal([-1, -1, 0, 0], input.Lines.ToArray().Select(l => l.Grant));
        Assert.Equal([0, 0, CheckLine.UnknownEntry, CheckLine.UnknownEntry], input.Lines.ToArray().Select(l => l.Entry));
    }

    [Fact]
    public void A_line_has_its_amounts_in_ore_and_the_lowest_ceiling_of_its_days()
    {
        var settings = new CheckSettings([Settings(1, Monday, ceiling: 390), Settings(2, Monday.AddDays(6), ceiling: 330.5m),
            Settings(3, Monday.AddDays(7), ceiling: 200)]);

        var line = Facts(lines: [Bill(null)], settings: settings).Input.Lines.Span[0];

        Assert.Equal((60, 35050L, 35050L, 33050L), (line.Minutes, line.RateOre, line.AmountOre, line.CeilingOre));
        Assert.Equal(-1, Facts(lines: [Bill(null)]).Input.Lines.Span[0].CeilingOre);
    }

    [Fact]
    public void What_was_approved_of_rows_that_are_not_read_is_left_out()
    {
        var entry = Entry(9);
        var read = Facts(entries: [entry], lines: [Bill(entry)]);
        var line = read.Target.Lines[0];
        ApprovedMinutes[] approved = [Approved(line.Id, entry.Id, 30), Approved(Guid.CreateVersion7(), entry.Id, 10),
            Approved(line.Id, Guid.CreateVersion7(), 20)];

        Assert.Equal([new EarlierApproval(0, 0, 30)], FactsOf(read.Target, entries: [entry], approved: approved).Input.Approvals);
    }

    [Fact]
    public void An_approval_uses_up_what_no_earlier_one_did_of_a_delivery_whatever_corrected_it()
    {
        var entry = Entry(9);
        var corrected = Entry(9, supersedes: entry);
        var read = Facts(entries: [entry, corrected], lines: [Bill(entry)]);
        var line = read.Target.Lines[0];
        var facts = FactsOf(read.Target, entries: [entry, corrected], approved: [Approved(line.Id, entry.Id, 25)]);
        var check = new Check(read.Target, Now, Now, "2026", SettingsVersion.Standard, [1], 350.50m, 0, 0);
        read.Target.MarkChecked(check);
        LineMatch Match(Guid of, int minutes, bool isHeld = false) =>
            new() { CheckId = of, LineId = line.Id, EntryId = corrected.Id, Minutes = minutes, IsHeld = isHeld };

        var uses = read.Target.Approve(check, 0, Guid.CreateVersion7(), "Gry Holm", "", Now)
            .UsesUp([Match(check.Id, 60), Match(check.Id, 15, isHeld: true), Match(Guid.CreateVersion7(), 60)], facts).ToList();

        Assert.Equal([(line.Id, corrected.Id, 35)], uses.Select(u => (u.LineId, u.EntryId, u.Minutes)));
    }

    [Fact]
    public void The_same_facts_have_the_same_hash_in_whatever_order_they_were_read()
    {
        var (one, other) = (Entry(9), Entry(11));
        var read = Facts(entries: [one, other], lines: [Bill(one), Bill(other)]);

        Assert.Equal(read.Hash(), FactsOf(read.Target, entries: [other, one]).Hash());
        Assert.NotEqual(read.Hash(), FactsOf(read.Target, entries: [other]).Hash());
    }

    private static InvoiceFacts Facts(
        TimeEntry[]? entries = null, BilledLine[]? lines = null, MentorOfAgreement[]? mentors = null, Confirmation[]? receipts = null,
        Guid[]? withSteps = null, Dictionary<Guid, FindingSet>? overlaps = null, GrantOfAssignment? grant = null,
            CheckSettings? settings = null)
    {
        var (to, by) = (Monday.AddDays(6), Guid.CreateVersion7());
        var invoice = Invoice.Submit(Agreed.MunicipalityId, Agreed.ProviderId, "F-1", to, Monday, to, "", "", lines ?? [Bill(null)], by,
            Now);
        return FactsOf(invoice, entries, mentors, receipts, withSteps, overlaps, grant, settings);
    }

    private static InvoiceFacts FactsOf(
        Invoice invoice, TimeEntry[]? entries = null, MentorOfAgreement[]? mentors = null, Confirmation[]? receipts = null,
            Guid[]? withSteps = null,
        Dictionary<Guid, FindingSet>? overlaps = null, GrantOfAssignment? grant = null, CheckSettings? settings = null,
            ApprovedMinutes[]? approved = null) => new()
            {
                Target = invoice,
                AsKnownAt = Now,
                Agreements = [Agreed],
                Mentors = (mentors ?? []).ToLookup(m => m.Agreement),
                Grants = new Dictionary<Guid, GrantOfAssignment>
                {
                    [Agreed.AssignmentId] = grant ?? new(Agreed.AssignmentId, LegalBasis.EmploymentAct, Now, new Pauses([]))
                },
                Entries = entries ?? [],
                Receipts = (receipts ?? []).ToDictionary(r => r.EntryId),
                WithSteps = (withSteps ?? []).ToHashSet(),
                Overlaps = overlaps ?? [],
                Lines = [.. invoice.Lines.Select(l => new LineOfInvoice(invoice, l))],
                Approved = approved ?? [],
                Settings = settings ?? new CheckSettings([]),
            };

    private static Agreement Agree()
    {
        var grant = CompleteGrant.Approved(CompleteGrant.Terms with { HoursPerWeek = 2.33m, TotalHours = 70.08m, Rate = 350.50m });
        var assignment = Assignment.Publish(grant, "MF-1", 400, Guid.CreateVersion7(), CompleteGrant.Now, CompleteGrant.Today, true);
        return new Agreement(assignment, assignment.StartsOn, Guid.CreateVersion7(), Guid.CreateVersion7(), CompleteGrant.Now);
    }

    private static TimeEntry Entry(int hour, int day = 9, EntryKind kind = EntryKind.Direct, Guid? mentor = null,
        TimeEntry? supersedes = null, EntryAct? act = null)
    {
        var starts = new DateTimeOffset(2026, 3, day, hour, 0, 0, TimeSpan.Zero);
        return new TimeEntry(
            Agreed.MunicipalityId, Agreed.ProviderId, Agreed.AssignmentId, mentor ?? Mentor, "Ib Prøve", starts, starts.AddHours(1), kind,
                PlaceType.Home,
            Mentor, Now, supersedes, supersedes is null ? null : CorrectionCode.WrongTime, supersedes is null ? "" : "Forkert tid",
                act: act);
    }

    private static Confirmation Say(TimeEntry entry, Answer answer, ReceiptStrength strength) =>
        new(entry, answer, answer == Answer.Disputed ? "Han kom ikke" : "", ReceiptChannel.CitizenLink, strength, "", Now);

    private static BilledLine Bill(TimeEntry? entry) => new(
        "MF-1", Agreed.AssignmentId, entry is null ? "" : "T-1", entry?.Id, Monday, Monday.AddDays(6), 60, 350.50m, 350.50m,
            "Mentorstøtte");

    private static SettingsVersion Settings(int version, DateOnly from, bool acceptsWeak = false, decimal? ceiling = null,
        string[]? shadow = null) => new()
        {
            Version = version,
            ValidFrom = from,
            AcceptsWeakReceipts = acceptsWeak,
            PriceCeiling = ceiling,
            ShadowRules = [.. shadow ?? []],
        };

    private static ApprovedMinutes Approved(Guid line, Guid entry, int minutes) =>
        new() { LineId = line, EntryId = entry, Minutes = minutes };
}
