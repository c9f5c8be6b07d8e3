using System.Collections.Immutable;
using SoGar.Compute.Data;

namespace SoGar.Compute.Evaluation.Metrics;

/// <summary>
/// How well one target was followed, in one pass without help (OPE of OTB, methods.md, F.5). Frames without a true box are left out.
/// </summary>
/// <param name="Precision">Share of frames whose centre is off by 20 pixels at most.</param>
/// <param name="Success">Mean, over overlaps of 0, 0.05 ... 1, of the share of frames whose overlap is larger.</param>
/// <param name="Frames">Frames that were counted.</param>
public sealed record TrackingScores(double Precision, double Success, int Frames)
{
    /// <summary>Pixels that the centre may be off.</summary>
    public const double PrecisionPixels = 20;

    private const int Steps = 20;

    /// <summary>Scores one sequence; boxes in pixels.</summary>
    /// <param name="truth">True box of each frame; an empty one where the target is not to be seen.</param>
    /// <param name="predicted">Predicted box of each frame.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or no frame has a true box.</exception>
    public static TrackingScores Of(IReadOnlyList<Box> truth, IReadOnlyList<Box> predicted)
    {
        if (truth.Count != predicted.Count) throw new ArgumentException($"{truth.Count} true boxes, {predicted.Count} predicted ones");
        var pairs = truth.Zip(predicted).Where(pair => !pair.First.IsEmpty).ToList();
        if (pairs.Count == 0) throw new ArgumentException("no frame has a true box");
        var near = pairs.Count(pair => pair.First.CentreDistance(pair.Second) <= PrecisionPixels);
        var overlaps = pairs.ConvertAll(pair => pair.First.IntersectionOverUnion(pair.Second));
        return new TrackingScores((double)near / pairs.Count, Curve(overlaps).Average(), pairs.Count);
    }

    /// <summary>Averages of sequences, each counting the same however long it is.</summary>
    /// <exception cref="ArgumentException">There is no sequence.</exception>
    public static TrackingScores Mean(IReadOnlyCollection<TrackingScores> sequences) => sequences.Count == 0
        ? throw new ArgumentException("there is no sequence to average over")
        : new TrackingScores(sequences.Average(each => each.Precision), sequences.Average(each => each.Success), sequences.Sum(each => each.Frames));

    /// <summary>The success curve: share of overlaps above 0, 0.05 ... 1.</summary>
    public static ImmutableArray<double> Curve(IReadOnlyList<double> overlaps) =>
        [.. Enumerable.Range(0, Steps + 1).Select(step => (double)overlaps.Count(overlap => overlap > (double)step / Steps) / overlaps.Count)];
}
