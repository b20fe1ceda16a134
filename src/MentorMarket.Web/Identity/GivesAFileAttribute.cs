using Microsoft.AspNetCore.Mvc.Filters;

namespace MentorMarket.Web.Identity;

/// <summary>On a page that gives a whole list as a file: so many an hour for each person, and then 429.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GivesAFileAttribute : Attribute, IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (await http.RequestServices.GetRequiredService<Throttle>().AllowsAsync(Throttle.Export, http.User.PersonId().ToString()!, null,
            http.RequestAborted))
        {
            await next();
            return;
        }
        await http.RequestServices.GetRequiredService<SecurityLog>().NoteAsync(http, SecurityEvent.Throttled);
        context.Result = new StatusCodeResult(StatusCodes.Status429TooManyRequests);
    }
}
