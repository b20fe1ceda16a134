using System.Security.Cryptography;
using System.Text;
using MentorMarket.Domain.Delivery;
using MentorMarket.Web.Evidence;

namespace MentorMarket.Web.Tests.Evidence;

/// <summary>What stands in an event: enough to see later that nothing was changed.</summary>
public sealed class PayloadTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_grant_says_what_it_requires()
    {
        var grant = Grant.Draft(Guid.CreateVersion7(), Guid.CreateVersion7(), "B-1",
            new GrantTerms { Requirements = [Requirement.Evenings] }, Guid.CreateVersion7(), Now, "2026");

        Assert.Contains("\"requirements\":[\"Evenings\"]", CanonicalJson.Of(grant.Events[0].Payload));
    }

    [Fact]
    public void An_entry_says_its_steps_and_of_its_note_the_hash_alone()
    {
        var goal = Guid.CreateVersion7();
        TimeEntry Entry(string note) => new(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(),
            "Mentor Prøve", Now, Now.AddHours(1),
            EntryKind.Direct, PlaceType.Home, Guid.CreateVersion7(), Now, note: note, steps: [(goal, 4)]);

        var said = CanonicalJson.Of(Entry(" Vi gik en tur ").Events[0].Payload);

        Assert.Contains($"\"noteSha256\":\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("Vi gik en tur")))}\"", said);
        Assert.Contains($$"""
            "steps":{"{{goal}}":4}
            """, said);
        Assert.DoesNotContain("gik", said);
        Assert.Contains("\"noteSha256\":null", CanonicalJson.Of(Entry("").Events[0].Payload));
    }
}
