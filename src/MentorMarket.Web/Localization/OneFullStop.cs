using System.Globalization;
using System.Text.RegularExpressions;

namespace MentorMarket.Web.Localization;

/// <summary>Texts in which a sentence that ends with an abbreviation ends with one full stop: <c>3 t.</c> and not <c>3 t..</c>.</summary>
public sealed partial class OneFullStop(IStringLocalizerFactory texts) : IStringLocalizerFactory
{
    public IStringLocalizer Create(Type resourceSource) => new Localizer(texts.Create(resourceSource));

    public IStringLocalizer Create(string baseName, string location) => new Localizer(texts.Create(baseName, location));

    private sealed partial class Localizer(IStringLocalizer inner) : IStringLocalizer
    {
        public LocalizedString this[string name] => inner[name];

        public LocalizedString this[string name, params object[] arguments]
        {
            get
            {
                var text = inner[name];
                var sentence = Closed().Replace(text.Value, place =>
                    int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var at && at < arguments.Length && arguments[at]?.ToString()?.EndsWith('.') == true ? $"{{{at}}}" : place.Value);
                return new(name, string.Format(CultureInfo.CurrentCulture, sentence, arguments), text.ResourceNotFound, text.SearchedLocation);
            }
        }

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => inner.GetAllStrings(includeParentCultures);

        [GeneratedRegex(@"\{([0-9])\}\.", RegexOptions.CultureInvariant)]
        private static partial Regex Closed();
    }
}
