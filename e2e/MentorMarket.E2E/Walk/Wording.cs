using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MentorMarket.E2E.Walk;

/// <summary>Finds what is not in the language of a page, or not in words at all. What people wrote stays as they wrote it.</summary>
public static partial class Wording
{
    /// <summary>Common Danish words that are no English ones.</summary>
    private static readonly HashSet<string> Danish = new(StringComparer.OrdinalIgnoreCase)
    {
        "og", "ikke", "af", "til", "på", "fra", "med", "det", "er", "en", "et", "du", "der", "skal", "kan", "har", "bliver", "eller",
            "efter", "alle",
        "vis", "gem", "søg", "log ind", "tilbage", "fortryd", "måned", "periode", "beløb", "borger", "borgere", "bevilling", "forløb",
            "opslag", "faktura",
        "fakturaer", "tid", "dato", "afvist", "betales", "tilbageholdt", "godkendt", "leverandør", "medarbejdere", "overblik", "indhold",
            "linje", "navn",
        "dem", "denne", "dette", "jeg", "hvis", "når", "hvad", "hvem", "hvor", "hvorfor", "hvordan", "uden", "ved", "være", "været",
            "bliv", "blev", "ingen", "intet",
        "ny", "nye", "nyt", "også", "kun", "mellem", "støtte", "støtten", "sagsbehandler", "afgørelse", "opfølgning", "frist", "udgave",
            "mål", "timer", "uge", "uger",
        "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag", "januar", "februar", "marts", "maj", "juni", "juli",
            "oktober",
        "kommune", "kommunen", "kommunens", "borgeren", "borgerens", "mentorens", "leverandøren", "bevillingen", "loven", "lovens", "vejl",
            "servicestandard", "stk", "år", "dage", "dag",
        "sendt", "udført", "udsat", "afsluttet", "kladde", "venter", "mangler", "række", "kolonne", "fil", "adgangskode", "teamleder",
            "økonomi", "revisor",
    };

    /// <summary>Common English words that are no Danish ones.</summary>
    private static readonly HashSet<string> English = new(StringComparer.OrdinalIgnoreCase)
    {
        "the", "and", "not", "with", "of", "are", "this", "that", "these", "which", "who", "what", "when", "where", "why", "you", "your",
            "from", "been", "was", "were", "will",
        "save", "search", "back", "cancel", "month", "months", "amount", "citizen", "citizens", "grant", "grants", "course", "invoice",
            "invoices", "date", "rejected", "paid", "held",
        "approved", "provider", "members", "name", "hours", "week", "weeks", "draft", "submitted", "published", "accepted", "ended",
            "discarded", "external", "purpose", "goal", "goals",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "may", "june",
            "july", "october",
    };

    /// <summary>What stands in the page's own words in the wrong language, and names and numbers as only programs write them.</summary>
    /// <param name="written">What else people wrote that stands on this page.</param>
    public static async Task<IReadOnlyList<string>> Strange(IPage page, params IEnumerable<string> written)
    {
        var said = await page.EvaluateAsync<string[]>("""
            () => {
                const own = document.documentElement.lang, said = [own, document.title];
                const isOwn = e => !e.closest('script, style, textarea, svg title, code, kbd, [translate=no]') && (e.closest('[lang]')?.lang ?? own) === own;
                const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (walk.nextNode()) if (walk.currentNode.parentElement && isOwn(walk.currentNode.parentElement)) said.push(walk.currentNode.textContent);
                for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'data-title', 'data-confirm'])
                    for (const e of document.querySelectorAll(`[${name}]`)) if (isOwn(e)) said.push(e.getAttribute(name));
                return said.map(text => text.replace(/\s+/g, ' ').trim()).filter(text => text);
            }
            """);
        var foreign = said[0] == "en" ? Danish : English;
        return [.. said.Skip(1).Distinct().Select(text => (Text: text, Own: Written.TakenOutOf(Address().Replace(text, "…"), written)))
            .SelectMany(each => Word().Matches(each.Own).Select(word => word.Value).Where(foreign.Contains)
                .Concat(Programs().Matches(each.Own).Select(found => found.Value))
                .Distinct().Select(word => $"'{word}' in '{each.Text}'"))];
    }

    // Not the letters in a number like D-18af40.
    [GeneratedRegex(@"(?<![\p{L}\d])\p{L}+(?![\p{L}\d])")]
    private static partial Regex Word();

    [GeneratedRegex(@"\S+@\S+|https?://\S+")]
    private static partial Regex Address();

    /// <summary>A name of two joined words, a date or a time that begins with the year, a number with a point for a comma.</summary>
    [GeneratedRegex(
        @"(?<![\p{L}@/.])(?!(?:MentorMarket|JavaScript)\b)\p{Lu}\p{Ll}+\p{Lu}\p{Ll}+\p{L}*|\b\d{4}-\d{2}-\d{2}|\b\d+\.\d{1,2}(?=\s*(kr\b|t\.|h\b|%))|[0-9a-f]{8}-[0-9a-f]{4}-|\bSystem\.|\bMicrosoft\.")]
    private static partial Regex Programs();
}
