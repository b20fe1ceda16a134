namespace MentorMarket.Web.Pages.Provider.Listings;

[For(Role.Coordinator)]
public sealed class DetailsModel(IMediator sender) : PageModel
{
    public ListingView Listing { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, CancellationToken cancel) => Listing = await sender.Send(new ListingView.Query(id), cancel);
}
