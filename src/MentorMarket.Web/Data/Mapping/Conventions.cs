namespace MentorMarket.Web.Data.Mapping;

/// <summary>How every property is stored: enums as their names.</summary>
internal static class Conventions
{
    public static void Configure(ModelConfigurationBuilder builder)
    {
        builder.Properties<Enum>().HaveConversion<string>();
    }

    /// <summary><c>PeriodFrom</c> is <c>period_from</c>.</summary>
    public static string Snake(string name)
    {
        var snake = new System.Text.StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i])) snake.Append('_');
            snake.Append(char.ToLowerInvariant(name[i]));
        }
        return snake.ToString();
    }
}
