using System.Globalization;
using Spectre.Console;

namespace SoGar.Host.Doctor;

/// <summary>The facts of a model as people read them.</summary>
internal static class ModelText
{
    public static void Show(IAnsiConsole console, ModelFacts facts)
    {
        console.WriteLine($"{facts.Backbone}: {Number(facts.BackboneParameters)} parameters, features of {facts.Features}");
        console.WriteLine($"student {Number(facts.StudentParameters)} parameters, teacher {Number(facts.TeacherParameters)}; {facts.StateBytes / 1e9:0.00} GB of state a trainer");
        foreach (var level in facts.Levels)
            console.WriteLine($"  {level.Name}: {level.Channels} channels, every {Ordinal(level.FrameStride)} frame and {Ordinal(level.PixelStride)} pixel");
        var table = new Table().Border(TableBorder.None).AddColumns("clip", "frames", "size", "GMAC forward");
        foreach (var clip in facts.Clips)
            table.AddRow(clip.Use, $"{clip.Frames}", $"{clip.Size}", clip.Gmac.ToString("0.000", CultureInfo.InvariantCulture));
        console.Write(table);
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Ordinal(int stride) => stride switch { 1 => "1st", 2 => "2nd", _ => $"{stride}th" };
}
