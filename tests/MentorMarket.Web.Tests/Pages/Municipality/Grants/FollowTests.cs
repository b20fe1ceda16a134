using MentorMarket.Web.Pages.Municipality.Grants;
using MentorMarket.Web.Pages.Municipality.Grants.Decisions;
using MentorMarket.Web.Pages.Municipality.Grants.Market;
using Accept = MentorMarket.Web.Pages.Provider.Listings.AcceptModel;
using Approve = MentorMarket.Web.Pages.Municipality.Invoices.ApproveModel;
using Decline = MentorMarket.Web.Pages.Provider.Listings.DeclineModel;
using Known = MentorMarket.Web.Pages.Municipality.Citizens.DetailsModel;
using Listing = MentorMarket.Web.Pages.Provider.Listings.ListingView;

namespace MentorMarket.Web.Tests.Pages.Municipality.Grants;

/// <summary>A grant is extended or changed, and the provider that has the course is asked first.</summary>
public sealed class FollowTests(Cluster cluster)
{
    private static async Task<Rule> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RuleViolation>(act)).Rule;

    // The world's own grants lack what law asks for today, so the terms are completed here.
    internal static GrantForm Form(World world, GrantKind kind) => new()
    {
        Purpose = Purpose.Job,
        PurposeText = "Ord",
        TargetGroup = TargetGroup.JobReady,
        Goals = [new() { Kind = GoalKind.FindJob, Detail = "Ord" }],
        Tasks = [MentorTask.MeetOnTime],
        Qualifications = "Ord",
        HoursPerWeek = kind == GrantKind.Change ? 4 : 3,
        StartsOn = kind == GrantKind.Change ? world.Today.AddDays(10) : world.Live.EndsOn.AddDays(1),
        EndsOn = kind == GrantKind.Change ? world.Live.EndsOn : world.Live.EndsOn.AddDays(60),
        Rate = 350,
        Aim = Aim.KeepOrFurther,
        ResidesHere = true,
        IsAgreed = true,
        MentorKind = MentorKind.External,
        NeighbouringSchemes = Enum.GetValues<NeighbouringScheme>()
            .ToDictionary(check => check, _ => (SchemeAnswer?)SchemeAnswer.NotRelevant),
        ChangeReason = "Målet er tæt på",
        Reassessment = "Behovet er der endnu",
    };

    private static async Task<Guid> ApprovedAsync(PortalApp app, GrantKind kind)
    {
        var world = app.World;
        var draft = await app.SendAsync(world.Gribskov.As(Role.Caseworker), new FollowGrant(world.Live.Grant, kind, Form(world, kind)));
        await app.SendAsync(world.Gribskov.As(Role.Caseworker), new SubmitModel.Command(draft));
        await app.SendAsync(world.Gribskov.As(Role.TeamLeader),
            new ApproveModel.Command(draft, true, "", await app.Database.VersionAsync("grants", draft)));
        await app.SendDecisionAsync(world.Gribskov.As(Role.Caseworker), draft);
        return draft;
    }

    private static async Task<Guid> OfferedAsync(PortalApp app, GrantKind kind)
    {
        var draft = await ApprovedAsync(app, kind);
        await app.SendAsync(app.World.Gribskov.As(Role.Caseworker), new PublishModel.Command(draft, ToProvider: true));
        return (Guid)(await app.ScalarAsync("select id from portal.assignments where grant_id = $1", draft))!;
    }

    [Fact]
    public async Task A_grant_follows_a_grant_of_the_same_citizen_only()
    {
        await using var database = await cluster.NewWorldAsync();
        var world = database.World;

        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            database.ScalarAsync("update portal.grants set kind = 'Extension', follows_id = $2 where id = $1", world.Approved.Grant,
                world.Live.Grant));

        Assert.Equal("grants_follow_the_same_citizen", refused.ConstraintName);
    }

    [Fact]
    public async Task The_page_begins_with_the_terms_and_a_second_follower_is_refused()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var page = await caseworker.PageAsync($"/gribskov/municipality/grants/extend/{world.Live.Grant}");
        Assert.Equal("3", page.QuerySelector("#Form_HoursPerWeek")!.GetAttribute("value"));
        Assert.Equal(MentorMarket.Web.Words.Show.Date(world.Live.EndsOn.AddDays(1)),
            page.QuerySelector("#Form_StartsOn")!.GetAttribute("value"));
        Assert.Equal("", page.QuerySelector("#Form_ChangeReason")!.TextContent.Trim());

        var draft = await app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new FollowGrant(world.Live.Grant, GrantKind.Extension, Form(world, GrantKind.Extension)));

        foreach (var kind in new[] { GrantKind.Extension, GrantKind.Change })
        {
            Assert.Equal(Rule.GrantIsFollowed,
                await RefusedAsync(() =>
                app.SendAsync(world.Gribskov.As(Role.Caseworker), new FollowGrant(world.Live.Grant, kind, Form(world, kind)))));
        }
        var number = (string)(await app.ScalarAsync("select number from portal.grants where id = $1", draft))!;
        Assert.Contains(number, (
            await caseworker.PageAsync($"/gribskov/municipality/grants/details/{world.Live.Grant}")).Body!.TextContent);
        Assert.Contains("G-live", (await caseworker.PageAsync($"/gribskov/municipality/grants/details/{draft}"))
            .QuerySelector("main")!.TextContent);
        Assert.Equal(1L, await app.Database.EventsAsync("GrantDrafted", world.Gribskov.Id, draft));
    }

    [Fact]
    public async Task An_extension_is_offered_to_the_provider_that_has_the_course_and_nobody_else_sees_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var offered = await OfferedAsync(app, GrantKind.Extension);
        using var vest = await app.LogInAsync(world.Vest[Role.Coordinator]);
        using var nord = await app.LogInAsync(world.Nord[Role.Coordinator]);

        using (var hidden = await vest.GetAsync($"/{world.Vest.Slug}/provider/listings/details/{offered}",
            TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(Rule.AssignmentIsWithdrawn,
            await RefusedAsync(() => app.SendAsync(world.Vest.As(Role.Coordinator), new Accept.Command(offered, world.Vest[Role.Mentor]))));
        Assert.Contains("forlængelse af forløb A-live",
            (await nord.PageAsync($"/{world.Nord.Slug}/provider/listings/details/{offered}")).Body!.TextContent);
        Assert.Contains("Forlængelse af forløb A-live", (await nord.PageAsync($"/{world.Nord.Slug}/provider")).Body!.TextContent);
        var accept = await nord.PageAsync($"/{world.Nord.Slug}/provider/listings/accept/{offered}");
        Assert.Equal(world.Live.Mentor.ToString(), accept.QuerySelector("#Form_Mentor option[selected]")!.GetAttribute("value"));

        await app.SendAsync(world.Nord.As(Role.Coordinator), new Accept.Command(offered, world.Live.Mentor));

        Assert.Equal("Accepted",
            await app.ScalarAsync(
            "select g.status from portal.grants g join portal.assignments a on a.grant_id = g.id where a.id = $1", offered));
        Assert.Equal(DBNull.Value, await app.ScalarAsync("select ended_on from portal.assignments where id = $1",
            world.Live.Assignment) ?? DBNull.Value);
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.agreements where assignment_id = $1",
            world.Live.Assignment));
    }

    [Fact]
    public async Task A_change_ends_the_earlier_course_the_day_before_and_shortens_its_agreement()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var offered = await OfferedAsync(app, GrantKind.Change);
        Task<object?> ChecksAskedAsync() =>
            app.ScalarAsync("select count(*) from portal.jobs where kind = 'CheckInvoice' and subject_id = $1 and done_at is null",
            world.Live.Invoice);
        var asked = (long)(await ChecksAskedAsync())!;

        await app.SendAsync(world.Nord.As(Role.Coordinator), new Accept.Command(offered, world.Live.Mentor));

        // What was billed on the earlier course may now lie after its last day.
        Assert.Equal(asked + 1, await ChecksAskedAsync());
        var last = world.Today.AddDays(9);
        Assert.Equal(last, await app.ScalarAsync("select ended_on from portal.assignments where id = $1", world.Live.Assignment));
        Assert.Equal($"2 {last:yyyy-MM-dd} 1", await app.ScalarAsync("""
            select concat_ws(' ', g.version, g.valid_to, (select count(*) from portal.agreement_mentors m where m.agreement_id = g.id))
            from portal.agreements g where g.assignment_id = $1 order by g.version desc limit 1
            """, world.Live.Assignment));
        // Both run until then, and each has its own hours.
        var live = await app.ScalarAsync(
            "select count(*) from portal.assignments where provider_id = $1 and status = 'Accepted' and least(ends_on, ended_on) >= $2",
            world.Nord.Id, world.Today);
        Assert.Equal(2L, live);

        async Task<GrantStatus> StandingAsync() =>
            (await app.SendAsync(world.Gribskov.As(Role.Caseworker), new Known.Query(world.Live.Citizen))).Cases.Single(c =>
            c.Id == world.Live.Grant).Status;
        Assert.Equal(GrantStatus.Accepted, await StandingAsync());
        await app.ScalarAsync("alter table portal.assignments disable trigger user");
        await app.ScalarAsync("update portal.assignments set ended_on = $2 where id = $1", world.Live.Assignment,
            world.Today.AddDays(-1));
        Assert.Equal(GrantStatus.Ended, await StandingAsync());
    }

    [Theory]
    [InlineData("extend")]
    [InlineData("change")]
    public async Task What_follows_a_grant_is_asked_for_a_new_assessment_of_need_purpose_and_effect_and_begins_without_one(string page)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var form = await caseworker.PageAsync($"/gribskov/municipality/grants/{page}/{world.Live.Grant}");

        Assert.Equal("Ny vurdering af behovet, formålet og effekten indtil nu",
            form.QuerySelector("label[for=Form_Reassessment]")!.TextContent.Trim());
        Assert.Equal(("", ""), (form.QuerySelector("#Form_Reassessment")!.TextContent.Trim(),
            form.QuerySelector("#Form_ChangeReason")!.TextContent.Trim()));
        Assert.NotNull(form.QuerySelector("#missing a[href='#Form_Reassessment']"));
    }

    [Fact]
    public async Task A_change_that_another_provider_takes_has_the_first_ones_open_invoice_checked_again()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var draft = await ApprovedAsync(app, GrantKind.Change);
        await app.SendAsync(world.Gribskov.As(Role.Caseworker), new PublishModel.Command(draft));
        var open = (Guid)(await app.ScalarAsync("select id from portal.assignments where grant_id = $1", draft))!;
        Task<object?> AskedAsync() =>
            app.ScalarAsync("select count(*) from portal.jobs where kind = 'CheckInvoice' and subject_id = $1", world.Live.Invoice);
        var asked = (long)(await AskedAsync())!;

        await app.SendAsync(world.Vest.As(Role.Coordinator), new Accept.Command(open, world.Vest[Role.Mentor]));

        Assert.Equal(world.Today.AddDays(9), await app.ScalarAsync("select ended_on from portal.assignments where id = $1",
            world.Live.Assignment));
        Assert.Equal(asked + 1, await AskedAsync());
    }

    [Fact]
    public async Task A_check_from_before_the_course_was_shortened_is_not_approved()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var invoice = await agreed.BillAsync("s1", agreed.Line(60, 400, entry: await agreed.DeliverAsync(2, 60)));
        var shown = (Guid)(await app.ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!;
        await app.ScalarAsync("update portal.assignments set ended_on = $2 where id = $1", agreed.Assignment, agreed.Monday);
        Assert.Equal(Rule.InvoiceHasChanged,
            await RefusedAsync(() => app.SendAsync(world.Gribskov.As(Role.Finance), new Approve.Command(invoice, shown, ""))));
    }

    [Fact]
    public async Task A_change_accepted_late_ends_the_earlier_course_that_day_and_its_own_terms_begin_the_next()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var offered = await OfferedAsync(app, GrantKind.Change);
        // Approved and accepted took longer than was thought: the change has begun by now.
        await app.ScalarAsync("update portal.assignments set starts_on = $2 where id = $1", offered, world.Today.AddDays(-5));

        await app.SendAsync(world.Nord.As(Role.Coordinator), new Accept.Command(offered, world.Live.Mentor));

        Assert.Equal(world.Today, await app.ScalarAsync("select ended_on from portal.assignments where id = $1",
            world.Live.Assignment));
        Assert.Equal(1, await app.Database.EventsAsync("AssignmentEndedByChange", world.Gribskov.Id, world.Live.Assignment));
        // What was delivered until now was delivered under the old terms, and no day has two.
        Assert.Equal(world.Today.AddDays(1),
            await app.ScalarAsync("select valid_from from portal.agreements where assignment_id = $1", offered));
        Assert.Equal(world.Today.AddDays(1), await FirstDayAsync(app.Database, world.Nord, offered));
        Assert.Null(await FirstDayAsync(app.Database, world.Syd, offered));
    }

    [Fact]
    public async Task A_change_accepted_on_its_last_day_has_that_day()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var offered = await OfferedAsync(app, GrantKind.Change);
        await app.ScalarAsync("update portal.assignments set starts_on = $2, ends_on = $3 where id = $1", offered,
            world.Today.AddDays(-5), world.Today);

        await app.SendAsync(world.Nord.As(Role.Coordinator), new Accept.Command(offered, world.Live.Mentor));

        Assert.Equal(world.Today.AddDays(-1), await app.ScalarAsync("select ended_on from portal.assignments where id = $1",
            world.Live.Assignment));
        Assert.Equal(world.Today, await app.ScalarAsync("select valid_from from portal.agreements where assignment_id = $1", offered));
    }

    private static async Task<object?> FirstDayAsync(TestDatabase database, World.Party provider, Guid assignment)
    {
        await using var connection = await database.OpenAsync("mm_provider");
        await using var transaction = await connection.BeginTransactionAsync();
        await using var ask = new NpgsqlCommand("select portal.first_day_of_terms($2) from set_config('app.tenant', $1, true)", connection);
        ask.Parameters.Add(new() { Value = provider.Id.ToString() });
        ask.Parameters.Add(new() { Value = assignment });
        return await ask.ExecuteScalarAsync() is DateOnly day ? day : null;
    }

    [Fact]
    public async Task What_is_declined_is_seen_by_the_municipality_and_can_go_to_the_market()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var offered = await OfferedAsync(app, GrantKind.Extension);
        var grant = (Guid)(await app.ScalarAsync("select grant_id from portal.assignments where id = $1", offered))!;

        await app.SendAsync(world.Nord.As(Role.Coordinator), new Decline.Command(offered, "Mentoren rejser"));

        Assert.Equal(Rule.OfferIsNotOpen,
            await RefusedAsync(() => app.SendAsync(world.Nord.As(Role.Coordinator), new Decline.Command(offered, "Igen"))));
        Assert.Equal(Rule.AssignmentIsWithdrawn,
            await RefusedAsync(() => app.SendAsync(world.Nord.As(Role.Coordinator), new Accept.Command(offered, world.Live.Mentor))));
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        Assert.Contains("Mentoren rejser",
            (await caseworker.PageAsync($"/gribskov/municipality/grants/details/{grant}")).Body!.TextContent);
        await app.SendAsync(world.Gribskov.As(Role.Caseworker), new WithdrawModel.Command(grant));
        Assert.Contains("har sagt nej til at fortsætte",
            (await caseworker.PageAsync($"/gribskov/municipality/grants/publish/{grant}")).Body!.TextContent);
        await app.SendAsync(world.Gribskov.As(Role.Caseworker), new PublishModel.Command(grant));

        var open = (Guid)(await app.ScalarAsync("select id from portal.assignments where grant_id = $1 and status = 'Published'",
            grant))!;
        var seen = await app.SendAsync(world.Vest.As(Role.Coordinator), new Listing.Query(open));
        Assert.Null(seen.Offer);
        Assert.Equal(DBNull.Value, await app.ScalarAsync("select follows_assignment_id from portal.listings where id = $1", open)
            ?? DBNull.Value);
    }
}
