using System.Globalization;
using System.Text;

namespace MentorMarket.Web.Demo;

/// <summary>The sheet of logins that <c>infra/run</c> prints.</summary>
internal static class DemoLogins
{
    public const string FileName = "demo-logins.txt";

    public static string Sheet(DemoClock clock)
    {
        var text = new StringBuilder();
        text.AppendLine("Demodata: et opdigtet år, flyttet " + Math.Abs(clock.Weeks).ToString(CultureInfo.InvariantCulture)
            + " uger " + (clock.Weeks < 0 ? "tilbage" : "frem") + ". Alle personer er opdigtede.");
        text.AppendLine("Adgangskode for alle: " + DemoOrganisations.Password);
        text.AppendLine("Log ind på /account/login");
        text.AppendLine();
        text.AppendLine($"{"Rolle",-30}{"Organisation",-30}{"Brugernavn",-40}Start");
        foreach (var m in DemoPeople.Members)
        {
            text.AppendLine(
                $"{string.Join(", ", m.Roles.Select(Danish)),-30}{m.Organisation.Name,-30}{m.UserName,-40}/{m.Organisation.Slug}/{Area(m.Organisation.Kind)}");
        }
        text.AppendLine();
        text.AppendLine($"{DemoPeople.MentorOfTwo.UserName} arbejder for to leverandører og kan skifte organisation.");
        return text.ToString();
    }

    private static string Area(OrganisationKind kind) => kind switch
    {
        OrganisationKind.Municipality => "municipality",
        OrganisationKind.Provider => "provider",
        OrganisationKind.AuditFirm => "auditor",
        OrganisationKind.Platform => "operator",
    };

    private static string Danish(Role role) => role switch
    {
        Role.Caseworker => "Sagsbehandler",
        Role.TeamLeader => "Teamleder",
        Role.Finance => "Økonomi",
        Role.Coordinator => "Koordinator",
        Role.Mentor => "Mentor",
        Role.Auditor => "Revisor",
        Role.Administrator => "Administrator",
        Role.Operator => "Drift",
    };
}
