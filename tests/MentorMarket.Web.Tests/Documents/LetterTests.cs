using MentorMarket.Domain.Documents;
using MentorMarket.Web.Documents;
using MentorMarket.Web.Localization;
using MentorMarket.Web.Words;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Tests.Documents;

/// <summary>What the letters of decisions say in each case, and what is kept beside them.</summary>
public sealed class LetterTests
{
    private static readonly DateOnly Day = new(2026, 3, 10);

    private static readonly GrantFacts Running = new()
    {
        StartsOn = Day.AddDays(-30),
        EndsOn = Day.AddDays(60),
        Mentors = [new("Mentor Prøve", "Nordmentor", "00 00 00 00", "")],
        Pauses = [new(Day, Day.AddDays(10)) { Reason = "Du er indlagt", Assessment = "Målet er det samme", DecidedOn = Day }],
    };

    private static Sheet Write(DocumentKind kind, GrantFacts facts, string language = "da", int day = 0)
    {
        using var services = new ServiceCollection().AddLogging().AddPortalLocalization().BuildServiceProvider();
        return Letters.Write(kind, new("Prøvekøbing Kommune", "Prøvine", "Prøvevej 12", language, "G-1", Day.AddDays(day)), facts,
            services.GetRequiredService<IStringLocalizer<SharedTexts>>());
    }

    private static string Text(Sheet sheet) => string.Join('\n', sheet.Blocks.Select(b => b switch
    {
        Heading heading => heading.Text,
        Paragraph paragraph => paragraph.Text,
        Points points => string.Join('\n', points.Items),
        Web.Documents.Facts facts => string.Join('\n', facts.Items.Select(f => $"{f.Label}: {string.Join(' ', f.Lines)}")),
        _ => "",
    })).Replace('\u00a0', ' ');

    [Theory]
    [InlineData(GrantKind.New, "da", "Afslag på mentorstøtte", "du ikke får støtte fra en mentor", "Sag G-1")]
    [InlineData(GrantKind.Extension, "da", "Din mentorstøtte bliver ikke forlænget", "din støtte fra en mentor ikke bliver forlænget",
        "Sag G-1")]
    [InlineData(GrantKind.Change, "da", "Din mentorstøtte bliver ikke ændret", "din støtte fra en mentor ikke bliver ændret", "Sag G-1")]
    [InlineData(GrantKind.Extension, "en", "Your mentor support is not extended", "your support from a mentor is not extended", "Case G-1")]
    public void A_refusal_says_what_is_refused_and_that_nothing_is_granted(GrantKind kind, string language, string title, string opening,
        string reference)
    {
        var facts = new GrantFacts
        {
            Kind = kind,
            RefusalGrounds = [RefusalGround.NoAgreement],
            RefusalReason = "Som aftalt",
            HeldUntil = kind == GrantKind.New ? null : Day.AddDays(20)
        };
        var letter = Write(DocumentKind.Refusal, facts, language);

        Assert.Equal((title, reference), (letter.Title, letter.Reference));
        Assert.Contains(opening, Text(letter));
        var held = language == "da" ? "Den bevilling, du har nu, gælder til og med"
            : "The grant that you have now runs up to and including";
        Assert.Equal(kind != GrantKind.New, Text(letter).Contains(held, StringComparison.Ordinal));
        // One that is over by the day of the letter is not said to hold.
        Assert.DoesNotContain(held, Text(Write(DocumentKind.Refusal, facts, language, day: 21)));
    }

    [Fact]
    public void A_pause_that_is_over_is_not_said_to_hold()
    {
        Assert.Contains("holder pause", Text(Write(DocumentKind.Pause, Running)));
        var resumed = Running with { Pauses = [new(Day, Day.AddDays(4)) { Reason = "Du er indlagt", ResumeReason = "Du er hjemme igen" }] };

        Assert.All([(3, "Din støtte går videre fra "), (5, "Din støtte er genoptaget fra "), (9, "Din støtte er genoptaget fra ")], said =>
        {
            var letter = Write(DocumentKind.Pause, resumed, day: said.Item1);
            Assert.Equal("Din mentorstøtte går videre", letter.Title);
            Assert.Contains(said.Item2 + Show.Date(Day.AddDays(5)).Replace('\u00a0', ' '), Text(letter));
            Assert.DoesNotContain("holder pause", Text(letter));
        });
        var cancelled = Write(DocumentKind.Pause,
            Running with { Pauses = [], Cancelled = [new(Day, null) { ResumeReason = "Du blev ikke indlagt" }] });
        Assert.Equal("Pausen i din mentorstøtte er aflyst", cancelled.Title);
        Assert.All(["Det gælder ikke længere: Pausen er aflyst.", "Aflyst: Pause fra", "Du blev ikke indlagt"],
            said => Assert.Contains(said, Text(cancelled)));
    }

    [Theory]
    [InlineData(DocumentKind.DecisionLetter)]
    [InlineData(DocumentKind.Agreement)]
    [InlineData(DocumentKind.MinPlan)]
    [InlineData(DocumentKind.MentorLetter)]
    [InlineData(DocumentKind.Pause)]
    [InlineData(DocumentKind.End)]
    public void Beside_a_document_nothing_is_kept_that_it_does_not_say(DocumentKind kind)
    {
        var ended = Running with
        {
            EndedOn = Day.AddDays(5),
            DeliveredMinutes = 4321,
            End = new(Day.AddDays(5), EndReason.Other, "Du er flyttet hjem", "Vi er enige", false, Day)
        };
        var kept = ended.For(kind).ToJson();

        Assert.Equal(kind == DocumentKind.Pause, kept.Contains("Du er indlagt", StringComparison.Ordinal)
            || kept.Contains("Målet er det samme", StringComparison.Ordinal));
        Assert.Equal(kind == DocumentKind.End, kept.Contains("Du er flyttet hjem", StringComparison.Ordinal)
            || kept.Contains("Vi er enige", StringComparison.Ordinal) || kept.Contains("4321", StringComparison.Ordinal));
        // What was stored whole before compares as it did, and so does what is stored now.
        Assert.Empty(GrantFacts.FromJson(ended.ToJson()).ChangesTo(ended, kind));
        Assert.Empty(GrantFacts.FromJson(kept).ChangesTo(ended, kind));
        var longer = ended with { Pauses = [new(Day, Day.AddDays(3)) { Reason = "Du er indlagt" }] };
        Assert.Equal(GrantFacts.FromJson(ended.ToJson()).ChangesTo(longer, kind), GrantFacts.FromJson(kept).ChangesTo(longer, kind));
        Assert.Equal(kind is DocumentKind.DecisionLetter or DocumentKind.End, GrantFacts.FromJson(kept).ChangesTo(longer, kind).Count == 0);
    }

    [Fact]
    public void An_early_end_in_a_pause_moves_the_period_and_not_the_pause()
    {
        var ended = Running with { EndedOn = Day.AddDays(5) };

        Assert.Empty(Running.ChangesTo(ended, DocumentKind.Pause));
        Assert.Equal([LetterFact.Period], Running.ChangesTo(ended, DocumentKind.MinPlan));
        // A plan that was stored with the pause cut at the end says the same.
        Assert.Empty((ended with { Pauses = [new(Day, Day.AddDays(5))] }).ChangesTo(ended, DocumentKind.MinPlan));
    }
}
