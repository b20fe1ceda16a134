using System.Buffers.Text;
using System.Text;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Exchange.Csv;

/// <summary>
/// The findings file: one row per invoice line, in the order they were judged. For machines the bytes of the input with comma,
/// decimal point and LF; for Excel in the Danish dialect, with an apostrophe in front of what a spreadsheet would run.
/// </summary>
public sealed class FindingsFile
{
    private static readonly string[] Columns = ["invoice_no", "line_no", "provider", "amount", "payable", "held", "rejected", "codes"];

    private readonly Stream stream;
    private readonly bool forExcel;
    private readonly byte[] delimiter;
    private readonly byte[] lineEnd;
    private readonly byte[] buffer = new byte[1 << 16];
    private int length;

    private int formulas;

    private FindingsFile(Stream stream, bool forExcel)
    {
        this.stream = stream;
        this.forExcel = forExcel;
        delimiter = [forExcel ? (byte)';' : (byte)','];
        lineEnd = forExcel ? [(byte)'\r', (byte)'\n'] : [(byte)'\n'];
    }

    /// <summary>Writes the file.</summary>
    /// <returns>How many of its cells a spreadsheet would run.</returns>
    public static int Write(Stream stream, CheckResult result, CheckNames names, bool forExcel = false)
    {
        var file = new FindingsFile(stream, forExcel);
        var codes = new Dictionary<FindingSet, byte[]>();
        file.Append(forExcel ? CsvEncoding.Mark : []);
        file.Append(Encoding.ASCII.GetBytes(string.Join((char)file.delimiter[0], Columns)));
        file.Append(file.lineEnd);
        foreach (var line in result.LineOrder)
        {
            ref readonly var billed = ref result.Input.Lines.Span[line];
            var verdict = result.Line(line);
            file.AppendText(names.WrittenInvoices.On(line, names.Invoices[billed.Invoice]));
            file.Append(file.delimiter);
            file.AppendNumber(billed.LineNumber);
            file.Append(file.delimiter);
            file.AppendText(names.WrittenProviders.On(line, names.Providers[billed.Provider]));
            file.AppendOre(billed.AmountOre);
            file.AppendOre(verdict.PayableOre);
            file.AppendOre(verdict.HeldOre);
            file.AppendOre(verdict.RejectedOre);
            file.Append(file.delimiter);
            if (!codes.TryGetValue(verdict.Codes, out var text))
            {
                codes[verdict.Codes] = text = Encoding.ASCII.GetBytes(verdict.Codes.ToString());
            }

            file.Append(text);
            file.Append(file.lineEnd);
        }

        file.Flush();
        return file.formulas;
    }

    private void AppendText(ReadOnlySpan<byte> text)
    {
        if (DanishExcel.IsRun(text))
        {
            formulas++;
            text = forExcel ? (byte[])[(byte)'\'', .. text] : text;
        }

        if (text.IndexOfAny(delimiter[0], (byte)'"') < 0 && text.IndexOfAny((byte)'\r', (byte)'\n') < 0)
        {
            Append(text);
            return;
        }

        var quoted = Encoding.UTF8.GetString(text).Replace("\"", "\"\"", StringComparison.Ordinal);
        Append(Encoding.UTF8.GetBytes($"\"{quoted}\""));
    }

    private void AppendOre(long ore)
    {
        Append(delimiter);
        AppendNumber(ore / 100);
        var rest = (int)(ore % 100);
        Append([forExcel ? (byte)',' : (byte)'.', (byte)('0' + (rest / 10)), (byte)('0' + (rest % 10))]);
    }

    private void AppendNumber(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var written);
        Append(digits[..written]);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (length + bytes.Length > buffer.Length)
        {
            Flush();
        }

        if (bytes.Length > buffer.Length)
        {
            stream.Write(bytes);
            return;
        }

        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
    }

    private void Flush()
    {
        stream.Write(buffer, 0, length);
        length = 0;
    }
}
