using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace MentorMarket.Web.Documents.Pdf;

/// <summary>The objects of a PDF 1.7 file, numbered from 1, and how they are written.</summary>
internal sealed class PdfFile
{
    private readonly List<byte[]?> objects = [];

    /// <summary>A number for an object that is written later.</summary>
    public int Reserve()
    {
        objects.Add(null);
        return objects.Count;
    }

    public int Add(string body)
    {
        var number = Reserve();
        Set(number, body);
        return number;
    }

    public void Set(int number, string body) => objects[number - 1] = Encoding.Latin1.GetBytes(body);

    public int AddStream(byte[] content, string entries = "", bool isCompressed = true)
    {
        var number = Reserve();
        var bytes = content;
        if (isCompressed)
        {
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(content);
            bytes = packed.ToArray();
            entries += "/Filter/FlateDecode";
        }
        objects[number - 1] = [.. Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"<<{entries}/Length {bytes.Length}>>\nstream\n")), .. bytes, .. "\nendstream"u8];
        return number;
    }

    public byte[] ToBytes(int catalog, int info)
    {
        using var file = new MemoryStream();
        void Write(string text) => file.Write(Encoding.Latin1.GetBytes(text));
        // The four high bytes tell those who move the file that it is not text.
        Write("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        var offsets = new List<long>();
        for (var i = 0; i < objects.Count; i++)
        {
            offsets.Add(file.Position);
            Write(string.Create(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n"));
            file.Write(objects[i] ?? throw new InvalidOperationException($"Object {i + 1} was never written."));
            Write("\nendobj\n");
        }
        var table = file.Position;
        Write(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n"));
        foreach (var offset in offsets) Write(offset.ToString("0000000000", CultureInfo.InvariantCulture) + " 00000 n \n");
        Write(string.Create(CultureInfo.InvariantCulture,
            $"trailer\n<</Size {objects.Count + 1}/Root {catalog} 0 R/Info {info} 0 R>>\nstartxref\n{table}\n%%EOF\n"));
        return file.ToArray();
    }

    /// <summary>Any text, as UTF-16 in hexadecimal: nothing in it can end the string.</summary>
    public static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    public static string Number(double number) => Math.Round(number, 3).ToString("0.###", CultureInfo.InvariantCulture);
}
