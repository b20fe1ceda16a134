using System.Buffers.Text;
using System.Text;
using MentorMarket.Domain.Invoicing;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Exchange.Csv;

/// <summary>The findings file: one row per invoice line, in the order they were judged; comma, decimal point, LF.</summary>
public sealed class FindingsFile
{
    private readonly Stream stream;
    private readonly byte[] buffer = new byte[1 << 16];
    private int length;

    private FindingsFile(Stream stream) => this.stream = stream;

    public static void Write(Stream stream, CheckResult result, CheckNames names)
    {
        var file = new FindingsFile(stream);
        var codes = new Dictionary<FindingSet, byte[]>();
        file.Append("invoice_no,line_no,provider,amount,payable,held,rejected,codes\n"u8);
        foreach (var line in result.LineOrder)
        {
            ref readonly var billed = ref result.Input.Lines.Span[line];
            var verdict = result.Line(line);
            file.AppendText(names.Invoices[billed.Invoice]);
            file.Append(","u8);
            file.AppendNumber(billed.LineNumber);
            file.Append(","u8);
            file.AppendText(names.Providers[billed.Provider]);
            file.AppendOre(billed.AmountOre);
            file.AppendOre(verdict.PayableOre);
            file.AppendOre(verdict.HeldOre);
            file.AppendOre(verdict.RejectedOre);
            file.Append(","u8);
            if (!codes.TryGetValue(verdict.Codes, out var text))
            {
                codes[verdict.Codes] = text = Encoding.ASCII.GetBytes(verdict.Codes.ToString());
            }

            file.Append(text);
            file.Append("\n"u8);
        }

        file.Flush();
    }

    private void AppendText(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny(",\"\r\n"u8) < 0)
        {
            Append(text);
            return;
        }

        var quoted = Encoding.UTF8.GetString(text).Replace("\"", "\"\"", StringComparison.Ordinal);
        Append(Encoding.UTF8.GetBytes($"\"{quoted}\""));
    }

    private void AppendOre(long ore)
    {
        Append(","u8);
        AppendNumber(ore / 100);
        var rest = (int)(ore % 100);
        Append([(byte)'.', (byte)('0' + (rest / 10)), (byte)('0' + (rest % 10))]);
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
