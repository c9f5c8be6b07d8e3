using System.Globalization;

namespace SoGar.Compute.Data.Formats;

/// <summary>A line of a text file, blank ones passed over.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without blanks at its ends.</param>
internal readonly record struct TextLine(int Number, string Text)
{
    // Longer than any line of these formats; beyond it the file is of another kind.
    private const int Longest = 1 << 20;

    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">A line is beyond all measure.</exception>
    public static List<TextLine> ReadAll(string path, string name)
    {
        var lines = new List<TextLine>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length > Longest)
                throw new DataException($"line {number} of {name} is longer than {Longest} characters; is this a text file?");
            if (line.AsSpan().Trim() is { Length: > 0 } text)
                lines.Add(new TextLine(number, text.ToString()));
        }

        return lines;
    }

    /// <summary>The words between blanks and tabs.</summary>
    public string[] Words() => Text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The fields between a character.</summary>
    public string[] Fields(char separator) => Text.Split(separator);

    /// <summary>Reads a whole number.</summary>
    public static bool TryInt(string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads a finite number.</summary>
    public static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>Reads as many whole numbers as there are words; null, where one is none.</summary>
    public static int[]? Ints(ReadOnlySpan<string> words)
    {
        var values = new int[words.Length];
        for (var at = 0; at < values.Length; at++)
            if (!TryInt(words[at], out values[at])) return null;
        return values;
    }

    /// <summary>Reads as many finite numbers as there are words; null, where one is none.</summary>
    public static double[]? Numbers(ReadOnlySpan<string> words)
    {
        var values = new double[words.Length];
        for (var at = 0; at < values.Length; at++)
            if (!TryNumber(words[at], out values[at])) return null;
        return values;
    }
}
