using MentorMarket.Domain.Delivery;
using FsCheck;
using FsCheck.Fluent;
using MentorMarket.Domain.Invoices.Checking;
using Microsoft.FSharp.Core;

namespace MentorMarket.Domain.Tests.Invoices.Checking;

/// <summary>
/// A small crowded world: few grants, people and weeks, so that everything collides; the weeks hold the nights when
/// the clock changes and the turn of the year. The same recipe always gives the same world.
/// </summary>
internal sealed class RandomWorld
{
    private static readonly string[] FirstDays = ["2026-03-16", "2026-10-12", "2025-12-22", "2026-05-04"];

    private readonly Random random;
    private readonly DateTimeOffset begin;
    private readonly List<DeliveredEntry> uncorrected = [];
    private DateTimeOffset lastStart;

    public RandomWorld(Recipe recipe)
    {
        random = new Random(recipe.Seed);
        begin = World.At($"{Pick(FirstDays)} 00:00");
        Grants = Make(random.Next(1, 5), Grant);
        Entries = Make(recipe.Entries, Entry);
        Lines = Make(recipe.Lines, Line);
    }

    public List<GrantTerms> Grants { get; }
    public List<DeliveredEntry> Entries { get; }
    public List<BilledLine> Lines { get; }

    public static CheckBook Book(IEnumerable<GrantTerms> grants, IEnumerable<DeliveredEntry> entries, IEnumerable<BilledLine> lines)
    {
        var book = new CheckBook();
        grants.ToList().ForEach(g => book.Add(g));
        entries.ToList().ForEach(e => book.Add(e));
        lines.ToList().ForEach(l => book.Add(l));
        return book;
    }

    public CheckBook Book() => Book(Grants, Entries, Lines);

    /// <summary>Tries a property on many worlds. MENTORMARKET_SEED chooses others than the usual ones.</summary>
    public static void ForAll(Func<RandomWorld, bool> property, int times = 400)
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("MENTORMARKET_SEED"), out var chosen) ? chosen : 20260321UL;
        Console.WriteLine($"Random worlds: MENTORMARKET_SEED={seed}");
        var config = Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed, 1), FSharpOption<int>.None)));
        var recipes = Gen.Choose(0, int.MaxValue - 1)
            .SelectMany(s => Gen.Choose(0, 24).SelectMany(e => Gen.Choose(0, 16).Select(l => new Recipe(s, e, l))));
        Prop.ForAll(Arb.From(recipes, Smaller), recipe => property(new RandomWorld(recipe))).Check(config);
    }

    public T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public bool Chance(int percent) => random.Next(100) < percent;

    public FindingSet Some(IEnumerable<FindingCode> codes, int percent) => new([.. codes.Where(_ => Chance(percent))]);

    /// <summary>The entries, and some of them with what only a portal knows of them; so do some lines and grants then.</summary>
    public List<DeliveredEntry> Given()
    {
        for (var i = 0; i < Lines.Count; i++)
        {
            var codes = Chance(10) ? new FindingSet(Pick([FindingCode.F02, FindingCode.K01])) : FindingSet.None;
            Lines[i] = Lines[i] with
            {
                Marks = new Marks(codes, FindingSet.None),
                Ceiling = Chance(20) ? new Money(Pick([350m, 395m])) : null
            };
        }

        for (var i = 0; i < Grants.Count; i++)
        {
            Grants[i] = Grants[i] with { IsInForce = !Chance(8) };
        }

        return Entries.ConvertAll(e => e with { LateDays = Chance(20) ? Pick([1, 13, 15, 90]) : e.LateDays }).ConvertAll(e => Chance(25)
            ? e with
            {
                Marks = new Marks(
                new FindingSet(Pick([FindingCode.D04, FindingCode.D07, FindingCode.E03, FindingCode.G01, FindingCode.G05])),
                FindingSet.None)
            }
            : e);
    }

    public List<T> Shuffled<T>(List<T> items) => [.. items.OrderBy(_ => random.Next())];

    private static IEnumerable<Recipe> Smaller(Recipe recipe)
    {
        if (recipe.Lines > 0)
        {
            yield return recipe with { Lines = recipe.Lines / 2 };
            yield return recipe with { Lines = recipe.Lines - 1 };
        }

        if (recipe.Entries > 0)
        {
            yield return recipe with { Entries = recipe.Entries / 2 };
            yield return recipe with { Entries = recipe.Entries - 1 };
        }
    }

    private static List<T> Make<T>(int count, Func<int, T> one) => [.. Enumerable.Range(0, count).Select(one)];

    private GrantTerms Grant(int i)
    {
        var from = DanishTime.DateOf(begin).AddDays(random.Next(-10, 12));
        return new GrantTerms(
            $"G{i}", Pick(["gribskov", "hilleroed"]), Pick(["nord", "syd"]), Pick(["c1", "c2"]),
            new Period(from, from.AddDays(random.Next(3, 40))),
            Minutes.FromHours(Pick([0m, 1m, 1.5m, 2.575m, 4.3m, 20m])),
            Chance(40) ? Minutes.FromHours(Pick([0m, 1m, 3m, 7.5m])) : null,
            new Money(Pick([250m, 387.35m, 400m])), Chance(50) ? new Money(Pick([380m, 400m, 390.01m])) : null,
            Chance(30) ? ["m1"] : Chance(20) ? ["m1", "m2"] : []);
    }

    private DeliveredEntry Entry(int i)
    {
        var start = begin.AddMinutes(15 * random.Next(4 * 24 * 21)).AddSeconds(Chance(30) ? random.Next(60) : 0);
        if (i > 0 && Chance(15))
        {
            start = lastStart;
        }

        var length = TimeSpan.FromMinutes(Pick([0, 15, 30, 45, 60, 90, 120, 720, 721, -30]))
            + TimeSpan.FromSeconds(Chance(30) ? random.Next(60) : 0);
        var end = start + length;
        var registered = end + Pick([
            TimeSpan.Zero, TimeSpan.FromMinutes(-5), TimeSpan.FromSeconds(-301), TimeSpan.FromHours(3),
            TimeSpan.FromDays(14), TimeSpan.FromDays(14) + TimeSpan.FromSeconds(1), TimeSpan.FromTicks(1), TimeSpan.FromDays(30)]);
        lastStart = start;
        var corrected = uncorrected.Count > 0 && Chance(12) ? Pick(uncorrected) : null;
        var entry = new DeliveredEntry(
            $"T{random.Next(1000):000}-{i}", corrected?.GrantId ?? (Chance(5) ? "unknown" : $"G{random.Next(Grants.Count)}"),
            Pick(["m1", "m2", "m3"]), start, end, Chance(80) ? EntryKind.Direct : Pick(Enum.GetValues<EntryKind>()),
            Chance(70) ? Receipt.Confirmed : Pick(Enum.GetValues<Receipt>()), registered, corrected?.Id);

        // Each entry is corrected at most once, and only by a later one of the list: no circles.
        uncorrected.RemoveAll(e => e == corrected);
        uncorrected.Add(entry);
        return entry;
    }

    private BilledLine Line(int i)
    {
        var named = Chance(60) && Entries.Count > 0 ? Pick(Entries) : null;
        var grant = Chance(5) ? null : Grants.Find(g => g.Id == named?.GrantId && !Chance(5)) ?? Pick(Grants);
        var from = DanishTime.DateOf(begin).AddDays(random.Next(0, 21));
        var minutes = new Minutes(named is not null && Chance(60)
            ? Math.Max(0, (int)(named.End - named.Start).TotalMinutes)
            : Pick([0, 1, 15, 30, 37, 60, 90, 120, 300]));
        var rate = new Money(Pick([250m, 387.35m, 400m, 412.5m, 0.01m]));
        var due = Money.Due(minutes, rate);
        var amount = Chance(80) ? due : Money.FromOre(Math.Max(0, due.Ore + Pick([-1000L, -1, 1, 500, 35000])));
        return new BilledLine(
            Pick(["F1", "F2", "F10"]), Chance(10) ? 1 : i + 1,
            Chance(4) || grant is null ? "oest" : grant.Provider, Chance(4) || grant is null ? "gribskov" : grant.Municipality,
            DanishTime.DateOf(begin).AddDays(30 + random.Next(3)), grant?.Id ?? "none",
            Chance(3) ? "nothing" : named?.Id, new Period(from, from.AddDays(random.Next(0, 14))), minutes, rate, amount);
    }

    internal sealed record Recipe(int Seed, int Entries, int Lines);
}
