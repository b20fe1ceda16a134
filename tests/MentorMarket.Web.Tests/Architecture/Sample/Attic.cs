namespace MentorMarket.Web.Tests.Architecture.Sample.Attic;

/// <summary>Needs the cellar in what one of its methods makes; and the house, which stands on neither.</summary>
internal static class Roof
{
    public static int Height => House.Floors * 3;

    public static Func<Task<int>> Down() => Cellar.Stairs.ClimbAsync;
}
