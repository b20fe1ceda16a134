namespace MentorMarket.Web.Binding;

/// <summary>
/// A date on which something ends: typed without its year it is the first that is not before the day it begins, or before today where no
/// such day is typed.
/// </summary>
/// <param name="begins">The property of the same form that holds the day it begins.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LastDayAttribute(string begins = "") : Attribute
{
    public string Begins { get; } = begins;
}
