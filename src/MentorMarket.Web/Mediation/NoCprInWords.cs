using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace MentorMarket.Web.Mediation;

/// <summary>
/// No text of a command, nor of a query that leaves evidence, holds a CPR number. Forms have said so at their fields by then;
/// this is for whatever comes another way.
/// </summary>
public sealed class NoCprInWords<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancel, RequestHandlerDelegate<TResponse> next) =>
        request is ICommand<TResponse> or IDisclosingQuery<TResponse> && RequestWords.HoldCpr(request)
            ? throw new RuleViolation(Rule.TextHoldsCpr)
            : next();
}

/// <summary>The texts that a request carries, however deep.</summary>
public static class RequestWords
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Known = new();

    public static bool HoldCpr(object? value) => value switch
    {
        null => false,
        string text => CprNumber.IsIn(text),
        byte[] => false,
        IEnumerable several => several.Cast<object?>().Any(HoldCpr),
        _ => IsOurs(value.GetType()) && Known.GetOrAdd(value.GetType(), Stored).Any(p => HoldCpr(p.GetValue(value))),
    };

    /// <summary>What the type stores and may not hold a CPR number; what it works out from that needs no second look.</summary>
    private static PropertyInfo[] Stored(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0 && p.GetCustomAttribute<MayHoldCprAttribute>() is null && IsStored(p))];

    private static bool IsStored(PropertyInfo property) =>
        property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    private static bool IsOurs(Type type) => !type.IsEnum
        && (type.Namespace?.StartsWith("MentorMarket.", StringComparison.Ordinal) == true
        || type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true);
}
