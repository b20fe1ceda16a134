using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Binding;

/// <summary>Reads a typed number, date or time of day strictly; what was typed stays in the field.</summary>
public sealed class DanishBinder(IStringLocalizer<SharedTexts> L) : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var typed = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        if (typed == ValueProviderResult.None)
            return Task.CompletedTask;
        bindingContext.ModelState.SetModelValue(bindingContext.ModelName, typed);

        var text = typed.FirstValue;
        if (string.IsNullOrWhiteSpace(text))
        {
            if (bindingContext.ModelMetadata.IsReferenceOrNullableType)
                bindingContext.Result = ModelBindingResult.Success(null);
            else
                Refuse(bindingContext, bindingContext.ModelMetadata.ModelBindingMessageProvider.ValueMustNotBeNullAccessor(text ?? ""));
            return Task.CompletedTask;
        }

        var (value, error) = Read(bindingContext.ModelMetadata.UnderlyingOrModelType, text);
        if (error is null)
            bindingContext.Result = ModelBindingResult.Success(value);
        else
            Refuse(bindingContext, error);
        return Task.CompletedTask;
    }

    private (object? Value, string? Error) Read(Type type, string text)
    {
        if (type == typeof(DateOnly))
        {
            if (!DanishTimeParser.TryReadDate(text, out var date)) return (null, L["Skriv en dato, der findes, fx 11.03.2019."]);
            return DanishTimeParser.IsWithinReach(date) ? (date, null) : (null, L["Skriv et årstal mellem {0} og {1}.", DanishTimeParser.FirstYear, DanishTimeParser.LastYear]);
        }
        if (type == typeof(TimeOnly))
            return DanishTimeParser.TryReadTime(text, out var time) ? (time, null) : (null, L["Skriv et klokkeslæt, fx 14.05."]);
        return DanishNumberParser.Read(text, out var number) switch
        {
            NumberInput.Number => (number, null),
            NumberInput.DotForComma => (null, L["Brug komma foran decimaler, fx 1234,56."]),
            NumberInput.NotANumber => (null, L["Skriv et tal, fx 1234,56."]),
        };
    }

    private static void Refuse(ModelBindingContext context, string message) =>
        context.ModelState.TryAddModelError(context.ModelName, message);
}

/// <summary>Hands <see cref="DanishBinder"/> to the types it reads.</summary>
public sealed class DanishBinderProvider(IStringLocalizer<SharedTexts> L) : IModelBinderProvider
{
    private readonly DanishBinder _binder = new(L);

    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        var type = context.Metadata.UnderlyingOrModelType;
        return type == typeof(decimal) || type == typeof(DateOnly) || type == typeof(TimeOnly) ? _binder : null;
    }
}
