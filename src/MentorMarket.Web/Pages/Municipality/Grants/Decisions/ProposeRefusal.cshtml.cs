namespace MentorMarket.Web.Pages.Municipality.Grants.Decisions;

/// <summary>The caseworker proposes to refuse a draft that cannot be met; the team leader decides.</summary>
[For(Role.Caseworker)]
public sealed class ProposeRefusalModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : RefusalPage(isProposal: true, sender, L);
