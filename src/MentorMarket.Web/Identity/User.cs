using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Identity;

/// <summary>Somebody who can log in. What they may do stands in the memberships, not here.</summary>
public sealed class User : IdentityUser<Guid>
{
    public User()
    {
        Id = Guid.CreateVersion7();
        SecurityStamp = Guid.CreateVersion7().ToString();
    }

    public required string DisplayName { get; set; }

    public string Culture { get; set; } = "da-DK";

    /// <summary>The time step of the last authenticator code that was accepted; no code of that step or before is accepted again.</summary>
    public long LastTotpStep { get; private set; }

    /// <summary>A person of the demo, who may log in with a password alone while the demo is on.</summary>
    public bool IsDemo { get; init; }
}
