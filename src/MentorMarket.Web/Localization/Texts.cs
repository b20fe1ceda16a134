namespace MentorMarket.Web;

// One class per actor: the Danish text is the key, Resources/{class}.en.resx holds the English.
// The classes stand in the root namespace because the resource's name is made from theirs.

/// <summary>Texts of the layout, the shared parts, the error pages and the form messages.</summary>
public sealed class SharedTexts;

/// <summary>Texts of the pages under <c>Pages/Municipality</c>.</summary>
public sealed class MunicipalityTexts;

/// <summary>Texts of the pages under <c>Pages/Provider</c>.</summary>
public sealed class ProviderTexts;

/// <summary>Texts of the pages under <c>Pages/Auditor</c>.</summary>
public sealed class AuditorTexts;

/// <summary>Texts of the pages under <c>Pages/Citizen</c>.</summary>
public sealed class CitizenTexts;

/// <summary>Texts of the pages under <c>Pages/Operator</c>, and of the one where an organisation applies to be let in.</summary>
public sealed class OperatorTexts;

/// <summary>Texts of the pages under <c>Pages/Account</c>.</summary>
public sealed class AccountTexts;

/// <summary>Texts of the pages under <c>Pages/Organisation</c>.</summary>
public sealed class OrganisationTexts;

/// <summary>Marks a shared text that is looked up later than where it is written.</summary>
public static class Texts
{
    public static string Key(string danish) => danish;
}
