using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;

namespace MentorMarket.Web.Pages.Error;

/// <summary>404, 403 and 500 in the look of the portal. The request that failed may have been a post without a valid form key.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken]
public sealed class IndexModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Code { get; set; }

    /// <summary>The trace id that stands on the log lines of the request.</summary>
    public string Reference => Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;

    /// <summary>The page of a form that was refused unread: its token was lost, or there was something in it that no form holds.</summary>
    public string? WhereItWasSent => Code == StatusCodes.Status400BadRequest && HttpMethods.IsPost(Request.Method)
        && HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is { } sent ? sent.WithoutHandler(Request.PathBase) : null;

    public void OnGet() => Response.StatusCode = Code is >= 400 and < 600 ? Code : StatusCodes.Status404NotFound;

    public void OnPost() => OnGet();
}
