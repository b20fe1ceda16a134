using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MentorMarket.Web.Documents;

/// <summary>
/// A document in the municipality's name as it was written: kept as it is, and drawn from here both as a page and as a PDF.
/// </summary>
/// <param name="Language">The reader's: <c>da</c> or <c>en</c>.</param>
/// <param name="Sender">The municipality.</param>
/// <param name="Receiver">Name and address, a line each.</param>
/// <param name="Reference">What to name when writing back; never a CPR number.</param>
public sealed record Sheet(string Title, string Language, string Sender, IReadOnlyList<string> Receiver, DateOnly Date, string Reference,
    IReadOnlyList<Block> Blocks)
{
    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => JsonSerializer.Serialize(this, Written);

    public static Sheet FromJson(string json) => JsonSerializer.Deserialize<Sheet>(json, Written)!;
}

/// <summary>A piece of a sheet. What each is called in the stored JSON never changes: old letters stay readable.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Heading), "heading")]
[JsonDerivedType(typeof(Paragraph), "paragraph")]
[JsonDerivedType(typeof(Points), "points")]
[JsonDerivedType(typeof(Facts), "facts")]
[JsonDerivedType(typeof(Signatures), "signatures")]
[JsonDerivedType(typeof(KeyPlace), "key")]
public abstract record Block;

/// <summary>A heading under the title.</summary>
public sealed record Heading(string Text) : Block;

public sealed record Paragraph(string Text) : Block;

/// <summary>A list, numbered where the order says something.</summary>
public sealed record Points(IReadOnlyList<string> Items, bool IsNumbered = false) : Block;

/// <summary>Labels, each with what it is.</summary>
public sealed record Facts(IReadOnlyList<LabelledFact> Items) : Block;

public sealed record LabelledFact(string Label, IReadOnlyList<string> Lines);

/// <summary>Lines to sign on, each with who signs.</summary>
public sealed record Signatures(string DateLabel, IReadOnlyList<string> Who) : Block;

/// <summary>
/// Where the citizen's link and code stand in the letter that was sent. They are kept nowhere: whoever reads the letter
/// again sees <paramref name="Withheld"/> in their place.
/// </summary>
public sealed record KeyPlace(string CodeLabel, string PictureText, string Withheld) : Block;

/// <summary>The link and the code for <see cref="KeyPlace"/>, in the one answer that shows them.</summary>
public sealed record LetterKey(string Link, string Code);
