using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MentorMarket.Domain.Documents;
using MentorMarket.Exchange.Csv;

namespace MentorMarket.Web.Documents;

/// <summary>
/// A mentor support in the terms of Min Plan: dates, and time as hours with minutes from 0 to 59 beside them. There is
/// no live call: the file is carried into the municipality's own system.
/// </summary>
/// <remarks>Danish: Min Plan. Source: guidance ch. 6; BAB § 52.</remarks>
public sealed record MinPlanData(
    string Grant, int Version, string Purpose, string Reason, IReadOnlyList<MentorFact> Mentors, IReadOnlyList<string> Tasks,
        string TaskText,
    DateOnly? StartsOn, DateOnly? EndsOn, PlanTime PerWeek, PlanTime? InAll)
{
    private static readonly JsonSerializerOptions Written =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>In the words of the plan, which is Danish whatever the caseworker reads the portal in.</summary>
    public static MinPlanData Of(string grant, int version, GrantFacts facts, IStringLocalizer<SharedTexts> L)
    {
        var reader = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("da-DK");
        try
        {
            return new(
                grant, version, facts.Purpose is { } purpose ? Labels.Of(purpose, L) : "", facts.Reason, facts.Mentors,
                    [.. facts.Tasks.Select(t => Labels.Of(t, L))], facts.TaskText,
                facts.StartsOn, facts.LastDay, PlanTime.Of(facts.HoursPerWeek ?? 0), facts.TotalHours is { } total ? PlanTime.Of(total)
                    : null)
            { Facts = facts };
        }
        finally
        {
            CultureInfo.CurrentUICulture = reader;
        }
    }

    [JsonIgnore]
    public GrantFacts Facts { get; private init; } = new();

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Written);

    /// <summary>A row for Danish Excel, with its headings.</summary>
    public byte[] ToCsv(IStringLocalizer<SharedTexts> L)
    {
        var file = new DanishExcel();
        foreach (var heading in new[]
        {
            L["Bevilling"], L["Udgave"], L["Formål"], L["Begrundelse"], L["Mentorens navn"], L["Mentorens telefon"],
                L["Mentorens mailadresse"], L["Mentorens opgaver"],
            L["Startdato"], L["Slutdato"], L["Timer pr. uge"], L["Minutter pr. uge"], L["Timer i alt"], L["Minutter i alt"],
        })
            file.Add(heading.Value);
        file.EndRow();
        file.Add(Grant).Add(Version).Add(string.Join(", ", Facts.Say(LetterFact.Purpose, L))).Add(Reason)
            .Add(string.Join(", ", Mentors.Select(m => m.Name))).Add(string.Join(", ", Mentors.Select(m => m.Phone)))
                .Add(string.Join(", ", Mentors.Select(m => m.Email)))
            .Add(string.Join(", ", Facts.Say(LetterFact.Tasks, L)));
        foreach (var day in new[] { StartsOn, EndsOn })
        {
            if (day is { } known) file.Add(known);
            else file.Add("");
        }
        file.Add(PerWeek.Hours).Add(PerWeek.Minutes);
        if (InAll is { } all) file.Add(all.Hours).Add(all.Minutes);
        else file.Add("").Add("");
        file.EndRow();
        return file.ToBytes();
    }
}

/// <summary>A length of time as the plan has it.</summary>
/// <param name="Hours">Whole hours.</param>
/// <param name="Minutes">0 to 59.</param>
public readonly record struct PlanTime(int Hours, int Minutes)
{
    public static PlanTime Of(decimal hours)
    {
        var minutes = Domain.Values.Minutes.FromHours(hours).Value;
        return new(minutes / 60, minutes % 60);
    }
}
