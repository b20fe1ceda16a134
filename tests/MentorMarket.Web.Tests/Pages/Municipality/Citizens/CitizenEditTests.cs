using MentorMarket.Web.Pages.Municipality.Citizens;
using MentorMarket.Web.Words;

namespace MentorMarket.Web.Tests.Pages.Municipality.Citizens;

/// <summary>Corrections of what is known about a citizen, and the protected address.</summary>
public sealed class CitizenEditTests(Cluster cluster)
{
    private static string Edit(World world) => $"/{world.Gribskov.Slug}/municipality/citizens/edit/{world.Live.Citizen}";

    private static async Task<string> PayloadAsync(TestDatabase database, Guid citizen) => (string)(await database.ScalarAsync("""
        select p.payload from portal.evidence_events e join portal.evidence_payloads p on p.organisation_id = e.organisation_id and p.sequence = e.sequence
        where e.kind = 'CitizenCorrected' and e.subject_id = $1 order by e.sequence desc limit 1
        """, citizen))!;

    [Fact]
    public async Task What_is_corrected_is_kept_with_what_stood_before_but_never_a_number_or_a_protected_address()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var answer = await caseworker.SendAsync(Edit(world), (await caseworker.PageAsync(Edit(world))).Filled("#Form_Name",
            ("Form.Phone", "11223344"), ("Form.Area", "Nyby"), ("Form.Address", "Hemmelig Sti 7"), ("Form.IsProtected", "true"),
                ("Form.Cpr", "030391-0009")));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        var payload = await PayloadAsync(app.Database, world.Live.Citizen);
        Assert.Contains("\"phone\":{\"from\":\"00000000\",\"to\":\"11223344\"}", payload);
        Assert.Contains("\"area\":{", payload);
        Assert.Contains("\"address\":{\"from\":\"protected\",\"to\":\"protected\"}", payload);
        Assert.DoesNotContain("Hemmelig", payload);
        Assert.DoesNotContain($"{world.Live.Identity}-address", payload);
        Assert.DoesNotContain("0009", payload);
        Assert.Equal(1991, await app.ScalarAsync("select birth_year from portal.citizens where id = $1", world.Live.Citizen));
        Assert.Equal("030391-0009",
            (await app.SendAsync(world.Gribskov.As(Role.Caseworker),
            new ShowCprModel.Ask(world.Live.Citizen, CprReason.Verify, "")))!.Value.Written());
        Assert.Contains("Beskyttet adresse", (await caseworker.PageAsync(answer.Location)).Body!.TextContent);

        // Nor does the protection's end tell either address.
        await caseworker.SendAsync(Edit(world), (await caseworker.PageAsync(Edit(world)))
            .Filled("#Form_Name", ("Form.Address", "Aaben Gade 3"), ("Form.IsProtected", "false")));
        Assert.Equal("Aaben Gade 3", await app.ScalarAsync("select address from portal.citizen_addresses where citizen_id = $1",
            world.Live.Citizen));
        payload = await PayloadAsync(app.Database, world.Live.Citizen);
        Assert.Contains("\"address\":{\"from\":\"protected\",\"to\":\"protected\"}", payload);
        Assert.DoesNotContain("Aaben", payload);
        Assert.DoesNotContain("Hemmelig", payload);
    }

    [Fact]
    public async Task Whoever_saves_on_top_of_somebody_elses_correction_is_shown_it_first()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var (first, second) = (await caseworker.PageAsync(Edit(world)), await caseworker.PageAsync(Edit(world)));

        // Only the address, which stands in another table than the version.
        Assert.Equal(HttpStatusCode.Redirect,
            (await caseworker.SendAsync(Edit(world), first.Filled("#Form_Name", ("Form.Address", "Ny Vej 1")))).Status);
        var late = await caseworker.SendAsync(Edit(world), second.Filled("#Form_Name", ("Form.Address", "Anden Vej 2")));

        Assert.Equal(HttpStatusCode.OK, late.Status);
        Assert.Contains("Ny Vej 1", late.Page.QuerySelector(".alert-warning")!.TextContent);
        Assert.Equal("Ny Vej 1", await app.ScalarAsync("select address from portal.citizen_addresses where citizen_id = $1",
            world.Live.Citizen));
        Assert.Equal(HttpStatusCode.Redirect, (await caseworker.SendAsync(Edit(world), late.Page.Filled("#Form_Name"))).Status);
        Assert.Equal("Anden Vej 2", await app.ScalarAsync("select address from portal.citizen_addresses where citizen_id = $1",
            world.Live.Citizen));
    }

    [Fact]
    public async Task Another_citizens_number_is_refused_and_the_own_one_changes_nothing()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        var taken = await caseworker.SendAsync(Edit(world), (await caseworker.PageAsync(Edit(world)))
            .Filled("#Form_Name", ("Form.Cpr", world.Open.Cpr.Written())));
        Assert.NotNull(taken.Page.QuerySelector($"main a[href$='/citizens/details/{world.Open.Citizen}']"));
        Assert.Equal(HttpStatusCode.Redirect,
            (await caseworker.SendAsync(Edit(world), (await caseworker.PageAsync(Edit(world)))
            .Filled("#Form_Name", ("Form.Cpr", world.Live.Cpr.Written())))).Status);
        Assert.Contains("\"cpr\":false", await PayloadAsync(app.Database, world.Live.Citizen));
    }

    [Fact]
    public async Task A_citizen_from_before_numbers_were_kept_stays_valid_and_can_be_given_one()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        await app.ScalarAsync("delete from portal.citizen_cprs where citizen_id = $1", world.Live.Citizen);
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);

        Assert.Contains("Ikke registreret",
            (await caseworker.PageAsync(Edit(world).Replace("/edit/", "/details/", StringComparison.Ordinal))).Body!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect,
            (await caseworker.SendAsync(Edit(world), (await caseworker.PageAsync(Edit(world)))
            .Filled("#Form_Name", ("Form.BirthYear", "1985")))).Status);
        Assert.Equal(1985, await app.ScalarAsync("select birth_year from portal.citizens where id = $1", world.Live.Citizen));
        Assert.Equal(HttpStatusCode.Redirect,
            (await caseworker.SendAsync(Edit(world), (await caseworker.PageAsync(Edit(world)))
            .Filled("#Form_Name", ("Form.Cpr", "040486-0004")))).Status);
        Assert.Equal(1986, await app.ScalarAsync("select birth_year from portal.citizens where id = $1", world.Live.Citizen));
    }

    [Fact]
    public async Task A_provider_sees_the_address_of_a_running_case_but_not_a_protected_one()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var north = await app.LogInAsync(world.Nord[Role.Coordinator]);
        using var south = await app.LogInAsync(world.Syd[Role.Coordinator]);

        var open = (await north.PageAsync($"/{world.Nord.Slug}/provider/assignments/details/{world.Live.Assignment}")).Body!.TextContent;
        var closed = (await south.PageAsync(
            $"/{world.Syd.Slug}/provider/assignments/details/{world.ElsewhereLive.Assignment}")).Body!.TextContent;

        Assert.Contains($"{world.Live.Identity}-address", open);
        Assert.DoesNotContain($"{world.ElsewhereLive.Identity}-address", closed);
        Assert.Contains("Adressen er beskyttet", closed);
        Assert.Contains(world.ElsewhereLive.Identity, closed);
    }
}
