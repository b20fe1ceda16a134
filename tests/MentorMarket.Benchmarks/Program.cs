using MentorMarket.Benchmarks;
using MentorMarket.Benchmarks.Pages;

// One process measures one benchmark once: memory and warm-up of one never colour another. infra/bench runs
// this without arguments or with names; it starts itself again for each single measurement.
return args switch
{
    ["--once", var name, .. var rest] => Once(name, rest),
    ["--raw", var folder, var url] => await RawEndpoint.RunAsync(folder, url),
    _ => Runner.Run(args, Console.Out, Console.Error),
};

static int Once(string name, string[] rest)
{
    Console.WriteLine(Benchmark.Named(name).MeasureOnce(rest));
    return 0;
}
