namespace MentorMarket.Web.Binding;

/// <summary>A date of something that has happened: typed without its year it is the latest that is not in the future.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HasBeenAttribute : Attribute;
