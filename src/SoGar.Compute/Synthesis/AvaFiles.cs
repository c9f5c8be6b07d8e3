using System.Globalization;
using SoGar.Compute.Data;

namespace SoGar.Compute.Synthesis;

/// <summary>
/// Writes AVA's files beside the clips of a synthetic data set, so that the folder is a data set of AVA's format too: a key frame in the middle of each clip,
/// with the players' boxes and what each does. Test clips are AVA's validation part.
/// </summary>
internal static class AvaFiles
{
    // Of someone at the edge of the view, less says nothing about who it is or where they are going.
    private const float LeastWidth = 0.03f;
    private const float LeastHeight = 0.08f;

    /// <summary>Writes the annotations of all clips and the label map.</summary>
    public static void Write(VideoSetFiles files, VideoSetOptions options)
    {
        var second = SecondOf(options.Format);
        foreach (var (split, name) in new[] { (Split.Train, "ava_train_v2.2.csv"), (Split.Test, "ava_val_v2.2.csv") })
            files.WriteWhole(name, writer =>
            {
                foreach (var key in options.Clips().Where(key => key.Split == split))
                    foreach (var box in BoxFile.Read(files.PathOf(VideoSetFiles.BoxesName(key))).At(second * options.Format.FramesPerSecond))
                        if (box.X2 - box.X1 >= LeastWidth && box.Y2 - box.Y1 >= LeastHeight && box.Action >= 0)
                            writer.Write(string.Create(
                                CultureInfo.InvariantCulture,
                                $"{key.Split.Name()}/{key.Name},{second:D4},{box.X1:0.###},{box.Y1:0.###},{box.X2:0.###},{box.Y2:0.###},{box.Action + 1},{box.Player}\n"));
            });
        files.WriteWhole("ava_actions.pbtxt", writer =>
        {
            foreach (var action in PlayerActions.All) writer.Write($"item {{\n  name: \"{action.Name()}\"\n  id: {(int)action + 1}\n}}\n");
        });
    }

    private static int SecondOf(ClipFormat format) => format.FrameCount / 2 / format.FramesPerSecond;
}
