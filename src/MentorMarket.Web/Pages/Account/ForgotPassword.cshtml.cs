using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Text;
using MentorMarket.Web.Binding;
using MentorMarket.Web.Identity;
using MentorMarket.Web.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace MentorMarket.Web.Pages.Account;

[AllowAnonymous]
public sealed class ForgotPasswordModel(UserManager<User> users, Throttle throttle, IMail mail, PublicAddress address) : PageModel
{
    public sealed class Input
    {
        [Required, Mailbox, StringLength(254)]
        public string Email { get; set; } = "";
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public bool IsSent { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return Page();
        var start = address.Link(Request, "/account/resetpassword");
        var allowed = await throttle.AllowsAsync(Throttle.ForgotPassword, Form.Email, HttpContext.Connection.RemoteIpAddress, HttpContext.RequestAborted);
        // After the answer has gone out: how long it takes must not tell whether the account exists.
        if (allowed) Response.OnCompleted(() => SendAsync(Form.Email.Trim(), start));
        IsSent = true;
        return Page();
    }

    private async Task SendAsync(string email, string start)
    {
        if (await users.FindByNameAsync(email) is not { } user) return;
        var token = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(await users.GeneratePasswordResetTokenAsync(user)));
        var link = start + QueryString.Create("user", user.Id.ToString()).Add("token", token);
        await mail.SendAsync(new Letter(user.Email!, "MentorMarket: ny adgangskode / new password", $"""
            Nogen har bedt om en ny adgangskode til MentorMarket for denne mailadresse.
            Var det dig, så åbn linket inden en time. Ellers skal du ikke gøre noget.

            Somebody has asked for a new MentorMarket password for this address.
            If it was you, open the link within an hour. Otherwise there is nothing to do.

            {link}
            """));
    }
}
