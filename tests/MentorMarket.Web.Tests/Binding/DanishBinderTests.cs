using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using MentorMarket.Web.Binding;
using MentorMarket.Web.Frame;
using MentorMarket.Web.Localization;
using MentorMarket.Web.Pages.Provider.Invoices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace MentorMarket.Web.Tests.Binding;

/// <summary>A whole form through the framework's own binding, as a page does it.</summary>
public sealed class DanishBinderTests
{
    public sealed class Form
    {
        public decimal Hours { get; set; }
        [Between(0, 100_000)]
        public decimal? Rate { get; set; }
        public DateOnly From { get; set; }
        public DateOnly? To { get; set; }
        public TimeOnly At { get; set; }
        public ClockEnd? Until { get; set; }
        public int Count { get; set; } = 1;
        public int? Minutes { get; set; }
        [HasBeen]
        public DateOnly? Was { get; set; }
        [LastDay(nameof(Was))]
        public DateOnly? Ends { get; set; }
        [LastDay]
        public DateOnly? Later { get; set; }
        [Mailbox]
        public string? Mail { get; set; }
        [Required, StringLength(5)]
        public string Name { get; set; } = "";
    }

    [Fact]
    public async Task Binds_a_form_typed_in_Danish()
    {
        var (form, errors, _) = await Bind("da", ("Hours", "1.234,5"), ("Rate", "350,00"), ("From", "11.03.2019"), ("To", "11/9-2019"),
            ("At", "14.05"), ("Name", "Bo"));

        Assert.Empty(errors);
        Assert.Equal((1234.5m, 350.00m), (form.Hours, form.Rate));
        Assert.Equal((new DateOnly(2019, 3, 11), new DateOnly(2019, 9, 11)), (form.From, form.To));
        Assert.Equal(new TimeOnly(14, 5), form.At);
    }

    [Fact]
    public async Task Binds_what_a_keypad_without_marks_can_type()
    {
        var (form, errors, _) = await Bind("da", ("Hours", "2"), ("From", "110319"), ("Was", "0101"), ("At", "1405"), ("Until", "2400"),
            ("Count", "1.200"), ("Name", "Bo"));

        Assert.Empty(errors);
        Assert.Equal((new DateOnly(2019, 3, 11), new TimeOnly(14, 5), ClockEnd.Midnight, 1200),
            (form.From, form.At, form.Until, form.Count));
        var today = DanishTime.DateOf(TimeProvider.System.GetUtcNow());
        Assert.Equal(new DateOnly(today.Year, 1, 1), form.Was);
    }

    [Theory]
    [InlineData("30.11.2026", "3005", "2027-05-30")]
    [InlineData("30112026", "3011", "2026-11-30")]
    [InlineData("30.11.2026", "29.11", "2027-11-29")]
    [InlineData("30.11.2026", "31.10.2026", "2026-10-31")]
    public async Task What_ends_ends_in_the_year_after_it_began(string begins, string typed, string expected)
    {
        var (form, errors, _) = await Bind("da", ("Hours", "1"), ("From", "11.03.2019"), ("Was", begins), ("Ends", typed), ("At", "14.05"),
            ("Name", "Bo"));

        Assert.Empty(errors);
        Assert.Equal(expected, form.Ends?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task What_ends_without_a_beginning_ends_within_a_year()
    {
        var today = DanishTime.DateOf(TimeProvider.System.GetUtcNow());
        foreach (var days in (int[])[1, 184, 364])
        {
            var typed = today.AddDays(days).ToString("ddMM", CultureInfo.InvariantCulture);
            if (typed == "2902") continue;
            var (form, errors, _) = await Bind("da", ("Hours", "1"), ("From", "11.03.2019"), ("Ends", typed), ("Later", typed),
                ("At", "14.05"), ("Name", "Bo"));

            Assert.Empty(errors);
            Assert.Equal((today.AddDays(days), today.AddDays(days)), (form.Ends, form.Later));
        }
    }

    [Fact]
    public async Task An_invoice_of_a_period_that_ends_this_month_is_read_of_this_year()
    {
        var (form, errors, _) = await BindAs(new InvoiceForm(), new Still(new(2026, 11, 26, 10, 0, 0, TimeSpan.Zero)), "da",
            ("Number", "1"), ("IssuedOn", "26.11"), ("From", "1.11"), ("To", "30.11"), ("Lines[0].From", "1.11"), ("Lines[0].To", "30.11"));

        Assert.Empty(errors);
        var (first, last) = (new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30));
        Assert.Equal((first, last, first, last), (form.From, form.To, form.Lines[0].From, form.Lines[0].To));
    }

    [Fact]
    public void What_has_a_first_and_a_last_day_ends_after_it_began()
    {
        var ends = typeof(Portal).Assembly.GetTypes()
            .Where(t => t.Namespace?.StartsWith("MentorMarket.Web.Pages", StringComparison.Ordinal) == true)
            .Where(t => t.GetProperty("From")?.PropertyType == typeof(DateOnly?)).Select(t => t.GetProperty("To"))
                .Where(p => p?.PropertyType == typeof(DateOnly?) && IsTyped(p)).ToList();

        Assert.True(ends.Count >= 5, $"only {ends.Count} were found");
        Assert.Empty(ends.Where(p => p!.GetCustomAttribute<LastDayAttribute>()?.Begins != "From").Select(p => p!.DeclaringType!.FullName));
    }

    // Of a form: what a list is narrowed to is in the address, and the properties of queries and of what a page shows are not set later.
    private static bool IsTyped(PropertyInfo property) =>
        property.GetCustomAttribute<BindPropertyAttribute>() is null && property.SetMethod is { IsPublic: true } set
            && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));

    [Fact]
    public async Task Leaves_out_what_may_be_left_out()
    {
        var (form, errors, _) = await Bind("da", ("Hours", "1"), ("Rate", ""), ("From", "11.03.2019"), ("To", " "), ("At", "14.05"),
            ("Name", "Bo"));

        Assert.Empty(errors);
        Assert.Null(form.Rate);
        Assert.Null(form.To);
    }

    [Theory]
    [InlineData("da", "Hours", "1234.56", "Brug komma foran decimaler, fx 1234,56.")]
    [InlineData("en", "Hours", "1234.56", "Use a comma before decimals, for example 1234,56.")]
    [InlineData("da", "Hours", "mange", "Skriv et tal, fx 1234,56.")]
    [InlineData("en", "Rate", "many", "Enter a number, for example 1234,56.")]
    [InlineData("da", "From", "31.02.2019", "Skriv en dato, der findes, fx 11.03.2019, 110319 eller 11.3.")]
    [InlineData("en", "To", "03/13/2019", "Enter a date that exists, for example 11.03.2019, 110319 or 11.3.")]
    [InlineData("da", "From", "11.03.0219", "Skriv et årstal mellem 2000 og 2100.")]
    [InlineData("en", "To", "9999-12-31", "Enter a year between 2000 and 2100.")]
    [InlineData("da", "At", "25.00", "Skriv et klokkeslæt, fx 14.05, 1405 eller 14.")]
    [InlineData("en", "At", "2 pm", "Enter a time, for example 14.05, 1405 or 14.")]
    [InlineData("da", "Hours", "", "Feltet skal udfyldes.")]
    [InlineData("en", "From", "", "This field must be filled in.")]
    [InlineData("da", "Count", "tre", "Skriv et helt tal, fx 12.")]
    [InlineData("en", "Count", "three", "Enter a whole number, for example 12.")]
    [InlineData("da", "Count", "2,5", "Skriv et helt tal, fx 12.")]
    [InlineData("da", "Count", "99999999999", "Skriv et helt tal, fx 12.")]
    [InlineData("da", "Minutes", "90,5", "Skriv hele minutter, fx 90.")]
    [InlineData("en", "Minutes", "90.5", "Enter whole minutes, for example 90.")]
    [InlineData("da", "Rate", "100001", "Skriv et tal fra 0 til 100.000.")]
    [InlineData("da", "Rate", "100000,01", "Skriv et tal fra 0 til 100.000.")]
    [InlineData("en", "Rate", "2147483648", "Enter a number from 0 to 100.000.")]
    [InlineData("da", "Rate", "-2147483649", "Skriv et tal fra 0 til 100.000.")]
    [InlineData("da", "Rate", "9999999999999999999999999999", "Skriv et tal fra 0 til 100.000.")]
    [InlineData("da", "Until", "24.01", "Skriv et klokkeslæt, fx 14.05, 1405 eller 14. Midnat er 24.00.")]
    [InlineData("en", "Until", "midnight", "Enter a time, for example 14.05, 1405 or 14. Midnight is 24.00.")]
    [InlineData("da", "Mail", "<x>@y.example", "Skriv en mailadresse, fx navn@eksempel.dk.")]
    [InlineData("en", "Mail", "jørgen@y.example", "Enter an e-mail address, for example name@example.com.")]
    [InlineData("da", "Mail", "a@b@c.example", "Skriv en mailadresse, fx navn@eksempel.dk.")]
    [InlineData("da", "Mail", "navn", "Skriv en mailadresse, fx navn@eksempel.dk.")]
    [InlineData("da", "Name", "", "Feltet skal udfyldes.")]
    [InlineData("en", "Name", "Hieronymus", "Enter at most 5 characters.")]
    public async Task Says_at_the_field_in_the_readers_language_what_to_write(string language, string field, string typed, string message)
    {
        var values = new Dictionary<string, string> { ["Hours"] = "1", ["From"] = "11.03.2019", ["At"] = "14.05", ["Name"] = "Bo" };
        values[field] = typed;

        var (_, errors, state) = await Bind(language, [.. values.Select(pair => (pair.Key, pair.Value))]);

        Assert.Equal((field, message), Assert.Single(errors));
        Assert.Equal(typed, state[field]!.AttemptedValue);
    }

    private static Task<(Form Form, List<(string Field, string Message)> Errors, ModelStateDictionary State)> Bind(
        string language, params (string Field, string Typed)[] fields) => BindAs(new Form(), TimeProvider.System, language, fields);

    private sealed class Still(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private static async Task<(TForm Form, List<(string Field, string Message)> Errors, ModelStateDictionary State)> BindAs<TForm>(
        TForm form, TimeProvider clock, string language, params (string Field, string Typed)[] fields)
        where TForm : class
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        // In the portal's own order: what the framework adds comes after.
        services.AddPortalLocalization();
        services.AddPortalFrame(https: false);
        services.AddRazorPages();
        await using var provider = services.BuildServiceProvider();

        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.GetCultureInfo("da-DK"),
            CultureInfo.GetCultureInfo(language));
        var values = new FormCollection(fields.ToDictionary(field => field.Field, field => new StringValues(field.Typed)));
        var context = new ActionContext(new DefaultHttpContext { RequestServices = provider }, new RouteData(), new ActionDescriptor());
        var metadata = provider.GetRequiredService<IModelMetadataProvider>();
        var binder = provider.GetRequiredService<IModelBinderFactory>().CreateBinder(new ModelBinderFactoryContext
        {
            Metadata = metadata.GetMetadataForType(typeof(TForm)),
            CacheToken = typeof(TForm),
        });
        var binding = DefaultModelBindingContext.CreateBindingContext(
            context,
            new FormValueProvider(BindingSource.Form, values, CultureInfo.CurrentCulture),
            metadata.GetMetadataForType(typeof(TForm)),
            new BindingInfo(),
            modelName: "");
        binding.Model = form;

        await binder.BindModelAsync(binding);
        provider.GetRequiredService<IObjectModelValidator>().Validate(context, binding.ValidationState, "", form);

        var errors = context.ModelState
            .SelectMany(entry => entry.Value!.Errors, (entry, error) => (entry.Key, error.ErrorMessage))
            .ToList();
        return (form, errors, context.ModelState);
    }
}
