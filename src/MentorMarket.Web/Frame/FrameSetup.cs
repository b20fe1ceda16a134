using System.IO.Compression;
using Microsoft.AspNetCore.Mvc.DataAnnotations;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace MentorMarket.Web.Frame;

/// <summary>What the pages need to look and answer alike.</summary>
public static class FrameSetup
{
    /// <summary>Danish form input, the one-time form key, where somebody came from, and what is sent packed.</summary>
    public static IServiceCollection AddPortalFrame(this IServiceCollection services, bool https)
    {
        services.AddScoped<CameFrom>();
        services.AddSingleton(new CameFrom.Cookie(https));
        services.AddSingleton<IConfigureOptions<MvcOptions>, DanishForms>();
        services.AddSingleton<IPostConfigureOptions<MvcOptions>, DanishForms>();
        services.AddSingleton<IConfigureOptions<MvcDataAnnotationsLocalizationOptions>, DanishForms>();
        services.TryAddSingleton<IOnceKeys, RandomOnceKeys>();
        // Only what everybody may read. A page holds secrets beside what somebody searched for, and how well it compresses tells of them.
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["text/css", "text/javascript", "image/svg+xml"];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        return services;
    }

    /// <summary>A file that is asked for by its version is another one when it changes: it need not be asked for again.</summary>
    public static StaticFileOptions StaticFiles { get; } = new()
    {
        OnPrepareResponse = answer =>
        {
            if (answer.Context.Request.Query.ContainsKey("v"))
            {
                answer.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            }
        },
    };

    /// <summary>Puts <see cref="PageFrame"/> around every page.</summary>
    public static void AddPageFrame(this RazorPagesOptions pages) =>
        pages.Conventions.AddFolderApplicationModelConvention("/", page => page.Filters.Add(new PageFrame()));

    /// <summary>One page for 404, 403 and 500, without details of what went wrong.</summary>
    public static WebApplication UsePortalErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler("/error/500");
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseMiddleware<Unavailable>();
        return app;
    }
}
