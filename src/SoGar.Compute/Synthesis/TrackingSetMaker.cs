using System.Globalization;
using SoGar.Compute.Data;

namespace SoGar.Compute.Synthesis;

/// <summary>What a set of tracking sequences is to hold. Equal options give equal frames.</summary>
public sealed record TrackingSetOptions
{
    /// <summary>The data seed; another one gives other sequences throughout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Size, length and frame rate of every sequence.</summary>
    public ClipFormat Format { get; init; } = new() { Width = 160, Height = 120, FrameCount = 64 };

    /// <summary>Sequences to learn from.</summary>
    public int Train { get; init; } = 64;

    /// <summary>Sequences to be measured on.</summary>
    public int Test { get; init; } = 16;
}

/// <summary>
/// Makes image sequences of team sport over which a balloon drifts, the target of tracking: <c>got10k/{train,val}/...</c> in GOT-10k's format, to learn from,
/// and <c>otb2015/...</c> in OTB2015's, to be measured on. Sequences whose boxes are written are whole; making goes on behind them.
/// </summary>
public static class TrackingSetMaker
{
    /// <summary>Makes what is missing of the set.</summary>
    /// <param name="directory">Where; made if it is not there.</param>
    /// <param name="options">What to make.</param>
    /// <param name="progress">Told as sequences are finished.</param>
    /// <param name="stopping">Stops between two frames; what is whole stays.</param>
    /// <returns>Sequences that were made now.</returns>
    /// <exception cref="EncodingException">A sequence cannot be encoded.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> was cancelled.</exception>
    public static int Make(string directory, TrackingSetOptions options, IProgress<VideoSetProgress>? progress = null, CancellationToken stopping = default)
    {
        var sequences = SequencesOf(directory, options).ToList();
        var (made, done) = (0, 0);
        var counting = new Lock();
        Parallel.ForEach(sequences, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stopping }, sequence =>
        {
            var isNew = !File.Exists(sequence.Boxes);
            if (isNew) Make(sequence, options.Format, stopping);
            lock (counting)
            {
                if (isNew) made++;
                progress?.Report(new VideoSetProgress(++done, sequences.Count));
            }
        });
        return made;
    }

    private static IEnumerable<Sequence> SequencesOf(string directory, TrackingSetOptions options)
    {
        foreach (var (split, count, part) in new[] { (Split.Train, options.Train, "train"), (Split.Validation, Math.Max(1, options.Train / 8), "val") })
            for (var index = 0; index < count; index++)
            {
                var folder = Path.Combine(
                    directory, "got10k", part, string.Create(CultureInfo.InvariantCulture, $"GOT-10k_{(part == "train" ? "Train" : "Val")}_{index + 1:D6}"));
                yield return new Sequence(new ClipKey(options.Seed, split, index), folder, "%08d.jpg", Path.Combine(folder, "groundtruth.txt"), Origin: 0);
            }

        for (var index = 0; index < options.Test; index++)
        {
            var folder = Path.Combine(directory, "otb2015", string.Create(CultureInfo.InvariantCulture, $"Balloon{index + 1}"));
            yield return new Sequence(
                new ClipKey(options.Seed, Split.Test, index), Path.Combine(folder, "img"), "%04d.jpg", Path.Combine(folder, "groundtruth_rect.txt"), Origin: 1);
        }
    }

    // Boxes last: they say that the images are whole.
    private static void Make(Sequence sequence, ClipFormat format, CancellationToken stopping)
    {
        Directory.CreateDirectory(sequence.Images);
        var renderer = new ClipRenderer(sequence.Key, format, withTarget: true);
        using (var encoder = ImageEncoder.Open(Path.Combine(sequence.Images, sequence.Pattern), format))
        {
            var frame = new byte[format.FrameBytes];
            for (var index = 0; index < format.FrameCount; index++)
            {
                stopping.ThrowIfCancellationRequested();
                renderer.Render(index, frame);
                encoder.Write(frame);
            }

            encoder.Finish();
        }

        var boxes = Enumerable.Range(0, format.FrameCount).Select(renderer.TargetAt).Select(box => string.Create(
            CultureInfo.InvariantCulture, $"{box.X1 + sequence.Origin:0.00},{box.Y1 + sequence.Origin:0.00},{box.Width:0.00},{box.Height:0.00}\n"));
        File.WriteAllText(sequence.Boxes + ".part", string.Concat(boxes));
        File.Move(sequence.Boxes + ".part", sequence.Boxes);
    }

    private sealed record Sequence(ClipKey Key, string Images, string Pattern, string Boxes, int Origin);
}
