namespace MentorMarket.Web.Demo;

public static class DemoSeed
{
    public static Task RunAsync(string migrator, string folder, TimeProvider time) => Task.CompletedTask;
}
