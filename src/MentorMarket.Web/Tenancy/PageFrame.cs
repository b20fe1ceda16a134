using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Localization;
using MentorMarket.Domain;
using MentorMarket.Web.Identity;
using MentorMarket.Web.Look;
using MentorMarket.Web.Mediation;

namespace MentorMarket.Web.Tenancy;

/// <summary>
/// What every page shares: the names in its head, the form's one-time key handed to the unit of work, a forbidden
/// transition shown as a message on the page it came from, and a row that the actor cannot see answered with 404.
/// </summary>
public sealed class PageFrame : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var services = http.RequestServices;
        var current = services.GetRequiredService<CurrentActor>();
        if (context.HandlerInstance is PageModel page) FillHead(page, current, services);

        // The framework hands a form for a handler that is not there to the page's own one: another deed than the button's.
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.Query["handler"].ToString() is { Length: > 0 } asked
            && !asked.Equals(context.HandlerMethod?.Name, StringComparison.OrdinalIgnoreCase)
            // The error page stands in for the page that failed, under that one's address.
            && http.Features.Get<IExceptionHandlerFeature>() is null)
        {
            context.Result = new NotFoundResult();
            return;
        }

        if (HttpMethods.IsPost(http.Request.Method) && current.Value is not null)
        {
            var key = http.Request.Form[OnceKey.Field].ToString();
            if (key.Length is < 16 or > 64)
            {
                context.Result = new BadRequestResult();
                return;
            }
            services.GetRequiredService<OnceKey>().Value = key;
        }

        var executed = await next();
        switch (executed.Exception)
        {
            case RowNotFoundException:
                executed.ExceptionHandled = true;
                executed.Result = new NotFoundResult();
                break;
            case RuleViolation violation:
                executed.ExceptionHandled = true;
                var texts = services.GetRequiredService<IStringLocalizer<SharedTexts>>();
                services.GetRequiredService<ITempDataDictionaryFactory>().GetTempData(http)["Error"] = RuleTexts.Say(violation, texts);
                executed.Result = new LocalRedirectResult(http.Request.WithoutHandler());
                break;
        }
    }

    private static void FillHead(PageModel page, CurrentActor current, IServiceProvider services)
    {
        var user = page.HttpContext.User;
        // A citizen has no account: no name, no profile, no organisations to choose among.
        page.ViewData["UserName"] = user.PersonName() is { Length: > 0 } name ? name : null;
        page.ViewData["Organisation"] = current.Organisation?.Name;
        if (current.Value is { } actor && current.Organisation is { } organisation)
            page.ViewData["Navigation"] = Navigation.For(actor, organisation, page.HttpContext.Request, services.GetRequiredService<IStringLocalizer<SharedTexts>>());
    }
}

/// <summary>Thrown where a row is not there for the actor: absent or somebody else's, which is the same thing.</summary>
public sealed class RowNotFoundException() : Exception("No such row for this actor.");

public static class RowQueries
{
    /// <summary>The only row, or 404.</summary>
    public static async Task<T> OrNotFound<T>(this Task<T?> row)
        where T : class => await row ?? throw new RowNotFoundException();
}
