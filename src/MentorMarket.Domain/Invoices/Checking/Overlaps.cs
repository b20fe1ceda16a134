using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoices.Checking;

/// <summary>Somebody in direct contact: from when to when, and the slot of the entry that says so.</summary>
internal struct Presence : IShelved
{
    public int Person;
    public int Slot;
    public uint StartsAt;
    public uint EndsAt;

    readonly int IShelved.Group => Person;

    readonly uint IShelved.StartsAt => StartsAt;
}

/// <summary>Finds direct contacts of one person that overlap in time (D04, D05): half-open intervals, each person swept once.</summary>
/// <param name="isExact">The slots tell all instants exactly.</param>
internal sealed class Overlaps(Slot[] slots, CheckInput input, bool isExact)
{
    private readonly Presence[] presences = GC.AllocateUninitializedArray<Presence>(slots.Length);

    /// <param name="counts">The most that person p - 1 can have, by p; 0 for p = 0.</param>
    public void OfMentors(int[] counts)
    {
        var shelves = ShelvesFor(counts);
        for (var i = 0; i < slots.Length; i++)
        {
            ref readonly var slot = ref slots[i];
            if (slot.CanOverlap)
            {
                shelves.Next(slot.Mentor) = new Presence { Person = slot.Mentor, Slot = i, StartsAt = slot.StartsAt, EndsAt = slot.EndsAt };
            }
        }

        Sweep(counts, shelves.PutInOrder(), FindingCode.D04);
    }

    /// <param name="grantStarts">Where each grant's entries begin in the slots.</param>
    public void OfCitizens(int[] counts, int[] grantStarts)
    {
        var grants = input.Grants.Span;
        var shelves = ShelvesFor(counts);
        for (var grant = 0; grant < grants.Length; grant++)
        {
            var citizen = grants[grant].Citizen;
            for (var i = grantStarts[grant]; i < grantStarts[grant + 1]; i++)
            {
                ref readonly var slot = ref slots[i];
                if (slot.CanOverlap)
                {
                    shelves.Next(citizen) = new Presence { Person = citizen, Slot = i, StartsAt = slot.StartsAt, EndsAt = slot.EndsAt };
                }
            }
        }

        Sweep(counts, shelves.PutInOrder(), FindingCode.D05);
    }

    private Shelves<Presence> ShelvesFor(int[] counts)
    {
        Ordering.Accumulate(counts);
        return new Shelves<Presence>(presences, counts);
    }

    private void Sweep(int[] starts, int[] ends, FindingCode code)
    {
        for (var person = 0; person < ends.Length; person++)
        {
            Sweep(presences.AsSpan(starts[person]..ends[person]), code);
        }
    }

    // In order of start an entry overlaps an earlier one exactly when it starts before the latest end so far,
    // and a later one exactly when the very next starts before its end: looking one back misses nested entries.
    private void Sweep(Span<Presence> mine, FindingCode code)
    {
        PutTiesInOrder(mine);
        for (var (i, latest) = (1, 0); i < mine.Length; i++)
        {
            if (StartsBeforeEnd(in mine[i], in mine[i - 1]))
            {
                slots[mine[i - 1].Slot].Findings += code;
            }

            if (StartsBeforeEnd(in mine[i], in mine[latest]))
            {
                slots[mine[i].Slot].Findings += code;
            }

            latest = EndsBefore(in mine[latest], in mine[i]) ? i : latest;
        }
    }

    private void PutTiesInOrder(Span<Presence> mine)
    {
        for (var i = 1; i < mine.Length; i++)
        {
            for (var j = i; j > 0 && StartsBefore(in mine[j], in mine[j - 1]); j--)
            {
                (mine[j], mine[j - 1]) = (mine[j - 1], mine[j]);
            }
        }
    }

    // Only what the timeline cannot tell apart is looked up.
    private bool StartsBefore(in Presence one, in Presence other) => one.StartsAt != other.StartsAt
        ? one.StartsAt < other.StartsAt
        : !isExact && EntryOf(in one).Start < EntryOf(in other).Start;

    private bool StartsBeforeEnd(in Presence starting, in Presence ending) => starting.StartsAt != ending.EndsAt
        ? starting.StartsAt < ending.EndsAt
        : !isExact && EntryOf(in starting).Start < EntryOf(in ending).End;

    private bool EndsBefore(in Presence one, in Presence other) => one.EndsAt != other.EndsAt
        ? one.EndsAt < other.EndsAt
        : !isExact && EntryOf(in one).End < EntryOf(in other).End;

    private ref readonly CheckEntry EntryOf(in Presence presence) => ref input.Entries.Span[slots[presence.Slot].Entry];
}
