using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;

namespace MentorMarket.Web.Binding;

/// <summary>
/// What no browser sends for somebody who types honestly is answered with 400, in one place and before any page reads it: a
/// NUL, which PostgreSQL does not store, and what is no character; a post that is no form, or a form that cannot be read, has too
/// many fields, fields within fields without end or lines numbered by hand; a method that no page has.
/// </summary>
public static class BadInput
{
    // Form.Lines[12].Amount has two; the deepest field of the portal has three.
    private const int Deepest = 8;

    /// <summary>Call after the error pages, so that they say it, and before anything that looks at the address.</summary>
    public static WebApplication UseInputCheck(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            var request = context.Request;
            if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsPost(request.Method))
            {
                context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                context.Response.Headers.Allow = "GET, HEAD, POST";
                // The error page is a page, and answers what a page can be asked with.
                request.Method = HttpMethods.Get;
                return Task.CompletedTask;
            }
            if (!IsUnwritable(request.Path.Value) && !request.Query.Any(pair => IsUnwritable(pair.Key) || pair.Value.Any(IsUnwritable)))
            {
                return next(context);
            }
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        });
        return app;
    }

    /// <summary>Whether an error page is shown under the address, the method and the form of what failed, which are not its own.</summary>
    public static bool IsErrorPage(this HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>() is not null || context.Features.Get<IStatusCodeReExecuteFeature>() is not null;

    // U+FFFE is no character: nothing that holds it can be brought into one spelling, an account's name neither.
    private static bool IsUnwritable(string? text) => text?.AsSpan().ContainsAny('\0', '\uFFFE') == true;

    /// <summary>The same of a form: after the page has said how large it may be, and before its token is looked for.</summary>
    public sealed class FormFilter : IAsyncAuthorizationFilter, IOrderedFilter
    {
        public int Order => 950;

        public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
        {
            var request = context.HttpContext.Request;
            if (!HttpMethods.IsPost(request.Method) || context.HttpContext.IsErrorPage() || await FaultAsync(request) is not { } fault)
            {
                return;
            }
            // Nobody reads it again: the error page stands in under the same request.
            context.HttpContext.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
            context.Result = new StatusCodeResult(fault);
        }

        private static async Task<int?> FaultAsync(HttpRequest request)
        {
            // Every post of the portal is a form: the token that it comes with may stand in a header, but pages read its fields.
            if (!request.HasFormContentType) return StatusCodes.Status400BadRequest;
            try
            {
                var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
                var isHonest = form.All(pair => !IsUnwritable(pair.Key) && !pair.Value.Any(IsUnwritable) && IsName(pair.Key))
                    && form.Files.All(file => !IsUnwritable(file.Name) && !IsUnwritable(file.FileName));
                return isHonest ? null : StatusCodes.Status400BadRequest;
            }
            // With more in it than a form may have, larger than the page takes, broken off, or in an alphabet that is not read.
            catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
            {
                return (e as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            }
        }

        // "Form.Lines.index" would make lines without anything in them, which no form of the portal has.
        private static bool IsName(string key) => key.Count(c => c is '.' or '[') <= Deepest
            && !key.EndsWith(".index", StringComparison.OrdinalIgnoreCase);
    }
}
