using System.Globalization;
using System.Text;
using QRCoder;

namespace MentorMarket.Web.Pictures;

/// <summary>A QR code as one path of an SVG: no styles, so that the content policy lets it through; or as bars for a PDF.</summary>
public sealed class QrPicture
{
    public QrPicture(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        Size = data.ModuleMatrix.Count;
        var bars = new List<(int X, int Y, int Width)>();
        var path = new StringBuilder();
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                if (!data.ModuleMatrix[y][x]) continue;
                path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                if (bars.Count > 0 && bars[^1].Y == y && bars[^1].X + bars[^1].Width == x)
                {
                    bars[^1] = bars[^1] with { Width = bars[^1].Width + 1 };
                }
                else bars.Add((x, y, 1));
            }
        }
        Path = path.ToString();
        Bars = bars;
    }

    /// <summary>How many modules it is wide and tall, the quiet edge included.</summary>
    public int Size { get; }

    public string Path { get; }

    /// <summary>Dark modules that touch, row by row.</summary>
    public IReadOnlyList<(int X, int Y, int Width)> Bars { get; }
}
