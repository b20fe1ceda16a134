using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using MentorMarket.Web.Binding;
using MentorMarket.Web.Identity;
using MentorMarket.Web.Look;

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

/// <summary>
/// The organisation that somebody worked in last, kept in the browser for as long as it is open: only its slug, which everybody may know.
/// </summary>
public sealed class CameFrom(Memberships memberships, CameFrom.Cookie cookie)
{
    public sealed record Cookie(bool Https);

    private CookieBuilder Builder()
    {
        var builder = new CookieBuilder();
        IdentitySetup.Harden(builder, "mentormarket-from", cookie.Https);
        return builder;
    }

    public void Remember(HttpContext http, string slug)
    {
        var builder = Builder();
        if (http.Request.Cookies[builder.Name!] != slug) http.Response.Cookies.Append(builder.Name!, slug, builder.Build(http));
    }

    /// <summary>The membership there; none when it has ended, or the browser is used by somebody else.</summary>
    public async Task<MembershipInfo?> FindAsync(HttpContext http) =>
        http.User.PersonId() is { } person && http.Request.Cookies[Builder().Name!] is { Length: > 0 and < 50 } slug
            && await memberships.FindOrganisationAsync(slug, http.RequestAborted) is { } organisation
            ? await memberships.FindAsync(person, organisation, http.RequestAborted)
            : null;
}

/// <summary>Thrown where a row is not there for the actor: absent or somebody else's, which is the same thing.</summary>
public sealed class RowNotFoundException() : Exception("No such row for this actor.");

public static class RowQueries
{
    /// <summary>The only row, or 404.</summary>
    public static async Task<T> OrNotFound<T>(this Task<T?> row)
        where T : class => await row ?? throw new RowNotFoundException();
}
