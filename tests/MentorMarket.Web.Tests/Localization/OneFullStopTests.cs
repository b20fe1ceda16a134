using System.Globalization;
using MentorMarket.Web.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using MentorMarket.Web.Words;

namespace MentorMarket.Web.Tests.Localization;

/// <summary>A sentence ends with one full stop, whatever the value is that it ends with.</summary>
public sealed class OneFullStopTests
{
    [Theory]
    [InlineData("Der er leveret {0}.", 180, "Der er leveret 3\u00a0t.")]
    [InlineData("Der er leveret {0}.", 45, "Der er leveret 45\u00a0min.")]
    [InlineData("Der er leveret {0}. Resten venter.", 180, "Der er leveret 3\u00a0t. Resten venter.")]
    [InlineData("Leveret {0}, og det er alt.", 180, "Leveret 3\u00a0t., og det er alt.")]
    public void Time_brings_its_own_full_stop(string text, int minutes, string sentence) =>
        Assert.Equal(sentence, Say(text, Show.Minutes(minutes)));

    [Theory]
    [InlineData("Mentor nu: {0}.", "Poul A.", "Mentor nu: Poul A.")]
    [InlineData("Mentor nu: {0}.", "Poul Andersen", "Mentor nu: Poul Andersen.")]
    [InlineData("hver {0}. uge", 13, "hver 13. uge")]
    public void Only_the_stop_that_would_stand_twice_is_left_out(string text, object value, string sentence) =>
        Assert.Equal(sentence, Say(text, value));

    [Fact]
    public void Each_place_is_asked_for_its_own_value() =>
        Assert.Equal("Fra 1 t. Til 2. Ialt 3 t.", Say("Fra {0}. Til {1}. Ialt {2}.", "1 t.", 2, "3 t."));

    /// <summary>In Danish, as the portal's own wiring says it.</summary>
    private static string Say(string text, params object[] values)
    {
        var (culture, language) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.GetCultureInfo("da-DK"),
            CultureInfo.GetCultureInfo("da"));
        try
        {
            using var services = new ServiceCollection().AddLogging().AddPortalLocalization().BuildServiceProvider();
            return services.GetRequiredService<IStringLocalizer<SharedTexts>>()[text, values];
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, language);
        }
    }
}
