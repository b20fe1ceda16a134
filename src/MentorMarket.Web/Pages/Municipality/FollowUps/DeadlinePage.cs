using MentorMarket.Domain.Deadlines;

namespace MentorMarket.Web.Pages.Municipality.FollowUps;

/// <summary>A page that writes something about one date of a grant.</summary>
/// <param name="act">What is done about it.</param>
public abstract class DeadlinePage(DeadlineAct act, IMediator sender) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public DeadlineRef Key { get; set; } = new();

    public GrantDeadline GrantDeadline { get; private set; } = null!;

    protected IMediator Sender => sender;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await sender.Send(new GrantDeadline.Query(id, Key, act), cancel) is not { } asked) return ToGrant(id);
        GrantDeadline = asked;
        Begin();
        return Page();
    }

    /// <summary>Fills in what the form proposes.</summary>
    protected virtual void Begin()
    {
        // Nothing is proposed.
    }

    /// <summary>Finds the date that the form was sent about.</summary>
    protected async Task FindSentAsync(Guid id, CancellationToken cancel) =>
        GrantDeadline = await sender.Send(new GrantDeadline.Sent(id, Key, act), cancel);

    protected IActionResult ToGrant(Guid id) => RedirectToPage("/Municipality/Grants/Details", new { id });
}
