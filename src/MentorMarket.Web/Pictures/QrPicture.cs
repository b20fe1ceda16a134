using System.Globalization;
using System.Text;
using QRCoder;

namespace MentorMarket.Web.Pictures;

/// <summary>A QR code as one path of an SVG: no styles, so that the content policy lets it through.</summary>
public sealed class QrPicture
{
    public QrPicture(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        Size = data.ModuleMatrix.Count;
        var path = new StringBuilder();
        for (var y = 0; y < Size; y++)
            for (var x = 0; x < Size; x++)
                if (data.ModuleMatrix[y][x]) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
        Path = path.ToString();
    }

    /// <summary>How many modules it is wide and tall, the quiet edge included.</summary>
    public int Size { get; }

    public string Path { get; }
}
