namespace MentorMarket.Web.Pages.Municipality.Grants.Decisions;

/// <summary>The gate says no: a team leader refuses what somebody else wrote, with what the citizen does not meet.</summary>
[For(Role.TeamLeader)]
public sealed class RefuseModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : RefusalPage(isProposal: false, sender, L);
