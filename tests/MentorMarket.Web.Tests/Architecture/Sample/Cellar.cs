namespace MentorMarket.Web.Tests.Architecture.Sample.Cellar;

/// <summary>Needs the attic in a lambda of an asynchronous method only.</summary>
internal static class Stairs
{
    public static async Task<int> ClimbAsync()
    {
        await Task.Yield();
        return Enumerable.Range(1, 3).Sum(step => step * Attic.Roof.Height);
    }
}
