using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace MentorMarket.Web.Pages.Provider.Invoices;

/// <summary>What a coordinator types on an invoice. The lines may come from the month's registrations or be typed.</summary>
public sealed class InvoiceForm
{
    [Required, StringLength(40)]
    public string? Number { get; set; }

    [Required, HasBeen]
    public DateOnly? IssuedOn { get; set; }

    [Required, HasBeen]
    public DateOnly? From { get; set; }

    [Required, LastDay(nameof(From))]
    public DateOnly? To { get; set; }

    [StringLength(80)]
    public string? OrderReference { get; set; }

    [StringLength(80)]
    public string? PersonReference { get; set; }

    public List<Line> Lines { get; set; } = [];

    public sealed class Line
    {
        [StringLength(60)]
        public string? Reference { get; set; }

        public Guid? Entry { get; set; }

        [HasBeen]
        public DateOnly? From { get; set; }

        [LastDay(nameof(From))]
        public DateOnly? To { get; set; }

        [Between(0, 100_000)]
        public int? Minutes { get; set; }

        [Between(0, 100_000)]
        public decimal? Rate { get; set; }

        [Between(0, 10_000_000)]
        public decimal? Amount { get; set; }

        [StringLength(200)]
        public string? Text { get; set; }

        /// <summary>What the line bills as it stands; nothing while that cannot be worked out.</summary>
        public decimal Billed => Amount
            ?? (Minutes is >= 0 and <= 100_000 && Rate is >= 0 and <= 100_000 && !HasFractions(Rate) ? Due(Minutes.Value, Rate.Value) : 0);

        /// <summary>A line of which nothing is filled in is no line.</summary>
        public bool IsBlank => string.IsNullOrWhiteSpace(Reference) && Entry is null && From is null && To is null && Minutes is null
            && Rate is null && Amount is null && string.IsNullOrWhiteSpace(Text);
    }

    /// <summary>The lines as they will be billed, or null with messages at the fields.</summary>
    public IReadOnlyList<TypedLine>? Read(ModelStateDictionary state, IStringLocalizer<ProviderTexts> L)
    {
        if (From > To) state.AddModelError("Form.To", L["Perioden slutter, før den begynder."]);
        var read = new List<TypedLine>();
        for (var i = 0; i < Lines.Count; i++)
        {
            var line = Lines[i];
            if (line.IsBlank) continue;
            void Ask(bool isThere, string field)
            {
                if (!isThere && state[$"Form.Lines[{i}].{field}"] is not { Errors.Count: > 0 })
                {
                    state.AddModelError($"Form.Lines[{i}].{field}", L["Feltet skal udfyldes."]);
                }
            }
            Ask(!string.IsNullOrWhiteSpace(line.Reference), nameof(line.Reference));
            Ask(line.From is not null, nameof(line.From));
            Ask(line.To is not null, nameof(line.To));
            Ask(line.Minutes is not null, nameof(line.Minutes));
            Ask(line.Rate is not null, nameof(line.Rate));
            if (line.From > line.To) state.AddModelError($"Form.Lines[{i}].To", L["Linjen slutter, før den begynder."]);
            if (HasFractions(line.Rate)) state.AddModelError($"Form.Lines[{i}].Rate", L["Skriv højst to decimaler."]);
            if (HasFractions(line.Amount)) state.AddModelError($"Form.Lines[{i}].Amount", L["Skriv højst to decimaler."]);
            if (line is { From: { } from, To: { } to, Minutes: { } minutes, Rate: { } rate } && !HasFractions(rate)
                && !HasFractions(line.Amount))
                read.Add(new((line.Reference ?? "").Trim(), line.Entry, from, to, minutes, rate, line.Amount ?? Due(minutes, rate),
                    line.Text ?? ""));
        }
        if (Lines.All(l => l.IsBlank)) state.AddModelError("", L["Fakturaen har ingen linjer. Udfyld mindst en."]);
        return state.IsValid ? read : null;
    }

    /// <summary>Minutes times the hourly rate, half an øre up.</summary>
    public static decimal Due(int minutes, decimal rate) => Money.Due(new Minutes(minutes), new Money(rate)).Kroner;

    private static bool HasFractions(decimal? kroner) => kroner is { } value && decimal.Round(value, 2) != value;
}

public sealed record TypedLine(string Reference, Guid? Entry, DateOnly From, DateOnly To, int Minutes, decimal Rate, decimal Amount,
    string Text);
