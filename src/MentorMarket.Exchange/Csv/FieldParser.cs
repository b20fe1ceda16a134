using System.Buffers.Text;

namespace MentorMarket.Exchange.Csv;

/// <summary>Reads one field strictly: what is not plainly a number, a date or an instant is a fault, never a guess.</summary>
internal static class FieldParser
{
    private const int MostDigits = 15;
    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    /// <summary>A number with a fixed number of decimals, as a whole number of the last of them.</summary>
    /// <param name="field">Digits, and at most one decimal mark between digits; no group marks.</param>
    /// <param name="mark">The decimal mark of the dialect.</param>
    /// <param name="decimals">How many decimals count: 2 for kroner in øre, 0 for minutes.</param>
    /// <param name="scaled">The number.</param>
    public static CsvFault Number(ReadOnlySpan<byte> field, byte mark, int decimals, out long scaled)
    {
        scaled = 0;
        var isNegative = field is [(byte)'-', ..];
        var digits = isNegative ? field[1..] : field;
        var point = digits.IndexOf(mark);
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || !AreDigits(whole) || !AreDigits(fraction))
        {
            return CsvFault.NotANumber;
        }

        whole = whole.TrimStart((byte)'0');
        if (whole.Length > MostDigits - decimals)
        {
            return CsvFault.TooLarge;
        }

        foreach (var digit in whole)
        {
            scaled = (scaled * 10) + (digit - '0');
        }

        for (var i = 0; i < decimals; i++)
        {
            scaled = (scaled * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        }

        // 1.000 may be one or a thousand to whoever wrote it: beyond two decimals nothing is let through.
        if (fraction.Length > 2 || (fraction.Length > decimals && fraction[decimals..].ContainsAnyExcept((byte)'0')))
        {
            return decimals == 0 ? CsvFault.NotWhole : CsvFault.NotWholeOre;
        }

        return isNegative && scaled != 0 ? CsvFault.Negative : CsvFault.None;
    }

    /// <summary>Hours with any number of decimals, as whole minutes, half away from zero.</summary>
    public static CsvFault HoursAsMinutes(ReadOnlySpan<byte> field, byte mark, out int minutes)
    {
        minutes = 0;
        Span<byte> plain = stackalloc byte[32];
        if (field.IsEmpty || field.Length > plain.Length)
        {
            return CsvFault.NotANumber;
        }

        field.CopyTo(plain);
        plain = plain[..field.Length];
        var digits = plain[0] == '-' ? plain[1..] : plain;
        var point = digits.IndexOf(mark);
        if (point == 0 || point == digits.Length - 1 || !AreDigits(point < 0 ? digits : digits[..point])
            || (point >= 0 && !AreDigits(digits[(point + 1)..])))
        {
            return CsvFault.NotANumber;
        }

        if (point >= 0)
        {
            digits[point] = (byte)'.';
        }

        if (!Utf8Parser.TryParse(plain, out decimal hours, out var read) || read != plain.Length)
        {
            return CsvFault.NotANumber;
        }

        if (hours < 0)
        {
            return CsvFault.Negative;
        }

        if (hours > 1_000_000m)
        {
            return CsvFault.TooLarge;
        }

        minutes = Domain.Values.Minutes.FromHours(hours).Value;
        return CsvFault.None;
    }

    /// <summary>A date: <c>2025-03-01</c>.</summary>
    public static CsvFault Date(ReadOnlySpan<byte> field, out DateOnly date)
    {
        date = default;
        if (field.Length != 10 || field[4] != '-' || field[7] != '-'
            || !TryDigits(field[..4], out var year) || !TryDigits(field.Slice(5, 2), out var month) || !TryDigits(field[8..], out var day)
            || year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return CsvFault.NotADate;
        }

        date = new DateOnly(year, month, day);
        return CsvFault.None;
    }

    /// <summary>A date as Danish Excel saves it, <c>01-03-2025</c> or <c>01.03.2025</c>, or as above.</summary>
    public static CsvFault DanishDate(ReadOnlySpan<byte> field, out DateOnly date)
    {
        if (field.Length == 10 && field[2] == field[5] && field[2] is (byte)'-' or (byte)'.')
        {
            return Date([.. field[6..], (byte)'-', .. field.Slice(3, 2), (byte)'-', .. field[..2]], out date) == CsvFault.None
                ? CsvFault.None
                : CsvFault.NotADateInDenmark;
        }

        return Date(field, out date) == CsvFault.None ? CsvFault.None : CsvFault.NotADateInDenmark;
    }

    /// <summary>An ISO 8601 instant with offset, as UTC ticks: <c>2025-03-01T10:15:00+01:00</c>.</summary>
    public static CsvFault Instant(ReadOnlySpan<byte> field, out long utcTicks)
    {
        utcTicks = 0;
        if (field.Length < 16 || field[10] != 'T' || field[13] != ':'
            || Date(field[..10], out var date) != CsvFault.None
            || !TryDigits(field.Slice(11, 2), out var hour) || !TryDigits(field.Slice(14, 2), out var minute)
            || hour > 23 || minute > 59)
        {
            return CsvFault.NotATime;
        }

        var rest = field[16..];
        if (!TrySeconds(ref rest, out var seconds))
        {
            return CsvFault.NotATime;
        }

        if (rest.IsEmpty)
        {
            return CsvFault.NoOffset;
        }

        if (!TryOffset(rest, out var offset))
        {
            return CsvFault.NotATime;
        }

        utcTicks = (date.DayNumber * TimeSpan.TicksPerDay) + (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute)
            + seconds - (offset * TimeSpan.TicksPerMinute);
        return CsvFault.None;
    }

    private static bool TrySeconds(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest is not [(byte)':', ..])
        {
            return true;
        }

        if (rest.Length < 3 || !TryDigits(rest.Slice(1, 2), out var seconds) || seconds > 59)
        {
            return false;
        }

        ticks = seconds * TimeSpan.TicksPerSecond;
        rest = rest[3..];
        if (rest is not [(byte)'.' or (byte)',', ..])
        {
            return true;
        }

        var length = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var fraction = length < 0 ? rest[1..] : rest.Slice(1, length);
        var unit = TimeSpan.TicksPerSecond;
        foreach (var digit in fraction)
        {
            unit /= 10;
            ticks += (digit - '0') * unit;
        }

        rest = rest[(1 + fraction.Length)..];
        return !fraction.IsEmpty;
    }

    // Z, +01, +0100 or +01:00, in minutes.
    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text is [(byte)'Z'])
        {
            return true;
        }

        if (text.Length < 3 || text[0] is not ((byte)'+' or (byte)'-') || !TryDigits(text.Slice(1, 2), out var hours))
        {
            return false;
        }

        var rest = text[3..];
        rest = rest is [(byte)':', ..] ? rest[1..] : rest;
        var over = 0;
        if (text.Length > 3 && (rest.Length != 2 || !TryDigits(rest, out over)))
        {
            return false;
        }

        minutes = ((hours * 60) + over) * (text[0] == '-' ? -1 : 1);
        return hours <= 14 && over <= 59;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return true;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
