using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace MentorMarket.Web.Tests.Architecture;

/// <summary>
/// What the layout of the design asks of the code, each as a function from code to complaints, so that it can be run on a bad sample too.
/// </summary>
internal static partial class CodeRules
{
    /// <summary>
    /// A pure assembly: nothing but the runtime's own, and of that nothing that waits, reads a clock or touches the world.
    /// </summary>
    public static IEnumerable<string> Impurities(Assembly assembly)
    {
        foreach (var reference in assembly.GetReferencedAssemblies().Where(r => !r.Name!.StartsWith("System.", StringComparison.Ordinal)))
        {
            yield return $"refers to {reference.Name}";
        }
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.TypeReferences)
        {
            var type = metadata.GetTypeReference(handle);
            var (space, name) = (metadata.GetString(type.Namespace), metadata.GetString(type.Name));
            if (ImpureNamespaces().IsMatch(space)
                || (space == "System" && name is "TimeProvider" or "Random" or "Environment" or "Console"))
            {
                yield return $"uses {space}.{name}";
            }
        }
        foreach (var handle in metadata.MemberReferences)
        {
            if (metadata.GetString(metadata.GetMemberReference(handle).Name) is "get_UtcNow" or "get_Now" or "get_Today" or "NewGuid"
                or "CreateVersion7")
            {
                yield return $"asks {metadata.GetString(metadata.GetMemberReference(handle).Name)}";
            }
        }
    }

    /// <summary>Projects that a project refers to, by way of others too, and the packages that come with them.</summary>
    public static IEnumerable<string> References(string project)
    {
        var file = XDocument.Load(project);
        foreach (var package in file.Descendants("PackageReference")) yield return package.Attribute("Include")!.Value;
        foreach (var reference in file.Descendants("ProjectReference"))
        {
            var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value));
            yield return Path.GetFileNameWithoutExtension(path);
            foreach (var further in References(path)) yield return further;
        }
    }

    /// <summary>Pages use the rest and nothing uses them; an actor's folder uses no other actor's.</summary>
    public static IEnumerable<string> CrossUses(string path, string source)
    {
        var folder = path.StartsWith("Pages/", StringComparison.Ordinal) ? path.Split('/')[1] : null;
        foreach (var use in PagesUsed().Matches(source).Select(m => m.Groups[1].Value).Distinct())
        {
            if (folder is null) yield return $"{path} uses Pages.{use}";
            else if (use != folder && use != "Shared") yield return $"{path} uses Pages.{use}";
        }
    }

    /// <summary>Places where the source says this.</summary>
    public static IEnumerable<string> Places(IEnumerable<(string Path, string Source)> sources, string pattern) =>
        sources.Where(s => Regex.IsMatch(s.Source, pattern, RegexOptions.None, TimeSpan.FromSeconds(5))).Select(s => s.Path);

    /// <summary>What a page takes from a form, that a form must not decide.</summary>
    public static IEnumerable<string> Overbound(Type page, IReadOnlySet<Type> entities)
    {
        var own = page.Namespace!.Split('.').SkipWhile(s => s != "Pages").Skip(1).FirstOrDefault() ?? "";
        foreach (var property in page.GetProperties().Where(p => p.GetCustomAttribute<BindPropertyAttribute>() is not null))
        {
            foreach (var complaint in Overbound(property.Name, property.PropertyType,
                property.GetCustomAttribute<BindPropertyAttribute>()!.SupportsGet, own, entities, 0))
            {
                yield return $"{page.FullName}: {complaint}";
            }
        }
        foreach (var parameter in page.GetMethods().Where(m => m.Name.StartsWith("OnPost", StringComparison.Ordinal))
            .SelectMany(m => m.GetParameters()))
            foreach (var complaint in Overbound(parameter.Name!, parameter.ParameterType, false, own, entities, 0))
            {
                yield return $"{page.FullName}: {complaint}";
            }
    }

    private static IEnumerable<string> Overbound(string name, Type type, bool isFilter, string actor, IReadOnlySet<Type> entities,
        int depth)
    {
        var item = type.IsGenericType ? type.GetGenericArguments()[^1] : type.GetElementType() ?? type;
        if (entities.Contains(item)) yield return $"{name} is an entity";
        if (!isFilter && (Decided().IsMatch(name) || name.Equals(actor + "Id", StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"{name} is not for a form to say";
        }
        if (depth < 3 && item.Assembly == typeof(Portal).Assembly && !item.IsEnum)
        {
            foreach (var property in item.GetProperties().Where(p => p.SetMethod is { IsPublic: true }))
            {
                foreach (var complaint in Overbound(property.Name, property.PropertyType, isFilter, actor, entities, depth + 1))
                {
                    yield return $"{name}.{complaint}";
                }
            }
        }
    }

    public static IEnumerable<string> EmptyNames(IEnumerable<Type> types) => types.Select(t => t.Name.Split('`')[0])
        .Where(n => EmptyName().IsMatch(n));

    /// <summary>Public types without a summary in the documentation file.</summary>
    public static IEnumerable<string> Undocumented(IEnumerable<Type> types, XDocument documentation)
    {
        var said = documentation.Descendants("member").Where(m => !string.IsNullOrWhiteSpace(m.Element("summary")?.Value))
            .Select(m => m.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);
        return types.Where(t => t.IsVisible).Select(t => "T:" + t.FullName!.Replace('+', '.')).Where(n => !said.Contains(n));
    }

    public static IEnumerable<Type> Pages(Assembly assembly) => assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(PageModel)));

    [GeneratedRegex(@"^System\.(IO|Net|Threading|Data|Diagnostics\.Process)", RegexOptions.None, 1000)]
    private static partial Regex ImpureNamespaces();

    [GeneratedRegex(@"\bPages\.(Municipality|Provider|Auditor|Citizen|Platform|Organisation|Account|Error|Accessibility|Shared)\b",
        RegexOptions.None, 1000)]
    private static partial Regex PagesUsed();

    [GeneratedRegex(
        "^(Tenant|[Tt]enantId|OrganisationId|Status|Approved|ApprovedBy|ApprovedAt|DecidedBy|AcceptedBy|Payable|Held|Rejected|CreatedBy|SubmittedBy|RecordedBy|RegisteredBy|IsDemo)$",
        RegexOptions.None, 1000)]
    private static partial Regex Decided();

    [GeneratedRegex("(Manager|(?<!Tag)Helper|Dto|Base|Common|Utils)$", RegexOptions.None, 1000)]
    private static partial Regex EmptyName();
}
