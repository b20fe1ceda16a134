using MentorMarket.Benchmarks;

// One process measures one benchmark once: memory and warm-up of one never colour another. infra/bench runs
// this without arguments or with names; it starts itself again for each single measurement.
return args switch
{
    ["--once", var name, .. var rest] => Once(name, rest),
    _ => Runner.Run(args, Console.Out, Console.Error),
};

static int Once(string name, string[] rest)
{
    Console.WriteLine(Benchmark.Named(name).MeasureOnce(rest));
    return 0;
}
