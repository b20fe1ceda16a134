using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;

namespace MentorMarket.Web.Localization;

/// <summary>The two languages of the portal: Danish, and English by choice.</summary>
public static class LocalizationSetup
{
    /// <summary>The cookie that remembers the language; it holds nothing else.</summary>
    public const string CookieName = "mm-language";

    private static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static IServiceCollection AddPortalLocalization(this IServiceCollection services)
    {
        EnsureDanishIsInstalled();
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.Replace(ServiceDescriptor.Singleton<IStringLocalizerFactory>(provider =>
            new OneFullStop(ActivatorUtilities.CreateInstance<ResourceManagerStringLocalizerFactory>(provider))));
        services.Configure<RequestLocalizationOptions>(options =>
        {
            // Numbers and dates are Danish in both languages: an invoice that says 1.234,56 must not
            // say 1,234.56 to the colleague who reads the portal in English.
            var numbersAndDates = CultureInfo.GetCultureInfo("da-DK");
            options.DefaultRequestCulture = new RequestCulture(numbersAndDates, Danish);
            options.SupportedCultures = [numbersAndDates];
            options.SupportedUICultures = [Danish, English];
            // Only the choice made here counts. A browser set up in English by an employer's image
            // would otherwise meet a caseworker in the wrong language.
            options.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = CookieName }];
        });
        // Danish letters go out as themselves, not as &#xE6;.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        return services;
    }

    /// <summary>Picks the language of each request and answers <c>/account/language</c>. Call after routing's path base is set.</summary>
    public static WebApplication UsePortalLocalization(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.MapGet("/account/language", ChooseLanguage).AllowAnonymous();
        return app;
    }

    private static IResult ChooseLanguage(HttpContext context, string? culture, string? returnUrl)
    {
        var language = string.Equals(culture, "en", StringComparison.Ordinal) ? English : Danish;
        Remember(context, language);
        return Results.LocalRedirect(CanReturnTo(returnUrl) ? returnUrl! : "/");
    }

    /// <summary>A page of the portal, written as the portal writes its addresses; a header that is not ASCII cannot be sent.</summary>
    public static bool CanReturnTo([NotNullWhen(true)] string? url) => RedirectHttpResult.IsLocalUrl(url)
        && url!.All(c => c is > ' ' and < '\x7f');

    /// <summary>Writes the language into the cookie; from the next request on it counts.</summary>
    public static void Remember(HttpContext context, CultureInfo language) =>
        context.Response.Cookies.Append(
            CookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(CultureInfo.GetCultureInfo("da-DK"), language)),
            new CookieOptions
            {
                Path = "/",
                HttpOnly = true,
                Secure = context.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
            });

    // A container without ICU starts happily and then writes 1,234.56 on invoices.
    internal static void EnsureDanishIsInstalled()
    {
        CultureInfo danish;
        try
        {
            danish = CultureInfo.GetCultureInfo("da-DK", predefinedOnly: true);
        }
        catch (CultureNotFoundException e)
        {
            throw new InvalidOperationException(
                "The culture da-DK is missing: install ICU (libicu) and do not set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.", e);
        }
        if (danish.NumberFormat.NumberDecimalSeparator != ",")
        {
            throw new InvalidOperationException(
                "The culture da-DK has no Danish numbers: install ICU (libicu) and do not set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        }
        if (!TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Copenhagen", out _))
        {
            throw new InvalidOperationException("The time zone Europe/Copenhagen is missing: install tzdata.");
        }
    }
}
