namespace MentorMarket.Web.Binding;

/// <summary>A password: it is kept as it was typed, to the last mark, because only a hash of it is kept and compared.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PasswordAttribute() : MayHoldCprAttribute("a secret: only a hash of it is kept");
