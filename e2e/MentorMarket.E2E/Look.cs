using System.Text;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace MentorMarket.E2E;

/// <summary>How a page looks and whether everybody can use it, at an office screen and at a phone.</summary>
public static class Look
{
    private static readonly string[] Standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    /// <summary>320 px is WCAG's reflow width (1.4.10); it joins in <c>infra/test --all</c>.</summary>
    private static readonly int[] Widths = Environment.GetEnvironmentVariable("MENTORMARKET_TEST_ALL") == "1" ? [1280, 360, 320]
        : [1280, 360];

    private static readonly string AxeSource = new BundledAxeScriptProvider().GetScript();

    /// <summary>Fails when axe finds a violation or the page scrolls sideways, at any width; lists all that was found.</summary>
    /// <remarks>Keeps pictures as NAME-WIDTH.png in the folder that MENTORMARKET_SCREENSHOTS names, if set.</remarks>
    /// <param name="isTranslation">The same page in its other language, where only words and their widths differ: axe looks at the
    /// narrowest only.</param>
    public static async Task At(IPage page, string name, bool isTranslation = false)
    {
        var found = new StringBuilder();
        var before = page.ViewportSize;
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, width < 600 ? 740 : 900);
            await page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
            await Picture(page, name, width);

            var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (wide > 0) found.AppendLine($"{width} px: {wide} px wider than the screen. Sticking out: {await StickingOut(page)}");

            if (isTranslation && width != Widths[^1]) continue;
            foreach (var violation in await Violations(page)) found.AppendLine($"{width} px: {violation}");
        }
        if (before is not null) await page.SetViewportSizeAsync(before.Width, before.Height);
        Assert.True(found.Length == 0, $"{name} ({page.Url}):\n{found}");
    }

    private static async Task Picture(IPage page, string name, int width)
    {
        if (Environment.GetEnvironmentVariable("MENTORMARKET_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true });
        }
    }

    // The source goes into a page once, and only what is violated comes back: with a page of its own per run, as the
    // package's RunAxe does it, a suite of some hundred looks takes minutes longer. Frames would be left out that way.
    private static async Task<string[]> Violations(IPage page)
    {
        Assert.True(page.Frames.Count == 1, $"{page.Url} has frames, into which axe does not look here.");
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window")) await page.EvaluateAsync(AxeSource + "\n;0");
        return await page.EvaluateAsync<string[]>("""
            async standards => {
                const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: standards }, resultTypes: ['violations'] });
                const why = node => [...node.any, ...node.all, ...node.none].map(check => check.message).join('; ');
                return violations.map(v => `${v.id} (${v.impact}): ${v.help}` + v.nodes.map(n => `\n    ${n.html}\n      ${why(n)}`).join(''));
            }
            """, Standards);
    }

    private static Task<string> StickingOut(IPage page) => page.EvaluateAsync<string>("""
        () => [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .slice(0, 5).map(e => e.outerHTML.slice(0, 120)).join(' | ')
        """);
}
