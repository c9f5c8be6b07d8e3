using System.Buffers;
using System.Globalization;

namespace SoGar.Host.Hocon;

/// <summary>Numbers with units, as the HOCON specification lists them.</summary>
internal static class HoconUnits
{
    private static readonly (string Unit, long Ticks)[] LargestFirst =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
    ];

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.+-");

    /// <summary>A duration such as <c>10s</c>, <c>5 minutes</c> or <c>1.5 h</c>; a bare number counts milliseconds.</summary>
    /// <returns>Null where the text is no duration, or one too long for a <see cref="TimeSpan"/>.</returns>
    public static TimeSpan? Duration(string text)
    {
        if (Split(text) is not var (number, unit) || TicksOf(unit) is not { } ticksPerUnit)
        {
            return null;
        }

        var ticks = number * ticksPerUnit;
        return Math.Abs(ticks) < long.MaxValue ? TimeSpan.FromTicks((long)decimal.Round(ticks)) : null;
    }

    /// <summary>A size in bytes such as <c>512</c>, <c>10kB</c> (thousands) or <c>2GiB</c> (powers of 1024).</summary>
    /// <returns>Null where the text is no size, or one that a long cannot hold.</returns>
    public static long? Bytes(string text)
    {
        if (Split(text) is not var (number, unit) || BytesOf(unit) is not { } bytesPerUnit)
        {
            return null;
        }

        var bytes = (double)number * bytesPerUnit;
        return Math.Abs(bytes) < long.MaxValue ? (long)decimal.Round(number * (decimal)bytesPerUnit) : null;
    }

    /// <summary>The shortest exact text that <see cref="Duration"/> reads back.</summary>
    public static string Render(TimeSpan duration)
    {
        foreach (var (unit, ticks) in LargestFirst)
        {
            if (duration.Ticks % ticks == 0 && (duration.Ticks != 0 || unit == "s"))
            {
                return $"{duration.Ticks / ticks}{unit}";
            }
        }

        return $"{duration.Ticks * 100}ns";
    }

    /// <summary>The shortest exact text that <see cref="Bytes"/> reads back.</summary>
    public static string RenderBytes(long bytes)
    {
        foreach (var (unit, size) in new[] { ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10) })
        {
            if (bytes != 0 && bytes % size == 0)
            {
                return $"{bytes / size}{unit}";
            }
        }

        return $"{bytes}";
    }

    private static (decimal Number, string Unit)? Split(string text)
    {
        var trimmed = text.Trim();
        var end = trimmed.AsSpan().IndexOfAnyExcept(OfNumbers);
        end = end < 0 ? trimmed.Length : end;
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(trimmed.AsSpan(0, end), Plain, CultureInfo.InvariantCulture, out var number)
            ? (number, trimmed[end..].TrimStart())
            : null;
    }

    private static decimal? TicksOf(string unit) => unit switch
    {
        "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 0.01m,
        "us" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
        "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        "w" or "week" or "weeks" => 7m * TimeSpan.TicksPerDay,
        _ => null,
    };

    private static double? BytesOf(string unit) => unit switch
    {
        "" or "B" or "b" or "byte" or "bytes" => 1,
        "kB" or "kilobyte" or "kilobytes" => 1e3,
        "MB" or "megabyte" or "megabytes" => 1e6,
        "GB" or "gigabyte" or "gigabytes" => 1e9,
        "TB" or "terabyte" or "terabytes" => 1e12,
        "PB" or "petabyte" or "petabytes" => 1e15,
        "EB" or "exabyte" or "exabytes" => 1e18,
        "K" or "k" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
        "M" or "m" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
        "G" or "g" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
        "T" or "t" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
        "P" or "p" or "Pi" or "PiB" or "pebibyte" or "pebibytes" => 1L << 50,
        "E" or "e" or "Ei" or "EiB" or "exbibyte" or "exbibytes" => 1L << 60,
        _ => null,
    };
}
