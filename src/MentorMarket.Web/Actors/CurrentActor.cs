namespace MentorMarket.Web.Actors;

/// <summary>Who acts in this scope, and in which organisation. Nothing is assumed: asking without one is a bug.</summary>
public sealed class CurrentActor
{
    public Actor? Value { get; set; }

    /// <summary>The organisation that the path names, also for somebody who is not logged in.</summary>
    public Organisation? Organisation { get; set; }

    /// <summary>They are one of the organisation's people, and the operator has shut those out.</summary>
    public bool IsShutOut { get; set; }

    internal void Continue(CurrentActor outer) => (Value, Organisation) = (outer.Value, outer.Organisation);

    public Actor Required => Value ?? throw new InvalidOperationException("Nobody acts in this scope.");
}
