namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>A draft that goes on where a grant ends.</summary>
[For(Role.Caseworker)]
public sealed class ExtendModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : FollowPage(GrantKind.Extension, sender, L);
