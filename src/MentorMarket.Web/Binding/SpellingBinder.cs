using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Binders;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace MentorMarket.Web.Binding;

/// <summary>
/// Every typed or searched text comes in in one spelling, so that a name written on a Mac or a telephone is found by whoever
/// types it elsewhere. What was typed stays in the field. A <see cref="PasswordAttribute"/> stays as it is.
/// </summary>
public sealed class SpellingBinder(IModelBinder text) : IModelBinder
{
    public async Task BindModelAsync(ModelBindingContext bindingContext)
    {
        await text.BindModelAsync(bindingContext);
        if (bindingContext.Result is { IsModelSet: true, Model: string typed })
        {
            bindingContext.Result = ModelBindingResult.Success(Spelling.Of(typed));
        }
    }
}

/// <summary>Hands <see cref="SpellingBinder"/> to every text but passwords.</summary>
public sealed class SpellingBinderProvider : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.ModelType == typeof(string) && context.BindingInfo.BinderType is null && !IsPassword(context.Metadata)
            ? new SpellingBinder(new SimpleTypeModelBinder(typeof(string), context.Services.GetRequiredService<ILoggerFactory>()))
            : null;

    private static bool IsPassword(ModelMetadata text) => (text as DefaultModelMetadata)?.Attributes.Attributes.OfType<PasswordAttribute>()
        .Any() == true;
}
