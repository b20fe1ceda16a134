using MentorMarket.Domain.Auditing;
using MentorMarket.Domain.Deadlines;
using MentorMarket.Domain.Documents;
using MentorMarket.Domain.Importing;
using MentorMarket.Domain.Invoices;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace MentorMarket.Web.Data;

/// <summary>
/// The portal's tables as the actor's own database role sees them. There are no query filters: the policies in the
/// database decide, and a query says itself which rows it wants.
/// </summary>
public sealed class PortalDb(DbContextOptions<PortalDb> options) : DbContext(options)
{
    public DbSet<OrganisationRow> Organisations => Set<OrganisationRow>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<OrganisationContact> OrganisationContacts => Set<OrganisationContact>();
    public DbSet<Application> Applications => Set<Application>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<Citizen> Citizens => Set<Citizen>();
    public DbSet<CitizenIdentity> CitizenIdentities => Set<CitizenIdentity>();
    public DbSet<CitizenAddress> CitizenAddresses => Set<CitizenAddress>();
    public DbSet<CitizenCpr> CitizenCprs => Set<CitizenCpr>();
    public DbSet<CitizenLink> CitizenLinks => Set<CitizenLink>();
    public DbSet<InformationDuty> InformationDuties => Set<InformationDuty>();
    public DbSet<InformationStep> InformationSteps => Set<InformationStep>();
    public DbSet<Grant> Grants => Set<Grant>();
    public DbSet<GrantSettingsVersion> GrantSettings => Set<GrantSettingsVersion>();
    public DbSet<Deputy> Deputies => Set<Deputy>();
    public DbSet<GrantGoal> GrantGoals => Set<GrantGoal>();
    public DbSet<Assignment> Assignments => Set<Assignment>();
    public DbSet<Listing> Listings => Set<Listing>();
    public DbSet<Agreement> Agreements => Set<Agreement>();
    public DbSet<AgreementMentor> AgreementMentors => Set<AgreementMentor>();
    public DbSet<OfferDecline> OfferDeclines => Set<OfferDecline>();
    public DbSet<GrantPause> GrantPauses => Set<GrantPause>();
    public DbSet<GrantEnd> GrantEnds => Set<GrantEnd>();
    public DbSet<Outcome> Outcomes => Set<Outcome>();
    public DbSet<GoalOutcome> GoalOutcomes => Set<GoalOutcome>();
    public DbSet<TimeEntry> TimeEntries => Set<TimeEntry>();
    public DbSet<EntryNote> EntryNotes => Set<EntryNote>();
    public DbSet<GoalStep> GoalSteps => Set<GoalStep>();
    public DbSet<Confirmation> Confirmations => Set<Confirmation>();
    public DbSet<SettingsVersion> MunicipalSettings => Set<SettingsVersion>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
    public DbSet<InvoiceLine> InvoiceLines => Set<InvoiceLine>();
    public DbSet<Check> Checks => Set<Check>();
    public DbSet<LineVerdict> LineVerdicts => Set<LineVerdict>();
    public DbSet<LineFinding> LineFindings => Set<LineFinding>();
    public DbSet<LineMatch> LineMatches => Set<LineMatch>();
    public DbSet<CheckedEntry> CheckedEntries => Set<CheckedEntry>();
    public DbSet<CheckedUse> CheckedUses => Set<CheckedUse>();
    public DbSet<Approval> Approvals => Set<Approval>();
    public DbSet<ApprovedMinutes> ApprovedMinutes => Set<ApprovedMinutes>();
    public DbSet<Engagement> Engagements => Set<Engagement>();
    public DbSet<EvidenceEvent> EvidenceEvents => Set<EvidenceEvent>();
    public DbSet<Job> Jobs => Set<Job>();
    public DbSet<GrantDocument> Documents => Set<GrantDocument>();
    public DbSet<DocumentDispatch> DocumentDispatches => Set<DocumentDispatch>();
    public DbSet<FollowUp> FollowUps => Set<FollowUp>();
    public DbSet<CalendarFeed> CalendarFeeds => Set<CalendarFeed>();
    public DbSet<MailChoice> MailChoices => Set<MailChoice>();
    public DbSet<Import> Imports => Set<Import>();
    public DbSet<ImportFile> ImportFiles => Set<ImportFile>();
    public DbSet<ImportProblem> ImportProblems => Set<ImportProblem>();
    public DbSet<ImportedRow> ImportedRows => Set<ImportedRow>();
    public DbSet<ImportMapping> ImportMappings => Set<ImportMapping>();

    // An enum is stored by its name.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => configurationBuilder.Properties<Enum>()
        .HaveConversion<string>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => Mapping.Model.Build(modelBuilder);

    private const string ActsAs =
        "select set_config('transaction_read_only', $1, true), set_config('app.tenant', $2, true), set_config('app.person', $3, true), set_config('app.citizen', $4, true)";

    /// <summary>Who acts, for the rest of this transaction; READ ONLY unless it writes. Sent in one batch with BEGIN.</summary>
    internal async Task ActAsAsync(Actor actor, bool writes, CancellationToken cancel)
    {
        await using var command = Command(ActsAs, WhoActs(actor, writes));
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The same, said with the first questions that are asked <see cref="Together"/>. Nothing else is sent before them.</summary>
    /// <param name="beginAgain">Another connection and transaction, where the pool gave a dead one.</param>
    internal void WillActAs(Actor actor, bool writes, Func<Task> beginAgain)
    {
        var say = new NpgsqlBatchCommand(ActsAs);
        foreach (var value in WhoActs(actor, writes)) say.Parameters.Add(new() { Value = value });
        Unsaid = (say, beginAgain);
    }

    /// <summary>Who acts, as long as that is not said.</summary>
    internal (NpgsqlBatchCommand Say, Func<Task> BeginAgain)? Unsaid { get; set; }

    private object[] WhoActs(Actor actor, bool writes) => Actor == actor
        ? [writes ? "off" : "on", actor.Tenant.ToString(), actor.Person?.ToString() ?? "", actor.Citizen?.ToString() ?? ""]
        : throw new InvalidOperationException("This context was lent to somebody else.");

    /// <summary>The connection turned out to be dead.</summary>
    internal bool IsAway => Database.GetDbConnection().State != System.Data.ConnectionState.Open;

    /// <summary>
    /// Saves part of a bulk and lets go of its rows, so that thousands of them never stand in memory at once. Nothing is
    /// committed by it. What the rows noted goes too: the bulk is one event, see <see cref="Evidence.EvidenceLog.RecordBulk"/>.
    /// </summary>
    internal async Task SavePartAsync(CancellationToken cancel)
    {
        if (Database.CurrentTransaction is null) throw new InvalidOperationException("Only inside a unit of work.");
        await SaveChangesAsync(cancel);
        ChangeTracker.Clear();
    }

    /// <summary>Others of this organisation who want the same wait until this unit of work ends.</summary>
    internal async Task TakeTurnAsync(string what, CancellationToken cancel)
    {
        await using var turn = Command("select portal.lock_for_tenant($1)", what);
        await turn.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Which version of a row this is: a page shows it, and sends it back.</summary>
    internal uint VersionOf(object row) => (uint)Entry(row).Property("xmin").CurrentValue!;

    /// <summary>
    /// What is decided or written is about the row as it was read. <see cref="Rule.ConcurrentChange"/> when it has changed since.
    /// </summary>
    internal void MustBeAsRead(object row, uint version)
    {
        if (VersionOf(row) != version) throw new RuleViolation(Rule.ConcurrentChange);
    }

    /// <summary>For whom it was lent. A context that nobody has, or had, answers nothing: see <see cref="AsksNothingForNobody"/>.</summary>
    internal Actor? Actor { get; set; }

    public override void Dispose()
    {
        Actor = null;
        Unsaid = null;
        base.Dispose();
    }

    public override ValueTask DisposeAsync()
    {
        Actor = null;
        Unsaid = null;
        return base.DisposeAsync();
    }

    /// <summary>Set while a question begins that is asked together with others.</summary>
    internal Together? Together { get; set; }

    /// <summary>Several statements in one round trip, on this unit of work's connection and transaction.</summary>
    internal NpgsqlBatch Batch() => new(Transaction.Connection, Transaction);

    /// <summary>A command on this unit of work's connection and transaction, with positional parameters.</summary>
    internal NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, Transaction.Connection, Transaction);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    /// <summary>This unit of work's transaction, in which it is said who acts.</summary>
    internal NpgsqlTransaction Transaction => Unsaid is null
        ? (NpgsqlTransaction)(Database.CurrentTransaction ?? throw new InvalidOperationException("Only inside a unit of work."))
            .GetDbTransaction()
        : throw new InvalidOperationException("Who acts is not said yet: this unit of work begins with questions asked together.");
}
