using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using MentorMarket.Web.Binding;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Pages.Municipality.Invoices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Mediation;

/// <summary>No text of any form or command takes a CPR number, but those that are named here.</summary>
public sealed class NoCprTests(Cluster cluster, ITestOutputHelper output)
{
    private const string Number = "050662\u20130613";

    private static readonly string[] FormsThatMay =
    [
        "AcceptInvitation.Again", "AcceptInvitation.Password", "AcceptInvitation.Token", "Apply.Index.PNumber",
        "ChangePassword.Again", "ChangePassword.Current", "ChangePassword.New", "CitizenForm.Cpr", "Citizens.Index.Q", "Edit.PNumber",
        "Login.Password", "Login.ReturnUrl", "New.PNumber", "NewPasswordForm.Again",
        "NewPasswordForm.New", "Open.Code", "RecoveryCode.Code", "RecoveryCode.ReturnUrl", "ResetPassword.Token", "SecondFactor.Code",
        "SecondFactor.Password", "SetUpFactor.Code", "SetUpFactor.ReturnUrl", "TwoFactor.Code", "TwoFactor.ReturnUrl",
    ];

    // The field that asks for it, a hash, and the ten digits of a place of work.
    private static readonly string[] CommandsThatMay = ["CitizenForm.Cpr", "GiveReceipt.Device", "OrganisationFacts.PNumber"];

    [Fact]
    public async Task Every_text_of_every_form_refuses_one()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (metadata, loader) = (app.Services.GetRequiredService<IModelMetadataProvider>(), app.Services.GetRequiredService<PageLoader>());
        var (tried, may) = (0, new SortedSet<string>(StringComparer.Ordinal));
        var actions = app.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items;
        foreach (var page in actions.OfType<PageActionDescriptor>())
        {
            var model = (await loader.LoadAsync(page, new())).ModelTypeInfo!.AsType();
            var bound = model.GetProperties()
                .Where(p => p.GetCustomAttributes().OfType<IBindingSourceMetadata>().Any()
                || p.GetCustomAttribute<BindPropertyAttribute>() is not null).Select(p => metadata.GetMetadataForProperty(model, p.Name))
                .Concat(model.GetMethods().Where(m => m.Name.StartsWith("OnPost", StringComparison.Ordinal) && m.DeclaringType == model)
                    .SelectMany(m => m.GetParameters()).Select(p => ((ModelMetadataProvider)metadata).GetMetadataForParameter(p)));
            foreach (var (owner, text) in bound.SelectMany(b => TextsOf(b, model, [])))
            {
                tried++;
                if (!text.ValidatorMetadata.OfType<NoCprAttribute>().Any()) may.Add($"{Short(owner)}.{text.Name}");
            }
        }

        output.WriteLine($"{tried} texts of forms");
        Assert.True(tried > 80, $"Only {tried} texts were found.");
        Assert.Equal(FormsThatMay, may.ToArray());
    }

    private static string Short(Type owner)
    {
        var type = owner.IsNested && !owner.Name.EndsWith("Model", StringComparison.Ordinal) ? owner.DeclaringType! : owner;
        var name = type.Name.EndsWith("Model", StringComparison.Ordinal) ? type.Name[..^5] : type.Name;
        return name == "Index" ? $"{type.Namespace!.Split('.')[^1]}.{name}" : name;
    }

    private static IEnumerable<(Type Owner, ModelMetadata Text)> TextsOf(ModelMetadata about, Type owner, HashSet<Type> seen)
    {
        if (about.ModelType == typeof(string) || typeof(IEnumerable<string>).IsAssignableFrom(about.ModelType)) return [(owner, about)];
        var type = about.ElementMetadata is { } element && about.IsEnumerableType ? element : about;
        if (type.ModelType.Namespace?.StartsWith("MentorMarket", StringComparison.Ordinal) != true || type.ModelType.IsEnum
            || !seen.Add(type.ModelType))
        {
            return [];
        }
        return type.Properties.Where(p => p.IsBindingAllowed && !p.IsReadOnly).SelectMany(p => TextsOf(p, type.ModelType, seen));
    }

    [Fact]
    public void Every_text_of_every_command_refuses_one()
    {
        var (tried, may) = (0, new SortedSet<string>(StringComparer.Ordinal));
        foreach (var type in typeof(MediationSetup).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false } && t.GetInterfaces()
            .Any(i => i.IsGenericType
            && (i.GetGenericTypeDefinition() == typeof(ICommand<>) || i.GetGenericTypeDefinition() == typeof(IDisclosingQuery<>)))))
            foreach (var (path, request) in Filled(type, 0))
            {
                tried++;
                if (!RequestWords.HoldCpr(request)) may.Add(path);
            }

        output.WriteLine($"{tried} texts of commands and of queries that leave evidence");
        Assert.True(tried > 80, $"Only {tried} texts were found.");
        Assert.Equal(CommandsThatMay, may.ToArray());
    }

    // The type once for each text in it, with a CPR number in that text and nothing anywhere else.
    private static IEnumerable<(string Path, object Made)> Filled(Type type, int depth)
    {
        if (depth > 4 || type.IsAbstract) yield break;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var field = property.DeclaringType!.GetField($"<{property.Name}>k__BackingField",
                BindingFlags.NonPublic | BindingFlags.Instance);
            if (field is null) continue;
            foreach (var (path, value) in ValuesFor(property.PropertyType, $"{type.Name}.{property.Name}", depth))
            {
                var made = RuntimeHelpers.GetUninitializedObject(type);
                field.SetValue(made, value);
                yield return (path, made);
            }
        }
    }

    private static IEnumerable<(string Path, object Value)> ValuesFor(Type type, string path, int depth)
    {
        if (type == typeof(string)) return [(path, "Borgeren " + Number + " ringede")];
        if (type != typeof(byte[]) && type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type)
            && type.GetGenericArguments() is [var element])
        {
            return ValuesFor(element, path, depth).Select(v =>
            {
                var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
                list.Add(v.Value);
                return (v.Path, (object)list);
            }).Where(v => type.IsInstanceOfType(v.Item2));
        }
        return type.Namespace?.StartsWith("MentorMarket", StringComparison.Ordinal) == true && !type.IsEnum ? Filled(type, depth + 1) : [];
    }

    [Fact]
    public async Task A_command_that_comes_past_the_form_is_refused_and_nothing_is_kept()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;

        var refused = await Assert.ThrowsAsync<RuleViolation>(() =>
            app.SendAsync(world.Gribskov.As(Role.Finance), new ReturnModel.Command(world.Live.Invoice, $"Se {Number}")));

        Assert.Equal(Rule.TextHoldsCpr, refused.Rule);
        Assert.Empty(await app.Database.TablesWithAsync(Number));
    }

    [Theory]
    [InlineData("050662-0613")]
    [InlineData("050662\u20130613")]
    [InlineData("05.06.1962 0613")]
    [InlineData("\uff10\uff15\uff10\uff16\uff16\uff12\uff10\uff16\uff11\uff13")]
    public async Task A_mentors_note_and_reason_say_at_the_field_that_it_does_not_belong_there(string typed)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var mentor = await app.LogInAsync(world.Nord[Role.Mentor]);
        var path = $"/{world.Nord.Slug}/provider/entries/correct/{world.Live.Entry}";

        var answer = await mentor.SendAsync(path, (await mentor.PageAsync(path))
            .Filled("#Form_Date", ("Form.Code", "WrongTime"), ("Form.Note", $"Talte med {typed}"), ("Form.Reason", typed)));

        Assert.Contains("CPR-nummer", answer.Page.QuerySelector("#Form_Note-error")!.TextContent);
        Assert.Contains("initialer", answer.Page.QuerySelector("#Form_Reason-error")!.TextContent);
        Assert.Empty(await app.Database.TablesWithAsync(typed));
    }

    [Fact]
    public async Task No_list_keeps_one_in_its_address_or_in_the_evidence()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var auditor = await app.LogInAsync(world.Revision[Role.Auditor]);
        using var coordinator = await app.LogInAsync(world.Nord[Role.Coordinator]);

        foreach (var (browser, path) in new[] { (auditor, $"/{world.Revision.Slug}/auditor/invoices"), (
            coordinator, $"/{world.Nord.Slug}/provider/invoices"), (coordinator, $"/{world.Nord.Slug}/provider/listings") })
        {
            using var answer = await browser.GetAsync($"{path}?q={Uri.EscapeDataString(Number)}&sort=date");
            Assert.Equal($"{path}?sort=date", answer.Headers.Location?.OriginalString, ignoreCase: true);
            Assert.Contains("Her kan der ikke søges på CPR-nummer.", (await browser.PageAsync(path)).Body!.TextContent);
        }
        Assert.Empty(await app.Database.TablesWithAsync(Number));
    }

    [Fact]
    public async Task The_key_of_a_row_in_an_address_is_nobodys_number_whatever_digits_it_was_drawn_with()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var mentor = await app.LogInAsync(app.World.Nord[Role.Mentor]);

        var list = await mentor.PageAsync($"/{app.World.Nord.Slug}/provider/entries?assignment=0198c1a2-3b4c-7d5e-8f60-ab0506620613");

        Assert.DoesNotContain("CPR-nummer", list.Body!.TextContent, StringComparison.Ordinal);
    }
}
