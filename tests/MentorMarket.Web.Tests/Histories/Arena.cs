using System.Globalization;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Outcomes;
using MentorMarket.Web.Invoices;
using MentorMarket.Web.Jobs;
using MentorMarket.Web.Pages.Citizen;
using MentorMarket.Web.Pages.Municipality.Grants.Support;
using MentorMarket.Web.Pages.Municipality.Invoices;
using MentorMarket.Web.Pages.Provider.Entries;
using MentorMarket.Web.Pages.Provider.Invoices;
using Microsoft.Extensions.DependencyInjection;
using ApproveInvoice = MentorMarket.Web.Pages.Municipality.Invoices.ApproveModel;

namespace MentorMarket.Web.Tests.Histories;

/// <summary>What became of a step.</summary>
internal enum Outcome
{
    Done,

    /// <summary>The portal said no, with a rule.</summary>
    Refused,

    /// <summary>What it is about is not there.</summary>
    Nothing,
}

/// <summary>
/// Organisations and courses of one history's own, and its steps sent as the pages send them: each by the person who would press
/// the button, over that person's own login.
/// </summary>
internal sealed class Arena
{
    // Numbers, dates and sort order differ between them; a check may not.
    private static readonly string[] Cultures = ["da-DK", "en-US", "sv-SE", "ar-SA", "fa-IR", "tr-TR", "th-TH"];

    private readonly PortalApp app;
    private readonly HistoryClock clock;
    private readonly Laws laws;
    private readonly ArenaRows world;
    private readonly Dictionary<int, List<Guid>> links = [];
    private readonly Dictionary<int, Guid> invoices = [];
    private readonly Dictionary<int, string> numbers = [];
    private readonly Dictionary<int, Guid> shown = [];
    private readonly HashSet<Guid> fresh = [];
    private int cultures;
    private bool isParallel;

    private Arena(PortalApp app, HistoryClock clock, ArenaRows world, Laws laws)
    {
        (this.app, this.clock, this.world, this.laws) = (app, clock, world, laws);
        clock.Now = At(13, 8 * 60);
    }

    public static async Task<Arena> CreateAsync(PortalApp app, string owner, HistoryClock clock, Terms terms, Laws laws) =>
        new(app, clock, await ArenaRows.SaveAsync(owner, terms), laws);

    public Guid[] Municipalities => world.Municipalities;

    /// <summary>Invoices that the last step checked, with nothing after it.</summary>
    public IReadOnlySet<Guid> Fresh => fresh;

    /// <summary>The last step was two commands at once.</summary>
    public bool IsParallel => isParallel;

    public async Task<Outcome> DoAsync(Step step)
    {
        clock.Now += TimeSpan.FromMinutes(1);
        fresh.Clear();
        isParallel = step.Kind is Kind.ApproveTwiceAtOnce or Kind.ApproveBothAtOnce or Kind.ApproveAndCorrectAtOnce
            or Kind.ApproveAndConfirmAtOnce or Kind.ApproveAndInvoiceAtOnce;
        try
        {
            return await TakeAsync(step);
        }
        catch (Exception e) when (e is RuleViolation or InvoiceNumberIsUsedException or ReferencesMissingException)
        {
            return Outcome.Refused;
        }
    }

    private Task<Outcome> TakeAsync(Step step) => step.Kind switch
    {
        Kind.Register => RegisterAsync(step),
        Kind.CorrectSameTimes => CorrectAsync(step, old => (old.Start, old.End, old.Kind), CorrectionCode.WrongPlace),
        Kind.CorrectTimes or Kind.CorrectDay =>
            CorrectAsync(step, _ => (At(step.Day, step.At), At(step.Day, step.At + step.Minutes), EntryKind.Direct),
            CorrectionCode.WrongTime),
        Kind.CorrectToNothing => CorrectAsync(step, old => (old.Start, old.Start, old.Kind), CorrectionCode.Duplicate),
        Kind.CorrectKind => CorrectAsync(step,
            old => (old.Start, old.End, old.Kind == EntryKind.Direct ? EntryKind.NoShow : EntryKind.Direct), CorrectionCode.WrongKind),
        Kind.Confirm => AnswerAsync(step.Entry, Answer.Confirmed, step.Weakly),
        Kind.Dispute => AnswerAsync(step.Entry, Answer.Disputed, step.Weakly),
        Kind.ChangeAnswer => ChangeAnswerAsync(step),
        Kind.Invoice or Kind.InvoiceSameHours or Kind.InvoiceAnew => BillAsync(step),
        Kind.Return => OfInvoiceAsync(step.Invoice, ReturnAsync),
        Kind.Check => OfInvoiceAsync(step.Invoice, CheckAsync),
        Kind.DoTheWork => DoTheWorkAsync(),
        Kind.Approve => OfInvoiceAsync(step.Invoice, ApproveAsync),
        Kind.ApproveWhatWasShown => OfInvoiceAsync(step.Invoice, id => ApproveAsync(id, shown[step.Invoice])),
        Kind.ChangeSettings or Kind.ShadowRules => SetAsync(step),
        Kind.Pause => PauseAsync(step),
        Kind.Resume => ResumeAsync(step),
        Kind.End => EndAsync(step),
        Kind.MoveClock => MoveClockAsync(step),
        Kind.ApproveTwiceAtOnce => AtOnceAsync(OfInvoiceAsync(step.Invoice, ApproveAsync), OfInvoiceAsync(step.Invoice, ApproveAsync)),
        Kind.ApproveBothAtOnce => AtOnceAsync(OfInvoiceAsync(step.Invoice, ApproveAsync), OfInvoiceAsync(step.Other, ApproveAsync)),
        Kind.ApproveAndCorrectAtOnce =>
            AtOnceAsync(OfInvoiceAsync(step.Invoice, ApproveAsync), TakeOrRefuseAsync(step with { Kind = Kind.CorrectTimes })),
        Kind.ApproveAndConfirmAtOnce =>
            AtOnceAsync(OfInvoiceAsync(step.Invoice, ApproveAsync), AnswerAsync(step.Entry, Answer.Confirmed, weakly: false)),
        Kind.ApproveAndInvoiceAtOnce =>
            AtOnceAsync(OfInvoiceAsync(step.Other, ApproveAsync), TakeOrRefuseAsync(step with { Kind = Kind.Invoice })),
    };

    /// <summary>Minutes from midnight of the first Monday, as UTC has them.</summary>
    private DateTimeOffset At(int day, int minute) => new DateTimeOffset(world.Terms.Monday.ToDateTime(default), TimeSpan.Zero).AddDays(day)
        .AddMinutes(minute);

    private DateOnly On(int day) => world.Terms.Monday.AddDays(day);

    private async Task<Outcome> RegisterAsync(Step step)
    {
        var course = world.Courses[step.Course];
        var done = await app.SendAsync(course.Mentor(step.Mentor), new RegisterModel.Command(
            course.Assignment, At(step.Day, step.At), At(step.Day, step.At + step.Minutes), step.NoShow ? EntryKind.NoShow
                : EntryKind.Direct, PlaceType.Home, "", [new(course.Goal, 3)]));
        links[step.Entry] = [done.Entry];
        return Outcome.Done;
    }

    private async Task<Outcome> CorrectAsync(Step step,
        Func<(DateTimeOffset Start, DateTimeOffset End, EntryKind Kind), (
        DateTimeOffset Start, DateTimeOffset End, EntryKind Kind)> change, CorrectionCode code)
    {
        if (!links.TryGetValue(step.Entry, out var chain)) return Outcome.Nothing;
        await using var connection = await OpenAsync();
        await using var look = new NpgsqlCommand(
            "select starts_at, ends_at, kind, assignment_id, mentor_id from portal.time_entries where id = $1",
            connection)
        { Parameters = { new() { Value = chain[^1] } } };
        await using var reader = await look.ExecuteReaderAsync();
        await reader.ReadAsync();
        var (start, end, kind) =
            change((reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<DateTimeOffset>(1),
            Enum.Parse<EntryKind>(reader.GetString(2))));
        var (course, mentor) = (world.Courses.Single(c => c.Assignment == reader.GetGuid(3)), reader.GetGuid(4));
        await reader.DisposeAsync();
        var done = await app.SendAsync(course.Mentor(Array.IndexOf(course.Mentors, mentor)),
            new CorrectModel.Command(chain[^1], start, end, kind, PlaceType.Office, "", [new(course.Goal, 3)], code, "Rettet"));
        chain.Add(done.Entry);
        return Outcome.Done;
    }

    private async Task<Outcome> AnswerAsync(int entry, Answer answer, bool weakly)
    {
        if (!links.TryGetValue(entry, out var chain)) return Outcome.Nothing;
        var assignment = (Guid)(await ScalarAsync("select assignment_id from portal.time_entries where id = $1", chain[^1]))!;
        var course = world.Courses.Single(c => c.Assignment == assignment);
        try
        {
            var isGiven = await app.SendAsync(course.Citizen,
                new GiveReceipt(course.Link, chain[^1], answer, answer == Answer.Disputed ? "Vi sås ikke" : "",
                weakly ? ReceiptStrength.Weak : ReceiptStrength.Strong, "device"));
            return isGiven ? Outcome.Done : throw new InvalidOperationException("The citizen's link is closed.");
        }
        catch (RuleViolation)
        {
            return Outcome.Refused;
        }
    }

    private async Task<Outcome> ChangeAnswerAsync(Step step)
    {
        if (!links.TryGetValue(step.Entry, out var chain)) return Outcome.Nothing;
        return await ScalarAsync("select answer from portal.confirmations where entry_id = any ($1) order by recorded_at desc limit 1",
            chain.ToArray()) is string answer
            ? await AnswerAsync(step.Entry, answer == "Confirmed" ? Answer.Disputed : Answer.Confirmed, step.Weakly)
            : Outcome.Nothing;
    }

    // As the page does: received, and its check run at once.
    private async Task<Outcome> BillAsync(Step step)
    {
        if (step.Kind != Kind.Invoice && !invoices.ContainsKey(step.Other)) return Outcome.Nothing;
        var course = world.Courses[step.Lines[0].Course];
        var number = step.Kind == Kind.InvoiceAnew ? numbers[step.Other] : $"F{step.Invoice}";
        var lines = step.Lines.Where(l => l.Entry is null || links.ContainsKey(l.Entry.Value)).Select(l => new TypedLine(
            l.IsMisspelt ? "MF-findes-ikke" : world.Courses[l.Course].Number, l.Entry is { } e ? l.AsFirstRegistered ? links[e][0]
                : links[e][^1] : null, On(l.FromDay), On(l.ToDay), l.Minutes, l.Rate, l.Amount, "Mentorstøtte")).ToList();
        if (lines.Count == 0) return Outcome.Nothing;
        var (id, job) = await app.SendAsync(course.Coordinator,
            new SubmitInvoice(course.Municipality, number, On(step.Day), On(0), On(20), step.References.Contains("F02") ? "R-1" : "",
                step.References.Contains("F03") ? "P-1" : "", lines));
        (invoices[step.Invoice], numbers[step.Invoice]) = (id, number);
        await InCultureAsync(() => app.Services.GetRequiredService<JobRunner>().RunNowAsync(job));
        await CheckAsync(id);
        shown[step.Invoice] = await NewestAsync(id);
        return Outcome.Done;
    }

    private async Task<Outcome> OfInvoiceAsync(int invoice, Func<Guid, Task<Outcome>> act)
    {
        if (!invoices.TryGetValue(invoice, out var id)) return Outcome.Nothing;
        try
        {
            return await act(id);
        }
        catch (RuleViolation)
        {
            return Outcome.Refused;
        }
    }

    private async Task<Outcome> ReturnAsync(Guid invoice)
    {
        await app.SendAsync(world.Finance(await MunicipalityAsync(invoice)), new ReturnModel.Command(invoice, "Forkert"));
        return Outcome.Done;
    }

    /// <summary>Checked twice, in two cultures: the second time there is no new fact.</summary>
    private async Task<Outcome> CheckAsync(Guid invoice)
    {
        var checker = new Actor(ActorKind.Checker, await MunicipalityAsync(invoice));
        await InCultureAsync(() => app.SendAsync(checker, new CheckInvoice(invoice)));
        if (isParallel) return Outcome.Done;
        var first = await ChecksAsync(invoice);
        await InCultureAsync(() => app.SendAsync(checker, new CheckInvoice(invoice)));
        laws.Ask("2 and 5 a check without a new fact, in another culture, keeps nothing new", first == await ChecksAsync(invoice),
            () => $"{invoice} in {Cultures[cultures % Cultures.Length]}");
        fresh.Add(invoice);
        return Outcome.Done;
    }

    private async Task InCultureAsync(Func<Task> act)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(Cultures[++cultures % Cultures.Length]);
        try
        {
            await act();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private async Task<string> ChecksAsync(Guid invoice) =>
        (string)(await ScalarAsync(
            "select concat(i.check_id, ' ', (select count(*) from portal.checks c where c.invoice_id = i.id)) from portal.invoices i where i.id = $1",
            invoice))!;

    private async Task<Outcome> DoTheWorkAsync()
    {
        for (var rounds = 0; rounds < 5; rounds++)
        {
            await using var connection = await OpenAsync();
            await using var take = new NpgsqlCommand(
                "update portal.jobs set done_at = now() where done_at is null and municipality_id = any ($1) returning kind, subject_id, municipality_id",
                connection)
            { Parameters = { new() { Value = Municipalities } } };
            var jobs = new List<(string Kind, Guid Subject, Guid Municipality)>();
            await using (var reader = await take.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync()) jobs.Add((reader.GetString(0), reader.GetGuid(1), reader.GetGuid(2)));
            }
            if (jobs.Count == 0) break;
            foreach (var (kind, subject, municipality) in jobs.Distinct().Where(j => j.Kind == "RecheckEntry"))
            {
                await app.SendAsync(new Actor(ActorKind.Checker, municipality), new RecheckEntry(subject));
            }
            foreach (var invoice in jobs.Where(j => j.Kind == "CheckInvoice").Select(j => j.Subject).Distinct()) await CheckAsync(invoice);
        }
        return Outcome.Done;
    }

    private async Task<Outcome> ApproveAsync(Guid invoice) => await ApproveAsync(invoice, await NewestAsync(invoice));

    // As the page does: where the clerk is told that something has changed, the page that says so shows what the check finds now.
    private async Task<Outcome> ApproveAsync(Guid invoice, Guid check)
    {
        var municipality = await MunicipalityAsync(invoice);
        try
        {
            await app.SendAsync(world.Finance(municipality), new ApproveInvoice.Command(invoice, check, ""));
            return Outcome.Done;
        }
        catch (RuleViolation violation) when (violation.Rule == Rule.InvoiceHasChanged)
        {
            await app.SendAsync(new Actor(ActorKind.Checker, municipality), new CheckInvoice(invoice));
            return Outcome.Refused;
        }
    }

    private async Task<Outcome> SetAsync(Step step)
    {
        var isSettings = step.Kind == Kind.ChangeSettings;
        await ScalarAsync($"""
            insert into portal.municipal_settings (id, municipality_id, version, valid_from, price_ceiling, accepts_weak_receipts, shadow_rules, recorded_at,
                order_reference_asked, person_reference_asked, late_days)
            select $1, $2, coalesce(max(s.version), 0) + 1, $3,
                {(isSettings ? "$4" : "(array_agg(s.price_ceiling order by s.version desc))[1] + 0 * $4")},
                {(isSettings ? "$5" : "coalesce((array_agg(s.accepts_weak_receipts order by s.version desc))[1], $5)")},
                {(isSettings ? "coalesce(string_to_array((array_agg(array_to_string(s.shadow_rules, ' ') order by s.version desc))[1], ' '), $6)" : "$6")}, $7,
                {(isSettings ? "$8" : "coalesce((array_agg(s.order_reference_asked order by s.version desc))[1], $8)")},
                {(isSettings ? "$9" : "coalesce((array_agg(s.person_reference_asked order by s.version desc))[1], $9)")},
                {(isSettings ? "$10" : "coalesce((array_agg(s.late_days order by s.version desc))[1], $10)")}
            from portal.municipal_settings s where s.municipality_id = $2
            """,
            Guid.CreateVersion7(), world.Courses[step.Course].Municipality, On(step.Day), isSettings ? (object?)step.Ceiling
                ?? DBNull.Value : 0m, isSettings && step.Weakly, step.Rules.ToArray(), clock.Now,
            step.References.Contains("F02"), step.References.Contains("F03"), step.LateDays);
        return Outcome.Done;
    }

    private async Task<Outcome> PauseAsync(Step step)
    {
        var course = world.Courses[step.Course];
        await app.SendAsync(course.Caseworker,
            new PauseModel.Command(course.Grant, On(step.Day), step.Minutes == 0 ? null : On(step.Day + step.Minutes), "Syg",
            "Talt med borgeren"));
        return Outcome.Done;
    }

    private async Task<Outcome> ResumeAsync(Step step)
    {
        var course = world.Courses[step.Course];
        if (await ScalarAsync(
            "select id from portal.grant_pauses where grant_id = $1 and resumes_id is null order by recorded_at desc limit 1",
            course.Grant) is not Guid pause)
        {
            return Outcome.Nothing;
        }
        await app.SendAsync(course.Caseworker, new PauseModel.Resume(course.Grant, pause, On(step.Day), "Rask"));
        return Outcome.Done;
    }

    private async Task<Outcome> EndAsync(Step step)
    {
        var course = world.Courses[step.Course];
        await app.SendAsync(course.Caseworker,
            new EndModel.Command(course.Grant, On(step.Day), EndReason.GoalReached, "", "Talt med borgeren",
            new OutcomeForm
            {
                Result = OutcomeResult.Job,
                WithCitizen = true,
                Goals = [
                new() { Goal = course.Goal, Result = GoalResult.Reached }]
            }));
        return Outcome.Done;
    }

    private Task<Outcome> MoveClockAsync(Step step)
    {
        clock.Now += TimeSpan.FromMinutes(step.Minutes);
        return Task.FromResult(Outcome.Done);
    }

    private async Task<Outcome> TakeOrRefuseAsync(Step step)
    {
        try
        {
            return await TakeAsync(step);
        }
        catch (Exception e) when (e is RuleViolation or InvoiceNumberIsUsedException or ReferencesMissingException)
        {
            return Outcome.Refused;
        }
    }

    private static async Task<Outcome> AtOnceAsync(params Task<Outcome>[] acts)
    {
        var outcomes = await Task.WhenAll(acts);
        return outcomes.Contains(Outcome.Nothing) ? Outcome.Nothing : outcomes.Contains(Outcome.Done) ? Outcome.Done : Outcome.Refused;
    }

    private async Task<Guid> NewestAsync(Guid invoice) =>
        (Guid)(await ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!;

    private async Task<Guid> MunicipalityAsync(Guid invoice) =>
        (Guid)(await ScalarAsync("select municipality_id from portal.invoices where id = $1", invoice))!;

    private async Task<object?> ScalarAsync(string sql, params object[] values)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync();
    }

    // From the pool: two commands at once look at the same time.
    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(world.Connection);
        await connection.OpenAsync();
        return connection;
    }
}
