using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace MentorMarket.Web.Binding;

/// <summary>Puts the Danish binders first and gives every message of the framework both languages.</summary>
public sealed class DanishForms(IStringLocalizer<SharedTexts> L)
    : IConfigureOptions<MvcOptions>, IPostConfigureOptions<MvcOptions>, IConfigureOptions<MvcDataAnnotationsLocalizationOptions>
{
    public void Configure(MvcOptions options)
    {
        options.ModelBinderProviders.Insert(0, new DanishBinderProvider(L));
        options.ModelBinderProviders.Insert(1, new SpellingBinderProvider());

        // The accessors run per request, so the language is the reader's.
        var messages = options.ModelBindingMessageProvider;
        messages.SetAttemptedValueIsInvalidAccessor((value, _) => L["»{0}« kan ikke bruges her.", value]);
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => L["»{0}« kan ikke bruges her.", value]);
        messages.SetValueIsInvalidAccessor(value => L["»{0}« kan ikke bruges her.", value]);
        messages.SetUnknownValueIsInvalidAccessor(_ => L["Værdien kan ikke bruges her."]);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => L["Værdien kan ikke bruges her."]);
        messages.SetValueMustBeANumberAccessor(_ => L["Skriv et tal."]);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => L["Skriv et tal."]);
        messages.SetValueMustNotBeNullAccessor(_ => L["Feltet skal udfyldes."]);
        messages.SetMissingBindRequiredValueAccessor(_ => L["Feltet skal udfyldes."]);
        messages.SetMissingKeyOrValueAccessor(() => L["Feltet skal udfyldes."]);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => L["Der blev ikke sendt noget."]);
    }

    // After all others, in whatever order the services were added: the framework's own provider finds the attributes.
    public void PostConfigure(string? name, MvcOptions options) => options.ModelMetadataDetailsProviders.Add(new AnnotationMessages());

    public void Configure(MvcDataAnnotationsLocalizationOptions options) =>
        options.DataAnnotationLocalizerProvider = (_, factory) => factory.Create(typeof(SharedTexts));

    /// <summary>Attributes without a message of their own would answer in the framework's English.</summary>
    private sealed class AnnotationMessages : IValidationMetadataProvider
    {
        public void CreateValidationMetadata(ValidationMetadataProviderContext context)
        {
            foreach (var attribute in context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>())
            {
                if (attribute.ErrorMessage is null && attribute.ErrorMessageResourceName is null)
                    attribute.ErrorMessage = MessageFor(attribute);
            }
        }

        private static string MessageFor(ValidationAttribute attribute) => attribute switch
        {
            RequiredAttribute => Texts.Key("Feltet skal udfyldes."),
            StringLengthAttribute { MinimumLength: > 0 } => Texts.Key("Skriv mellem {2} og {1} tegn."),
            StringLengthAttribute or MaxLengthAttribute => Texts.Key("Skriv højst {1} tegn."),
            MinLengthAttribute => Texts.Key("Skriv mindst {1} tegn."),
            RangeAttribute => Texts.Key("Skriv et tal fra {1} til {2}."),
            EmailAddressAttribute => Texts.Key("Skriv en mailadresse, fx navn@eksempel.dk."),
            CompareAttribute => Texts.Key("De to felter er ikke ens."),
            _ => Texts.Key("Værdien kan ikke bruges her."),
        };
    }
}
