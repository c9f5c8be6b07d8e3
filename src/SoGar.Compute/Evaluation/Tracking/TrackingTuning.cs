using SoGar.Compute.Data;
using SoGar.Compute.Evaluation.Localisation;
using SoGar.Compute.Evaluation.Metrics;
using SoGar.Compute.Evaluation.Tuning;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Compute.Video;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Tracking;

/// <summary>Precision and success, and what they are made of.</summary>
/// <param name="Precision">Mean over sequences of the share of frames whose centre is off by 20 pixels at most.</param>
/// <param name="Success">Mean over sequences of the area under the success curve.</param>
/// <param name="StandingStill">Success of a tracker that never moves: what a sequence gives away for nothing.</param>
/// <param name="Sequences">Sequences that were measured on.</param>
/// <param name="Frames">Their frames.</param>
/// <param name="FirstLoss">Mean loss of the first epoch.</param>
/// <param name="LastLoss">Mean loss of the last epoch.</param>
public sealed record TrackingFigures(double Precision, double Success, double StandingStill, int Sequences, int Frames, double FirstLoss, double LastLoss);

/// <summary>Trains a Siamese head, and the backbone unless it is frozen, on pairs of frames, and follows targets with it (methods.md, F.5).</summary>
/// <param name="recipe">Whose <see cref="EvaluateRecipe.Tune"/> and <see cref="EvaluateRecipe.Track"/> say how.</param>
/// <param name="train">Sequences to learn from, such as GOT-10k's.</param>
/// <param name="test">Sequences to be measured on, such as OTB2015's.</param>
public sealed class TrackingTuning(Recipe recipe, DataSet train, DataSet test)
{
    // A response is right where its window lies within this many pixels of the target (SiamFC).
    private const double RightWithin = 16;

    private readonly TuneRecipe _tune = recipe.Evaluate.Tune;
    private readonly TrackRecipe _track = recipe.Evaluate.Track;
    private readonly SequenceCrops _crops = new(recipe);

    /// <summary>Trains and measures.</summary>
    /// <param name="start">The weights to start from; borrowed.</param>
    /// <param name="progress">Told how many updates of how many are done.</param>
    /// <param name="stopping">Gives up between two updates or sequences.</param>
    /// <exception cref="DataException">A data set has no targets.</exception>
    public TrackingFigures Run(FrozenBackbone start, Action<long, long> progress, CancellationToken stopping)
    {
        var (learned, measured) = (train.Part(Split.Train).Where(HasTrack).ToList(), test.Measured().Where(HasTrack).ToList());
        Require(learned, train, "to learn from");
        Require(measured, test, "to be measured on");
        SiameseHead head = null!;
        using var network = new TunedNetwork(start, (scope, backbone) => head = new SiameseHead(scope, backbone, recipe), _track.Dilated);
        using var reading = new ClipBatches(VideoLimits.From(recipe.Data.Limits, train.Root), recipe.Data.CacheBytes);
        var losses = Train(network, head, reading, learned, progress, stopping);
        return Test(network, head, measured, losses, stopping);
    }

    private static void Require(List<Sample> sequences, DataSet data, string what)
    {
        if (sequences.Count == 0)
            throw new DataException(
                $"{data.Root} has no sequences with a target {what}; './sogar videos track' makes some, and docs/data-format.md names the formats");
    }

    private double[] Train(
        TunedNetwork network, SiameseHead head, ClipBatches reading, List<Sample> sequences, Action<long, long> progress, CancellationToken stopping)
    {
        var (small, large) = (head.SizeOf(_track.Exemplar), head.SizeOf(_track.Search));
        using var exemplars = new FlatBuffer(FlatBuffer.Padded(_tune.Batch * _crops.LengthOf(small)));
        using var searches = new FlatBuffer(FlatBuffer.Padded(_tune.Batch * _crops.LengthOf(large)));
        var losses = new double[_tune.Epochs];
        var order = Enumerable.Range(0, sequences.Count * _track.Pairs).ToArray();
        long perEpoch = (order.Length + _tune.Batch - 1) / _tune.Batch, update = 0;
        for (var epoch = 0; epoch < _tune.Epochs; epoch++)
        {
            KeyedRandom.For(recipe.Seed, Purpose.Tuning, 0, epoch).Shuffle<int>(order);
            foreach (var batch in order.Chunk(_tune.Batch))
            {
                stopping.ThrowIfCancellationRequested();
                var shifts = new (double X, double Y)[batch.Length];
                Parallel.For(0, batch.Length, index => reading.WithReader(reader =>
                {
                    var sample = sequences[batch[index] % sequences.Count];
                    using var clip = reader.Open(sample.Source);
                    var pair = Draw(sample, epoch, batch[index], large / (double)small);
                    _crops.Cut(clip, pair.First, pair.Exemplar, small, exemplars.Memory.Slice(index * _crops.LengthOf(small), _crops.LengthOf(small)));
                    _crops.Cut(clip, pair.Second, pair.Search, large, searches.Memory.Slice(index * _crops.LengthOf(large), _crops.LengthOf(large)));
                    shifts[index] = (pair.ShiftX * large, pair.ShiftY * large);
                }));
                losses[epoch] += network.Step(TunedNetwork.RateAt(_tune, update, perEpoch * _tune.Epochs), () =>
                {
                    var exemplar = Embed(exemplars, batch.Length, small);
                    var search = Embed(searches, batch.Length, large);
                    return LossOf(head.Compare(exemplar, search), shifts, head.Stride);
                }) / perEpoch;
                progress(++update, perEpoch * _tune.Epochs);
            }
        }

        return losses;

        Tensor Embed(FlatBuffer buffer, int count, int size) => head.Embed(network.ThroughBackbone(backbone =>
            DenseFeatures.Of(backbone, Tensor.FromBlob(buffer.Address, DType.Float32, [count, 3, _track.Frames, size, size]))));
    }

    private TrackingFigures Test(TunedNetwork network, SiameseHead head, List<Sample> sequences, double[] losses, CancellationToken stopping)
    {
        var tracker = new SiameseTracker(recipe, network, head);
        var reader = new ClipReader(VideoLimits.From(recipe.Data.Limits, test.Root), new FrameIndexCache(), new FrameCache(recipe.Data.CacheBytes));
        var (scores, still) = (new List<TrackingScores>(), new List<TrackingScores>());
        foreach (var sequence in sequences)
        {
            stopping.ThrowIfCancellationRequested();
            using var clip = reader.Open(sequence.Source);
            var truth = sequence.Annotation!.Target;
            scores.Add(TrackingScores.Of(truth, tracker.Follow(clip, truth[0])));
            still.Add(TrackingScores.Of(truth, [.. Enumerable.Repeat(truth[0], truth.Length)]));
        }

        var mean = TrackingScores.Mean(scores);
        return new TrackingFigures(mean.Precision, mean.Success, TrackingScores.Mean(still).Success, sequences.Count, mean.Frames, losses[0], losses[^1]);
    }

    // The search area is not laid round the target but beside it, else the middle would always be right.
    private Pair Draw(Sample sample, int epoch, int item, double ratio)
    {
        var random = KeyedRandom.For(recipe.Seed, Purpose.Tuning, 1, epoch, item);
        var target = sample.Annotation!.Target;
        var first = Seen(random.NextInt(target.Length));
        var second = Seen(Math.Clamp(first + random.NextInt(-_track.Distance, _track.Distance), 0, target.Length - 1));
        var (shiftX, shiftY) = (random.Uniform(-0.2, 0.2), random.Uniform(-0.2, 0.2));
        var search = TargetWindow.Around(target[second]).Times(ratio * random.Uniform(0.95, 1.05));
        return new Pair(
            first, second, TargetWindow.Around(target[first]), search with { X = search.X - shiftX * search.Side, Y = search.Y - shiftY * search.Side }, shiftX,
            shiftY);

        int Seen(int frame)
        {
            while (target[frame].IsEmpty) frame = random.NextInt(target.Length);
            return frame;
        }
    }

    // Right and wrong places weigh the same in total, few as the right ones are.
    private static Tensor LossOf(Tensor responses_BRR, (double X, double Y)[] shifts, int stride)
    {
        var (batch, side) = (shifts.Length, (int)responses_BRR.Size(1));
        var (targets, weights) = (new float[batch * side * side], new float[batch * side * side]);
        var reach = Math.Max(RightWithin, 0.75 * stride);
        for (var item = 0; item < batch; item++)
        {
            var right = 0;
            for (var place = 0; place < side * side; place++)
            {
                var x = (place % side - (side - 1) / 2.0) * stride - shifts[item].X;
                var y = (place / side - (side - 1) / 2.0) * stride - shifts[item].Y;
                if (x * x + y * y <= reach * reach) (targets[item * side * side + place], right) = (1, right + 1);
            }

            for (var place = item * side * side; place < (item + 1) * side * side; place++)
                weights[place] = targets[place] > 0 ? 0.5f / right : 0.5f / (side * side - right);
        }

        return LinearHead.BinaryCrossEntropy(responses_BRR, Tensor.From(targets, batch, side, side), Tensor.From(weights, batch, side, side));
    }

    private static bool HasTrack(Sample sample) =>
        sample.Annotation is { Target.Length: > 1 } annotation && !annotation.Target[0].IsEmpty && annotation.Target.Length == sample.Source.Images?.Count;

    private readonly record struct Pair(int First, int Second, TargetWindow Exemplar, TargetWindow Search, double ShiftX, double ShiftY);
}
