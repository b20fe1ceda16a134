using Microsoft.AspNetCore.Mvc.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Options;

namespace MentorMarket.Web.Binding;

/// <summary>Puts the Danish binders first and gives every message of the framework both languages.</summary>
public sealed class DanishForms(IStringLocalizer<SharedTexts> L)
    : IConfigureOptions<MvcOptions>, IPostConfigureOptions<MvcOptions>, IConfigureOptions<MvcDataAnnotationsLocalizationOptions>
{
    public void Configure(MvcOptions options)
    {
        options.ModelBinderProviders.Insert(0, new DanishBinderProvider(L));
        options.Filters.Add(new BadInput.FormFilter());
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

    /// <summary>
    /// Attributes without a message of their own would answer in the framework's English; and what every text may not hold.
    /// </summary>
    private sealed class AnnotationMessages : IValidationMetadataProvider
    {
        public void CreateValidationMetadata(ValidationMetadataProviderContext context)
        {
            var about = context.ValidationMetadata.ValidatorMetadata;
            // Unless a text is named as one that may, none holds a CPR number: a form that is written tomorrow asks so too.
            if (typeof(string) == context.Key.ModelType || typeof(IEnumerable<string>).IsAssignableFrom(context.Key.ModelType))
            {
                if (context.Key.MetadataKind is ModelMetadataKind.Property or ModelMetadataKind.Parameter
                    && !context.Attributes.OfType<MayHoldCprAttribute>().Any() && !about.OfType<NoCprAttribute>().Any())
                    about.Add(new NoCprAttribute());
            }
            foreach (var attribute in about.OfType<ValidationAttribute>())
            {
                if (attribute.ErrorMessage is null && attribute.ErrorMessageResourceName is null)
                {
                    attribute.ErrorMessage = MessageFor(attribute);
                }
            }
        }

        private static string MessageFor(ValidationAttribute attribute) => attribute switch
        {
            RequiredAttribute => Texts.Key("Feltet skal udfyldes."),
            StringLengthAttribute { MinimumLength: > 0 } => Texts.Key("Skriv mellem {2} og {1} tegn."),
            StringLengthAttribute or MaxLengthAttribute => Texts.Key("Skriv højst {1} tegn."),
            MinLengthAttribute => Texts.Key("Skriv mindst {1} tegn."),
            RangeAttribute => throw new InvalidOperationException(
                "Use Between: the framework's range throws on what is larger than an int."),
            EmailAddressAttribute =>
                throw new InvalidOperationException("Use Mailbox: the framework's attribute takes what no letter can be sent to."),
            CompareAttribute => Texts.Key("De to felter er ikke ens."),
            _ => Texts.Key("Værdien kan ikke bruges her."),
        };
    }
}
