namespace MentorMarket.Web;

/// <summary>The portal, or a command of its, lacks something that whoever starts it can put right; the message says what.</summary>
public sealed class CannotStartException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
