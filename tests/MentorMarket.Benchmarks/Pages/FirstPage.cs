namespace MentorMarket.Benchmarks.Pages;

/// <summary>From the start of the published program until its first page, the one to log in on, is answered.</summary>
internal sealed class FirstPage() : PageBenchmark("first-page")
{
    protected override async Task<object> MeasureAsync(House house, Load load)
    {
        var folder = house.FolderWith(house.DatabasePort);
        var (pages, raws) = (new List<double>(), new List<double>());
        for (var pair = 0; pair < Pairs; pair++)
        {
            await using (var portal = house.StartPortal(folder))
            {
                pages.Add((await portal.AnswersAsync("/account/login")).TotalMilliseconds);
            }

            await using var raw = house.StartRaw(folder);
            raws.Add((await raw.AnswersAsync("/")).TotalMilliseconds);
        }

        return new
        {
            name = Name,
            value = Math.Round(Median(pages)),
            unit = "ms",
            limit = "raw endpoint: from its start to its first answer from the database",
            limit_value = Math.Round(Median(raws)),
            ratio = Math.Round(Median(pages.Zip(raws, (page, raw) => page / raw)), 2),
            pairs = Pairs,
            spread = Range(pages, 0),
            limit_spread = Range(raws, 0),
        };
    }
}
