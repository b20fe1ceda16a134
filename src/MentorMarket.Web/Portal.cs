namespace MentorMarket.Web;

/// <summary>The portal's wiring, in the order a request meets it.</summary>
public static class Portal
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        return builder.Build();
    }
}
