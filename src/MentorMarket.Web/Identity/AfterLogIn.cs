namespace MentorMarket.Web.Identity;

/// <summary>Where a person comes after logging in: where they wanted to go, else to their only organisation, else to the choice.</summary>
public sealed class AfterLogIn(Memberships memberships)
{
    public const string ChoosePath = "/account/organisations";

    public async Task<LocalRedirectResult> GoAsync(Guid person, string? returnUrl)
    {
        if (returnUrl != "/" && LocalizationSetup.CanReturnTo(returnUrl)) return new LocalRedirectResult(returnUrl);
        var all = await memberships.ListAsync(person);
        return new LocalRedirectResult(all is [var only] ? $"/{only.Organisation.Slug}/" : ChoosePath);
    }
}
