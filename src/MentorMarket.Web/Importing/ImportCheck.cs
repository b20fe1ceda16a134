using System.Globalization;

namespace MentorMarket.Web.Importing;

/// <summary>A citizen that the portal has already.</summary>
/// <param name="Grants">Grants with a period that were not given up.</param>
public sealed record KnownCitizen(Guid Id, string Name, int BirthYear, IReadOnlyList<KnownGrant> Grants);

/// <summary>A grant that is there already.</summary>
public sealed record KnownGrant(string Number, Period Period);

/// <summary>What is to be written: the citizens and their grants, in the order of the file.</summary>
/// <param name="Known">The citizen as the portal has it, or null for a new one.</param>
public sealed record ImportRow(ReadRow Read, KnownCitizen? Known, GrantTerms? Terms);

/// <summary>
/// Judges the rows of a file: each for itself, against each other, against the portal's citizens and grants, and against the
/// rule set. Pure: what is known comes in, findings and rows come out.
/// </summary>
public sealed class ImportCheck(IReadOnlyDictionary<ImportField, int> columns, ImportFindings findings, GrantContext rules)
{
    private readonly Dictionary<CprNumber, (ReadRow First, List<(string Text, bool IsRow, Period Period)> Periods)> seen = [];
    private readonly HashSet<Demand> notInFile = [];

    /// <summary>Judges a row; rows come in the order of the file.</summary>
    public ImportRow Judge(ReadRow row, KnownCitizen? known)
    {
        (ReadRow First, List<(string Text, bool IsRow, Period Period)> Periods) before = (row, []);
        if (row.Cpr is { } cpr && seen.TryGetValue(cpr, out before))
        {
            Compare(row, before.First);
        }
        else
        {
            before = (row, [.. (known?.Grants ?? []).Select(g => (g.Number, false, g.Period))]);
            if (row.Cpr is { } first) seen.Add(first, before);
            if (known is null) AskForNew(row);
        }
        if (known is not null && row.Of(ImportField.Name) is { Length: > 0 } name && !IsSame(name, known.Name))
        {
            findings.Add(row.Number, ImportField.Name, ImportFault.OtherName);
        }

        var terms = row.Terms is null ? null : WithSchemes(row, known);
        if (terms is not null) JudgeGrant(row, terms, known, before.Periods);
        return new(row, known, terms);
    }

    private void AskForNew(ReadRow row)
    {
        if (row.Of(ImportField.Name).Length == 0 && !findings.Has(row.Number, ImportField.Name))
        {
            findings.Add(row.Number, ImportField.Name, ImportFault.NameMissing);
        }
        if (row.Of(ImportField.Area).Length == 0 && !findings.Has(row.Number, ImportField.Area))
        {
            findings.Add(row.Number, ImportField.Area, ImportFault.AreaMissing);
        }
    }

    // What an earlier row said of the same citizen stands; one that says otherwise is not passed over.
    private void Compare(ReadRow row, ReadRow first)
    {
        foreach (var (field, text) in row.Citizen)
        {
            if (first.Of(field) is { Length: > 0 } earlier && !IsSame(text, earlier))
            {
                findings.Add(row.Number, field, ImportFault.ContradictsRow, Text(first.Number));
            }
        }
        if (row.IsProtected != first.IsProtected && columns.ContainsKey(ImportField.IsProtected))
        {
            findings.Add(row.Number, ImportField.IsProtected, ImportFault.ContradictsRow, Text(first.Number));
        }
    }

    private void JudgeGrant(ReadRow row, GrantTerms terms, KnownCitizen? known, List<(string Text, bool IsRow, Period Period)> periods)
    {
        var context = rules with { BirthYear = BirthYear(row, known) };
        // What follows from a cell that could not be read is not said a second time.
        var shortfalls = terms.Shortfalls(GrantKind.New, context)
            .Where(s => !findings.Has(row.Number, FieldOf(s.Demand)) && !FollowsFromAnother(s.Demand, row, terms)).ToList();
        foreach (var shortfall in shortfalls)
        {
            var field = FieldOf(shortfall.Demand);
            var limit = shortfall.Limit is { } most ? Text(most) : "";
            // Every grant of the file lacks what has no column: that is said once, and the drafts wait for it.
            if (IsMissing(shortfall.Demand) && !columns.ContainsKey(field))
            {
                if (notInFile.Add(shortfall.Demand))
                {
                    findings.Add(1, null, ImportFault.NotInFile, shortfall.Demand.ToString(), shortfall.Source);
                }
            }
            else
            {
                findings.Add(row.Number, field, ImportFault.NotMet, shortfall.Demand.ToString(), shortfall.Source, limit);
            }
        }
        if (terms is not { StartsOn: { } from, EndsOn: { } to } || to < from) return;
        var period = new Period(from, to);
        foreach (var other in periods.Where(p => p.Period.Overlaps(period)))
        {
            if (other.IsRow) findings.Add(row.Number, ImportField.StartsOn, ImportFault.OverlapsRow, other.Text);
            else findings.Add(row.Number, ImportField.StartsOn, ImportFault.OverlapsGrant, other.Text, Day(other.Period.From),
                Day(other.Period.To));
        }
        periods.Add((Text(row.Number), true, period));
    }

    // The last day is fine where only the first is missing, and the words belong to a goal that was not understood.
    private bool FollowsFromAnother(Demand demand, ReadRow row, GrantTerms terms) =>
        (demand == Demand.EndsOn && terms is { StartsOn: null, EndsOn: not null })
            || (demand == Demand.MainGoalDetail && findings.Has(row.Number, ImportField.MainGoal));

    // "No other support covers the need" answers every neighbouring scheme that the grant asks about.
    private static GrantTerms WithSchemes(ReadRow row, KnownCitizen? known)
    {
        var terms = row.Terms!;
        if (!row.NoOtherSupport) return terms;
        var age = terms.StartsOn?.Year - BirthYear(row, known);
        return terms with
        {
            SchemeAnswers = NeighbouringSchemes.Asked(terms, age).ToDictionary(check => check, _ => SchemeAnswer.NotRelevant)
        };
    }

    private static int? BirthYear(ReadRow row, KnownCitizen? known) => known?.BirthYear ?? row.Cpr?.BornOn.Year;

    private static bool IsSame(string one, string other) => ImportWords.Plain(one) == ImportWords.Plain(other);

    private static string Text(IFormattable number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    /// <summary>Met by saying something at all; the others are about what was said.</summary>
    private static bool IsMissing(Demand demand) => demand switch
    {
        Demand.Purpose or Demand.Aim or Demand.PurposeText or Demand.TargetGroup or Demand.Goals or Demand.MainGoalDetail or Demand.Tasks
            or Demand.Qualifications
            or Demand.MentorKind or Demand.HoursPerWeek or Demand.StartsOn or Demand.Rate or Demand.Residence or Demand.Agreement
                or Demand.BeyondOrdinary
            or Demand.SchemesAnswered or Demand.SchemeNote or Demand.DischargeOn or Demand.OpeningMeeting or Demand.AdmittedOn => true,
        Demand.EndsOn or Demand.EligibleGroup or Demand.IntegrationBasis or Demand.MostHours or Demand.Period or Demand.NoOtherCover
            or Demand.StandsAloneReason
            or Demand.ProgrammeGroup or Demand.OwnProgramme or Demand.OwnProgrammePeriod or Demand.DischargeStart or Demand.DischargePeriod
                or Demand.EducationStart
            or Demand.EducationPeriod or Demand.LevelPeriod or Demand.ExtensionPeriod or Demand.ChangeReason or Demand.Reassessment
                or Demand.ExtensionStart
            or Demand.ChangeWithin => false,
    };

    /// <summary>Where a demand is met: the column that the finding stands at.</summary>
    private static ImportField FieldOf(Demand demand) => demand switch
    {
        Demand.Purpose => ImportField.Purpose,
        Demand.Aim => ImportField.Aim,
        Demand.PurposeText => ImportField.PurposeText,
        Demand.TargetGroup or Demand.EligibleGroup => ImportField.TargetGroup,
        Demand.IntegrationBasis => ImportField.Basis,
        Demand.Goals => ImportField.MainGoal,
        Demand.MainGoalDetail => ImportField.MainGoalText,
        Demand.Tasks => ImportField.Tasks,
        Demand.Qualifications => ImportField.Qualifications,
        Demand.MentorKind => ImportField.MentorKind,
        Demand.HoursPerWeek or Demand.MostHours => ImportField.HoursPerWeek,
        Demand.StartsOn or Demand.DischargeStart or Demand.EducationStart or Demand.ExtensionStart => ImportField.StartsOn,
        Demand.EndsOn or Demand.Period or Demand.OwnProgrammePeriod or Demand.DischargePeriod or Demand.EducationPeriod
            or Demand.LevelPeriod or Demand.ExtensionPeriod
            or Demand.ChangeWithin => ImportField.EndsOn,
        Demand.Rate => ImportField.Rate,
        Demand.Residence => ImportField.ResidesHere,
        Demand.Agreement => ImportField.IsAgreed,
        Demand.BeyondOrdinary => ImportField.IsBeyondOrdinary,
        Demand.SchemesAnswered or Demand.NoOtherCover or Demand.SchemeNote => ImportField.NoOtherSupport,
        Demand.StandsAloneReason => ImportField.StandsAloneReason,
        Demand.ProgrammeGroup or Demand.OwnProgramme => ImportField.Programme,
        Demand.DischargeOn => ImportField.DischargeOn,
        Demand.OpeningMeeting => ImportField.OpeningMeetingOn,
        Demand.AdmittedOn => ImportField.AdmittedOn,
        Demand.ChangeReason or Demand.Reassessment => ImportField.PurposeText,
    };
}
