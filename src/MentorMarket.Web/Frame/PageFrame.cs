using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace MentorMarket.Web.Frame;

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
        if (context.HandlerInstance is PageModel page) await FillHeadAsync(page, current, services);

        // The framework hands a form for a handler that is not there to the page's own one: another deed than the button's.
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.Query["handler"].ToString() is { Length: > 0 } asked
            && !asked.Equals(context.HandlerMethod?.Name, StringComparison.OrdinalIgnoreCase)
            && !http.IsErrorPage())
        {
            context.Result = new NotFoundResult();
            return;
        }

        var told = services.GetRequiredService<ITempDataDictionaryFactory>().GetTempData(http);
        var L = services.GetRequiredService<IStringLocalizer<SharedTexts>>();

        // An address is kept by browsers and servers, and what is searched for by auditors in the evidence too.
        var held = http.Request.Query.Where(pair => pair.Value.Any(CprNumber.IsIn)).Select(pair => pair.Key).ToList();
        if (!HttpMethods.IsPost(http.Request.Method) && current.Value is not null && held.Count > 0)
        {
            told["Warning"] =
                current.Value.Kind == ActorKind.Municipality
                    ? L["Her kan der ikke søges på CPR-nummer. Find borgeren under Borgere."].Value
                    : L["Her kan der ikke søges på CPR-nummer."].Value;
            context.Result = new LocalRedirectResult(http.Request.PathBase + http.Request.Path
                + QueryString.Create(http.Request.Query.Where(pair => !held.Contains(pair.Key))));
            return;
        }

        if (HttpMethods.IsPost(http.Request.Method) && current.Value is not null && !http.IsErrorPage())
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
        if (executed.Exception is null && services.GetRequiredService<OnceKey>().IsRepeated)
        {
            told.Remove("Success");
            told["Info"] = L["Det var allerede sendt og er kun gjort én gang."].Value;
        }
        switch (executed.Exception)
        {
            case RowNotFoundException:
                executed.ExceptionHandled = true;
                executed.Result = new NotFoundResult();
                break;
            case RuleViolation violation:
                executed.ExceptionHandled = true;
                told["Error"] = RuleTexts.Say(violation, L);
                executed.Result = new LocalRedirectResult(http.Request.WithoutHandler());
                break;
        }
    }

    private static async Task FillHeadAsync(PageModel page, CurrentActor current, IServiceProvider services)
    {
        var (http, view) = (page.HttpContext, page.ViewData);
        // A citizen has no account: no name, no profile, no organisations to choose among.
        view["UserName"] = http.User.PersonName() is { Length: > 0 } name ? name : null;
        view["Person"] = http.User.PersonId();
        view["TimeLeft"] = SessionCookie.TimeLeft(http, services.GetRequiredService<TimeProvider>().GetUtcNow());
        var texts = services.GetRequiredService<IStringLocalizer<SharedTexts>>();
        var request = http.Request;
        view["Organisation"] = current.Organisation?.Name;
        if (current.Value is { } actor && current.Organisation is { } organisation)
        {
            view["Navigation"] = Navigation.For(actor, organisation, request.PathBase, request.Path, texts);
            services.GetRequiredService<CameFrom>().Remember(http, organisation.Slug);
        }
        else if (request.Path.StartsWithSegments("/account") && current.Organisation is null
            && await services.GetRequiredService<CameFrom>().FindAsync(http) is { } from)
        {
            // The pages of one's own account belong to no organisation; the menu of the one that somebody comes from stays.
            var root = request.PathBase.Add("/" + from.Organisation.Slug);
            view["Organisation"] = from.Organisation.Name;
            view["Home"] = root.Value;
            view["Navigation"] = Navigation.For(new Actor(ActorKind.Platform, from.Organisation.Id, from.Person) { Roles = from.Roles },
                from.Organisation, root, request.Path, texts);
        }
    }
}
