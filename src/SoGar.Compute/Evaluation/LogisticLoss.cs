namespace SoGar.Compute.Evaluation;

/// <summary>
/// Mean cross-entropy of a multinomial logistic regression plus l2 / 2 times the squared weights (biases are free). Parameters lie as
/// C rows of D weights and one bias: [C, D + 1].
/// </summary>
/// <param name="rows">double [N, D], the features; borrowed.</param>
/// <param name="width">D.</param>
/// <param name="labels">[N].</param>
/// <param name="classCount">C.</param>
/// <param name="l2">Weight of the penalty; 0 or more.</param>
internal sealed class LogisticLoss(double[] rows, int width, IReadOnlyList<int> labels, int classCount, double l2)
{
    // Clips of one sum; fixed, so that the result does not depend on how many threads take part.
    private const int ChunkClips = 256;

    /// <summary>Length of the parameter vector.</summary>
    public int ParameterCount => classCount * (width + 1);

    /// <summary>The loss at <paramref name="parameters"/>; writes its gradient.</summary>
    public double Evaluate(double[] parameters, double[] gradient)
    {
        var chunks = (labels.Count + ChunkClips - 1) / ChunkClips;
        var losses = new double[chunks];
        var gradients = new double[chunks][];
        Parallel.For(0, chunks, chunk => losses[chunk] = AddChunk(chunk, parameters, gradients[chunk] = new double[ParameterCount]));

        Array.Clear(gradient);
        foreach (var part in gradients) Dense.AddScaled(gradient, 1.0 / labels.Count, part);
        return losses.Sum() / labels.Count + AddPenalty(parameters, gradient);
    }

    private double AddChunk(int chunk, double[] parameters, double[] gradient)
    {
        var loss = 0.0;
        var stride = width + 1;
        Span<double> scores = classCount <= 1024 ? stackalloc double[classCount] : new double[classCount];
        for (var clip = chunk * ChunkClips; clip < Math.Min(labels.Count, (chunk + 1) * ChunkClips); clip++)
        {
            var row = rows.AsSpan(clip * width, width);
            for (var candidate = 0; candidate < classCount; candidate++)
                scores[candidate] = Dense.Dot(parameters.AsSpan(candidate * stride, width), row) + parameters[candidate * stride + width];
            var wanted = scores[labels[clip]];
            loss += Dense.Softmax(scores) - wanted;
            scores[labels[clip]] -= 1;
            for (var candidate = 0; candidate < classCount; candidate++)
            {
                Dense.AddScaled(gradient.AsSpan(candidate * stride, width), scores[candidate], row);
                gradient[candidate * stride + width] += scores[candidate];
            }
        }

        return loss;
    }

    private double AddPenalty(double[] parameters, double[] gradient)
    {
        var squares = 0.0;
        for (var candidate = 0; candidate < classCount; candidate++)
        {
            var weights = parameters.AsSpan(candidate * (width + 1), width);
            squares += Dense.Dot(weights, weights);
            Dense.AddScaled(gradient.AsSpan(candidate * (width + 1), width), l2, weights);
        }

        return l2 / 2 * squares;
    }
}
