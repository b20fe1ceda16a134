using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MentorMarket.Web.Tests.Architecture;

/// <summary>
/// The rooms of a project are the namespaces right below its root, and a room stands on another when a type of it needs one of the
/// other's to be compiled: read from the assembly, where global usings and inferred types hide nothing. A constant leaves no trace there.
/// What stands in the root itself is wiring, and no room: nothing is seen through it.
/// </summary>
internal static class Rooms
{
    /// <summary>The shortest way from each room back to itself, with a witness for each step; empty where rooms form no circle.</summary>
    public static IReadOnlyList<string> Circles(string assembly, string root)
    {
        var stands = StandsOn(assembly, root);
        return [.. stands.Keys.Order(StringComparer.Ordinal).Select(room => WayBack(stands, room)).Where(way => way is not null)
            .DistinctBy(way => string.Join(' ', way!.Order(StringComparer.Ordinal)), StringComparer.Ordinal)
            .Select(way => string.Join(", ", way!))];
    }

    /// <summary>How many rooms there are: a test that found none would hold too.</summary>
    public static int Count(string assembly, string root) => StandsOn(assembly, root).Count;

    private static Dictionary<string, Dictionary<string, string>> StandsOn(string assembly, string root)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        var stands = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var type in module.Types)
        {
            if (RoomOf(type, root) is not { } room) continue;
            if (!stands.TryGetValue(room, out var others)) stands[room] = others = new(StringComparer.Ordinal);
            foreach (var needed in NeededBy(type).SelectMany(Named).Select(Outermost))
            {
                if (RoomOf(needed, root) is { } other && other != room)
                {
                    others.TryAdd(other, $"{room}.{type.Name} needs {other}.{needed.Name}");
                }
            }
        }
        return stands;
    }

    private static string? RoomOf(TypeReference type, string root) =>
        type.Namespace.StartsWith(root + ".", StringComparison.Ordinal) ? type.Namespace[(root.Length + 1)..].Split('.')[0] : null;

    private static IEnumerable<TypeReference?> NeededBy(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. type.GenericParameters.SelectMany(g => g.Constraints).Select(c => c.ConstraintType),
        .. AttributesOf(type),
        .. type.Fields.SelectMany(field => AttributesOf(field).Prepend(field.FieldType)),
        .. type.Properties.SelectMany(AttributesOf),
        .. type.Methods.SelectMany(NeededBy),
        .. type.NestedTypes.SelectMany(NeededBy),
    ];

    private static IEnumerable<TypeReference?> NeededBy(MethodDefinition method) =>
    [
        .. SignatureOf(method),
        .. AttributesOf(method),
        .. method.Parameters.SelectMany(AttributesOf),
        .. method.GenericParameters.SelectMany(g => g.Constraints).Select(c => c.ConstraintType),
        .. method.HasBody ? method.Body.Variables.Select(v => v.VariableType) : [],
        .. method.HasBody ? method.Body.ExceptionHandlers.Select(h => h.CatchType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(NeededBy) : [],
    ];

    private static IEnumerable<TypeReference?> NeededBy(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [.. SignatureOf(method), .. method.GenericArguments],
        MethodReference method => SignatureOf(method),
        _ => [],
    };

    private static IEnumerable<TypeReference?> SignatureOf(MethodReference method) =>
        [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)];

    private static IEnumerable<TypeReference?> AttributesOf(ICustomAttributeProvider of) =>
        of.CustomAttributes.SelectMany(a => a.ConstructorArguments.Concat(a.Properties.Concat(a.Fields).Select(named => named.Argument))
            .SelectMany(GivenBy).Prepend(a.AttributeType));

    /// <summary>What an attribute is given: a value of an enum, a <c>typeof</c>, or an array of such.</summary>
    private static IEnumerable<TypeReference?> GivenBy(CustomAttributeArgument given) =>
        given.Value is CustomAttributeArgument[] several ? several.SelectMany(GivenBy) : [given.Type, given.Value as TypeReference];

    /// <summary>The types that a reference is made of: <c>Task&lt;Grant[]&gt;</c> is a task and a grant.</summary>
    private static IEnumerable<TypeReference> Named(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Named).Prepend(generic.ElementType),
        TypeSpecification of => Named(of.ElementType),
        _ => [type],
    };

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static List<string>? WayBack(Dictionary<string, Dictionary<string, string>> stands, string from)
    {
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var next = new Queue<string>([from]);
        while (next.TryDequeue(out var room))
        {
            foreach (var other in stands[room].Keys.Order(StringComparer.Ordinal))
            {
                if (!stands.ContainsKey(other) || !cameFrom.TryAdd(other, room)) continue;
                if (other == from) return Steps(stands, cameFrom, from);
                next.Enqueue(other);
            }
        }
        return null;
    }

    private static List<string> Steps(Dictionary<string, Dictionary<string, string>> stands, Dictionary<string, string> cameFrom,
        string from)
    {
        var steps = new List<string>();
        var at = from;
        do
        {
            steps.Insert(0, stands[cameFrom[at]][at]);
            at = cameFrom[at];
        }
        while (at != from);
        return steps;
    }
}
