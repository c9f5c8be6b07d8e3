using System.Globalization;
using Spectre.Console;

namespace SoGar.Host.Doctor;

/// <summary>The facts of a model as people read them.</summary>
internal static class ModelText
{
    public static void Show(IAnsiConsole console, ModelFacts facts)
    {
        console.WriteLine($"{facts.Backbone}: {Number(facts.BackboneParameters)} parameters, features of {facts.Features}");
        console.WriteLine(
            $"student {Number(facts.StudentParameters)} parameters, teacher {Number(facts.TeacherParameters)}; {Size(facts.StateBytes)} of state a trainer");
        foreach (var level in facts.Levels)
            console.WriteLine(
                $"  {level.Name}: {level.Channels} channels, a position every {Count(level.FrameStride, "frame")} and every " +
                $"{Count(level.PixelStride, "pixel")}");
        var table = new Table().Border(TableBorder.None).AddColumns("clip", "frames", "size", "GMAC forward");
        foreach (var clip in facts.Clips)
            table.AddRow(clip.Use, $"{clip.Frames}", $"{clip.Size}", clip.Gmac.ToString(clip.Gmac < 0.1 ? "0.00000" : "0.000", CultureInfo.InvariantCulture));
        console.Write(table);
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Count(int count, string what) => count == 1 ? what : $"{count} {what}s";

    private static string Size(long bytes) => bytes < 100_000_000 ? $"{bytes / 1e6:0.0} MB" : $"{bytes / 1e9:0.00} GB";
}
