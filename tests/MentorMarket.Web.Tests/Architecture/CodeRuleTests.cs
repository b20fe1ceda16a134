using System.Xml.Linq;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace MentorMarket.Web.Tests.Architecture;

/// <summary>The shape of the code; each rule is run on a bad sample first and must complain about it.</summary>
public sealed class CodeRuleTests
{
    private static readonly string Src = Path.Combine(Source.Root, "src");

    private static IEnumerable<(string Path, string Source)> WebSources =>
        Directory.EnumerateFiles(Path.Combine(Src, "MentorMarket.Web"), "*.cs*", SearchOption.AllDirectories)
            .Where(p => (p.EndsWith(".cs", StringComparison.Ordinal) || p.EndsWith(".cshtml", StringComparison.Ordinal))
                && !p.Contains("/obj/", StringComparison.Ordinal) && !p.Contains("/bin/", StringComparison.Ordinal))
            .Select(p => (Path.GetRelativePath(Path.Combine(Src, "MentorMarket.Web"), p), File.ReadAllText(p)));

    [Fact]
    public void The_domain_is_pure()
    {
        var bad = CodeRules.Impurities(typeof(Portal).Assembly).ToList();
        Assert.Contains("refers to Npgsql", bad);
        Assert.Contains("uses System.Threading.Tasks.Task", bad);
        Assert.Contains("uses System.TimeProvider", bad);
        Assert.Contains("uses System.IO.File", bad);

        // The one key that entities make for themselves; it is not read as a time.
        Assert.Empty(CodeRules.Impurities(typeof(RuleViolation).Assembly).Except(["asks CreateVersion7"]));
    }

    [Fact]
    public void Projects_refer_inwards_only()
    {
        static IEnumerable<string> Of(string name) => CodeRules.References(Path.Combine(Src, name, name + ".csproj")).Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Empty(Of("MentorMarket.Domain"));
        Assert.Equal(["MentorMarket.Domain"], Of("MentorMarket.Exchange")
            .Where(r => r.StartsWith("MentorMarket", StringComparison.Ordinal)));
        Assert.Equal(["MentorMarket.Domain", "MentorMarket.Exchange"], Of("MentorMarket.Cli")
            .Where(r => r.StartsWith("MentorMarket", StringComparison.Ordinal)));
        Assert.DoesNotContain(Of("MentorMarket.Cli"), TouchesADatabase);
        Assert.Contains(Of("MentorMarket.Web"), TouchesADatabase);
    }

    private static bool TouchesADatabase(string reference) => reference.Contains("Npgsql", StringComparison.Ordinal)
        || reference.Contains("EntityFramework", StringComparison.Ordinal);

    [Fact]
    public void Nothing_uses_pages_and_no_actor_uses_another()
    {
        Assert.NotEmpty(CodeRules.CrossUses("Invoices/X.cs", "using MentorMarket.Web.Pages.Provider.Invoices;"));
        Assert.NotEmpty(CodeRules.CrossUses("Pages/Provider/X.cshtml.cs", "var x = new Pages.Municipality.Grants.CreateModel();"));
        Assert.Empty(CodeRules.CrossUses("Pages/Provider/X.cshtml", "@model MentorMarket.Web.Pages.Provider.X"));

        Assert.Empty(WebSources.SelectMany(s => CodeRules.CrossUses(s.Path, s.Source)));
    }

    [Fact]
    public void Only_the_unit_of_work_begins_a_transaction()
    {
        const string pattern = @"\bBeginTransaction|\bTransactionScope\b|\bUseTransaction";
        Assert.NotEmpty(CodeRules.Places([("a", "await db.Database.BeginTransactionAsync()")], pattern));

        // A person's own account belongs to no tenant, and before log-in there is none; migrations, the demo, a new key and a way in are a
        // process of their own, as the owner of the schema.
        Assert.Equal(["Commands/FirstOperatorCommand.cs", "Commands/KeyRotation.cs", "Data/Migrator.cs", "Demo/DemoSeed.cs", "Identity/AccountEvents.cs",
            "Identity/Invitations.cs", "Mediation/UnitOfWork.cs"], CodeRules.Places(WebSources, pattern).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_page_acts_as_the_checker_nor_opens_a_scope_for_itself()
    {
        const string pattern = @"ActorKind\.Checker|IServiceScopeFactory|\bSendAs\(";
        Assert.NotEmpty(CodeRules.Places([("Pages/a", "await scopes.SendAs(new Actor(ActorKind.Checker, municipality), request)")],
            pattern));

        // The citizen's link lets somebody in whom nobody knows yet.
        Assert.Equal(["Pages/Citizen/Open.cshtml.cs"], CodeRules.Places(WebSources, pattern)
            .Where(p => p.StartsWith("Pages/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Connections_are_made_in_listed_places_only()
    {
        const string pattern = @"new NpgsqlConnection\(|NpgsqlDataSource\.Create|new NpgsqlDataSourceBuilder|new ConnectsTo\(";
        Assert.NotEmpty(CodeRules.Places([("a", "new NpgsqlConnection(text)")], pattern));

        Assert.Equal(["Commands/DatabaseSetup.cs", "Commands/EraseCommand.cs", "Commands/FirstOperatorCommand.cs",
            "Commands/KeyRotation.cs", "Data/LoginWatch.cs",
            "Data/Migrator.cs", "Data/PortalDataSources.cs", "Data/ServerDoors.cs", "Demo/DemoSeed.cs", "Identity/IdentitySetup.cs"],
            CodeRules.Places(WebSources, pattern).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_the_portals_own_stop_ends_what_runs_in_the_background()
    {
        // A statement can be cancelled by others too, and a background service that throws ends the host.
        const string pattern = @"when \(\w+ is not (\w*Cancel\w*|TaskCanceledException)";
        Assert.NotEmpty(CodeRules.Places([("a", "catch (Exception e) when (e is not OperationCanceledException)")], pattern));
        Assert.Empty(CodeRules.Places(WebSources, pattern));
    }

    [Fact]
    public void No_query_filter_pretends_to_isolate()
    {
        const string pattern = "HasQueryFilter|IgnoreQueryFilters";
        Assert.NotEmpty(CodeRules.Places([("a", "entity.HasQueryFilter(x => x.Tenant == tenant)")], pattern));
        Assert.Empty(CodeRules.Places(WebSources, pattern));
    }

    [Fact]
    public void No_form_binds_an_entity_or_what_it_must_not_decide()
    {
        using var db = new PortalDb(new DbContextOptionsBuilder<PortalDb>()
            .UseNpgsql(new NpgsqlConnectionStringBuilder { Host = "nowhere" }.ConnectionString).UseSnakeCaseNamingConvention().Options);
        var entities = db.Model.GetEntityTypes().Select(e => e.ClrType).ToHashSet();
        Assert.Equal(3, CodeRules.Overbound(typeof(BadModel), entities).Count());

        Assert.Empty(CodeRules.Pages(typeof(Portal).Assembly).SelectMany(p => CodeRules.Overbound(p, entities)));
    }

    [Fact]
    public void Names_say_something()
    {
        Assert.Equal(["GrantHelper", "ServiceBase"], CodeRules.EmptyNames([typeof(GrantHelper), typeof(ServiceBase), typeof(Portal)]));
        Assert.Empty(CodeRules.EmptyNames(typeof(Portal).Assembly.GetTypes().Concat(typeof(RuleViolation).Assembly.GetTypes())
            .Where(t => t.Namespace?.StartsWith("MentorMarket", StringComparison.Ordinal) == true)));
    }

    [Fact]
    public void Every_public_type_of_the_domain_says_what_it_is()
    {
        var types = typeof(RuleViolation).Assembly.GetTypes();
        Assert.NotEmpty(CodeRules.Undocumented(types, new XDocument(new XElement("doc"))));

        Assert.Empty(CodeRules.Undocumented(types, XDocument.Load(Path.Combine(AppContext.BaseDirectory, "MentorMarket.Domain.xml"))));
    }

    private sealed class BadModel : PageModel
    {
        [BindProperty]
        public Grant Grant { get; set; } = null!;

        [BindProperty]
        public string Status { get; set; } = "";

        public void OnPost(Guid tenantId) => Status = tenantId.ToString();
    }

    private sealed class GrantHelper;

    private sealed class ServiceBase;
}
