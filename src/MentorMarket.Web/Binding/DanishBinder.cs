using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace MentorMarket.Web.Binding;

/// <summary>Reads a typed number, date or time of day strictly; what was typed stays in the field.</summary>
public sealed class DanishBinder(IStringLocalizer<SharedTexts> L) : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var typed = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        if (typed == ValueProviderResult.None)
        {
            return Task.CompletedTask;
        }
        bindingContext.ModelState.SetModelValue(bindingContext.ModelName, typed);

        var text = typed.FirstValue;
        if (string.IsNullOrWhiteSpace(text))
        {
            if (bindingContext.ModelMetadata.IsReferenceOrNullableType)
            {
                bindingContext.Result = ModelBindingResult.Success(null);
            }
            else
            {
                Refuse(bindingContext, bindingContext.ModelMetadata.ModelBindingMessageProvider.ValueMustNotBeNullAccessor(text ?? ""));
            }
            return Task.CompletedTask;
        }

        var (value, error) = Read(bindingContext, text);
        if (error is null)
        {
            bindingContext.Result = ModelBindingResult.Success(value);
        }
        else
        {
            Refuse(bindingContext, error);
        }
        return Task.CompletedTask;
    }

    private (object? Value, string? Error) Read(ModelBindingContext context, string text)
    {
        var type = context.ModelMetadata.UnderlyingOrModelType;
        if (type == typeof(DateOnly)) return ReadDate(context, text);
        if (type == typeof(TimeOnly))
        {
            return DanishTimeParser.TryReadTime(text, out var time) ? (time, null)
                : (null, L["Skriv et klokkeslæt, fx 14.05, 1405 eller 14."]);
        }
        if (type == typeof(ClockEnd))
        {
            return DanishTimeParser.TryReadEnd(text, out var end) ? (end, null)
                : (null, L["Skriv et klokkeslæt, fx 14.05, 1405 eller 14. Midnat er 24.00."]);
        }
        return DanishNumberParser.Read(text, out var number) switch
        {
            NumberInput.DotForComma when type == typeof(decimal) => (null, L["Brug komma foran decimaler, fx 1234,56."]),
            NumberInput.NotANumber when type == typeof(decimal) => (null, L["Skriv et tal, fx 1234,56."]),
            NumberInput.Number when type == typeof(decimal) => (number, null),
            NumberInput.Number when type == typeof(int) && decimal.Truncate(number) == number && number is >= int.MinValue
                and <= int.MaxValue => ((int)number, null),
            NumberInput.Number or NumberInput.DotForComma or NumberInput.NotANumber =>
                (null, context.ModelMetadata.PropertyName == "Minutes" ? L["Skriv hele minutter, fx 90."] : L["Skriv et helt tal, fx 12."]),
        };
    }

    private (object? Value, string? Error) ReadDate(ModelBindingContext context, string text)
    {
        var today = DanishTime.DateOf((context.HttpContext.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow());
        if (!TryReadDate(context, context.ModelMetadata, text, today, out var date))
        {
            return (null, L["Skriv en dato, der findes, fx 11.03.2019, 110319 eller 11.3."]);
        }
        return DanishTimeParser.IsWithinReach(date) ? (date, null)
            : (null, L["Skriv et årstal mellem {0} og {1}.", DanishTimeParser.FirstYear, DanishTimeParser.LastYear]);
    }

    /// <summary>Which year is meant follows from what the date is of, and for what ends from the day typed as its beginning.</summary>
    private static bool TryReadDate(ModelBindingContext context, ModelMetadata property, string text, DateOnly today, out DateOnly date)
    {
        var marks = (property as DefaultModelMetadata)?.Attributes.PropertyAttributes ?? [];
        if (marks.OfType<LastDayAttribute>().FirstOrDefault() is not { } last)
        {
            return DanishTimeParser.TryReadDate(text, today, marks.OfType<HasBeenAttribute>()
                .Any() ? MissingYear.LatestNotInTheFuture : MissingYear.NearestToToday, out date);
        }
        var form = context.ModelName[..(context.ModelName.LastIndexOf('.') + 1)];
        var from = property.ContainerMetadata?.Properties[last.Begins] is { } beginning
            && TryReadDate(context, beginning, context.ValueProvider.GetValue(form + last.Begins).FirstValue ?? "", today, out var begins)
                ? begins : today;
        return DanishTimeParser.TryReadDate(text, from, MissingYear.FirstNotBefore, out date);
    }

    private static void Refuse(ModelBindingContext context, string message) =>
        context.ModelState.TryAddModelError(context.ModelName, message);
}

/// <summary>Hands <see cref="DanishBinder"/> to the types it reads.</summary>
public sealed class DanishBinderProvider(IStringLocalizer<SharedTexts> L) : IModelBinderProvider
{
    private static readonly Type[] Types = [typeof(decimal), typeof(int), typeof(DateOnly), typeof(TimeOnly), typeof(ClockEnd)];

    private readonly DanishBinder _binder = new(L);

    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        var type = context.Metadata.UnderlyingOrModelType;
        return Types.Contains(type) ? _binder : null;
    }
}
