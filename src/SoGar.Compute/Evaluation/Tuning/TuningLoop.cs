using SoGar.Compute.Data;
using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Tuning;

/// <summary>Passes over training items, in an order of its own each, batch after batch.</summary>
internal static class TuningLoop
{
    /// <summary>Trains.</summary>
    /// <param name="recipe">Whose <see cref="EvaluateRecipe.Tune"/> says how long and how fast.</param>
    /// <param name="network">What moves.</param>
    /// <param name="train">The items.</param>
    /// <param name="loss">Of a batch.</param>
    /// <param name="progress">Told how many updates of how many are done.</param>
    /// <param name="stopping">Gives up between two updates.</param>
    /// <returns>Mean loss of each epoch.</returns>
    public static double[] Run(
        Recipe recipe, TunedNetwork network, IReadOnlyList<Sample> train, Func<IReadOnlyList<Sample>, Tensor> loss, Action<long, long> progress,
        CancellationToken stopping)
    {
        var tune = recipe.Evaluate.Tune;
        var losses = new double[tune.Epochs];
        var order = Enumerable.Range(0, train.Count).ToArray();
        long perEpoch = (train.Count + tune.Batch - 1) / tune.Batch, update = 0;
        for (var epoch = 0; epoch < tune.Epochs; epoch++)
        {
            KeyedRandom.For(recipe.Seed, Purpose.Tuning, 0, epoch).Shuffle<int>(order);
            foreach (var batch in order.Chunk(tune.Batch))
            {
                stopping.ThrowIfCancellationRequested();
                var samples = batch.Select(index => train[index]).ToList();
                losses[epoch] += network.Step(TunedNetwork.RateAt(tune, update, perEpoch * tune.Epochs), () => loss(samples)) / perEpoch;
                progress(++update, perEpoch * tune.Epochs);
            }
        }

        return losses;
    }
}
