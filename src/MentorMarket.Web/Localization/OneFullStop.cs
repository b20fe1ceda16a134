using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MentorMarket.Web.Localization;

/// <summary>Texts in which a sentence that ends with an abbreviation ends with one full stop: <c>3 t.</c> and not <c>3 t..</c>.</summary>
public sealed partial class OneFullStop(IStringLocalizerFactory texts) : IStringLocalizerFactory
{
    private readonly ConcurrentDictionary<Type, IStringLocalizer> known = new();

    public IStringLocalizer Create(Type resourceSource) => known.GetOrAdd(resourceSource, type => new Localizer(texts.Create(type)));

    public IStringLocalizer Create(string baseName, string location) => new Localizer(texts.Create(baseName, location));

    private sealed partial class Localizer(IStringLocalizer inner) : IStringLocalizer
    {
        // A page looks up some hundred texts. They come out of the program and are not many; whatever else is asked for is not kept.
        private const int Most = 10_000;

        private readonly ConcurrentDictionary<(string Name, CultureInfo Language), LocalizedString> found = new();

        public LocalizedString this[string name] =>
            found.TryGetValue((name, CultureInfo.CurrentUICulture), out var text) ? text
            : found.Count < Most ? found.GetOrAdd((name, CultureInfo.CurrentUICulture), key => inner[key.Name])
            : inner[name];

        public LocalizedString this[string name, params object[] arguments]
        {
            get
            {
                var text = this[name];
                // Most texts have no such place, and a page looks up some hundred of them.
                var sentence = !text.Value.Contains("}.", StringComparison.Ordinal) ? text.Value : Closed().Replace(text.Value, place =>
                    int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var at && at < arguments.Length
                        && arguments[at]?.ToString()?.EndsWith('.') == true ? $"{{{at}}}" : place.Value);
                return new(name, string.Format(CultureInfo.CurrentCulture, sentence, arguments), text.ResourceNotFound,
                    text.SearchedLocation);
            }
        }

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => inner.GetAllStrings(includeParentCultures);

        [GeneratedRegex(@"\{([0-9])\}\.", RegexOptions.CultureInvariant)]
        private static partial Regex Closed();
    }
}
