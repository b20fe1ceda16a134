using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace MentorMarket.Web.Pages.Provider.Entries;

/// <summary>Which of the two times the clock shows it, in the night when summer time ends.</summary>
public enum ClockNight
{
    Summer,
    Winter,
}

/// <summary>What a mentor types about one stretch of time.</summary>
public class EntryForm
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    [Required, HasBeen]
    public DateOnly? Date { get; set; }

    [Required]
    public TimeOnly? From { get; set; }

    public ClockNight? FromNight { get; set; }

    [Required]
    public ClockEnd? To { get; set; }

    public ClockNight? ToNight { get; set; }

    [Required]
    public EntryKind? Kind { get; set; }

    [Required]
    public PlaceType? Place { get; set; }

    /// <summary>Asked only where one person gives support under several acts.</summary>
    public EntryAct? Act { get; set; }

    [StringLength(2000)]
    public string? Note { get; set; }

    public List<Step> Steps { get; set; } = [];

    public sealed class Step
    {
        public Guid Goal { get; set; }

        [Between(1, 5)]
        public int? Value { get; set; }
    }

    public bool AsksFromNight => Date is { } date && From is { } from && DanishTime.At(date, from).Outcome == LocalTimeOutcome.Twice;

    public bool AsksToNight => Date is { } date && To is { } to && to.On(date).Outcome == LocalTimeOutcome.Twice;

    public IReadOnlyList<StepOn> ChosenSteps => [.. Steps.Where(s => s.Value is not null).Select(s => new StepOn(s.Goal, s.Value!.Value))];

    /// <summary>The instants that the typed date and times stand for, or null with messages at the fields.</summary>
    public (DateTimeOffset Start, DateTimeOffset End)? Times(ModelStateDictionary state, DateTimeOffset now,
        IStringLocalizer<ProviderTexts> L)
    {
        if (Date is not { } date || From is not { } from || To is not { } to) return null;
        var start = Read(DanishTime.At(date, from), FromNight, "Form.From", state, L);
        var end = Read(to.On(date), ToNight, "Form.To", state, L);
        if (start is not { } first || end is not { } last) return null;
        if (last <= first)
        {
            state.AddModelError("Form.To", L["Slut skal være senere end start. Gik kontakten hen over midnat, så registrér to gange."]);
        }
        else if (last - first > Longest)
        {
            state.AddModelError("Form.To", L["Det er mere end 12 timer. Se efter, om tiderne er rigtige, eller del tiden i to."]);
        }
        else if (first > now + ClocksDiffer)
        {
            state.AddModelError(date > DanishTime.DateOf(now) ? "Form.Date" : "Form.From",
                L["Tiden ligger i fremtiden. Registrér først, når kontakten er slut."]);
        }
        else if (last > now + ClocksDiffer)
        {
            state.AddModelError("Form.To", L["Slut ligger i fremtiden. Registrér først, når kontakten er slut."]);
        }
        else
        {
            return (first, last);
        }
        return null;
    }

    private static DateTimeOffset? Read(LocalInstant local, ClockNight? night, string field, ModelStateDictionary state,
        IStringLocalizer<ProviderTexts> L)
    {
        switch (local.Outcome)
        {
            case LocalTimeOutcome.Once: return local.Earlier;
            case LocalTimeOutcome.DoesNotExist:
                state.AddModelError(field, L["Det klokkeslæt fandtes ikke den nat: uret blev stillet frem fra 2.00 til 3.00."]);
                return null;
            case LocalTimeOutcome.Twice when night is { } which: return which == ClockNight.Summer ? local.Earlier : local.Later;
            case LocalTimeOutcome.Twice:
            default:
                state.AddModelError(field + "Night",
                    L["Det klokkeslæt var der to gange den nat, for uret blev stillet tilbage. Vælg hvilken."]);
                return null;
        }
    }
}

public sealed record StepOn(Guid Goal, int Value);
