using System.Text;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace MentorMarket.E2E;

/// <summary>How a page looks and whether everybody can use it, at an office screen and at a phone.</summary>
public static class Look
{
    private static readonly string[] Standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    /// <summary>320 px is WCAG's reflow width (1.4.10); it joins in <c>infra/test --all</c>.</summary>
    private static readonly int[] Widths = Environment.GetEnvironmentVariable("MENTORMARKET_TEST_ALL") == "1" ? [1280, 360, 320] : [1280, 360];

    /// <summary>Fails when axe finds a violation or the page scrolls sideways, at any width; lists all that was found.</summary>
    /// <remarks>Keeps pictures as NAME-WIDTH.png in the folder that MENTORMARKET_SCREENSHOTS names, if set.</remarks>
    public static async Task At(IPage page, string name)
    {
        var found = new StringBuilder();
        var before = page.ViewportSize;
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, width < 600 ? 740 : 900);
            await page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
            if (Environment.GetEnvironmentVariable("MENTORMARKET_SCREENSHOTS") is { Length: > 0 } folder)
            {
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true });
            }

            var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (wide > 0) found.AppendLine($"{width} px: {wide} px wider than the screen. Sticking out: {await StickingOut(page)}");

            var result = await page.RunAxe(new AxeRunOptions { RunOnly = new() { Type = "tag", Values = [.. Standards] } });
            foreach (var violation in result.Violations)
            {
                found.AppendLine($"{width} px: {violation.Id} ({violation.Impact}): {violation.Help}");
                foreach (var node in violation.Nodes) found.AppendLine($"    {node.Html}\n      {Why(node)}");
            }
        }
        if (before is not null) await page.SetViewportSizeAsync(before.Width, before.Height);
        Assert.True(found.Length == 0, $"{name} ({page.Url}):\n{found}");
    }

    private static string Why(AxeResultNode node) =>
        string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message));

    private static Task<string> StickingOut(IPage page) => page.EvaluateAsync<string>("""
        () => [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .slice(0, 5).map(e => e.outerHTML.slice(0, 120)).join(' | ')
        """);
}
