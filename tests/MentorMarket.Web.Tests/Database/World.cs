using System.Security.Cryptography;
using System.Text;
using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Tests.Database;

/// <summary>
/// Two municipalities, three providers, three audit firms and the platform, with rows in every table and every state
/// that a policy asks about. Every free text of an organisation contains its canary, a word found nowhere else, so
/// that whatever leaks can be seen. Nord works for Gribskov and has ended in Hillerød; Syd the other way round; Vest
/// for nobody.
/// </summary>
public sealed partial class World
{
    private readonly Rows rows = new();

    public DateOnly Today { get; } =
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(),
        TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen")).DateTime);
    public DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    public Party Gribskov { get; } = new("gribskov", OrganisationKind.Municipality);
    public Party Hilleroed { get; } = new("hilleroed", OrganisationKind.Municipality);
    public Party Nord { get; } = new("nordmentor", OrganisationKind.Provider);
    public Party Syd { get; } = new("sydstoette", OrganisationKind.Provider);
    public Party Vest { get; } = new("vestvejen", OrganisationKind.Provider);

    /// <summary>May see Gribskov's last quarter; its engagement with Hillerød is revoked.</summary>
    public Party Revision { get; } = new("revision-et", OrganisationKind.AuditFirm);

    /// <summary>Its engagement with Gribskov has expired, the one with Hillerød has not opened.</summary>
    public Party LateRevision { get; } = new("revision-to", OrganisationKind.AuditFirm);

    /// <summary>May see Hillerød's last quarter, notes included.</summary>
    public Party NotesRevision { get; } = new("revision-tre", OrganisationKind.AuditFirm);
    public Party Platform { get; } = new("platformen", OrganisationKind.Platform);

    public IReadOnlyList<Party> Parties => [Gribskov, Hilleroed, Nord, Syd, Vest, Revision, LateRevision, NotesRevision, Platform];

    public IReadOnlyList<Case> Cases => [Live, Ended, RunOut, ElsewhereLive, ElsewhereEnded, Open, ElsewhereOpen, Withdrawn, Draft,
        Submitted, Approved, ElsewhereDraft, Offered, Declined];

    /// <summary>Accepted and running: Gribskov with Nord.</summary>
    public Case Live { get; private set; } = null!;

    /// <summary>Ended, with its invoice still there: Gribskov with Syd.</summary>
    public Case Ended { get; private set; } = null!;

    /// <summary>Still marked as accepted though its last day is past: Gribskov with Syd.</summary>
    public Case RunOut { get; private set; } = null!;

    /// <summary>Accepted and running: Hillerød with Syd.</summary>
    public Case ElsewhereLive { get; private set; } = null!;

    /// <summary>Ended: Hillerød with Nord.</summary>
    public Case ElsewhereEnded { get; private set; } = null!;

    /// <summary>Published and taken by nobody, in each municipality; then one that Gribskov has withdrawn.</summary>
    public Case Open { get; private set; } = null!;
    public Case ElsewhereOpen { get; private set; } = null!;
    public Case Withdrawn { get; private set; } = null!;

    /// <summary>Offered to Nord alone; and another one to which Nord has said no.</summary>
    public Case Offered { get; private set; } = null!;
    public Case Declined { get; private set; } = null!;

    /// <summary>A grant that is a draft, one that awaits approval and one that is approved: not yet assignments.</summary>
    public Case Draft { get; private set; } = null!;
    public Case Submitted { get; private set; } = null!;
    public Case Approved { get; private set; } = null!;
    public Case ElsewhereDraft { get; private set; } = null!;

    /// <summary>A current engagement of <see cref="Revision"/> with Gribskov, and those that give nothing.</summary>
    public Guid Engagement { get; } = Guid.CreateVersion7();
    public Guid RevokedEngagement { get; } = Guid.CreateVersion7();
    public Guid ExpiredEngagement { get; } = Guid.CreateVersion7();
    public Guid UnopenedEngagement { get; } = Guid.CreateVersion7();
    public Guid NotesEngagement { get; } = Guid.CreateVersion7();

    public static async Task<World> CreateAsync(string migrator, Vault vault)
    {
        var world = new World { Vault = vault };
        world.AddParties();
        world.Live = world.AddCase(world.Gribskov, world.Nord, "live", "Accepted", -60, 60);
        world.Ended = world.AddCase(world.Gribskov, world.Syd, "ended", "Ended", -300, 30);
        world.RunOut = world.AddCase(world.Gribskov, world.Syd, "runout", "Accepted", -200, -1);
        world.ElsewhereLive = world.AddCase(world.Hilleroed, world.Syd, "live", "Accepted", -60, 60);
        world.ElsewhereEnded = world.AddCase(world.Hilleroed, world.Nord, "ended", "Ended", -300, -100);
        world.Open = world.AddCase(world.Gribskov, null, "open", "Published", 7, 90);
        world.ElsewhereOpen = world.AddCase(world.Hilleroed, null, "open", "Published", 7, 90);
        world.Withdrawn = world.AddCase(world.Gribskov, null, "withdrawn", "Withdrawn", 7, 90);
        world.Draft = world.AddCase(world.Gribskov, null, "draft", "Draft", 7, 90);
        world.Submitted = world.AddCase(world.Gribskov, null, "submitted", "Submitted", 7, 90);
        world.Approved = world.AddCase(world.Gribskov, null, "approved", "Approved", 7, 90);
        world.ElsewhereDraft = world.AddCase(world.Hilleroed, null, "draft", "Draft", 7, 90);
        world.Offered = world.AddCase(world.Gribskov, null, "offered", "Published", 7, 90, world.Nord);
        world.Declined = world.AddCase(world.Gribskov, null, "declined", "Published", 7, 90, world.Nord);
        world.AddDecline(world.Declined);
        foreach (var c in world.Cases.Where(c => c.Provider is not null)) world.AddAssignment(c);
        world.AddReminders();
        world.AddImportMappings();
        world.AddEngagements();
        world.AddEvidence();
        await world.rows.SaveAsync(migrator);
        return world;
    }

    /// <summary>An organisation with one person for each role it can have.</summary>
    public sealed record Party(string Slug, OrganisationKind Kind)
    {
        public Guid Id { get; } = Guid.CreateVersion7();
        public string Canary { get; } = $"CANARY-{Slug}-{Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}";
        public string OnceKey => $"{Slug}-first-person-once-key";
        public Guid FirstPerson => People.Values.First();
        public Guid Invitation { get; } = Guid.CreateVersion7();
        public Guid Application { get; } = Guid.CreateVersion7();

        /// <summary>The calendar address of a municipality's caseworker.</summary>
        public Guid Feed { get; } = Guid.CreateVersion7();
        public IReadOnlyDictionary<Role, Guid> People { get; } = (Kind switch
        {
            OrganisationKind.Municipality => new[] { Role.Caseworker, Role.TeamLeader, Role.Finance, Role.Administrator },
            OrganisationKind.Provider => [Role.Coordinator, Role.Mentor, Role.Administrator],
            OrganisationKind.AuditFirm => [Role.Auditor, Role.Administrator],
            OrganisationKind.Platform => [Role.Operator],
        }).ToDictionary(r => r, _ => Guid.CreateVersion7());
        public IReadOnlyDictionary<Role, Guid> Memberships { get; } = Enum.GetValues<Role>()
            .ToDictionary(r => r, _ => Guid.CreateVersion7());

        public Guid this[Role role] => People[role];
    }

    /// <summary>A citizen's case from grant to approval, as far as its state has come.</summary>
    public sealed record Case(Party Municipality, Party? Provider, string Name, bool IsPublished, DateOnly StartsOn, DateOnly EndsOn)
    {
        public Party? OfferedTo { get; init; }
        public Guid Pause { get; } = Guid.CreateVersion7();
        public Guid Outcome { get; } = Guid.CreateVersion7();
        public Guid Citizen { get; } = Guid.CreateVersion7();
        public CprNumber Cpr { get; internal set; }
        public Guid InformationDuty { get; } = Guid.CreateVersion7();
        public Guid InformationStep { get; } = Guid.CreateVersion7();
        public Guid Import { get; } = Guid.CreateVersion7();
        public Guid Link { get; } = Guid.CreateVersion7();
        public Guid Grant { get; } = Guid.CreateVersion7();
        public Guid Goal { get; } = Guid.CreateVersion7();
        public Guid Assignment { get; } = Guid.CreateVersion7();
        public Guid Agreement { get; } = Guid.CreateVersion7();

        /// <summary>Confirmed; and another one that nobody has answered.</summary>
        public Guid Entry { get; } = Guid.CreateVersion7();
        public Guid Unanswered { get; } = Guid.CreateVersion7();
        public Guid Confirmation { get; } = Guid.CreateVersion7();
        public Guid Invoice { get; } = Guid.CreateVersion7();
        public Guid Line { get; } = Guid.CreateVersion7();
        public Guid Check { get; } = Guid.CreateVersion7();
        public Guid Approval { get; } = Guid.CreateVersion7();
        public Guid Job { get; } = Guid.CreateVersion7();
        public Guid Document { get; } = Guid.CreateVersion7();
        public Guid Dispatch { get; } = Guid.CreateVersion7();
        public Guid FollowUp { get; } = Guid.CreateVersion7();
        public Guid Mentor => Provider![Role.Mentor];
        public string OnceKey => $"{Municipality.Slug}-{Name}-citizen-once";

        /// <summary>In the citizen's name, address, note and word: whoever sees it knows who the citizen is.</summary>
        public string Identity => $"{Municipality.Canary}-identity-{Name}";
        public string Token => $"token-{Municipality.Slug}-{Name}";
        public const string Code = "123456";
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
