namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>A draft with other hours, goals or tasks, that takes over from a grant before its end.</summary>
[For(Role.Caseworker)]
public sealed class ChangeModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : FollowPage(GrantKind.Change, sender, L);
