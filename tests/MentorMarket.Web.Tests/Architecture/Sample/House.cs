namespace MentorMarket.Web.Tests.Architecture.Sample;

internal static class House
{
    public static int Floors { get; } = 3;
}
